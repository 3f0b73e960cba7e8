// The undo scripts of runs that destroyed something: run by an unmodified client, they bring everything back
// that hung on it.
#include "tests/end-to-end/support/run-folder.hpp"
#include "tests/end-to-end/support/sandbox.hpp"

#include <doctest.h>

#include <algorithm>

using namespace end_to_end;

namespace {

std::vector<std::string> state_of(const Sandbox &server, const std::vector<const char *> &catalogue) {
  std::vector<std::string> all;
  for (const char *query : catalogue) {
    const std::vector<std::string> rows = server.rows(query);
    all.insert(all.end(), rows.begin(), rows.end());
    all.emplace_back("--");
  }
  return all;
}

/// What `before` has and `now` lacks, and the other way round; for messages.
std::string difference(const std::vector<std::string> &before, const std::vector<std::string> &now) {
  std::string text;
  for (const std::string &line : before)
    if (std::find(now.begin(), now.end(), line) == now.end()) text += "\n- " + line;
  for (const std::string &line : now)
    if (std::find(before.begin(), before.end(), line) == before.end()) text += "\n+ " + line;
  return text;
}

const std::vector<const char *> security = {
    "SELECT p.name, p.type, p.is_disabled, p.default_database_name, p.default_language_name, "
    "CONVERT(varchar(100), p.sid, 1), o.name FROM sys.server_principals p LEFT JOIN sys.server_principals o "
    "ON "
    "o.principal_id = p.owning_principal_id WHERE p.name NOT LIKE '##%' ORDER BY p.name",
    "SELECT name, CONVERT(varchar(200), password_hash, 1), is_policy_checked, is_expiration_checked FROM "
    "sys.sql_logins WHERE name NOT LIKE '##%' ORDER BY name",
    "SELECT r.name, m.name FROM sys.server_role_members x JOIN sys.server_principals r ON r.principal_id = "
    "x.role_principal_id JOIN sys.server_principals m ON m.principal_id = x.member_principal_id ORDER BY 1, "
    "2",
    "SELECT e.name, p.class_desc, SUSER_NAME(CASE p.class WHEN 101 THEN p.major_id END), p.permission_name, "
    "p.state_desc, r.name FROM sys.server_permissions p JOIN sys.server_principals e ON e.principal_id = "
    "p.grantee_principal_id JOIN sys.server_principals r ON r.principal_id = p.grantor_principal_id WHERE "
    "e.name NOT LIKE '##%' ORDER BY 1, 2, 3, 4, 6",
    "SELECT p.name, c.name FROM sys.server_principal_credentials x JOIN sys.server_principals p ON "
    "p.principal_id = x.principal_id JOIN sys.credentials c ON c.credential_id = x.credential_id ORDER BY 1, "
    "2",
    "SELECT name, SUSER_SNAME(owner_sid) FROM sys.databases ORDER BY name",
    "SELECT 'Sales', name, CONVERT(varchar(100), sid, 1), default_schema_name FROM "
    "Sales.sys.database_principals WHERE sid IS NOT NULL ORDER BY name",
    "SELECT 'Other', name, CONVERT(varchar(100), sid, 1), default_schema_name FROM "
    "Other.sys.database_principals WHERE sid IS NOT NULL ORDER BY name"};

/// The login has another SID at the destination, and much hangs on it there.
const std::string source_login = R"(
CREATE LOGIN [app] WITH PASSWORD = N'Password-one-1', SID = 0x11111111111111111111111111111111, CHECK_POLICY = OFF;
ALTER SERVER ROLE [dbcreator] ADD MEMBER [app];
GRANT ALTER TRACE TO [app] WITH GRANT OPTION;
GRANT VIEW ANY DATABASE TO [app];
)";

const std::string destination_login = R"(
CREATE DATABASE Sales;
CREATE DATABASE Other;
CREATE DATABASE Depot;
CREATE CREDENTIAL [files] WITH IDENTITY = N'files', SECRET = N'Secret-of-files-1';
CREATE LOGIN [app] WITH PASSWORD = N'Password-two-2', SID = 0x22222222222222222222222222222222, CHECK_POLICY = OFF,
  DEFAULT_DATABASE = [Sales], DEFAULT_LANGUAGE = [Deutsch];
