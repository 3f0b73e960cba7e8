#include "tests/unit/sandbox/harness.hpp"

#include <doctest.h>
#include <chrono>
#include <thread>

using sandbox_test::Collector;
using sandbox_test::Fixture;
using sandbox_test::Texts;
using Rows = std::vector<Texts>;

TEST_CASE("transactions nest by counting, roll back as a whole") {
  Fixture f;
  f.run("CREATE TABLE t(a int)");
  CHECK(f.run("BEGIN TRAN; BEGIN TRAN; INSERT t VALUES (1); COMMIT; SELECT @@TRANCOUNT").value() == "1");
  CHECK(f.run("ROLLBACK; SELECT @@TRANCOUNT, (SELECT COUNT(*) FROM t)").rows() == Rows{{"0", "0"}});
  CHECK(f.run("BEGIN TRAN; INSERT t VALUES (1); COMMIT; SELECT COUNT(*) FROM t").value() == "1");
  CHECK(f.run("COMMIT").errors() == std::vector<int>{3902});
  CHECK(f.run("ROLLBACK").errors() == std::vector<int>{3903});
  CHECK(f.run("SAVE TRAN s").errors() == std::vector<int>{628});
  CHECK(f.run("BEGIN TRAN; ROLLBACK TRAN nosuch").errors() == std::vector<int>{6401});
  f.run("ROLLBACK");
}

TEST_CASE("savepoints take back what came after them, in tables of either kind") {
  Fixture f;
  f.run("CREATE TABLE t(a int); CREATE TABLE #m(a int)");
  CHECK(f.run("BEGIN TRAN; INSERT t VALUES (1); INSERT #m VALUES (1); SAVE TRAN s1; INSERT t VALUES (2); "
              "INSERT #m VALUES (2); SAVE TRAN s2; DELETE t; DELETE #m; "
              "ROLLBACK TRAN s2; SELECT (SELECT COUNT(*) FROM t), (SELECT COUNT(*) FROM #m), @@TRANCOUNT")
            .rows() == Rows{{"2", "2", "1"}});
  CHECK(f.run("ROLLBACK TRAN s1; SELECT (SELECT COUNT(*) FROM t), (SELECT COUNT(*) FROM #m)").rows() ==
        Rows{{"1", "1"}});
  CHECK(f.run("ROLLBACK TRAN s2").errors() == std::vector<int>{6401});
  CHECK(f.run("COMMIT; SELECT COUNT(*) FROM t").value() == "1");
  // A savepoint set before anything was written.
  CHECK(f.run("BEGIN TRAN; SAVE TRAN s; INSERT t VALUES (5); ROLLBACK TRAN s; INSERT t VALUES (6); COMMIT; "
              "SELECT SUM(a) FROM t")
            .value() == "7");
}

TEST_CASE("definitions roll back, too") {
  Fixture f;
  f.run("CREATE TABLE keep(a int); INSERT keep VALUES (1)");
  f.run(
      "BEGIN TRAN; CREATE TABLE t(a int); INSERT t VALUES (1); DROP TABLE keep; ALTER TABLE t ADD b int; "
      "CREATE LOGIN later WITH PASSWORD = 'Str0ng!Passw0rd'");
  CHECK(f.run("SELECT * FROM keep").errors() == std::vector<int>{208});
  CHECK(f.run("IF @@TRANCOUNT > 0 ROLLBACK; SELECT COUNT(*) FROM keep").value() == "1");
  CHECK(f.value("OBJECT_ID('t')") == "NULL");
  CHECK(f.value("SUSER_ID('later')") == "NULL");
  CHECK(f.run("BEGIN TRAN; CREATE DATABASE d").errors() == std::vector<int>{226});
  f.run("IF @@TRANCOUNT > 0 ROLLBACK");
}

