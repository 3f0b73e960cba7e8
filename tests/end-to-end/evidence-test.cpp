// What a run leaves behind: journal, undo script, report; nothing of it shows a secret where it must not.
#include "tests/end-to-end/support/run-folder.hpp"
#include "tests/end-to-end/support/sandbox.hpp"

#include <doctest.h>
#include <sys/stat.h>

using namespace end_to_end;

namespace {

const std::string old_server = read_text(GANTRY_SOURCE "/samples/packages/sales-old.sql");
const std::string new_server = read_text(GANTRY_SOURCE "/samples/packages/sales-new.sql");
const std::string package = GANTRY_SOURCE "/samples/packages/transfer-logins.dtsx";

const char *catalogue[] = {
    "SELECT p.name, p.type, p.is_disabled, p.default_database_name, p.default_language_name, "
    "CONVERT(varchar(100), p.sid, 1) FROM sys.server_principals p WHERE p.name NOT LIKE '##%' ORDER BY "
    "p.name",
    "SELECT name, CONVERT(varchar(200), password_hash, 1), is_policy_checked, is_expiration_checked FROM "
    "sys.sql_logins WHERE name NOT LIKE '##%' ORDER BY name",
    "SELECT r.name, m.name FROM sys.server_role_members x JOIN sys.server_principals r ON r.principal_id = "
    "x.role_principal_id JOIN sys.server_principals m ON m.principal_id = x.member_principal_id ORDER BY 1, "
    "2",
    "SELECT g.name, p.permission_name, p.state_desc FROM sys.server_permissions p JOIN sys.server_principals "
    "g ON "
    "g.principal_id = p.grantee_principal_id WHERE g.name NOT LIKE '##%' ORDER BY 1, 2"};

std::vector<std::string> state_of(const Sandbox &server) {
  std::vector<std::string> all;
  for (const char *query : catalogue) {
    const std::vector<std::string> rows = server.rows(query);
    all.insert(all.end(), rows.begin(), rows.end());
  }
  return all;
}

unsigned mode_of(const std::string &path) {
  struct stat status {};
  return stat(path.c_str(), &status) == 0 ? status.st_mode & 0777U : 0U;
}

}  // namespace

TEST_CASE("the undo script takes a run back, by an unmodified client") {
  for (const char *scope : {"0", "1"}) {
    CAPTURE(scope);
    const Folder state;
    // One login is there already, with another password, database and state: it is overwritten.
    const Sandbox source("SALES-OLD", old_server),
        destination("SALES-NEW", new_server +
                                     "\nGO\nCREATE LOGIN [grafana] WITH PASSWORD = N'Former-words-9', SID = "
                                     "0x5A1E5000000000000000000000000B00;\nGO\n");
    const std::vector<std::string> before = state_of(destination);
    const Outcome run = gantry_between(
        source, destination,
        {"run", package, "--set", "\\Package\\Transfer logins.Properties[IfObjectExists];1", "--set",
         "\\Package\\Transfer logins.Properties[Gantry.Transaction];" + std::string(scope), "--set",
         "\\Package\\Transfer logins.Properties[Gantry.SidConflict];1"},
        {{"XDG_STATE_HOME", state.path()}});
    CAPTURE(run.all());
    REQUIRE(run.code == 0);
    CHECK(state_of(destination) != before);
    const std::string undo = only_run(state) + "/undo.sql";
    CHECK(mode_of(undo) == 0600);
    const Outcome undone = destination.sql(read_text(undo));
    CAPTURE(undone.all());
    CHECK_FALSE(undone.says("Msg "));
    CHECK(state_of(destination) == before);
  }
}

TEST_CASE("the undo script of a run that was taken back undoes nothing") {
  const Folder state;
  const Sandbox source("SALES-OLD", old_server),
      destination("SALES-NEW", new_server,
                  {"--fault", "error,number=1204,statement=CREATE LOGIN,match=grafana"});
  const std::vector<std::string> before = state_of(destination);
  const Outcome run =
      gantry_between(source, destination, {"run", package}, {{"XDG_STATE_HOME", state.path()}});
  CAPTURE(run.all());
  CHECK(run.code == 1);
  CHECK(run.says("of 16 steps done"));
  const std::string undo = read_text(only_run(state) + "/undo.sql");
  CHECK(undo.find("DROP LOGIN") == std::string::npos);
  destination.sql(undo);
  CHECK(state_of(destination) == before);
}

TEST_CASE("the report: who, what, which servers, which statements, how it ended, without secrets") {
  const Folder state, reports;
  const Sandbox source("SALES-OLD", old_server), destination("SALES-NEW", new_server);
  const Outcome run =
      gantry_between(source, destination, {"run", package, "--report", reports.path() + "/out"},
                     {{"XDG_STATE_HOME", state.path()}});
  CAPTURE(run.all());
  REQUIRE(run.code == 0);
  const std::string folder = only_run(state);
  CHECK(run.says(folder));
  CHECK(mode_of(folder) == 0700);
  for (const char *name : {"journal.jsonl", "undo.sql", "report.jsonl", "report.md"})
    CHECK(mode_of(folder + "/" + name) == 0600);
  for (const char *name : {"report.jsonl", "report.md"}) {
    const std::string text = read_text(reports.path() + "/out/" + name);
    CAPTURE(text);
    for (const char *part : {"SALES-OLD", "SALES-NEW", "sa", "CREATE LOGIN [app_orders]", "***", "whole",
                             "success", "org.gantry.freetds.DRIVER", "Gantry 0.1.0"})
      CHECK(text.find(part) != std::string::npos);
    CHECK(text.find("0x0200") == std::string::npos);
    CHECK(text.find(sa_password) == std::string::npos);
  }
  const Outcome json = gantry_between(source, destination, {"run", package, "--format", "json"},
                                      {{"XDG_STATE_HOME", state.path()}});
  CHECK(json.says("\"folder\":\"" + state.path()));
}

TEST_CASE("a state folder that cannot be written stops a run before anything is sent") {
  const Folder state;
  const Sandbox source("SALES-OLD", old_server), destination("SALES-NEW", new_server);
  const std::vector<std::string> before = state_of(destination);
  const Outcome refused = gantry_between(
      source, destination, {"run", package, "--state-folder", state.file("file", "no folder") + "/below"});
  CAPTURE(refused.all());
  CHECK(refused.code == 1);
  CHECK(refused.says("--state-folder"));
  CHECK(state_of(destination) == before);
}
