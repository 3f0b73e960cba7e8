#include "tests/conformance/call.hpp"
#include "tests/conformance/driver.hpp"

#include <doctest.h>

#include <thread>

using namespace gantry;
using namespace conformance;

namespace {

/// Rows without an end in sight.
const char *const many_rows =
    "WITH d(n) AS (SELECT n FROM (VALUES (0),(1),(2),(3),(4),(5),(6),(7),(8),(9)) AS v(n)) "
    "SELECT a.n, REPLICATE('x', 200) AS filler FROM d a CROSS JOIN d b CROSS JOIN d c CROSS JOIN d e CROSS "
    "JOIN d f CROSS JOIN d g CROSS JOIN d h";

std::int64_t milliseconds_since(std::int64_t begin) { return (monotonic_ns() - begin) / 1'000'000; }

}  // namespace

TEST_CASE("a statement that waits can be cancelled from another thread; the session lives on") {
  const SessionRef s = session();
  TestCall call;
  std::thread other([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
    call.cancel();
  });
  const std::int64_t begin = monotonic_ns();
  const Result<> run = s.run("WAITFOR DELAY '00:00:20'", &call);
  other.join();
  REQUIRE_FALSE(run.ok());
  CHECK(run.error().status == Status::cancelled);
  CHECK(milliseconds_since(begin) < 2000);
  CHECK(call.open_watches() == 0);
  CHECK(scalar(s, "SELECT 5") == Cell(5));
}

TEST_CASE("a call that is cancelled before does nothing") {
  const SessionRef s = session();
  TestCall call;
  call.cancel();
  CHECK(s.run("CREATE TABLE #never (a int)", &call).error().status == Status::cancelled);
  CHECK(scalar(s, "SELECT OBJECT_ID('tempdb..#never')").null());
}

TEST_CASE("a deadline ends a statement; the session lives on") {
  const SessionRef s = session();
  const TestCall call(400);
  const std::int64_t begin = monotonic_ns();
  const Result<> run = s.run("WAITFOR DELAY '00:00:20'", &call);
  REQUIRE_FALSE(run.ok());
  CHECK(run.error().status == Status::deadline);
  CHECK(milliseconds_since(begin) < 2000);
  CHECK(scalar(s, "SELECT 6") == Cell(6));
}

TEST_CASE("the request's statement-timeout is a deadline too") {
  const SessionRef s = session({{"statement-timeout", "1"}});
  const std::int64_t begin = monotonic_ns();
  CHECK(s.run("WAITFOR DELAY '00:00:20'", nullptr).error().status == Status::deadline);
  CHECK(milliseconds_since(begin) < 3000);
  CHECK(scalar(s, "SELECT 7") == Cell(7));
}

TEST_CASE("rows that flow can be cancelled") {
  const SessionRef s = session();
  TestCall call;
  Result<RowReader> rows = s.execute(many_rows, &call);
  REQUIRE(rows.ok());
  rows->fetch.max_rows = 100;
  std::int64_t begin = 0;
  for (int i = 0;; ++i) {
    if (i == 3) {
      call.cancel();
      begin = monotonic_ns();
    }
    const Result<gantry_batch> batch = rows->next_batch();
    if (i < 3) {
      REQUIRE(batch.ok());
      continue;
    }
    REQUIRE_FALSE(batch.ok());
    CHECK(batch.error().status == Status::cancelled);
    break;
  }
  CHECK(milliseconds_since(begin) < 3000);
  CHECK(rows->close().ok());
  CHECK(scalar(s, "SELECT 8") == Cell(8));
}

TEST_CASE("a wait between two results ends at the deadline") {
  const SessionRef s = session();
  const TestCall call(700);
  const std::int64_t begin = monotonic_ns();
  Result<RowReader> rows = s.execute("SELECT 1 AS a; WAITFOR DELAY '00:00:20'; SELECT 2 AS b", &call);
  Status status = Status::ok;
  if (!rows) {  // a server may keep the first result until the batch has ended
    status = rows.error().status;
  } else {
    Result<Table> table = rows->read_all();
    if (!table)
      status = table.error().status;
    else if (Result<bool> more = rows->next_result(); !more)
      status = more.error().status;
    CHECK(rows->close().ok());
  }
  CHECK(status == Status::deadline);
  CHECK(milliseconds_since(begin) < 4000);
  CHECK(scalar(s, "SELECT 9") == Cell(9));
}

TEST_CASE("a wait in the middle of an answer ends at the deadline; the session lives on") {
  const SessionRef s = session();
  // More than a packet, so that a part of the answer is on its way when the server begins to wait.
  const char *const sql =
      "SELECT REPLICATE(N'x', 3000) AS a FROM (VALUES (1), (2), (3), (4)) AS v(n); WAITFOR DELAY '00:00:20'";
  const TestCall call(500);
  const std::int64_t begin = monotonic_ns();
  Result<RowReader> rows = s.execute(sql, &call);
  Status status = rows ? Status::ok : rows.error().status;
  if (rows) {
    if (Result<Table> table = rows->read_all(); !table)
      status = table.error().status;
    else if (Result<bool> more = rows->next_result(); !more)
      status = more.error().status;
    CHECK(rows->close().ok());
  }
  CHECK(status == Status::deadline);
  CHECK(milliseconds_since(begin) < 4000);
  CHECK(scalar(s, "SELECT 11") == Cell(11));
}

TEST_CASE("closing early does not read everything") {
  const SessionRef s = session();
  Result<RowReader> rows = s.execute(many_rows, nullptr);
  REQUIRE(rows.ok());
  REQUIRE(rows->next_batch().ok());
  const std::int64_t begin = monotonic_ns();
  CHECK(rows->close().ok());
  CHECK(milliseconds_since(begin) < 4000);
  CHECK(scalar(s, "SELECT 10") == Cell(10));
}
