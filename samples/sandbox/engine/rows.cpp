// Rows of tables: in SQLite, or in memory for # tables and table variables; their values, keys and
// identities.
#include "samples/sandbox/engine/rows.hpp"

#include "samples/sandbox/engine/convert.hpp"
#include "samples/sandbox/engine/decimal.hpp"
#include "samples/sandbox/engine/parser.hpp"

#include <algorithm>

namespace sandbox {
namespace {

std::string key_of(const KeyInfo &key, const Row &row) {
  std::string out;
  for (const std::size_t column : key.columns) append_key(out, row[column]);
  return out;
}

Bytes key_blob(const KeyInfo &key, const Row &row) { return Bytes{key_of(key, row)}; }

/// The least key that does not begin with the given one. Keys are made of parts that say how long they are.
Bytes after_prefix(const Bytes &prefix) {
  std::string out = prefix.data;
  while (!out.empty() && out.back() == '\xFF') out.pop_back();
  if (!out.empty()) ++out.back();
  return Bytes{out};
}

std::string column_list(const TableInfo &table) {
  std::string out;
  for (const ColumnInfo &column : table.columns)
    if (!column.computed) out += ", c" + std::to_string(column.id);
  return out;
}

std::string shown_key(const TableInfo &table, const KeyInfo &key, const Row &row) {
  std::string out;
  for (const std::size_t column : key.columns) {
    if (!out.empty()) out += ", ";
    const Value &value = row[column];
    out +=
        is_null(value) ? "<NULL>" : as_text(convert(value, table.columns[column].type, nvarchar_type(4000)));
  }
  return out;
}

Scope scope_of(const TableInfo &table) {
  Scope scope;
  for (const ColumnInfo &info : table.columns) {
    ScopeColumn column;
    column.table = table.name;
    column.schema = table.schema;
    column.name = info.name;
    column.type = info.type;
    column.nullable = info.nullable;
    scope.columns.push_back(std::move(column));
  }
  return scope;
}

Row read_stored(const TableInfo &table, Row &stored, std::size_t first) {
  Row row;
  row.reserve(table.columns.size());
  for (const ColumnInfo &column : table.columns) {
    if (column.computed)
      row.emplace_back();
    else
      row.push_back(load_value(stored[first++], column.type));
  }
  return row;
}

}  // namespace

std::string full_name(const TableInfo &table) {
  if (table.memory) return "tempdb.dbo." + table.name;
  return table.database_name + "." + table.schema + "." + table.name;
}

std::shared_ptr<RowRules> Engine::rules_of(TableInfo &table) {
  if (table.rules) return table.rules;
  auto rules = std::make_shared<RowRules>();
  Scope scope = scope_of(table);
  Compile compile;
  Binder binder(*this, compile, &scope), outside(*this, compile, nullptr);
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    const ColumnInfo &column = table.columns[i];
    rules->defaults.emplace_back();
    if (!column.default_text.empty()) {
      Parser parser(column.default_text, true);
      rules->defaults.back() = outside.bind(parser.lone_expression());
    }
    if (column.computed) {
      Parser parser(column.computed_text, true);
      rules->computed.emplace_back(
          i, converted(binder, binder.bind(parser.lone_expression()), column.type, false));
    }
  }
  for (const CheckInfo &check : table.checks) {
    Parser parser(check.text, true);
    rules->checks.emplace_back(check, binder.bind_condition(parser.lone_expression()).eval);
  }
  table.rules = rules;
  return rules;
}

