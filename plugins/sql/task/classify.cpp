#include "plugins/sql/task/classify.hpp"

#include <algorithm>
#include <cctype>
#include <vector>

#include "plugins/sql/task/tokens.hpp"

namespace gantry::sql {
namespace {

struct Verb {
  std::string_view word, action;
  int gravity;
};
constexpr int reads = 0, creates = 1, changes = 2, destroys = 3;
constexpr Verb verbs[] = {
    {"SELECT", "read", reads},          {"CREATE", "create", creates},     {"INTO", "create", creates},
    {"INSERT", "change", changes},      {"UPDATE", "change", changes},     {"MERGE", "change", changes},
    {"ALTER", "change", changes},       {"EXEC", "change", changes},       {"EXECUTE", "change", changes},
    {"GRANT", "change", changes},       {"DENY", "change", changes},       {"REVOKE", "change", changes},
    {"BULK", "change", changes},        {"DBCC", "change", changes},       {"BACKUP", "change", changes},
    {"RECONFIGURE", "change", changes}, {"WRITETEXT", "change", changes},  {"UPDATETEXT", "change", changes},
    {"ENABLE", "change", changes},      {"DISABLE", "change", changes},    {"DELETE", "destroy", destroys},
    {"DROP", "destroy", destroys},      {"TRUNCATE", "destroy", destroys}, {"RESTORE", "destroy", destroys},
    {"KILL", "destroy", destroys},      {"SHUTDOWN", "destroy", destroys}};

/// Words that begin a batch and are no call of a procedure.
constexpr std::string_view openings[] = {"SELECT",  "WITH",       "DECLARE",  "SET",    "IF",        "BEGIN",
                                         "PRINT",   "USE",        "WHILE",    "RETURN", "RAISERROR", "THROW",
                                         "WAITFOR", "COMMIT",     "ROLLBACK", "SAVE",   "OPEN",      "FETCH",
                                         "CLOSE",   "DEALLOCATE", "GOTO",     "END"};

const Verb *verb_of(const Token &token) {
  for (const Verb &verb : verbs)
    if (is_word(token, verb.word)) return &verb;
  return nullptr;
}

bool opens(const Token &token) {
  return std::any_of(std::begin(openings), std::end(openings),
                     [&](std::string_view word) { return is_word(token, word); });
}

/// A module's body runs later: only its first words count.
bool is_module(const std::vector<Token> &tokens) {
  if (tokens.empty() || (!is_word(tokens[0], "CREATE") && !is_word(tokens[0], "ALTER"))) return false;
  const std::size_t at = tokens.size() > 3 && is_word(tokens[1], "OR") ? 3 : 1;
  if (tokens.size() <= at) return false;
  for (const char *word : {"PROCEDURE", "PROC", "FUNCTION", "VIEW", "TRIGGER"})
    if (is_word(tokens[at], word)) return true;
  return false;
}

/// `ON DELETE CASCADE`, `FOR UPDATE`, `INSERT INTO`: a word that stands for something else here.
bool is_clause(const std::vector<Token> &tokens, std::size_t at) {
  if (at == 0) return false;
  const Token &before = tokens[at - 1];
  if (is_word(before, "ON") || is_word(before, "FOR")) return true;
  if (!is_word(tokens[at], "INTO")) return false;
  // What SELECT puts into a variable (FETCH) or INSERT into a table is no new table.
  if (is_word(before, "INSERT") || is_word(before, "MERGE")) return true;
  return at + 1 < tokens.size() && tokens[at + 1].kind == TokenKind::variable;
}

std::string summary_from(const std::vector<Token> &tokens, std::size_t at) {
  constexpr std::size_t longest = 60;
  std::string text;
  int words = 0;
  bool glued = false;
  for (; at < tokens.size() && words < 4 && text.size() < longest; ++at) {
    const Token &token = tokens[at];
    if (token.kind == TokenKind::string || token.text == ";" || token.text == "(") break;
    const bool dot = token.text == ".";
    if (!text.empty() && !dot && !glued) text += ' ';
    if (!dot && !glued) ++words;
    text += token.text;
    glued = dot;
  }
  return text.substr(0, longest);
}

bool names_secret(std::string_view name) {
  std::string lower(name);
  std::transform(lower.begin(), lower.end(), lower.begin(), [](unsigned char c) { return std::tolower(c); });
  for (const char *part : {"password", "passwd", "pwd", "secret"})
    if (lower.find(part) != std::string::npos) return true;
  return false;
}

}  // namespace

Classified classify(std::string_view batch) {
  std::vector<Token> tokens;
  for (const Token &token : tokens_of(batch))
    if (matters(token)) tokens.push_back(token);
  if (tokens.empty()) return {"read", ""};
  const Verb *gravest = nullptr;
  std::size_t where = 0;
  const bool module = is_module(tokens);
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (tokens[i].kind != TokenKind::word) continue;
    if (i > 0 && tokens[i - 1].text == ".") continue;  // a part of a name
    const Verb *verb = verb_of(tokens[i]);
    if (!verb || is_clause(tokens, i)) continue;
    if (!gravest || verb->gravity > gravest->gravity) {
      gravest = verb;
      where = i;
    }
    if (module) break;
  }
  const bool bare_call = !opens(tokens[0]) && !verb_of(tokens[0]) &&
                         (tokens[0].kind == TokenKind::word || tokens[0].kind == TokenKind::name);
  if (bare_call && (!gravest || gravest->gravity < changes)) return {"change", summary_from(tokens, 0)};
  if (!gravest) return {"read", summary_from(tokens, 0)};
  // SELECT ... INTO names its table behind the word.
  return {std::string(gravest->action), summary_from(tokens, where)};
}

std::string without_secrets(std::string_view text) {
  std::string shown;
  bool secret = false;  // the value that follows is one
  bool named = false;   // a name of a secret stands before
  for (const Token &token : tokens_of(text)) {
    const bool literal =
        token.kind == TokenKind::string || (token.kind == TokenKind::word && token.text.substr(0, 2) == "0x");
    if (secret && literal) {
      shown += "***";
      secret = named = false;
      continue;
    }
    shown += token.text;
    if (!matters(token)) continue;
    if (token.text == "=") {
      secret = named;
    } else {
      secret = false;
      named = token.kind != TokenKind::string && names_secret(token.text);
    }
  }
  return shown;
}

}  // namespace gantry::sql
