#include "tests/unit/sandbox/harness.hpp"

#include <doctest.h>

using sandbox_test::Collector;
using sandbox_test::Fixture;
using sandbox_test::Texts;
using Rows = std::vector<Texts>;

TEST_CASE("IF, WHILE, BREAK, CONTINUE and GOTO") {
  Fixture f;
  CHECK(f.run("DECLARE @i int = 0; WHILE 1 = 1 BEGIN SET @i += 1; IF @i = 2 CONTINUE; IF @i > 4 BREAK; PRINT "
              "@i END")
            .prints() == Texts{"1", "3", "4"});
  CHECK(f.run("GOTO past\nPRINT 'skipped'\npast:\nPRINT 'reached'").prints() == Texts{"reached"});
  CHECK(f.run("DECLARE @i int = 0\nagain:\nSET @i = @i + 1\nIF @i < 3 GOTO again\nPRINT @i").prints() ==
        Texts{"3"});
  CHECK(f.run("IF NULL = 1 PRINT 'yes' ELSE PRINT 'no'").prints() == Texts{"no"});
  CHECK(f.run("GOTO nowhere").errors() == std::vector<int>{133});
}

TEST_CASE("TRY and CATCH, and what the CATCH block can ask") {
  Fixture f;
  const Collector out = f.run(
      "BEGIN TRY\n  SELECT 1\n  SELECT 1 / 0\n  PRINT 'not reached'\nEND TRY\nBEGIN CATCH\n  SELECT "
      "ERROR_NUMBER(), ERROR_SEVERITY(), "
      "ERROR_STATE(), ERROR_LINE(), ERROR_MESSAGE()\nEND CATCH\nSELECT ERROR_NUMBER()");
  REQUIRE(out.sets.size() == 4);
  CHECK(out.sets[2].rows == Rows{{"8134", "16", "1", "3", "Divide by zero error encountered."}});
  CHECK(out.sets[3].rows == Rows{{"NULL"}});
  CHECK(out.errors().empty());
  CHECK(f.run("BEGIN TRY THROW 50005, 'mine', 9 END TRY BEGIN CATCH SELECT ERROR_NUMBER(), ERROR_STATE(), "
              "ERROR_MESSAGE() END CATCH")
            .rows() == Rows{{"50005", "9", "mine"}});
  CHECK(f.run("BEGIN TRY RAISERROR('r', 16, 2) END TRY BEGIN CATCH THROW END CATCH PRINT 'not reached'")
            .errors() == std::vector<int>{50000});
  CHECK(f.run("BEGIN TRY BEGIN TRY SELECT 1/0 END TRY BEGIN CATCH RAISERROR('inner', 16, 1) END CATCH END "
              "TRY BEGIN CATCH SELECT ERROR_MESSAGE() END CATCH")
            .value() == "inner");
}

TEST_CASE("errors of compilation pass the TRY of their own scope and are caught outside it") {
  Fixture f;
  const Collector own = f.run("BEGIN TRY SELECT * FROM nothing END TRY BEGIN CATCH PRINT 'caught' END CATCH");
  CHECK(own.errors() == std::vector<int>{208});
  CHECK(own.prints().empty());
  CHECK(f.run("BEGIN TRY EXEC('SELECT * FROM nothing') END TRY BEGIN CATCH PRINT 'caught ' + "
              "CAST(ERROR_NUMBER() AS varchar(9)) END CATCH")
            .prints() == Texts{"caught 208"});
  CHECK(
      f.run("BEGIN TRY EXEC('SELECT FROM t') END TRY BEGIN CATCH PRINT ERROR_NUMBER() END CATCH").prints() ==
      Texts{"156"});
}

