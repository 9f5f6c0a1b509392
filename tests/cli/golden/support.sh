# What the cases of every noun use: a server, checks, and the set-up that several share. Read by golden_test.
#
# Identifiers, etags, addresses and the times of writing are masked: they differ from run to run.

fr=fr_FR.UTF-8 en=C.UTF-8
server='' failed=0 admin=()
today=$(TZ=Europe/Paris date +%F) today_fr=$(TZ=Europe/Paris date +%d/%m/%Y)

# start_server ADDRESS: on the store in $scratch.
start_server() {
  : >"$scratch/out"
  "$tutoratd" serve --listen "$1" --store "sqlite:$scratch/tutorat.db" --calls-per-minute 100000 >"$scratch/out" 2>"$scratch/log" </dev/null &
  server=$!
  for _ in {1..400}; do
    address=$(sed -n 's/^tutoratd: listening on //p' "$scratch/out")
    [ -z "$address" ] || return 0
    sleep 0.02
  done
  cat "$scratch/log" >&2
  echo "tutoratd did not start" >&2
  exit 1
}

# wrong TEXT: a noun that says it fails.
wrong() {
  echo "$*"
  failed=1
}

stop_server() {
  { kill "$server" && wait "$server"; } || wrong "tutoratd did not stop cleanly"
  server=''
}

end_scratch() {
  [ -z "$server" ] || kill "$server" 2>/dev/null || true
  wait
  rm -rf -- "$scratch"
}

# A place of its own, where nothing is yet.
start_scratch() {
  scratch=$(mktemp -d)
  trap end_scratch EXIT
}

# fill_sample DIR: stores with two accounts and nothing else (empty), with the sessions of deploy/sample too (filled), and
# with what happened after these (met).
fill_sample() (
  start_scratch
  "$tutoratd" migrate --store "sqlite:$scratch/tutorat.db" >/dev/null 2>&1
  local role
  for role in coordinator administrator; do
    "$tutoratd" account create "$(account_name $role)" --role $role --store "sqlite:$scratch/tutorat.db" \
      --token-file "$scratch/$role.token" >/dev/null 2>&1
  done
  rm -rf -- "$1"
  mkdir -p "$1"
  cp -r "$scratch" "$1/empty"
  start_server 127.0.0.1:0
  token=$(cat "$scratch/coordinator.token")
  run "$fr" import "$root/deploy/sample/sessions.csv" --apply >/dev/null
  stop_server
  cp -r "$scratch" "$1/filled"
  start_server "$address"
  meet_again
  stop_server
  cp -r "$scratch" "$1/met"
  exit "$failed"
)

account_name() { [ "$1" = coordinator ] && echo Coordination || echo Administration; }

# Each noun begins with the sessions of the sample; `start_again` takes it elsewhere.
start_noun() {
  start_scratch
  checked=()
  start_again filled
}

# start_again empty|filled|met
start_again() {
  [ -z "$server" ] || stop_server
  rm -rf -- "${scratch:?}"/*
  cp -r "$sample/$1/." "$scratch"
  token=$(cat "$scratch/coordinator.token")
  admin=(--token-file "$scratch/administrator.token")
  start_server 127.0.0.1:0
}

# What no case wrote is no golden any more.
end_noun() {
  [ -z "$server" ] || stop_server
  local file name
  for file in "$golden"/*.txt; do
    name=${file##*/} name=${name%.txt}
    [[ " ${checked[*]} " != *" $name "* ]] || continue
    if [ -n "$update" ]; then
      rm -- "$file"
    else
      wrong "no case writes $file"
    fi
  done
}

mask() {
  sed -E -e 's#(waves|groups|tutors|members|sessions|issues|resolutions|frozenBalances|accounts|tokens)/[0-9a-z]{26}#\1/ID#g' \
    -e 's#("etag": *)"[^"]*"#\1"ETAG"#g' -e 's#("nextPageToken": *)"[^"]*"#\1"TOKEN"#g' \
    -e 's#("(createTime|updateTime|snapshotTime)": *)"[^"]*"#\1"TIME"#g' \
    -e 's#([│|]) [0-9a-z]{6} ([│|])$#\1 SUFFIX \2#' -e 's#\([0-9a-z]{6}\)#(SUFFIX)#g' \
    -e 's#^(│ ID +│) [0-9a-z]{6} +│$#\1 SUFFIX │#' \
    -e 's#(séance|session) [0-9a-z]{6} (du|of)#\1 SUFFIX \2#' \
    -e 's#((MODIFIÉE|CHANGED|CRÉÉ|CREATED) *│ ).*#\1TIME#' -e 's#[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9:]{5}$#TIME#' \
    -e 's#[0-9a-f]{64}#SHA256#g' -e 's#[0-9a-f]{12}…#SHA256…#' -e 's#(identifiant|id) [0-9a-z]{6}#\1 SUFFIX#' \
    -e 's#(figé le|bilan au|frozen on|as of) [0-9/-]{10} [0-9:]{5}#\1 TIME#' -e 's#[0-9-]{10}T[0-9:]{8}Z#TIME#g' \
    -e 's#^│ [0-9a-z]{6} │ [0-9/-]{10} *│#│ SUFFIX │ DAY │#' -e 's#^│ {8}│ [0-9]{2}:[0-9]{2} *│#│ │ HOUR │#' -e 's#"time": *"[^"]*"#"time": "TIME"#' \
    -e 's#^(DTSTAMP|LAST-MODIFIED|SEQUENCE):[0-9TZ]*#\1:CHANGED#' -e 's#^UID:[0-9a-z]{26}#UID:ID#' \
    -e 's#[0-9-]{10}T[0-9:]{8}(\.[0-9]{1,6})?\+00:00#TIME#g' -e "s#$today_fr [0-9:]+#TIME#g" \
    -e 's#^(│ *|)[0-9]+( │ |,)TIME#\1N\2TIME#' -e 's#^(│ N° *│ )[0-9]+#\1N#' -e 's#auditEntries/[0-9]{12}#auditEntries/N#' \
    -e "s#\"$today\"#\"TODAY\"#g" -e 's#[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}#REQUEST#g' \
    -e 's#^(.*;V6/[0-9]+;.*;)[0-9a-z]{6}(\r?)$#\1SUFFIX\2#' -e 's#(supprimée le|rétablir avant le|undone until) [0-9/-]{10}#\1 DAY#' \
    -e "s#,$today\$#,TODAY#" -e 's#^│   [0-9a-z]{26} +│#│   ID │#' \
    -e 's#(prévue|session (cancel|edit)) [0-9a-z]{6} #\1 SUFFIX #g' \
    -e 's#^(V6/[0-9]+;.*;;)[0-9a-z]{6};#\1SUFFIX;#' -e 's#^[0-9a-z]{6};TIME#SUFFIX;TIME#' \
    -e 's#outbox (drop|edit) [0-9a-f]{6}#outbox \1 SUFFIX#g' \
    -e 's#Personne [0-9A-Z]{4}#Personne XXXX#g' -e "s#$address#SERVER#g" -e "s#$scratch#SCRATCH#g" -e "s#$root/##g"
}

