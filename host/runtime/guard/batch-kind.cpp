#include "host/runtime/guard/batch-kind.hpp"

#include "host/runtime/guard/read-only-procedures.hpp"
#include "host/runtime/guard/tokens.hpp"

#include <algorithm>
#include <array>

namespace gantry::runtime::guard {

namespace {

/// What a word does wherever it stands unquoted: these are reserved, so they are no names.
enum class Effect : std::uint8_t {
  writes,       ///< whatever follows
  target,       ///< writes what it names: INSERT, UPDATE, DELETE, MERGE
  into,         ///< SELECT INTO, OUTPUT INTO, FETCH INTO
  create,       ///< CREATE TABLE #t and CREATE INDEX ON #t are local
  drop,         ///< DROP TABLE #t, DROP INDEX
  truncate,     ///< TRUNCATE TABLE
  call,         ///< EXEC, EXECUTE
  transaction,  ///< COMMIT, ROLLBACK, SAVE
  begin,        ///< BEGIN TRAN, or a block
  setting,      ///< SET, USE, DECLARE
  next          ///< NEXT VALUE FOR moves a sequence
};

struct Keyword {
  std::string_view word;
  Effect effect;
};

// Sorted.
constexpr std::array keywords = std::to_array<Keyword>({
    {"alter", Effect::writes},          {"backup", Effect::writes},
    {"begin", Effect::begin},           {"bulk", Effect::writes},
    {"checkpoint", Effect::writes},     {"commit", Effect::transaction},
    {"create", Effect::create},         {"dbcc", Effect::writes},
    {"declare", Effect::setting},       {"delete", Effect::target},
    {"deny", Effect::writes},           {"drop", Effect::drop},
    {"dump", Effect::writes},           {"exec", Effect::call},
    {"execute", Effect::call},          {"grant", Effect::writes},
    {"insert", Effect::target},         {"into", Effect::into},
    {"kill", Effect::writes},           {"load", Effect::writes},
    {"merge", Effect::target},          {"next", Effect::next},
    {"opendatasource", Effect::writes}, {"openquery", Effect::writes},
    {"openrowset", Effect::writes},     {"reconfigure", Effect::writes},
    {"restore", Effect::writes},        {"revert", Effect::writes},
    {"revoke", Effect::writes},         {"rollback", Effect::transaction},
    {"save", Effect::transaction},      {"set", Effect::setting},
    {"setuser", Effect::writes},        {"shutdown", Effect::writes},
    {"truncate", Effect::truncate},     {"update", Effect::target},
    {"updatetext", Effect::writes},     {"use", Effect::setting},
    {"writetext", Effect::writes},
});
static_assert(std::is_sorted(keywords.begin(), keywords.end(),
                             [](const Keyword &a, const Keyword &b) { return a.word < b.word; }));

/// A batch may begin with these only; any other name there is a procedure that runs. ENABLE, SEND and such,
/// which are not reserved, are no beginnings of a reading either, and nothing can stand in front of them but
/// what `unreserved` looks for.
constexpr std::array beginnings = std::to_array<std::string_view>({
    "begin", "break", "close",    "commit",    "continue", "create",  "deallocate", "declare", "delete",
    "drop",  "else",  "end",      "exec",      "execute",  "fetch",   "goto",       "if",      "insert",
    "merge", "open",  "print",    "raiserror", "readtext", "return",  "rollback",   "save",    "select",
    "set",   "throw", "truncate", "update",    "use",      "waitfor", "while",      "with",
});

/// Words that are not reserved, and so may be names, but with the one that follows they are statements.
struct Pair {
  std::string_view first, second;
};
constexpr std::array unreserved = std::to_array<Pair>({{"enable", "trigger"},
                                                       {"disable", "trigger"},
                                                       {"send", "on"},
                                                       {"move", "conversation"},
                                                       {"get", "conversation"},
                                                       {"end", "conversation"},
                                                       {"begin", "dialog"},
                                                       {"begin", "conversation"},
                                                       {"add", "signature"},
                                                       {"add", "counter"},
                                                       {"add", "sensitivity"},
                                                       {"rename", "object"},
                                                       {"rename", "database"}});

/// What may stand in front of the name of a #table. Elsewhere the name is an alias or a common table
/// expression, and UPDATE of it writes what is behind it.
constexpr std::array before_table =
    std::to_array<std::string_view>({"apply", "delete", "exists", "from", "insert", "into", "join", "merge",
                                     "on", "table", "update", "using"});

std::string upper_case(std::string_view word) {
  std::string text(word);
  for (char &c : text)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return text;
}

class Judge {
 public:
  Judge(std::string_view sql, int nesting) : tokens_(tokens_of(sql)), nesting_(nesting) {}