ALTER LOGIN [app] ADD CREDENTIAL [files];
ALTER LOGIN [app] DISABLE;
CREATE LOGIN [bob] WITH PASSWORD = N'Password-bob-3', CHECK_POLICY = OFF;
CREATE LOGIN [carol] WITH PASSWORD = N'Password-carol-4', CHECK_POLICY = OFF;
CREATE SERVER ROLE [team] AUTHORIZATION [app];
CREATE SERVER ROLE [readers];
ALTER SERVER ROLE [team] ADD MEMBER [bob];
ALTER SERVER ROLE [readers] ADD MEMBER [app];
ALTER SERVER ROLE [securityadmin] ADD MEMBER [app];
GRANT VIEW SERVER STATE TO [app] WITH GRANT OPTION;
GRANT VIEW SERVER STATE TO [bob] WITH GRANT OPTION AS [app];
GRANT VIEW SERVER STATE TO [carol] AS [bob];
GRANT ALTER TRACE TO [app];
GRANT ALTER ANY CONNECTION TO [carol] WITH GRANT OPTION;
GRANT ALTER ANY CONNECTION TO [app] AS [carol];
DENY VIEW ANY DATABASE TO [app];
GRANT IMPERSONATE ON LOGIN::[bob] TO [app];
GRANT VIEW DEFINITION ON LOGIN::[app] TO [bob] WITH GRANT OPTION;
GRANT VIEW DEFINITION ON LOGIN::[app] TO [carol] AS [bob];
ALTER AUTHORIZATION ON DATABASE::[Depot] TO [app];
GO
USE Sales;
GO
CREATE USER [app] FOR LOGIN [app];
GO
USE Other;
GO
CREATE SCHEMA work;
GO
CREATE USER [o'brien]] of app] FOR LOGIN [app] WITH DEFAULT_SCHEMA = [work];
GO
)";

}  // namespace

TEST_CASE("a login that was recreated comes back with everything that hung on it") {
  for (const char *scope : {"task", "object"}) {
    CAPTURE(scope);
    const Folder state;
    const Sandbox source("A", source_login), destination("B", destination_login);
    const std::vector<std::string> before = state_of(destination, security);
    const Outcome run = gantry_between(source, destination,
                                       {"copy",
                                        "logins",
                                        "--from",
                                        "a",
                                        "--from-user",
                                        "sa",
                                        "--to",
                                        "b",
                                        "--to-user",
                                        "sa",
                                        "--login",
                                        "app",
                                        "--sids",
                                        "--password-hashes",
                                        "--server-roles",
                                        "--server-permissions",
                                        "--credentials",
                                        "--if-exists",
                                        "overwrite",
                                        "--sid-conflict",
                                        "recreate",
                                        "--transaction",
                                        scope,
                                        "--yes"},
                                       {{"XDG_STATE_HOME", state.path()}});
    CAPTURE(run.all());
    REQUIRE(run.code == 0);
    CHECK_FALSE(run.says("not undoable"));
    const std::vector<std::string> then = state_of(destination, security);
    CHECK(then != before);
    // What its drop took is there again already now, given on by others too.
    for (const char *line : {"bob|SERVER|NULL|VIEW SERVER STATE|GRANT_WITH_GRANT_OPTION|app",
                             "carol|SERVER|NULL|VIEW SERVER "
                             "STATE|GRANT|bob",
                             "bob|SERVER_PRINCIPAL|app|VIEW DEFINITION|GRANT_WITH_GRANT_OPTION|sa",
                             "carol|SERVER_PRINCIPAL|app|VIEW DEFINITION|GRANT|bob", "readers|app"}) {
      CAPTURE(line);
      CHECK(std::count(then.begin(), then.end(), line) == 1);
    }

    const std::string undo = read_text(only_run(state) + "/undo.sql");
    const Outcome undone = destination.sql(undo);
    CAPTURE(undone.all());
    CHECK_FALSE(undone.says("Msg "));
    const std::vector<std::string> after = state_of(destination, security);
    INFO("undone, but:" << difference(before, after));
    CHECK(after == before);
    CHECK(destination.value(
              "SELECT CONVERT(varchar(50), sid, 1) FROM sys.server_principals WHERE name = 'app'") ==
          "0x22222222222222222222222222222222");
  }
}

