#include "samples/sandbox/engine/sqlite.hpp"

#include "samples/sandbox/engine/datetime.hpp"
#include "samples/sandbox/engine/decimal.hpp"
#include "samples/sandbox/engine/text.hpp"
#include "samples/sandbox/engine/value.hpp"

#include <sqlite3.h>
#include <cstring>
#include <stdexcept>

namespace sandbox {
namespace {

int collate(void *, int left_size, const void *left, int right_size, const void *right) {
  return compare_text({static_cast<const char *>(left), static_cast<std::size_t>(left_size)},
                      {static_cast<const char *>(right), static_cast<std::size_t>(right_size)});
}

using Body = std::function<std::int64_t(const std::vector<std::int64_t> &)>;

void call_function(sqlite3_context *context, int count, sqlite3_value **values) {
  std::vector<std::int64_t> arguments;
  for (int i = 0; i < count; ++i) arguments.push_back(sqlite3_value_int64(values[i]));
  sqlite3_result_int64(context, (*static_cast<Body *>(sqlite3_user_data(context)))(arguments));
}

void permanent(sqlite3_stmt *statement, bool cached) {
  if (cached)
    sqlite3_reset(statement);
  else
    sqlite3_finalize(statement);
}

}  // namespace

Sqlite::~Sqlite() {
  forget_statements();
  sqlite3_close_v2(handle_);
}

void Sqlite::forget_statements() {
  for (auto &entry : cache_) sqlite3_finalize(entry.second.statement);
  cache_.clear();
}

void Sqlite::open(const std::string &file, bool durable) {
  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
  if (sqlite3_open_v2(file.c_str(), &handle_, flags, nullptr) != SQLITE_OK)
    throw std::runtime_error("cannot open " + file + ": " +
                             (handle_ ? sqlite3_errmsg(handle_) : "no memory"));
  sqlite3_busy_timeout(handle_, 30'000);
  sqlite3_create_collation(handle_, "sqlci", SQLITE_UTF8, nullptr, collate);
  script("PRAGMA journal_mode = WAL");
  script(durable ? "PRAGMA synchronous = NORMAL" : "PRAGMA synchronous = OFF");
  script("PRAGMA cache_size = -8000");
}

void Sqlite::function(const char *name, int arguments, Body body) {
  functions_.push_back(std::make_unique<Body>(std::move(body)));
  sqlite3_create_function(handle_, name, arguments, SQLITE_UTF8, functions_.back().get(), call_function,
                          nullptr, nullptr);
}

void Sqlite::script(const std::string &sql) {
  char *message = nullptr;
  if (sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, &message) != SQLITE_OK) {
    const std::string text = message ? message : "?";
    sqlite3_free(message);
    throw std::runtime_error("SQLite: " + text);
  }
}

void Sqlite::watch(std::set<std::string> tables, std::set<std::string> except,
                   std::function<void()> changed) {
  watched_ = std::move(tables);
  unwatched_columns_ = std::move(except);
  changed_ = std::move(changed);
  sqlite3_set_authorizer(handle_, note_access, this);
}

/// SQLite tells at preparation what a statement will touch.
int Sqlite::note_access(void *self, int action, const char *table, const char *column, const char *,
                        const char *) {
  auto &own = *static_cast<Sqlite *>(self);
  const bool writes = action == SQLITE_INSERT || action == SQLITE_UPDATE || action == SQLITE_DELETE;
  if (!writes || !own.noting_ || !table || !own.watched_.count(table)) return SQLITE_OK;
  if (action == SQLITE_UPDATE && column && own.unwatched_columns_.count(std::string(table) + "." + column))
    return SQLITE_OK;
  *own.noting_ = true;
  return SQLITE_OK;
}

sqlite3_stmt *Sqlite::prepare(const std::string &sql, Cached *&cached, bool &watched) {
  cached = nullptr;
  const auto found = cache_.find(sql);
  if (found != cache_.end() && !found->second.busy) {
    cached = &found->second;
    cached->busy = true;
    watched = cached->watched;
    return cached->statement;
  }
  sqlite3_stmt *statement = nullptr;
  noting_ = &watched;
  const int code =
      sqlite3_prepare_v2(handle_, sql.c_str(), static_cast<int>(sql.size()), &statement, nullptr);
  noting_ = nullptr;
  if (code != SQLITE_OK) throw std::runtime_error(std::string("SQLite: ") + sqlite3_errmsg(handle_));
  if (found == cache_.end() && cache_.size() < 512) {
    cached = &cache_[sql];
    cached->statement = statement;
    cached->busy = true;
    cached->watched = watched;
  }
  return statement;
}

void Sqlite::bind(sqlite3_stmt *statement, const std::vector<Value> &parameters) {
  int index = 0;
  for (const Value &parameter : parameters) {
    ++index;
    const Value value = store_value(parameter);
    switch (value.index()) {
      case 1: sqlite3_bind_int64(statement, index, as_int(value)); break;
      case 2: sqlite3_bind_double(statement, index, std::get<double>(value)); break;
      case 4: {
        const std::string &text = as_text(value);
        sqlite3_bind_text64(statement, index, text.data() ? text.data() : "", text.size(), SQLITE_TRANSIENT,
                            SQLITE_UTF8);
        break;
      }
      case 5: {
        const std::string &data = std::get<Bytes>(value).data;
        sqlite3_bind_blob64(statement, index, data.empty() ? "" : data.data(), data.size(), SQLITE_TRANSIENT);
        break;
      }
      default: sqlite3_bind_null(statement, index);
    }
  }
}

Row Sqlite::read(sqlite3_stmt *statement) {
  Row row;
  const int count = sqlite3_column_count(statement);
  row.reserve(static_cast<std::size_t>(count));
  for (int i = 0; i < count; ++i) {
    switch (sqlite3_column_type(statement, i)) {
      case SQLITE_INTEGER: row.emplace_back(std::int64_t{sqlite3_column_int64(statement, i)}); break;
      case SQLITE_FLOAT: row.emplace_back(sqlite3_column_double(statement, i)); break;
      case SQLITE_TEXT: {
        const auto *data = reinterpret_cast<const char *>(sqlite3_column_text(statement, i));
        row.push_back(
            text_value(std::string(data, static_cast<std::size_t>(sqlite3_column_bytes(statement, i)))));
        break;
      }
      case SQLITE_BLOB: {
        const auto *data = static_cast<const char *>(sqlite3_column_blob(statement, i));
        const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement, i));
        row.emplace_back(Bytes{data ? std::string(data, size) : std::string()});
        break;
      }
      default: row.emplace_back();
    }
  }
  return row;
}

