balance=(balance --from 2023-11-10 --months 3)
helps balance
helps balance freeze
helps balance compare
check balance_table_fr "$fr" "${balance[@]}"
fits "${balance[@]}"
check balance_table_en "$fr" "${balance[@]}" --lang en
check balance_csv "$fr" "${balance[@]}" --format csv
check balance_excel "$fr" "${balance[@]}" --format csv --excel
check balance_markdown "$fr" "${balance[@]}" --format markdown --group 4 --group 6
check balance_json "$fr" "${balance[@]}" --format json --group 4
check balance_empty "$fr" balance --from 2030-01-01 --months 1
check error_unknown_wave "$en" balance --from 2023-11-10 --months 3 --wave V9
check error_usage "$fr" balance --from

start_again met
set_up session record --group 4 --date 2024-01-31 --themes "hors ligne"

# What is frozen stays as it was; what is corrected afterwards is in the diff, and nothing else.
check balance_list_empty "$fr" balance list
check balance_freeze "$fr" balance freeze "${balance[@]:1}" --wave V6 --label "comité du 19/02/2024" --me "Zoé Martin"
frozen=$(run "$fr" balance list --format csv | sed -n '2s/,.*//p')
sum=$(run "$fr" balance list --format csv | sed -n '2s/.*,//p')
check balance_diff_unchanged "$fr" balance diff "$frozen"
check balance_correct "$fr" session edit --group 6 --date 2024-01-18 --themes "Présentation & TIERS" --duration 1h15
for bytes in "$(run "$fr" balance show "${frozen: -6}" --format json | sha256sum)" \
  "$(run "$en" balance show "$frozen" --format json --output "$scratch/frozen.json" && sha256sum <"$scratch/frozen.json")"; do
  [ "${bytes%% *}" = "$sum" ] || wrong "balance show $frozen --format json has the SHA-256 $bytes, not $sum"
done
check balance_list "$fr" balance list
check balance_list_en "$en" balance list --wave V6 --lang en
check balance_list_csv "$fr" balance list --format csv
check balance_list_excel "$fr" balance list --format csv --excel
check balance_list_json "$fr" balance list --format json
check balance_show_frozen "$fr" balance show "$frozen"
check balance_show_frozen_markdown "$en" balance show "$frozen" --format markdown --lang en
check balance_show_frozen_csv "$fr" balance show "$frozen" --format csv
check balance_verify "$fr" balance verify "$frozen"
check balance_diff "$fr" balance diff "$frozen"
check balance_diff_en "$en" balance diff "$frozen" --lang en
check balance_diff_csv "$fr" balance diff "$frozen" --format csv
check balance_diff_json "$fr" balance diff "$frozen" --format json
check balance_diff_markdown "$fr" balance diff "$frozen" --format markdown
check balance_diff_unknown "$fr" balance diff zzzzzz
check balance_show_both "$fr" balance show "$frozen" --from 2023-11-10
check balance_compare_periods "$fr" balance compare --from 2023-11-10 --months 1 --with 2023-12-10 --wave V6
check balance_compare_periods_en "$en" balance compare --from 2023-11-10 --months 1 --with 2023-12-10 --lang en
check balance_compare_periods_csv "$fr" balance compare --from 2023-11-10 --months 1 --with 2023-12-10 --format csv
check balance_compare_periods_json "$fr" balance compare --from 2023-11-10 --to 2023-11-19 --with 2023-12-10 --with-to 2023-12-19 \
  --format json
add_wave
check balance_compare_waves "$fr" balance compare --wave V6 --with-wave V7 --as-of 2024-02-09
check balance_compare_waves_en "$en" balance compare --wave V6 --with-wave V7 --as-of 2024-02-09 --weeks 3 --lang en
check balance_compare_waves_csv "$fr" balance compare --wave V6 --with-wave V7 --as-of 2024-02-09 --format csv
check balance_compare_waves_json "$fr" balance compare --wave V6 --with-wave V7 --as-of 2024-02-09 --weeks 3 --format json
check balance_compare_nothing "$fr" balance compare
