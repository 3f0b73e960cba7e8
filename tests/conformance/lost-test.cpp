#include "tests/conformance/driver.hpp"
#include "tests/conformance/server.hpp"

#include <doctest.h>

using namespace gantry;
using namespace conformance;

namespace {

const char *const many_rows =
    "WITH d(n) AS (SELECT n FROM (VALUES (0),(1),(2),(3),(4),(5),(6),(7),(8),(9)) AS v(n)) "
    "SELECT a.n, REPLICATE('x', 200) AS filler FROM d a CROSS JOIN d b CROSS JOIN d c CROSS JOIN d e CROSS "
    "JOIN d f CROSS JOIN d g";

void inject(const SessionRef &s, const std::string &what) {
  REQUIRE(s.run("EXEC sandbox.inject " + what, nullptr).ok());
}

void check_dead(const SessionRef &s) {
  const Result<> again = s.run("SELECT 1", nullptr);
  REQUIRE_FALSE(again.ok());
  CHECK(again.error().status == Status::state);
}

}  // namespace

TEST_CASE("a session that somebody kills") {
  const SessionRef victim = session(), killer = session();
  const std::int64_t spid = scalar(victim, "SELECT @@SPID").number();
  REQUIRE(killer.run("KILL " + std::to_string(spid), nullptr).ok());
  Result<> run = success();
  for (int i = 0; i < 50 && run.ok(); ++i) run = victim.run("WAITFOR DELAY '00:00:00.050'", nullptr);
  REQUIRE_FALSE(run.ok());
  CHECK(run.error().status == Status::io);
  CHECK(run.error().message().find(password()) == std::string::npos);
  check_dead(victim);
  CHECK(scalar(killer, "SELECT 1") == Cell(1));
}

TEST_CASE("a session that is killed while it gives rows") {
  const SessionRef victim = session(), killer = session();
  const std::int64_t spid = scalar(victim, "SELECT @@SPID").number();
  Result<RowReader> rows = victim.execute(many_rows, nullptr);
  REQUIRE(rows.ok());
  REQUIRE(rows->next_batch().ok());
  REQUIRE(killer.run("KILL " + std::to_string(spid), nullptr).ok());
  Result<gantry_batch> batch = rows->next_batch();
  while (batch.ok() && batch->rows > 0) batch = rows->next_batch();
  REQUIRE_FALSE(batch.ok());
  CHECK(batch.error().status == Status::io);
  CHECK(rows->close().ok());
  check_dead(victim);
}

TEST_CASE("a connection that breaks in the middle of an answer") {
  if (!server().is_sandbox) return;
  const SessionRef keeper = session();
  for (const std::string fault : {"drop", "truncate", "wrong_token"}) {
    CAPTURE(fault);
    const SessionRef victim = session();
    inject(keeper, "@fault = N'" + fault + "', @statement = N'SELECT', @match = N'broken'");
    const Result<Table> table = victim.query("SELECT 'broken' AS a", nullptr);
    inject(keeper, "@fault = N'clear'");
    REQUIRE_FALSE(table.ok());
    CHECK((table.error().status == Status::io || table.error().status == Status::data));
    check_dead(victim);
  }
  CHECK(scalar(keeper, "SELECT 1") == Cell(1));
}

TEST_CASE("errors that mean: try again") {
  if (!server().is_sandbox) return;
  const SessionRef s = session();
  inject(s, "@fault = N'deadlock', @statement = N'SELECT', @match = N'unlucky'");
  const Result<> deadlock = s.run("SELECT 'unlucky' AS a", nullptr);
  CHECK(deadlock.error().status == Status::busy);
  CHECK(deadlock.error().native_code == 1205);
  inject(s, "@fault = N'lock', @statement = N'SELECT', @match = N'unlucky'");
  const Result<> lock = s.run("SELECT 'unlucky' AS a", nullptr);
  CHECK(lock.error().status == Status::busy);
  CHECK(lock.error().native_code == 1222);
  CHECK(scalar(s, "SELECT 1") == Cell(1));
}
