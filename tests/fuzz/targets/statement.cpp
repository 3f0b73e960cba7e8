// What a batch does: whatever stands in front of it, a DROP is seen; and a planned text matches itself.
#include "host/runtime/guard/batch-kind.hpp"
#include "host/runtime/guard/plan-match.hpp"
#include "tests/fuzz/target.hpp"

#include <string>

using namespace gantry::runtime::guard;

namespace {

/// As the inside of a literal.
std::string doubled(const std::string &text) {
  std::string inside;
  for (const char c : text) inside.append(c == '\'' ? 2 : 1, c);
  return inside;
}

}  // namespace

GANTRY_FUZZ_TARGET("statement") {
  const BatchVerdict verdict = judge_batch(input);
  gantry::fuzz::require(verdict.body <= input.size(), "the body lies inside of the batch");
  const std::string text(input);
  // What is not closed hides it, and is doubtful itself.
  gantry::fuzz::require(judge_batch(text + "\n;DROP TABLE t;").kind == BatchKind::writing, "a DROP is seen");
  gantry::fuzz::require(judge_batch("EXEC (N'" + doubled(text) + "') AT x").kind == BatchKind::writing,
                        "what runs elsewhere writes");
  if (input.size() > 300) return;  // masks are tried at every place
  gantry::fuzz::require(matches_masked(input, input), "a text matches itself");
  gantry::fuzz::require(!matches_masked(text + " HASHED", text + " HASHED; DROP LOGIN x"),
                        "nothing comes behind a plan's text");
}
