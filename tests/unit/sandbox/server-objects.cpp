#include "tests/unit/sandbox/harness.hpp"

#include <doctest.h>

using sandbox_test::Collector;
using sandbox_test::Fixture;
using sandbox_test::Texts;
using Rows = std::vector<Texts>;
using Numbers = std::vector<int>;

TEST_CASE("extended properties of databases, schemas, objects, columns, parameters and users") {
  Fixture f;
  f.run("CREATE SCHEMA s");
  f.run("CREATE TABLE s.t(a int, b int)");
  f.run("CREATE PROC s.p @x int AS SELECT 1");
  f.run("CREATE USER u WITHOUT LOGIN");
  const std::string add = "EXEC sp_addextendedproperty N'note', ";
  CHECK(f.run(add + "N'of the database'").errors().empty());
  CHECK(f.run(add + "7, 'SCHEMA', 's'").errors().empty());
  CHECK(f.run(add + "'x', 'SCHEMA', 's', 'TABLE', 't'").errors().empty());
  CHECK(f.run(add + "'x', 'SCHEMA', 's', 'TABLE', 't', 'COLUMN', 'b'").errors().empty());
  CHECK(f.run(add + "'x', 'SCHEMA', 's', 'PROCEDURE', 'p', 'PARAMETER', '@x'").errors().empty());
  CHECK(f.run(add + "'x', 'USER', 'u'").errors().empty());
  CHECK(f.run("SELECT class, class_desc, minor_id, name, CAST(value AS nvarchar(30)), "
              "SQL_VARIANT_PROPERTY(value, 'BaseType') FROM sys.extended_properties ORDER BY class, minor_id")
            .rows() == Rows{{"0", "DATABASE", "0", "note", "of the database", "nvarchar"},
                            {"1", "OBJECT_OR_COLUMN", "0", "note", "x", "varchar"},
                            {"1", "OBJECT_OR_COLUMN", "2", "note", "x", "varchar"},
                            {"2", "PARAMETER", "1", "note", "x", "varchar"},
                            {"3", "SCHEMA", "0", "note", "7", "int"},
                            {"4", "DATABASE_PRINCIPAL", "0", "note", "x", "varchar"}});
  CHECK(f.run(add + "1").errors() == Numbers{15233});
  CHECK(f.run("EXEC sp_updateextendedproperty 'none', 1").errors() == Numbers{15217});
  CHECK(f.run("EXEC sp_dropextendedproperty 'none', 'SCHEMA', 's'").errors() == Numbers{15217});
  CHECK(f.run(add + "1, 'SCHEMA', 's', 'TABLE', 'nosuch'").errors() == Numbers{15135});
  CHECK(f.run(add + "1, 'SCHEMA', 's', 'VIEW', 't'").errors() == Numbers{15135});
  CHECK(f.run("DECLARE @v nvarchar(4000) = REPLICATE(N'x', 3800); EXEC sp_addextendedproperty 'long', @v")
            .errors() == Numbers{15097});
  f.run("EXEC sp_updateextendedproperty 'note', 'new', 'SCHEMA', 's', 'TABLE', 't'");
  CHECK(f.run("SELECT objtype, objname, name, CAST(value AS nvarchar(9)) FROM fn_listextendedproperty(NULL, "
              "'schema', "
              "'s', 'table', DEFAULT, NULL, NULL)")
            .rows() == Rows{{"TABLE", "t", "note", "new"}});
  CHECK(
      f.run(
           "SELECT objname FROM fn_listextendedproperty('note', 'schema', 's', 'table', 't', 'column', NULL)")
          .rows() == Rows{{"b"}});
  f.run("EXEC sp_dropextendedproperty 'note'");
  f.run("DROP TABLE s.t; DROP PROC s.p; DROP USER u");
  CHECK(f.run("SELECT class FROM sys.extended_properties").rows() == Rows{{"3"}});
}

