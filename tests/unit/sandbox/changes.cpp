#include "tests/unit/sandbox/harness.hpp"

#include <doctest.h>

using sandbox_test::Collector;
using sandbox_test::Fixture;
using sandbox_test::Texts;
using Rows = std::vector<Texts>;

TEST_CASE("identity columns count on, even past a rollback") {
  Fixture f;
  f.run("CREATE TABLE t(id int IDENTITY(10, 5) PRIMARY KEY, v int)");
  CHECK(
      f.run("INSERT t(v) VALUES (1), (2); SELECT SCOPE_IDENTITY(), @@IDENTITY, IDENT_CURRENT('t')").rows() ==
      Rows{{"15", "15", "15"}});
  CHECK(f.run("INSERT t(id, v) VALUES (99, 1)").errors() == std::vector<int>{544});
  CHECK(f.run("SET IDENTITY_INSERT t ON; INSERT t(id, v) VALUES (99, 1); SET IDENTITY_INSERT t OFF; INSERT "
              "t(v) VALUES (3); SELECT MAX(id) FROM t")
            .value() == "104");
  CHECK(f.run("BEGIN TRAN; INSERT t(v) VALUES (4); ROLLBACK; INSERT t(v) VALUES (5); SELECT MAX(id) FROM t")
            .value() == "114");
  CHECK(f.run("UPDATE t SET id = 1").errors() == std::vector<int>{8102});
  CHECK(f.run("TRUNCATE TABLE t; INSERT t(v) VALUES (1); SELECT id FROM t").value() == "10");
}

TEST_CASE("constraints refuse rows with their own numbers, and the statement leaves nothing behind") {
  Fixture f;
  f.run(
      "CREATE TABLE t(id int NOT NULL CONSTRAINT pk_t PRIMARY KEY, code varchar(3) NULL CONSTRAINT uq_t "
      "UNIQUE, n int CONSTRAINT ck_t CHECK (n > 0))");
  f.run("INSERT t VALUES (1, 'a', 1)");
  const Collector duplicate = f.run("INSERT t VALUES (2, 'b', 1), (1, 'c', 1)");
  REQUIRE(duplicate.error());
  CHECK(duplicate.error()->number == 2627);
  CHECK(duplicate.error()->severity == 14);
  CHECK(duplicate.error()->text ==
        "Violation of PRIMARY KEY constraint 'pk_t'. Cannot insert duplicate key in object 'dbo.t'. The "
        "duplicate key value is (1).");
  CHECK(duplicate.messages.back().number == 3621);
  CHECK(f.run("SELECT COUNT(*) FROM t").value() == "1");
  CHECK(f.run("INSERT t VALUES (NULL, 'b', 1)").errors() == std::vector<int>{515});
  CHECK(f.run("INSERT t VALUES (3, 'A', 1)").errors() == std::vector<int>{2627});
  CHECK(f.run("INSERT t VALUES (3, 'long', 1)").errors() == std::vector<int>{2628});
  CHECK(f.run("INSERT t VALUES (3, 'c', 0)").errors() == std::vector<int>{547});
  CHECK(f.run("INSERT t VALUES (3, 'c', NULL); SELECT @@ROWCOUNT").value() == "1");
  CHECK(f.run("INSERT t VALUES (4, NULL, 1)").errors().empty());
  CHECK(f.run("INSERT t VALUES (5, NULL, 1)").errors() == std::vector<int>{2627});
  f.run("CREATE UNIQUE INDEX ix_n ON t(n) ");
  CHECK(f.run("CREATE UNIQUE INDEX ix_n ON t(n)").errors() == std::vector<int>{1505});
  CHECK(f.run("INSERT t VALUES (6, 'x')").errors() == std::vector<int>{213});
  CHECK(f.run("INSERT t(id, code) VALUES (6)").errors() == std::vector<int>{109});
}