  BatchVerdict run() {
    verdict_.kind = BatchKind::reading;
    if (tokens_.doubtful) raise(BatchKind::writing, "text that cannot be judged");
    if (!tokens_.all.empty()) judge_beginning();
    for (at_ = 0; at_ < tokens_.all.size() && verdict_.kind != BatchKind::writing; ++at_) judge_token();
    find_body();
    return std::move(verdict_);
  }

 private:
  const Token *token(std::size_t index) const {
    return index < tokens_.all.size() ? &tokens_.all[index] : nullptr;
  }
  bool is(std::size_t index, std::string_view word) const {
    const Token *found = token(index);
    return found && found->kind == TokenKind::word && lower_case(found->text) == word;
  }
  bool is(std::size_t index, char symbol) const {
    const Token *found = token(index);
    return found && found->is(symbol);
  }

  void raise(BatchKind kind, std::string because) {
    if (kind <= verdict_.kind) return;
    verdict_.kind = kind;
    verdict_.because = std::move(because);
  }
  void raise(BatchKind kind) { raise(kind, upper_case(tokens_.all[at_].text)); }

  void judge_beginning() {
    std::size_t first = 0;
    while (is(first, ';')) ++first;
    const Token *begin = token(first);
    if (!begin || begin->is('(')) return;  // (SELECT 1) UNION ...
    if (begin->kind == TokenKind::word && is(first + 1, ':')) return;
    if (!begins_statement(*begin)) raise(BatchKind::writing, "a call without EXEC");
  }

  static bool begins_statement(const Token &token) {
    if (token.kind != TokenKind::word) return false;
    const std::string word = lower_case(token.text);
    // Every other statement begins with a word that `keywords` knows.
    return std::find(beginnings.begin(), beginnings.end(), word) != beginnings.end() || keyword(word);
  }

  static const Keyword *keyword(std::string_view word) {
    const auto found = std::lower_bound(keywords.begin(), keywords.end(), word,
                                        [](const Keyword &k, std::string_view w) { return k.word < w; });
    return found != keywords.end() && found->word == word ? &*found : nullptr;
  }

  void judge_token() {
    const Token &here = tokens_.all[at_];
    // ODBC's {call p}; {d '...'}, {ts '...'} and {fn f()} are expressions.
    if (here.is('{') && !is(at_ + 1, "d") && !is(at_ + 1, "t") && !is(at_ + 1, "ts") &&
        !is(at_ + 1, "guid") && !is(at_ + 1, "fn"))
      return raise(BatchKind::writing, "{call");
    if (is_temporary(here) && !stands_as_table(at_))
      return raise(BatchKind::writing, "an alias that looks like a temporary table");
    if (here.kind != TokenKind::word) return;
    const std::string word = lower_case(here.text);
    if (word == "log" && logs(at_)) return raise(BatchKind::writing, "WITH LOG");
    for (const Pair &pair : unreserved)
      if (word == pair.first && is(at_ + 1, pair.second)) return raise(BatchKind::writing);
    // RECEIVE takes messages off a queue; as a name it would be followed by none of these.
    if (word == "receive" && token(at_ + 1) && !is(at_ + 1, ',') && !is(at_ + 1, '.') && !is(at_ + 1, "from"))
      return raise(BatchKind::writing);
    if (const Keyword *known = keyword(word)) judge_keyword(known->effect);
  }

  static bool is_temporary(const Token &token) {
    if (token.kind != TokenKind::word && token.kind != TokenKind::quoted) return false;
    const std::string name = unquoted(token.text);
    return name.size() > 1 && name[0] == '#';
  }

