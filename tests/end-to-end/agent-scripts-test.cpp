// Job scripts as Management Studio and dbatools write them, run on the sandbox's msdb by an unmodified
// client.
#include "tests/end-to-end/support/sandbox.hpp"

#include <doctest.h>

using namespace end_to_end;

namespace {

/// One exported job: category, job, two steps that lead to each other, a schedule with its uid, a server.
std::string exported_job(const std::string &name, const std::string &database) {
  return R"(USE [msdb]
GO

/****** Object:  Job [)" +
         name + R"(] ******/
BEGIN TRANSACTION
DECLARE @ReturnCode INT
SELECT @ReturnCode = 0
IF NOT EXISTS (SELECT name FROM msdb.dbo.syscategories WHERE name=N'Night work' AND category_class=1)
BEGIN
EXEC @ReturnCode = msdb.dbo.sp_add_category @class=N'JOB', @type=N'LOCAL', @name=N'Night work'
IF (@@ERROR <> 0 OR @ReturnCode <> 0) GOTO QuitWithRollback

END

DECLARE @jobId BINARY(16)
EXEC @ReturnCode =  msdb.dbo.sp_add_job @job_name=N')" +
         name + R"(',
		@enabled=0,
		@notify_level_eventlog=0,
		@notify_level_email=2,
		@notify_level_netsend=0,
		@notify_level_page=0,
		@delete_level=0,
		@description=N'It''s done at night; GO is a word, too.',
		@category_name=N'Night work',
		@owner_login_name=N'sa',
		@notify_email_operator_name=N'Watch', @job_id = @jobId OUTPUT
IF (@@ERROR <> 0 OR @ReturnCode <> 0) GOTO QuitWithRollback
EXEC @ReturnCode = msdb.dbo.sp_add_jobstep @job_id=@jobId, @step_name=N'Count',
		@step_id=1,
		@cmdexec_success_code=0,
		@on_success_action=3,
		@on_success_step_id=0,
		@on_fail_action=4,
		@on_fail_step_id=2,
		@retry_attempts=1,
		@retry_interval=5,
		@os_run_priority=0, @subsystem=N'TSQL',
		@command=N'SELECT COUNT(*)
FROM sys.objects -- $(ESCAPE_SQUOTE(JOBID))',
		@database_name=N')" +
         database + R"(',
		@flags=4
IF (@@ERROR <> 0 OR @ReturnCode <> 0) GOTO QuitWithRollback
EXEC @ReturnCode = msdb.dbo.sp_add_jobstep @job_id=@jobId, @step_name=N'Clean',
		@step_id=2,
		@on_success_action=1,
		@on_fail_action=2,
		@subsystem=N'CmdExec',
		@command=N'rm -f "/tmp/old"',
		@flags=0
IF (@@ERROR <> 0 OR @ReturnCode <> 0) GOTO QuitWithRollback
EXEC @ReturnCode = msdb.dbo.sp_update_job @job_id = @jobId, @start_step_id = 1
IF (@@ERROR <> 0 OR @ReturnCode <> 0) GOTO QuitWithRollback
EXEC @ReturnCode = msdb.dbo.sp_add_jobschedule @job_id=@jobId, @name=N'Nightly',
		@enabled=1,
		@freq_type=8,
		@freq_interval=62,
		@freq_subday_type=1,
		@freq_subday_interval=0,
		@freq_relative_interval=0,
		@freq_recurrence_factor=1,
		@active_start_date=20240101,
		@active_end_date=99991231,
		@active_start_time=13000,
		@active_end_time=235959,
		@schedule_uid=N'6f9d5d0e-5a0d-4b57-a1a5-2f64d0a8c0de'
IF (@@ERROR <> 0 OR @ReturnCode <> 0) GOTO QuitWithRollback
EXEC @ReturnCode = msdb.dbo.sp_add_jobserver @job_id = @jobId, @server_name = N'(local)'
IF (@@ERROR <> 0 OR @ReturnCode <> 0) GOTO QuitWithRollback
COMMIT TRANSACTION
GOTO EndSave
QuitWithRollback:
    IF (@@TRANCOUNT > 0) ROLLBACK TRANSACTION
EndSave:

GO
)";
}

