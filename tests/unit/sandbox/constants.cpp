// What is constant within a query has one value there, whatever the number of rows; what is not, has not.
#include "tests/unit/sandbox/harness.hpp"

#include <doctest.h>

using sandbox_test::Collector;
using sandbox_test::Fixture;
using sandbox_test::Texts;
using Rows = std::vector<Texts>;

namespace {

/// `many` holds 1 to 2000: more rows than the clock's 100 ns could miss.
struct Many : Fixture {
  Many() {
    run("CREATE TABLE many(n int PRIMARY KEY)");
    run("WITH r AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM r WHERE n < 2000) "
        "INSERT many SELECT n FROM r OPTION (MAXRECURSION 0)");
  }
  std::string one(const std::string &sql) {
    const Collector out = run(sql);
    return out.error() ? out.error()->text : out.value();
  }
  /// How many values the expression has over the rows of `many`.
  std::string values(const std::string &expression) {
    return one("SELECT COUNT(DISTINCT v) FROM (SELECT " + expression + " AS v FROM many) AS d");
  }
};

}  // namespace

TEST_CASE("the clock stands still within a query") {
  Many f;
  REQUIRE(f.one("SELECT COUNT(*) FROM many") == "2000");
  for (const char *clock : {"SYSDATETIME()", "SYSUTCDATETIME()", "SYSDATETIMEOFFSET()", "GETDATE()",
                            "CURRENT_TIMESTAMP", "DATEADD(ns, 100, SYSDATETIME())"}) {
    CAPTURE(clock);
    CHECK(f.values(clock) == "1");
  }
  CHECK(f.one("SELECT COUNT(*) FROM many WHERE SYSDATETIME() = SYSDATETIME()") == "2000");
  CHECK(f.one("SELECT COUNT(*) FROM (SELECT SYSDATETIME() AS t FROM many) AS d WHERE t <> SYSDATETIME()") ==
        "0");
  CHECK(f.one("SELECT COUNT(DISTINCT t) FROM (SELECT SYSDATETIME() AS t FROM many UNION ALL SELECT "
              "SYSDATETIME() FROM many) AS d") == "1");
  CHECK(f.one("DECLARE @a datetime2 = SYSDATETIME(), @n int = 0; "
              "WHILE @n < 1000 AND @a = SYSDATETIME() SET @n += 1; SELECT CASE WHEN @n < 1000 THEN 1 END") ==
        "1");
}

TEST_CASE("what changes rows reads the clock once, defaults and OUTPUT too") {
  Many f;
  f.run(
      "CREATE TABLE stamped(n int, made datetime2 DEFAULT SYSDATETIME(), id uniqueidentifier DEFAULT "
      "NEWID())");
  Collector out = f.run("INSERT stamped(n) OUTPUT SYSDATETIME(), inserted.made SELECT n FROM many");
  REQUIRE(out.rows().size() == 2000);
  CHECK(out.rows().front() == out.rows().back());
  CHECK(f.one("SELECT COUNT(DISTINCT made) FROM stamped") == "1");
  CHECK(f.one("SELECT COUNT(DISTINCT id) FROM stamped") == "2000");
  f.run("UPDATE stamped SET made = SYSDATETIME(), id = NEWID()");
  CHECK(f.one("SELECT COUNT(DISTINCT made) FROM stamped") == "1");
  CHECK(f.one("SELECT COUNT(DISTINCT id) FROM stamped") == "2000");
}

TEST_CASE("RAND once for each of its places, NEWID and functions of users for each row") {
  Many f;
  CHECK(f.values("RAND()") == "1");
  CHECK(f.one("SELECT CASE WHEN RAND() = RAND() THEN 'same' ELSE 'others' END") == "others");
  CHECK(f.values("RAND(n)") == "2000");
  CHECK(f.values("NEWID()") == "2000");
  CHECK(f.values("CRYPT_GEN_RANDOM(16)") == "2000");
  CHECK(f.values("CAST(NEWID() AS varchar(36))") == "2000");
  CHECK(f.values("ABS(CHECKSUM(NEWID())) + 1") != "1");
  // The clock of a function is the clock of its own queries.
  f.run("CREATE FUNCTION dbo.now_there() RETURNS datetime2 AS BEGIN RETURN SYSDATETIME() END");
  CHECK(f.values("dbo.now_there()") != "1");
  CHECK(f.one("SELECT COUNT(*) FROM many WHERE NEWID() = NEWID()") == "0");
}

