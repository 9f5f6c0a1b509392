helps cadence
check cadence "$fr" cadence --as-of 09/02/2024
fits cadence --as-of 2024-02-09
check cadence_en "$en" cadence --as-of 2024-02-09 --every 3 --wave V6
check cadence_csv "$fr" cadence --as-of 2024-02-09 --format csv
check cadence_excel "$fr" cadence --as-of 2024-02-09 --format csv --excel
check cadence_json "$fr" cadence --as-of 2024-02-09 --group 4 --format json
check cadence_markdown "$fr" cadence --as-of 2024-02-09 --group 4 --group 5 --format markdown
set_up calendar holidays import "$root/deploy/calendars/zone-b.csv" --calendar zone-b --apply
set_up wave edit V6 --school-calendar zone-b
check cadence_zone_b "$fr" cadence --as-of 2024-02-09
set_up group edit 7 --start-date 10/11/2023
check cadence_start_date "$en" cadence --as-of 2024-02-09 --group 7 --format csv
check error_cadence "$fr" cadence --every 0
