helps session
helps session record
helps session edit
helps outbox
check session_list "$fr" session list --group 4
width=80 check session_list_narrow "$fr" session list --group 4
fits session list
check session_list_excel "$fr" session list --group 4 --excel
check session_list_last "$fr" session list --group 4 --last 2
check session_list_last_none "$en" session list --group 4 --last 0
check session_list_csv "$en" session list --group 4 --format csv
check error_unknown_wave_sessions "$fr" session list --wave V9

check session_record "$fr" session record --group 4 --date 30/01/2024 --start 10:00 --duration 1h30 --themes "EJ & Marchés" \
  --present 5 --absent 1 --request-id golden-1
check session_record_repeated "$fr" session record --group 4 --date 30/01/2024 --start 10:00 --duration 1h30 \
  --themes "EJ & Marchés" --present 5 --absent 1 --request-id golden-1
check session_record_overlap "$en" session record --group 4 --date 2024-01-30 --start 10:30 --themes "TIERS"
check error_unknown_group "$fr" session record --group 44 --date 2024-01-30 --themes x
check error_unknown_group_json "$en" session record --group 44 --date 2024-01-30 --themes x --format json
check error_no_such_day "$fr" session record --group 4 --date 30/02/2024 --themes x
check error_ends_before_start "$fr" session record --group 4 --date 2024-01-30 --start 14:00 --end 13:00 --themes x
check error_utf8 "$fr" session record --group 4 --date 2024-01-30 --themes $'\xe9'
check error_unknown_verb "$fr" session rcord

check session_show "$fr" session show --group 6 --date 30/11/2023
check session_edit "$fr" session edit --group 6 --date 2023-11-30 --themes "Corrigé" --appreciation moyenne --clear presences
check session_edit_csv "$fr" session show --group 6 --date 2023-11-30 --format csv
set_up session edit --group 6 --date 2023-11-30 --present 9 --expected 10
check session_edit_part "$fr" session edit --group 6 --date 2023-11-30 --present 8
check session_edit_part_shown "$fr" session show --group 6 --date 2023-11-30
check error_clear_and_give "$fr" session edit --group 6 --date 2023-11-30 --present 9 --clear presences
check error_nothing_to_edit "$fr" session edit --group 6 --date 2023-11-30
check session_cancel "$en" session cancel --group 6 --date 2023-11-30 --reason "snow"
set_up session delete --group 6 --date 2023-11-30
check session_list_deleted "$fr" session list --group 6 --deleted --to 2023-12-31 --format markdown
check session_list_deleted_csv "$en" session list --group 6 --deleted --to 2023-12-31 --format csv
set_up session undelete --group 6 --date 2023-11-30

set_up issue request --group 7 --issue micro --by "bureau du conseil" --date 29/01/2024
check session_record_still_open "$fr" session record --group 7 --date 08/02/2024 --start 10:30 --themes "EJ" --still-open \
  --resolved caméra
check session_record_not_open "$fr" session record --group 1 --date 08/02/2024 --themes "EJ" --resolved salle

know_themes
follow_programme
check session_show_themes "$fr" session show --group 3 --date 05/02/2024
check suggest "$fr" session suggest --group 4 --date 09/02/2024
check suggest_en "$en" session suggest --group 4 --date 2024-02-09 --limit 3
fits session suggest --group 4 --date 2024-02-09
check suggest_csv "$fr" session suggest --group 4 --date 09/02/2024 --limit 3 --format csv
check suggest_json "$fr" session suggest --group 4 --date 09/02/2024 --limit 2 --format json
check session_plan_agenda "$fr" session plan --group 4 --date 12/03/2024 --start 10:00 --take titres --drop marches \
  --asked "les marchés, encore"
check session_show_agenda "$en" session show --group 4 --date 2024-03-12
check session_record_planned "$fr" session record --group 4 --date 12/03/2024 --start 10h --themes "EJ" --dry-run
check session_record_others "$fr" session record --group 4 --date 12/03/2024 --start 14h --themes "EJ" --absent "zoe  jacinthe" --dry-run
check session_record_others_not_recorded "$en" session record --group 4 --date 2024-03-12 --start 14:00 --themes "EJ" \
  --absent "Zoé Jacinthe" --others not-recorded --dry-run
