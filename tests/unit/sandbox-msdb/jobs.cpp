#include "tests/unit/sandbox-msdb/agent.hpp"

using namespace sandbox_test;

TEST_CASE("sp_add_job stores what it is given and documents its defaults") {
  Agent f;
  f.ok("dbo.sp_add_job @job_name = N' plain '");
  CHECK(
      f.rows("SELECT name, enabled, description, start_step_id, category_id, SUSER_SNAME(owner_sid), "
             "notify_level_eventlog, notify_level_email, delete_level, version_number, originating_server_id "
             "FROM sysjobs") ==
      Rows{{"plain", "1", "No description available.", "1", "0", "sa", "2", "0", "0", "1", "0"}});
  const Collector out = f.run(
      "DECLARE @id binary(16), @rc int EXEC @rc = msdb.dbo.sp_add_job N'positional', 0, N'text', @job_id = "
      "@id "
      "OUTPUT SELECT @rc, CONVERT(uniqueidentifier, @id)");
  CHECK(out.errors().empty());
  CHECK(out.rows()[0][0] == "0");
  CHECK(
      f.one(
          "SELECT job_id FROM sysjobs WHERE name = 'positional' AND enabled = 0 AND description = 'text'") ==
      out.rows()[0][1]);
  CHECK(f.one("SELECT COUNT(*) FROM sysjobs_view WHERE originating_server = @@SERVERNAME AND master_server = "
              "0") == "2");
}

TEST_CASE("sp_add_job refuses by number") {
  Agent f;
  f.ok("sp_add_job 'a'");
  CHECK(f.refused("sp_add_job 'a'") == "14261: The specified @job_name ('a') already exists.");
  CHECK(f.refused("sp_add_job 'A'") == "14261: The specified @job_name ('A') already exists.");
  CHECK(f.error("sp_add_job N''") == 14200);
  CHECK(f.error("sp_add_job N'100%'") == 14289);
  CHECK(f.refused("sp_add_job 'b', @enabled = 2") ==
        "14266: The specified '@enabled' is invalid (valid values are: 0, 1).");
  CHECK(f.error("sp_add_job 'b', @notify_level_email = 4") == 14266);
  CHECK(f.error("sp_add_job 'b', @delete_level = 9") == 14266);
  CHECK(f.error("sp_add_job 'b', @start_step_id = 0") == 14266);
  CHECK(f.refused("sp_add_job 'b', @category_name = 'none'") ==
        "14234: The specified '@category_name' is invalid (valid values are returned by sp_help_category).");
  CHECK(f.error("sp_add_job 'b', @category_id = 98") == 14234);
  CHECK(f.refused("sp_add_job 'b', @owner_login_name = 'nobody'") ==
        "14234: The specified '@owner_login_name' is invalid (valid values are returned by sp_helplogins "
        "[excluding Windows NT groups]).");
  CHECK(f.error("sp_add_job 'b', @notify_email_operator_name = 'nobody'") == 14234);
  CHECK(f.error("sp_add_job 'b', @originating_server = 'elsewhere'") == 14370);
  CHECK(f.error("sp_add_job 'b', @job_id = 'B7D5B1B8-6F0D-4B4C-9C5C-111111111111'") == 14284);
  CHECK(f.one("SELECT COUNT(*) FROM sysjobs") == "1");
}

TEST_CASE("a job is named by its id or its name, never by both or neither") {
  Agent f;
  f.ok("sp_add_job 'a'");
  CHECK(f.refused("sp_update_job @enabled = 0") ==
        "14294: Supply either @job_id or @job_name to identify the job.");
  CHECK(f.refused("sp_update_job @job_name = 'x', @enabled = 0") ==
        "14262: The specified @job_name ('x') does not exist.");
  CHECK(f.refused("sp_delete_job @job_id = 'B7D5B1B8-6F0D-4B4C-9C5C-111111111111'") ==
        "14262: The specified @job_id ('B7D5B1B8-6F0D-4B4C-9C5C-111111111111') does not exist.");
  CHECK(f.run("DECLARE @id uniqueidentifier SELECT @id = job_id FROM sysjobs "
              "EXEC sp_delete_job @job_id = @id, @job_name = 'a'")
            .errors() == std::vector<int>{14294});
}

TEST_CASE("sp_update_job changes what is given and counts versions") {
  Agent f;
  f.run("CREATE LOGIN ann WITH PASSWORD = 'Str0ng!word'");
  f.ok("sp_add_operator 'ops', @email_address = 'ops@here'");
  f.ok("sp_add_category 'JOB', 'LOCAL', 'mine'");
  f.ok("sp_add_job 'a'");
  f.ok("sp_add_job 'taken'");
  f.ok(
      "sp_update_job @job_name = 'a', @new_name = 'b', @enabled = 0, @description = 'd', @category_name = "
      "'mine', "
      "@owner_login_name = 'ann', @notify_level_email = 2, @notify_email_operator_name = 'ops', "
      "@delete_level = 1");
  CHECK(
      f.rows(
          "SELECT j.enabled, j.description, c.name, SUSER_SNAME(j.owner_sid), j.notify_level_email, o.name, "
          "j.delete_level, j.version_number FROM sysjobs j JOIN syscategories c ON c.category_id = "
          "j.category_id JOIN sysoperators o ON o.id = j.notify_email_operator_id WHERE j.name = 'b'") ==
      Rows{{"0", "d", "mine", "ann", "2", "ops", "1", "2"}});
  f.ok("sp_update_job @job_name = 'b', @notify_email_operator_name = ''");
  CHECK(
      f.rows(
          "SELECT notify_level_email, notify_email_operator_id, description FROM sysjobs WHERE name = 'b'") ==
      Rows{{"0", "0", "d"}});
  CHECK(f.error("sp_update_job @job_name = 'b', @new_name = 'taken'") == 14261);
  CHECK(f.error("sp_update_job @job_name = 'b', @enabled = 7") == 14266);
  CHECK(f.error("sp_update_job @job_name = 'b', @owner_login_name = 'nobody'") == 14234);
  CHECK(f.refused("sp_update_job @job_name = 'b', @start_step_id = 3") ==
        "14266: The specified '@start_step_id' is invalid (valid values are: 1..1).");
}

