#include "tests/unit/sandbox-msdb/agent.hpp"

using namespace sandbox_test;

namespace {

struct WithJob : Agent {
  WithJob() { ok("sp_add_job 'j'"); }
  void add(const std::string &rest) { ok("sp_add_jobstep @job_name = 'j', " + rest); }
  int refuses(const std::string &rest) { return error("sp_add_jobstep @job_name = 'j', " + rest); }
  Rows flow() {
    return rows(
        "SELECT step_id, step_name, on_success_action, on_success_step_id, on_fail_action, on_fail_step_id "
        "FROM sysjobsteps ORDER BY step_id");
  }
};

}  // namespace

TEST_CASE("sp_add_jobstep numbers steps and has documented defaults") {
  WithJob f;
  f.add("@step_name = 'one'");
  CHECK(f.rows("SELECT step_id, subsystem, command, flags, cmdexec_success_code, on_success_action, "
               "on_fail_action, "
               "database_name, retry_attempts, os_run_priority, proxy_id FROM sysjobsteps") ==
        Rows{{"1", "TSQL", "NULL", "0", "0", "1", "2", "master", "0", "0", "NULL"}});
  f.add(
      "@step_name = 'two', @subsystem = 'CmdExec', @command = N'dir', @output_file_name = N'/tmp/out', "
      "@flags = 2, "
      "@retry_attempts = 3, @retry_interval = 5, @cmdexec_success_code = 4");
  CHECK(f.rows("SELECT step_id, database_name, output_file_name, flags, retry_attempts, retry_interval, "
               "cmdexec_success_code FROM sysjobsteps WHERE step_id = 2") ==
        Rows{{"2", "NULL", "/tmp/out", "2", "3", "5", "4"}});
  f.add("@step_name = 'ssis', @subsystem = 'Dts'");
  CHECK(f.one("SELECT subsystem FROM sysjobsteps WHERE step_id = 3") == "SSIS");
  CHECK(f.one("SELECT version_number FROM sysjobs") == "4");
  const Collector out = f.run(
      "DECLARE @uid uniqueidentifier EXEC sp_add_jobstep @job_name = 'j', @step_name = 'four', "
      "@step_uid = @uid OUTPUT SELECT step_id FROM sysjobsteps WHERE step_uid = @uid");
  CHECK(out.value() == "4");
}

TEST_CASE("sp_add_jobstep refuses by number") {
  WithJob f;
  f.run("CREATE LOGIN ann WITH PASSWORD = 'Str0ng!word'");
  f.add("@step_name = 'one'");
  CHECK(f.refuses("@step_name = 'one'") == 14261);
  CHECK(f.refuses("@step_name = ''") == 14200);
  CHECK(f.refused("sp_add_jobstep @job_name = 'j', @step_name = 'x', @step_id = 4") ==
        "14266: The specified '@step_id' is invalid (valid values are: 1..2).");
  CHECK(f.refuses("@step_name = 'x', @step_id = 0") == 14266);
  CHECK(f.refuses("@step_name = 'x', @subsystem = 'COBOL'") == 14234);
  CHECK(f.refuses("@step_name = 'x', @on_success_action = 5") == 14266);
  CHECK(f.refuses("@step_name = 'x', @on_fail_action = 0") == 14266);
  CHECK(f.refused("sp_add_jobstep @job_name = 'j', @step_name = 'x', @on_success_action = 4, "
                  "@on_success_step_id = 2") ==
        "14235: The specified '@on_success_step' is invalid (valid values are greater than 0 but excluding "
        "2).");
  CHECK(f.refuses("@step_name = 'x', @on_fail_action = 4") == 14235);
  CHECK(f.refused("sp_add_jobstep @job_name = 'j', @step_name = 'x', @database_name = 'nowhere'") ==
        "14262: The specified @database_name ('nowhere') does not exist.");
  CHECK(f.refuses("@step_name = 'x', @os_run_priority = 3") == 14266);
  CHECK(f.refuses("@step_name = 'x', @flags = 128") == 14266);
  CHECK(f.refuses("@step_name = 'x', @retry_attempts = -1") == 14266);
  CHECK(f.refuses("@step_name = 'x', @proxy_name = 'nobody'") == 14262);
  CHECK(f.refuses("@step_name = 'x', @subsystem = 'Merge', @output_file_name = 'f'") == 14545);
  CHECK(f.flow().size() == 1);
}

TEST_CASE("a jump to a step that is not there yet is warned of, not refused") {
  WithJob f;
  const Collector out = f.run(
      "EXEC sp_add_jobstep @job_name = 'j', @step_name = 'a', @on_success_action = 4, "
      "@on_success_step_id = 7");
  REQUIRE(out.messages.size() == 1);
  CHECK(out.messages[0].number == 14236);
  CHECK(out.messages[0].severity == 10);
  CHECK(f.flow() == Rows{{"1", "a", "4", "7", "2", "0"}});
}

