#include "tests/unit/sandbox-security/client.hpp"

using namespace sandbox_test;

namespace {

std::unique_ptr<sandbox::Server> server_with(std::initializer_list<const char *> logins) {
  auto server = new_server();
  Client sa = administrator(*server);
  for (const char *login : logins)
    sa.ok(std::string("CREATE LOGIN ") + login + " WITH PASSWORD = 'Str0ng.Enough'");
  return server;
}

Client as(sandbox::Server &server, const char *login, const std::string &database = "") {
  return {server, login, "Str0ng.Enough", database};
}

}  // namespace

TEST_CASE("server roles: members, own roles, what is refused") {
  const auto server = server_with({"ann", "bob"});
  Client sa = administrator(*server), ann = as(*server, "ann");
  CHECK(ann.one("SELECT IS_SRVROLEMEMBER('sysadmin')") == "0");
  sa.ok("ALTER SERVER ROLE sysadmin ADD MEMBER ann");
  CHECK(ann.one("SELECT IS_SRVROLEMEMBER('sysadmin')") == "1");
  CHECK(ann.one("SELECT IS_SRVROLEMEMBER('diskadmin')") == "1");
  sa.ok("ALTER SERVER ROLE sysadmin DROP MEMBER ann");
  CHECK(ann.one("SELECT IS_SRVROLEMEMBER('sysadmin')") == "0");
  CHECK(ann.error("ALTER SERVER ROLE sysadmin ADD MEMBER ann") == 15151);
  CHECK(sa.error("ALTER SERVER ROLE sysadmin DROP MEMBER sa") == 15405);
  CHECK(sa.error("ALTER SERVER ROLE [public] ADD MEMBER ann") == 15081);
  CHECK(sa.error("ALTER SERVER ROLE nothing ADD MEMBER ann") == 15151);
  CHECK(sa.error("ALTER SERVER ROLE sysadmin ADD MEMBER nobody") == 15151);
  CHECK(sa.error("DROP SERVER ROLE sysadmin") == 15150);
  CHECK(sa.error("CREATE SERVER ROLE ann") == 15025);
  sa.ok(
      "CREATE SERVER ROLE outer_role; CREATE SERVER ROLE inner_role AUTHORIZATION ann; ALTER SERVER ROLE "
      "outer_role ADD MEMBER inner_role; "
      "ALTER SERVER ROLE inner_role ADD MEMBER bob; GRANT VIEW SERVER STATE TO outer_role");
  CHECK(sa.error("ALTER SERVER ROLE inner_role ADD MEMBER outer_role") == 15413);
  CHECK(as(*server, "bob").one("SELECT HAS_PERMS_BY_NAME(NULL, NULL, 'VIEW SERVER STATE')") == "1");
  CHECK(ann.one("SELECT HAS_PERMS_BY_NAME(NULL, NULL, 'VIEW SERVER STATE')") == "0");
  ann.ok("ALTER SERVER ROLE inner_role DROP MEMBER bob");  // its owner may
  CHECK(sa.error("DROP SERVER ROLE outer_role") == 15144);
  sa.ok(
      "ALTER SERVER ROLE outer_role DROP MEMBER inner_role; ALTER SERVER ROLE outer_role WITH NAME = "
      "renamed; DROP SERVER ROLE renamed");
  CHECK(
      sa.one("SELECT SUSER_NAME(owning_principal_id) FROM sys.server_principals WHERE name = 'inner_role'") ==
      "ann");
}

