helps member
check member_list "$fr" member list --group 4
set_up establishment create 0750654D --name "Collège"
check member_create "$fr" member create "Marc Fenouil" --group 4 --establishment 0750654d --joined 10/11/2023
check member_create_en "$en" member create "Odile Aneth" --group V6/4 --email odile@example.fr --format json
check member_edit "$fr" member edit "marc fenouil" --group 4 --left 31/01/2024
check member_show "$en" member show "Marc Fenouil" --group 4
check member_delete "$en" member delete odile@example.fr --group 4
check member_undelete "$fr" member undelete odile@example.fr --group 4
check error_member_left_before "$fr" member edit "marc fenouil" --group 4 --left 01/11/2023
check error_member_unknown "$en" member show "Marc" --group 4
check error_member_establishment "$fr" member edit "marc fenouil" --group 4 --establishment 0750655E
printf 'Nom;Prénom;Mél;N° groupe;Arrivée\nNEUVE;Nina;nina@example.fr;Groupe 4;01/12/2023\nAneth;Odile;odile@example.fr;;10/11/2023\nFENOUIL;Marc;;;\n' >"$scratch/people.csv"
check member_import "$fr" member import "$scratch/people.csv"
check member_import_apply "$fr" member import "$scratch/people.csv" --apply
check member_import_again "$en" member import "$scratch/people.csv" --apply
printf 'nom;groupe\n;4\nNeuf Paul;44\n' >"$scratch/people.csv"
check error_member_import "$fr" member import "$scratch/people.csv" --apply
