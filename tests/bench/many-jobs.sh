#!/usr/bin/env bash
# Compares and transfers few and many jobs with 3 steps each. Fails when the reading round trips grow with the number of
# jobs, and when a second run finds something to do.
#   many-jobs.sh <folder of programs> <package> <few> <many>
# -> one line a number of jobs: jobs, round trips of the plan at source and destination, of the run at the source, of a
#    plan with nothing to do at both, seconds of the run, of that plan, of fetching the same rows by bsqldb from both
#    sides, of bsqldb adding the same jobs without transactions and enabled from the start, of bsqldb running what
#    `plan --format sql` wrote: the same statements in the same transactions
set -euo pipefail
bin=$1 package=$2
shift 2
work=$(mktemp -d)
export HOME=$work XDG_CACHE_HOME=$work XDG_STATE_HOME=$work XDG_DATA_HOME=$work XDG_CONFIG_HOME=$work
. "$(dirname "$0")/servers.sh"
trap 'stop_servers; rm -rf "$work"' EXIT

seconds() { awk -v t="$1" 'BEGIN { printf "%.3f", t / 1e6 }'; }
fetch() { # server: every row that a comparison reads, by an unmodified client
  freetds_conf "$1" >"$work/freetds.conf"
  # bsqldb prints no uniqueidentifier.
  printf '%s\n' "SELECT j.name, CONVERT(varchar(36), j.job_id), j.enabled, j.description, j.start_step_id, SUSER_SNAME(j.owner_sid)," \
    "j.notify_level_eventlog, j.notify_level_email, j.notify_level_netsend, j.notify_level_page, j.delete_level FROM msdb.dbo.sysjobs AS j ORDER BY j.name;" \
    "SELECT j.name, s.step_id, s.step_name, s.subsystem, s.command, s.flags, s.cmdexec_success_code, s.on_success_action, s.on_success_step_id," \
    "s.on_fail_action, s.on_fail_step_id, s.server, s.database_name, s.retry_attempts, s.retry_interval, s.os_run_priority, s.output_file_name" \
    "FROM msdb.dbo.sysjobsteps AS s JOIN msdb.dbo.sysjobs AS j ON j.job_id = s.job_id ORDER BY j.name, s.step_id;" \
    "SELECT CONVERT(varchar(36), job_id), server_id FROM msdb.dbo.sysjobservers;" \
    "SELECT CONVERT(varchar(36), job_id), schedule_id FROM msdb.dbo.sysjobschedules;" >"$work/query.sql"
  FREETDSCONF="$work/freetds.conf" "$bin/bench-measure" 3 bsqldb -S server -U sa -P "$SANDBOX_SA_PASSWORD" -h -q -t '|' \
    -i "$work/query.sql" -o /dev/null 2>>"$work/said" | cut -d' ' -f1
}

script() { # server, file: microseconds
  freetds_conf "$1" >"$work/freetds.conf"
  FREETDSCONF=$work/freetds.conf "$bin/bench-measure" 1 bsqldb -S server -U sa -P "$SANDBOX_SA_PASSWORD" -q -i "$2" \
    2>"$work/said" | cut -d' ' -f1 || {
    echo "many-jobs: bsqldb with $2: $(tail -3 "$work/said")" >&2
    exit 1
  }
}

echo "CREATE DATABASE Sales;" >"$work/destination.sql"
first=
for count in "$@"; do
  write_jobs "$count" >"$work/source.sql"
  start "SOURCE$count" "$work/source.sql"
  start "DESTINATION$count" "$work/destination.sql"
  start "SCRIPT$count" "$work/destination.sql"
  allow "DESTINATION$count"
  # shellcheck disable=SC2046
  gantry() { "$bin/bench-measure" "${runs:-1}" "$bin/gantry" "$@" $(where Source "SOURCE$count") $(where Destination "DESTINATION$count") 2>"$work/said" || {
    tail -20 "$work/said" >&2
    echo "many-jobs: gantry $* failed with $count jobs" >&2
    exit 1
  }; }
  at() { echo "$(round_trips "SOURCE$count") $(round_trips "DESTINATION$count")"; }
  read -r source_0 destination_0 <<<"$(at)"
  gantry plan "$package" >/dev/null
  read -r source_1 destination_1 <<<"$(at)"
  # shellcheck disable=SC2046
  "$bin/gantry" plan --format sql "$package" $(where Source "SOURCE$count") $(where Destination "DESTINATION$count") 2>"$work/said" |
    sed "s/N'DESTINATION$count'/N'BYHAND$count'/" >"$work/by-hand.sql"
  read -r run_time _ <<<"$(gantry run "$package")"
  [ "$(transferred)" = "$count" ] || {
    echo "many-jobs: expected $count jobs to be transferred, found $(transferred)" >&2
    exit 1
  }
  read -r source_2 destination_2 <<<"$(at)"
  # As often as what it is held against: the lowest of each.
  read -r again_time _ <<<"$(runs=3 gantry plan "$package" --set '\Package\Transfer jobs.Properties[IfObjectExists];Overwrite')"
  read -r source_3 destination_3 <<<"$(at)"
  fetched=$(($(fetch "SOURCE$count") + $(fetch "DESTINATION$count")))
  script_time=$(script "SCRIPT$count" "$work/source.sql")
  start "BYHAND$count" "$work/destination.sql"
  by_hand_time=$(script "BYHAND$count" "$work/by-hand.sql")
  reading="$((source_1 - source_0)) $((destination_1 - destination_0)) $((source_2 - source_1)) $(((source_3 - source_2) / 3)) $(((destination_3 - destination_2) / 3))"
  echo "$count $reading $(seconds "$run_time") $(seconds "$again_time") $(seconds "$fetched") $(seconds "$script_time") $(seconds "$by_hand_time")"
  first=${first:-$reading}
  [ "$first" = "$reading" ] || {
    echo "many-jobs: reading round trips grow with the number of jobs: $first with $1, $reading with $count" >&2
    exit 1
  }
  stop_servers
done
