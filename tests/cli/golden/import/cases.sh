helps import
start_again empty
check import_preview "$fr" import "$root/deploy/sample/sessions.csv"
check import_apply "$fr" import "$root/deploy/sample/sessions.csv" --apply
check import_again "$en" import "$root/deploy/sample/sessions.csv" --apply
# What we print for a spreadsheet is taken back, in each language.
run "$fr" session list --last 3 --excel >"$scratch/list_fr.csv"
run "$en" session list --last 3 --excel >"$scratch/list_en.csv"
check import_of_list_fr "$fr" import "$scratch/list_fr.csv"
check import_of_list_en "$en" import "$scratch/list_en.csv"
printf 'groupe;date;themes\n4;30/02/2024;x\n4;31/01/2024;"cut\n' >"$scratch/wrong.csv"
check error_import "$fr" import "$scratch/wrong.csv" --apply
check import_template "$fr" import --template -
check error_import_nothing "$fr" import
# A register as people have it, in a spreadsheet's own character set: from the file to the balance without correction.
start_again empty
set_up wave create V6 --start 2024-01-01
for group in 1 2; do set_up group create $group --wave V6; done
for member in "Ana Un" "Bo Deux" "Cy Trois"; do set_up member create "$member" --group 1; done
for member in "Zoé Lefèvre" "Cy Trois" "Di Quatre"; do set_up member create "$member" --group 2; done
iconv -f UTF-8 -t CP1252 >"$scratch/register.csv" <<'REGISTER'
Registre de tutorat - vague V6;;;;;;;;;
;;;;;;;;;
Groupe;Date;Heure;Durée;Thèmes abordés;Nb présents;Inscrits;Absents;Salle;Observations
Groupe 1;09/01/24;14h30;1,5 h;EJ et marchés;6;9;;B12;bon début
;16/01/2024;14:30:00;01:30:00;Tiers;Ana Un, Bo Deux;;;;« à revoir »
;23/01/2024;14h30;90 min;Budget;tous;;aucun;;
G2;10/01/2024;9h;1h;Recettes;2 sur 3;;;;
;17/01/2024;9 h 30;1:00;Clôture;;;LEFÈVRE Zoé et Cy Trois;;retard du car
Total;5 séances;;;;;;;;
REGISTER
check register_preview "$fr" import "$scratch/register.csv"
check register_apply "$fr" import "$scratch/register.csv" --apply
check register_again "$fr" import "$scratch/register.csv" --apply
check register_balance "$fr" balance --from 2024-01-01 --months 1 --format csv
