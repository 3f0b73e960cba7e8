// What logins other than sysadmin's see and do, by the role they have in msdb.
#include "tests/unit/sandbox-msdb/agent.hpp"

using namespace sandbox_test;

namespace {

struct WithPeople : Agent {
  std::unique_ptr<sandbox::Session> ann, bob, none;
  WithPeople() {
    for (const char *name : {"ann", "bob", "none"})
      run(std::string("CREATE LOGIN ") + name + " WITH PASSWORD = 'Str0ng!word' CREATE USER " + name);
    run("ALTER ROLE SQLAgentUserRole ADD MEMBER ann");
    run("ALTER ROLE SQLAgentOperatorRole ADD MEMBER bob");
    ann = login("ann", "Str0ng!word");
    bob = login("bob", "Str0ng!word");
    none = login("none", "Str0ng!word");
    REQUIRE((ann && bob && none));
    ok("sp_add_job 'of sa'");
    ok("sp_add_jobstep @job_name = 'of sa', @step_name = 's'");
    ok("sp_add_jobserver @job_name = 'of sa'");
    CHECK(Fixture::run(*ann, "EXEC msdb.dbo.sp_add_job 'of ann'").errors().empty());
  }
  static int first(sandbox::Session &session, const std::string &sql) {
    const Collector out = Fixture::run(session, "USE msdb " + sql);
    return out.errors().empty() ? 0 : out.errors()[0];
  }
  static std::string value(sandbox::Session &session, const std::string &sql) {
    return Fixture::run(session, "USE msdb " + sql).value();
  }
};

}  // namespace

TEST_CASE("a user of the Agent sees and changes own jobs") {
  WithPeople f;
  CHECK(f.one("SELECT SUSER_SNAME(owner_sid) FROM sysjobs WHERE name = 'of ann'") == "ann");
  CHECK(f.value(*f.ann, "SELECT COUNT(*) FROM sysjobs_view") == "1");
  CHECK(f.first(*f.ann, "SELECT * FROM sysjobs") == 229);
  CHECK(f.first(*f.ann, "INSERT sysjobs(name) VALUES('x')") == 229);
  CHECK(f.first(*f.ann, "EXEC sp_update_job @job_name = 'of sa', @enabled = 0") == 14262);
  CHECK(f.first(*f.ann, "EXEC sp_update_job @job_name = 'of ann', @enabled = 0") == 0);
  CHECK(f.first(*f.ann, "EXEC sp_update_job @job_name = 'of ann', @owner_login_name = 'bob'") == 14242);
  CHECK(f.first(*f.ann, "EXEC sp_add_job 'x', @owner_login_name = 'sa'") == 14515);
  CHECK(f.first(*f.ann,
                "EXEC sp_add_jobstep @job_name = 'of ann', @step_name = 's', @output_file_name = 'f'") ==
        14582);
  CHECK(f.first(*f.ann,
                "EXEC sp_add_jobstep @job_name = 'of ann', @step_name = 's', @database_user_name = 'dbo'") ==
        14583);
  CHECK(f.first(*f.ann, "EXEC sp_add_operator 'x'") == 229);
  CHECK(f.first(*f.ann, "EXEC sp_help_alert") == 229);
  CHECK(f.value(*f.ann, "SELECT COUNT(*) FROM syscategories WHERE category_id = 0") == "1");
}

TEST_CASE("proxies are for whom they are granted to") {
  WithPeople f;
  f.run("CREATE CREDENTIAL c WITH IDENTITY = N'CONTOSO\\svc', SECRET = 'x'");
  f.ok("sp_add_proxy 'p', @credential_name = 'c'");
  f.ok("sp_grant_proxy_to_subsystem @proxy_name = 'p', @subsystem_id = 3");
  const std::string step =
      "EXEC sp_add_jobstep @job_name = 'of ann', @step_name = 's', @subsystem = 'CmdExec', @proxy_name = 'p'";
  CHECK(f.first(*f.ann, step) == 14516);
  f.ok("sp_grant_login_to_proxy @msdb_role = N'SQLAgentUserRole', @proxy_name = 'p'");
  CHECK(f.first(*f.ann, step) == 0);
}

TEST_CASE("schedules: own ones, unless sysadmin says otherwise") {
  WithPeople f;
  f.ok("sp_add_schedule 'of sa', @freq_type = 64");
  CHECK(f.first(*f.ann, "EXEC sp_attach_schedule @job_name = 'of ann', @schedule_name = 'of sa'") == 14377);
  CHECK(f.first(*f.ann, "EXEC sp_update_schedule @name = 'of sa', @enabled = 0") == 14394);
  CHECK(f.first(*f.ann, "EXEC sp_delete_schedule @schedule_name = 'of sa'") == 14394);
  CHECK(f.first(*f.ann, "EXEC sp_add_schedule 'x', @freq_type = 64, @owner_login_name = 'sa'") == 14366);
  CHECK(f.first(*f.ann, "EXEC sp_add_jobschedule @job_name = 'of ann', @name = 'mine', @freq_type = 64") ==
        0);
  CHECK(f.value(*f.ann, "SELECT COUNT(*) FROM sysschedules_localserver_view") == "1");
  CHECK(f.value(*f.bob, "SELECT COUNT(*) FROM sysschedules_localserver_view") == "2");
}

TEST_CASE("an operator of the Agent sees, starts and enables all jobs, and changes none") {
  WithPeople f;
  CHECK(f.value(*f.bob, "SELECT COUNT(*) FROM sysjobs_view") == "2");
  CHECK(f.first(*f.bob, "EXEC sp_update_job @job_name = 'of sa', @enabled = 0") == 0);
  CHECK(f.first(*f.bob, "EXEC sp_update_job @job_name = 'of sa', @enabled = 1, @description = 'x'") == 14525);
  CHECK(f.first(*f.bob, "EXEC sp_delete_job @job_name = 'of sa'") == 14525);
  CHECK(f.first(*f.bob, "EXEC sp_start_job 'of sa'") == 0);
  CHECK(f.first(*f.bob, "EXEC sp_stop_job 'of sa'") == 0);
  CHECK(f.first(*f.bob, "EXEC sp_help_alert") == 0);
}

TEST_CASE("without a role nothing of the Agent can be called or read") {
  WithPeople f;
  CHECK(f.first(*f.none, "EXEC sp_add_job 'x'") == 229);
  CHECK(f.first(*f.none, "EXEC sp_help_job") == 229);
  CHECK(f.first(*f.none, "SELECT * FROM sysjobs_view") == 229);
  CHECK(f.first(*f.none, "EXEC sp_executesql N'SELECT * FROM sysjobs'") == 229);
}