TEST_CASE("a doomed transaction can only be rolled back") {
  Fixture f;
  f.run("CREATE TABLE t(a int)");
  const Collector out = f.run(
      "SET XACT_ABORT ON; BEGIN TRAN; BEGIN TRY INSERT t VALUES (1); SELECT 1/0 END TRY BEGIN CATCH SELECT "
      "XACT_STATE(), @@TRANCOUNT; "
      "BEGIN TRY INSERT t VALUES (2) END TRY BEGIN CATCH SELECT ERROR_NUMBER() END CATCH; BEGIN TRY COMMIT "
      "END TRY BEGIN CATCH SELECT "
      "ERROR_NUMBER() END CATCH; ROLLBACK; SELECT XACT_STATE() END CATCH");
  REQUIRE(out.sets.size() == 5);
  CHECK(out.sets[1].rows == Rows{{"-1", "1"}});
  CHECK(out.sets[2].rows == Rows{{"3930"}});
  CHECK(out.sets[3].rows == Rows{{"3930"}});
  CHECK(out.sets[4].rows == Rows{{"0"}});
  const Collector left = f.run("BEGIN TRAN; BEGIN TRY SELECT 1/0 END TRY BEGIN CATCH PRINT 'left' END CATCH");
  CHECK(left.errors() == std::vector<int>{3998});
  CHECK(f.run("SELECT @@TRANCOUNT, COUNT(*) FROM t").rows() == Rows{{"0", "0"}});
}

TEST_CASE("XACT_ABORT decides whether an error rolls back") {
  Fixture f;
  f.run("CREATE TABLE t(a int PRIMARY KEY)");
  CHECK(f.run("BEGIN TRAN; INSERT t VALUES (1); INSERT t VALUES (1); SELECT @@TRANCOUNT").value() == "1");
  CHECK(f.run("ROLLBACK; SET XACT_ABORT ON; BEGIN TRAN; INSERT t VALUES (1); INSERT t VALUES (1); PRINT 'on'")
            .prints()
            .empty());
  CHECK(f.run("SELECT @@TRANCOUNT, COUNT(*) FROM t").rows() == Rows{{"0", "0"}});
}

TEST_CASE("a conversion error ends the batch and the transaction") {
  Fixture f;
  f.run("CREATE TABLE t(a int)");
  f.run("BEGIN TRAN; INSERT t VALUES (1); SELECT CAST('x' AS int)");
  CHECK(f.run("SELECT @@TRANCOUNT, COUNT(*) FROM t").rows() == Rows{{"0", "0"}});
}

TEST_CASE("a procedure that leaves the count changed is told with 266") {
  Fixture f;
  f.run("CREATE PROCEDURE p AS BEGIN TRAN");
  CHECK(f.run("EXEC p").errors() == std::vector<int>{266});
  CHECK(f.run("SELECT @@TRANCOUNT").value() == "1");
  f.run("ROLLBACK");
}

TEST_CASE("transaction requests of the protocol") {
  Fixture f;
  f.run("CREATE TABLE t(a int)");
  Collector begun, saved, back, ended;
  using Request = sandbox::Session::TransactionRequest;
  f.session->transaction(Request::begin, "", 0, begun);
  CHECK(begun.environments.at(0).first == sandbox::Environment::begin_transaction);
  f.run("INSERT t VALUES (1)");
  f.session->transaction(Request::save, "s", 0, saved);
  f.run("INSERT t VALUES (2)");
  f.session->transaction(Request::rollback, "s", 0, back);
  f.session->transaction(Request::commit, "", 0, ended);
  CHECK(ended.environments.at(0).first == sandbox::Environment::commit);
  CHECK(f.run("SELECT SUM(a) FROM t").value() == "1");
  Collector nothing;
  f.session->transaction(Request::commit, "", 0, nothing);
  CHECK(nothing.errors() == std::vector<int>{3902});
}

