helps member
check member_list "$fr" member list --group 4
