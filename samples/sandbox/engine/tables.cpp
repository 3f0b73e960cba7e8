// CREATE TABLE: columns, and tables in memory.
#include "samples/sandbox/engine/ddl.hpp"

#include "samples/sandbox/engine/parser.hpp"

#include <set>

namespace sandbox {

std::string generated_name(const char *prefix, const std::string &table, const std::string &column,
                           std::int64_t id) {
  const std::uint64_t mixed =
      (static_cast<std::uint64_t>(id) * 0x9E3779B97F4A7C15ULL) ^ (static_cast<std::uint64_t>(id) << 7);
  char digits[20];
  std::snprintf(digits, sizeof digits, "%016llX", static_cast<unsigned long long>(mixed));
  const bool key = column.empty();
  return std::string(prefix) + "__" + prefix_utf16(table, key ? 8 : 9) + "__" +
         (key ? std::string(digits) : prefix_utf16(column, 5) + "__" + std::string(digits, 8));
}

std::string canonical_text(const std::string &text) {
  std::string inner = text;
  // Brackets around the whole are dropped before they are put back.
  while (inner.size() > 2 && inner.front() == '(' && inner.back() == ')') {
    int depth = 0;
    bool whole = true, quoted = false;
    for (std::size_t i = 0; i + 1 < inner.size(); ++i) {
      if (inner[i] == '\'') quoted = !quoted;
      if (quoted) continue;
      depth += inner[i] == '(' ? 1 : inner[i] == ')' ? -1 : 0;
      if (depth == 0) whole = false;
    }
    if (!whole) break;
    inner = inner.substr(1, inner.size() - 2);
  }
  const bool number = !inner.empty() && inner.find_first_not_of("0123456789.-+") == std::string::npos;
  return number ? "((" + inner + "))" : "(" + inner + ")";
}

std::optional<Scope> table_scope(const TableInfo &table) {
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

void Engine::write_column(TableInfo &table, const ColumnInfo &column) {
  if (table.memory) return;
  const TypeIdentity shown = identity_of(column.type);
  sql.run(
      "INSERT OR REPLACE INTO columns(db, object, id, name, type, length, prec, scale, nullable, identity, "
      "seed, increment, computed, "
      "sysname, rowguid, system_type, user_type, max_length, shown_prec, shown_scale, collation, "
      "default_object) VALUES(?,?,?,?,?,?,?,?,?,?,?,"
      "?,?,?,?,?,?,?,?,?,?,coalesce((SELECT default_object FROM columns WHERE db = ? AND object = ? AND id = "
      "?), 0))",
      {int_value(table.database),
       int_value(table.id),
       int_value(column.id),
       text_value(column.name),
       int_value(static_cast<int>(column.type.type)),
       int_value(column.type.length),
       int_value(column.type.precision),
       int_value(column.type.scale),
       bool_value(column.nullable),
       bool_value(column.identity),
       column.identity ? int_value(column.seed) : Value(),
       column.identity ? int_value(column.increment) : Value(),
       column.computed ? text_value(column.computed_text) : Value(),
       bool_value(column.sysname),
       bool_value(column.rowguid),
       int_value(shown.system_type_id),
       int_value(column.sysname ? 256 : shown.user_type_id),
       int_value(shown.max_length),
       int_value(shown.precision),
       int_value(shown.scale),
       is_character(column.type.type) && column.type.type != Type::xml ? text_value(server->collation)
                                                                       : Value(),
       int_value(table.database),
       int_value(table.id),
       int_value(column.id)});
}

void Engine::add_column(TableInfo &table, const ColumnDefinition &definition, int id) {
  if (definition.name.empty()) throw error(1038);
  if (table.find(definition.name) >= 0) throw error(2705, {definition.name, table.name});
  ColumnInfo column;
  column.id = id;
  column.name = definition.name;
  column.type = definition.type;
  column.sysname = definition.type_word == "sysname";
  column.rowguid = definition.rowguid;
  if (definition.computed) {
    const std::optional<Scope> scope = table_scope(table);
    Scope own = *scope;
    Compile compile;
    Binder binder(*this, compile, &own);
    const Bound bound = binder.bind(definition.computed_value);
    column.computed = true;
    column.computed_text = canonical_text(definition.computed_text);
    column.type = bound.type;
    column.nullable = bound.nullable;
  } else {
    column.nullable = definition.nullable.value_or(options.null_default_on && !options.null_default_off &&
                                                   !definition.primary && !definition.identity);
    if (definition.primary && definition.nullable && *definition.nullable) throw error(8111, {table.name});
    if (column.type.type == Type::rowversion) column.nullable = false;
    if (definition.identity) {
      if (table.identity_column() >= 0) throw error(2744, {table.name});
      const bool exact = is_integer(column.type.type) && column.type.type != Type::bit;
      const bool whole =
          (column.type.type == Type::decimal || column.type.type == Type::numeric) && column.type.scale == 0;
      if (!(exact || whole) || (definition.nullable && *definition.nullable))
        throw error(2749, {column.name});
      column.identity = true;
      column.nullable = false;
      column.seed = definition.seed;
      column.increment = definition.increment;
    }
  }
  table.columns.push_back(column);
  table.rules.reset();
  write_column(table, column);
}

void Engine::build_table(TableInfo &table, const TableDefinition &definition) {
  int id = 0;
  std::set<std::string> primary;
  int primaries = 0;
  for (const ConstraintDefinition &constraint : definition.constraints) {
    if (constraint.kind != ConstraintDefinition::primary) continue;
    ++primaries;
    for (const std::string &column : constraint.columns) primary.insert(fold(column));
  }
  for (const ColumnDefinition &written : definition.columns) {
    primaries += written.primary ? 1 : 0;
    if (primaries > 1) throw error(8110, {table.name});
    ColumnDefinition column = written;
    ++id;
    if (written.computed) continue;
    if (primary.count(fold(written.name))) {
      if (written.nullable && *written.nullable) throw error(8111, {table.name});
      column.nullable = false;
    }
    add_column(table, column, id);
  }
  // Computed columns may look at every other; they keep their place among them.
  id = 0;
  for (const ColumnDefinition &written : definition.columns) {
    ++id;
    if (!written.computed) continue;
    add_column(table, written, id);
    const ColumnInfo made = table.columns.back();
    table.columns.pop_back();
    table.columns.insert(table.columns.begin() + (id - 1), made);
  }
  if (!table.memory) {
    std::string text = "CREATE TABLE " + table.storage() + "(id INTEGER PRIMARY KEY AUTOINCREMENT";
    for (const ColumnInfo &column : table.columns)
      if (!column.computed) text += ", c" + std::to_string(column.id);
    sql.script(text + ")");
  }
  for (const ColumnDefinition &column : definition.columns) column_constraints(*this, table, column);
  for (const ConstraintDefinition &constraint : definition.constraints) add_constraint(table, constraint);
}

void column_constraints(Engine &engine, TableInfo &table, const ColumnDefinition &column) {
  ConstraintDefinition constraint;
  constraint.columns = {column.name};
  if (column.default_value) {
    constraint.kind = ConstraintDefinition::default_;
    constraint.name = column.default_name;
    constraint.text = column.default_text;
    constraint.expr = column.default_value;
    engine.add_constraint(table, constraint);
  }
  if (column.primary || column.unique) {
    constraint.kind = column.primary ? ConstraintDefinition::primary : ConstraintDefinition::unique;
    constraint.name = column.key_name;
    engine.add_constraint(table, constraint);
  }
  if (column.check) {
    constraint.kind = ConstraintDefinition::check;
    constraint.name = column.check_name;
    constraint.text = column.check_text;
    constraint.expr = column.check;
    engine.add_constraint(table, constraint);
  }
  if (column.references) {
    constraint.kind = ConstraintDefinition::foreign;
    constraint.name = column.reference_name;
    constraint.references = *column.references;
    constraint.reference_columns = column.reference_columns;
    constraint.on_delete = column.on_delete;
    constraint.on_update = column.on_update;
    engine.add_constraint(table, constraint);
  }
}

TablePtr Engine::memory_table(const std::string &name, const TableDefinition &definition, bool variable) {
  auto table = std::make_shared<TableInfo>();
  table->database = 2;
  table->database_name = "tempdb";
  table->name = name;
  table->schema = "dbo";
  table->id = variable ? -1 : -1000 - static_cast<std::int64_t>(temporary.size());
  table->memory = std::make_shared<MemoryRows>();
  table->memory->variable = variable;
  build_table(*table, definition);
  return table;
}

void Engine::create_table(const Statement &statement) {
  const std::string &name = statement.name.object();
  if (length_utf16(name) > 128) throw error(103, {prefix_utf16(name, 128)});
  if (name[0] == '#') {
    if (temporary.count(fold(name))) throw error(2714, {name}, 6);
    const TablePtr table = memory_table(name, *statement.table, false);
    temporary[fold(name)] = table;
    undo.push_back({table, Undo::created, 0, {}});
    return;
  }
  for_write();
  const DatabaseInfo database = database_of(statement.name.database());
  require_database(database.id, "CREATE TABLE");
  const std::string schema = statement.name.schema().empty()
                                 ? (database.id == database_id ? default_schema() : "dbo")
                                 : statement.name.schema();
  const std::int64_t owner = schema_id(database.id, schema);
  if (owner == 0) throw error(2760, {schema});
  if (find_object(database, schema, name)) throw error(2714, {name}, 6);
  auto table = std::make_shared<TableInfo>();
  table->database = database.id;
  table->database_name = database.name;
  table->schema = sql.text("SELECT name FROM schemas WHERE db = ? AND id = ?",
                           {int_value(database.id), int_value(owner)});
  table->schema_id = owner;
  table->name = name;
  table->id = new_object(database.id, owner, name, "U", 0, "");
  {
    const std::lock_guard<std::mutex> lock(server->identity_mutex);
    server->identities.erase({table->database, table->id});
  }
  build_table(*table, *statement.table);
}

void Engine::drop_table(const TablePtr &table) {
  if (table->memory) {
    undo.push_back({table, Undo::dropped, 0, {}});
    temporary.erase(fold(table->name));
    return;
  }
  for (const ForeignKeyInfo &key : table->referenced)
    if (key.child != table->id) throw error(3726, {table->name});
  const Value db = int_value(table->database), id = int_value(table->id);
  sql.run(
      "DELETE FROM permissions WHERE db = ? AND class = 1 AND (major = ? OR major IN (SELECT id FROM objects "
      "WHERE db = ? AND parent = ?))",
      {db, id, db, id});
  sql.run(
      "DELETE FROM foreign_key_columns WHERE db = ? AND id IN (SELECT id FROM foreign_keys WHERE db = ? AND "
      "child = ?)",
      {db, db, id});
  sql.run("DELETE FROM foreign_keys WHERE db = ? AND child = ?", {db, id});
  for (const KeyInfo &key : table->keys)
    sql.script("DROP TABLE IF EXISTS " + table->key_storage(key.index_id));
  sql.run("DELETE FROM index_columns WHERE db = ? AND object = ?", {db, id});
  sql.run("DELETE FROM indexes WHERE db = ? AND object = ?", {db, id});
  sql.run("DELETE FROM columns WHERE db = ? AND object = ?", {db, id});
  sql.run("DELETE FROM objects WHERE db = ? AND (id = ? OR parent = ?)", {db, id, id});
  sql.script("DROP TABLE IF EXISTS " + table->storage());
  truncated.emplace_back(table->database, table->id);
}

}  // namespace sandbox
