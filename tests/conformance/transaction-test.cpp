#include "tests/conformance/driver.hpp"
#include "tests/conformance/server.hpp"

#include <doctest.h>

using namespace gantry;
using namespace conformance;

namespace {

/// A table of its own, dropped at the end.
struct Scratch {
  SessionRef watcher = session();
  const char *name = "dbo.gantry_conformance";
  Scratch() {
    drop();
    REQUIRE(watcher.run(std::string("CREATE TABLE ") + name + " (a int)", nullptr).ok());
  }
  ~Scratch() { drop(); }
  void drop() const {
    (void)watcher.run(std::string("IF OBJECT_ID('") + name + "') IS NOT NULL DROP TABLE " + name, nullptr);
  }
  std::int64_t count() const { return scalar(watcher, std::string("SELECT COUNT(*) FROM ") + name).number(); }
  std::string insert(int value) const {
    return std::string("INSERT ") + name + " VALUES (" + std::to_string(value) + ")";
  }
};

}  // namespace

TEST_CASE("commit and rollback") {
  const Scratch table;
  const SessionRef s = session();
  CHECK(*s.transaction_state(nullptr) == GANTRY_TRANSACTION_NONE);
  REQUIRE(s.begin(nullptr).ok());
  CHECK(*s.transaction_state(nullptr) == GANTRY_TRANSACTION_ACTIVE);
  REQUIRE(s.run(table.insert(1), nullptr).ok());
  REQUIRE(s.commit(nullptr).ok());
  CHECK(*s.transaction_state(nullptr) == GANTRY_TRANSACTION_NONE);
  CHECK(table.count() == 1);
  REQUIRE(s.begin(nullptr).ok());
  REQUIRE(s.run(table.insert(2), nullptr).ok());
  REQUIRE(s.rollback(nullptr).ok());
  CHECK(table.count() == 1);
  CHECK(s.rollback(nullptr).ok());  // none is open: success
}

TEST_CASE("savepoints") {
  const Scratch table;
  const SessionRef s = session();
  REQUIRE(s.begin(nullptr).ok());
  REQUIRE(s.run(table.insert(1), nullptr).ok());
  REQUIRE(s.save("one", nullptr).ok());
  REQUIRE(s.run(table.insert(2), nullptr).ok());
  REQUIRE(s.rollback_to("one", nullptr).ok());
  CHECK(*s.transaction_state(nullptr) == GANTRY_TRANSACTION_ACTIVE);
  REQUIRE(s.run(table.insert(3), nullptr).ok());
  REQUIRE(s.commit(nullptr).ok());
  CHECK(table.count() == 2);
  CHECK(s.save("x; DROP TABLE t", nullptr).error().status == Status::invalid);
  CHECK(s.save("late", nullptr).error().status == Status::state);
}

TEST_CASE("transactions do not nest, and cannot end when none is open") {
  const SessionRef s = session();
  CHECK(s.commit(nullptr).error().status == Status::state);
  REQUIRE(s.begin(nullptr).ok());
  CHECK(s.begin(nullptr).error().status == Status::state);
  CHECK(s.rollback(nullptr).ok());
  CHECK(s.begin(nullptr, 99).error().status == Status::invalid);
  REQUIRE(s.begin(nullptr, GANTRY_ISOLATION_SERIALIZABLE).ok());
  CHECK(s.rollback(nullptr).ok());
}

TEST_CASE("an error in a transaction leaves nothing of it, and the session can begin again") {
  const Scratch table;
  const SessionRef s = session();
  REQUIRE(s.begin(nullptr).ok());
  REQUIRE(s.run(table.insert(1), nullptr).ok());
  REQUIRE_FALSE(s.run("SELECT 1 / 0", nullptr).ok());
  const Result<std::int32_t> state = s.transaction_state(nullptr);
  REQUIRE(state.ok());
  if (*state != GANTRY_TRANSACTION_NONE) CHECK(s.commit(nullptr).error().status == Status::state);
  REQUIRE(s.rollback(nullptr).ok());
  CHECK(table.count() == 0);
  REQUIRE(s.begin(nullptr).ok());
  REQUIRE(s.run(table.insert(2), nullptr).ok());
  REQUIRE(s.commit(nullptr).ok());
  CHECK(table.count() == 1);
}

TEST_CASE("a transaction that is left open is rolled back with its session") {
  const Scratch table;
  {
    const SessionRef s = session();
    REQUIRE(s.begin(nullptr).ok());
    REQUIRE(s.run(table.insert(1), nullptr).ok());
    CHECK(s.close(nullptr).ok());
    CHECK(s.rollback(nullptr).ok());
  }
  CHECK(table.count() == 0);
}

TEST_CASE("a connection lost while committing: the outcome is unknown") {
  if (!server().is_sandbox) return;
  const Scratch table;
  const SessionRef s = session();
  REQUIRE(s.begin(nullptr).ok());
  REQUIRE(s.run(table.insert(1), nullptr).ok());
  REQUIRE(table.watcher.run("EXEC sandbox.inject @fault = N'drop', @statement = N'COMMIT'", nullptr).ok());
  const Result<> committed = s.commit(nullptr);
  CHECK(table.watcher.run("EXEC sandbox.inject @fault = N'clear'", nullptr).ok());
  REQUIRE_FALSE(committed.ok());
  CHECK(committed.error().status == Status::outcome_unknown);
  CHECK(committed.error().sqlstate == "08007");
  CHECK(s.run("SELECT 1", nullptr).error().status == Status::state);
}