TEST_CASE("linked servers and their logins") {
  Fixture f;
  CHECK(f.run("EXEC sp_addlinkedserver 'FAR', 'SQL Server'").errors().empty());
  CHECK(f.run("EXEC sp_addlinkedserver @server = 'ODD', @srvproduct = 'x', @provider = 'MSDASQL', @provstr = "
              "'secret'")
            .errors()
            .empty());
  CHECK(f.run("EXEC sp_addlinkedserver 'far'").errors() == Numbers{15028});
  CHECK(f.run("EXEC sp_addlinkedserver 'X', 'SQL Server', 'P'").errors() == Numbers{15428});
  CHECK(f.run("EXEC sp_addlinkedserver 'X', 'unknown'").errors() == Numbers{15427});
  CHECK(f.run("EXEC sp_serveroption 'FAR', 'rpc out', 'true'").errors().empty());
  CHECK(f.run("SELECT name, product, data_source, is_rpc_out_enabled FROM sys.servers WHERE is_linked = 1 "
              "ORDER BY 1")
            .rows() == Rows{{"FAR", "SQL Server", "FAR", "1"}, {"ODD", "x", "NULL", "0"}});
  f.run("CREATE LOGIN l WITH PASSWORD = 'Str0ng!Passw0rd'");
  CHECK(f.run("EXEC sp_addlinkedsrvlogin 'FAR', 'false', 'l', 'there', 'pw'").errors().empty());
  CHECK(
      f.run("SELECT SUSER_NAME(local_principal_id), uses_self_credential, remote_name FROM sys.linked_logins "
            "WHERE server_id > 0 AND local_principal_id > 0")
          .rows() == Rows{{"l", "0", "there"}});
  const auto l = f.login("l", Fixture::password);
  CHECK(Fixture::run(*l, "EXEC sp_addlinkedserver 'MINE'").errors() == Numbers{15247});
  CHECK(Fixture::run(*l, "SELECT name, provider_string FROM sys.servers WHERE name = 'ODD'").rows() ==
        Rows{{"ODD", "NULL"}});
  f.run("EXEC sp_droplinkedsrvlogin 'ODD', NULL");
  CHECK(Fixture::run(*l, "SELECT COUNT(*) FROM sys.servers WHERE is_linked = 1").value() == "1");
  CHECK(f.run("EXEC sp_dropserver 'FAR'").errors() == Numbers{15190});
  CHECK(f.run("EXEC sp_dropserver 'FAR', 'droplogins'; EXEC sp_dropserver 'ODD'").errors().empty());
  CHECK(f.run("EXEC sp_dropserver 'FAR'").errors() == Numbers{15015});
  CHECK(f.value("COUNT(*) FROM sys.linked_logins WHERE server_id > 0") == "0");
}

TEST_CASE("endpoints are made, changed, granted and dropped") {
  Fixture f;
  CHECK(f.run("CREATE ENDPOINT mirror STATE = STARTED AS TCP (LISTENER_PORT = 5022, LISTENER_IP = ALL) FOR "
              "DATABASE_MIRRORING (ROLE = ALL)")
            .errors()
            .empty());
  const std::string query =
      "SELECT type_desc, state_desc, port, is_dynamic_port FROM sys.tcp_endpoints WHERE name = 'mirror'";
  CHECK(f.run(query).rows() == Rows{{"DATABASE_MIRRORING", "STARTED", "5022", "0"}});
  CHECK(f.run("CREATE ENDPOINT mirror AS TCP (LISTENER_PORT = 1) FOR TSQL()").errors() == Numbers{15530});
  f.run(
      "ALTER ENDPOINT mirror STATE = STOPPED; CREATE LOGIN l WITH PASSWORD = 'Str0ng!Passw0rd'; "
      "GRANT CONNECT ON ENDPOINT::mirror TO l");
  CHECK(f.run(query).rows().at(0).at(1) == "STOPPED");
  CHECK(f.value("COUNT(*) FROM sys.server_permissions WHERE class = 105 AND major_id = 65536") == "1");
  const auto l = f.login("l", Fixture::password);
  CHECK(Fixture::run(*l, "CREATE ENDPOINT own AS TCP (LISTENER_PORT = 1) FOR TSQL()").errors() ==
        Numbers{15247});
  CHECK(Fixture::run(*l, "DROP ENDPOINT mirror").errors() == Numbers{15151});
  CHECK(f.run("DROP ENDPOINT mirror").errors().empty());
  CHECK(f.run("DROP ENDPOINT mirror").errors() == Numbers{15151});
  CHECK(f.value("COUNT(*) FROM sys.server_permissions WHERE class = 105 AND major_id = 65536") == "0");
}

