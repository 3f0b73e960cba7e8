#include "tests/conformance/driver.hpp"

#include <doctest.h>

using namespace gantry;
using namespace conformance;

TEST_CASE("several results, with and without rows") {
  const SessionRef s = session();
  Result<RowReader> rows = s.execute(
      "CREATE TABLE #r (a int);\nINSERT #r VALUES (1), (2), (3);\nSELECT a FROM #r ORDER BY a;\nUPDATE #r "
      "SET a = a + 1 WHERE a > 1;\n"
      "SELECT a FROM #r WHERE a > 100;\nDELETE FROM #r;",
      nullptr);
  REQUIRE(rows.ok());
  struct Seen {
    std::uint32_t columns;
    std::size_t rows;
    std::int64_t affected;
    bool operator==(const Seen &o) const {
      return columns == o.columns && rows == o.rows && affected == o.affected;
    }
  };
  std::vector<Seen> seen;
  for (;;) {
    Seen now{rows->column_count(), 0, -1};
    if (now.columns > 0) now.rows = rows->read_all()->rows.size();
    now.affected = rows->affected();
    seen.push_back(now);
    const Result<bool> more = rows->next_result();
    REQUIRE(more.ok());
    if (!*more) break;
  }
  REQUIRE(rows->close().ok());
  const std::vector<Seen> expected = {{0, 0, 3}, {1, 3, 3}, {0, 0, 2}, {1, 0, 0}, {0, 0, 3}};
  REQUIRE(seen.size() == expected.size());
  for (std::size_t i = 0; i < seen.size(); ++i) {
    CAPTURE(i);
    CHECK(seen[i].columns == expected[i].columns);
    CHECK(seen[i].rows == expected[i].rows);
    CHECK(seen[i].affected == expected[i].affected);
  }
}

TEST_CASE("results that are not read are skipped") {
  const SessionRef s = session();
  Result<RowReader> rows =
      s.execute("SELECT 1 AS a UNION ALL SELECT 2 UNION ALL SELECT 3; SELECT 'x' AS b", nullptr);
  REQUIRE(rows.ok());
  rows->fetch.max_rows = 1;
  REQUIRE(rows->next_batch()->rows == 1);
  REQUIRE(*rows->next_result());
  CHECK(view(rows->column(0)->name) == "b");
  CHECK(rows->read_all()->rows[0][0].text() == "x");
  CHECK_FALSE(*rows->next_result());
  CHECK_FALSE(*rows->next_result());
  CHECK(rows->next_batch()->rows == 0);
  CHECK(rows->close().ok());
}

TEST_CASE("batches hold no more rows than asked") {
  const SessionRef s = session();
  Result<RowReader> rows = s.execute("SELECT v FROM (VALUES (1), (2), (3), (4), (5)) AS x(v)", nullptr);
  REQUIRE(rows.ok());
  rows->fetch.max_rows = 2;
  std::vector<std::size_t> sizes;
  for (;;) {
    const Result<gantry_batch> batch = rows->next_batch();
    REQUIRE(batch.ok());
    if (batch->rows == 0) break;
    sizes.push_back(batch->rows);
  }
  CHECK(sizes == std::vector<std::size_t>{2, 2, 1});
  CHECK(rows->close().ok());
}

TEST_CASE("one statement at a time") {
  const SessionRef s = session();
  Result<RowReader> rows = s.execute("SELECT 1 AS a UNION ALL SELECT 2", nullptr);
  REQUIRE(rows.ok());
  CHECK(s.run("SELECT 1", nullptr).error().status == Status::busy);
  CHECK(rows->close().ok());
  CHECK(s.run("SELECT 1", nullptr).ok());
}

TEST_CASE("a batch that gives nothing") {
  const SessionRef s = session();
  Result<RowReader> rows = s.execute("DECLARE @x int; SET @x = 1;", nullptr);
  REQUIRE(rows.ok());
  CHECK(rows->column_count() == 0);
  CHECK(rows->affected() == -1);
  CHECK(rows->next_batch()->rows == 0);
  CHECK_FALSE(*rows->next_result());
  CHECK(rows->close().ok());
  CHECK(s.run("", nullptr).ok());
}

