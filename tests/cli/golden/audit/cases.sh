helps audit
helps audit list
start_again met
set_up calendar holidays import "$root/deploy/calendars/zone-b.csv" --calendar zone-b --apply
set_up wave edit V6 --school-calendar zone-b
set_up wave edit V6 --name "Vague 6" --start 01/01/2024
set_up session delete --group 6 --date 30/11/2023
set_up session undelete --group 6 --date 30/11/2023
know_themes
follow_programme
check audit_list "$fr" audit list --resource waves/V6 "${admin[@]}"
check audit_list_csv "$en" audit list --resource waves/V6 --format csv "${admin[@]}"
number=$(run "$en" audit list --resource waves/V6 --format csv "${admin[@]}" | sed -n '2s/,.*//p')
check audit_show "$fr" audit show "$number" "${admin[@]}"
check audit_show_json "$en" audit show "$number" --format json "${admin[@]}"
short=$(run "$en" session list --group 6 --format csv | sed -n '2s/.*\(......\)$/\1/p')
check audit_list_short_id "$fr" audit list --resource "sessions/$short" --format csv "${admin[@]}"
check error_audit_role "$fr" audit list
