helps group
check group_list "$en" group list
check group_start_date "$fr" group edit 7 --start-date 10/11/2023
check group_no_start_date "$fr" group edit 7 --start-date ''
check group_show "$fr" group show 6
check error_unknown_wave_groups "$en" group list --wave V9
check group_list_wave "$fr" group list --wave v6 --format csv
check group_create "$fr" group create 11 --label "Renfort"
check group_tutor "$fr" group tutor 11 "denis pinson" --from 10/11/2023 --until 31/01/2024
check group_tutor_shown "$en" group show 11
check group_tutor_removed "$en" group tutor 11 "Denis Pinson" --remove
check error_group_tutor_days "$fr" group tutor 11 "Denis Pinson" --from 02/02/2024 --until 01/02/2024
check error_group_tutor_none "$fr" group tutor 11 "Denis Pinson" --remove
check error_group_used "$en" group delete 4
