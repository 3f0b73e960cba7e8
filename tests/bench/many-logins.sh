#!/usr/bin/env bash
# Compares and transfers few and many logins. Fails when the reading round trips grow with the number of logins.
#   many-logins.sh <folder of programs> <package> <few> <many>
# -> one line a number of logins: logins, round trips of the plan at source and destination, of the run at the source,
#    of a second run at both, peak KiB of plan and run, seconds of the run
set -euo pipefail
bin=$1 package=$2
shift 2
work=$(mktemp -d)
export HOME=$work XDG_CACHE_HOME=$work XDG_STATE_HOME=$work XDG_DATA_HOME=$work XDG_CONFIG_HOME=$work
. "$(dirname "$0")/servers.sh"
trap 'stop_servers; rm -rf "$work"' EXIT
echo "CREATE DATABASE Sales;" >"$work/destination.sql"
first=
for count in "$@"; do
  write_logins "$count" "$work/source.sql"
  start "SOURCE$count" "$work/source.sql"
  start "DESTINATION$count" "$work/destination.sql"
  allow "DESTINATION$count"
  # shellcheck disable=SC2046
  gantry() { "$bin/bench-measure" 1 "$bin/gantry" "$@" "$package" $(where Source "SOURCE$count") $(where Destination "DESTINATION$count") 2>"$work/said" || {
    tail -20 "$work/said" >&2
    echo "many-logins: gantry $* failed with $count logins" >&2
    exit 1
  }; }
  at() { echo "$(round_trips "SOURCE$count") $(round_trips "DESTINATION$count")"; }
  read -r source_0 destination_0 <<<"$(at)"
  read -r _ plan_memory <<<"$(gantry plan)"
  read -r source_1 destination_1 <<<"$(at)"
  read -r run_time run_memory <<<"$(gantry run)"
  [ "$(transferred)" -ge "$count" ] || {
    echo "many-logins: expected $count logins to be transferred, found $(transferred)" >&2
    exit 1
  }
  read -r source_2 destination_2 <<<"$(at)"
  gantry run >/dev/null
  read -r source_3 destination_3 <<<"$(at)"
  reading="$((source_1 - source_0)) $((destination_1 - destination_0)) $((source_2 - source_1)) $((source_3 - source_2)) $((destination_3 - destination_2))"
  echo "$count $reading $plan_memory $run_memory $(awk -v t="$run_time" 'BEGIN { printf "%.2f", t / 1e6 }')"
  first=${first:-$reading}
  [ "$first" = "$reading" ] || {
    echo "many-logins: reading round trips grow with the number of logins: $first with $1, $reading with $count" >&2
    exit 1
  }
  stop_servers
done