TEST_CASE("what an error stops: the statement, the scope, or the batch") {
  Fixture f;
  f.run("CREATE TABLE t(id int PRIMARY KEY)");
  CHECK(f.run("INSERT t VALUES (1); INSERT t VALUES (1); PRINT 'on'").prints() == Texts{"on"});
  CHECK(f.run("SELECT 1/0; PRINT 'on'").prints() == Texts{"on"});
  CHECK(f.run("SELECT CAST('x' AS int); PRINT 'on'").prints().empty());
  CHECK(f.run("SELECT * FROM nothing; PRINT 'on'").prints().empty());
  CHECK(f.run("EXEC('SELECT * FROM nothing; PRINT ''inside'''); PRINT 'outside'").prints() ==
        Texts{"outside"});
  CHECK(f.run("RAISERROR('x', 16, 1); PRINT 'on'").prints() == Texts{"on"});
  CHECK(f.run("THROW 50001, 'x', 1; PRINT 'on'").prints().empty());
  CHECK(f.run("EXEC nothing; PRINT 'on'").prints() == Texts{"on"});
  CHECK(f.run("SET XACT_ABORT ON; SELECT 1/0; PRINT 'on'").prints().empty());
  CHECK(f.run("SET XACT_ABORT ON; RAISERROR('x', 16, 1); PRINT 'on'").prints() == Texts{"on"});
  f.run("SET XACT_ABORT OFF");
  CHECK(f.run("PRINT 'before'; SELEC 1").prints().empty());
}

TEST_CASE("errors carry number, severity, state, procedure and line") {
  Fixture f;
  f.run(
      "CREATE PROCEDURE dbo.fails AS\nBEGIN\n  SET NOCOUNT ON\n  RAISERROR('from %s %d', 12, 34, 'here', "
      "5)\nEND");
  const Collector out = f.run("\n\nEXEC dbo.fails");
  REQUIRE(out.error());
  CHECK(out.error()->number == 50000);
  CHECK(out.error()->severity == 12);
  CHECK(out.error()->state == 34);
  CHECK(out.error()->text == "from here 5");
  CHECK(out.error()->procedure == "fails");
  CHECK(out.error()->line == 4);
  CHECK(f.run("SELECT 1\nSELECT\n  1/0").error()->line == 2);
  CHECK(f.run("SELECT 1\n\nSELEC 2").error()->line == 3);
  CHECK(f.run("DECLARE @e int; SELECT 1/0; SET @e = @@ERROR; PRINT @e; PRINT @@ERROR").prints() ==
        Texts{"8134", "0"});
}

TEST_CASE("RAISERROR formats as printf does") {
  Fixture f;
  CHECK(f.run("RAISERROR('%5d|%-5s|%05i|%x|%%', 10, 1, 42, N'ab', 7, 255)").prints() ==
        Texts{"   42|ab   |00007|ff|%"});
  CHECK(f.run("RAISERROR('%s', 10, 1, NULL)").prints() == Texts{"(null)"});
  CHECK(f.run("THROW 49999, 'x', 1").errors() == std::vector<int>{35100});
  CHECK(f.run("RAISERROR('x', 19, 1)").errors() == std::vector<int>{2754});
}

TEST_CASE("every request ends with one DONE that says no more follows") {
  Fixture f;
  for (const char *sql : {"", "SELECT 1", "SELECT 1; SELECT 2", "PRINT 'x'", "SELECT 1/0", "SELEC",
                          "DECLARE @i int = 1", "SET NOCOUNT ON; SELECT 1"}) {
    const Collector out = f.run(sql);
    REQUIRE_FALSE(out.dones.empty());
    CHECK_FALSE(out.dones.back().more);
    for (std::size_t i = 0; i + 1 < out.dones.size(); ++i) CHECK(out.dones[i].more);
  }
  f.run("SET NOCOUNT OFF; CREATE TABLE t(a int)");
  const Collector out = f.run("INSERT t VALUES (1), (2)");
  CHECK(out.dones.back().rows == std::optional<std::uint64_t>(2));
  CHECK(out.dones.back().command == 0xC3);
  CHECK(f.run("SELEC").dones.back().error);
}