check error_member_misspelt "$fr" session record --group 4 --date 12/03/2024 --start 14h --themes "EJ" --absent "Zoé Jacinte"
check error_member_misspelt_edit "$fr" session edit --group 4 --date 12/03/2024 --absent "Zoé Jacinte"

# One answer whichever way it is said: what was planned was held, with one absent, whose name has a blank too many or a slip.
for day in 02 09 16; do set_up session plan --group 4 --date "2024-04-$day" --start 10:00 --duration 1h30; done
held=(--themes "EJ" --absent "Zoé  Jacinthe")
check held_record "$fr" session record --group 4 --date 2024-04-02 "${held[@]}" --dry-run
check held_record_moved "$en" session record --group 4 --date 2024-04-02 --start 11:00 "${held[@]}" --dry-run
check held_another "$fr" session record --group 4 --date 2024-04-02 "${held[@]}" --another --dry-run
printf 'groupe;date;themes;absents\n4;02/04/2024;EJ;Zoé  Jacinthe\n4;09/04/2024;EJ;Zoé Jacinte\n' >"$scratch/slip.csv"
head -2 "$scratch/slip.csv" >"$scratch/held.csv"
check held_import_slip "$fr" import "$scratch/slip.csv" --format csv
check held_import "$en" import "$scratch/held.csv" --apply --format csv
check held_show "$fr" session show --group 4 --date 2024-04-02
check held_edit "$fr" session edit --group 4 --date 2024-04-09 --state tenue "${held[@]}"
check error_recorded_already "$fr" session record --group 4 --date 2024-04-09 --themes "EJ"
check error_recorded_already_en "$en" session record --group 4 --date 2024-04-09 --themes "EJ" --format json

# Days on which the clock changes: an hour that does not exist is told, and the end counts the minutes that pass.
set_up session plan --group 5 --date 2024-03-25 --start 02:30 2>/dev/null
check clock_edit_date "$fr" session edit --group 5 --date 2024-03-25 --new-date 2024-03-31
check clock_edit_hour "$en" session edit --group 5 --date 2024-03-31 --new-date 2025-03-30 --start 02:15 --end 04:00
check clock_edit_back "$fr" session edit --group 5 --date 2025-03-30 --new-date 2025-10-26 --start 01:30 --end 03:30
check clock_list "$fr" session list --group 5 --from 2025-10-26 --to 2025-10-26

# Without a server the record waits, and is sent once.
stop_server
check error_unreachable "$fr" session list
check still_open_unreachable "$fr" session record --group 4 --date 2024-01-31 --themes "hors ligne" --still-open
check outbox_keeps "$fr" session record --group 4 --date 2024-01-31 --themes "hors ligne"
run "$fr" session record --group 4 --date 2024-04-16 "${held[@]}" >/dev/null 2>&1 || true
start_server "$address"
check outbox_sends "$fr" session list --group 4 --from 2024-01-31 --to 2024-01-31
check outbox_sends_once "$fr" session list --group 4 --from 2024-01-31 --to 2024-01-31
check held_list "$fr" session list --group 4 --from 2024-04-01

# What a server refuses is listed with why, and given back as a whole command.
stop_server
run "$fr" session record --group 44 --date 2024-02-02 --themes "EJ, l'essentiel" --present 5 --issue micro >/dev/null 2>&1 || true
check outbox_list_waiting "$en" outbox list
start_server "$address"
check outbox_send "$fr" outbox send
check outbox_list "$fr" outbox list
refused=$(run "$fr" outbox list --format csv | sed -n '2s/.*,//p')
check outbox_edit "$fr" outbox edit "$refused"
check outbox_drop_unsure "$en" outbox drop "$refused"
check outbox_drop "$fr" outbox drop "$refused" --yes
check outbox_list_empty "$en" outbox list

add_wave
check session_list_waves "$fr" session list --group 4 --to 2023-12-31
check error_several_waves "$fr" session record --group 1 --date 2024-01-29 --start 17:00 --themes "TIERS"