  bool stands_as_table(std::size_t index) const {
    if (index == 0) return false;
    const Token &before = tokens_.all[index - 1];
    if (before.is(',')) return !is(index + 1, '(') && !(is(index + 1, "as") && is(index + 2, '('));
    if (before.kind == TokenKind::word) {
      const std::string word = lower_case(before.text);
      return std::find(before_table.begin(), before_table.end(), word) != before_table.end();
    }
    return before.is('.') || before.is('(');
  }

  /// RAISERROR ... WITH LOG, WITH NOWAIT, LOG: not the function, not a common table expression.
  bool logs(std::size_t index) const {
    if (index == 0 || is(index + 1, '(') || is(index + 1, '.') || is(index + 1, "as")) return false;
    return is(index - 1, "with") ||
           (index > 1 && is(index - 1, ',') && (is(index - 2, "nowait") || is(index - 2, "seterror")));
  }

  void judge_keyword(Effect effect) {
    switch (effect) {
      case Effect::writes: return raise(BatchKind::writing);
      case Effect::target: return judge_target();
      case Effect::into: return raise(local_name(at_ + 1) ? BatchKind::local : BatchKind::writing);
      case Effect::create: return judge_create();
      case Effect::drop: return judge_drop();
      case Effect::truncate:
        return raise(is(at_ + 1, "table") && local_name(at_ + 2) ? BatchKind::local : BatchKind::writing);
      case Effect::call: return judge_call();
      case Effect::transaction: verdict_.transaction_control = true; return raise(BatchKind::transaction);
      case Effect::begin:
        if (!is(at_ + 1, "tran") && !is(at_ + 1, "transaction") && !is(at_ + 1, "distributed")) return;
        verdict_.transaction_control = true;
        return raise(BatchKind::transaction);
      case Effect::setting: return raise(BatchKind::setting);
      case Effect::next:
        if (is(at_ + 1, "value")) raise(BatchKind::writing, "NEXT VALUE FOR");
        return;
    }
  }

  /// Index behind TOP (n) [PERCENT].
  std::size_t behind_top(std::size_t index) const {
    if (!is(index, "top")) return index;
    ++index;
    if (is(index, '(')) {
      const std::uint32_t depth = tokens_.all[index].depth;
      for (++index; token(index) && tokens_.all[index].depth > depth; ++index)
        if (tokens_.all[index].is(')') && tokens_.all[index].depth == depth + 1) {
          ++index;
          break;
        }
    } else {
      ++index;
    }
    return is(index, "percent") ? index + 1 : index;
  }

  void judge_target() {
    const std::string word = lower_case(tokens_.all[at_].text);
    // Hints of a join, not the statement.
    if (word == "merge" && (is(at_ + 1, "join") || is(at_ + 1, "union"))) return;
    std::size_t name = behind_top(at_ + 1);
    if (is(name, word == "delete" ? "from" : "into") && word != "update") ++name;
    raise(local_name(name) ? BatchKind::local : BatchKind::writing);
  }

  /// @t, #t, [#t], tempdb..#t; not ##t, which others see, and nothing on a linked server.
  bool local_name(std::size_t index) const { return behind_local_name(index) != 0; }

  /// The index behind it, or 0.
  std::size_t behind_local_name(std::size_t index) const {
    const Token *part = token(index);
    if (part && part->kind == TokenKind::variable) return is(index + 1, '.') ? 0 : index + 1;
    int parts = 0;
    std::string last;
    for (;;) {
      part = token(index);
      if (part && (part->kind == TokenKind::word || part->kind == TokenKind::quoted)) {
        last = unquoted(part->text);
        ++index;
      } else {
        last.clear();
      }
      ++parts;
      if (!is(index, '.')) break;
      ++index;
    }
    const bool temporary = last.size() > 1 && last[0] == '#' && last[1] != '#';
    return temporary && parts <= 3 ? index : 0;
  }