TEST_CASE("a unique index speaks with 2601") {
  Fixture f;
  f.run("CREATE TABLE t(a int, b int)");
  f.run("CREATE UNIQUE INDEX ix ON t(a, b)");
  const Collector out = f.run("INSERT t VALUES (1, 2); INSERT t VALUES (1, 2)");
  REQUIRE(out.error());
  CHECK(out.error()->number == 2601);
  CHECK(out.error()->text ==
        "Cannot insert duplicate key row in object 'dbo.t' with unique index 'ix'. The duplicate key value "
        "is (1, 2).");
}

TEST_CASE("foreign keys guard both sides and cascade when told to") {
  Fixture f;
  f.run("CREATE TABLE p(id int PRIMARY KEY)");
  f.run("CREATE TABLE c(id int PRIMARY KEY, p int NULL CONSTRAINT fk_c REFERENCES p(id))");
  f.run("INSERT p VALUES (1), (2); INSERT c VALUES (1, 1), (2, NULL)");
  CHECK(f.run("INSERT c VALUES (3, 9)").errors() == std::vector<int>{547});
  const Collector refused = f.run("DELETE p WHERE id = 1");
  REQUIRE(refused.error());
  CHECK(refused.error()->text.find("The DELETE statement conflicted with the REFERENCE constraint \"fk_c\". "
                                   "The conflict occurred in database \"master\", table "
                                   "\"dbo.c\", column 'p'.") == 0);
  CHECK(f.run("DROP TABLE p").errors() == std::vector<int>{3726});
  CHECK(f.run("TRUNCATE TABLE p").errors() == std::vector<int>{4712});
  f.run("ALTER TABLE c DROP CONSTRAINT fk_c");
  f.run(
      "ALTER TABLE c ADD CONSTRAINT fk_c2 FOREIGN KEY (p) REFERENCES p(id) ON DELETE CASCADE ON UPDATE "
      "CASCADE");
  CHECK(f.run("UPDATE p SET id = 7 WHERE id = 1; SELECT p FROM c WHERE id = 1").value() == "7");
  CHECK(f.run("DELETE p WHERE id = 7; SELECT COUNT(*) FROM c").value() == "1");
}

TEST_CASE("keys may change places within one UPDATE") {
  Fixture f;
  f.run("CREATE TABLE t(id int PRIMARY KEY, v char(1)); INSERT t VALUES (1, 'a'), (2, 'b'), (3, 'c')");
  CHECK(f.run("UPDATE t SET id = id + 1; SELECT MIN(id), MAX(id), @@ROWCOUNT FROM t").rows() ==
        Rows{{"2", "4", "3"}});
}

TEST_CASE("UPDATE and DELETE with FROM, TOP and OUTPUT") {
  Fixture f;
  f.run(
      "CREATE TABLE t(id int PRIMARY KEY, v int); CREATE TABLE s(id int, v int); INSERT t VALUES (1, 1), (2, "
      "2), (3, 3); INSERT s VALUES (1, 10), (2, 20)");
  CHECK(f.run("UPDATE x SET v = s.v OUTPUT deleted.v, inserted.v FROM t AS x JOIN s ON s.id = x.id").rows() ==
        Rows{{"1", "10"}, {"2", "20"}});
  CHECK(f.run("DELETE t OUTPUT deleted.id FROM t JOIN s ON s.id = t.id WHERE s.v = 20").rows() ==
        Rows{{"2"}});
  CHECK(f.run("UPDATE TOP (1) t SET v += 5; SELECT @@ROWCOUNT").value() == "1");
  CHECK(
      f.run(
           "DECLARE @log TABLE(id int); DELETE FROM t OUTPUT deleted.id INTO @log; SELECT COUNT(*) FROM @log")
          .value() == "2");
}

TEST_CASE("DELETE through a numbered CTE removes duplicates") {
  Fixture f;
  f.run("CREATE TABLE t(v int); INSERT t VALUES (1), (1), (2)");
  CHECK(f.run("WITH d AS (SELECT v, ROW_NUMBER() OVER (PARTITION BY v ORDER BY v) AS n FROM t) DELETE FROM d "
              "WHERE n > 1; SELECT COUNT(*) FROM t")
            .value() == "2");
  CHECK(f.run("WITH d AS (SELECT v FROM t WHERE v = 2) UPDATE d SET v = 5; SELECT SUM(v) FROM t").value() ==
        "6");
}