TEST_CASE("a permission given on with the grant option goes with CASCADE, and not without") {
  const auto server = server_with({"ann", "bob", "cid"});
  Client sa = administrator(*server), ann = as(*server, "ann"), bob = as(*server, "bob");
  CHECK(ann.error("GRANT ALTER TRACE TO bob") == 15151);  // ann does not even see bob
  sa.ok("GRANT VIEW ANY DEFINITION TO ann; GRANT VIEW ANY DEFINITION TO bob");
  CHECK(ann.error("GRANT ALTER TRACE TO bob") == 4613);
  sa.ok("GRANT ALTER TRACE TO ann WITH GRANT OPTION");
  ann.ok("GRANT ALTER TRACE TO bob WITH GRANT OPTION");
  bob.ok("GRANT ALTER TRACE TO cid");
  const char *query =
      "SELECT SUSER_NAME(grantee_principal_id) + ' ' + SUSER_NAME(grantor_principal_id) + ' ' + state FROM "
      "sys.server_permissions WHERE type = 'ALTR' ORDER BY 1";
  CHECK(sa.rows(query) == std::vector<std::vector<std::string>>{{"ann sa W"}, {"bob ann W"}, {"cid bob G"}});
  CHECK(sa.error("REVOKE ALTER TRACE FROM ann") == 4611);
  CHECK(sa.error("DENY ALTER TRACE TO ann") == 4611);
  CHECK(sa.error("DROP LOGIN cid") == 0);
  sa.ok("REVOKE GRANT OPTION FOR ALTER TRACE FROM ann CASCADE");
  CHECK(sa.rows(query) == std::vector<std::vector<std::string>>{{"ann sa G"}});
  sa.ok("DENY ALTER TRACE TO ann");
  CHECK(sa.rows(query) == std::vector<std::vector<std::string>>{{"ann sa D"}});
  CHECK(ann.one("SELECT HAS_PERMS_BY_NAME(NULL, NULL, 'ALTER TRACE')") == "0");
}

TEST_CASE("AS names the grantor, who must hold the right") {
  const auto server = server_with({"ann", "bob"});
  Client sa = administrator(*server);
  CHECK(sa.error("GRANT ALTER TRACE TO bob AS ann") == 4613);
  sa.ok("GRANT ALTER TRACE TO ann WITH GRANT OPTION; GRANT ALTER TRACE TO bob AS ann");
  CHECK(sa.one("SELECT SUSER_NAME(grantor_principal_id) FROM sys.server_permissions WHERE type = 'ALTR' AND "
               "grantee_principal_id = SUSER_ID('bob')") == "ann");
  CHECK(sa.error("DROP LOGIN ann") == 15173);
}

TEST_CASE("permissions on logins, roles and endpoints; refusals by number") {
  const auto server = server_with({"ann", "bob"});
  Client sa = administrator(*server);
  sa.ok(
      "GRANT IMPERSONATE ON LOGIN::ann TO bob; GRANT CONTROL ON ENDPOINT::[TSQL Default TCP] TO bob; CREATE "
      "SERVER ROLE crew; GRANT ALTER ON SERVER ROLE::crew TO bob");
  const auto rows = sa.rows(
      "SELECT class, class_desc, permission_name, state_desc FROM sys.server_permissions WHERE "
      "grantee_principal_id = SUSER_ID('bob') AND class <> 100 ORDER BY class, permission_name");
  REQUIRE(rows.size() == 3);
  CHECK(rows[0] == std::vector<std::string>{"101", "SERVER_PRINCIPAL", "ALTER", "GRANT"});
  CHECK(rows[1] == std::vector<std::string>{"101", "SERVER_PRINCIPAL", "IMPERSONATE", "GRANT"});
  CHECK(rows[2] == std::vector<std::string>{"105", "ENDPOINT", "CONTROL", "GRANT"});
  Client bob = as(*server, "bob");
  CHECK(bob.one("EXECUTE AS LOGIN = 'ann'; SELECT SUSER_SNAME() + '/' + ORIGINAL_LOGIN(); REVERT") ==
        "ann/bob");
  bob.ok("ALTER SERVER ROLE crew ADD MEMBER ann");
  CHECK(sa.error("GRANT IMPERSONATE ON LOGIN::nobody TO bob") == 15151);
  CHECK(sa.error("GRANT CONTROL ON ENDPOINT::nothing TO bob") == 15151);
  CHECK(sa.error("GRANT ALTER TRACE TO nobody") == 15151);
  CHECK(sa.error("GRANT ALTER TRACE TO sysadmin") == 4617);
  CHECK(sa.error("GRANT ALTER TRACE TO sa") == 4624);
  CHECK(sa.error("USE tempdb; GRANT ALTER TRACE TO bob") == 4621);
}

