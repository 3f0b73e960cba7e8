#include "tests/unit/sandbox/harness.hpp"

#include <doctest.h>
#include <cstdio>

using sandbox_test::Collector;
using sandbox_test::Fixture;
using sandbox_test::Texts;
using Rows = std::vector<Texts>;

TEST_CASE("tables come, change and go") {
  Fixture f;
  f.run("CREATE TABLE t(a int, b varchar(5))");
  CHECK(f.run("CREATE TABLE t(a int)").errors() == std::vector<int>{2714});
  f.run("INSERT t VALUES (1, 'x')");
  CHECK(f.run("ALTER TABLE t ADD c int NOT NULL").errors() == std::vector<int>{4901});
  CHECK(f.run("ALTER TABLE t ADD c int NOT NULL DEFAULT 7, d AS a * 10; SELECT c, d FROM t").rows() ==
        Rows{{"7", "10"}});
  CHECK(f.run("ALTER TABLE t ALTER COLUMN b nvarchar(50) NOT NULL").errors().empty());
  CHECK(f.run("INSERT t(a, b) VALUES (2, NULL)").errors() == std::vector<int>{515});
  CHECK(f.run("ALTER TABLE t DROP COLUMN b; SELECT b FROM t").errors() == std::vector<int>{207});
  CHECK(f.run("SELECT name FROM sys.columns WHERE object_id = OBJECT_ID('t') ORDER BY column_id").rows() ==
        Rows{{"a"}, {"c"}, {"d"}});
  CHECK(f.run("DROP TABLE t; DROP TABLE t").errors() == std::vector<int>{3701});
  CHECK(f.run("DROP TABLE IF EXISTS t").errors().empty());
  CHECK(f.run("CREATE TABLE u(a int, a int)").errors() == std::vector<int>{2705});
  CHECK(f.run("CREATE TABLE u(a int NULL PRIMARY KEY)").errors().back() == 8111);
  CHECK(f.run("CREATE TABLE nosuch.u(a int)").errors() == std::vector<int>{2760});
  CHECK(f.run("CREATE TABLE u(a nosuchtype)").errors().size() == 1);
}

TEST_CASE("a constraint that cannot be made says why, then 1750") {
  Fixture f;
  CHECK(f.run("CREATE TABLE c(a int REFERENCES missing(id))").errors() == std::vector<int>{1767, 1750});
  CHECK(f.value("OBJECT_ID('c')") == "NULL");
  f.run("CREATE TABLE p(id int, other int)");
  CHECK(f.run("CREATE TABLE c(a int REFERENCES p(id))").errors() == std::vector<int>{1776, 1750});
  f.run("INSERT p VALUES (1, 1), (1, 2)");
  CHECK(f.run("ALTER TABLE p ADD CONSTRAINT uq UNIQUE (id)").errors() == std::vector<int>{1505, 1750});
  CHECK(f.run("ALTER TABLE p ADD CONSTRAINT ck CHECK (other > 1)").errors() == std::vector<int>{547});
  CHECK(f.run("ALTER TABLE p DROP CONSTRAINT nothing").errors() == std::vector<int>{3728, 3727});
}

TEST_CASE("databases: made, used, renamed, dropped") {
  Fixture f;
  CHECK(f.run("CREATE DATABASE shop").errors().empty());
  CHECK(f.run("CREATE DATABASE SHOP").errors() == std::vector<int>{1801});
  const Collector used = f.run("USE shop; CREATE TABLE t(a int); INSERT t VALUES (3)");
  CHECK(used.environments.at(0) ==
        std::pair<sandbox::Environment, std::string>(sandbox::Environment::database, "shop"));
  CHECK(used.messages.at(0).number == 5701);
  CHECK(f.run("USE master; SELECT a FROM shop.dbo.t").value() == "3");
  CHECK(f.run("SELECT a FROM shop..t").value() == "3");
  CHECK(f.run("USE shop; DROP DATABASE shop").errors() == std::vector<int>{3702});
  CHECK(f.run("USE master; ALTER DATABASE shop SET RECOVERY SIMPLE; SELECT recovery_model_desc FROM "
              "sys.databases WHERE name = 'shop'")
            .value() == "SIMPLE");
  f.run("ALTER DATABASE shop MODIFY NAME = store");
  CHECK(f.value("DB_ID('shop')") == "NULL");
  CHECK(f.run("DROP DATABASE store; USE store").errors() == std::vector<int>{911});
  CHECK(f.run("DROP DATABASE master").errors() == std::vector<int>{3708});
}

TEST_CASE("views, schemas, CREATE OR ALTER") {
  Fixture f;
  f.run("CREATE SCHEMA s");
  f.run("CREATE TABLE s.t(a int, b int); INSERT s.t VALUES (1, 2), (3, 4)");
  f.run("CREATE VIEW s.v(x) AS SELECT a + b FROM s.t");
  CHECK(f.run("SELECT SUM(x) FROM s.v").value() == "10");
  CHECK(f.run("CREATE VIEW s.v AS SELECT 1 AS x").errors() == std::vector<int>{2714});
  f.run("CREATE OR ALTER VIEW s.v AS SELECT b FROM s.t");
  CHECK(f.run("SELECT SUM(b) FROM s.v").value() == "6");
  CHECK(f.run("UPDATE s.v SET b = 9 WHERE b = 2; SELECT MAX(b) FROM s.t").value() == "9");
  CHECK(f.run("DROP SCHEMA s").errors() == std::vector<int>{3729});
  CHECK(f.run("DROP TABLE s.v").errors() == std::vector<int>{3705});
  CHECK(f.run("CREATE VIEW bad AS SELECT * FROM nothing").errors() == std::vector<int>{208});
  CHECK(f.run("SELECT 1; CREATE VIEW w AS SELECT 1 AS x").errors() == std::vector<int>{111});
}

