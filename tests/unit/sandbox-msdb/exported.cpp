// Scripts as management tools write them run unchanged.
#include "tests/unit/sandbox-msdb/agent.hpp"

using namespace sandbox_test;

namespace {

const char *const exported = R"(
BEGIN TRANSACTION
DECLARE @ReturnCode INT
SELECT @ReturnCode = 0
/****** Object:  JobCategory [House keeping] ******/
IF NOT EXISTS (SELECT name FROM msdb.dbo.syscategories WHERE name=N'House keeping' AND category_class=1)
BEGIN
EXEC @ReturnCode = msdb.dbo.sp_add_category @class=N'JOB', @type=N'LOCAL', @name=N'House keeping'
IF (@@ERROR <> 0 OR @ReturnCode <> 0) GOTO QuitWithRollback

END

DECLARE @jobId BINARY(16)
EXEC @ReturnCode =  msdb.dbo.sp_add_job @job_name=N'Tidy up',
		@enabled=1,
		@notify_level_eventlog=0,
		@description=N'Line one
line ''two''',
		@category_name=N'House keeping',
		@owner_login_name=N'sa', @job_id = @jobId OUTPUT
IF (@@ERROR <> 0 OR @ReturnCode <> 0) GOTO QuitWithRollback
EXEC @ReturnCode = msdb.dbo.sp_add_jobstep @job_id=@jobId, @step_name=N'Only',
		@step_id=1,
		@on_success_action=1,
		@os_run_priority=0, @subsystem=N'TSQL',
		@command=N'EXEC dbo.tidy',
		@database_name=N'DATABASE_NAME',
		@flags=0
IF (@@ERROR <> 0 OR @ReturnCode <> 0) GOTO QuitWithRollback
EXEC @ReturnCode = msdb.dbo.sp_update_job @job_id = @jobId, @start_step_id = 1
IF (@@ERROR <> 0 OR @ReturnCode <> 0) GOTO QuitWithRollback
EXEC @ReturnCode = msdb.dbo.sp_add_jobserver @job_id = @jobId, @server_name = N'(local)'
IF (@@ERROR <> 0 OR @ReturnCode <> 0) GOTO QuitWithRollback
COMMIT TRANSACTION
GOTO EndSave
QuitWithRollback:
    IF (@@TRANCOUNT > 0) ROLLBACK TRANSACTION
EndSave:
)";

std::string exported_for(const std::string &database) {
  std::string text = exported;
  return text.replace(text.find("DATABASE_NAME"), 13, database);
}

}  // namespace

TEST_CASE("an exported job is made whole") {
  Agent f;
  CHECK(f.run(exported_for("master")).errors().empty());
  CHECK(f.rows("SELECT j.description, c.name, s.step_name, v.server_id, j.start_step_id, @@TRANCOUNT FROM "
               "sysjobs j "
               "JOIN syscategories c ON c.category_id = j.category_id JOIN sysjobsteps s ON s.job_id = "
               "j.job_id JOIN "
               "sysjobservers v ON v.job_id = j.job_id") ==
        Rows{{"Line one\nline 'two'", "House keeping", "Only", "0", "1", "0"}});
}

TEST_CASE("an exported job that fails half way leaves nothing") {
  Agent f;
  CHECK(f.run(exported_for("gone")).errors() == std::vector<int>{14262});
  CHECK(f.rows("SELECT (SELECT COUNT(*) FROM sysjobs), (SELECT COUNT(*) FROM syscategories WHERE category_id "
               ">= 100), "
               "@@TRANCOUNT") == Rows{{"0", "0", "0"}});
}