void Engine::scan_table(const TableInfo &table, const std::vector<std::pair<std::size_t, Value>> &equal,
                        const std::function<bool(std::int64_t, Row &)> &visit) {
  std::shared_ptr<RowRules> rules;
  for (const ColumnInfo &column : table.columns)
    if (column.computed && !rules) rules = rules_of(const_cast<TableInfo &>(table));
  const auto give = [&](std::int64_t id, Row &row) {
    if (rules) {
      Eval eval(*this);
      eval.frame(0).row = &row;
      for (const auto &[index, bound] : rules->computed) row[index] = bound.eval(eval);
    }
    return visit(id, row);
  };
  // A key narrows the scan by its leading columns that are pinned; one in memory only as a whole.
  const KeyInfo *chosen = nullptr;
  Row pinned(table.columns.size());
  for (const auto &[column, value] : equal)
    if (column < pinned.size()) pinned[column] = value;
  std::size_t position = 0, chosen_position = 0, chosen_columns = 0;
  bool chosen_whole = false;
  for (const KeyInfo &key : table.keys) {
    std::size_t leading = 0;
    while (leading < key.columns.size() && !is_null(pinned[key.columns[leading]])) ++leading;
    const bool whole = leading == key.columns.size();
    const bool usable = leading > 0 && (!table.memory || (whole && key.unique));
    const bool better = !chosen || (whole && key.unique && !(chosen_whole && chosen->unique)) ||
                        (leading > chosen_columns && !(chosen_whole && chosen->unique));
    if (usable && better) {
      chosen = &key;
      chosen_position = position;
      chosen_columns = leading;
      chosen_whole = whole;
    }
    ++position;
  }
  if (table.memory) {
    MemoryRows &memory = *table.memory;
    if (chosen && chosen_position < memory.keys.size()) {
      const auto entry = memory.keys[chosen_position].find(key_of(*chosen, pinned));
      if (entry == memory.keys[chosen_position].end()) return;
      const auto found = memory.rows.find(entry->second);
      if (found == memory.rows.end()) return;
      Row row = found->second;
      give(found->first, row);
      return;
    }
    // The visitor may change the table: go from id to id.
    std::int64_t last = INT64_MIN;
    for (auto at = memory.rows.upper_bound(last); at != memory.rows.end();
         at = memory.rows.upper_bound(last)) {
      last = at->first;
      Row row = at->second;
      if (!give(last, row)) return;
    }
    return;
  }
  const auto take = [&](Row &stored) {
    const std::int64_t id = as_int(stored[0]);
    Row row = read_stored(table, stored, 1);
    return give(id, row);
  };
  if (chosen) {
    const std::string rows = "SELECT t.id" + column_list(table) + " FROM " +
                             table.key_storage(chosen->index_id) + " k JOIN " + table.storage() +
                             " t ON t.id = k.row WHERE ";
    KeyInfo leading = *chosen;
    leading.columns.resize(chosen_columns);
    const Bytes from = key_blob(leading, pinned);
    if (chosen_whole)
      sql.each(rows + "k.key = ? ORDER BY k.row", {from}, take);
    else
      sql.each(rows + "k.key >= ? AND k.key < ? ORDER BY k.row", {from, after_prefix(from)}, take);
  } else {
    sql.each("SELECT id" + column_list(table) + " FROM " + table.storage() + " ORDER BY id", {}, take);
  }
}

std::optional<Row> Engine::read_row(const TableInfo &table, std::int64_t id) {
  std::optional<Row> out;
  if (table.memory) {
    const auto found = table.memory->rows.find(id);
    if (found != table.memory->rows.end()) out = found->second;
  } else {
    sql.each("SELECT id" + column_list(table) + " FROM " + table.storage() + " WHERE id = ?", {int_value(id)},
             [&](Row &stored) {
               out = read_stored(table, stored, 1);
               return false;
             });
  }
  if (!out) return out;
  for (const ColumnInfo &column : table.columns) {
    if (!column.computed) continue;
    Eval eval(*this);
    eval.frame(0).row = &*out;
    for (const auto &[index, bound] : rules_of(const_cast<TableInfo &>(table))->computed)
      (*out)[index] = bound.eval(eval);
    break;
  }
  return out;
}

Value Engine::fit_column(const TableInfo &table, const ColumnInfo &column, const Value &value,
                         const TypeInfo &type) {
  if (is_null(value)) return value;
  const TypeInfo &to = column.type;
  const bool text = is_character(to.type), bytes = is_binary(to.type);
  if (!(text || bytes) || to.length <= 0 || to.type == Type::rowversion)
    return convert(value, type, to, -1, options.dateformat);
  // CAST cuts; storing must not lose anything but trailing blanks.
  TypeInfo wide = to;
  if (text)
    wide = is_unicode(to.type) ? nvarchar_type(-1) : varchar_type(-1);
  else
    wide = varbinary_type(-1);
  const Value whole = convert(value, type, wide, -1, options.dateformat);
  if (text) {
    const std::string &given = as_text(whole);
    const auto limit = static_cast<std::size_t>(to.length);
    if (length_utf16(given) > limit && length_utf16(trim_right(given)) > limit && options.ansi_warnings)
      throw error(2628, {full_name(table), column.name, prefix_utf16(given, limit)});
  } else if (std::get<Bytes>(whole).data.size() > static_cast<std::size_t>(to.length) &&
             options.ansi_warnings) {
    throw error(8152, {}, 10);
  }
  return convert(whole, wide, to, -1, options.dateformat);
}

