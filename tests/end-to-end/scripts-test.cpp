// Public T-SQL scripts that were not written for the sandbox: GANTRY_TESTS_SCRIPTS names a folder of .sql
// files.
#include "tests/end-to-end/support/sandbox.hpp"

#include <doctest.h>

#include <cstdlib>
#include <filesystem>

using namespace end_to_end;

TEST_CASE("a folder of scripts runs on the sandbox through an unmodified client") {
  const char *folder = std::getenv("GANTRY_TESTS_SCRIPTS");
  if (!folder) {
    MESSAGE("GANTRY_TESTS_SCRIPTS is not set: no scripts were run");
    return;
  }
  const Sandbox server("SCRIPTS");
  for (const auto &entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() != ".sql") continue;
    const Outcome outcome = server.sql(read_text(entry.path()));
    CAPTURE(entry.path().string());
    CAPTURE(outcome.all().substr(0, 2000));
    CHECK_FALSE(outcome.says("Msg "));
  }
}