TEST_CASE("cursors walk rows") {
  Fixture f;
  f.run("CREATE TABLE t(id int, v varchar(3)); INSERT t VALUES (1, 'a'), (2, 'b')");
  CHECK(f.run("DECLARE @id int, @v varchar(3)\nDECLARE c CURSOR LOCAL FAST_FORWARD FOR SELECT id, v FROM t "
              "ORDER BY id\nOPEN c\nFETCH NEXT FROM c INTO @id, @v\n"
              "WHILE @@FETCH_STATUS = 0\nBEGIN\n  PRINT CAST(@id AS varchar(5)) + @v\n  FETCH NEXT FROM c "
              "INTO @id, @v\nEND\nCLOSE c\nDEALLOCATE c")
            .prints() == Texts{"1a", "2b"});
  CHECK(
      f.run("DECLARE g CURSOR SCROLL FOR SELECT id FROM t ORDER BY id; OPEN g; FETCH LAST FROM g").value() ==
      "2");
  CHECK(f.run("FETCH PRIOR FROM g").value() == "1");
  CHECK(f.run("CLOSE g; DEALLOCATE g; OPEN g").errors() == std::vector<int>{16916});
  CHECK(f.run("DECLARE @c CURSOR; SET @c = CURSOR FOR SELECT v FROM t ORDER BY v DESC; OPEN @c; FETCH @c; "
              "CLOSE @c; DEALLOCATE @c")
            .value() == "b");
}

TEST_CASE("dynamic SQL has its own variables and gives values back") {
  Fixture f;
  CHECK(f.run("EXEC sp_executesql N'SELECT @a + @b', N'@a int, @b int', 1, @b = 2").value() == "3");
  CHECK(f.run("DECLARE @n int; EXEC sp_executesql N'SELECT @out = 5', N'@out int OUTPUT', @out = @n OUTPUT; "
              "SELECT @n")
            .value() == "5");
  CHECK(f.run("DECLARE @n int = 1; EXEC('SELECT @n')").errors() == std::vector<int>{137});
  CHECK(f.run("EXEC sp_executesql N'SELECT @a', N'@a int'").errors() == std::vector<int>{8178});
  CHECK(f.run("EXEC sp_executesql 'SELECT 1'").errors() == std::vector<int>{214});
  CHECK(f.run("DECLARE @s nvarchar(100) = N'SELECT '; EXEC(@s + '4 ' + 'AS x')").value() == "4");
  CHECK(f.run("EXEC('USE tempdb'); SELECT DB_NAME()").value() == "master");
}

TEST_CASE("the server's own procedures run in the database before their name") {
  Fixture f;
  f.run("CREATE DATABASE Sales");
  CHECK(f.run("EXEC Sales.sys.sp_executesql N'SELECT DB_NAME()'").value() == "Sales");
  CHECK(f.run("EXEC Sales.sys.sp_executesql N'USE msdb; SELECT DB_NAME()'; SELECT DB_NAME()").value() ==
        "master");
  CHECK(f.run("EXEC Sales..sp_executesql N'SELECT 1 / 0'").errors() == std::vector<int>{8134});
  CHECK(f.value("DB_NAME()") == "master");
  CHECK(f.run("EXEC Nowhere.sys.sp_executesql N'SELECT 1'").errors() == std::vector<int>{911});
  f.run("CREATE LOGIN guest_of_none WITH PASSWORD = N'Str0ng!Passw0rd'");
  const auto other = f.login("guest_of_none", "Str0ng!Passw0rd");
  REQUIRE(other);
  CHECK(Fixture::run(*other, "EXEC Sales.sys.sp_executesql N'SELECT 1'").errors() == std::vector<int>{916});
}

TEST_CASE("procedures: defaults, names, outputs, status, nesting") {
  Fixture f;
  f.run("CREATE PROCEDURE p @a int, @b int = 5, @c int = NULL OUTPUT AS SET @c = @a + @b RETURN @a");
  CHECK(f.run("DECLARE @r int, @o int; EXEC @r = p 1, @c = @o OUTPUT; SELECT @r, @o").rows() ==
        Rows{{"1", "6"}});
  CHECK(f.run("EXEC p").errors() == std::vector<int>{201});
  CHECK(f.run("EXEC p 1, 2, 3, 4").errors() == std::vector<int>{8144});
  CHECK(f.run("EXEC p @a = 1, @zz = 2").errors() == std::vector<int>{8145});
  CHECK(f.run("EXEC nosuchprocedure").errors() == std::vector<int>{2812});
  f.run("CREATE PROCEDURE deep AS EXEC deep");
  CHECK(f.run("EXEC deep").errors().at(0) == 217);
  const Collector status = f.run("EXEC p 3");
  REQUIRE(status.statuses.size() == 1);
  CHECK(status.statuses[0] == 3);
  f.run("CREATE FUNCTION dbo.twice(@x int) RETURNS int AS BEGIN RETURN @x * 2 END");
  CHECK(f.value("dbo.twice(21)") == "42");
  f.run(
      "CREATE FUNCTION dbo.upto(@n int) RETURNS TABLE AS RETURN (SELECT id FROM (VALUES (1), (2), (3)) v(id) "
      "WHERE id <= @n)");
  CHECK(f.run("SELECT COUNT(*) FROM dbo.upto(2)").value() == "2");
}