# In a terminal's width that does not change, in a world without the caller's settings.
run() {
  env -i PATH="$PATH" HOME="$scratch" COLUMNS="${width:-100}" LANG="$1" TUTORAT_SERVER="$address" TUTORAT_TOKEN="$token" TUTORAT_OUTBOX="$scratch/outbox" \
    ${TSAN_OPTIONS:+"TSAN_OPTIONS=$TSAN_OPTIONS"} ${LSAN_OPTIONS:+"LSAN_OPTIONS=$LSAN_OPTIONS"} TZ=Europe/Paris "$tutorat" "${@:2}" </dev/null
}

# set_up ARGUMENT...: a command that a case needs done, whose output is another's case.
set_up() {
  run "$fr" "$@" >/dev/null && return
  echo "cannot be set up: tutorat $*"
  exit 1
}

# check NAME LOCALE ARGUMENT... : output, then errors, then the exit code.
check() {
  local name=$1 code=0
  checked+=("$name")
  run "${@:2}" >"$scratch/stdout" 2>"$scratch/stderr" || code=$?
  { cat "$scratch/stdout" && echo "--- stderr" && cat "$scratch/stderr" && echo "--- exit $code"; } | mask >"$scratch/$name.txt"
  if [ -n "$update" ]; then
    cp "$scratch/$name.txt" "$golden/$name.txt"
  elif ! diff -u "$golden/$name.txt" "$scratch/$name.txt"; then
    failed=1
  fi
}

# fits ARGUMENT...: in both languages no line is wider than the terminal, and no word is in two: each is a word of the same
# command where there is no limit.
fits() {
  local locale columns broken
  for locale in "$fr" "$en"; do
    width=0 run "$locale" "$@" 2>&1 | tr -s ' ' '\n' | LC_ALL=C sort -u >"$scratch/words"
    for columns in 80 100 120; do
      width=$columns run "$locale" "$@" >"$scratch/stdout" 2>&1 || wrong "$*: fails"
      [ "$(LC_ALL=C.UTF-8 wc -L <"$scratch/stdout")" -le $columns ] || wrong "$*: wider than $columns: $(cat "$scratch/stdout")"
      broken=$(sed -E '/^(Colonnes masquées|Hidden columns)/d; /^[┌├└]/d' "$scratch/stdout" | tr -s ' ' '\n' |
        LC_ALL=C sort -u | LC_ALL=C comm -23 - "$scratch/words")
      [ -z "$broken" ] || wrong "$*: broken in $columns columns: $broken"
    done
  done
}

# helps [ARGUMENT...]: its --help, in both languages.
helps() {
  local name
  name=$(IFS=_ && echo "help${*:+_$*}")
  check "${name}_fr" "$fr" "$@" --help
  check "${name}_en" "$en" "$@" --help
}

# What happened after the sample: sessions recorded, one corrected and then cancelled.
meet_again() {
  set_up session record --group 4 --date 30/01/2024 --start 10:00 --duration 1h30 --themes "EJ & Marchés" --present 5 --absent 1
  set_up session record --group 4 --date 30/01/2024 --start 10:30 --themes "TIERS" 2>/dev/null
  set_up session edit --group 6 --date 30/11/2023 --themes "Corrigé" --appreciation moyenne --clear presences
  set_up session edit --group 6 --date 30/11/2023 --present 9 --expected 10
  set_up session edit --group 6 --date 30/11/2023 --present 8
  set_up session cancel --group 6 --date 30/11/2023 --reason "snow"
  set_up session record --group 7 --date 08/02/2024 --start 10:30 --themes "EJ" --still-open --resolved caméra
}

import_thesaurus() { set_up theme import "$root/deploy/thesaurus/opale.csv" --apply; }

# Every theme recognised in the sessions that there are, or decided.
know_themes() {
  import_thesaurus
  set_up theme recode
  set_up theme resolve BE --theme ej
  set_up theme resolve cjobu --ignore
  set_up theme resolve EDS --theme restitutions-eds
}

follow_programme() {
  set_up programme import "$root/deploy/sample/programme.csv" --code v6 --apply
  set_up wave edit V6 --programme v6
}

# A second wave, whose only group is named as one of V6, and met once.
add_wave() {
  set_up wave create V7
  set_up group create 1 --wave V7
  set_up session record --wave V7 --group 1 --date 2024-01-29 --themes "TIERS"
}
