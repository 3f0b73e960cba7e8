// Logins from one server to another: what arrives, what does not, what a second run does.
#include "tests/end-to-end/support/sandbox.hpp"

#include <doctest.h>

using namespace end_to_end;

namespace {

const std::string old_server = read_text(GANTRY_SOURCE "/samples/packages/sales-old.sql");
const std::string new_server = read_text(GANTRY_SOURCE "/samples/packages/sales-new.sql");
const std::string package = GANTRY_SOURCE "/samples/packages/transfer-logins.dtsx";

const char *logins_query =
    "SELECT p.name, p.is_disabled, p.default_database_name, p.default_language_name, CONVERT(varchar(100), "
    "p.sid, 1), "
    "CONVERT(varchar(200), l.password_hash, 1), l.is_policy_checked, l.is_expiration_checked "
    "FROM sys.server_principals p JOIN sys.sql_logins l ON l.principal_id = p.principal_id "
    "WHERE p.sid <> 0x01 AND p.name NOT LIKE '##%' ORDER BY p.name";
const char *roles_query =
    "SELECT r.name, m.name FROM sys.server_role_members x JOIN sys.server_principals r ON r.principal_id = "
    "x.role_principal_id "
    "JOIN sys.server_principals m ON m.principal_id = x.member_principal_id WHERE m.name <> 'sa' AND m.name "
    "NOT LIKE '%##%' AND m.name NOT LIKE 'NT %' ORDER BY 1, 2";
const char *permissions_query =
    "SELECT p.permission_name, p.state_desc, g.name FROM sys.server_permissions p JOIN sys.server_principals "
    "g "
    "ON g.principal_id = p.grantee_principal_id WHERE g.type = 'S' AND g.name NOT LIKE '##%' AND g.name <> "
    "'sa' ORDER BY 3, 1";

}  // namespace

TEST_CASE("a package moves logins with SIDs, hashes, roles and permissions; a second run has nothing to do") {
  const Sandbox source("SALES-OLD", old_server), destination("SALES-NEW", new_server);
  const std::vector<std::string> before = destination.rows(logins_query);

  const Outcome plan = gantry_between(source, destination, {"plan", package});
  CHECK(plan.code == 0);
  CHECK(plan.says("CREATE LOGIN [app_orders]"));
  CHECK(plan.says("nothing has been changed"));
  CHECK(plan.says("certificate verified"));
  CHECK(destination.rows(logins_query) == before);
  CHECK_FALSE(plan.says("0x0200"));

  const Outcome run = gantry_between(source, destination, {"run", package});
  CAPTURE(run.all());
  REQUIRE(run.code == 0);
  CHECK(source.rows(logins_query) == destination.rows(logins_query));
  CHECK(source.rows(logins_query).size() == 9);
  CHECK(source.rows(roles_query) == destination.rows(roles_query));
  CHECK(source.rows(permissions_query) == destination.rows(permissions_query));
  CHECK_FALSE(run.says("0x0200"));

  // A real client logs in with the old password.
  CHECK(destination.can_log_in("app_orders", "Orders-2021!pool"));
  CHECK(destination.can_log_in("O'Neill", "It's-quoted-1"));
  CHECK(destination.can_log_in("j.moreau", "Café-noir-17"));
  CHECK_FALSE(destination.can_log_in("app_orders", "another password"));
  CHECK_FALSE(destination.can_log_in("contractor_2019", "Gone-since-2020"));

  const Outcome again = gantry_between(source, destination, {"run", package});
  CHECK(again.code == 0);
  CHECK(again.says("nothing to do"));

  // Overwrite with kept passwords has nothing to do either, FailTask fails before any change.
  const Outcome overwrite =
      gantry_between(source, destination,
                     {"run", package, "--set", "\\Package\\Transfer logins.Properties[IfObjectExists];1"});
  CAPTURE(overwrite.all());
  CHECK(overwrite.code == 0);
  CHECK(overwrite.says("nothing to do"));
  const Outcome fail =
      gantry_between(source, destination,
                     {"run", package, "--set", "\\Package\\Transfer logins.Properties[IfObjectExists];0"});
  CHECK(fail.code == 1);
  CHECK(source.rows(logins_query) == destination.rows(logins_query));
}

TEST_CASE("as in Integration Services: disabled, a random password, sa never, not even renamed") {
  const Sandbox source("A",
                       "ALTER LOGIN [sa] WITH NAME = [chief];\nCREATE LOGIN [app] WITH PASSWORD = "
                       "N'Old-password-1', CHECK_POLICY = OFF;\n");
  const Sandbox destination("B");
  Outcome run = gantry_between(
      source, destination,
      {"copy", "logins", "--from", "x", "--from-user", "chief", "--to", "y", "--to-user", "sa", "--all"});
  CAPTURE(run.all());
  REQUIRE(run.code == 0);
  CHECK(destination.value("SELECT is_disabled FROM sys.server_principals WHERE name = 'app'") == "1");
  CHECK(destination.value("SELECT COUNT(*) FROM sys.server_principals WHERE name = 'chief'") == "0");
  CHECK_FALSE(destination.can_log_in("app", "Old-password-1"));
  const std::string hash =
      "SELECT CONVERT(varchar(200), password_hash, 1) FROM sys.sql_logins WHERE name = 'app'";
  const std::string first = destination.value(hash);
  run = gantry_between(source, destination,
                       {"copy", "logins", "--from", "x", "--from-user", "chief", "--to", "y", "--to-user",
                        "sa", "--all", "--if-exists", "overwrite"});
  CAPTURE(run.all());
  CHECK(run.code == 0);
  CHECK(destination.value(hash) == first);  // never reset on a login that is there
}

