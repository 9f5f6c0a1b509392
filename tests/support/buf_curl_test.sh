#!/usr/bin/env bash
# A stranger's client, which knows only what the server tells by reflection, records a session and reads the balance.
#
#   buf_curl_test.sh TUTORATD BUF
set -euo pipefail

readonly tutoratd=${1:?TUTORATD} buf=${2:?BUF}
scratch=$(mktemp -d)
server=''

clean_up() {
  if [ -n "$server" ]; then
    kill "$server" 2>/dev/null || true
    wait "$server" || true
  fi
  rm -rf -- "$scratch"
}
trap clean_up EXIT

fail() {
  printf '%s\n' "$*" >&2
  tail -n 20 "$scratch/server.log" >&2
  exit 1
}

start_server() {
  "$tutoratd" migrate --store "sqlite:$scratch/tutorat.db" >/dev/null 2>"$scratch/server.log" || fail "there is no database"
  "$tutoratd" account create curl --role coordinator --store "sqlite:$scratch/tutorat.db" >"$scratch/token" 2>"$scratch/server.log" ||
    fail "no account can be made"
  : >"$scratch/server.out"
  "$tutoratd" serve --listen 127.0.0.1:0 --store "sqlite:$scratch/tutorat.db" \
    >"$scratch/server.out" 2>"$scratch/server.log" &
  server=$!
  for _ in {1..300}; do
    address=$(sed -n 's/^tutoratd: listening on //p' "$scratch/server.out")
    [ -z "$address" ] || return 0
    kill -0 "$server" 2>/dev/null || break
    sleep 0.1
  done
  fail "the server does not start"
}

curl() {
  "$buf" curl --protocol grpc --http2-prior-knowledge --header "authorization: Bearer $(cat "$scratch/token")" "$@"
}

# call METHOD REQUEST: the answer's JSON without white space outside of words.
call() {
  curl --data "$2" "http://$address/tutorat.v1.$1" | sed -E 's/^ +//; s/^("[^"]*"): +/\1:/' | tr -d '\n'
}

# expect WHAT ANSWER TEXT...: the answer holds each text.
expect() {
  local what=$1 answer=$2 text
  shift 2
  for text in "$@"; do
    [[ $answer == *"$text"* ]] || fail "$what lacks $text: $answer"
  done
}

start_server
services=$(curl --list-services "http://$address")
expect services "$services" tutorat.v1.GroupService tutorat.v1.SessionService tutorat.v1.ReportService \
  grpc.health.v1.Health

expect wave "$(call GroupService/CreateWave '{"wave": {"code": "V6"}}')" '"name":"waves/V6"'
expect group "$(call GroupService/CreateGroup '{"group": {"wave": "waves/V6", "number": 4}}')" '"number":4' '"name":"groups/'

record='{"group": "4", "wave": "V6", "date": "2023-11-16", "start": "14:00", "durationMinutes": 90,
  "themes": "Tiers, EJ", "present": {"count": 5}, "expected": 6,
  "issues": [{"kind": "KIND_MIC", "affected": {"count": 2}, "impact": "IMPACT_SLIGHT"}]}'
request="{\"record\": $record, \"requestId\": \"buf-curl-1\"}"
first=$(call SessionService/RecordSession "$request")
expect session "$first" '"themes":"Tiers, EJ"' '"state":"SESSION_STATE_HELD"' '"startTime":"2023-11-16T13:00:00Z"'
[ "$(call SessionService/RecordSession "$request")" = "$first" ] || fail "the same request_id gave another answer"

balance=$(call ReportService/GetBalance '{"fromDate": "2023-11-10", "months": 3, "wave": "V6"}')
expect balance "$balance" '"toDate":"2024-02-10"' '"number":4' '"heldCount":1' '"themes":"Tiers, EJ"' \
  '"durationMinutes":90' '"numerator":5,"denominator":6' '"kind":"KIND_MIC"' '"sessionCount":1'

# Nobody in particular gets nothing, but the contract.
if stranger=$("$buf" curl --protocol grpc --http2-prior-knowledge --data '{}' \
  "http://$address/tutorat.v1.GroupService/ListWaves" 2>&1); then
  fail "a stranger was answered: $stranger"
fi
expect stranger "$stranger" unauthenticated

# A refused call names the field.
if refused=$(curl --data "{\"record\": ${record/2023-11-16/2023-02-30}}" \
  "http://$address/tutorat.v1.SessionService/RecordSession" 2>&1); then
  fail "30 February was accepted: $refused"
fi
expect refusal "$refused" invalid_argument record.date

kill "$server"
wait "$server" || fail "the server ended with $? on SIGTERM"
server=''
