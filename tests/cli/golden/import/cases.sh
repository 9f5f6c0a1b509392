helps import
start_again empty
check import_preview "$fr" import "$root/deploy/sample/sessions.csv"
check import_apply "$fr" import "$root/deploy/sample/sessions.csv" --apply
check import_again "$en" import "$root/deploy/sample/sessions.csv" --apply
printf 'groupe;date;themes\n4;30/02/2024;x\n4;31/01/2024;"cut\n' >"$scratch/wrong.csv"
check error_import "$fr" import "$scratch/wrong.csv" --apply