TEST_CASE("a trigger of the server sees what happens and may take it back") {
  Fixture f;
  f.run("CREATE TABLE seen(kind nvarchar(60), object nvarchar(60), level int)");
  CHECK(f.run("CREATE TRIGGER watch ON ALL SERVER FOR DDL_LOGIN_EVENTS, ADD_SERVER_ROLE_MEMBER, GRANT_SERVER "
              "AS\n"
              "INSERT master.dbo.seen SELECT SUBSTRING(d, CHARINDEX('<EventType>', d) + 11, "
              "CHARINDEX('</EventType>', "
              "d) - CHARINDEX('<EventType>', d) - 11), SUBSTRING(d, CHARINDEX('<ObjectName>', d) + 12, "
              "CHARINDEX('</ObjectName>', d) - CHARINDEX('<ObjectName>', d) - 12), @@TRANCOUNT FROM (SELECT "
              "CAST(EVENTDATA() AS nvarchar(max)) AS d) x")
            .errors()
            .empty());
  const std::string create = "CREATE LOGIN l WITH PASSWORD = 'Str0ng!Passw0rd'";
  CHECK(f.run(create).errors().empty());
  f.run(
      "ALTER SERVER ROLE serveradmin ADD MEMBER l; EXEC sp_addsrvrolemember 'l', 'setupadmin'; GRANT VIEW "
      "SERVER "
      "STATE TO l; CREATE DATABASE quiet");
  CHECK(f.run("SELECT * FROM seen").rows() == Rows{{"CREATE_LOGIN", "l", "1"},
                                                   {"ADD_SERVER_ROLE_MEMBER", "l", "1"},
                                                   {"ADD_SERVER_ROLE_MEMBER", "l", "1"},
                                                   {"GRANT_SERVER", "SANDBOX", "1"}});
  CHECK(
      f.run("SELECT type_desc, event_group_type_desc FROM sys.server_trigger_events ORDER BY type").rows() ==
      Rows{{"CREATE_LOGIN", "DDL_LOGIN_EVENTS"},
           {"ALTER_LOGIN", "DDL_LOGIN_EVENTS"},
           {"DROP_LOGIN", "DDL_LOGIN_EVENTS"},
           {"GRANT_SERVER", "NULL"},
           {"ADD_SERVER_ROLE_MEMBER", "NULL"}});
  f.run("ALTER TRIGGER watch ON ALL SERVER FOR DROP_LOGIN AS BEGIN PRINT 'no'; ROLLBACK END");
  const Collector refused = f.run("DROP LOGIN l; PRINT 'after'");
  CHECK(refused.errors() == Numbers{3609});
  CHECK(refused.prints() == Texts{"no"});
  CHECK(f.value("COUNT(*) FROM sys.server_principals WHERE name = 'l'") == "1");
  const Collector whole = f.run("BEGIN TRAN; CREATE LOGIN m WITH PASSWORD = 'Str0ng!Passw0rd'; DROP LOGIN l");
  CHECK(whole.errors() == Numbers{3609});
  CHECK(f.run("SELECT @@TRANCOUNT, SUSER_ID('m')").rows() == Rows{{"0", "NULL"}});
  CHECK(f.run("BEGIN TRY DROP LOGIN l END TRY BEGIN CATCH SELECT ERROR_NUMBER(), @@TRANCOUNT END CATCH")
            .rows() == Rows{{"3609", "0"}});
  CHECK(f.run("DISABLE TRIGGER watch ON ALL SERVER; DROP LOGIN l").errors().empty());
  CHECK(f.run("SELECT name, parent_class_desc, is_disabled FROM sys.server_triggers").rows() ==
        Rows{{"watch", "SERVER", "1"}});
  CHECK(f.value("LEFT(definition, 20) FROM sys.server_sql_modules") == "CREATE TRIGGER watch");
  CHECK(f.run("ENABLE TRIGGER ALL ON ALL SERVER; DROP TRIGGER watch ON ALL SERVER").errors().empty());
  CHECK(f.run("DROP TRIGGER watch ON ALL SERVER").errors() == Numbers{3701});
  CHECK(f.value("COUNT(*) FROM sys.server_trigger_events") == "0");
}