TEST_CASE("an error before the first result is execute's, a later one next_result's") {
  const SessionRef s = session();
  const Result<RowReader> refused = s.execute("SELECT * FROM dbo.no_such_table", nullptr);
  REQUIRE_FALSE(refused.ok());
  CHECK(refused.error().status == Status::not_found);
  CHECK(refused.error().native_code == 208);

  Result<RowReader> rows = s.execute("SELECT 1 AS a; RAISERROR('later', 16, 5); SELECT 2 AS b", nullptr);
  REQUIRE(rows.ok());
  CHECK(rows->read_all()->rows.size() == 1);
  Result<bool> more = rows->next_result();
  REQUIRE_FALSE(more.ok());
  CHECK(more.error().native_code == 50000);
  CHECK(more.error().state == 5);
  more = rows->next_result();  // the batch ran on
  REQUIRE(more.ok());
  REQUIRE(*more);
  CHECK(view(rows->column(0)->name) == "b");
  CHECK(rows->read_all()->rows.size() == 1);
  CHECK(rows->close().ok());
}

TEST_CASE("an error among the rows comes after the rows before it") {
  const SessionRef s = session();
  Result<RowReader> rows = s.execute("SELECT 10 / v AS q FROM (VALUES (1), (2), (0)) AS x(v)", nullptr);
  std::size_t count = 0;
  Error error;
  if (!rows) {
    error = rows.error();
  } else {
    for (;;) {
      const Result<gantry_batch> batch = rows->next_batch();
      if (!batch) {
        error = batch.error();
        break;
      }
      REQUIRE(batch->rows > 0);
      count += batch->rows;
    }
    CHECK(rows->close().ok());
  }
  CHECK(error.native_code == 8134);
  CHECK(error.status == Status::data);
  CHECK(count <= 2);
  CHECK(scalar(s, "SELECT 4") == Cell(4));
}

TEST_CASE("a batch whose first statement fails runs on, and its other errors are details") {
  const SessionRef s = session();
  const Result<> run = s.run("CREATE TABLE #on (a int);", nullptr);
  REQUIRE(run.ok());
  const Result<RowReader> rows = s.execute(
      "RAISERROR('first', 16, 1); SELECT 1 AS a UNION ALL SELECT 2; INSERT #on VALUES (1); "
      "RAISERROR('second', 16, 2)",
      nullptr);
  REQUIRE_FALSE(rows.ok());
  CHECK(rows.error().found.find("first") != std::string::npos);
  bool second = false;
  for (const std::string &detail : rows.error().details)
    second = second || detail.find("second") != std::string::npos;
  CHECK(second);
  CHECK(scalar(s, "SELECT COUNT(*) FROM #on") == Cell(1));
}

TEST_CASE("rows that are released without being closed do not block the session") {
  const SessionRef s = session();
  for (int i = 0; i < 3; ++i) {
    Result<RowReader> rows = s.execute("SELECT v FROM (VALUES (1), (2), (3)) AS x(v); SELECT 2", nullptr);
    REQUIRE(rows.ok());
    rows->fetch.max_rows = 1;
    REQUIRE(rows->next_batch().ok());
  }
  CHECK(scalar(s, "SELECT 12") == Cell(12));
}

TEST_CASE("many failing statements in one batch") {
  const SessionRef s = session();
  const Result<> run =
      s.run("DECLARE @i int; SET @i = 0; WHILE @i < 300 BEGIN RAISERROR('again', 16, 1); SET @i = @i + 1 END",
            nullptr);
  REQUIRE_FALSE(run.ok());
  CHECK(run.error().native_code == 50000);
  CHECK(scalar(s, "SELECT 13") == Cell(13));
}