TEST_CASE("a login without rights sees itself, sa and the fixed roles, and no hash") {
  const auto server = server_with({"ann", "bob"});
  Client sa = administrator(*server), ann = as(*server, "ann");
  CHECK(ann.rows("SELECT name FROM sys.server_principals WHERE type <> 'R' ORDER BY name") ==
        std::vector<std::vector<std::string>>{{"ann"}, {"sa"}});
  CHECK(ann.one("SELECT COUNT(*) FROM sys.server_principals WHERE type = 'R'") == "19");
  CHECK(ann.rows("SELECT password_hash FROM sys.sql_logins") ==
        std::vector<std::vector<std::string>>{{"NULL"}, {"NULL"}});
  CHECK(ann.one("SELECT LOGINPROPERTY('ann', 'PasswordHash')") == "NULL");
  CHECK(ann.one("SELECT LOGINPROPERTY('bob', 'DefaultDatabase')") == "NULL");
  CHECK(ann.one("SELECT COUNT(*) FROM sys.server_permissions WHERE grantee_principal_id = SUSER_ID() AND "
                "type = 'COSQ'") == "1");
  CHECK(ann.error("CREATE LOGIN eve WITH PASSWORD = 'Str0ng.Enough'") == 15247);
  CHECK(ann.error("DROP LOGIN bob") == 15151);
  sa.ok("GRANT VIEW DEFINITION ON LOGIN::bob TO ann");
  CHECK(ann.rows("SELECT name FROM sys.server_principals WHERE type <> 'R' ORDER BY name") ==
        std::vector<std::vector<std::string>>{{"ann"}, {"bob"}, {"sa"}});
  sa.ok("GRANT VIEW ANY DEFINITION TO ann");
  CHECK(
      ann.one("SELECT COUNT(*) FROM sys.server_principals WHERE name = '##MS_PolicyTsqlExecutionLogin##'") ==
      "1");
  CHECK(ann.one("SELECT COUNT(*) FROM sys.sql_logins WHERE password_hash IS NOT NULL") == "0");
  sa.ok("GRANT VIEW ANY CRYPTOGRAPHICALLY SECURED DEFINITION TO ann");
  CHECK(ann.one("SELECT COUNT(*) FROM sys.sql_logins WHERE password_hash IS NULL") == "0");
  CHECK(ann.error("SELECT * FROM sys.dm_exec_connections") == 300);
}

TEST_CASE("database permissions: objects, columns, schemas and what does not fit") {
  const auto server = server_with({"ann", "bob"});
  Client sa = administrator(*server);
  sa.ok("CREATE DATABASE shop");
  sa.ok(
      "USE shop; CREATE TABLE dbo.orders(id int NOT NULL PRIMARY KEY, amount int); INSERT INTO dbo.orders "
      "VALUES (1, 10); CREATE USER ann; CREATE USER bob; CREATE ROLE readers");
  sa.ok(
      "USE shop; GRANT SELECT ON dbo.orders TO readers; ALTER ROLE readers ADD MEMBER ann; GRANT UPDATE "
      "(amount) ON dbo.orders TO ann; GRANT EXECUTE ON SCHEMA::dbo TO bob; DENY SELECT ON dbo.orders TO bob");
  CHECK(as(*server, "ann", "shop").one("SELECT amount FROM dbo.orders") == "10");
  CHECK(as(*server, "ann", "shop").error("DELETE FROM dbo.orders") == 229);
  CHECK(as(*server, "bob", "shop").error("SELECT * FROM dbo.orders") == 229);
  const auto rows = sa.rows(
      "SELECT class_desc, permission_name, state, minor_id FROM shop.sys.database_permissions WHERE "
      "permission_name <> 'CONNECT' ORDER BY class, permission_name, state");
  REQUIRE(rows.size() == 4);
  CHECK(rows[2] == std::vector<std::string>{"OBJECT_OR_COLUMN", "UPDATE", "G", "2"});
  CHECK(rows[3] == std::vector<std::string>{"SCHEMA", "EXECUTE", "G", "0"});
  CHECK(sa.error("USE shop; GRANT EXECUTE ON dbo.orders TO ann") == 4606);
  CHECK(sa.error("USE shop; GRANT SELECT ON dbo.nothing TO ann") == 15151);
  CHECK(sa.error("USE shop; GRANT SELECT (nothing) ON dbo.orders TO ann") == 4615);
  CHECK(sa.error("USE shop; GRANT SELECT ON dbo.orders TO db_owner") == 4617);
  CHECK(sa.error("USE shop; GRANT SELECT ON dbo.orders TO dbo") == 4624);
  CHECK(sa.error("USE shop; GRANT CREATE DATABASE TO ann") == 4619);
  CHECK(sa.error("USE master; GRANT SELECT ON shop.dbo.orders TO guest") == 4610);
}

