zones=$root/tests/cli/all_zones.ics
helps calendar
check holidays_preview "$fr" calendar holidays import "$root/deploy/calendars/zone-b.csv" --calendar zone-b
check holidays_apply "$en" calendar holidays import "$root/deploy/calendars/zone-b.csv" --calendar zone-b --apply --format csv
check holidays_ics "$fr" calendar holidays import "$zones" --calendar zone-b --apply
check holidays_again "$en" calendar holidays import "$zones" --calendar zone-b --apply
check holidays_list "$fr" calendar holidays list
check holidays_show "$en" calendar holidays show zone-b
check holidays_export "$en" calendar holidays export zone-b
check calendar "$fr" calendar --group 6
check calendar_empty "$en" calendar --group 6 --from 2030-01-01
check error_holidays_zone "$fr" calendar holidays import "$zones" --calendar corse
printf 'libelle;debut;reprise\nNoël;30/02/2024;08/01/2024\nHiver;24/02/2024;hier\n' >"$scratch/holidays.csv"
check error_holidays "$fr" calendar holidays import "$scratch/holidays.csv" --calendar zone-c
set_up wave edit V6 --school-calendar zone-b
check error_holidays_deleted "$fr" calendar holidays delete zone-b
