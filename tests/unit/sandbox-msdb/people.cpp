// Categories, operators, alerts, notifications, proxies.
#include "tests/unit/sandbox-msdb/agent.hpp"

using namespace sandbox_test;

TEST_CASE("categories: the server's own have fixed ids, others begin at 100") {
  Agent f;
  CHECK(f.rows("SELECT category_id, category_class, category_type FROM syscategories WHERE name IN ("
               "'[Uncategorized (Local)]', '[Uncategorized (Multi-Server)]', 'Database Maintenance', "
               "'[Uncategorized]') ORDER BY category_id") ==
        Rows{{"0", "1", "1"}, {"2", "1", "2"}, {"3", "1", "1"}, {"98", "2", "3"}, {"99", "3", "3"}});
  f.ok("sp_add_category 'JOB', 'LOCAL', 'mine'");
  f.ok("sp_add_category @class = 'ALERT', @type = 'NONE', @name = 'mine'");
  CHECK(f.one("SELECT MIN(category_id) FROM syscategories WHERE name = 'mine'") == "100");
  CHECK(f.refused("sp_add_category 'JOB', 'LOCAL', 'mine'") ==
        "14261: The specified @name ('mine') already exists.");
  CHECK(f.refused("sp_add_category 'TABLE', 'LOCAL', 'x'") ==
        "14266: The specified '@class' is invalid (valid values are: JOB, ALERT, OPERATOR).");
  CHECK(f.error("sp_add_category 'JOB', 'NONE', 'x'") == 14266);
  CHECK(f.error("sp_add_category 'OPERATOR', 'LOCAL', 'x'") == 14266);
  CHECK(f.error("sp_add_category 'JOB', 'LOCAL', '[DEFAULT]'") == 14200);
  f.ok("sp_update_category 'JOB', 'mine', 'ours'");
  CHECK(f.error("sp_update_category 'JOB', 'mine', 'z'") == 14526);
  f.ok("sp_add_job 'j', @category_name = 'ours'");
  CHECK(f.rows("EXEC sp_help_category 'JOB', @name = 'ours', @suffix = 1") == Rows{{"100", "LOCAL", "ours"}});
  f.ok("sp_delete_category 'JOB', 'ours'");
  CHECK(f.one("SELECT category_id FROM sysjobs") == "0");
  CHECK(f.refused("sp_delete_category 'JOB', 'Full-Text'") ==
        "14276: 'Full-Text' is a permanent job category and cannot be deleted.");
}

TEST_CASE("operators") {
  Agent f;
  f.ok(
      "sp_add_operator 'ops', 1, N'ops@here', @pager_days = 62, @weekday_pager_start_time = 80000, "
      "@netsend_address = N'pc'");
  CHECK(f.rows(
            "SELECT enabled, email_address, pager_address, weekday_pager_start_time, weekday_pager_end_time, "
            "pager_days, netsend_address, category_id FROM sysoperators") ==
        Rows{{"1", "ops@here", "NULL", "80000", "180000", "62", "pc", "99"}});
  CHECK(f.error("sp_add_operator 'ops'") == 14261);
  CHECK(f.error("sp_add_operator 'x', @enabled = 3") == 14266);
  CHECK(f.error("sp_add_operator 'x', @pager_days = 128") == 14266);
  CHECK(f.refused("sp_add_operator 'x', @sunday_pager_end_time = 250000") ==
        "14287: The '@sunday_pager_end_time' supplied has an invalid hour.");
  CHECK(f.error("sp_add_operator 'x', @category_name = 'none'") == 14234);
  f.ok("sp_update_operator 'ops', @new_name = 'night', @email_address = N''");
  CHECK(f.rows("SELECT name, email_address, netsend_address FROM sysoperators") ==
        Rows{{"night", "NULL", "pc"}});
  CHECK(f.error("sp_update_operator 'ops', @enabled = 0") == 14262);
  CHECK(f.rows("EXEC sp_help_operator 'night'").size() == 1);
  CHECK(f.error("sp_help_operator 'ops'") == 14262);
}