TEST_CASE("IMPLICIT_TRANSACTIONS begins at the first change") {
  Fixture f;
  f.run("CREATE TABLE t(a int)");
  CHECK(f.run("SET IMPLICIT_TRANSACTIONS ON; INSERT t VALUES (1); SELECT @@TRANCOUNT").value() == "1");
  CHECK(f.run("ROLLBACK; SET IMPLICIT_TRANSACTIONS OFF; SELECT COUNT(*) FROM t").value() == "0");
}

TEST_CASE("others see what is committed only, and a second writer waits as long as LOCK_TIMEOUT says") {
  Fixture f;
  f.run("CREATE TABLE t(a int)");
  f.run("BEGIN TRAN; INSERT t VALUES (1)");
  const auto other = f.login("sa", Fixture::password);
  CHECK(Fixture::run(*other, "SELECT COUNT(*) FROM t").value() == "0");
  CHECK(Fixture::run(*other, "SET LOCK_TIMEOUT 50; INSERT t VALUES (2)").errors() == std::vector<int>{1222});
  f.run("COMMIT");
  CHECK(Fixture::run(*other, "INSERT t VALUES (2); SELECT COUNT(*) FROM t").value() == "2");
}

TEST_CASE("a session that ends rolls back and frees its locks") {
  Fixture f;
  f.run("CREATE TABLE t(a int)");
  auto other = f.login("sa", Fixture::password);
  Fixture::run(*other, "BEGIN TRAN; INSERT t VALUES (1)");
  other.reset();
  CHECK(f.run("SET LOCK_TIMEOUT 0; INSERT t VALUES (2); SELECT COUNT(*) FROM t").value() == "1");
}

TEST_CASE("reset gives a fresh session") {
  Fixture f;
  f.run("CREATE TABLE #t(a int); SET NOCOUNT ON; BEGIN TRAN; USE tempdb");
  f.session->reset();
  CHECK(f.run("SELECT @@TRANCOUNT, DB_NAME(), @@OPTIONS & 512").rows() == Rows{{"0", "master", "0"}});
  CHECK(f.run("SELECT * FROM #t").errors() == std::vector<int>{208});
}

TEST_CASE("cancelling ends a wait or a loop; the transaction stays open") {
  Fixture f;
  for (const char *sql : {"BEGIN TRAN; WAITFOR DELAY '00:00:20'",
                          "BEGIN TRAN; DECLARE @i bigint = 0; WHILE 1 = 1 SET @i = @i + 1"}) {
    Collector out;
    const auto start = std::chrono::steady_clock::now();
    std::thread runner([&] { f.session->execute(sql, out); });
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    f.session->cancel();
    runner.join();
    CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(5));
    CHECK_FALSE(out.dones.back().more);
    CHECK(f.run("SELECT @@TRANCOUNT").value() == "1");
    f.run("ROLLBACK");
  }
}

TEST_CASE("many sessions write and read at once without losing a row") {
  Fixture f;
  f.run("CREATE TABLE t(id int IDENTITY PRIMARY KEY, who int)");
  std::vector<std::thread> threads;
  std::vector<int> failures(4, 0);
  for (int who = 0; who < 4; ++who)
    threads.emplace_back([&f, &failures, who] {
      const auto session = f.login("sa", Fixture::password);
      for (int i = 0; i < 25; ++i) {
        const std::string value = std::to_string(who);
        const Collector out = Fixture::run(*session, "BEGIN TRAN; INSERT t(who) VALUES (" + value +
                                                         "); INSERT t(who) VALUES (" + value +
                                                         "); COMMIT; SELECT COUNT(*) % 2 FROM t");
        failures[static_cast<std::size_t>(who)] += out.error() || out.value() != "0";
      }
    });
  for (std::thread &thread : threads) thread.join();
  CHECK(failures == std::vector<int>{0, 0, 0, 0});
  CHECK(f.run("SELECT COUNT(*), COUNT(DISTINCT id), MIN(id), MAX(id) FROM t").rows() ==
        Rows{{"200", "200", "1", "200"}});
}
