// T-SQL as the Execute SQL task cuts it: tokens are the text again, markers are counted alike everywhere.
#include "plugins/sql/task/batches.hpp"
#include "plugins/sql/task/classify.hpp"
#include "plugins/sql/task/markers.hpp"
#include "plugins/sql/task/tokens.hpp"
#include "tests/fuzz/target.hpp"

using namespace gantry;
using namespace gantry::sql;

GANTRY_FUZZ_TARGET("sql-statement") {
  std::string whole;
  int markers = 0;
  for (const Token &token : tokens_of(input)) {
    whole += token.text;
    markers += token.kind == TokenKind::marker ? 1 : 0;
  }
  fuzz::require(whole == input, "the tokens are the text");
  int renamed = 0;
  (void)rename_markers(input, renamed);
  fuzz::require(renamed == markers, "every marker is renamed");
  (void)without_call_escape(input);
  fuzz::require(!classify(input).action.empty(), "every batch has an action");
  (void)without_secrets(input);
  const auto batches = split_batches(input);
  if (!batches) return;
  for (const Batch &batch : *batches) fuzz::require(!batch.text.empty(), "no batch is empty");
}