TEST_CASE("MERGE updates, inserts and deletes in one statement") {
  Fixture f;
  f.run("CREATE TABLE t(id int PRIMARY KEY, v varchar(5)); INSERT t VALUES (1, 'a'), (2, 'b')");
  const Collector out = f.run(
      "MERGE t USING (VALUES (1, 'x'), (3, 'z')) AS s(id, v) ON t.id = s.id WHEN MATCHED THEN UPDATE SET v = "
      "s.v "
      "WHEN NOT MATCHED THEN INSERT (id, v) VALUES (s.id, s.v) WHEN NOT MATCHED BY SOURCE THEN DELETE OUTPUT "
      "$action, "
      "ISNULL(inserted.id, deleted.id);");
  CHECK(out.errors().empty());
  CHECK(out.rows().size() == 3);
  CHECK(f.run("SELECT id, v FROM t ORDER BY id").rows() == Rows{{"1", "x"}, {"3", "z"}});
  CHECK(f.run("MERGE t USING (VALUES (1), (1)) AS s(id) ON t.id = s.id WHEN MATCHED THEN DELETE;").errors() ==
        std::vector<int>{8672});
}

TEST_CASE("INSERT takes rows from queries and procedures") {
  Fixture f;
  f.run("CREATE TABLE t(a int, b varchar(5) DEFAULT 'd')");
  f.run("CREATE PROCEDURE p AS SELECT 7, 'x' UNION ALL SELECT 8, 'y'");
  CHECK(f.run("INSERT t EXEC p; SELECT SUM(a) FROM t").value() == "15");
  CHECK(f.run("INSERT t EXEC('SELECT 1, ''q'''); SELECT @@ROWCOUNT").value() == "1");
  CHECK(f.run("DELETE t; INSERT t DEFAULT VALUES; SELECT a, b FROM t").rows() == Rows{{"NULL", "d"}});
  CHECK(f.run("INSERT t(a, b) VALUES (1, DEFAULT); SELECT b FROM t WHERE a = 1").value() == "d");
  CHECK(f.run("SELECT a, b INTO u FROM t; SELECT COUNT(*) FROM u").value() == "2");
  CHECK(f.run("SELECT a INTO u FROM t").errors() == std::vector<int>{2714});
}

TEST_CASE("temporary tables belong to the session, table variables to the batch") {
  Fixture f;
  f.run("CREATE TABLE #t(id int IDENTITY PRIMARY KEY, v varchar(3)); INSERT #t(v) VALUES ('a')");
  CHECK(f.run("SELECT COUNT(*) FROM #t").value() == "1");
  CHECK(f.run("IF OBJECT_ID('tempdb..#t') IS NOT NULL PRINT 'there'").prints() == Texts{"there"});
  const auto other = f.login("sa", Fixture::password);
  CHECK(Fixture::run(*other, "SELECT * FROM #t").errors() == std::vector<int>{208});
  CHECK(f.run("BEGIN TRAN; INSERT #t(v) VALUES ('b'); ROLLBACK; SELECT COUNT(*) FROM #t").value() == "1");
  CHECK(f.run("DECLARE @t TABLE(id int PRIMARY KEY); BEGIN TRAN; INSERT @t VALUES (1); ROLLBACK; SELECT "
              "COUNT(*) FROM @t")
            .value() == "1");
  CHECK(f.run("DECLARE @t TABLE(id int PRIMARY KEY); INSERT @t VALUES (1); INSERT @t VALUES (1); SELECT "
              "COUNT(*) FROM @t")
            .value() == "1");
  CHECK(f.run("SELECT * FROM @t").errors() == std::vector<int>{1087});
  CHECK(f.run("DROP TABLE #t; SELECT * FROM #t").errors() == std::vector<int>{208});
}