/// An operator and an alert as the same tools write them.
std::string exported_alert(const std::string &job) {
  return R"(EXEC msdb.dbo.sp_add_alert @name=N'Full disk',
		@message_id=1105,
		@severity=0,
		@enabled=1,
		@delay_between_responses=900,
		@include_event_description_in=1,
		@category_name=N'[Uncategorized]',
		@job_name=N')" +
         job + R"('
EXEC msdb.dbo.sp_add_notification @alert_name=N'Full disk', @operator_name=N'Watch', @notification_method = 1
GO
)";
}

const char *const exported_operator = R"(USE [msdb]
GO
EXEC msdb.dbo.sp_add_operator @name=N'Watch',
		@enabled=1,
		@weekday_pager_start_time=90000,
		@weekday_pager_end_time=180000,
		@pager_days=0,
		@email_address=N'watch@example.org',
		@category_name=N'[Uncategorized]'
GO
)";

}  // namespace

TEST_CASE("exported operators, jobs and alerts are made by an unmodified client") {
  const Sandbox server("AGENT");
  const Outcome made =
      server.sql(exported_operator + exported_job("Night A", "master") + exported_job("Night B", "msdb"));
  CAPTURE(made.all());
  // The first step leads to the second before it is there: a warning.
  CHECK(made.says("Msg 14236, Level 10"));
  CHECK_FALSE(made.says("Level 16"));
  CHECK(server.rows(
            "SELECT j.name, j.enabled, c.name, SUSER_SNAME(j.owner_sid), o.name, j.description FROM "
            "msdb.dbo.sysjobs_view j JOIN msdb.dbo.syscategories c ON c.category_id = j.category_id JOIN "
            "msdb.dbo.sysoperators o ON o.id = j.notify_email_operator_id ORDER BY j.name") ==
        std::vector<std::string>{"Night A|0|Night work|sa|Watch|It's done at night; GO is a word, too.",
                                 "Night B|0|Night work|sa|Watch|It's done at night; GO is a word, too."});
  CHECK(
      server.rows(
          "SELECT s.step_id, s.step_name, s.subsystem, s.database_name, s.on_fail_action, s.on_fail_step_id "
          "FROM msdb.dbo.sysjobsteps s JOIN msdb.dbo.sysjobs j ON j.job_id = s.job_id WHERE j.name = "
          "'Night B' ORDER BY s.step_id") ==
      std::vector<std::string>{"1|Count|TSQL|msdb|4|2", "2|Clean|CmdExec|NULL|2|0"});
  // One schedule, known by its uid, serves both.
  CHECK(
      server.rows("SELECT s.name, s.freq_type, s.freq_interval, COUNT(*) FROM msdb.dbo.sysschedules s JOIN "
                  "msdb.dbo.sysjobschedules j ON j.schedule_id = s.schedule_id GROUP BY s.name, s.freq_type, "
                  "s.freq_interval") == std::vector<std::string>{"Nightly|8|62|2"});

  const Outcome alerted = server.sql(exported_alert("Night A"));
  CAPTURE(alerted.all());
  CHECK_FALSE(alerted.says("Msg "));
  CHECK(server.value(
            "SELECT a.name + ' ' + j.name FROM msdb.dbo.sysalerts a JOIN msdb.dbo.sysjobs j ON j.job_id = "
            "a.job_id WHERE a.has_notification = 1") == "Full disk Night A");
}

TEST_CASE("an exported job that cannot be made leaves nothing, and says why by number") {
  const Sandbox server("AGENT", exported_operator);
  const Outcome failed = server.sql(exported_job("Night A", "not_here"));
  CAPTURE(failed.all());
  CHECK(failed.says("Msg 14262, Level 16"));
  CHECK(failed.says("The specified @database_name ('not_here') does not exist."));
  CHECK(server.value(
            "SELECT (SELECT COUNT(*) FROM msdb.dbo.sysjobs) + (SELECT COUNT(*) FROM msdb.dbo.sysschedules) + "
            "(SELECT COUNT(*) FROM msdb.dbo.syscategories WHERE category_id >= 100)") == "0");
}
