// The undo scripts of runs that destroyed something: run by an unmodified client, they bring everything back
// that hung on it.
#include "tests/end-to-end/support/run-folder.hpp"
#include "tests/end-to-end/support/sandbox.hpp"

#include <doctest.h>

#include <algorithm>

using namespace end_to_end;

namespace {

std::vector<std::string> state_of(const Sandbox &server, const std::vector<const char *> &catalogue) {
  std::vector<std::string> all;
  for (const char *query : catalogue) {
    const std::vector<std::string> rows = server.rows(query);
    all.insert(all.end(), rows.begin(), rows.end());
    all.emplace_back("--");
  }
  return all;
}

/// What `before` has and `now` lacks, and the other way round; for messages.
std::string difference(const std::vector<std::string> &before, const std::vector<std::string> &now) {
  std::string text;
  for (const std::string &line : before)
    if (std::find(now.begin(), now.end(), line) == now.end()) text += "\n- " + line;
  for (const std::string &line : now)
    if (std::find(before.begin(), before.end(), line) == before.end()) text += "\n+ " + line;
  return text;
}

const std::vector<const char *> security = {
    "SELECT p.name, p.type, p.is_disabled, p.default_database_name, p.default_language_name, "
    "CONVERT(varchar(100), p.sid, 1), o.name FROM sys.server_principals p LEFT JOIN sys.server_principals o "
    "ON "
    "o.principal_id = p.owning_principal_id WHERE p.name NOT LIKE '##%' ORDER BY p.name",
    "SELECT name, CONVERT(varchar(200), password_hash, 1), is_policy_checked, is_expiration_checked FROM "
    "sys.sql_logins WHERE name NOT LIKE '##%' ORDER BY name",
    "SELECT r.name, m.name FROM sys.server_role_members x JOIN sys.server_principals r ON r.principal_id = "
    "x.role_principal_id JOIN sys.server_principals m ON m.principal_id = x.member_principal_id ORDER BY 1, "
    "2",
    "SELECT e.name, p.class_desc, SUSER_NAME(CASE p.class WHEN 101 THEN p.major_id END), p.permission_name, "
    "p.state_desc, r.name FROM sys.server_permissions p JOIN sys.server_principals e ON e.principal_id = "
    "p.grantee_principal_id JOIN sys.server_principals r ON r.principal_id = p.grantor_principal_id WHERE "
    "e.name NOT LIKE '##%' ORDER BY 1, 2, 3, 4, 6",
    "SELECT p.name, c.name FROM sys.server_principal_credentials x JOIN sys.server_principals p ON "
    "p.principal_id = x.principal_id JOIN sys.credentials c ON c.credential_id = x.credential_id ORDER BY 1, "
    "2",
    "SELECT name, SUSER_SNAME(owner_sid) FROM sys.databases ORDER BY name",
    "SELECT 'Sales', name, CONVERT(varchar(100), sid, 1), default_schema_name FROM "
    "Sales.sys.database_principals WHERE sid IS NOT NULL ORDER BY name",
    "SELECT 'Other', name, CONVERT(varchar(100), sid, 1), default_schema_name FROM "
    "Other.sys.database_principals WHERE sid IS NOT NULL ORDER BY name"};

/// The login has another SID at the destination, and much hangs on it there.
const std::string source_login = R"(
CREATE LOGIN [app] WITH PASSWORD = N'Password-one-1', SID = 0x11111111111111111111111111111111, CHECK_POLICY = OFF;
ALTER SERVER ROLE [dbcreator] ADD MEMBER [app];
GRANT ALTER TRACE TO [app] WITH GRANT OPTION;
GRANT VIEW ANY DATABASE TO [app];
)";

const std::string destination_login = R"(
CREATE DATABASE Sales;
CREATE DATABASE Other;
CREATE DATABASE Depot;
CREATE CREDENTIAL [files] WITH IDENTITY = N'files', SECRET = N'Secret-of-files-1';
CREATE LOGIN [app] WITH PASSWORD = N'Password-two-2', SID = 0x22222222222222222222222222222222, CHECK_POLICY = OFF,
  DEFAULT_DATABASE = [Sales], DEFAULT_LANGUAGE = [Deutsch];