TEST_CASE("messages, users, roles and procedures raise their events, too") {
  Fixture f;
  f.run("CREATE TABLE seen(line nvarchar(200))");
  f.run(
      "CREATE TRIGGER watch ON ALL SERVER FOR DDL_MESSAGE_EVENTS, DDL_DATABASE_LEVEL_EVENTS AS INSERT "
      "master.dbo.seen SELECT SUBSTRING(d, CHARINDEX('<EventType>', d) + 11, CHARINDEX('</EventType>', d) - "
      "CHARINDEX('<EventType>', d) - 11) FROM (SELECT CAST(EVENTDATA() AS nvarchar(max)) AS d) x");
  f.run("EXEC sp_addmessage 60000, 16, 'x'; EXEC sp_dropmessage 60000");
  f.run("CREATE USER u WITHOUT LOGIN; CREATE ROLE r; ALTER ROLE r ADD MEMBER u; GRANT SELECT TO u");
  f.run("CREATE PROC p AS SELECT 1");
  f.run("ALTER PROC p AS SELECT 2");
  f.run("DROP PROC p");
  CHECK(f.run("SELECT line FROM seen").rows() == Rows{{"CREATE_MESSAGE"},
                                                      {"DROP_MESSAGE"},
                                                      {"CREATE_USER"},
                                                      {"CREATE_ROLE"},
                                                      {"ADD_ROLE_MEMBER"},
                                                      {"GRANT_DATABASE"},
                                                      {"CREATE_PROCEDURE"},
                                                      {"ALTER_PROCEDURE"},
                                                      {"DROP_PROCEDURE"}});
  CHECK(f.value("parent_type FROM sys.trigger_event_types WHERE type_name = 'CREATE_LOGIN'") == "10006");
}

TEST_CASE("what a trigger of the server hears holds no password") {
  Fixture f;
  f.run("CREATE TABLE heard(d nvarchar(max))");
  f.run(
      "CREATE TRIGGER listen ON ALL SERVER FOR CREATE_LOGIN AS INSERT master.dbo.heard SELECT "
      "CAST(EVENTDATA() AS "
      "nvarchar(max))");
  f.run("CREATE LOGIN l WITH PASSWORD = 'Sup3r!Secret', CHECK_POLICY = OFF");
  const std::string heard = f.run("SELECT d FROM heard").value();
  CHECK(heard.find("<CommandText>CREATE LOGIN l WITH PASSWORD = '******'") != std::string::npos);
  CHECK(heard.find("Secret") == std::string::npos);
}

TEST_CASE("a logon trigger that rolls back keeps its login out") {
  Fixture f;
  f.run("CREATE LOGIN l WITH PASSWORD = 'Str0ng!Passw0rd'");
  f.run("CREATE TRIGGER gate ON ALL SERVER FOR LOGON AS IF SUSER_SNAME() = 'l' ROLLBACK");
  std::vector<sandbox::Message> said;
  CHECK(f.login("l", Fixture::password, &said) == nullptr);
  REQUIRE_FALSE(said.empty());
  CHECK(said.front().number == 17892);
  CHECK(f.login("sa", Fixture::password) != nullptr);
}

TEST_CASE("only who controls the server makes its triggers, and what events there are is checked") {
  Fixture f;
  f.run("CREATE LOGIN l WITH PASSWORD = 'Str0ng!Passw0rd'");
  const auto l = f.login("l", Fixture::password);
  const std::string create = "CREATE TRIGGER x ON ALL SERVER FOR ";
  CHECK(Fixture::run(*l, create + "CREATE_LOGIN AS PRINT 'x'").errors() == Numbers{15247});
  CHECK(f.run(create + "NO_SUCH_EVENT AS PRINT 'x'").errors() == Numbers{1084});
  CHECK(f.run(create + "CREATE_LOGIN AS PRINT 'x'").errors().empty());
  CHECK(f.run(create + "CREATE_LOGIN AS PRINT 'x'").errors() == Numbers{2714});
  CHECK(Fixture::run(*l, "SELECT COUNT(*) FROM sys.server_triggers").value() == "0");
}
