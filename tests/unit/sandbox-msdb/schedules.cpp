#include "tests/unit/sandbox-msdb/agent.hpp"

using namespace sandbox_test;

TEST_CASE("sp_add_schedule stores a frequency without what it does not use") {
  Agent f;
  const Collector out = f.run(
      "DECLARE @id int, @uid uniqueidentifier, @rc int EXEC @rc = sp_add_schedule N'nightly', @freq_type = "
      "4, "
      "@freq_interval = 1, @freq_recurrence_factor = 3, @freq_relative_interval = 2, @active_start_date = "
      "20240102, "
      "@active_start_time = 20000, @schedule_id = @id OUTPUT, @schedule_uid = @uid OUTPUT "
      "SELECT @rc, @id, CASE WHEN @uid = (SELECT schedule_uid FROM sysschedules) THEN 'same' END");
  CHECK(out.rows() == Rows{{"0", "1", "same"}});
  CHECK(
      f.rows(
          "SELECT name, enabled, freq_type, freq_interval, freq_subday_type, freq_recurrence_factor, "
          "freq_relative_interval, active_start_date, active_end_date, active_start_time, active_end_time, "
          "version_number, SUSER_SNAME(owner_sid) FROM sysschedules") ==
      Rows{{"nightly", "1", "4", "1", "1", "0", "0", "20240102", "99991231", "20000", "235959", "1", "sa"}});
  f.ok(
      "sp_add_schedule 'start', @freq_type = 64, @freq_interval = 5, @freq_subday_type = 4, "
      "@freq_subday_interval = 1");
  CHECK(f.rows("SELECT freq_interval, freq_subday_type, freq_subday_interval FROM sysschedules WHERE name = "
               "'start'") == Rows{{"0", "0", "0"}});
}

TEST_CASE("sp_add_schedule refuses impossible times by number") {
  Agent f;
  const auto refuses = [&](const std::string &rest) { return f.error("sp_add_schedule 's', " + rest); };
  CHECK(f.error("sp_add_schedule ''") == 14200);
  CHECK(refuses("@freq_type = 3") == 14266);
  CHECK(refuses("@freq_type = 2") == 14295);
  CHECK(refuses("@freq_type = 1, @enabled = 2") == 14266);
  CHECK(f.refused("sp_add_schedule 's', @freq_type = 4, @freq_interval = 0") ==
        "14278: The schedule for this job is invalid (reason: @freq_interval must be at least 1 for a daily "
        "job.).");
  CHECK(refuses("@freq_type = 8, @freq_interval = 128, @freq_recurrence_factor = 1") == 14278);
  CHECK(refuses("@freq_type = 8, @freq_interval = 1") == 14278);
  CHECK(refuses("@freq_type = 16, @freq_interval = 32, @freq_recurrence_factor = 1") == 14278);
  CHECK(
      refuses(
          "@freq_type = 32, @freq_interval = 1, @freq_relative_interval = 3, @freq_recurrence_factor = 1") ==
      14278);
  CHECK(
      refuses(
          "@freq_type = 32, @freq_interval = 11, @freq_relative_interval = 1, @freq_recurrence_factor = 1") ==
      14278);
  CHECK(refuses("@freq_type = 4, @freq_interval = 1, @freq_subday_type = 3") == 14266);
  CHECK(refuses("@freq_type = 4, @freq_interval = 1, @freq_subday_type = 4") == 14200);
  CHECK(f.refused("sp_add_schedule 's', @freq_type = 1, @active_start_date = 20241301") ==
        "14287: The '@active_start_date' supplied has an invalid month.");
  CHECK(f.refused("sp_add_schedule 's', @freq_type = 1, @active_start_date = 20230229") ==
        "14287: The '@active_start_date' supplied has an invalid day.");
  CHECK(f.refused("sp_add_schedule 's', @freq_type = 1, @active_start_time = 6161") ==
        "14287: The '@active_start_time' supplied has an invalid minute.");
  CHECK(refuses("@freq_type = 1, @active_end_time = 240000") == 14287);
  CHECK(f.refused("sp_add_schedule 's', @freq_type = 1, @active_start_date = 20240102, @active_end_date = "
                  "20240101") == "14288: @active_end_date cannot be before @active_start_date.");
  CHECK(refuses("@freq_type = 1, @owner_login_name = 'nobody'") == 14234);
  CHECK(f.one("SELECT COUNT(*) FROM sysschedules") == "0");
}