TEST_CASE("deleting an operator reassigns or ends what was sent to it") {
  Agent f;
  f.ok("sp_add_operator 'a'");
  f.ok("sp_add_operator 'b'");
  f.ok("sp_add_alert 'x', @severity = 20");
  f.ok("sp_add_notification 'x', 'a', 3");
  f.ok("sp_add_job 'j', @notify_level_email = 2, @notify_email_operator_name = 'a'");
  CHECK(f.error("sp_delete_operator 'z'") == 14262);
  CHECK(f.error("sp_delete_operator 'a', @reassign_to_operator = 'z'") == 14262);
  f.ok("sp_delete_operator 'a', @reassign_to_operator = 'b'");
  CHECK(f.rows("SELECT operator_id, notification_method FROM sysnotifications") == Rows{{"2", "3"}});
  CHECK(f.rows("SELECT notify_level_email, notify_email_operator_id FROM sysjobs") == Rows{{"2", "2"}});
  f.ok("sp_delete_operator 'b'");
  CHECK(f.rows("SELECT notify_level_email, notify_email_operator_id FROM sysjobs") == Rows{{"0", "0"}});
  CHECK(f.one("SELECT has_notification FROM sysalerts") == "0");
}

TEST_CASE("alerts have one cause") {
  Agent f;
  f.ok("sp_add_job 'j'");
  CHECK(f.refused("sp_add_alert 'x', @severity = 17, @job_name = 'j'") ==
        "14527: Job \"j\" cannot be used by an alert. It should first be associated with a server by calling "
        "sp_add_jobserver.");
  f.ok("sp_add_jobserver @job_name = 'j'");
  f.ok(
      "sp_add_alert 'x', @severity = 17, @job_name = 'j', @delay_between_responses = 60, "
      "@notification_message = N'look'");
  CHECK(f.rows("SELECT a.event_source, a.severity, a.enabled, a.delay_between_responses, "
               "a.include_event_description, "
               "a.notification_message, j.name, a.category_id FROM sysalerts a JOIN sysjobs j ON j.job_id = "
               "a.job_id") == Rows{{"MSSQLSERVER", "17", "1", "60", "5", "look", "j", "98"}});
  CHECK(f.error("sp_add_alert 'y'") == 14500);
  CHECK(f.error("sp_add_alert 'x', @severity = 18") == 14261);
  CHECK(f.refused("sp_add_alert 'y', @severity = 17") ==
        "14501: An alert ('x') has already been defined on this condition.");
  CHECK(f.error("sp_add_alert 'y', @severity = 26") == 14266);
  CHECK(f.error("sp_add_alert 'y', @message_id = 823, @severity = 3") == 14500);
  CHECK(f.error("sp_add_alert 'y', @message_id = 77777") == 14262);
  CHECK(f.error("sp_add_alert 'y', @message_id = 50000") == 14506);
  CHECK(f.error("sp_add_alert 'y', @severity = 18, @database_name = 'nowhere'") == 14262);
  CHECK(f.error("sp_add_alert 'y', @performance_condition = N'a|b|c'") == 14507);
  CHECK(f.error("sp_add_alert 'y', @performance_condition = N'a|b|c|>|5', @severity = 3") == 14505);
  CHECK(f.error("sp_add_alert 'y', @wmi_namespace = N'root'") == 14508);
  CHECK(f.error("sp_add_alert 'y', @severity = 18, @category_name = 'none'") == 14234);
  CHECK(f.error("sp_add_alert 'y', @severity = 18, @job_name = 'none'") == 14262);
  f.ok("sp_add_alert 'cpu', @performance_condition = N'SQLServer:Locks|Lock Waits/sec|_Total|>|5'");
  f.ok("sp_add_alert 'wmi', @wmi_namespace = N'root', @wmi_query = N'SELECT * FROM DEADLOCK_GRAPH'");
  CHECK(f.rows("SELECT event_id, database_name, performance_condition FROM sysalerts WHERE name = 'wmi'") ==
        Rows{{"8", "root", "SELECT * FROM DEADLOCK_GRAPH"}});
  const Rows help = f.rows("EXEC sp_help_alert @alert_name = 'wmi'");
  REQUIRE(help.size() == 1);
  CHECK(help[0][26] == "root");
  CHECK(help[0][28] == "3");
}