void Sqlite::each(const std::string &sql, const std::vector<Value> &parameters,
                  const std::function<bool(Row &)> &visit) {
  Cached *cached = nullptr;
  bool watched = false;
  sqlite3_stmt *statement = prepare(sql, cached, watched);
  struct Release {
    sqlite3_stmt *statement;
    Cached *cached;
    ~Release() {
      permanent(statement, cached != nullptr);
      if (cached) cached->busy = false;
    }
  } release{statement, cached};
  bind(statement, parameters);
  for (;;) {
    const int code = sqlite3_step(statement);
    if (code == SQLITE_DONE) {
      if (watched && changed_) changed_();
      return;
    }
    if (code != SQLITE_ROW) throw std::runtime_error(std::string("SQLite: ") + sqlite3_errmsg(handle_));
    Row row = read(statement);
    if (!visit(row)) return;
  }
}

std::vector<Row> Sqlite::rows(const std::string &sql, const std::vector<Value> &parameters) {
  std::vector<Row> out;
  each(sql, parameters, [&out](Row &row) {
    out.push_back(std::move(row));
    return true;
  });
  return out;
}

void Sqlite::run(const std::string &sql, const std::vector<Value> &parameters) {
  each(sql, parameters, [](Row &) { return true; });
}

bool Sqlite::run_unique(const std::string &sql, const std::vector<Value> &parameters) {
  try {
    run(sql, parameters);
    return true;
  } catch (const std::runtime_error &) {
    if ((sqlite3_extended_errcode(handle_) & 0xFF) == SQLITE_CONSTRAINT) return false;
    throw;
  }
}

