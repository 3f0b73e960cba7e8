// Logins that have exactly the rights that docs/tasks.md names, and each of them missing alone.
#include "tests/end-to-end/support/sandbox.hpp"

#include <doctest.h>

#include <regex>

using namespace end_to_end;

namespace {

const std::string password = "Just-enough-1";
const std::string login = "CREATE LOGIN [mover] WITH PASSWORD = N'" + password + "', CHECK_POLICY = OFF;\n";

Outcome copy(const Sandbox &source, const Sandbox &destination, const std::string &what,
             std::vector<std::string> more = {}) {
  std::vector<std::string> words{"copy", what, "--from",    "a",     "--from-user", "mover",
                                 "--to", "b",  "--to-user", "mover", "--all"};
  words.insert(words.end(), more.begin(), more.end());
  return gantry_between(
      source, destination, words,
      {{"GANTRY_SECRET_SOURCE_PASSWORD", password}, {"GANTRY_SECRET_DESTINATION_PASSWORD", password}});
}

}  // namespace

TEST_CASE("messages: nothing to read them, serveradmin to write them") {
  const Sandbox source("A", login + "EXEC sp_addmessage 50010, 16, N'Order %d is late';"),
      destination("B", login + "ALTER SERVER ROLE serveradmin ADD MEMBER [mover];");
  const Outcome outcome = copy(source, destination, "messages");
  CAPTURE(outcome.all());
  CHECK(outcome.code == 0);
  CHECK(destination.value("SELECT text FROM sys.messages WHERE message_id = 50010") == "Order %d is late");
}

TEST_CASE("procedures: VIEW DEFINITION in master on both sides, CREATE PROCEDURE and ALTER on the schema") {
  const std::string user = login + "CREATE USER [mover] FOR LOGIN [mover];\n";
  const std::string see = "GRANT VIEW DEFINITION TO [mover];\n",
                    create = "GRANT CREATE PROCEDURE TO [mover];\n",
                    alter = "GRANT ALTER ON SCHEMA::[dbo] TO [mover];\n";
  const Sandbox source("A", user + see + "GO\nCREATE PROCEDURE dbo.late_orders AS SELECT 1 AS one;");
  const char *count = "SELECT COUNT(*) FROM sys.procedures WHERE name = 'late_orders'";
  {
    const Sandbox destination("B", user + see + create + alter);
    const Outcome outcome = copy(source, destination, "procedures");
    CAPTURE(outcome.all());
    CHECK(outcome.code == 0);
    CHECK(destination.value(count) == "1");
  }
  const auto lacks = [&](const Sandbox &from, const Sandbox &to, const char *words) {
    const Outcome outcome = copy(from, to, "procedures");
    CAPTURE(outcome.all());
    CHECK(outcome.code == 1);
    CHECK(outcome.says(words));
    CHECK(to.value(count) == "0");
  };
  const std::string grant = "GRANT VIEW DEFINITION TO [mover]";
  lacks(Sandbox("A", user + "GO\nCREATE PROCEDURE dbo.late_orders AS SELECT 1 AS one;"),
        Sandbox("B", user + see + create + alter), grant.c_str());
  lacks(source, Sandbox("B", user + create + alter), grant.c_str());
  lacks(source, Sandbox("B", user + see + alter), "CREATE PROCEDURE permission denied");
  lacks(source, Sandbox("B", user + see + create), "permission");
}

TEST_CASE("jobs: a source that lets a login see what the refusals name, and no more") {
  const Sandbox source("A",
                       login +
                           "USE msdb;\nGO\nCREATE USER [mover] FOR LOGIN [mover];\nGO\n"
                           "EXEC dbo.sp_add_job @job_name = N'Nightly', @owner_login_name = N'sa';\n"
                           "EXEC dbo.sp_add_jobstep @job_name = N'Nightly', @step_name = N'look', @command = "
                           "N'SELECT 1';\nEXEC dbo.sp_add_jobserver @job_name = N'Nightly';"),
      destination("B", login + "ALTER SERVER ROLE sysadmin ADD MEMBER [mover];");
  const std::regex grant("((?:USE \\[msdb\\]; )?GRANT [^;]* TO \\[mover\\];)");
  Outcome outcome;
  std::string granted;
  // Each kind of object that a plan reads says for itself what it lacks.
  for (int round = 0; round < 12; ++round) {
    outcome = copy(source, destination, "jobs");
    if (outcome.code == 0) break;
    const std::string said = outcome.all();
    CAPTURE(said);
    REQUIRE(std::regex_search(said, grant));
    for (std::sregex_iterator at(said.begin(), said.end(), grant), end; at != end; ++at) {
      granted += (*at)[1].str() + "\n";
      CHECK_FALSE(source.sql((*at)[1].str()).says("Msg "));
    }
  }
  CAPTURE(outcome.all());
  CAPTURE(granted);
  CHECK(outcome.code == 0);
  CHECK(granted.find("sysjobsteps") != std::string::npos);
  CHECK(destination.value("SELECT COUNT(*) FROM msdb.dbo.sysjobs WHERE name = N'Nightly'") == "1");
}
