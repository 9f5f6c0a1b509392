helps group
check group_list "$en" group list
check group_start_date "$fr" group edit 7 --start-date 10/11/2023
check group_no_start_date "$fr" group edit 7 --start-date ''
check group_show "$fr" group show 6
check error_unknown_wave_groups "$en" group list --wave V9
check group_list_wave "$fr" group list --wave v6 --format csv