TEST_CASE("sp_update_alert keeps its job unless one is given") {
  Agent f;
  f.ok("sp_add_job 'j'");
  f.ok("sp_add_jobserver @job_name = 'j'");
  f.ok("sp_add_alert 'x', @severity = 17, @job_name = 'j'");
  f.ok("sp_update_alert 'x', @new_name = 'y', @enabled = 0, @severity = 18");
  CHECK(f.rows("SELECT a.name, a.enabled, a.severity, j.name FROM sysalerts a JOIN sysjobs j ON j.job_id = "
               "a.job_id") == Rows{{"y", "0", "18", "j"}});
  f.ok("sp_update_alert 'y', @job_name = N''");
  CHECK(f.one("SELECT COUNT(*) FROM sysalerts a JOIN sysjobs j ON j.job_id = a.job_id") == "0");
  f.ok("sp_update_alert 'y', @job_name = N'j'");
  CHECK(f.one("SELECT COUNT(*) FROM sysalerts a JOIN sysjobs j ON j.job_id = a.job_id") == "1");
  CHECK(f.error("sp_update_alert 'x', @enabled = 1") == 14262);
  CHECK(f.error("sp_update_alert 'y', @severity = 0") == 14500);
  f.ok("sp_delete_alert 'y'");
  CHECK(f.error("sp_delete_alert 'y'") == 14262);
}

TEST_CASE("notifications say how operators hear of alerts") {
  Agent f;
  f.ok("sp_add_operator 'a', @email_address = N'a@here'");
  f.ok("sp_add_operator 'b'");
  f.ok("sp_add_alert 'x', @severity = 17");
  f.ok("sp_add_notification 'x', 'a', 1");
  f.ok("sp_add_notification @alert_name = 'x', @operator_name = 'b', @notification_method = 6");
  CHECK(f.one("SELECT has_notification FROM sysalerts") == "7");
  CHECK(f.error("sp_add_notification 'x', 'a', 1") == 14261);
  CHECK(f.error("sp_add_notification 'z', 'a', 1") == 14262);
  CHECK(f.error("sp_add_notification 'x', 'z', 1") == 14262);
  CHECK(f.error("sp_add_notification 'x', 'a', 8") == 14266);
  f.ok("sp_update_notification 'x', 'b', 2");
  CHECK(f.one("SELECT has_notification FROM sysalerts") == "3");
  const Rows told = f.rows("EXEC sp_help_notification 'OPERATORS', 'x', 'ACTUAL', 7");
  CHECK(told == Rows{{"1", "a", "1", "0", "0", "1", "0", "0"}, {"2", "b", "0", "1", "0", "0", "0", "0"}});
  CHECK(f.error("sp_help_notification 'OPERATORS', 'x', 'TARGET', 7") == 14502);
  CHECK(f.error("sp_help_notification 'ALERTS', 'a', 'ALL', 7, 'x'") == 14503);
  f.ok("sp_delete_notification 'x', 'b'");
  CHECK(f.error("sp_delete_notification 'x', 'b'") == 14262);
  CHECK(f.one("SELECT has_notification FROM sysalerts") == "1");
}

