#include "tests/unit/sandbox-security/client.hpp"

using namespace sandbox_test;

TEST_CASE("users follow SIDs: orphans are found and mapped again") {
  const auto server = new_server();
  Client sa = administrator(*server);
  sa.ok(
      "CREATE LOGIN kim WITH PASSWORD = 'Str0ng.Enough', SID = 0x11111111111111111111111111111111; CREATE "
      "DATABASE shop");
  sa.ok(
      "USE shop; CREATE USER kim FOR LOGIN kim WITH DEFAULT_SCHEMA = dbo; ALTER ROLE db_datareader ADD "
      "MEMBER kim");
  CHECK(Client(*server, "kim", "Str0ng.Enough", "shop"));
  sa.ok("USE master; DROP LOGIN kim; CREATE LOGIN kim WITH PASSWORD = 'Str0ng.Enough'");
  CHECK(Client(*server, "kim", "Str0ng.Enough", "shop").refused() == 4060);
  CHECK(sa.rows("USE shop; EXEC sp_change_users_login 'Report'") ==
        std::vector<std::vector<std::string>>{{"kim", "0x11111111111111111111111111111111"}});
  sa.ok("USE shop; ALTER USER kim WITH LOGIN = kim");
  CHECK(sa.rows("USE shop; EXEC sp_change_users_login 'Report'").empty());
  Client kim(*server, "kim", "Str0ng.Enough", "shop");
  REQUIRE(kim);
  CHECK(kim.one("SELECT USER_NAME() + '/' + DB_NAME()") == "kim/shop");
  CHECK(kim.one("SELECT IS_MEMBER('db_datareader')") == "1");
}

TEST_CASE("users are refused by number") {
  const auto server = new_server();
  Client sa = administrator(*server);
  sa.ok(
      "CREATE LOGIN kim WITH PASSWORD = 'Str0ng.Enough'; CREATE LOGIN lee WITH PASSWORD = 'Str0ng.Enough'; "
      "CREATE LOGIN [CONTOSO\\Vera] FROM WINDOWS; CREATE DATABASE shop");
  sa.ok("USE shop; CREATE USER kim; CREATE USER solo WITHOUT LOGIN; CREATE ROLE crew AUTHORIZATION kim");
  CHECK(sa.error("CREATE USER kim") == 15023);
  CHECK(sa.error("CREATE USER other FOR LOGIN kim") == 15063);
  CHECK(sa.error("CREATE USER other FOR LOGIN nobody") == 15007);
  CHECK(sa.error("CREATE USER other FOR LOGIN sa") == 15063);
  CHECK(sa.error("ALTER USER kim WITH LOGIN = nobody") == 15007);
  CHECK(sa.error("ALTER USER kim WITH LOGIN = [CONTOSO\\Vera]") == 33016);
  CHECK(sa.error("ALTER USER solo WITH LOGIN = lee") == 33016);
  CHECK(sa.error("DROP USER dbo") == 15150);
  CHECK(sa.error("DROP USER nobody") == 15151);
  CHECK(sa.error("DROP USER kim") == 15421);
  CHECK(sa.error("CREATE ROLE crew") == 15023);
  CHECK(sa.error("DROP ROLE db_owner") == 15150);
  sa.ok("ALTER ROLE crew ADD MEMBER solo");
  CHECK(sa.error("DROP ROLE crew") == 15144);
  sa.ok("ALTER ROLE crew DROP MEMBER solo; DROP ROLE crew; DROP USER kim; DROP USER solo");
  CHECK(sa.one("SELECT COUNT(*) FROM sys.database_principals WHERE name IN ('kim', 'solo', 'crew')") == "0");
}

TEST_CASE("the old procedures do what the statements do") {
  const auto server = new_server();
  Client sa = administrator(*server);
  sa.ok(
      "EXEC sp_addlogin @loginame = N'old', @passwd = N'simple', @defdb = N'tempdb', @deflanguage = "
      "N'French'");
  CHECK(Client(*server, "old", "simple"));
  sa.ok(
      "EXEC sp_addsrvrolemember N'old', N'dbcreator'; EXEC sp_defaultdb 'old', 'master'; EXEC sp_password "
      "'simple', 'simpler', 'old'");
  CHECK(Client(*server, "old", "simpler"));
  CHECK(sa.rows("EXEC sp_helpsrvrolemember 'dbcreator'").size() == 1);
  CHECK(sa.one("SELECT dbcreator FROM master..syslogins WHERE name = 'old'") == "1");
  sa.ok("EXEC sp_grantlogin 'CONTOSO\\Vera'; EXEC sp_denylogin 'CONTOSO\\Vera'");
  CHECK(sa.one("SELECT denylogin FROM sys.syslogins WHERE loginname = 'CONTOSO\\Vera'") == "1");
  sa.ok("EXEC sp_dropsrvrolemember 'old', 'dbcreator'; EXEC sp_droplogin 'old'");
  CHECK(sa.error("EXEC sp_droplogin 'old'") == 15007);
  CHECK(sa.error("EXEC sp_addlogin") == 201);
  CHECK(sa.error("EXEC sp_addlogin 'x', @nothing = 1") == 8145);
}