TEST_CASE("inserting and deleting steps renumbers them and what leads to them") {
  WithJob f;
  f.add("@step_name = 'a', @on_success_action = 4, @on_success_step_id = 2, @on_fail_action = 3");
  f.add("@step_name = 'b', @on_success_action = 3");
  f.add("@step_name = 'c', @on_fail_action = 4, @on_fail_step_id = 1");
  f.add("@step_name = 'new', @step_id = 2");
  CHECK(f.flow() == Rows{{"1", "a", "4", "3", "3", "0"},
                         {"2", "new", "1", "0", "2", "0"},
                         {"3", "b", "3", "0", "2", "0"},
                         {"4", "c", "1", "0", "4", "1"}});
  f.ok("sp_update_job @job_name = 'j', @start_step_id = 4");
  f.ok("sp_delete_jobstep @job_name = 'j', @step_id = 1");
  CHECK(f.flow() == Rows{{"1", "new", "1", "0", "2", "0"},
                         {"2", "b", "3", "0", "2", "0"},
                         {"3", "c", "1", "0", "2", "0"}});
  CHECK(f.one("SELECT start_step_id FROM sysjobs") == "3");
  CHECK(f.refused("sp_delete_jobstep @job_name = 'j', @step_id = 9") ==
        "14266: The specified '@step_id' is invalid (valid values are: 0 (all steps) ..3).");
  f.ok("sp_delete_jobstep @job_name = 'j', @step_id = 0");
  CHECK(f.flow().empty());
}

TEST_CASE("sp_update_jobstep keeps what is not given") {
  WithJob f;
  f.add("@step_name = 'a', @command = N'SELECT 1', @output_file_name = N'/tmp/out'");
  f.add("@step_name = 'b'");
  f.ok(
      "sp_update_jobstep @job_name = 'j', @step_id = 1, @step_name = 'A', @retry_attempts = 2, "
      "@output_file_name = ''");
  CHECK(
      f.rows(
          "SELECT step_name, command, retry_attempts, output_file_name FROM sysjobsteps WHERE step_id = 1") ==
      Rows{{"A", "SELECT 1", "2", "NULL"}});
  CHECK(f.refused("sp_update_jobstep @job_name = 'j', @step_id = 3") ==
        "14262: The specified @step_id ('3') does not exist.");
  CHECK(f.error("sp_update_jobstep @job_name = 'j', @step_id = 1, @step_name = 'b'") == 14261);
  CHECK(f.error("sp_update_jobstep @job_name = 'j', @step_id = 1, @subsystem = 'x'") == 14234);
  CHECK(
      f.error("sp_update_jobstep @job_name = 'j', @step_id = 1, @on_fail_action = 4, @on_fail_step_id = 1") ==
      14235);
}

TEST_CASE("sp_help_jobstep shows steps, in words with @suffix") {
  WithJob f;
  f.add("@step_name = 'a', @on_success_action = 3");
  f.add("@step_name = 'b'");
  CHECK(f.rows("EXEC sp_help_jobstep @job_name = 'j'").size() == 2);
  const Rows words = f.rows("EXEC sp_help_jobstep @job_name = 'j', @step_id = 1, @suffix = 1");
  REQUIRE(words.size() == 1);
  CHECK(words[0][6] == "3 (goto next step)");
  CHECK(words[0][8] == "2 (quit with failure)");
  CHECK(f.error("sp_help_jobstep @job_name = 'j', @step_id = 5") == 14262);
  CHECK(f.error("sp_help_jobstep @job_name = 'j', @step_name = 'z'") == 14262);
}

TEST_CASE("a job runs here or nowhere") {
  WithJob f;
  CHECK(f.error("sp_add_jobserver @job_name = 'j', @server_name = N'elsewhere'") == 14262);
  f.ok("sp_add_jobserver @job_name = 'j', @server_name = N'(local)'");
  CHECK(f.refused("sp_add_jobserver @job_name = 'j'") ==
        "14269: Job 'j' is already targeted at server 'SANDBOX'.");
  CHECK(f.rows("EXEC sp_help_jobserver @job_name = 'j'")[0][1] == "SANDBOX");
  CHECK(f.rows("SELECT server_id, last_run_outcome FROM sysjobservers") == Rows{{"0", "5"}});
  f.ok("sp_delete_jobserver @job_name = 'j', @server_name = N'SANDBOX'");
  CHECK(f.error("sp_delete_jobserver @job_name = 'j', @server_name = N'(LOCAL)'") == 14270);
  f.ok("sp_update_job @job_name = 'j', @category_name = N'[Uncategorized (Multi-Server)]'");
  CHECK(f.error("sp_add_jobserver @job_name = 'j'") == 14285);
}
