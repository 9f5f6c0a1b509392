helps wave
check wave_list "$fr" wave list
set_up calendar holidays import "$root/deploy/calendars/zone-b.csv" --calendar zone-b --apply
check wave_school_calendar "$fr" wave edit V6 --school-calendar zone-b
check wave_edit "$fr" wave edit V6 --name "Vague 6" --start 01/01/2024
check wave_show_json "$fr" wave show V6 --format json
import_thesaurus
set_up programme import "$root/deploy/sample/programme.csv" --code v6 --apply
check wave_programme "$fr" wave edit V6 --programme v6