TEST_CASE("what came from a master server is not changed here") {
  Agent f;
  f.ok("sp_add_job 'a'");
  f.run("INSERT sysoriginatingservers VALUES(1, 'MASTER1', 1) UPDATE sysjobs SET originating_server_id = 1");
  CHECK(f.error("sp_update_job @job_name = 'a', @enabled = 0") == 14274);
  CHECK(f.error("sp_add_jobstep @job_name = 'a', @step_name = 's'") == 14274);
  CHECK(f.error("sp_delete_job @job_name = 'a'") == 14274);
  CHECK(f.one("SELECT originating_server FROM sysjobs_view") == "MASTER1");
}

TEST_CASE("sp_delete_job takes steps, own schedules, history and alert links with it") {
  Agent f;
  f.ok("sp_add_job 'a'");
  f.ok("sp_add_job 'b'");
  f.ok("sp_add_jobstep @job_name = 'a', @step_name = 's'");
  f.ok("sp_add_jobserver @job_name = 'a'");
  f.ok("sp_add_jobschedule @job_name = 'a', @name = 'own', @freq_type = 4, @freq_interval = 1");
  f.ok("sp_add_schedule 'shared', @freq_type = 4, @freq_interval = 1");
  f.ok("sp_attach_schedule @job_name = 'a', @schedule_name = 'shared'");
  f.ok("sp_attach_schedule @job_name = 'b', @schedule_name = 'shared'");
  f.ok("sp_add_alert 'alert', @severity = 20, @job_name = 'a'");
  f.ok("sp_delete_job @job_name = 'a'");
  CHECK(f.rows("SELECT name FROM sysjobs") == Rows{{"b"}});
  CHECK(f.rows("SELECT name FROM sysschedules") == Rows{{"shared"}});
  CHECK(
      f.rows(
          "SELECT (SELECT COUNT(*) FROM sysjobsteps), (SELECT COUNT(*) FROM sysjobservers), (SELECT COUNT(*) "
          "FROM sysjobschedules), (SELECT COUNT(*) FROM sysjobactivity)") == Rows{{"0", "0", "1", "0"}});
  CHECK(f.one("SELECT CONVERT(binary(16), job_id) FROM sysalerts") == f.one("SELECT CONVERT(binary(16), 0)"));
  f.ok("sp_delete_job @job_name = 'b', @delete_unused_schedule = 0");
  CHECK(f.one("SELECT name FROM sysschedules") == "shared");
}

TEST_CASE("jobs are part of the caller's transaction and of TRY") {
  Agent f;
  f.run("BEGIN TRANSACTION EXEC sp_add_job 'gone' ROLLBACK");
  CHECK(f.one("SELECT COUNT(*) FROM sysjobs") == "0");
  CHECK(f.run("BEGIN TRY EXEC sp_add_job 'x', @enabled = 5 END TRY BEGIN CATCH SELECT ERROR_NUMBER(), "
              "ERROR_PROCEDURE(), ERROR_SEVERITY() END CATCH")
            .rows() == Rows{{"14266", "sp_verify_job", "16"}});
  f.run("BEGIN TRANSACTION EXEC sp_add_job 'kept' EXEC sp_add_job 'kept' COMMIT");
  CHECK(f.one("SELECT COUNT(*) FROM sysjobs") == "1");
}

TEST_CASE("sp_manage_jobs_by_login reassigns and deletes") {
  Agent f;
  f.run("CREATE LOGIN ann WITH PASSWORD = 'Str0ng!word'");
  f.ok("sp_add_job 'a', @owner_login_name = 'ann'");
  CHECK(f.error("sp_manage_jobs_by_login 'MOVE', 'ann'") == 14266);
  CHECK(f.error("sp_manage_jobs_by_login 'REASSIGN', 'nobody', 'sa'") == 14262);
  CHECK(f.error("sp_manage_jobs_by_login 'REASSIGN', 'ann'") == 14237);
  f.ok("sp_manage_jobs_by_login 'REASSIGN', 'ann', 'sa'");
  CHECK(f.one("SELECT SUSER_SNAME(owner_sid) FROM sysjobs") == "sa");
  f.ok("sp_manage_jobs_by_login 'DELETE', 'sa'");
  CHECK(f.one("SELECT COUNT(*) FROM sysjobs") == "0");
}
