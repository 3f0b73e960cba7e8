// ALTER TABLE.
#include "samples/sandbox/engine/ddl.hpp"

#include "samples/sandbox/engine/convert.hpp"

namespace sandbox {
namespace {

/// What stands in the way of changing or dropping a column: 5074 for each, then 4922.
SqlError dependent(const char *action, const TableInfo &, const std::string &column, const char *kind,
                   const std::string &object) {
  return with_before(error(4922, {action, column, "column"}), error(5074, {kind, object, column}));
}

void refuse_dependents(const TableInfo &table, const ColumnInfo &column, const char *action) {
  for (const KeyInfo &key : table.keys)
    for (const std::size_t at : key.columns)
      if (table.columns[at].id == column.id)
        throw dependent(action, table, column.name, key.constraint ? "object" : "index", key.name);
  for (const ForeignKeyInfo &key : table.references)
    for (const int id : key.child_columns)
      if (id == column.id) throw dependent(action, table, column.name, "object", key.name);
  for (const CheckInfo &check : table.checks)
    if (fold(check.text).find(fold(column.name)) != std::string::npos)
      throw dependent(action, table, column.name, "object", check.name);
}

}  // namespace

void Engine::drop_constraint(TableInfo &table, const std::string &name) {
  const auto forget_object = [&] {
    sql.run("DELETE FROM objects WHERE db = ? AND parent = ? AND name = ?",
            {int_value(table.database), int_value(table.id), text_value(name)});
  };
  for (const KeyInfo &key : table.keys) {
    if (!same_name(key.name, name) || !(key.constraint || key.primary)) continue;
    for (const ForeignKeyInfo &reference : table.referenced)
      if (reference.key_index == key.index_id)
        throw with_before(
            error(3727),
            error(3725, {key.name, table_by_id(table.database, reference.child)->name, reference.name}));
    drop_key(table, name);
    return;
  }
  for (std::size_t i = 0; i < table.checks.size(); ++i)
    if (same_name(table.checks[i].name, name)) {
      table.checks.erase(table.checks.begin() + static_cast<std::ptrdiff_t>(i));
      table.rules.reset();
      if (!table.memory) forget_object();
      return;
    }
  for (ColumnInfo &column : table.columns)
    if (!column.default_text.empty() && same_name(column.default_name, name)) {
      column.default_text.clear();
      table.rules.reset();
      if (table.memory) return;
      sql.run("UPDATE columns SET default_object = 0 WHERE db = ? AND object = ? AND id = ?",
              {int_value(table.database), int_value(table.id), int_value(column.id)});
      forget_object();
      return;
    }
  if (!table.memory) {
    const Value db = int_value(table.database);
    const Value id =
        sql.one("SELECT id FROM objects WHERE db = ? AND parent = ? AND name = ? AND type IN ('F', 'C')",
                {db, int_value(table.id), text_value(name)});
    if (!is_null(id)) {
      sql.run("DELETE FROM foreign_key_columns WHERE db = ? AND id = ?", {db, id});
      sql.run("DELETE FROM foreign_keys WHERE db = ? AND id = ?", {db, id});
      forget_object();
      return;
    }
  }
  throw with_before(error(3727), error(3728, {name}));
}

void Engine::drop_column(TableInfo &table, const std::string &name) {
  const int at = table.find(name);
  if (at < 0) throw error(4924, {"ALTER TABLE DROP COLUMN", name, table.name});
  const auto index = static_cast<std::size_t>(at);
  const ColumnInfo column = table.columns[index];
  refuse_dependents(table, column, "ALTER TABLE DROP COLUMN");
  if (!column.default_text.empty())
    throw dependent("ALTER TABLE DROP COLUMN", table, column.name, "object", column.default_name);
  if (table.columns.size() == 1) throw error(4923, {column.name, table.name});
  table.columns.erase(table.columns.begin() + at);
  for (KeyInfo &key : table.keys)
    for (std::size_t &position : key.columns)
      if (position > index) --position;
  table.rules.reset();
  if (table.memory) {
    for (auto &[id, row] : table.memory->rows) row.erase(row.begin() + at);
    return;
  }
  sql.run("DELETE FROM columns WHERE db = ? AND object = ? AND id = ?",
          {int_value(table.database), int_value(table.id), int_value(column.id)});
  if (!column.computed)
    sql.script("ALTER TABLE " + table.storage() + " DROP COLUMN c" + std::to_string(column.id));
}

void Engine::alter_column(TableInfo &table, const ColumnDefinition &definition) {
  const int at = table.find(definition.name);
  if (at < 0) throw error(4924, {"ALTER TABLE ALTER COLUMN", definition.name, table.name});
  const auto index = static_cast<std::size_t>(at);
  const ColumnInfo before = table.columns[index];
  ColumnInfo after = before;
  after.type = definition.type;
  after.sysname = definition.type_word == "sysname";
  after.nullable = definition.nullable.value_or(options.null_default_on);
  const bool widens =
      before.type.type == after.type.type &&
      (after.type.length == -1 || (before.type.length != -1 && after.type.length >= before.type.length)) &&
      before.type.precision == after.type.precision && before.type.scale == after.type.scale;
  if (before.computed) throw error(4928, {before.name, "COMPUTED"});
  if (!widens) refuse_dependents(table, before, "ALTER TABLE ALTER COLUMN");
  for (const KeyInfo &key : table.keys)
    for (const std::size_t column : key.columns)
      if (column == index && key.primary && after.nullable)
        throw dependent("ALTER TABLE ALTER COLUMN", table, before.name, "object", key.name);
  check_convertible(before.type, after.type, true);
  std::vector<std::pair<std::int64_t, Value>> values;
  scan_table(table, {}, [&](std::int64_t id, Row &row) {
    if (is_null(row[index]) && !after.nullable) throw error(515, {after.name, full_name(table), "UPDATE"}, 2);
    values.emplace_back(id, fit_column(table, after, row[index], before.type));
    return true;
  });
  table.columns[index] = after;
  table.rules.reset();
  if (table.memory) {
    for (auto &[id, value] : values) table.memory->rows[id][index] = std::move(value);
    return;
  }
  write_column(table, after);
  for (const auto &[id, value] : values)
    sql.run("UPDATE " + table.storage() + " SET c" + std::to_string(after.id) + " = ? WHERE id = ?",
            {value, int_value(id)});
}

void Engine::alter_table(const Statement &statement) {
  const TablePtr table = find_table(statement.name);
  if (!table) throw error(4902, {statement.name.text()});
  if (!table->memory) {
    for_write();
    require_object(*table, "ALTER");
    touch_object(table->database, table->id);
  }
  if (statement.verb == "ADD") {
    int next = 0;
    for (const ColumnInfo &column : table->columns) next = std::max(next, column.id);
    for (const ColumnDefinition &written : statement.table->columns) {
      bool any = false;
      scan_table(*table, {}, [&](std::int64_t, Row &) {
        any = true;
        return false;
      });
      add_column(*table, written, ++next);
      const std::size_t index = table->columns.size() - 1;
      const ColumnInfo column = table->columns[index];
      const bool fills = written.identity || (written.default_value && !column.nullable) ||
                         column.type.type == Type::rowversion;
      if (any && !column.nullable && !column.computed && !fills)
        throw error(4901, {column.name, table->name});
      if (table->memory)
        for (auto &[id, row] : table->memory->rows) row.emplace_back();
      else if (!column.computed)
        sql.script("ALTER TABLE " + table->storage() + " ADD COLUMN c" + std::to_string(column.id));
      if (any && fills) {
        Value otherwise;
        if (written.default_value) {
          TypeInfo type;
          const Value value = evaluate(written.default_value, type);
          otherwise = fit_column(*table, column, value, type);
        }
        std::vector<std::int64_t> ids;
        scan_table(*table, {}, [&](std::int64_t id, Row &) {
          ids.push_back(id);
          return true;
        });
        for (const std::int64_t id : ids) {
          Value value = otherwise;
          if (written.identity)
            value = convert(int_value(next_identity(*table, column)), bigint_type(), column.type);
          if (column.type.type == Type::rowversion) {
            Row row(table->columns.size());
            stamp_row(*table, row);
            value = row[index];
          }
          if (table->memory)
            table->memory->rows[id][index] = std::move(value);
          else
            sql.run("UPDATE " + table->storage() + " SET c" + std::to_string(column.id) + " = ? WHERE id = ?",
                    {value, int_value(id)});
        }
      }
      column_constraints(*this, *table, written);
    }
    for (const ConstraintDefinition &constraint : statement.table->constraints)
      add_constraint(*table, constraint);
  } else if (statement.verb == "DROP") {
    for (const std::string &word : statement.words) {
      const bool column = word.rfind("COLUMN ", 0) == 0;
      const std::string name = word.substr(word.find(' ') + 1);
      if (column) {
        if (!(statement.if_exists && table->find(name) < 0)) drop_column(*table, name);
      } else {
        try {
          drop_constraint(*table, name);
        } catch (const SqlError &failure) {
          if (!statement.if_exists || failure.before.empty() || failure.before[0].number != 3728) throw;
        }
      }
    }
  } else if (statement.verb == "ALTER COLUMN") {
    for (const ColumnDefinition &column : statement.table->columns) alter_column(*table, column);
  } else if (statement.verb == "CHECK" && !table->memory) {
    for (const std::string &name : statement.words) {
      const bool every = name == "ALL";
      if (!every &&
          !sql.exists("SELECT 1 FROM objects WHERE db = ? AND parent = ? AND name = ? AND type IN ('C', 'F')",
                      {int_value(table->database), int_value(table->id), text_value(name)}))
        throw error(4917, {name});
      sql.run(
          "UPDATE objects SET disabled = ? WHERE db = ? AND parent = ? AND type IN ('C', 'F') AND (name = ? "
          "OR ?)",
          {bool_value(!statement.flag), int_value(table->database), int_value(table->id), text_value(name),
           bool_value(every)});
    }
  }
}

}  // namespace sandbox
