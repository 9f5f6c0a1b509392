helps establishment
check error_uai "$fr" establishment create 0750654A --name "Collège"
check establishment_create "$fr" establishment create 0750654d --name "Collège Victor Hugo" --city Paris
check establishment_again "$en" establishment create 0750654D
check establishment_edit "$en" establishment edit 0750654D --city "Paris 3e"
check establishment_show "$fr" establishment show 0750654D
check establishment_list "$en" establishment list
check establishment_list_csv "$fr" establishment list --format csv
set_up member create "Marc Fenouil" --group 4 --establishment 0750654D
check error_establishment_named "$fr" establishment delete 0750654D
set_up establishment create 0750655E
check establishment_delete "$en" establishment delete 0750655E
check establishment_undelete "$fr" establishment undelete 0750655E
