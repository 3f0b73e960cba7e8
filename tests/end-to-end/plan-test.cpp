// Plans that bind, scripts to review, exit codes of plan, consent before something is destroyed.
#include "tests/end-to-end/support/sandbox.hpp"

#include <doctest.h>
#include <sys/stat.h>

using namespace end_to_end;

namespace {

const std::string old_server = read_text(GANTRY_SOURCE "/samples/packages/sales-old.sql");
const std::string new_server = read_text(GANTRY_SOURCE "/samples/packages/sales-new.sql");
const std::string package = GANTRY_SOURCE "/samples/packages/transfer-logins.dtsx";

const char *logins_query =
    "SELECT p.name, p.is_disabled, p.default_database_name, CONVERT(varchar(100), p.sid, 1), "
    "CONVERT(varchar(200), l.password_hash, 1) FROM sys.server_principals p JOIN sys.sql_logins l ON "
    "l.principal_id = p.principal_id WHERE p.sid <> 0x01 AND p.name NOT LIKE '##%' ORDER BY p.name";

unsigned mode_of(const std::string &path) {
  struct stat status {};
  return stat(path.c_str(), &status) == 0 ? status.st_mode & 0777U : 0U;
}

std::string replaced(std::string text, const std::string &from, const std::string &to) {
  const std::size_t at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

const std::string one_login =
    "CREATE LOGIN [app] WITH PASSWORD = N'One-pass-1', SID = 0x11111111111111111111111111111111, "
    "CHECK_POLICY = "
    "OFF;\n";
const std::string other_sid =
    "CREATE LOGIN [app] WITH PASSWORD = N'Two-pass-2', SID = 0x22222222222222222222222222222222, "
    "CHECK_POLICY = "
    "OFF;\n";

std::vector<std::string> recreate(std::vector<std::string> more) {
  std::vector<std::string> words{"copy",           "logins",
                                 "--from",         "a",
                                 "--from-user",    "sa",
                                 "--to",           "b",
                                 "--to-user",      "sa",
                                 "--login",        "app",
                                 "--sids",         "--password-hashes",
                                 "--if-exists",    "overwrite",
                                 "--sid-conflict", "recreate"};
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

}  // namespace

TEST_CASE("a saved plan holds the run to it: other steps, servers, packages and edits are refused") {
  const Sandbox source("SALES-OLD", old_server), destination("SALES-NEW", new_server);
  const Folder folder;
  const std::string file = folder.path() + "/logins.plan";
  const Outcome planned = gantry_between(source, destination, {"plan", package, "--out", file});
  CAPTURE(planned.all());
  REQUIRE(planned.code == 0);
  CHECK(mode_of(file) == 0600);
  const std::string text = read_text(file);
  CHECK(text.find("0x0200") == std::string::npos);
  const std::vector<std::string> before = destination.rows(logins_query);

  SUBCASE("edited, of another format, no plan at all") {
    for (const std::string &edited :
         {replaced(text, "CREATE LOGIN [app_orders]", "CREATE LOGIN [app_0rders]"),
          replaced(text, "\"gantry-plan\": 1", "\"gantry-plan\": 7"), std::string("{}"),
          text.substr(0, 100)}) {
      const Outcome refused =
          gantry_between(source, destination, {"run", "--plan", folder.file("edited.plan", edited), package});
      CAPTURE(refused.all());
      CHECK(refused.code == 1);
      CHECK(refused.says("plan file"));
    }
  }
  SUBCASE("another package") {
    const std::string other = folder.file("other.dtsx", read_text(package) + "\n");
    const Outcome refused = gantry_between(source, destination, {"run", "--plan", file, other});
    CHECK(refused.code == 1);
    CHECK(refused.says("another package"));
  }
  SUBCASE("another server") {
    const Sandbox third("SALES-THIRD", new_server);
    const Outcome refused = gantry_between(source, third, {"run", "--plan", file});
    CAPTURE(refused.all());
    CHECK(refused.code == 1);
    CHECK(refused.says("was server SALES-NEW and is SALES-THIRD"));
  }
  SUBCASE("drift: only now, only in the plan, a secret that does not show") {
    source.sql(
        "CREATE LOGIN [late] WITH PASSWORD = N'Quite-new-1';\nGO\nDROP LOGIN [grafana];\nGO\n"
        "ALTER LOGIN [app_orders] WITH PASSWORD = N'Changed-2-pass';\nGO\n");
    const Outcome refused = gantry_between(source, destination, {"run", "--plan", file});
    CAPTURE(refused.all());
    CHECK(refused.code == 1);
    CHECK(refused.says("only now: step"));
    CHECK(refused.says("Login late"));
    CHECK(refused.says("only in the plan: step"));
    CHECK(refused.says("Login grafana"));
    CHECK(refused.says("the secret in it is another one"));
  }
  SUBCASE("nothing drifted: it runs, without the package's path too") {
    const Outcome run = gantry_between(source, destination, {"run", "--plan", file});
    CAPTURE(run.all());
    CHECK(run.code == 0);
    CHECK(source.rows(logins_query) == destination.rows(logins_query));
    // Now there is nothing to do, which is not what the plan says.
    CHECK(gantry_between(source, destination, {"run", "--plan", file}).code == 1);
    return;
  }
  CHECK(destination.rows(logins_query) == before);
}

TEST_CASE("random passwords are no drift") {
  const Sandbox source("A", one_login), destination("B");
  const Folder folder;
  const std::string built = folder.path() + "/copy.dtsx", file = folder.path() + "/copy.plan";
  REQUIRE(gantry_between(source, destination,
                         {"copy", "logins", "--from", "a", "--from-user", "sa", "--to", "b", "--to-user",
                          "sa", "--all", "--save-package", built})
              .code == 0);
  REQUIRE(gantry_between(source, destination, {"plan", built, "--out", file}).code == 0);
  const Outcome run = gantry_between(source, destination, {"run", "--plan", file});
  CAPTURE(run.all());
  CHECK(run.code == 0);
}

TEST_CASE("plan --exit-code: 2 when there is something to do, 0 when there is nothing") {
  const Sandbox source("SALES-OLD", old_server), destination("SALES-NEW", new_server);
  CHECK(gantry_between(source, destination, {"plan", package, "--exit-code"}).code == 2);
  CHECK(gantry_between(source, destination, {"plan", package}).code == 0);
  REQUIRE(gantry_between(source, destination, {"run", package}).code == 0);
  CHECK(gantry_between(source, destination, {"plan", package, "--exit-code"}).code == 0);
  CHECK(gantry_between(source, destination, {"plan", "nowhere.dtsx", "--exit-code"}).code == 4);
}

TEST_CASE("plan --format sql: with hashes an unmodified client does what a run would do, without it fails") {
  const Sandbox source("SALES-OLD", old_server), destination("SALES-NEW", new_server);
  const Folder folder;
  const std::string file = folder.path() + "/plan.sql";
  const std::vector<std::string> before = destination.rows(logins_query);

  const Outcome masked = gantry_between(source, destination, {"plan", package, "--format", "sql"});
  CAPTURE(masked.out);
  REQUIRE(masked.code == 0);
  CHECK(masked.out.find("0x0200") == std::string::npos);
  CHECK(masked.out.find("-- ") == 0);
  const Outcome failed = destination.sql(masked.out);
  CHECK(failed.says("Msg "));
  CHECK(destination.rows(logins_query) == before);

  CHECK(gantry_between(source, destination, {"plan", package, "--format", "sql", "--with-hashes"}).code == 6);
  const Outcome clear = gantry_between(source, destination,
                                       {"plan", package, "--format", "sql", "--with-hashes", "--out", file});
  CAPTURE(clear.all());
  REQUIRE(clear.code == 0);
  CHECK_FALSE(clear.says("0x0200"));
  CHECK(mode_of(file) == 0600);
  // On the wrong server it does nothing.
  const std::vector<std::string> at_source = source.rows(logins_query);
  CHECK(source.sql(read_text(file)).says("is for server SALES-NEW"));
  CHECK(source.rows(logins_query) == at_source);
  const Outcome applied = destination.sql(read_text(file));
  CAPTURE(applied.all());
  CHECK_FALSE(applied.says("Msg "));
  CHECK(source.rows(logins_query) == destination.rows(logins_query));
  const Outcome nothing = gantry_between(source, destination, {"plan", package, "--exit-code"});
  CAPTURE(nothing.all());
  CHECK(nothing.code == 0);
}

TEST_CASE("steps that destroy need --yes where nobody can be asked") {
  const Sandbox source("A", one_login), destination("B", other_sid);
  const char *sid = "SELECT CONVERT(varchar(50), sid, 1) FROM sys.server_principals WHERE name = 'app'";
  const Outcome refused = gantry_between(source, destination, recreate({}));
  CAPTURE(refused.all());
  CHECK(refused.code == 1);
  CHECK(refused.says("--yes"));
  CHECK(refused.says("Login app"));
  CHECK(destination.value(sid) == "0x22222222222222222222222222222222");
  const Outcome allowed = gantry_between(source, destination, recreate({"--yes"}));
  CAPTURE(allowed.all());
  CHECK(allowed.code == 0);
  CHECK(destination.value(sid) == "0x11111111111111111111111111111111");
}
