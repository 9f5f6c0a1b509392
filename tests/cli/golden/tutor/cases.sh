helps tutor
check tutor_list "$fr" tutor list
check tutor_create "$fr" tutor create "Bruno Loriot" --email bruno@example.fr
check tutor_create_en "$en" tutor create "Anne Le Goff" --format json
check tutor_edit "$fr" tutor edit bruno@example.fr --name "Bruno Loriot-Pic"
check tutor_show "$en" tutor show "bruno loriot-pic"
check tutor_delete "$fr" tutor delete "anne le goff"
check tutor_list_deleted "$en" tutor list --deleted --format csv
check tutor_undelete "$en" tutor undelete "Anne Le Goff"
set_up tutor create "Bruno Loriot-Pic" --email autre@example.fr
check error_tutor_namesake "$fr" tutor show "bruno loriot-pic"
check error_tutor_unknown "$en" tutor show "Bruno"
check error_tutor_nothing "$fr" tutor edit bruno@example.fr
printf 'Nom;Prénom;Adresse mail\nDURAND;Lise;lise@example.fr\nMartin;Paul;\n' >"$scratch/people.csv"
check tutor_import "$fr" tutor import "$scratch/people.csv" --apply
check tutor_import_again "$fr" tutor import "$scratch/people.csv" --apply