std::int64_t Engine::next_identity(TableInfo &table, const ColumnInfo &column) {
  const auto fits = [&](std::int64_t number) {
    try {
      convert(int_value(number), bigint_type(), column.type);
    } catch (const SqlError &) {
      throw error(8115, {"IDENTITY", base_name(column.type.type)});
    }
    return number;
  };
  if (table.memory) {
    std::optional<std::int64_t> &last = table.memory->identity;
    last = fits(last ? *last + column.increment : column.seed);
    return *last;
  }
  const std::pair<int, std::int64_t> key{table.database, table.id};
  std::int64_t number = 0;
  {
    const std::lock_guard<std::mutex> lock(server->identity_mutex);
    auto entry = server->identities.find(key);
    if (entry == server->identities.end()) {
      const Value stored = sql.one("SELECT last_identity FROM objects WHERE db = ? AND id = ?",
                                   {int_value(table.database), int_value(table.id)});
      entry = server->identities
                  .emplace(key, is_null(stored) ? std::nullopt : std::optional<std::int64_t>(as_int(stored)))
                  .first;
    }
    number = fits(entry->second ? *entry->second + column.increment : column.seed);
    // Kept outside the transaction: a rollback leaves a gap, as in SQL Server.
    entry->second = number;
  }
  sql.run("UPDATE objects SET last_identity = ? WHERE db = ? AND id = ?",
          {int_value(number), int_value(table.database), int_value(table.id)});
  return number;
}

void Engine::note_identity(TableInfo &table, const ColumnInfo &column, std::int64_t value) {
  const auto beyond = [&](const std::optional<std::int64_t> &last) {
    return !last || (column.increment > 0 ? value > *last : value < *last);
  };
  if (table.memory) {
    if (beyond(table.memory->identity)) table.memory->identity = value;
    return;
  }
  const Value stored = sql.one("SELECT last_identity FROM objects WHERE db = ? AND id = ?",
                               {int_value(table.database), int_value(table.id)});
  const std::lock_guard<std::mutex> lock(server->identity_mutex);
  auto entry = server->identities.find({table.database, table.id});
  std::optional<std::int64_t> last = entry != server->identities.end() ? entry->second
                                     : is_null(stored)                 ? std::nullopt
                                                       : std::optional<std::int64_t>(as_int(stored));
  if (!beyond(last)) return;
  server->identities[{table.database, table.id}] = value;
  sql.run("UPDATE objects SET last_identity = ? WHERE db = ? AND id = ?",
          {int_value(value), int_value(table.database), int_value(table.id)});
}

void Engine::check_row(TableInfo &table, Row &row, const char *verb) {
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    const ColumnInfo &column = table.columns[i];
    if (!column.nullable && !column.computed && is_null(row[i]))
      throw error(515, {column.name, full_name(table), verb}, 2);
  }
  const std::shared_ptr<RowRules> rules = rules_of(table);
  Eval eval(*this);
  eval.frame(0).row = &row;
  for (const auto &[index, bound] : rules->computed) row[index] = bound.eval(eval);
  for (const auto &[check, test] : rules->checks) {
    const Value value = test(eval);
    if (is_null(value) || as_int(value)) continue;
    std::string column;
    int mentioned = 0;
    for (const ColumnInfo &info : table.columns)
      if (fold(check.text).find(fold(info.name)) != std::string::npos) {
        column = ", column '" + info.name + "'";
        ++mentioned;
      }
    throw error(547, {verb, "CHECK", check.name, table.memory ? "tempdb" : table.database_name,
                      table.schema + "." + table.name, mentioned == 1 ? column : ""});
  }
}

void Engine::check_unique(TableInfo &table, const Row &row) {
  for (std::size_t i = 0; i < table.keys.size(); ++i) {
    const KeyInfo &key = table.keys[i];
    if (!key.unique) continue;
    const bool taken =
        table.memory ? i < table.memory->keys.size() && table.memory->keys[i].count(key_of(key, row)) != 0
                     : sql.exists("SELECT 1 FROM " + table.key_storage(key.index_id) + " WHERE key = ?",
                                  {key_blob(key, row)});
    if (!taken) continue;
    const std::string name = table.schema + "." + table.name, shown = shown_key(table, key, row);
    if (key.primary || key.constraint)
      throw error(2627, {key.primary ? "PRIMARY KEY" : "UNIQUE KEY", key.name, name, shown});
    throw error(2601, {name, key.name, shown});
  }
}

