thesaurus=$root/deploy/thesaurus/opale.csv
helps theme
start_again met
check theme_import_preview "$fr" theme import "$thesaurus" --format csv
check theme_import "$fr" theme import "$thesaurus" --apply
check theme_import_again "$en" theme import "$thesaurus" --apply --format csv
check theme_export "$fr" theme export
check theme_list "$en" theme list
check theme_show "$fr" theme show budget-saisie
check theme_try "$fr" theme try "Saisie du bugdet, DP & habil."
check theme_try_csv "$fr" theme try "Saisie du bugdet, DP & habil." --format csv
check theme_recode_preview "$fr" theme recode --preview
check theme_recode "$en" theme recode --format csv
check theme_recode_again "$en" theme recode
check theme_queue "$fr" theme queue --wave V6
fits theme queue
check theme_queue_excel "$fr" theme queue --format csv --excel
check theme_queue_csv "$en" theme queue --format csv
check theme_resolve_preview "$fr" theme resolve BE --theme ej --preview
check theme_resolve "$en" theme resolve BE --theme ej
check theme_resolve_csv "$fr" theme resolve cjobu --ignore --format csv
check theme_resolve_json "$fr" theme resolve EDS --theme restitutions-eds --format json
check theme_queue_group "$en" theme queue --group 1
printf 'code;label;aliases\nun;Un;EJ\nDeux;Deux;\n' >"$scratch/themes.csv"
check error_theme_import "$fr" theme import "$scratch/themes.csv" --apply
check error_theme_resolve "$fr" theme resolve BE
check error_theme_unknown "$en" theme resolve BE --theme gone
