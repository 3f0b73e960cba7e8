#!/usr/bin/env bash
# Compares and transfers few and many jobs with 3 steps each. Fails when the reading round trips grow with the number of
# jobs, and when a second run finds something to do.
#   many-jobs.sh <folder of programs> <package> <few> <many>
# -> one line a number of jobs: jobs, round trips of the plan at source and destination, of the run at the source, of a
#    plan with nothing to do at both, seconds of the run, of that plan, of fetching the same rows by bsqldb from both sides
set -euo pipefail
bin=$1 package=$2
shift 2
work=$(mktemp -d)
export HOME=$work XDG_CACHE_HOME=$work XDG_STATE_HOME=$work XDG_DATA_HOME=$work XDG_CONFIG_HOME=$work
. "$(dirname "$0")/servers.sh"
trap 'stop_servers; rm -rf "$work"' EXIT

write_jobs() { # count, file
  awk -v count="$1" 'BEGIN {
    q = "\047"
    print "USE msdb;\nGO\nEXEC dbo.sp_add_schedule @schedule_name = N" q "Every night" q ", @freq_type = 4, @freq_interval = 1, @active_start_time = 13000;\nGO"
    for (i = 1; i <= count; ++i) {
      job = sprintf("N%sbench %05d%s", q, i, q)
      printf "EXEC dbo.sp_add_job @job_name = %s, @owner_login_name = N%ssa%s;\n", job, q, q
      for (s = 1; s <= 3; ++s)
        printf "EXEC dbo.sp_add_jobstep @job_name = %s, @step_name = N%sstep %d%s, @subsystem = N%sTSQL%s, @command = N%sSELECT %d;%s, @on_success_action = %d;\n", \
          job, q, s, q, q, q, q, i * 3 + s, q, s < 3 ? 3 : 1
      printf "EXEC dbo.sp_attach_schedule @job_name = %s, @schedule_name = N%sEvery night%s;\n", job, q, q
      printf "EXEC dbo.sp_add_jobserver @job_name = %s;\n", job
      if (i % 50 == 0) print "GO"
    }
    print "GO"
  }' >"$2"
}
seconds() { awk -v t="$1" 'BEGIN { printf "%.2f", t / 1e6 }'; }
fetch() { # server: every row that a comparison reads, by an unmodified client
  cat >"$work/freetds.conf" <<CONF
[server]
host = 127.0.0.1
port = $(field "$1" port)
tds version = 7.4
client charset = UTF-8
encryption = require
ca file = $(field "$1" ca_file)
CONF
  # bsqldb prints no uniqueidentifier.
  printf '%s\n' "SELECT j.name, CONVERT(varchar(36), j.job_id), j.enabled, j.description, j.start_step_id, SUSER_SNAME(j.owner_sid)," \
    "j.notify_level_eventlog, j.notify_level_email, j.notify_level_netsend, j.notify_level_page, j.delete_level FROM msdb.dbo.sysjobs AS j ORDER BY j.name;" \
    "SELECT j.name, s.step_id, s.step_name, s.subsystem, s.command, s.flags, s.cmdexec_success_code, s.on_success_action, s.on_success_step_id," \
    "s.on_fail_action, s.on_fail_step_id, s.server, s.database_name, s.retry_attempts, s.retry_interval, s.os_run_priority, s.output_file_name" \
    "FROM msdb.dbo.sysjobsteps AS s JOIN msdb.dbo.sysjobs AS j ON j.job_id = s.job_id ORDER BY j.name, s.step_id;" \
    "SELECT CONVERT(varchar(36), job_id), server_id FROM msdb.dbo.sysjobservers;" \
    "SELECT CONVERT(varchar(36), job_id), schedule_id FROM msdb.dbo.sysjobschedules;" >"$work/query.sql"
  FREETDSCONF="$work/freetds.conf" "$bin/bench-measure" 1 bsqldb -S server -U sa -P "$SANDBOX_SA_PASSWORD" -h -q -t '|' \
    -i "$work/query.sql" -o /dev/null 2>>"$work/said" | cut -d' ' -f1
}

echo "CREATE DATABASE Sales;" >"$work/destination.sql"
first=
for count in "$@"; do
  write_jobs "$count" "$work/source.sql"
  start "SOURCE$count" "$work/source.sql"
  start "DESTINATION$count" "$work/destination.sql"
  allow "DESTINATION$count"
  # shellcheck disable=SC2046
  gantry() { "$bin/bench-measure" 1 "$bin/gantry" "$@" $(where Source "SOURCE$count") $(where Destination "DESTINATION$count") 2>"$work/said" || {
    tail -20 "$work/said" >&2
    echo "many-jobs: gantry $* failed with $count jobs" >&2
    exit 1
  }; }
  at() { echo "$(round_trips "SOURCE$count") $(round_trips "DESTINATION$count")"; }
  read -r source_0 destination_0 <<<"$(at)"
  gantry plan "$package" >/dev/null
  read -r source_1 destination_1 <<<"$(at)"
  read -r run_time _ <<<"$(gantry run "$package")"
  read -r source_2 destination_2 <<<"$(at)"
  read -r again_time _ <<<"$(gantry plan "$package" --set '\Package\Transfer jobs.Properties[IfObjectExists];Overwrite')"
  read -r source_3 destination_3 <<<"$(at)"
  fetched=$(($(fetch "SOURCE$count") + $(fetch "DESTINATION$count")))
  [ $((destination_2 - destination_1)) -ge $((count * 7)) ] || {
    echo "many-jobs: expected at least $((count * 7)) statements at the destination, found $((destination_2 - destination_1)): was anything transferred?" >&2
    exit 1
  }
  reading="$((source_1 - source_0)) $((destination_1 - destination_0)) $((source_2 - source_1)) $((source_3 - source_2)) $((destination_3 - destination_2))"
  echo "$count $reading $(seconds "$run_time") $(seconds "$again_time") $(seconds "$fetched")"
  first=${first:-$reading}
  [ "$first" = "$reading" ] || {
    echo "many-jobs: reading round trips grow with the number of jobs: $first with $1, $reading with $count" >&2
    exit 1
  }
  stop_servers
done
