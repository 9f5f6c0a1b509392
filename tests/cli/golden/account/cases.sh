helps account
helps account token create
helps account erase
check account_create "$fr" account create "Anne Diaz" --role lecteur --email anne@example.fr "${admin[@]}"
check account_token_create "$en" account token create "Anne Diaz" --label laptop --output "$scratch/anne.token" "${admin[@]}"
check account_edit "$fr" account edit "anne diaz" --role lecteur --role coordinateur "${admin[@]}"
check account_disable "$en" account disable anne@example.fr "${admin[@]}"
check account_list_csv "$en" account list --format csv "${admin[@]}"
check account_list_json "$fr" account list --format json "${admin[@]}"
check error_not_accepted "$fr" wave list --token-file "$scratch/anne.token"
check error_not_accepted_json "$en" wave list --token-file "$scratch/anne.token" --format json
check account_enable "$fr" account enable "Anne Diaz" "${admin[@]}"
check error_role "$fr" account list
check account_token_again "$fr" account token create "Anne Diaz" --output "$scratch/anne.token" "${admin[@]}"

# A person can be forgotten while no figure changes.
balance=(balance --from 2023-11-10 --months 3 --format csv)
set_up session edit --group 6 --date 2023-11-30 --themes "Corrigé avec Zoé Jacinthe" --note "Zoé Jacinthe est venue"
run "$fr" "${balance[@]}" >"$scratch/before.csv"
check account_export "$fr" account export "Lucie Thym" --output "$scratch/lucie.json" "${admin[@]}"
grep -q '"displayName": "Lucie Thym"' "$scratch/lucie.json" || wrong "the export does not name the person"
check account_erase_preview "$fr" account erase "Lucie Thym" "${admin[@]}"
check account_erase_unknown "$en" account erase "Lucie Thyme" "${admin[@]}"
check account_erase "$en" account erase "Lucie Thym" --apply "${admin[@]}"
check account_erase_again "$fr" account erase "Lucie Thym" --apply "${admin[@]}"
check account_erasures "$fr" account erasures "${admin[@]}"
check account_retention_none "$fr" account retention --as-of 2024-03-01 "${admin[@]}"
set_up wave edit V6 --personal-data-until 2024-03-01
check account_retention_preview "$fr" account retention --as-of 2024-03-01 "${admin[@]}"
check account_retention "$en" account retention --as-of 2024-03-01 --apply "${admin[@]}"
run "$fr" "${balance[@]}" | cmp - "$scratch/before.csv" || wrong "an erasure changed the balance"
