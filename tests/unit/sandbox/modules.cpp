#include "tests/unit/sandbox/harness.hpp"

#include <doctest.h>

using sandbox_test::Collector;
using sandbox_test::Fixture;
using sandbox_test::Texts;
using Rows = std::vector<Texts>;
using Numbers = std::vector<int>;

namespace {

/// One module's row of sys.sql_modules.
Rows module_row(Fixture &f, const std::string &columns, const std::string &name) {
  return f.run("SELECT " + columns + " FROM sys.sql_modules WHERE object_id = OBJECT_ID('" + name + "')")
      .rows();
}

}  // namespace

TEST_CASE("a module's definition is the batch as it was sent, with CREATE") {
  Fixture f;
  const std::string sent = "-- first\n\n  create PROC p @a int = 1 AS\n  SELECT @a -- end\n";
  CHECK(f.run(sent).errors().empty());
  CHECK(module_row(f, "definition", "p") == Rows{{sent}});
  CHECK(f.run("/* x */ alter procedure p AS SELECT 2 ").errors().empty());
  CHECK(module_row(f, "definition", "p") == Rows{{"/* x */ CREATE procedure p AS SELECT 2 "}});
  CHECK(f.run("CREATE OR ALTER PROC p AS SELECT 3").errors().empty());
  CHECK(module_row(f, "definition", "p") == Rows{{"CREATE   PROC p AS SELECT 3"}});
  CHECK(f.run("EXEC p").value() == "3");
  CHECK(f.value("OBJECT_DEFINITION(OBJECT_ID('p'))") == "CREATE   PROC p AS SELECT 3");
  CHECK(f.run("SELECT 1; CREATE PROC q AS SELECT 1").errors() == Numbers{111});
}

TEST_CASE("what WITH says and the session's options are kept, and hold when it runs") {
  Fixture f;
  f.run("CREATE USER u WITHOUT LOGIN");
  f.run("SET QUOTED_IDENTIFIER OFF; SET ANSI_NULLS OFF");
  CHECK(f.run("CREATE PROC p WITH RECOMPILE, EXECUTE AS OWNER AS SELECT \"text\", CASE WHEN NULL = NULL THEN "
              "1 END")
            .errors()
            .empty());
  f.run("SET QUOTED_IDENTIFIER ON; SET ANSI_NULLS ON");
  CHECK(module_row(f, "uses_ansi_nulls, uses_quoted_identifier, is_recompiled, execute_as_principal_id",
                   "p") == Rows{{"0", "0", "1", "-2"}});
  CHECK(f.run("EXEC p").rows() == Rows{{"text", "1"}});
  f.run("CREATE PROC q WITH EXECUTE AS 'u' AS SELECT 1");
  CHECK(module_row(f, "USER_NAME(execute_as_principal_id)", "q") == Rows{{"u"}});
  CHECK(f.run("CREATE PROC r WITH EXECUTE AS 'nobody' AS SELECT 1").errors() == Numbers{15517});
  CHECK(f.run("DROP USER u").errors() == Numbers{15136});
}

TEST_CASE("EXECUTE AS OWNER lends the owner's rights") {
  Fixture f;
  f.run("CREATE LOGIN l WITH PASSWORD = 'Str0ng!Passw0rd'; CREATE USER l FOR LOGIN l");
  f.run("CREATE PROC mine AS SELECT SUSER_SNAME()");
  f.run("CREATE PROC lent WITH EXECUTE AS OWNER AS SELECT SUSER_SNAME()");
  f.run("GRANT EXECUTE TO l");
  const auto l = f.login("l", Fixture::password);
  CHECK(Fixture::run(*l, "EXEC mine").value() == "l");
  CHECK(Fixture::run(*l, "EXEC lent").value() == "sa");
  CHECK(Fixture::run(*l, "SELECT SUSER_SNAME()").value() == "l");
}

