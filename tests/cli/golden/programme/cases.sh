programme=$root/deploy/sample/programme.csv
helps programme
import_thesaurus
check programme_preview "$fr" programme import "$programme" --code v6
check programme_import "$en" programme import "$programme" --code v6 --apply
check programme_list "$fr" programme list
check programme_show "$fr" programme show v6
check programme_show_json "$en" programme show v6 --format json
check programme_export "$fr" programme export v6
check error_programme "$fr" programme show inconnu