TEST_CASE("a schedule is shared, changed, and deleted when no job uses it") {
  Agent f;
  f.ok("sp_add_job 'a'");
  f.ok("sp_add_job 'b'");
  f.ok("sp_add_schedule 's', @freq_type = 4, @freq_interval = 1");
  f.ok("sp_attach_schedule @job_name = 'a', @schedule_name = 's'");
  f.ok("sp_attach_schedule @job_name = 'a', @schedule_id = 1");
  f.ok("sp_attach_schedule @job_name = 'b', @schedule_id = 1");
  CHECK(f.one("SELECT COUNT(*) FROM sysjobschedules") == "2");
  f.ok("sp_update_schedule @name = 's', @new_name = 't', @freq_interval = 2, @enabled = 0");
  CHECK(f.rows("SELECT name, enabled, freq_type, freq_interval, version_number FROM sysschedules") ==
        Rows{{"t", "0", "4", "2", "2"}});
  CHECK(f.error("sp_update_schedule @schedule_id = 1, @freq_interval = 0") == 14278);
  CHECK(f.refused("sp_delete_schedule @schedule_name = 't'") ==
        "14372: The schedule was not deleted because it is being used by one or more jobs.");
  CHECK(f.refused("sp_delete_schedule") ==
        "14373: Supply either @schedule_id or @schedule_name to identify the schedule.");
  CHECK(f.error("sp_delete_schedule @schedule_id = 9") == 14262);
  CHECK(f.rows("EXEC sp_help_jobs_in_schedule @schedule_name = 't'").size() == 2);
  CHECK(f.one("EXEC sp_help_jobcount @schedule_id = 1") == "2");
  f.ok("sp_detach_schedule @job_name = 'a', @schedule_name = 't', @delete_unused_schedule = 1");
  CHECK(f.one("SELECT COUNT(*) FROM sysschedules") == "1");
  CHECK(f.error("sp_detach_schedule @job_name = 'a', @schedule_id = 1") == 14374);
  f.ok("sp_detach_schedule @job_name = 'b', @schedule_id = 1, @delete_unused_schedule = 1");
  CHECK(f.one("SELECT COUNT(*) FROM sysschedules") == "0");
  f.ok("sp_add_schedule 'u', @freq_type = 64");
  f.ok("sp_attach_schedule @job_name = 'a', @schedule_name = 'u'");
  f.ok("sp_delete_schedule @schedule_name = 'u', @force_delete = 1");
  CHECK(f.one("SELECT COUNT(*) FROM sysjobschedules") == "0");
}

TEST_CASE("schedules of one name are told apart by id") {
  Agent f;
  f.ok("sp_add_job 'a'");
  f.ok("sp_add_schedule 's', @freq_type = 64");
  f.ok("sp_add_schedule 's', @freq_type = 128");
  CHECK(f.refused("sp_attach_schedule @job_name = 'a', @schedule_name = 's'") ==
        "14371: There are two or more schedules named \"s\". Specify @schedule_id instead of @schedule_name "
        "to uniquely "
        "identify the schedule.");
  f.ok("sp_attach_schedule @job_name = 'a', @schedule_id = 2");
  f.ok("sp_attach_schedule @job_name = 'a', @schedule_id = 1");
  CHECK(f.error("sp_update_jobschedule @job_name = 'a', @name = 's', @enabled = 0") == 14375);
  CHECK(f.error("sp_delete_jobschedule @job_name = 'a', @name = 's'") == 14376);
}

TEST_CASE("sp_add_jobschedule makes a schedule or finds it by its uid") {
  Agent f;
  f.run("CREATE LOGIN ann WITH PASSWORD = 'Str0ng!word'");
  f.ok("sp_add_job 'a', @owner_login_name = 'ann'");
  f.ok("sp_add_job 'b'");
  const std::string uid = "@schedule_uid = N'0c5e9d0b-3f4d-4b0e-9c53-6f4b2f1a7d11'";
  f.ok("sp_add_jobschedule @job_name = 'a', @name = 's', @freq_type = 4, @freq_interval = 1, " + uid);
  f.ok("sp_add_jobschedule @job_name = 'b', @name = 's', @freq_type = 4, @freq_interval = 1, " + uid);
  CHECK(f.rows("SELECT name, SUSER_SNAME(owner_sid) FROM sysschedules") == Rows{{"s", "ann"}});
  CHECK(f.one("SELECT COUNT(*) FROM sysjobschedules") == "2");
  f.ok("sp_update_jobschedule @job_name = 'a', @name = 's', @new_name = 't', @active_start_time = 30000");
  CHECK(f.rows("SELECT name, active_start_time FROM sysschedules") == Rows{{"t", "30000"}});
  CHECK(f.error("sp_update_jobschedule @job_name = 'a', @name = 'z'") == 14262);
  f.ok("sp_delete_jobschedule @job_name = 'a', @name = 't'");
  CHECK(f.one("SELECT COUNT(*) FROM sysschedules") == "1");
  CHECK(f.error("sp_delete_jobschedule @job_name = 'a', @name = 't'") == 14374);
  f.ok("sp_delete_jobschedule @job_name = 'b', @name = 'ALL'");
  CHECK(f.one("SELECT COUNT(*) FROM sysschedules") == "0");
}

TEST_CASE("schedules in words") {
  Agent f;
  f.ok("sp_add_job 'a'");
  f.ok(
      "sp_add_jobschedule @job_name = 'a', @name = 'w', @freq_type = 8, @freq_interval = 66, "
      "@freq_recurrence_factor = 1, "
      "@freq_subday_type = 4, @freq_subday_interval = 15, @active_start_time = 80000, @active_end_time = "
      "170000");
  const Rows shown = f.rows("EXEC sp_help_jobschedule @job_name = 'a', @include_description = 1");
  REQUIRE(shown.size() == 1);
  CHECK(shown[0][14] ==
        "Every 1 week(s) on Monday, Saturday every 15 minute(s) between 08:00:00 and 17:00:00");
  CHECK(f.rows("EXEC sp_help_schedule @schedule_name = 'w'")[0][15] == "(Description not requested.)");
  f.ok("sp_add_schedule 'free', @freq_type = 64");
  CHECK(f.rows("EXEC sp_help_schedule").size() == 2);
  CHECK(f.rows("EXEC sp_help_schedule @attached_schedules_only = 1").size() == 1);
  CHECK(f.error("sp_help_jobschedule") == 14273);
  CHECK(f.error("sp_help_jobschedule @job_name = 'a', @schedule_name = 'z'") == 14262);
  CHECK(f.one("SELECT CONVERT(varchar(19), dbo.agent_datetime(20240229, 133015), 120)") ==
        "2024-02-29 13:30:15");
}
