// What tests of msdb ask again and again.
#ifndef GANTRY_TESTS_SANDBOX_MSDB_AGENT_HPP
#define GANTRY_TESTS_SANDBOX_MSDB_AGENT_HPP

#include "tests/unit/sandbox/harness.hpp"

#include <doctest.h>

#include <string>
#include <vector>

namespace sandbox_test {

using Rows = std::vector<Texts>;

/// A server whose session sa is in msdb.
struct Agent : Fixture {
  Agent() { run("USE msdb"); }

  /// Runs a procedure that must succeed: no error, and it returns 0.
  void ok(const std::string &call) {
    INFO(call);
    const Collector out = run("DECLARE @rc int EXEC @rc = " + call + " SELECT @rc");
    CHECK(out.errors() == std::vector<int>{});
    CHECK(out.value() == "0");
  }
  /// "number: text" of the one error of a procedure that must fail and return 1.
  std::string refused(const std::string &call) {
    const Collector out = run("DECLARE @rc int EXEC @rc = " + call + " SELECT @rc");
    if (out.errors().size() != 1) return std::to_string(out.errors().size()) + " errors";
    if (out.value() != "1") return "returned " + out.value();
    return std::to_string(out.error()->number) + ": " + out.error()->text;
  }
  int error(const std::string &call) { return std::atoi(refused(call).c_str()); }
  Rows rows(const std::string &query) {
    INFO(query);
    const Collector out = run(query);
    CHECK(out.errors() == std::vector<int>{});
    return out.rows();
  }
  std::string one(const std::string &query) {
    const Rows out = rows(query);
    return out.empty() ? "(nothing)" : out[0][0];
  }
};

}  // namespace sandbox_test

#endif
