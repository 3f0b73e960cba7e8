#include "tests/unit/sandbox-msdb/agent.hpp"

using namespace sandbox_test;

TEST_CASE("a started job is shown as running until it is stopped") {
  Agent f;
  f.ok("sp_add_job 'j'");
  CHECK(f.error("sp_start_job 'j'") == 14256);
  CHECK(f.error("sp_stop_job 'j'") == 14257);
  f.ok("sp_add_jobserver @job_name = 'j'");
  CHECK(f.refused("sp_start_job 'j'") == "14528: Job \"j\" has no steps defined.");
  f.ok("sp_add_jobstep @job_name = 'j', @step_name = 's'");
  CHECK(f.error("sp_start_job 'j', @step_name = 'z'") == 14262);
  CHECK(f.error("sp_start_job 'none'") == 14262);
  CHECK(f.error("sp_stop_job 'j'") == 22022);
  const Collector started = f.run("EXEC msdb.dbo.sp_start_job @job_name = N'j'");
  REQUIRE(started.messages.size() == 1);
  CHECK(started.messages[0].text == "Job 'j' started successfully.");
  const std::string running =
      "SELECT COUNT(*) FROM sysjobactivity WHERE start_execution_date IS NOT NULL AND "
      "stop_execution_date IS NULL AND session_id = (SELECT MAX(session_id) FROM syssessions)";
  CHECK(f.one(running) == "1");
  CHECK(f.rows("EXEC sp_help_job @job_name = 'j', @job_aspect = 'JOB'")[0][25] == "1");
  CHECK(f.refused("sp_start_job 'j'") ==
        "22022: SQLServerAgent Error: Request to run job j (from User sa) refused because the job is already "
        "running "
        "from a request by User sa.");
  f.ok("sp_stop_job 'j'");
  CHECK(f.one(running) == "0");
  CHECK(f.rows("EXEC sp_help_jobactivity @job_name = 'j'").size() == 1);
  CHECK(f.one("SELECT COUNT(*) FROM sysjobhistory") == "0");
  CHECK(f.rows("EXEC sp_help_jobhistory @job_name = 'j'").empty());
}

TEST_CASE("history is purged by job and by date") {
  Agent f;
  f.ok("sp_add_job 'j'");
  f.run(
      "INSERT sysjobhistory(job_id, step_id, step_name, sql_message_id, sql_severity, run_status, run_date, "
      "run_time, "
      "run_duration, operator_id_emailed, operator_id_netsent, operator_id_paged, retries_attempted, server) "
      "SELECT job_id, 0, 's', 0, 0, 1, d, 0, 0, 0, 0, 0, 0, 'x' FROM sysjobs CROSS JOIN (VALUES (20200101), "
      "(20240101)) v(d)");
  CHECK(f.rows("EXEC sp_help_jobhistory @job_name = 'j', @oldest_first = 1, @mode = 'FULL'").size() == 2);
  f.ok("sp_purge_jobhistory @job_name = 'j', @oldest_date = '2023-01-01'");
  CHECK(f.one("SELECT run_date FROM sysjobhistory") == "20240101");
}

TEST_CASE("sp_help_job filters, and shows one job with all its aspects") {
  Agent f;
  f.ok("sp_add_job 'a', @enabled = 0");
  f.ok("sp_add_job 'b', @category_name = 'Full-Text'");
  f.ok("sp_add_jobstep @job_name = 'b', @step_name = 's', @subsystem = 'PowerShell'");
  CHECK(f.rows("EXEC sp_help_job").size() == 2);
  CHECK(f.rows("EXEC sp_help_job @enabled = 0")[0][2] == "a");
  CHECK(f.rows("EXEC sp_help_job @category_name = 'Full-Text'")[0][2] == "b");
  CHECK(f.rows("EXEC sp_help_job @subsystem = 'PowerShell'").size() == 1);
  CHECK(f.rows("EXEC sp_help_job @execution_status = 1").empty());
  CHECK(f.run("EXEC sp_help_job @job_name = 'b'").sets.size() == 4);
  CHECK(f.error("sp_help_job @job_aspect = 'STEPS'") == 14280);
  CHECK(f.error("sp_help_job @job_name = 'b', @job_aspect = 'x'") == 14266);
  CHECK(f.error("sp_help_job @owner_login_name = 'nobody'") == 14262);
  CHECK(f.error("sp_help_job @date_comparator = '<'") == 14282);
}

TEST_CASE("msdb is made of real objects that survive a restart of the server") {
  Agent f;
  CHECK(
      f.one(
          "SELECT COUNT(*) FROM sys.tables t JOIN sys.columns c ON c.object_id = t.object_id WHERE t.name = "
          "'sysjobsteps'") == "26");
  CHECK(f.one("SELECT COUNT(*) FROM master.sys.objects WHERE name = 'sysjobs'") == "0");
  CHECK(f.run("SELECT * FROM master.dbo.sysjobs").errors() == std::vector<int>{208});
  CHECK(f.one("SELECT OBJECT_ID('msdb.dbo.sysjobs') - OBJECT_ID('sysjobs')") == "0");
  CHECK(f.one("SELECT is_ms_shipped FROM sys.procedures WHERE name = 'sp_add_job'") == "1");
  CHECK(f.one("SELECT COUNT(*) FROM sys.parameters WHERE object_id = OBJECT_ID('sp_add_job')") == "17");
  CHECK(f.one("SELECT text FROM sys.messages WHERE message_id = 14261 AND language_id = 1033") ==
        "The specified %s ('%s') already exists.");
}