TEST_CASE("an encrypted module runs and shows no text") {
  Fixture f;
  f.run("CREATE PROC p WITH ENCRYPTION AS SELECT 5");
  CHECK(f.run("EXEC p").value() == "5");
  CHECK(module_row(f, "definition", "p") == Rows{{"NULL"}});
  CHECK(f.value("OBJECT_DEFINITION(OBJECT_ID('p'))") == "NULL");
  CHECK(f.value("OBJECTPROPERTY(OBJECT_ID('p'), 'IsEncrypted')") == "1");
  const Collector help = f.run("EXEC sp_helptext 'p'");
  CHECK(help.errors().empty());
  CHECK(help.messages.at(0).number == 15471);
}

TEST_CASE("a group of procedures shares a name and goes together") {
  Fixture f;
  CHECK(f.run("CREATE PROC g;2 AS SELECT 2").errors() == Numbers{2730});
  f.run("CREATE PROC g AS SELECT 1");
  CHECK(f.run("CREATE PROC g;2 AS SELECT 2").errors().empty());
  CHECK(f.run("CREATE PROC g;2 AS SELECT 3").errors() == Numbers{2714});
  CHECK(f.run("EXEC g").value() == "1");
  CHECK(f.run("EXEC g;2").value() == "2");
  CHECK(f.run("EXEC g;3").errors() == Numbers{2812});
  Collector called;
  f.session->call("g;2", {}, called);
  CHECK(called.value() == "2");
  CHECK(f.run("SELECT procedure_number, definition FROM sys.numbered_procedures").rows() ==
        Rows{{"2", "CREATE PROC g;2 AS SELECT 2"}});
  f.run("DROP PROC g");
  CHECK(f.value("COUNT(*) FROM sys.numbered_procedures") == "0");
}

TEST_CASE("names may come later, columns of what is there may not") {
  Fixture f;
  f.run("CREATE TABLE t(a int)");
  CHECK(f.run("CREATE PROC later AS SELECT x FROM nosuch").errors().empty());
  CHECK(f.run("CREATE PROC temp AS CREATE TABLE #x(a int); SELECT a FROM #x").errors().empty());
  const Collector missing = f.run("CREATE PROC p AS\nSELECT a FROM t\nSELECT b FROM t");
  REQUIRE(missing.errors() == Numbers{207});
  CHECK(missing.error()->line == 3);
  CHECK(missing.error()->procedure == "p");
  CHECK(f.run("CREATE PROC p AS INSERT t(b) VALUES (1)").errors() == Numbers{207});
  CHECK(f.run("CREATE PROC p AS UPDATE t SET b = 1").errors() == Numbers{207});
  CHECK(f.run("CREATE PROC p AS SELEC 1 FROM").errors() == Numbers{102});
  CHECK(f.value("OBJECT_ID('p')") == "NULL");
}

TEST_CASE("dependencies by name: resolved when there, refreshed by ALTER") {
  Fixture f;
  f.run("CREATE TABLE t(a int)");
  f.run(
      "CREATE PROC p AS WITH c AS (SELECT a FROM t) SELECT * FROM c JOIN dbo.later l ON 1 = 1 WHERE a IN "
      "(SELECT x "
      "FROM other.dbo.far); EXEC called; EXEC dbo.fixed; SELECT name FROM sys.objects; EXEC sp_helptext 'p'");
  const std::string query =
      "SELECT referenced_database_name, referenced_schema_name, referenced_entity_name, "
      "CASE WHEN referenced_id IS NULL THEN 0 ELSE 1 END, is_caller_dependent FROM "
      "sys.sql_expression_dependencies WHERE referencing_id = OBJECT_ID('p') ORDER BY referenced_entity_name";
  CHECK(f.run(query).rows() == Rows{{"NULL", "NULL", "called", "0", "1"},
                                    {"other", "dbo", "far", "0", "0"},
                                    {"NULL", "dbo", "fixed", "0", "0"},
                                    {"NULL", "dbo", "later", "0", "0"},
                                    {"NULL", "NULL", "t", "1", "0"}});
  f.run("CREATE TABLE later(b int)");
  CHECK(f.run(query).rows().at(3) == Texts{"NULL", "dbo", "later", "1", "0"});
  f.run("ALTER PROC p AS SELECT 1");
  CHECK(f.run(query).rows().empty());
}