ALTER LOGIN [app] ADD CREDENTIAL [files];
ALTER LOGIN [app] DISABLE;
CREATE LOGIN [bob] WITH PASSWORD = N'Password-bob-3', CHECK_POLICY = OFF;
CREATE LOGIN [carol] WITH PASSWORD = N'Password-carol-4', CHECK_POLICY = OFF;
CREATE SERVER ROLE [team] AUTHORIZATION [app];
CREATE SERVER ROLE [readers];
ALTER SERVER ROLE [team] ADD MEMBER [bob];
ALTER SERVER ROLE [readers] ADD MEMBER [app];
ALTER SERVER ROLE [securityadmin] ADD MEMBER [app];
GRANT VIEW SERVER STATE TO [app] WITH GRANT OPTION;
GRANT VIEW SERVER STATE TO [bob] WITH GRANT OPTION AS [app];
GRANT VIEW SERVER STATE TO [carol] AS [bob];
GRANT ALTER TRACE TO [app];
GRANT ALTER ANY CONNECTION TO [carol] WITH GRANT OPTION;
GRANT ALTER ANY CONNECTION TO [app] AS [carol];
DENY VIEW ANY DATABASE TO [app];
GRANT IMPERSONATE ON LOGIN::[bob] TO [app];
GRANT VIEW DEFINITION ON LOGIN::[app] TO [bob] WITH GRANT OPTION;
GRANT VIEW DEFINITION ON LOGIN::[app] TO [carol] AS [bob];
ALTER AUTHORIZATION ON DATABASE::[Depot] TO [app];
GO
USE Sales;
GO
CREATE USER [app] FOR LOGIN [app];
GO
USE Other;
GO
CREATE SCHEMA work;
GO
CREATE USER [o'brien]] of app] FOR LOGIN [app] WITH DEFAULT_SCHEMA = [work];
GO
)";

}  // namespace

TEST_CASE("a login that was recreated comes back with everything that hung on it") {
  for (const char *scope : {"task", "object"}) {
    CAPTURE(scope);
    const Folder state;
    const Sandbox source("A", source_login), destination("B", destination_login);
    const std::vector<std::string> before = state_of(destination, security);
    const Outcome run = gantry_between(source, destination,
                                       {"copy",
                                        "logins",
                                        "--from",
                                        "a",
                                        "--from-user",
                                        "sa",
                                        "--to",
                                        "b",
                                        "--to-user",
                                        "sa",
                                        "--login",
                                        "app",
                                        "--sids",
                                        "--password-hashes",
                                        "--server-roles",
                                        "--server-permissions",
                                        "--credentials",
                                        "--if-exists",
                                        "overwrite",
                                        "--sid-conflict",
                                        "recreate",
                                        "--transaction",
                                        scope,
                                        "--yes"},
                                       {{"XDG_STATE_HOME", state.path()}});
    CAPTURE(run.all());
    REQUIRE(run.code == 0);
    CHECK_FALSE(run.says("not undoable"));
    const std::vector<std::string> then = state_of(destination, security);
    CHECK(then != before);
    // What its drop took is there again already now, given on by others too.
    for (const char *line : {"bob|SERVER|NULL|VIEW SERVER STATE|GRANT_WITH_GRANT_OPTION|app",
                             "carol|SERVER|NULL|VIEW SERVER "
                             "STATE|GRANT|bob",
                             "bob|SERVER_PRINCIPAL|app|VIEW DEFINITION|GRANT_WITH_GRANT_OPTION|sa",
                             "carol|SERVER_PRINCIPAL|app|VIEW DEFINITION|GRANT|bob", "readers|app"}) {
      CAPTURE(line);
      CHECK(std::count(then.begin(), then.end(), line) == 1);
    }

    const std::string undo = read_text(only_run(state) + "/undo.sql");
    const Outcome undone = destination.sql(undo);
    CAPTURE(undone.all());
    CHECK_FALSE(undone.says("Msg "));
    const std::vector<std::string> after = state_of(destination, security);
    INFO("undone, but:" << difference(before, after));
    CHECK(after == before);
    CHECK(destination.value(
              "SELECT CONVERT(varchar(50), sid, 1) FROM sys.server_principals WHERE name = 'app'") ==
          "0x22222222222222222222222222222222");
  }
}
