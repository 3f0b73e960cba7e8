// Jobs from one server to another, read on both sides by an unmodified client.
#include "tests/end-to-end/support/sandbox.hpp"

#include <doctest.h>

using namespace end_to_end;

namespace {

const std::string old_server = read_text(GANTRY_SOURCE "/samples/packages/jobs-old.sql");
const std::string new_server = read_text(GANTRY_SOURCE "/samples/packages/jobs-new.sql");
const std::string package = GANTRY_SOURCE "/samples/packages/transfer-jobs.dtsx";

/// Everything of Agent that both sides must agree on, each with its name in front.
const std::vector<std::string> &agreements() {
  static const std::vector<std::string> all = {
      "SELECT j.name, j.enabled, j.description, j.start_step_id, c.name, CASE SUSER_SNAME(j.owner_sid) WHEN "
      "'left_in_2020' THEN 'sa' ELSE SUSER_SNAME(j.owner_sid) END, j.notify_level_eventlog, "
      "j.notify_level_email, "
      "j.notify_level_page, e.name, p.name, j.delete_level FROM msdb.dbo.sysjobs j JOIN "
      "msdb.dbo.syscategories c ON "
      "c.category_id = j.category_id LEFT JOIN msdb.dbo.sysoperators e ON e.id = j.notify_email_operator_id "
      "LEFT JOIN "
      "msdb.dbo.sysoperators p ON p.id = j.notify_page_operator_id ORDER BY j.name",
      "SELECT j.name, s.step_id, s.step_name, s.subsystem, s.command, s.flags, s.cmdexec_success_code, "
      "s.on_success_action, s.on_success_step_id, s.on_fail_action, s.on_fail_step_id, s.database_name, "
      "s.retry_attempts, s.retry_interval, s.output_file_name, x.name FROM msdb.dbo.sysjobsteps s JOIN "
      "msdb.dbo.sysjobs j ON j.job_id = s.job_id LEFT JOIN msdb.dbo.sysproxies x ON x.proxy_id = s.proxy_id "
      "ORDER BY "
      "j.name, s.step_id",
      "SELECT j.name, CONVERT(varchar(36), s.schedule_uid), s.name, s.enabled, s.freq_type, s.freq_interval, "
      "s.freq_recurrence_factor, "
      "s.active_start_time, SUSER_SNAME(s.owner_sid) FROM msdb.dbo.sysjobschedules a JOIN msdb.dbo.sysjobs j "
      "ON "
      "j.job_id = a.job_id JOIN msdb.dbo.sysschedules s ON s.schedule_id = a.schedule_id ORDER BY j.name, "
      "s.name",
      "SELECT j.name, s.server_id FROM msdb.dbo.sysjobservers s JOIN msdb.dbo.sysjobs j ON j.job_id = "
      "s.job_id ORDER "
      "BY j.name",
      "SELECT o.name, o.enabled, o.email_address, o.pager_address, o.weekday_pager_start_time, "
      "o.weekday_pager_end_time, o.saturday_pager_start_time, o.sunday_pager_end_time, o.pager_days, c.name "
      "FROM "
      "msdb.dbo.sysoperators o JOIN msdb.dbo.syscategories c ON c.category_id = o.category_id ORDER BY "
      "o.name",
      "SELECT p.name, p.enabled, p.description, c.name, s.subsystem FROM msdb.dbo.sysproxies p JOIN "
      "sys.credentials c "
      "ON c.credential_id = p.credential_id JOIN msdb.dbo.sysproxysubsystem x ON x.proxy_id = p.proxy_id "
      "JOIN "
      "msdb.dbo.syssubsystems s ON s.subsystem_id = x.subsystem_id",
      "SELECT p.name, SUSER_SNAME(l.sid) FROM msdb.dbo.sysproxylogin l JOIN msdb.dbo.sysproxies p ON "
      "p.proxy_id = "
      "l.proxy_id",
      "SELECT a.name, a.message_id, a.severity, a.database_name, a.delay_between_responses, j.name, o.name, "
      "n.notification_method FROM msdb.dbo.sysalerts a LEFT JOIN msdb.dbo.sysjobs j ON j.job_id = a.job_id "
      "LEFT JOIN "
      "msdb.dbo.sysnotifications n ON n.alert_id = a.id LEFT JOIN msdb.dbo.sysoperators o ON o.id = "
      "n.operator_id "
      "ORDER BY a.name"};
  return all;
}

void agree(const Sandbox &source, const Sandbox &destination) {
  for (const std::string &query : agreements()) {
    CAPTURE(query);
    const std::vector<std::string> rows = source.rows(query);
    CHECK_FALSE(rows.empty());
    CHECK(rows == destination.rows(query));
  }
}

std::string id_of(const Sandbox &server, const std::string &job) {
  return server.value("SELECT CONVERT(varchar(36), job_id) FROM msdb.dbo.sysjobs WHERE name = '" + job + "'");
}

std::vector<std::string> with(const std::string &property, const std::string &value) {
  return {"--set", "\\Package\\Transfer jobs.Properties[" + property + "];" + value};
}

Outcome run_with(const Sandbox &source, const Sandbox &destination,
                 const std::vector<std::vector<std::string>> &sets, const std::string &command = "run") {
  std::vector<std::string> words{command, package};
  for (const std::vector<std::string> &set : sets) words.insert(words.end(), set.begin(), set.end());
  return gantry_between(source, destination, words);
}

}  // namespace