TEST_CASE("a server with a file keeps its state") {
  const std::string file = "sandbox-engine-test.db";
  for (const char *suffix : {"", "-wal", "-shm"}) std::remove((file + suffix).c_str());
  sandbox::ServerOptions options;
  options.file = file;
  options.sa_password = Fixture::password;
  std::string failure;
  for (int round = 0; round < 2; ++round) {
    auto server = sandbox::open_server(options, failure);
    REQUIRE(server);
    sandbox::LoginRequest request;
    request.user = "sa";
    request.password = Fixture::password;
    std::vector<sandbox::Message> messages;
    auto session = server->login(request, messages);
    REQUIRE(session);
    if (round == 0)
      Fixture::run(*session, "CREATE TABLE t(id int IDENTITY, a int); INSERT t(a) VALUES (5)");
    else
      CHECK(Fixture::run(*session, "INSERT t(a) VALUES (6); SELECT MAX(id), SUM(a) FROM t").rows() ==
            Rows{{"2", "11"}});
  }
  for (const char *suffix : {"", "-wal", "-shm"}) std::remove((file + suffix).c_str());
}

TEST_CASE("logins are refused with one answer") {
  Fixture f;
  std::vector<sandbox::Message> said;
  CHECK_FALSE(f.login("sa", "wrong", &said));
  REQUIRE(said.size() == 1);
  CHECK(said[0].number == 18456);
  CHECK(said[0].text == "Login failed for user 'sa'.");
  CHECK_FALSE(f.login("nobody", "wrong", &said));
  CHECK(said[0].number == 18456);
  sandbox::LoginRequest request;
  request.user = "sa";
  request.password = Fixture::password;
  request.database = "nosuch";
  said.clear();
  CHECK_FALSE(f.server->login(request, said));
  REQUIRE(said.size() == 2);
  CHECK(said[0].number == 4060);
  CHECK(said[1].number == 18456);
}

TEST_CASE("an index is written among the columns of a table") {
  Fixture f;
  CHECK(
      f.run("CREATE TABLE t(a int NOT NULL, b int, c int, INDEX ia (a), INDEX ib UNIQUE NONCLUSTERED (b, c))")
          .errors()
          .empty());
  CHECK(f.run("SELECT name, is_unique, is_unique_constraint FROM sys.indexes WHERE object_id = "
              "OBJECT_ID('t') AND "
              "index_id > 0 ORDER BY name")
            .rows() == std::vector<Texts>{{"ia", "0", "0"}, {"ib", "1", "0"}});
  CHECK(f.run("INSERT t VALUES (1, 2, 3), (1, 2, 4); INSERT t VALUES (2, 2, 3)").errors() ==
        std::vector<int>{2601});
  CHECK(f.run("SELECT COUNT(*) FROM t WHERE b = 2").value() == "2");
  CHECK(f.run("DECLARE @v TABLE(a int, INDEX ia (a)); INSERT @v VALUES (1), (1); SELECT COUNT(*) FROM @v")
            .value() == "2");
}

TEST_CASE("what a session remembers of a table ends when somebody changes it") {
  Fixture f;
  const auto other = f.login("sa", Fixture::password);
  REQUIRE(other);
  CHECK(Fixture::run(*other, "SELECT * FROM t").errors() == std::vector<int>{208});
  f.run("CREATE TABLE t(a int)");
  CHECK(Fixture::run(*other, "SELECT * FROM t").sets.at(0).columns.size() == 1);
  f.run("ALTER TABLE t ADD b int");
  CHECK(Fixture::run(*other, "SELECT * FROM t").sets.at(0).columns.size() == 2);
  f.run("BEGIN TRANSACTION ALTER TABLE t ADD c int");
  CHECK(f.run("SELECT * FROM t").sets.at(0).columns.size() == 3);
  CHECK(Fixture::run(*other, "SELECT * FROM t").sets.at(0).columns.size() == 2);
  f.run("ROLLBACK");
  CHECK(f.run("SELECT * FROM t").sets.at(0).columns.size() == 2);
  CHECK(f.run("ALTER TABLE t ADD d int, a int").errors() == std::vector<int>{2705});
  CHECK(f.run("SELECT * FROM t").sets.at(0).columns.size() == 2);
  f.run("BEGIN TRANSACTION SAVE TRANSACTION s ALTER TABLE t ADD e int ROLLBACK TRANSACTION s");
  CHECK(f.run("SELECT * FROM t").sets.at(0).columns.size() == 2);
  f.run("COMMIT DROP TABLE t");
  CHECK(Fixture::run(*other, "SELECT * FROM t").errors() == std::vector<int>{208});
}
