// Stored procedures of master from one server to another.
#include "tests/end-to-end/support/sandbox.hpp"

#include <doctest.h>

using namespace end_to_end;

namespace {

const std::string package = GANTRY_SOURCE "/samples/packages/transfer-procedures.dtsx";
const std::string source_script = read_text(GANTRY_SOURCE "/samples/packages/procedures-old.sql");
const std::string target_script = read_text(GANTRY_SOURCE "/samples/packages/procedures-new.sql");

const char *procedures_query =
    "SELECT s.name, o.name, m.uses_ansi_nulls, m.uses_quoted_identifier FROM master.sys.objects o JOIN "
    "master.sys.schemas s ON s.schema_id = o.schema_id JOIN master.sys.sql_modules m ON m.object_id = "
    "o.object_id "
    "WHERE o.type = 'P' AND o.is_ms_shipped = 0 ORDER BY 1, 2";
const char *permissions_query =
    "SELECT s.name, o.name, p.permission_name, p.state_desc, g.name FROM master.sys.database_permissions p "
    "JOIN "
    "master.sys.objects o ON o.object_id = p.major_id JOIN master.sys.schemas s ON s.schema_id = o.schema_id "
    "JOIN "
    "master.sys.database_principals g ON g.principal_id = p.grantee_principal_id WHERE p.class = 1 AND "
    "o.type = 'P' "
    "ORDER BY 1, 2, 3, 5";
std::string text_of(const Sandbox &server, const std::string &procedure) {
  return server.value(
      "SELECT CAST(REPLACE(definition, CHAR(10), '~') AS nvarchar(1000)) FROM master.sys.sql_modules "
      "WHERE object_id = OBJECT_ID('master." +
      procedure + "')");
}

std::vector<std::string> copy(std::vector<std::string> more) {
  std::vector<std::string> words = {"copy", "procedures", "--from", "a",         "--from-user",
                                    "sa",   "--to",       "b",      "--to-user", "sa"};
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

}  // namespace

TEST_CASE("procedures: a package brings both sides to agree; then nothing is to do") {
  const Sandbox source("TOOLS-OLD", source_script), destination("TOOLS-NEW", target_script);
  const Outcome plan = gantry_between(source, destination, {"plan", package});
  CAPTURE(plan.all());
  REQUIRE(plan.code == 0);
  CHECK(plan.says("[dbo].[sp_busy]"));
  CHECK(plan.says("ALTER PROC tools.check_space"));
  CHECK(plan.says("SET QUOTED_IDENTIFIER OFF;"));
  CHECK(plan.says("PRIVILEGED"));
  CHECK(destination.rows(procedures_query).size() == 1);

  const Outcome run = gantry_between(source, destination, {"run", package});
  CAPTURE(run.all());
  REQUIRE(run.code == 0);
  CHECK(source.rows(procedures_query) == destination.rows(procedures_query));
  CHECK(source.rows(procedures_query).size() == 5);
  for (const char *query :
       {"SELECT name, USER_NAME(principal_id) FROM master.sys.objects WHERE type = 'P' AND principal_id IS "
        "NOT NULL",
        "SELECT name FROM master.sys.procedures WHERE is_auto_executed = 1",
        "SELECT OBJECT_NAME(object_id), procedure_number, definition FROM master.sys.numbered_procedures",
        "SELECT OBJECT_NAME(major_id), name, CAST(value AS nvarchar(100)) FROM "
        "master.sys.extended_properties"}) {
    CAPTURE(query);
    CHECK(source.rows(query).size() == 1);
    CHECK(source.rows(query) == destination.rows(query));
  }
  CHECK(text_of(destination, "dbo.sp_busy")
            .find("/* Who is busy? */~CREATE PROCEDURE [dbo].[sp_busy] @minimum") != std::string::npos);
  for (const char *same : {"tools.nightly", "tools.check_space", "dbo.sp_greet"})
    CHECK(text_of(source, same) == text_of(destination, same));
  // What the destination had granted stays.
  std::vector<std::string> permissions = destination.rows(permissions_query);
  CHECK(permissions.size() == source.rows(permissions_query).size() + 1);
  CHECK(destination.sql("EXEC dbo.sp_greet; EXEC dbo.sp_busy").code == 0);

  const Outcome again = gantry_between(source, destination, {"run", package});
  CAPTURE(again.all());
  CHECK(again.code == 0);
  CHECK(again.says("nothing to do"));
  const std::string option = "\\Package\\Transfer procedures.Properties[IfObjectExists];";
  CHECK(gantry_between(source, destination, {"run", package, "--set", option + "2"}).says("nothing to do"));
  const Outcome fail = gantry_between(source, destination, {"run", package, "--set", option + "0"});
  CHECK(fail.code == 1);
  CHECK(fail.says("is already at the destination"));
}

TEST_CASE(
    "copy procedures: dbo alone by default, names with and without a schema, names that are not there") {
  const Sandbox source("A", source_script), destination("B", "CREATE SCHEMA tools;");
  const Outcome dbo = gantry_between(source, destination, copy({"--all"}));
  CAPTURE(dbo.all());
  REQUIRE(dbo.code == 0);
  CHECK(destination.rows(procedures_query).size() == 3);
  CHECK(dbo.says("Permissions of [operator] on procedures are left out"));
  const Outcome absent =
      gantry_between(source, destination, copy({"--procedure", "nobody", "--procedure", "tools.nothing"}));
  CHECK(absent.code == 1);
  CHECK(absent.says("nobody"));
  CHECK(absent.says("tools.nothing"));
  const Outcome one = gantry_between(source, destination, copy({"--procedure", "[tools].[check_space]"}));
  CAPTURE(one.all());
  CHECK(one.code == 0);
  CHECK(destination.rows(procedures_query).size() == 4);
}

TEST_CASE("procedures: a text that does not compile fails with the server's message, alone or with all") {
  for (const bool whole : {true, false}) {
    const Sandbox source("A", source_script), destination("B", target_script);
    REQUIRE(destination
                .sql("EXEC sandbox.inject @fault = 'error', @number = 102, @match = 'sp_busy] @minimum', "
                     "@times = 9, "
                     "@text = 'Incorrect syntax.'")
                .code == 0);
    const Outcome run =
        gantry_between(source, destination, copy({"--all", "--transaction", whole ? "task" : "object"}));
    CAPTURE(run.all());
    CHECK(run.code == 1);
    CHECK(run.says("Incorrect syntax"));
    CHECK(run.says("[dbo].[sp_busy]"));
    CHECK(destination.rows(procedures_query).size() == (whole ? 1U : 3U));
  }
}

TEST_CASE("procedures: check proxies find nothing to say") {
  const Sandbox source("TOOLS-OLD", source_script), destination("TOOLS-NEW", target_script);
  const Outcome run = gantry_between(source, destination, {"run", package, "--check-calls"});
  CAPTURE(run.all());
  CHECK(run.code == 0);
  CHECK_FALSE(run.says("PLUGIN"));
  CHECK_FALSE(run.says("HOST"));
}