TEST_CASE("variables that a query gives values to are read for each row") {
  Many f;
  CHECK(f.one("DECLARE @sum int = 0; SELECT @sum = @sum + n FROM many; SELECT @sum") == "2001000");
  CHECK(
      f.one("DECLARE @last int = 0; SELECT @last = n FROM many WHERE n > ABS(@last) * 2 - 1; SELECT @last") ==
      "1024");
  CHECK(f.one("DECLARE @i int = 0; UPDATE many SET @i = ABS(@i) + 1; SELECT @i") == "2000");
  CHECK(f.one("DECLARE @next int = 0; SELECT @next = (SELECT MIN(n) FROM many WHERE n > @next) FROM many "
              "WHERE n <= 50; "
              "SELECT @next") == "50");
}

TEST_CASE("a function that stands in a query for its text is run with each of its arguments") {
  Many f;
  f.run(
      "CREATE FUNCTION dbo.after(@n int) RETURNS TABLE AS RETURN "
      "SELECT ABS(@n) + 1 AS next, (SELECT COUNT(*) FROM many WHERE n <= @n) AS below, SYSDATETIME() AS t");
  CHECK(f.run("SELECT a.next, a.below FROM (SELECT TOP 3 n FROM many ORDER BY n) AS m CROSS APPLY "
              "dbo.after(m.n) AS a ORDER BY 1")
            .rows() == Rows{{"2", "1"}, {"3", "2"}, {"4", "3"}});
  CHECK(f.one("SELECT COUNT(DISTINCT a.t) FROM (SELECT TOP 20 n FROM many) AS m CROSS APPLY dbo.after(m.n) "
              "AS a") == "1");
}

TEST_CASE("windows, groups and subqueries over rows are not constant") {
  Many f;
  CHECK(f.values("ROW_NUMBER() OVER (ORDER BY n) + 1") == "2000");
  CHECK(f.run("SELECT COUNT(*) + 0 FROM many GROUP BY n % 3 ORDER BY 1").rows() ==
        Rows{{"666"}, {"667"}, {"667"}});
  CHECK(f.run("SELECT GROUPING(n % 2) + 10 FROM many GROUP BY ROLLUP(n % 2) ORDER BY 1").rows() ==
        Rows{{"10"}, {"10"}, {"11"}});
  CHECK(f.one("SELECT COUNT(DISTINCT v) FROM (SELECT (SELECT MAX(b.n) FROM many AS b WHERE b.n < many.n) + 0 "
              "AS v "
              "FROM many WHERE n <= 50) AS d") == "49");
  CHECK(f.values("(SELECT MAX(n) FROM many) + 1") == "1");
}

TEST_CASE("a constant that cannot be evaluated fails only where it is wanted") {
  Many f;
  CHECK(f.one("SELECT SUM(CASE WHEN n < 0 THEN 1 / 0 ELSE 1 END) FROM many") == "2000");
  CHECK(f.run("SELECT CASE WHEN n = 7 THEN CAST('x' AS int) ELSE 1 END FROM many").errors() ==
        std::vector<int>{245});
}

TEST_CASE("a name of an object is looked up once") {
  Many f;
  CHECK(f.one("SELECT COUNT(*) FROM sys.all_columns WHERE object_id = OBJECT_ID(N'many')") == "1");
  CHECK(f.one("DECLARE @name sysname = N'many'; SELECT name FROM sys.all_columns WHERE object_id = "
              "OBJECT_ID(@name)") == "n");
  CHECK(f.values("OBJECT_ID(N'many')") == "1");
}