TEST_CASE("sp_rename leaves the text alone") {
  Fixture f;
  f.run("CREATE PROC p AS SELECT 1");
  f.run("CREATE TABLE t(a int)");
  CHECK(f.run("EXEC sp_rename 'dbo.p', 'q'").messages.at(0).number == 15477);
  CHECK(f.run("EXEC q").value() == "1");
  CHECK(f.run("EXEC p").errors() == Numbers{2812});
  CHECK(module_row(f, "definition", "q") == Rows{{"CREATE PROC p AS SELECT 1"}});
  CHECK(f.run("EXEC sp_rename 'q', 't'").errors() == Numbers{15335});
  CHECK(f.run("EXEC sp_rename 'nosuch', 'x'").errors() == Numbers{15225});
  CHECK(f.run("EXEC sp_rename 'dbo.t.a', 'b', 'COLUMN'; SELECT b FROM t").errors().empty());
  CHECK(f.run("EXEC sp_rename 'dbo.t.a', 'b', 'COLUMN'").errors() == Numbers{15248});
}

TEST_CASE("start-up, system mark and extended procedures of master") {
  Fixture f;
  f.run("CREATE PROC boot AS SELECT 1");
  f.run("CREATE PROC needs @a int AS SELECT 1");
  f.run("CREATE SCHEMA other; CREATE DATABASE d");
  const std::string flag = "is_auto_executed FROM sys.procedures WHERE name = 'boot'";
  CHECK(f.run("EXEC sp_procoption 'boot', 'startup', 'on'").errors().empty());
  CHECK(f.value(flag) == "1");
  f.run("ALTER PROC boot AS SELECT 2");
  CHECK(f.value(flag) == "1");
  f.run("EXEC sp_procoption N'boot', 'startup', 'off'");
  CHECK(f.value(flag) == "0");
  CHECK(f.run("EXEC sp_procoption 'needs', 'startup', 'on'").errors() == Numbers{15399});
  CHECK(f.run("EXEC sp_procoption 'nosuch', 'startup', 'on'").errors() == Numbers{15165});
  CHECK(f.run("EXEC sp_procoption 'boot', 'noise', 'on'").errors() == Numbers{15600});
  f.run("USE d; EXEC('CREATE PROC elsewhere AS SELECT 1')");
  CHECK(f.run("EXEC sp_procoption 'elsewhere', 'startup', 'on'").errors() == Numbers{15398});
  f.run("USE master; EXEC sp_MS_marksystemobject 'boot'");
  CHECK(f.value("is_ms_shipped FROM sys.objects WHERE name = 'boot'") == "1");
  CHECK(f.run("EXEC sp_addextendedproc 'xp_own', 'own.dll'").errors().empty());
  CHECK(f.run("SELECT type, dll_name FROM sys.extended_procedures").rows() == Rows{{"X ", "own.dll"}});
  CHECK(f.run("EXEC sp_dropextendedproc 'xp_own'; SELECT OBJECT_ID('xp_own')").value() == "NULL");
}

TEST_CASE("permissions and ownership stay over ALTER and go with DROP") {
  Fixture f;
  f.run("CREATE USER reader WITHOUT LOGIN; CREATE USER other WITHOUT LOGIN");
  f.run("CREATE PROC p AS SELECT 1");
  f.run("GRANT EXECUTE ON OBJECT::dbo.p TO reader WITH GRANT OPTION; DENY VIEW DEFINITION ON p TO other");
  f.run("GRANT EXECUTE ON p TO other AS reader");
  const std::string query =
      "SELECT USER_NAME(grantee_principal_id), USER_NAME(grantor_principal_id), permission_name, state_desc "
      "FROM "
      "sys.database_permissions WHERE class = 1 AND major_id = OBJECT_ID('p') ORDER BY 1, 3";
  const Rows expected = {{"other", "reader", "EXECUTE", "GRANT"},
                         {"other", "dbo", "VIEW DEFINITION", "DENY"},
                         {"reader", "dbo", "EXECUTE", "GRANT_WITH_GRANT_OPTION"}};
  CHECK(f.run(query).rows() == expected);
  f.run("ALTER PROC p AS SELECT 2");
  CHECK(f.run(query).rows() == expected);
  f.run("ALTER AUTHORIZATION ON OBJECT::p TO other");
  CHECK(f.value("USER_NAME(principal_id) FROM sys.objects WHERE name = 'p'") == "other");
  CHECK(f.run("DROP USER other").errors() == Numbers{15183});
  f.run("ALTER AUTHORIZATION ON OBJECT::p TO SCHEMA OWNER");
  CHECK(f.value("principal_id FROM sys.objects WHERE name = 'p'") == "NULL");
  f.run("DROP PROC p");
  CHECK(f.value("COUNT(*) FROM sys.database_permissions WHERE class = 1") == "0");
}

