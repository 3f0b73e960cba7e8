#include "tests/unit/sandbox/harness.hpp"

#include <doctest.h>
#include <chrono>

using sandbox_test::Collector;
using sandbox_test::Fixture;
using sandbox_test::Texts;

TEST_CASE("an injected error strikes the statement asked for, once, after so many") {
  Fixture f;
  f.run("CREATE TABLE t(a int)");
  CHECK(f.run("EXEC sandbox.inject @fault = N'error', @number = 1105, @severity = 17, @text = N'Disk full.', "
              "@statement = N'INSERT', @after = 1")
            .errors()
            .empty());
  CHECK(f.run("INSERT t VALUES (1)").errors().empty());
  const Collector out = f.run("INSERT t VALUES (2)");
  REQUIRE(out.error());
  CHECK(out.error()->number == 1105);
  CHECK(out.error()->severity == 17);
  CHECK(out.error()->text == "Disk full.");
  CHECK(f.run("INSERT t VALUES (3)").errors().empty());
  CHECK(f.run("SELECT SUM(a) FROM t").value() == "4");
}

TEST_CASE("faults look at the statement's text and the login") {
  Fixture f;
  f.run("CREATE TABLE t(a int)");
  f.run("EXEC sandbox.inject @fault = 'error', @number = 50001, @match = 'marker'");
  CHECK(f.run("SELECT COUNT(*) FROM t").errors().empty());
  CHECK(f.run("SELECT 1 AS MARKER").errors() == std::vector<int>{50001});
  f.run("EXEC sandbox.inject @fault = 'error', @login = 'somebody'");
  CHECK(f.run("SELECT 1").errors().empty());
  f.run("EXEC sandbox.inject @fault = 'error'");
  f.run("EXEC sandbox.inject @fault = 'clear'");
  CHECK(f.run("SELECT 1").errors().empty());
  CHECK(f.run("EXEC sandbox.inject @fault = 'nonsense'").errors() == std::vector<int>{15600});
}

TEST_CASE("a deadlock takes the transaction along, a lock timeout only the statement") {
  Fixture f;
  f.run("CREATE TABLE t(a int)");
  f.run("BEGIN TRAN; INSERT t VALUES (1); EXEC sandbox.inject @fault = 'deadlock', @statement = 'INSERT'");
  const Collector dead = f.run("INSERT t VALUES (2); PRINT 'on'");
  CHECK(dead.errors() == std::vector<int>{1205});
  CHECK(dead.error()->severity == 13);
  CHECK(dead.prints().empty());
  CHECK(f.run("SELECT @@TRANCOUNT + COUNT(*) FROM t").value() == "0");
  f.run("EXEC sandbox.inject @fault = 'lock', @statement = 'INSERT'");
  const Collector locked = f.run("INSERT t VALUES (2); PRINT 'on'");
  CHECK(locked.errors() == std::vector<int>{1222});
  CHECK(locked.prints() == Texts{"on"});
}

TEST_CASE("delays delay, blindness hides rows, wire faults wait for the wire") {
  Fixture f;
  f.run("EXEC sandbox.inject @fault = 'delay', @milliseconds = 150, @statement = 'SELECT'");
  const auto start = std::chrono::steady_clock::now();
  f.run("SELECT 1");
  CHECK(std::chrono::steady_clock::now() - start >= std::chrono::milliseconds(140));
  f.run("EXEC sandbox.inject @fault = 'blind', @statement = 'SELECT'");
  const Collector blind = f.run("SELECT 1");
  CHECK(blind.sets.size() == 1);
  CHECK(blind.rows().empty());
  CHECK(f.run("SELECT 1").value() == "1");
  f.run("EXEC sandbox.inject @fault = 'stall', @milliseconds = 30");
  CHECK_FALSE(f.session->take_wire_fault());
  f.run("SELECT 1");
  const auto fault = f.session->take_wire_fault();
  REQUIRE(fault);
  CHECK(fault->kind == sandbox::WireFault::stall);
  CHECK(fault->milliseconds == 30);
  CHECK_FALSE(f.session->take_wire_fault());
}
