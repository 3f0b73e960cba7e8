# Sandbox servers for a bench: `start NAME INIT-SCRIPT`, then `field NAME port`. Sourced; expects $bin and $work.
servers=()
stop_servers() {
  for pid in "${servers[@]}"; do kill "$pid" 2>/dev/null || true; done
  for pid in "${servers[@]}"; do wait "$pid" 2>/dev/null || true; done
  servers=()
}
SANDBOX_SA_PASSWORD="Bench-$(od -An -N12 -tx1 /dev/urandom | tr -d ' \n')"
export SANDBOX_SA_PASSWORD GANTRY_SECRET_SOURCE_PASSWORD=$SANDBOX_SA_PASSWORD GANTRY_SECRET_DESTINATION_PASSWORD=$SANDBOX_SA_PASSWORD
start() {
  "$bin/gantry-sandbox" --name "$1" --port 0 --sa-password-env SANDBOX_SA_PASSWORD --exit-with-parent \
    --init-script "$2" --ready-file "$work/$1.json" --log "$work/$1.log" >"$work/$1.out" 2>&1 &
  servers+=($!)
  local _
  for _ in $(seq 6000); do
    [ -f "$work/$1.json" ] && return
    kill -0 "${servers[-1]}" 2>/dev/null || break
    sleep 0.05
  done
  cat "$work/$1.out" >&2
  echo "bench: the sandbox server $1 did not start; what it said is above" >&2
  exit 1
}
field() { sed -n "s/.*\"$2\": *\"\{0,1\}\([^\",}]*\).*/\1/p" "$work/$1.json" | head -1; }
where() { # a connection, the server behind it
  echo --connection "$1.server=127.0.0.1,$(field "$2" port)" --connection "$1.ca-file=$(field "$2" ca_file)"
}
# The host configuration allows writing to these servers.
allow() {
  local name list=
  for name in "$@"; do list="${list:+$list, }\"127.0.0.1,$(field "$name" port)\": {}"; done
  mkdir -p "$XDG_CONFIG_HOME/gantry"
  printf '{ "destinations": { %s } }\n' "$list" >"$XDG_CONFIG_HOME/gantry/gantry.json"
}
# Batches, calls and transaction requests that a server has answered so far.
round_trips() { grep -cE 'batch of|call of|transaction request' "$work/$1.log" || true; }
# How many objects the run whose words are in $work/said has transferred; statements travel together, so round trips
# do not tell.
transferred() { sed -nE 's/.*[^0-9]([0-9]+) [a-z ]*transferred.*/\1/p; s/^([0-9]+) [a-z ]*transferred.*/\1/p' "$work/said" | head -1; }
# A server with N logins, every tenth with a role, a permission or disabled.
write_logins() { # count, file
  awk -v count="$1" 'BEGIN {
    print "CREATE DATABASE Sales;\nGO"
    for (i = 1; i <= count; ++i) {
      printf "CREATE LOGIN [bench_%05d] WITH PASSWORD = N%sBench-%d-pass%s, DEFAULT_DATABASE = [Sales], CHECK_POLICY = OFF;\n", i, "\047", i, "\047"
      if (i % 10 == 1) printf "ALTER SERVER ROLE [bulkadmin] ADD MEMBER [bench_%05d];\n", i
      if (i % 10 == 2) printf "GRANT VIEW SERVER STATE TO [bench_%05d];\n", i
      if (i % 10 == 3) printf "ALTER LOGIN [bench_%05d] DISABLE;\n", i
      if (i % 100 == 0) print "GO"
    }
    print "GO"
  }' >"$2"
}
# Scripts that fill a server, one batch an object.
write_messages() { # count: message numbers, each in five languages
  awk -v count="$1" 'BEGIN {
    q = "\047"
    split("us_english Deutsch Français Español Italiano", language, " ")
    for (i = 1; i <= count; ++i)
      for (l = 1; l <= 5; ++l)
        printf "EXEC sp_addmessage %d, 16, N%sMessage %d says that something happened to the order.%s, %s%s%s;\nGO\n", 50000 + i, q, i, q, q, language[l], q
  }'
}
write_procedures() { # count: procedures of about 20 kB
  awk -v count="$1" 'BEGIN {
    line = "  -- What this line says does not matter, but there are many of them, as in real procedures.\n"
    for (n = 0; n < 215; ++n) body = body line
    for (i = 1; i <= count; ++i) printf "CREATE PROCEDURE dbo.bench_%05d @number int = %d AS\n%s  SELECT @number;\nGO\n", i, i, body
  }'
}
write_jobs() { # count: jobs of three steps on one schedule
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
      printf "EXEC dbo.sp_add_jobserver @job_name = %s;\nGO\n", job
    }
  }'
}
# A configuration with which FreeTDS programs reach a server as `server`.
freetds_conf() {
  printf '[server]\nhost = 127.0.0.1\nport = %s\ntds version = 7.4\nclient charset = UTF-8\nencryption = require\nca file = %s\n' "$(field "$1" port)" "$(field "$1" ca_file)"
}
