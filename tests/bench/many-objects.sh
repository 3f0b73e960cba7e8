#!/usr/bin/env bash
# Compares and transfers few and many messages (in five languages) or procedures (of 20 kB). Fails when the reading
# round trips grow with their number, or the memory with their texts.
#   many-objects.sh <folder of programs> <folder of packages> messages|procedures <few> <many>
# -> one line a number of objects: objects, round trips of the plan at source and destination, of a second run at both,
#    us of comparing with nothing to do, us of db-lib fetching the same rows, us of the transfer, us of bsqldb running
#    the equivalent script, peak KiB of comparing and of the transfer
set -euo pipefail
bin=$1 packages=$2 what=$3
shift 3
work=$(mktemp -d)
export HOME=$work XDG_CACHE_HOME=$work XDG_STATE_HOME=$work XDG_DATA_HOME=$work XDG_CONFIG_HOME=$work
here=$(cd "$(dirname "$0")" && pwd)
. "$here/servers.sh"
trap 'stop_servers; rm -rf "$work"' EXIT
package=$packages/transfer-$what.dtsx
fail() {
  echo "many-objects: $*" >&2
  exit 1
}
case $what in
  messages) rows='SELECT message_id, language_id, severity, is_event_logged, text FROM sys.messages WHERE message_id > 50000' ;;
  procedures) rows='SELECT o.name, m.definition FROM master.sys.sql_modules AS m JOIN master.sys.objects AS o ON o.object_id = m.object_id' ;;
  *) fail "messages or procedures, not $what" ;;
esac
printf 'CREATE SCHEMA tools;\nGO\n' >"$work/empty.sql"

for count in "$@"; do
  "write_$what" "$count" >"$work/source.sql"
  start "SOURCE$count" "$work/source.sql"
  start "DESTINATION$count" "$work/empty.sql"
  allow "DESTINATION$count"
  start "SCRIPT$count" "$work/empty.sql"
  # shellcheck disable=SC2046
  gantry() { "$bin/bench-measure" "${runs:-1}" "$bin/gantry" "$@" "$package" $(where Source "SOURCE$count") $(where Destination "DESTINATION$count") 2>"$work/said" || {
    tail -20 "$work/said" >&2
    fail "gantry $* failed with $count $what"
  }; }
  at() { echo "$(round_trips "SOURCE$count") $(round_trips "DESTINATION$count")"; }
  read -r source_0 destination_0 <<<"$(at)"
  gantry plan >/dev/null
  read -r source_1 destination_1 <<<"$(at)"
  read -r run_time run_memory <<<"$(gantry run)"
  read -r source_2 destination_2 <<<"$(at)"
  [ "$what" = messages ] && expected=$((count * 5)) || expected=$count
  [ "$(transferred)" = "$expected" ] || fail "expected $expected $what to be transferred, found $(transferred)"
  read -r source_2 destination_2 <<<"$(at)"
  [ "$what" = messages ] && expected=$((count * 5)) || expected=$count
  grep -qE "(^|[^0-9])$expected [a-z ]*transferred" "$work/said" ||
    fail "expected $expected $what to be transferred: $(tail -3 "$work/said")"
  # As often as what it is held against: the lowest of each.
  read -r same_time same_memory <<<"$(runs=3 gantry run)"
  grep -q 'nothing to do' "$work/said" || fail "a second run with $count $what has something to do"
  read -r source_3 destination_3 <<<"$(at)"
  read -r fetch_time _ <<<"$("$bin/bench-measure" 3 "$bin/bench-fetch" "$rows" \
    "$(field "SOURCE$count" port)" "$(field "SOURCE$count" ca_file)" \
    "$(field "DESTINATION$count" port)" "$(field "DESTINATION$count" ca_file)" 2>"$work/said")" || fail "bench-fetch: $(cat "$work/said")"
  freetds_conf "SCRIPT$count" >"$work/freetds.conf"
  read -r script_time _ <<<"$(FREETDSCONF=$work/freetds.conf "$bin/bench-measure" 1 \
    bsqldb -S server -U sa -P "$SANDBOX_SA_PASSWORD" -q -i "$work/source.sql" 2>"$work/said")" || fail "bsqldb: $(tail -3 "$work/said")"
  reading="$((source_1 - source_0)) $((destination_1 - destination_0)) $(((source_3 - source_2) / 3)) $(((destination_3 - destination_2) / 3))"
  echo "$count $reading $same_time $fetch_time $run_time $script_time $same_memory $run_memory"
  first=${first:-$reading}
  # What an index takes of an object, a message in five languages being five, and what caches take once they are full.
  index=2560 caches=6144
  first_memory=${first_memory:-$run_memory} first_count=${first_count:-$count}
  [ $((run_memory - first_memory)) -le $(((count - first_count) * index / 1024 + caches)) ] ||
    fail "memory grows with the texts of $what: $first_memory KiB with $first_count, $run_memory KiB with $count"
  [ "$first" = "$reading" ] || fail "reading round trips grow with the number of $what: $first with $1, $reading with $count"
  stop_servers
done