TEST_CASE(
    "a package moves jobs with all that belongs to them; both sides agree; a second run has nothing to do") {
  const Sandbox source("SALES-OLD", old_server), destination("SALES-NEW", new_server);
  const Outcome plan = gantry_between(source, destination, {"plan", package});
  CAPTURE(plan.all());
  CHECK(plan.code == 0);
  CHECK(plan.says("sp_add_job @job_name = N'Load orders', @enabled = 0"));
  CHECK(destination.value("SELECT COUNT(*) FROM msdb.dbo.sysjobs WHERE name = 'Load orders'") == "0");

  const Outcome run = gantry_between(source, destination, {"run", package});
  CAPTURE(run.all());
  REQUIRE(run.code == 0);
  agree(source, destination);
  CHECK(run.says("Job [Load orders] has id " + id_of(destination, "Load orders")));
  CHECK(id_of(destination, "Load orders") != id_of(source, "Load orders"));
  // One shared schedule, attached twice.
  CHECK(destination.value("SELECT COUNT(*) FROM msdb.dbo.sysschedules WHERE name = 'Every night'") == "1");

  const Outcome again = gantry_between(source, destination, {"run", package});
  CAPTURE(again.all());
  CHECK(again.code == 0);
  CHECK(again.says("nothing to do"));
  const Outcome overwrite = run_with(source, destination, {with("IfObjectExists", "1")});
  CAPTURE(overwrite.all());
  CHECK(overwrite.code == 0);
  CHECK(overwrite.says("nothing to do"));
  const Outcome fail = run_with(source, destination, {with("IfObjectExists", "0")});
  CHECK(fail.code == 1);
  CHECK(fail.says("job [Load orders] is already at the destination"));
  CHECK(fail.says("job [Old report] is already at the destination"));
}

TEST_CASE("overwriting edits in place: the id, the alert's link and other schedules stay") {
  const Sandbox source("SALES-OLD", old_server), destination("SALES-NEW", new_server);
  REQUIRE(gantry_between(source, destination, {"run", package}).code == 0);
  const std::string before = id_of(destination, "Make room in the log");
  const Outcome edited = destination.sql(
      "EXEC msdb.dbo.sp_delete_jobstep @job_name = N'Load orders', @step_id = 1;\n"
      "EXEC msdb.dbo.sp_update_job @job_name = N'Load orders', @description = N'edited', @enabled = 0;\n"
      "EXEC msdb.dbo.sp_add_jobstep @job_name = N'Make room in the log', @step_name = N'more', @command = "
      "N'SELECT 1';\n"
      "EXEC msdb.dbo.sp_update_schedule @name = N'Every night', @active_start_time = 20000;\n"
      "EXEC msdb.dbo.sp_update_alert @name = N'Log of Sales is full', @delay_between_responses = 5;");
  CHECK_FALSE(edited.says("Msg "));
  const Outcome skip = gantry_between(source, destination, {"run", package});
  CHECK(skip.says("nothing to do"));
  const Outcome run = run_with(source, destination, {with("IfObjectExists", "1")});
  CAPTURE(run.all());
  REQUIRE(run.code == 0);
  CHECK(run.says("Job [Load orders] is being overwritten"));
  agree(source, destination);
  CHECK(id_of(destination, "Make room in the log") == before);
  CHECK(run_with(source, destination, {with("IfObjectExists", "1")}).says("nothing to do"));

  // Dropping is asked for by name, and gives another id.
  std::vector<std::vector<std::string>> dropping{with("IfObjectExists", "1"),
                                                 with("Gantry.ReplaceJob", "Drop")};
  CHECK(run_with(source, destination, dropping).says("--yes"));
  CHECK(id_of(destination, "Make room in the log") == before);
  dropping.push_back({"--yes"});
  const Outcome drop = run_with(source, destination, dropping);
  CAPTURE(drop.all());
  CHECK(drop.code == 0);
  CHECK(drop.says("destroy"));
  agree(source, destination);
  CHECK(id_of(destination, "Make room in the log") != before);
}