  void judge_create() {
    std::size_t next = at_ + 1;
    if (is(next, "table")) return raise(local_name(next + 1) ? BatchKind::local : BatchKind::writing);
    while (is(next, "unique") || is(next, "clustered") || is(next, "nonclustered")) ++next;
    // CREATE INDEX name ON #t
    if (is(next, "index") && is(next + 2, "on") && local_name(next + 3)) return raise(BatchKind::local);
    raise(BatchKind::writing);
  }

  void judge_drop() {
    std::size_t next = at_ + 1;
    if (!is(next, "table")) return raise(BatchKind::writing);
    ++next;
    if (is(next, "if") && is(next + 1, "exists")) next += 2;
    for (;;) {
      next = behind_local_name(next);
      if (next == 0) return raise(BatchKind::writing);
      if (!is(next, ',')) return raise(BatchKind::local);
      ++next;
    }
  }

  /// Runs on literal text: judged as a batch of its own.
  void judge_inner(const Token &literal) {
    if (nesting_ >= 4) return raise(BatchKind::writing);
    BatchVerdict inner = Judge(unquoted(literal.text), nesting_ + 1).run();
    verdict_.transaction_control = verdict_.transaction_control || inner.transaction_control;
    raise(inner.kind, std::move(inner.because));
  }

  /// Nothing more belongs to the call: not AT, not AS, and nothing that shows the text to be read wrongly.
  bool ends_call(std::size_t index) const {
    const Token *next = token(index);
    return !next || next->is(';') || begins_statement(*next);
  }

  void judge_call() {
    std::size_t next = at_ + 1;
    if (is(next, '(')) {
      const Token *literal = token(next + 1);
      if (literal && literal->kind == TokenKind::string && is(next + 2, ')') && ends_call(next + 3))
        return judge_inner(*literal);
      return raise(BatchKind::writing, "EXEC (...)");
    }
    if (const Token *result = token(next); result && result->kind == TokenKind::variable && is(next + 1, '='))
      next += 2;
    std::vector<std::string> parts;
    for (;;) {
      const Token *part = token(next);
      if (part && (part->kind == TokenKind::word || part->kind == TokenKind::quoted)) {
        parts.push_back(lower_case(unquoted(part->text)));
        ++next;
      } else {
        parts.emplace_back();
      }
      if (!is(next, '.')) break;
      ++next;
    }
    const std::string name = parts.back();
    // msdb's own are no system procedures: elsewhere anybody may have made one of that name.
    const bool of_msdb = parts.size() == 3 && parts.front() == "msdb";
    // Only what the server itself provides: its own schema, or none; never a linked server.
    const bool of_system =
        parts.size() <= 3 && (parts.size() < 2 || parts[parts.size() - 2].empty() ||
                              parts[parts.size() - 2] == "sys" || parts[parts.size() - 2] == "dbo");
    const bool plain = !is(next, ';') || !token(next + 1) || tokens_.all[next + 1].kind != TokenKind::number;
    if (of_system && plain) {
      if (is_read_only_procedure(name) && (of_msdb || name.rfind("sp_help_", 0) != 0)) return;
      if (is_session_procedure(name)) return raise(BatchKind::setting, "EXEC " + name);
      const Token *literal = token(next);
      if (name == "sp_executesql" && literal && literal->kind == TokenKind::string &&
          (is(next + 1, ',') || ends_call(next + 1)))
        return judge_inner(*literal);
    }
    raise(BatchKind::writing, name.empty() ? "EXEC" : "EXEC " + name);
  }

  /// USE [x]; and SET statements in front belong to no step.
  void find_body() {
    std::size_t body = 0;
    for (std::size_t i = 0; i < tokens_.all.size();) {
      while (is(i, ';')) ++i;
      if (!is(i, "use") && !is(i, "set")) {
        body = i;
        break;
      }
      // To the semicolon: without one it cannot be told where the statement ends.
      while (token(i) && !is(i, ';')) ++i;
      if (!token(i)) return;
    }
    if (body > 0 && token(body)) verdict_.body = tokens_.all[body].offset;
  }

  const Tokens tokens_;
  const int nesting_;
  std::size_t at_ = 0;
  BatchVerdict verdict_;
};

}  // namespace

BatchVerdict judge_batch(std::string_view sql) { return Judge(sql, 0).run(); }

}  // namespace gantry::runtime::guard
