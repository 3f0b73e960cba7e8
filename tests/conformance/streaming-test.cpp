#include "tests/conformance/driver.hpp"

#include <doctest.h>

#include <fstream>

using namespace gantry;
using namespace conformance;

namespace {

/// A line of /proc/self/status, in KiB.
std::int64_t memory(const std::string &key) {
  std::ifstream in("/proc/self/status");
  std::string word;
  while (in >> word)
    if (word == key + ":") {
      std::int64_t kilobytes = 0;
      in >> kilobytes;
      return kilobytes;
    }
  return -1;
}

#if defined(__SANITIZE_ADDRESS__)
constexpr bool keeps_freed_memory = true;
#elif defined(__has_feature)
constexpr bool keeps_freed_memory = __has_feature(address_sanitizer);
#else
constexpr bool keeps_freed_memory = false;
#endif

}  // namespace

TEST_CASE("a result larger than what may be held is streamed") {
  const SessionRef s = session();
  // 10 000 rows of 2000 bytes.
  Result<RowReader> rows = s.execute(
      "WITH d(n) AS (SELECT n FROM (VALUES (0),(1),(2),(3),(4),(5),(6),(7),(8),(9)) AS v(n)) "
      "SELECT a.n * 1000 + b.n * 100 + c.n * 10 + e.n AS id, REPLICATE('x', 2000) AS filler "
      "FROM d a CROSS JOIN d b CROSS JOIN d c CROSS JOIN d e",
      nullptr);
  if (!rows) FAIL(rows.error().message());
  rows->fetch.max_bytes = 256 * 1024;
  const std::int64_t before = memory("VmRSS");
  std::int64_t most = before, sum = 0;
  std::size_t count = 0;
  for (;;) {
    const Result<gantry_batch> batch = rows->next_batch();
    REQUIRE(batch.ok());
    if (batch->rows == 0) break;
    REQUIRE(batch->rows <= 132);
    for (std::size_t r = 0; r < batch->rows; ++r) {
      sum += batch->values[r * 2].u.i64;
      if (batch->values[r * 2 + 1].u.data.len != 2000) FAIL("row " << count + r << " has another length");
    }
    count += batch->rows;
    most = std::max(most, memory("VmRSS"));
  }
  CHECK(count == 10000);
  CHECK(sum == 9999LL * 10000 / 2);
  CHECK(rows->affected() == 10000);
  if (!keeps_freed_memory) CHECK(most - before < 4 * 1024);
  CHECK(rows->close().ok());
}