TEST_CASE("definitions are shown to those who may see them") {
  Fixture f;
  f.run("CREATE LOGIN l WITH PASSWORD = 'Str0ng!Passw0rd'; CREATE USER l FOR LOGIN l");
  f.run("CREATE PROC p AS SELECT 1");
  f.run("CREATE PROC hidden AS SELECT 2");
  f.run("GRANT EXECUTE ON p TO l");
  const auto l = f.login("l", Fixture::password);
  const std::string query = "SELECT OBJECT_NAME(object_id), definition FROM sys.sql_modules";
  CHECK(Fixture::run(*l, query).rows() == Rows{{"p", "NULL"}});
  CHECK(Fixture::run(*l, "SELECT OBJECT_DEFINITION(OBJECT_ID('p'))").value() == "NULL");
  CHECK(Fixture::run(*l, "EXEC sp_helptext 'p'").errors() == Numbers{15197});
  CHECK(Fixture::run(*l, "EXEC sp_helptext 'hidden'").errors() == Numbers{15009});
  CHECK(Fixture::run(*l, "SELECT COUNT(*) FROM sys.sql_expression_dependencies").value() == "0");
  f.run("GRANT VIEW DEFINITION ON p TO l");
  CHECK(Fixture::run(*l, query).rows() == Rows{{"p", "CREATE PROC p AS SELECT 1"}});
  f.run("GRANT VIEW ANY DEFINITION TO l");
  CHECK(Fixture::run(*l, query).rows().size() == 2);
}

TEST_CASE("signatures need certificates, and there are none") {
  Fixture f;
  f.run("CREATE PROC p AS SELECT 1");
  CHECK(f.run("ADD SIGNATURE TO OBJECT::dbo.p BY CERTIFICATE c WITH PASSWORD = 'x'").errors() ==
        Numbers{15151});
  CHECK(f.value("COUNT(*) FROM sys.crypt_properties") == "0");
}

TEST_CASE("procedures that need more than is here can be made, and say so when they get there") {
  Fixture f;
  CHECK(
      f.run("CREATE PROC p @x xml AS\n"
            "CREATE TABLE #t(id int NOT NULL INDEX i, v xml, precision int, INDEX n NONCLUSTERED (id), "
            "PRIMARY KEY "
            "(id) WITH (IGNORE_DUP_KEY = ON));\n"
            "CREATE STATISTICS s ON #t (id) WITH SAMPLE 0 ROWS, NORECOMPUTE;\n"
            "PRINT 'here';\n"
            "WITH XMLNAMESPACES ('urn:x' AS p) SELECT n.c.value('(@a)[1]', 'int') FROM @x.nodes('/p:a') AS "
            "n(c);\n"
            "SELECT c.query('/b'), @x.exist('/a') FROM #t CROSS APPLY v.nodes('/a') AS q(c);\n"
            "UPDATE t SET v.modify('delete /a') FROM #t AS t; SET @x.modify('delete /a');\n"
            "SELECT CAST(N'' AS xml).value('x', 'varbinary(max)');\n"
            "SELECT a FROM OPENJSON(N'{}', '$.r') WITH (a int '$.a'); SELECT * FROM ::fn_trace_gettable('x', "
            "default); DROP SYNONYM dbo.nosuch")
          .errors()
          .empty());
  const Collector out = f.run("EXEC p NULL");
  CHECK(out.prints() == Texts{"here"});
  CHECK(out.error() != nullptr);
  CHECK(f.run("SELECT 1 AS a FOR XML RAW('r'), ELEMENTS").value() == "<r><a>1</a></r>");
}