TEST_CASE("proxies") {
  Agent f;
  f.run(
      "CREATE CREDENTIAL c WITH IDENTITY = N'CONTOSO\\svc', SECRET = 'x' CREATE CREDENTIAL bad WITH IDENTITY "
      "= N'nobody' "
      "CREATE LOGIN ann WITH PASSWORD = 'Str0ng!word'");
  const Collector out = f.run(
      "DECLARE @id int EXEC sp_add_proxy N'p', @credential_name = N'c', @description = N'd', @proxy_id = @id "
      "OUTPUT SELECT @id");
  CHECK(out.value() == "1");
  CHECK(f.rows("SELECT p.name, p.enabled, p.description, c.name FROM sysproxies p JOIN sys.credentials c ON "
               "c.credential_id = p.credential_id") == Rows{{"p", "1", "d", "c"}});
  CHECK(f.error("sp_add_proxy 'p', @credential_name = 'c'") == 14261);
  CHECK(f.error("sp_add_proxy 'q', @credential_name = 'none'") == 14262);
  CHECK(f.error("sp_add_proxy 'q'") == 14524);
  CHECK(f.error("sp_add_proxy 'q', @credential_name = 'bad'") == 14529);
  f.ok("sp_grant_proxy_to_subsystem @proxy_name = 'p', @subsystem_id = 3");
  CHECK(f.error("sp_grant_proxy_to_subsystem @proxy_name = 'p', @subsystem_name = 'CmdExec'") == 14531);
  CHECK(f.error("sp_grant_proxy_to_subsystem @proxy_name = 'p', @subsystem_name = 'TSQL'") == 14530);
  CHECK(f.error("sp_grant_proxy_to_subsystem @proxy_name = 'p', @subsystem_name = 'x'") == 14262);
  f.ok("sp_grant_login_to_proxy @login_name = N'ann', @proxy_name = 'p'");
  f.ok("sp_grant_login_to_proxy @msdb_role = N'SQLAgentUserRole', @proxy_id = 1");
  f.ok("sp_grant_login_to_proxy @fixed_server_role = N'dbcreator', @proxy_name = 'p'");
  CHECK(f.error("sp_grant_login_to_proxy @login_name = N'ann', @proxy_name = 'p'") == 14531);
  CHECK(f.error("sp_grant_login_to_proxy @login_name = N'ann', @msdb_role = N'public', @proxy_name = 'p'") ==
        14519);
  CHECK(f.error("sp_grant_login_to_proxy @login_name = N'nobody', @proxy_name = 'p'") == 14520);
  CHECK(f.error("sp_grant_login_to_proxy @fixed_server_role = N'nobody', @proxy_name = 'p'") == 14521);
  CHECK(f.error("sp_grant_login_to_proxy @msdb_role = N'nobody', @proxy_name = 'p'") == 14522);
  CHECK(f.error("sp_grant_login_to_proxy @login_name = N'sa', @proxy_name = 'p'") == 14395);
  const Rows logins = f.rows("EXEC sp_enum_login_for_proxy @proxy_name = 'p'");
  REQUIRE(logins.size() == 3);
  CHECK(logins[0][3] == "ann");
  CHECK(logins[1][3] == "dbcreator");
  CHECK(logins[2][3] == "SQLAgentUserRole");
  CHECK(f.rows("EXEC sp_enum_proxy_for_subsystem @proxy_name = 'p'") == Rows{{"3", "CmdExec", "1", "p"}});
  CHECK(f.rows("EXEC sp_help_proxy").size() == 1);
  f.ok("sp_add_job 'j'");
  CHECK(f.error("sp_add_jobstep @job_name = 'j', @step_name = 't', @proxy_name = 'p'") == 14517);
  f.ok("sp_add_jobstep @job_name = 'j', @step_name = 's', @subsystem = 'CmdExec', @proxy_name = 'p'");
  CHECK(f.one("SELECT proxy_id FROM sysjobsteps") == "1");
  CHECK(f.refused("sp_delete_proxy @proxy_name = 'p'") ==
        "14518: Cannot delete proxy (1). It is used by at least one jobstep. Change this proxy for all "
        "jobsteps first.");
  f.ok("sp_update_jobstep @job_name = 'j', @step_id = 1, @proxy_name = N''");
  f.ok("sp_update_proxy @proxy_name = 'p', @new_name = 'q', @enabled = 0");
  CHECK(f.error("sp_update_proxy @proxy_name = 'p'") == 14262);
  f.ok("sp_revoke_login_from_proxy @name = N'ann', @proxy_name = 'q'");
  CHECK(f.error("sp_revoke_login_from_proxy @name = N'ann', @proxy_name = 'q'") == 14523);
  f.ok("sp_revoke_login_from_proxy @name = N'SQLAgentUserRole', @proxy_name = 'q'");
  f.ok("sp_revoke_proxy_from_subsystem @proxy_name = 'q', @subsystem_id = 3");
  CHECK(f.error("sp_revoke_proxy_from_subsystem @proxy_name = 'q', @subsystem_id = 3") == 14600);
  f.ok("sp_delete_proxy @proxy_name = 'q'");
  CHECK(f.one("SELECT COUNT(*) FROM sysproxylogin") == "0");
}