void Engine::raw_insert(TableInfo &table, std::int64_t id, const Row &row) {
  if (table.memory) {
    MemoryRows &memory = *table.memory;
    memory.rows[id] = row;
    memory.next = std::max(memory.next, id + 1);
    memory.keys.resize(table.keys.size());
    for (std::size_t i = 0; i < table.keys.size(); ++i)
      if (table.keys[i].unique) memory.keys[i][key_of(table.keys[i], row)] = id;
    return;
  }
  std::vector<Value> parameters = {id > 0 ? int_value(id) : Value()};
  std::string marks = "?";
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    if (table.columns[i].computed) continue;
    parameters.push_back(row[i]);
    marks += ", ?";
  }
  sql.run("INSERT INTO " + table.storage() + "(id" + column_list(table) + ") VALUES(" + marks + ")",
          parameters);
  if (table.keys.empty()) return;
  const Value stored = int_value(id > 0 ? id : sql.last_rowid());
  for (const KeyInfo &key : table.keys) {
    if (sql.run_unique("INSERT INTO " + table.key_storage(key.index_id) + "(key, row) VALUES(?, ?)",
                       {key_blob(key, row), stored}))
      continue;
    const std::string name = table.schema + "." + table.name, shown = shown_key(table, key, row);
    if (key.primary || key.constraint)
      throw error(2627, {key.primary ? "PRIMARY KEY" : "UNIQUE KEY", key.name, name, shown});
    throw error(2601, {name, key.name, shown});
  }
}

void Engine::raw_erase(TableInfo &table, std::int64_t id, const Row &row) {
  if (table.memory) {
    MemoryRows &memory = *table.memory;
    for (std::size_t i = 0; i < table.keys.size() && i < memory.keys.size(); ++i) {
      if (!table.keys[i].unique) continue;
      const auto entry = memory.keys[i].find(key_of(table.keys[i], row));
      if (entry != memory.keys[i].end() && entry->second == id) memory.keys[i].erase(entry);
    }
    memory.rows.erase(id);
    return;
  }
  for (const KeyInfo &key : table.keys)
    sql.run("DELETE FROM " + table.key_storage(key.index_id) + " WHERE key = ? AND row = ?",
            {key_blob(key, row), int_value(id)});
  sql.run("DELETE FROM " + table.storage() + " WHERE id = ?", {int_value(id)});
}

std::int64_t Engine::put_row(TableInfo &table, std::optional<std::int64_t> id, const Row &row) {
  if (table.memory) {
    const std::int64_t used = id ? *id : table.memory->next++;
    raw_insert(table, used, row);
    undo.push_back({table.shared_from_this(), Undo::inserted, used, {}});
    return used;
  }
  raw_insert(table, id.value_or(0), row);
  if (id) return *id;
  return sql.last_rowid();  // the key tables have no rowid of their own
}

void Engine::stamp_row(TableInfo &table, Row &row) {
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    if (table.columns[i].type.type != Type::rowversion) continue;
    // The counter of the database, eight bytes, most significant first.
    std::int64_t number = 0;
    if (table.memory) {
      number = ++table.memory->next;
    } else {
      sql.run("UPDATE meta SET value = value + 1 WHERE name = 'rowversion'");
      number = sql.number("SELECT value FROM meta WHERE name = 'rowversion'");
    }
    std::string bytes;
    for (int shift = 56; shift >= 0; shift -= 8) bytes += static_cast<char>(number >> shift & 0xFF);
    row[i] = Bytes{bytes};
  }
}

std::int64_t Engine::insert_row(TableInfo &table, Row &row, const char *verb) {
  stamp_row(table, row);
  check_row(table, row, verb);
  check_unique(table, row);
  return put_row(table, std::nullopt, row);
}

void Engine::erase_row(TableInfo &table, std::int64_t id, const Row &row, bool) {
  if (table.memory) undo.push_back({table.shared_from_this(), Undo::erased, id, row});
  raw_erase(table, id, row);
}

void Engine::replace_row(TableInfo &table, std::int64_t id, const Row &before, Row &after) {
  erase_row(table, id, before);
  check_row(table, after, "UPDATE");
  check_unique(table, after);
  put_row(table, id, after);
}

void Engine::clear_table(TableInfo &table) {
  if (table.memory) {
    for (const auto &[id, row] : table.memory->rows)
      undo.push_back({table.shared_from_this(), Undo::erased, id, row});
    table.memory->rows.clear();
    for (auto &key : table.memory->keys) key.clear();
    table.memory->identity.reset();
    return;
  }
  sql.run("DELETE FROM " + table.storage());
  for (const KeyInfo &key : table.keys) sql.run("DELETE FROM " + table.key_storage(key.index_id));
  sql.run("UPDATE objects SET last_identity = NULL WHERE db = ? AND id = ?",
          {int_value(table.database), int_value(table.id)});
  const std::lock_guard<std::mutex> lock(server->identity_mutex);
  server->identities.erase({table.database, table.id});
  truncated.emplace_back(table.database, table.id);
}

}  // namespace sandbox
