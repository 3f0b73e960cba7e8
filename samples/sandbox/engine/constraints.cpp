// Keys, defaults, checks, foreign keys and indexes of tables.
#include "samples/sandbox/engine/ddl.hpp"

#include "samples/sandbox/engine/convert.hpp"
#include "samples/sandbox/engine/parser.hpp"

#include <algorithm>

namespace sandbox {

SqlError with_before(SqlError failure, const SqlError &before) {
  failure.before.push_back(before.message);
  return failure;
}

namespace {

std::string shown_key(const TableInfo &table, const KeyInfo &key, const Row &row) {
  std::string out;
  for (const std::size_t column : key.columns)
    out += (out.empty() ? "" : ", ") +
           (is_null(row[column])
                ? "<NULL>"
                : as_text(convert(row[column], table.columns[column].type, nvarchar_type(4000))));
  return out;
}

bool has_rows(Engine &engine, const TableInfo &table) {
  bool any = false;
  engine.scan_table(table, {}, [&](std::int64_t, Row &) {
    any = true;
    return false;
  });
  return any;
}

}  // namespace

void Engine::fill_key(TableInfo &table, const KeyInfo &key) {
  const bool memory = table.memory != nullptr;
  if (memory) table.memory->keys.resize(table.keys.size());
  std::vector<std::pair<std::int64_t, Row>> rows;
  scan_table(table, {}, [&](std::int64_t id, Row &row) {
    rows.emplace_back(id, row);
    return true;
  });
  const std::size_t position = table.keys.size() - 1;
  for (const auto &[id, row] : rows) {
    std::string text;
    for (const std::size_t column : key.columns) append_key(text, row[column]);
    const bool fresh =
        !memory ? sql.run_unique("INSERT INTO " + table.key_storage(key.index_id) + "(key, row) VALUES(?, ?)",
                                 {Bytes{text}, int_value(id)})
                : !key.unique || table.memory->keys[position].emplace(text, id).second;
    if (fresh) continue;
    const SqlError duplicate =
        error(1505, {table.schema + "." + table.name, key.name, shown_key(table, key, row)});
    if (key.constraint || key.primary) throw with_before(error(1750), duplicate);
    throw duplicate;
  }
}

void Engine::add_key(TableInfo &table, KeyInfo key, const std::string &written_name, bool clustered) {
  bool taken = false;
  int next = 2;
  for (const KeyInfo &other : table.keys) {
    taken = taken || other.index_id == 1;
    next = std::max(next, other.index_id + 1);
    if (!written_name.empty() && same_name(other.name, written_name))
      throw error(1913, {written_name, "table", table.schema + "." + table.name});
  }
  key.index_id = clustered && !taken ? 1 : next;
  key.name = written_name;
  if (table.memory) {
    if (key.name.empty())
      key.name = generated_name(key.primary ? "PK" : "UQ", table.name, "",
                                key.index_id + static_cast<std::int64_t>(table.name.size()));
    // Unique keys only: the others would narrow nothing here.
    table.keys.push_back(key);
    try {
      fill_key(table, key);
    } catch (...) {
      table.keys.pop_back();
      table.memory->keys.resize(table.keys.size());
      throw;
    }
    return;
  }
  std::int64_t constraint = 0;
  if (key.constraint || key.primary) {
    constraint = new_object(table.database, table.schema_id, key.name.empty() ? "?" : key.name,
                            key.primary ? "PK" : "UQ", table.id, "");
    if (key.name.empty()) {
      key.name = generated_name(key.primary ? "PK" : "UQ", table.name, "", constraint);
      sql.run("UPDATE objects SET name = ?, system_named = 1 WHERE db = ? AND id = ?",
              {text_value(key.name), int_value(table.database), int_value(constraint)});
    }
  }
  sql.run(
      "INSERT INTO indexes(db, object, id, name, is_unique, is_primary, is_constraint, constraint_id, "
      "clustered) VALUES(?,?,?,?,?,?,?,?,?)",
      {int_value(table.database), int_value(table.id), int_value(key.index_id), text_value(key.name),
       bool_value(key.unique), bool_value(key.primary), bool_value(key.constraint || key.primary),
       int_value(constraint), bool_value(key.index_id == 1)});
  int ordinal = 0;
  for (const std::size_t column : key.columns)
    sql.run("INSERT INTO index_columns VALUES(?,?,?,?,?)",
            {int_value(table.database), int_value(table.id), int_value(key.index_id), int_value(++ordinal),
             int_value(table.columns[column].id)});
  sql.script("CREATE TABLE " + table.key_storage(key.index_id) +
             (key.unique ? "(key BLOB PRIMARY KEY, row INT) WITHOUT ROWID"
                         : "(key BLOB, row INT, PRIMARY KEY(key, row)) WITHOUT ROWID"));
  table.keys.push_back(key);
  fill_key(table, key);
}

void Engine::add_default(TableInfo &table, std::size_t column, const std::string &name,
                         const std::string &text) {
  ColumnInfo &info = table.columns[column];
  if (!info.default_text.empty()) throw with_before(error(1750), error(1781));
  if (info.identity || info.computed || info.type.type == Type::rowversion)
    throw with_before(error(1750), error(1752, {info.name, table.name}));
  info.default_text = canonical_text(text);
  info.default_name = name;
  table.rules.reset();
  if (table.memory) return;
  const std::int64_t id = new_object(table.database, table.schema_id, name.empty() ? "?" : name, "D",
                                     table.id, info.default_text);
  if (name.empty()) info.default_name = generated_name("DF", table.name, info.name, id);
  sql.run("UPDATE objects SET name = ?, system_named = ?, column_id = ? WHERE db = ? AND id = ?",
          {text_value(info.default_name), bool_value(name.empty()), int_value(info.id),
           int_value(table.database), int_value(id)});
  sql.run("UPDATE columns SET default_object = ? WHERE db = ? AND object = ? AND id = ?",
          {int_value(id), int_value(table.database), int_value(table.id), int_value(info.id)});
}

void Engine::add_foreign_key(TableInfo &table, const ConstraintDefinition &constraint) {
  // Temporary tables have no foreign keys; SQL Server skips them with a remark.
  if (table.memory) return;
  const std::string shown = constraint.name.empty() ? "?" : constraint.name;
  TablePtr parent = find_table(constraint.references);
  if (!parent || parent->memory || parent->database != table.database)
    throw with_before(error(1750), error(1767, {shown, constraint.references.text()}));
  const bool self = parent->id == table.id;
  ForeignKeyInfo key;
  key.child = table.id;
  key.parent = parent->id;
  for (const std::string &name : constraint.columns) {
    const int at = table.find(name);
    if (at < 0) throw with_before(error(1750), error(1769, {shown, name, table.name}));
    key.child_columns.push_back(table.columns[static_cast<std::size_t>(at)].id);
  }
  const TableInfo &target = self ? table : *parent;
  std::vector<std::string> names = constraint.reference_columns;
  if (names.empty())
    for (const KeyInfo &candidate : target.keys)
      if (candidate.primary)
        for (const std::size_t column : candidate.columns) names.push_back(target.columns[column].name);
  std::vector<std::size_t> positions;
  for (const std::string &name : names) {
    const int at = target.find(name);
    if (at < 0) throw with_before(error(1750), error(1770, {shown, name, target.name}));
    positions.push_back(static_cast<std::size_t>(at));
    key.parent_columns.push_back(target.columns[static_cast<std::size_t>(at)].id);
  }
  bool found = false;
  for (const KeyInfo &candidate : target.keys) {
    if (found || !candidate.unique) continue;
    found = std::is_permutation(candidate.columns.begin(), candidate.columns.end(), positions.begin(),
                                positions.end());
    if (found) key.key_index = candidate.index_id;
  }
  if (!found || positions.size() != constraint.columns.size())
    throw with_before(error(1750), error(1776, {target.name, shown}));
  for (std::size_t i = 0; i < positions.size(); ++i) {
    const ColumnInfo &child = table.columns[static_cast<std::size_t>(table.find(constraint.columns[i]))];
    const ColumnInfo &column = target.columns[positions[i]];
    if (child.type.type != column.type.type)
      throw with_before(error(1750),
                        error(1778, {target.name + "." + column.name, table.name + "." + child.name, shown}));
  }
  if (!constraint.on_delete.empty()) key.on_delete = constraint.on_delete;
  if (!constraint.on_update.empty()) key.on_update = constraint.on_update;
  const std::int64_t id = new_object(table.database, table.schema_id, shown, "F", table.id, "");
  key.name =
      constraint.name.empty() ? generated_name("FK", table.name, constraint.columns[0], id) : constraint.name;
  sql.run(
      "UPDATE objects SET name = ?, system_named = ? WHERE db = ? AND id = ?",
      {text_value(key.name), bool_value(constraint.name.empty()), int_value(table.database), int_value(id)});
  sql.run("INSERT INTO foreign_keys VALUES(?,?,?,?,?,?,?)",
          {int_value(table.database), int_value(id), int_value(key.child), int_value(key.parent),
           int_value(key.key_index), text_value(key.on_delete), text_value(key.on_update)});
  for (std::size_t i = 0; i < positions.size(); ++i)
    sql.run("INSERT INTO foreign_key_columns VALUES(?,?,?,?,?)",
            {int_value(table.database), int_value(id), int_value(static_cast<std::int64_t>(i) + 1),
             int_value(key.child_columns[i]), int_value(key.parent_columns[i])});
  table.references.push_back(key);
  if (self) table.referenced.push_back(key);
  if (!has_rows(*this, table)) return;
  // Rows that are there already must have their parents.
  const std::vector<ForeignKeyInfo> all = table.references;
  table.references = {key};
  std::vector<Row> rows;
  scan_table(table, {}, [&](std::int64_t, Row &row) {
    rows.push_back(row);
    return true;
  });
  for (const Row &row : rows) check_references(table, row, "ALTER TABLE");
  table.references = all;
}

void Engine::add_constraint(TableInfo &table, const ConstraintDefinition &constraint) {
  // An index written among the columns: its words are "[CLUSTERED ][UNIQUE ]INDEX", its name the table's
  // affair.
  const bool index = constraint.kind == ConstraintDefinition::unique && !constraint.text.empty();
  if (!constraint.name.empty() && !table.memory && !index)
    if (sql.exists("SELECT 1 FROM objects WHERE db = ? AND name = ? AND schema = ?",
                   {int_value(table.database), text_value(constraint.name), int_value(table.schema_id)}))
      throw with_before(error(1750), error(2714, {constraint.name}, 5));
  switch (constraint.kind) {
    case ConstraintDefinition::primary:
    case ConstraintDefinition::unique: {
      KeyInfo key;
      key.primary = constraint.kind == ConstraintDefinition::primary;
      key.constraint = !index;
      key.unique = !index || constraint.text.find("UNIQUE") != std::string::npos;
      for (const std::string &name : constraint.columns) {
        const int at = table.find(name);
        if (at < 0) throw with_before(error(1750), error(1911, {name}));
        if (key.primary && table.columns[static_cast<std::size_t>(at)].nullable)
          throw with_before(error(1750), error(8111, {table.name}));
        key.columns.push_back(static_cast<std::size_t>(at));
      }
      for (const KeyInfo &other : table.keys)
        if (key.primary && other.primary) throw with_before(error(1750), error(1779, {table.name}));
      add_key(table, key, constraint.name, key.primary || constraint.text.rfind("CLUSTERED", 0) == 0);
      return;
    }
    case ConstraintDefinition::default_: {
      const int at = table.find(constraint.columns.at(0));
      if (at < 0) throw with_before(error(1750), error(1752, {constraint.columns[0], table.name}));
      Compile compile;
      Binder binder(*this, compile, nullptr);
      const Bound bound = binder.bind(constraint.expr);
      if (!bound.null_literal)
        check_convertible(bound.type, table.columns[static_cast<std::size_t>(at)].type, true);
      add_default(table, static_cast<std::size_t>(at), constraint.name, constraint.text);
      return;
    }
    case ConstraintDefinition::check: {
      Scope scope = *table_scope(table);
      Compile compile;
      Binder binder(*this, compile, &scope);
      binder.forbid_aggregates(147);
      const Evaluate test = binder.bind_condition(constraint.expr).eval;
      std::string name = constraint.name;
      if (!table.memory) {
        const std::int64_t id = new_object(table.database, table.schema_id, name.empty() ? "?" : name, "C",
                                           table.id, constraint.text);
        if (name.empty())
          name = generated_name("CK", table.name,
                                constraint.columns.empty() ? table.name : constraint.columns[0], id);
        sql.run("UPDATE objects SET name = ?, system_named = ? WHERE db = ? AND id = ?",
                {text_value(name), bool_value(constraint.name.empty()), int_value(table.database),
                 int_value(id)});
      } else if (name.empty()) {
        name =
            generated_name("CK", table.name, constraint.columns.empty() ? table.name : constraint.columns[0],
                           static_cast<std::int64_t>(table.checks.size()) + 1);
      }
      scan_table(table, {}, [&](std::int64_t, Row &row) {
        Eval eval(*this);
        eval.frame(0).row = &row;
        const Value value = test(eval);
        if (!is_null(value) && !as_int(value))
          throw error(
              547, {"ALTER TABLE", "CHECK", name, table.database_name, table.schema + "." + table.name, ""});
        return true;
      });
      table.checks.push_back({name, constraint.text});
      table.rules.reset();
      return;
    }
    case ConstraintDefinition::foreign: add_foreign_key(table, constraint); return;
  }
}

void Engine::create_index(const Statement &statement) {
  const TablePtr table = find_table(statement.name);
  if (!table) throw error(1088, {statement.name.text()}, 12);
  if (!table->memory) {
    for_write();
    require_object(*table, "ALTER");
  }
  KeyInfo key;
  key.unique = statement.flag;
  for (const std::string &name : statement.columns) {
    const int at = table->find(name);
    if (at < 0) throw error(1911, {name});
    key.columns.push_back(static_cast<std::size_t>(at));
  }
  if (statement.other_flag)
    for (const KeyInfo &other : table->keys)
      if (other.index_id == 1) throw error(1902, {table->schema + "." + table->name, other.name});
  add_key(*table, key, statement.word, statement.other_flag);
}

void Engine::drop_key(TableInfo &table, const std::string &name) {
  for (std::size_t i = 0; i < table.keys.size(); ++i) {
    const KeyInfo key = table.keys[i];
    if (!same_name(key.name, name)) continue;
    table.keys.erase(table.keys.begin() + static_cast<std::ptrdiff_t>(i));
    if (table.memory) {
      if (i < table.memory->keys.size())
        table.memory->keys.erase(table.memory->keys.begin() + static_cast<std::ptrdiff_t>(i));
      return;
    }
    const Value db = int_value(table.database), id = int_value(table.id), index = int_value(key.index_id);
    sql.run(
        "DELETE FROM objects WHERE db = ? AND id = (SELECT constraint_id FROM indexes WHERE db = ? AND "
        "object = ? AND id = ?)",
        {db, db, id, index});
    sql.run("DELETE FROM index_columns WHERE db = ? AND object = ? AND idx = ?", {db, id, index});
    sql.run("DELETE FROM indexes WHERE db = ? AND object = ? AND id = ?", {db, id, index});
    sql.script("DROP TABLE " + table.key_storage(key.index_id));
    return;
  }
}

}  // namespace sandbox
