register=(issue list --as-of 09/02/2024)
helps issue
check issue_sightings "$fr" issue sightings --group 7
check issue_list_fr "$fr" "${register[@]}"
check issue_list_en "$en" "${register[@]}"
fits "${register[@]}"
check issue_list_csv "$fr" "${register[@]}" --format csv
check issue_list_excel "$fr" "${register[@]}" --format csv --excel
check issue_list_markdown "$fr" "${register[@]}" --format markdown --group 3
check issue_list_json "$fr" "${register[@]}" --format json --group 3 --issue micro
check issue_resolve "$fr" issue resolve --group 3 --issue micro --date 01/02/2024
check issue_resolve_camera "$en" issue resolve --group 3 --issue camera --date 2024-02-01 --by "bureau du conseil"
check issue_resolve_again "$fr" issue resolve --group 3 --issue micro --date 02/02/2024
check issue_day_before "$fr" issue list --as-of 31/01/2024 --state tous
check issue_day_after "$fr" issue list --as-of 09/02/2024 --state tous
check issue_request "$fr" issue request --group 7 --issue micro --by "bureau du conseil" --date 29/01/2024
check issue_too_early "$fr" issue resolve --group 7 --issue micro --date 01/11/2023
check issue_drop_why "$fr" issue drop --group 10 --issue caméra
check issue_drop "$fr" issue drop --group 10 --issue caméra --reason "plus personne" --date 05/02/2024
check issue_reopen "$fr" issue reopen --group 10 --issue caméra --date 06/02/2024
check issue_show "$fr" issue show --group 10 --issue caméra
set_up session record --group 7 --date 08/02/2024 --start 10:30 --themes "EJ" --still-open --resolved caméra
check issue_list_state "$en" issue list --as-of 2024-02-09 --state resolved --state requested