TEST_CASE("remote procedure calls return status and output parameters") {
  Fixture f;
  f.run("CREATE PROCEDURE p @a int, @b int OUTPUT AS SELECT @a AS a SET @b = @a * 2 RETURN 4");
  sandbox::Parameter a, b;
  a.name = "@a";
  a.value = sandbox::int_value(21);
  b.name = "@b";
  b.output = true;
  Collector out;
  f.session->call("dbo.p", {a, b}, out);
  CHECK(out.value() == "21");
  CHECK(out.statuses == std::vector<std::int32_t>{4});
  REQUIRE(out.outputs.size() == 1);
  CHECK(out.outputs[0] == std::pair<std::string, std::string>("@b", "42"));
  CHECK_FALSE(out.dones.back().more);

  sandbox::Parameter handle, params, statement, value;
  handle.output = true;
  params.type = statement.type = sandbox::nvarchar_type(-1);
  params.value = sandbox::text_value("@x int");
  statement.value = sandbox::text_value("SELECT @x + 1");
  value.value = sandbox::int_value(1);
  Collector prepared;
  f.session->call("sp_prepexec", {handle, params, statement, value}, prepared);
  CHECK(prepared.value() == "2");
  REQUIRE(prepared.outputs.size() == 1);
  handle.output = false;
  handle.value = sandbox::int_value(std::stoi(prepared.outputs[0].second));
  value.value = sandbox::int_value(9);
  Collector again;
  f.session->call("sp_execute", {handle, value}, again);
  CHECK(again.value() == "10");
  Collector gone, missing;
  f.session->call("sp_unprepare", {handle}, gone);
  f.session->call("sp_execute", {handle, value}, missing);
  CHECK(missing.errors() == std::vector<int>{8179});
}

TEST_CASE("table functions with a body fill and return their table") {
  Fixture f;
  CHECK(f.run("CREATE FUNCTION dbo.parts(@s nvarchar(100)) RETURNS @t TABLE (n int IDENTITY(1, 1), part "
              "nvarchar(20)) AS\nBEGIN\n  DECLARE @i int = CHARINDEX(',', @s)\n"
              "  WHILE @i > 0\n  BEGIN\n    INSERT @t(part) VALUES (LEFT(@s, @i - 1))\n    SET @s = "
              "SUBSTRING(@s, @i + 1, 100)\n    SET @i = CHARINDEX(',', @s)\n  END\n"
              "  INSERT @t(part) VALUES (@s)\n  RETURN\nEND")
            .errors()
            .empty());
  CHECK(f.run("SELECT part FROM dbo.parts(N'x,y,z') WHERE n > 1 ORDER BY n DESC").rows() ==
        Rows{{"z"}, {"y"}});
  CHECK(f.run("SELECT v.k, p.part FROM (VALUES (1, N'a,b'), (2, N'c')) v(k, s) CROSS APPLY dbo.parts(v.s) p "
              "ORDER BY v.k, p.n")
            .rows() == Rows{{"1", "a"}, {"1", "b"}, {"2", "c"}});
}

TEST_CASE("temporary tables made in a procedure or dynamic SQL end with it") {
  Fixture f;
  f.run(
      "CREATE PROCEDURE p AS CREATE TABLE #inner(a int) INSERT #inner VALUES (1) SELECT COUNT(*) FROM "
      "#inner");
  CHECK(f.run("EXEC p; EXEC p").value() == "1");
  CHECK(f.run("SELECT * FROM #inner").errors() == std::vector<int>{208});
  CHECK(f.run("EXEC('CREATE TABLE #d(a int)'); SELECT * FROM #d").errors() == std::vector<int>{208});
  CHECK(f.run("CREATE TABLE #o(a int); EXEC('INSERT #o VALUES (3)'); SELECT a FROM #o").value() == "3");
}