namespace {

/// All of Agent but what SQL Server alone gives: ids, versions, dates.
const std::vector<const char *> agent = {
    "SELECT j.name, j.enabled, j.description, j.start_step_id, c.name, SUSER_SNAME(j.owner_sid), "
    "j.notify_level_eventlog, j.notify_level_email, j.notify_level_netsend, j.notify_level_page, e.name, "
    "n.name, "
    "p.name, j.delete_level FROM msdb.dbo.sysjobs j JOIN msdb.dbo.syscategories c ON c.category_id = "
    "j.category_id LEFT JOIN msdb.dbo.sysoperators e ON e.id = j.notify_email_operator_id LEFT JOIN "
    "msdb.dbo.sysoperators n ON n.id = j.notify_netsend_operator_id LEFT JOIN msdb.dbo.sysoperators p ON "
    "p.id = "
    "j.notify_page_operator_id ORDER BY j.name",
    "SELECT j.name, s.step_id, s.step_name, s.subsystem, s.command, s.additional_parameters, s.flags, "
    "s.cmdexec_success_code, s.on_success_action, s.on_success_step_id, s.on_fail_action, s.on_fail_step_id, "
    "s.server, s.database_name, s.database_user_name, s.retry_attempts, s.retry_interval, s.os_run_priority, "
    "s.output_file_name, x.name FROM msdb.dbo.sysjobsteps s JOIN msdb.dbo.sysjobs j ON j.job_id = s.job_id "
    "LEFT "
    "JOIN msdb.dbo.sysproxies x ON x.proxy_id = s.proxy_id ORDER BY j.name, s.step_id",
    "SELECT s.name, CONVERT(varchar(36), s.schedule_uid), s.enabled, s.freq_type, s.freq_interval, "
    "s.freq_recurrence_factor, s.active_start_time, SUSER_SNAME(s.owner_sid), j.name FROM "
    "msdb.dbo.sysschedules s "
    "LEFT JOIN msdb.dbo.sysjobschedules a ON a.schedule_id = s.schedule_id LEFT JOIN msdb.dbo.sysjobs j ON "
    "j.job_id = a.job_id ORDER BY s.name, j.name",
    "SELECT j.name, s.server_id FROM msdb.dbo.sysjobservers s JOIN msdb.dbo.sysjobs j ON j.job_id = s.job_id "
    "ORDER BY j.name",
    "SELECT o.name, o.enabled, o.email_address FROM msdb.dbo.sysoperators o ORDER BY o.name",
    "SELECT p.name, x.subsystem_id FROM msdb.dbo.sysproxies p LEFT JOIN msdb.dbo.sysproxysubsystem x ON "
    "x.proxy_id = p.proxy_id ORDER BY 1, 2",
    "SELECT name, category_class, category_type FROM msdb.dbo.syscategories ORDER BY 2, 1",
    "SELECT a.name, a.enabled, a.message_id, a.severity, a.database_name, a.delay_between_responses, j.name, "
    "o.name, n.notification_method FROM msdb.dbo.sysalerts a LEFT JOIN msdb.dbo.sysjobs j ON j.job_id = "
    "a.job_id "
    "LEFT JOIN msdb.dbo.sysnotifications n ON n.alert_id = a.id LEFT JOIN msdb.dbo.sysoperators o ON o.id = "
    "n.operator_id ORDER BY a.name, o.name"};

/// At the destination the jobs of the package are others than at the source, in everything that a job has.
const std::string other_jobs = R"(
USE msdb;
GO
EXEC dbo.sp_add_category @class = N'JOB', @type = N'LOCAL', @name = N'Night shift';
EXEC dbo.sp_add_operator @name = N'Night desk', @email_address = N'night@example.com';
EXEC dbo.sp_add_schedule @schedule_name = N'Noon', @freq_type = 4, @freq_interval = 1, @active_start_time = 120000;
EXEC dbo.sp_add_schedule @schedule_name = N'Dusk', @freq_type = 8, @freq_interval = 3, @freq_recurrence_factor = 2,
  @active_start_time = 180000, @enabled = 0;
EXEC dbo.sp_add_job @job_name = N'Load orders', @description = N'it''s
another [one]', @category_name = N'Night shift', @owner_login_name = N'etl_nightly', @notify_level_eventlog = 3,
  @notify_level_email = 2, @notify_email_operator_name = N'Night desk', @delete_level = 0;
EXEC dbo.sp_add_jobstep @job_name = N'Load orders', @step_name = N'last of all', @command = N'SELECT ''it''''s''
GO -- no separator of ours
SELECT 2', @database_name = N'Sales', @on_success_action = 1, @retry_attempts = 4, @retry_interval = 2;
EXEC dbo.sp_add_jobstep @job_name = N'Load orders', @step_name = N'first', @subsystem = N'CmdExec', @command = N'dir',
  @cmdexec_success_code = 3, @on_success_action = 4, @on_success_step_id = 1, @on_fail_action = 2,
  @output_file_name = N'/tmp/out', @flags = 2;
EXEC dbo.sp_update_job @job_name = N'Load orders', @start_step_id = 2;
EXEC dbo.sp_attach_schedule @job_name = N'Load orders', @schedule_name = N'Noon';
EXEC dbo.sp_attach_schedule @job_name = N'Load orders', @schedule_name = N'Dusk';
EXEC dbo.sp_add_jobserver @job_name = N'Load orders';
EXEC dbo.sp_add_job @job_name = N'Old report', @enabled = 0;
EXEC dbo.sp_add_jobserver @job_name = N'Old report';
EXEC dbo.sp_add_alert @name = N'Fatal', @severity = 20, @job_name = N'Load orders', @delay_between_responses = 60;
EXEC dbo.sp_add_alert @name = N'Worse', @severity = 21, @job_name = N'Load orders';
EXEC dbo.sp_add_notification @alert_name = N'Fatal', @operator_name = N'Night desk', @notification_method = 1;
GO
)";

}  // namespace

TEST_CASE("jobs that were replaced come back, but for job_id and history") {
  const std::string jobs = read_text(GANTRY_SOURCE "/samples/packages/jobs-old.sql"),
                    package = GANTRY_SOURCE "/samples/packages/transfer-jobs.dtsx";
  for (const char *scope : {"0", "1"}) {
    CAPTURE(scope);
    const Folder state;
    const Sandbox source("SALES-OLD", jobs),
        destination("SALES-NEW",
                    read_text(GANTRY_SOURCE "/samples/packages/jobs-new.sql") + "\nGO\n" + other_jobs);
    const std::vector<std::string> before = state_of(destination, agent);
    const char *id = "SELECT CONVERT(varchar(36), job_id) FROM msdb.dbo.sysjobs WHERE name = 'Load orders'";
    const std::string id_before = destination.value(id);
    const auto set = [](const std::string &property) {
      return "\\Package\\Transfer jobs.Properties[" + property;
    };
    const std::vector<std::string> words = {"--set", set("IfObjectExists];1"),
                                            "--set", set("Gantry.ReplaceJob];Drop"),
                                            "--set", set("Gantry.Transaction];") + scope};
    const auto gantry_does = [&](std::vector<std::string> what) {
      what.insert(what.end(), words.begin(), words.end());
      return gantry_between(source, destination, what, {{"XDG_STATE_HOME", state.path()}});
    };
    const Outcome plan = gantry_does({"plan", package});
    CAPTURE(plan.all());
    CHECK(plan.says("undoable, but for its job_id and its history"));
    CHECK_FALSE(plan.says("not undoable"));
    const Outcome run = gantry_does({"run", package, "--yes"});
    CAPTURE(run.all());
    REQUIRE(run.code == 0);
    CHECK(state_of(destination, agent) != before);

    const std::string undo = read_text(only_run(state) + "/undo.sql");
    CHECK(undo.find("its history is lost") != std::string::npos);
    const Outcome undone = destination.sql(undo);
    CAPTURE(undone.all());
    CHECK_FALSE(undone.says("Msg "));
    const std::vector<std::string> after = state_of(destination, agent);
    INFO("undone, but:" << difference(before, after));
    CHECK(after == before);
    CHECK(destination.value(id) != id_before);
  }
}
