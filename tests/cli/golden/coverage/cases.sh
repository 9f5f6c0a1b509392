covered=(coverage --from 2023-11-10 --months 3 --wave V6)
helps coverage
start_again met
know_themes
follow_programme
check coverage "$fr" "${covered[@]}" --level theme
fits "${covered[@]}" --level theme
check coverage_en "$en" "${covered[@]}" --level theme --group 3 --group 4
check coverage_gaps "$fr" "${covered[@]}" --gaps
check coverage_csv "$fr" "${covered[@]}" --format csv --group 4
check coverage_summary "$fr" "${covered[@]}" --format csv --summary --level theme
check coverage_markdown "$en" "${covered[@]}" --format markdown --level domain
check coverage_json "$fr" "${covered[@]}" --format json --group 4 --level domain
