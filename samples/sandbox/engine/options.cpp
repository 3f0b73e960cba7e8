// SET options.
#include "samples/sandbox/engine/bind.hpp"
#include "samples/sandbox/engine/convert.hpp"

#include <unordered_set>

namespace sandbox {
namespace {

bool *switch_of(Options &options, const std::string &name) {
  if (name == "ANSI_NULLS") return &options.ansi_nulls;
  if (name == "QUOTED_IDENTIFIER") return &options.quoted_identifier;
  if (name == "ANSI_PADDING") return &options.ansi_padding;
  if (name == "ANSI_WARNINGS") return &options.ansi_warnings;
  if (name == "ARITHABORT") return &options.arithabort;
  if (name == "ARITHIGNORE") return &options.arithignore;
  if (name == "CONCAT_NULL_YIELDS_NULL") return &options.concat_null;
  if (name == "NUMERIC_ROUNDABORT") return &options.numeric_roundabort;
  if (name == "NOCOUNT") return &options.nocount;
  if (name == "XACT_ABORT") return &options.xact_abort;
  if (name == "IMPLICIT_TRANSACTIONS") return &options.implicit_transactions;
  if (name == "CURSOR_CLOSE_ON_COMMIT") return &options.cursor_close;
  if (name == "ANSI_NULL_DFLT_ON") return &options.null_default_on;
  if (name == "ANSI_NULL_DFLT_OFF") return &options.null_default_off;
  if (name == "FMTONLY") return &options.fmtonly;
  if (name == "NOEXEC") return &options.noexec;
  if (name == "PARSEONLY") return &options.parseonly;
  return nullptr;
}

}  // namespace

void Engine::set_option(const Statement &statement) {
  rowcount = 0;
  const std::string value = upper(statement.word);
  if (statement.words == std::vector<std::string>{"ISOLATION"}) {
    static constexpr std::pair<const char *, int> levels[] = {{"READ UNCOMMITTED", 1},
                                                              {"READ COMMITTED", 2},
                                                              {"REPEATABLE READ", 3},
                                                              {"SERIALIZABLE", 4},
                                                              {"SNAPSHOT", 5}};
    for (const auto &[name, level_number] : levels)
      if (value == name) {
        options.isolation = level_number;
        return;
      }
    throw error(102, {statement.word});
  }
  if (statement.words == std::vector<std::string>{"IDENTITY_INSERT"}) {
    TablePtr table;
    leaf([&] { table = find_table(statement.name); });
    if (!table) throw error(1088, {statement.name.text()});
    if (table->identity_column() < 0) throw error(8106, {table->name});
    const std::string memory = table->memory ? fold(table->name) : std::string();
    const bool mine = table->memory ? identity_insert_memory == memory
                                    : identity_insert && identity_insert->first == table->database &&
                                          identity_insert->second == table->id;
    if (value == "ON") {
      if (!mine && (identity_insert || !identity_insert_memory.empty()))
        throw error(8107, {"?", table->name});
      if (table->memory)
        identity_insert_memory = memory;
      else
        identity_insert = std::make_pair(table->database, table->id);
    } else if (mine) {
      identity_insert.reset();
      identity_insert_memory.clear();
    }
    return;
  }
  const auto number = [&] {
    if (!statement.expr) throw error(102, {statement.word});
    const Value given = evaluate_as(statement.expr, bigint_type());
    return is_null(given) ? std::int64_t{0} : as_int(given);
  };
  const auto word_or_text = [&] { return statement.expr ? evaluate_text(statement.expr) : statement.word; };
  static const std::unordered_set<std::string> accepted = {
      "STATISTICS", "FORCEPLAN",    "QUERY_GOVERNOR_COST_LIMIT", "REMOTE_PROC_TRANSACTIONS",
      "OFFSETS",    "FIPS_FLAGGER", "DISABLE_DEF_CNST_CHK"};
  for (const std::string &name : statement.words) {
    if (name == "ANSI_DEFAULTS") {
      const bool on = value == "ON";
      for (const char *one : {"ANSI_NULLS", "ANSI_NULL_DFLT_ON", "ANSI_PADDING", "ANSI_WARNINGS",
                              "CURSOR_CLOSE_ON_COMMIT", "IMPLICIT_TRANSACTIONS", "QUOTED_IDENTIFIER"})
        *switch_of(options, one) = on;
    } else if (bool *flag = switch_of(options, name)) {
      if (value != "ON" && value != "OFF") throw error(102, {statement.word});
      *flag = value == "ON";
    } else if (name == "ROWCOUNT") {
      options.rowcount = std::max<std::int64_t>(0, number());
    } else if (name == "TEXTSIZE") {
      const std::int64_t size = number();
      options.textsize = size <= 0 ? 4096 : static_cast<int>(std::min<std::int64_t>(size, INT32_MAX));
    } else if (name == "LOCK_TIMEOUT") {
      options.lock_timeout =
          static_cast<int>(std::max<std::int64_t>(-1, std::min<std::int64_t>(number(), INT32_MAX)));
    } else if (name == "DATEFIRST") {
      const std::int64_t day = number();
      if (day < 1 || day > 7) throw error(2742, {std::to_string(day)});
      options.datefirst = static_cast<int>(day);
    } else if (name == "DATEFORMAT") {
      const std::string order = lower(word_or_text());
      static const std::unordered_set<std::string> orders = {"mdy", "dmy", "ymd", "ydm", "myd", "dym"};
      if (!orders.count(order)) throw error(2741, {order});
      options.dateformat = order;
    } else if (name == "LANGUAGE") {
      set_language(word_or_text());
    } else if (name == "DEADLOCK_PRIORITY") {
      if (statement.expr)
        options.deadlock_priority =
            static_cast<int>(std::max<std::int64_t>(-10, std::min<std::int64_t>(10, number())));
      else
        options.deadlock_priority = value == "LOW" ? -5 : value == "HIGH" ? 5 : 0;
    } else if (name == "CONTEXT_INFO") {
      const Value bytes = evaluate_as(statement.expr, varbinary_type(128));
      options.context_info = is_null(bytes) ? std::string() : std::get<Bytes>(bytes).data;
    } else if (!accepted.count(name)) {
      throw error(195, {name, "SET option"});
    }
  }
}

std::int64_t Engine::option_bits() const {
  std::int64_t bits = 0;
  const auto add = [&bits](bool flag, int bit) {
    if (flag) bits |= bit;
  };
  add(options.implicit_transactions, 2);
  add(options.cursor_close, 4);
  add(options.ansi_warnings, 8);
  add(options.ansi_padding, 16);
  add(options.ansi_nulls, 32);
  add(options.arithabort, 64);
  add(options.arithignore, 128);
  add(options.quoted_identifier, 256);
  add(options.nocount, 512);
  add(options.null_default_on, 1024);
  add(options.null_default_off, 2048);
  add(options.concat_null, 4096);
  add(options.numeric_roundabort, 8192);
  add(options.xact_abort, 16384);
  return bits;
}

}  // namespace sandbox
