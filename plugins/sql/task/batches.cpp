#include "plugins/sql/task/batches.hpp"

#include <algorithm>

#include "plugins/sql/task/tokens.hpp"

namespace gantry::sql {
namespace {

constexpr std::int64_t most_repeats = 10'000;

bool ends_line(const Token &token) { return token.text.find('\n') != std::string_view::npos; }

/// What stands behind GO on its line: nothing, or a count.
Result<std::int64_t> repeats(const std::vector<Token> &tokens, std::size_t &at) {
  std::int64_t count = 1;
  bool counted = false;
  const std::int32_t line = tokens[at].line;
  for (++at; at < tokens.size() && tokens[at].line == line; ++at) {
    const Token &token = tokens[at];
    if (token.kind == TokenKind::blank && ends_line(token)) break;
    if (!matters(token) || token.text == ";") continue;
    const bool digits = token.kind == TokenKind::word && token.text.size() <= 7 &&
                        token.text.find_first_not_of("0123456789") == std::string_view::npos;
    const std::int64_t number = digits ? std::stoll(std::string(token.text)) : 0;
    if (counted || !digits || number > most_repeats)
      return Error(Status::invalid, "line " + std::to_string(line) + " of the statement begins with GO",
                   "GO alone, or with a count of at most " + std::to_string(most_repeats),
                   "something else behind it", "put it on a line of its own");
    count = number;
    counted = true;
  }
  return count;
}

}  // namespace

Result<std::vector<Batch>> split_batches(std::string_view text) {
  const std::vector<Token> tokens = tokens_of(text);
  std::vector<Batch> batches;
  std::size_t begin = 0;  // first token of the batch
  bool line_start = true;
  const auto close = [&](std::size_t end, std::int64_t repeat) {
    Batch batch;
    batch.repeat = repeat;
    bool says_something = false;
    for (std::size_t i = begin; i < end; ++i) {
      batch.text += tokens[i].text;
      says_something = says_something || (matters(tokens[i]) && tokens[i].text != ";");
    }
    if (!says_something || repeat == 0) return;
    batch.line = tokens[begin].line;
    // Lines of errors count from the batch's first line: leading empty ones stay in the text.
    batches.push_back(std::move(batch));
  };
  for (std::size_t i = 0; i < tokens.size();) {
    const Token &token = tokens[i];
    if (line_start && is_word(token, "GO")) {
      const std::size_t end = i;
      Result<std::int64_t> count = repeats(tokens, i);
      if (!count) return std::move(count).error();
      close(end, *count);
      begin = i;
      line_start = true;
      continue;
    }
    if (token.kind == TokenKind::blank)
      line_start = line_start || ends_line(token);
    else if (token.kind != TokenKind::comment || token.text.substr(0, 2) != "/*")
      line_start = false;
    ++i;
  }
  close(tokens.size(), 1);
  return batches;
}

}  // namespace gantry::sql