TEST_CASE("views describe themselves, so that a client can probe their columns") {
  const auto server = new_server();
  Client sa = administrator(*server);
  CHECK(sa.rows("SELECT name FROM sys.all_columns WHERE object_id = OBJECT_ID(N'sys.server_role_members') "
                "ORDER BY column_id") ==
        std::vector<std::vector<std::string>>{{"role_principal_id"}, {"member_principal_id"}});
  CHECK(sa.one("SELECT OBJECT_NAME(OBJECT_ID('sys.sql_logins'))") == "sql_logins");
  CHECK(sa.one("SELECT COL_LENGTH('sys.sql_logins', 'password_hash')") == "256");
  CHECK(sa.one("SELECT OBJECT_ID('sys.no_such_view')") == "NULL");
  CHECK(sa.one("SELECT CAST(SERVERPROPERTY('EngineEdition') AS int)") == "3");
  CHECK(sa.one("SELECT COUNT(*) FROM msdb.dbo.sysjobs") == "0");
  CHECK(sa.one("SELECT COUNT(*) FROM msdb..sysproxylogin") == "0");
  CHECK(sa.error("SELECT * FROM master.dbo.sysjobs") == 208);
  CHECK(sa.one("SELECT name FROM master..sysdatabases WHERE dbid = 4") == "msdb");
  CHECK(sa.one("SELECT COUNT(*) FROM sys.syslanguages") == "34");
  CHECK(sa.one("SELECT master.dbo.fn_varbintohexstr(0x01AB)") == "0x01ab");
}

TEST_CASE("every view can be read whole") {
  const auto server = new_server();
  Client sa = administrator(*server);
  sa.ok(
      "CREATE TABLE dbo.t(id int IDENTITY PRIMARY KEY, a nvarchar(10) NULL CHECK (a <> 'x'), b int DEFAULT "
      "3)");
  const auto views = sa.rows(
      "SELECT s.name, v.name FROM sys.system_objects v JOIN sys.schemas s ON s.schema_id = v.schema_id WHERE "
      "v.type = 'V'");
  CHECK(views.size() > 60);
  for (const auto &view : views) {
    const std::string database = view[0] == "dbo" ? "msdb" : "master";
    CHECK_MESSAGE(sa.error("SELECT * FROM " + database + "." + view[0] + "." + view[1]) == 0, view[1]);
  }
  for (const std::string &procedure : std::vector<std::string>{
           "sp_helplogins", "sp_helpdb", "sp_who", "sp_databases", "sp_tables", "sp_columns 't'",
           "sp_datatype_info", "sp_server_info", "xp_msver", "sp_configure", "sp_helpuser", "sp_pkeys 't'"})
    CHECK_MESSAGE(sa.error("EXEC " + procedure) == 0, procedure);
}

TEST_CASE("application locks keep sessions apart") {
  const auto server = new_server();
  Client one = administrator(*server), two = administrator(*server);
  CHECK(one.one("DECLARE @r int; EXEC @r = sp_getapplock 'job', 'Exclusive', 'Session', 0; SELECT @r") ==
        "0");
  CHECK(two.one("DECLARE @r int; EXEC @r = sp_getapplock 'job', 'Exclusive', 'Session', 0; SELECT @r") ==
        "-1");
  CHECK(two.one("SELECT APPLOCK_TEST('public', 'job', 'Shared', 'Session')") == "0");
  CHECK(two.one("DECLARE @r int; EXEC @r = sp_getapplock @Resource = 'other', @LockMode = 'Exclusive', "
                "@LockTimeout = 0; SELECT @r") == "-999");
  one.ok("EXEC sp_releaseapplock 'job', 'Session'");
  CHECK(two.one("DECLARE @r int; EXEC @r = sp_getapplock 'job', 'Exclusive', 'Session', 0; SELECT @r") ==
        "0");
}