Value Sqlite::one(const std::string &sql, const std::vector<Value> &parameters) {
  Value out;
  each(sql, parameters, [&out](Row &row) {
    if (!row.empty()) out = std::move(row[0]);
    return false;
  });
  return out;
}

std::int64_t Sqlite::number(const std::string &sql, const std::vector<Value> &parameters) {
  const Value value = one(sql, parameters);
  const auto *number = std::get_if<std::int64_t>(&value);
  return number ? *number : 0;
}

std::string Sqlite::text(const std::string &sql, const std::vector<Value> &parameters) {
  const Value value = one(sql, parameters);
  if (const auto *text = std::get_if<std::string>(&value)) return *text;
  if (const auto *bytes = std::get_if<Bytes>(&value)) return bytes->data;
  return {};
}

bool Sqlite::exists(const std::string &sql, const std::vector<Value> &parameters) {
  bool found = false;
  each(sql, parameters, [&found](Row &) {
    found = true;
    return false;
  });
  return found;
}

std::int64_t Sqlite::last_rowid() const { return sqlite3_last_insert_rowid(handle_); }

Value store_value(const Value &value) {
  switch (value.index()) {
    case 3: return text_value(format_decimal(std::get<Decimal>(value)));
    case 6: return text_value(iso_text(std::get<DateTime>(value)));
    case 7: return Bytes{std::string(reinterpret_cast<const char *>(std::get<Guid>(value).bytes), 16)};
    case 8: {
      const auto &variant = *std::get<std::shared_ptr<const Variant>>(value);
      return Bytes{encode_variant(variant.type, variant.value)};
    }
    default: return value;
  }
}

Value load_value(const Value &stored, const TypeInfo &type) {
  if (is_null(stored)) return stored;
  if (is_integer(type.type)) {
    if (const auto *real = std::get_if<double>(&stored)) return int_value(static_cast<std::int64_t>(*real));
    return stored;
  }
  if (is_float(type.type)) {
    if (const auto *whole = std::get_if<std::int64_t>(&stored)) return static_cast<double>(*whole);
    return stored;
  }
  if (is_decimal(type.type)) {
    Decimal number;
    if (const auto *text = std::get_if<std::string>(&stored)) number = parse_decimal(*text).value_or(number);
    if (const auto *whole = std::get_if<std::int64_t>(&stored)) number = decimal_of(*whole);
    const bool money = type.type == Type::money || type.type == Type::smallmoney;
    number = rescale(number, money ? 4 : type.scale).value_or(number);
    number.precision = money ? 19 : type.precision;
    return number;
  }
  if (is_temporal(type.type)) {
    if (const auto *text = std::get_if<std::string>(&stored)) return from_iso_text(*text);
    return {};
  }
  if (is_binary(type.type)) {
    if (const auto *text = std::get_if<std::string>(&stored)) return Bytes{*text};
    return stored;
  }
  if (is_character(type.type)) {
    if (const auto *whole = std::get_if<std::int64_t>(&stored)) return text_value(std::to_string(*whole));
    if (const auto *bytes = std::get_if<Bytes>(&stored)) return text_value(bytes->data);
    return stored;
  }
  if (type.type == Type::uniqueidentifier) {
    Guid guid;
    if (const auto *bytes = std::get_if<Bytes>(&stored))
      std::memcpy(guid.bytes, bytes->data.data(), std::min<std::size_t>(16, bytes->data.size()));
    return guid;
  }
  if (const auto *bytes = std::get_if<Bytes>(&stored)) return decode_variant(bytes->data);
  // Catalogue queries may give a variant's value plainly.
  TypeInfo plain = std::holds_alternative<std::string>(stored) ? nvarchar_type(4000) : integer_type();
  auto variant = std::make_shared<Variant>();
  variant->type = plain;
  variant->value = stored;
  return Value(std::shared_ptr<const Variant>(std::move(variant)));
}

}  // namespace sandbox