TEST_CASE("a job that runs at the destination is refused before anything is changed") {
  const Sandbox source("SALES-OLD", old_server), destination("SALES-NEW", new_server);
  REQUIRE(gantry_between(source, destination, {"run", package}).code == 0);
  destination.sql(
      "EXEC msdb.dbo.sp_update_job @job_name = N'Load orders', @description = N'edited';\n"
      "EXEC msdb.dbo.sp_update_job @job_name = N'Old report', @description = N'edited';\n"
      "EXEC msdb.dbo.sp_start_job @job_name = N'Load orders';");
  REQUIRE(destination.value("SELECT COUNT(*) FROM msdb.dbo.sysjobactivity WHERE start_execution_date IS NOT "
                            "NULL AND stop_execution_date IS NULL") == "1");
  const Outcome run = run_with(source, destination, {with("IfObjectExists", "1")});
  CAPTURE(run.all());
  CHECK(run.code == 1);
  CHECK(run.says("job [Load orders] cannot be overwritten while it runs"));
  CHECK(destination.value("SELECT description FROM msdb.dbo.sysjobs WHERE name = 'Old report'") == "edited");
}

TEST_CASE("what the destination lacks is found when planning: fail, or leave disabled") {
  const Sandbox source("SALES-OLD", old_server), destination("SALES-NEW");
  const Outcome fail =
      run_with(source, destination, {with("Gantry.IfMissing", "Fail"), with("Gantry.Replacements", "0,")});
  CAPTURE(fail.all());
  CHECK(fail.code == 1);
  for (const char *part : {"owner [etl_nightly]", "owner [left_in_2020]", "database [Sales]",
                           "database [Warehouse]", "credential [files]"})
    CHECK(fail.says(part));
  CHECK(destination.value("SELECT COUNT(*) FROM msdb.dbo.sysschedules WHERE name = 'Every night'") == "0");

  const std::vector<std::vector<std::string>> sets = {with("Gantry.IfMissing", "LeaveDisabled"),
                                                      with("Gantry.Replacements", "0,")};
  const Outcome run = run_with(source, destination, sets);
  CAPTURE(run.all());
  CHECK(run.code == 0);
  CHECK(destination.value("SELECT COUNT(*) FROM msdb.dbo.sysjobs WHERE enabled = 1 AND name <> "
                          "'syspolicy_purge_history'") == "0");
  CHECK(destination.value(
            "SELECT database_name FROM msdb.dbo.sysjobsteps s JOIN msdb.dbo.sysjobs j ON j.job_id = "
            "s.job_id WHERE j.name = 'Old report'") == "master");
  CHECK(run_with(source, destination, sets).says("nothing to do"));
}

TEST_CASE("disabled at the source before it is enabled at the destination") {
  const Sandbox source("SALES-OLD", old_server), destination("SALES-NEW", new_server);
  const std::vector<std::vector<std::string>> sets = {with("Gantry.DisableAtSource", "True")};
  const Outcome plan = run_with(source, destination, sets, "plan");
  CAPTURE(plan.all());
  CHECK(plan.says("[at the source]"));
  const Outcome run = run_with(source, destination, sets);
  CAPTURE(run.all());
  REQUIRE(run.code == 0);
  const std::string enabled =
      "SELECT name FROM msdb.dbo.sysjobs WHERE enabled = 1 AND name <> "
      "'syspolicy_purge_history' ORDER BY name";
  CHECK(source.rows(enabled).empty());
  CHECK(destination.rows(enabled) ==
        std::vector<std::string>{"Load orders", "Make room in the log", "Rebuild warehouse"});
}

TEST_CASE("names that are not there, a login that sees too little") {
  const Sandbox source("A", old_server), destination("B", new_server +
                                                              "\nCREATE LOGIN [reader] WITH PASSWORD = "
                                                              "N'Reads-a-little-1', CHECK_POLICY = OFF;");
  const Outcome absent =
      gantry_between(source, destination,
                     {"copy", "jobs", "--from", "a", "--from-user", "sa", "--to", "b", "--to-user", "sa",
                      "--job", "Load orders", "--job", "nothing", "--job", "nobody"});
  CAPTURE(absent.all());
  CHECK(absent.code == 1);
  CHECK(absent.says("job [nothing] is not at the source"));
  CHECK(absent.says("job [nobody] is not at the source"));
  Environment other{{"GANTRY_SECRET_DESTINATION_PASSWORD", "Reads-a-little-1"}};
  const Outcome blind = gantry_between(
      source, destination,
      {"copy", "jobs", "--from", "a", "--from-user", "sa", "--to", "b", "--to-user", "reader", "--all"},
      other);
  CAPTURE(blind.all());
  CHECK(blind.code == 1);
  CHECK(blind.says("GRANT SELECT ON OBJECT::[dbo].[sysjobs] TO [reader]"));
}