TEST_CASE("a view is permitted for itself, its tables through its owner") {
  const auto server = server_with({"ann"});
  Client sa = administrator(*server);
  sa.ok("CREATE DATABASE shop");
  sa.ok("USE shop; CREATE TABLE dbo.secret(a int); INSERT INTO dbo.secret VALUES (7); CREATE USER ann");
  sa.ok("USE shop");
  sa.ok("CREATE VIEW dbo.window AS SELECT a FROM dbo.secret");
  sa.ok("CREATE PROCEDURE dbo.peek AS SELECT a FROM dbo.secret");
  Client ann = as(*server, "ann", "shop");
  CHECK(ann.error("SELECT a FROM dbo.window") == 229);
  CHECK(ann.error("EXEC dbo.peek") == 229);
  CHECK(ann.one("SELECT OBJECT_ID('dbo.window')") == "NULL");
  sa.ok("GRANT SELECT ON dbo.window TO ann; GRANT EXECUTE ON dbo.peek TO ann");
  CHECK(ann.one("SELECT a FROM dbo.window") == "7");
  CHECK(ann.one("EXEC dbo.peek") == "7");
  CHECK(ann.error("SELECT a FROM dbo.secret") == 229);
  CHECK(ann.rows("SELECT name FROM sys.objects ORDER BY name") ==
        std::vector<std::vector<std::string>>{{"peek"}, {"window"}});
}

TEST_CASE("databases are seen and entered as permitted") {
  const auto server = server_with({"ann", "own"});
  Client sa = administrator(*server), ann = as(*server, "ann");
  sa.ok("CREATE DATABASE shop");
  CHECK(ann.one("SELECT HAS_DBACCESS('shop')") == "0");
  CHECK(ann.error("USE shop") == 916);
  CHECK(ann.error("SELECT * FROM shop.sys.objects") == 916);
  CHECK(ann.one("SELECT COUNT(*) FROM sys.databases WHERE name = 'shop'") == "1");
  sa.ok("REVOKE VIEW ANY DATABASE FROM public");
  CHECK(ann.one("SELECT COUNT(*) FROM sys.databases WHERE name = 'shop'") == "0");
  sa.ok("GRANT CONNECT ANY DATABASE TO ann");
  CHECK(ann.one("USE shop; SELECT DB_NAME()") == "shop");
  sa.ok("ALTER AUTHORIZATION ON DATABASE::shop TO own");
  Client own = as(*server, "own", "shop");
  CHECK(own.one("SELECT USER_NAME()") == "dbo");
  CHECK(own.one("SELECT SUSER_SNAME(owner_sid) FROM sys.databases WHERE name = 'shop'") == "own");
  own.ok("CREATE USER ann; GRANT CREATE TABLE TO ann");
}

TEST_CASE("a login manager changes ordinary logins, not those with control of the server") {
  const auto server = server_with({"manager", "plain", "boss"});
  Client sa = administrator(*server), manager = as(*server, "manager");
  sa.ok("GRANT ALTER ANY LOGIN TO manager; GRANT CONTROL SERVER TO boss");
  manager.ok(
      "ALTER LOGIN plain WITH PASSWORD = 'Chang3d.Here'; CREATE LOGIN fresh WITH PASSWORD = 'Str0ng.Enough'");
  CHECK(Client(*server, "plain", "Chang3d.Here"));
  CHECK(manager.error("ALTER LOGIN boss WITH PASSWORD = 'Chang3d.Here'") == 15151);
  CHECK(manager.error("ALTER LOGIN sa WITH PASSWORD = 'Chang3d.Here'") == 15151);
  CHECK(manager.error("ALTER LOGIN sa DISABLE") == 15151);
  CHECK(manager.error("CREATE CREDENTIAL c WITH IDENTITY = 'x'") == 15247);
  CHECK(manager.error("CREATE SERVER ROLE own") == 15247);
  CHECK(manager.one("SELECT COUNT(*) FROM sys.sql_logins WHERE password_hash IS NOT NULL") == "0");
  CHECK(as(*server, "boss").one("SELECT COUNT(*) FROM sys.sql_logins WHERE password_hash IS NULL") == "0");
}