TEST_CASE(
    "copy logins: selections, a saved package runs the same, roles and permissions stay unless asked for") {
  const Sandbox source("A", old_server), destination("B", new_server);
  const Folder folder;
  const std::string saved = folder.path() + "/saved.dtsx";
  const std::vector<std::string> base{"copy", "logins", "--from", "a",         "--from-user",
                                      "sa",   "--to",   "b",      "--to-user", "sa"};
  const auto with = [&](std::vector<std::string> more) {
    more.insert(more.begin(), base.begin(), base.end());
    return more;
  };
  Outcome save = gantry_between(
      source, destination,
      with({"--of-database", "Sales", "--sids", "--password-hashes", "--save-package", saved}));
  CAPTURE(save.all());
  REQUIRE(save.code == 0);
  CHECK(destination.value("SELECT COUNT(*) FROM sys.sql_logins WHERE name = 'app_orders'") == "0");
  CHECK(read_text(saved).find(sa_password) == std::string::npos);

  const Outcome run = gantry_between(source, destination, {"run", saved});
  CAPTURE(run.all());
  CHECK(run.code == 0);
  CHECK(destination.rows(
            "SELECT name FROM sys.sql_logins WHERE sid <> 0x01 AND name NOT LIKE '##%' ORDER BY name") ==
        std::vector<std::string>{"app_billing", "app_orders", "report_reader"});
  CHECK(destination.can_log_in("app_billing", "Billing-2021!pool"));

  const Outcome one = gantry_between(source, destination, with({"--login", "dba_on_call"}));
  CHECK(one.code == 0);
  CHECK(destination.value("SELECT IS_SRVROLEMEMBER('sysadmin', 'dba_on_call')") == "0");

  const Outcome absent =
      gantry_between(source, destination, with({"--login", "nobody", "--login", "grafana"}));
  CHECK(absent.code == 1);
  CHECK(absent.says("nobody"));
  CHECK(destination.value("SELECT COUNT(*) FROM sys.sql_logins WHERE name = 'grafana'") == "0");
}

TEST_CASE("a login of the same name with another SID: each choice") {
  const std::string one =
      "CREATE LOGIN [app] WITH PASSWORD = N'Password-one-1', SID = 0x11111111111111111111111111111111, "
      "CHECK_POLICY = OFF;";
  const std::string other =
      "CREATE LOGIN [app] WITH PASSWORD = N'Password-two-2', SID = 0x22222222222222222222222222222222, "
      "CHECK_POLICY = OFF;";
  const std::string users =
      "\nGO\nCREATE DATABASE Sales;\nGO\nUSE Sales;\nGO\nCREATE USER [app] FOR LOGIN [app];\n";
  const auto copy = [](const Sandbox &a, const Sandbox &b, const std::string &choice) {
    return gantry_between(a, b,
                          {"copy", "logins", "--from", "a", "--from-user", "sa", "--to", "b", "--to-user",
                           "sa", "--login", "app", "--sids", "--password-hashes", "--if-exists", "overwrite",
                           "--sid-conflict", choice, "--yes"});
  };
  const char *sid = "SELECT CONVERT(varchar(50), sid, 1) FROM sys.server_principals WHERE name = 'app'";
  const Sandbox source("A", one), destination("B", other + users);
  const Outcome fail = copy(source, destination, "fail");
  CHECK(fail.code == 1);
  CHECK(destination.value(sid) == "0x22222222222222222222222222222222");
  const Outcome keep = copy(source, destination, "keep-destination");
  CAPTURE(keep.all());
  CHECK(keep.code == 0);
  CHECK(destination.value(sid) == "0x22222222222222222222222222222222");
  const Outcome recreate = copy(source, destination, "recreate");
  CAPTURE(recreate.all());
  CHECK(recreate.code == 0);
  CHECK(destination.value(sid) == "0x11111111111111111111111111111111");
  // The user of the database belongs to the login again.
  CHECK(destination.value(
            "SELECT CONVERT(varchar(50), sid, 1) FROM Sales.sys.database_principals WHERE name = 'app'") ==
        "0x11111111111111111111111111111111");
}

TEST_CASE("check proxies find nothing to say about our own plugins") {
  const Sandbox source("SALES-OLD", old_server), destination("SALES-NEW", new_server);
  const Outcome run = gantry_between(source, destination, {"run", package, "--check-calls"});
  CAPTURE(run.all());
  CHECK(run.code == 0);
  CHECK_FALSE(run.says("PLUGIN"));
  CHECK_FALSE(run.says("HOST"));
}
