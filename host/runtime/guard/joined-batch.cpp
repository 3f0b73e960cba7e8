#include "host/runtime/guard/joined-batch.hpp"

#include "host/runtime/guard/tokens.hpp"

#include <algorithm>
#include <array>

namespace gantry::runtime::guard {

namespace {

constexpr const char *reached_column = "gantry_statements_done";

/// Words of what a session keeps, and of transactions.
constexpr std::array leaving =
    std::to_array<std::string_view>({"commit", "open", "revert", "rollback", "save", "setuser", "use"});
constexpr std::array transactions = std::to_array<std::string_view>({"distributed", "tran", "transaction"});
constexpr std::array modules =
    std::to_array<std::string_view>({"function", "proc", "procedure", "trigger", "view"});

template <typename Words>
bool is_one_of(std::string_view word, const Words &words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

std::string word_at(const std::vector<Token> &tokens, std::size_t index) {
  return index < tokens.size() && tokens[index].kind == TokenKind::word ? lower_case(tokens[index].text)
                                                                        : std::string();
}

/// CREATE PROCEDURE and its like: a batch of its own, whose body is not run.
bool makes_module(std::string_view sql) {
  constexpr std::size_t enough = 1024;
  const std::vector<Token> tokens = tokens_of(sql.substr(0, enough)).all;
  std::size_t at = 0;
  const std::string verb = word_at(tokens, at++);
  if (verb != "create" && verb != "alter") return false;
  if (word_at(tokens, at) == "or" && word_at(tokens, at + 1) == "alter") at += 2;
  return is_one_of(word_at(tokens, at), modules);
}

}  // namespace

bool can_be_joined(std::string_view sql) {
  if (sql.find('\0') != std::string_view::npos) return false;
  if (makes_module(sql)) return true;
  const Tokens tokens = tokens_of(sql);
  if (tokens.doubtful || tokens.all.empty()) return false;
  for (std::size_t i = 0; i < tokens.all.size(); ++i) {
    const Token &token = tokens.all[i];
    if (token.kind == TokenKind::quoted && unquoted(token.text).rfind('#', 0) == 0) return false;
    if (token.kind != TokenKind::word) continue;
    const std::string word = lower_case(token.text);
    if (word[0] == '#' || is_one_of(word, leaving)) return false;
    const bool of_variable = i + 1 < tokens.all.size() && tokens.all[i + 1].kind == TokenKind::variable;
    if (word == "set" && !of_variable) return false;
    if (word == "begin" && is_one_of(word_at(tokens.all, i + 1), transactions)) return false;
    // EXECUTE AS lasts as long as the EXEC around it.
    if ((word == "exec" || word == "execute") && word_at(tokens.all, i + 1) == "as") return false;
  }
  return true;
}

std::string joined_batch(const std::vector<std::string_view> &statements) {
  std::size_t length = 256;
  for (const std::string_view sql : statements)
    length += sql.size() + 64 + static_cast<std::size_t>(std::count(sql.begin(), sql.end(), '\''));
  std::string batch;
  batch.reserve(length);  // it may hold secrets: no copy is left behind
  batch += "DECLARE @gantry_statements_done int = 0;\nBEGIN TRY\n";
  std::size_t number = 0;
  for (const std::string_view sql : statements) {
    batch += "EXEC (N'";
    std::size_t begin = 0;
    for (std::size_t quote = sql.find('\''); quote != std::string_view::npos; quote = sql.find('\'', begin)) {
      batch.append(sql, begin, quote + 1 - begin);
      batch += '\'';
      begin = quote + 1;
    }
    batch.append(sql, begin, std::string_view::npos);
    batch += "');\nSET @gantry_statements_done = ";
    batch += std::to_string(++number);
    batch += ";\n";
  }
  batch += "END TRY\nBEGIN CATCH\nSELECT @gantry_statements_done AS ";
  batch += reached_column;
  batch += ";\nTHROW;\nEND CATCH;";
  return batch;
}

Result<> read_joined(RowReader &rows, std::optional<std::size_t> &reached) {
  for (;;) {
    if (rows.column_count() > 0) {
      Result<Table> table = rows.read_all();
      if (!table) return std::move(table).error();
      if (table->columns.size() == 1 && table->columns[0] == reached_column && table->rows.size() == 1)
        reached = static_cast<std::size_t>(table->rows[0][0].number());
    }
    Result<bool> more = rows.next_result();
    if (!more) return std::move(more).error();
    if (!*more) return rows.close();
  }
}

}  // namespace gantry::runtime::guard
