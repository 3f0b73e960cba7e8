// Views, procedures, functions and schemas.
#include "samples/sandbox/engine/bind.hpp"

namespace sandbox {
namespace {

std::string type_of(const Statement &statement) {
  if (statement.what == "VIEW") return "V";
  if (statement.what == "PROCEDURE") return "P";
  if (statement.query) return "IF";
  return statement.table ? "TF" : "FN";
}

void write_parameter(Engine &engine, const ObjectInfo &object, int id, const std::string &name,
                     const TypeInfo &type, bool output, bool has_default) {
  const TypeIdentity shown = identity_of(type);
  engine.sql.run("INSERT INTO parameters VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
                 {int_value(object.database), int_value(object.id), int_value(id), text_value(name),
                  int_value(static_cast<int>(type.type)), int_value(type.length), int_value(type.precision),
                  int_value(type.scale), bool_value(output), bool_value(has_default),
                  int_value(shown.system_type_id), int_value(shown.user_type_id), int_value(shown.max_length),
                  int_value(shown.precision), int_value(shown.scale)});
}

/// The columns of a view or inline function, as the query now has them.
std::vector<Column> columns_of(Engine &engine, const Statement &statement) {
  Variables parameters;
  for (const ModuleParameter &parameter : statement.parameters) {
    Variable &slot = parameters[fold(parameter.name)];
    slot.name = parameter.name;
    slot.type = parameter.type;
  }
  struct Restore {
    Engine &engine;
    Variables *variables;
    ~Restore() { engine.variables = variables; }
  } restore{engine, engine.variables};
  engine.variables = &parameters;
  Compile compile;
  const PlanPtr plan = compile_select(engine, compile, statement.query, nullptr, nullptr);
  std::vector<Column> columns = plan->columns;
  if (!statement.columns.empty() && statement.columns.size() != columns.size())
    throw error(statement.columns.size() > columns.size() ? 4502 : 8158, {statement.name.text()});
  for (std::size_t i = 0; i < statement.columns.size(); ++i) columns[i].name = statement.columns[i];
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (columns[i].name.empty()) throw error(4511, {statement.name.text()});
    for (std::size_t k = 0; k < i; ++k)
      if (same_name(columns[k].name, columns[i].name))
        throw error(4506, {columns[i].name, statement.name.text()});
  }
  return columns;
}

}  // namespace

void Engine::create_module(const Statement &statement) {
  for_write();
  if (!statement.name.database().empty()) throw error(166, {"CREATE/ALTER " + statement.what});
  const std::string type = type_of(statement);
  const DatabaseInfo database = database_of("");
  const std::string schema = statement.name.schema().empty() ? default_schema() : statement.name.schema();
  const std::int64_t owner = schema_id(database.id, schema);
  if (owner == 0) throw error(2760, {schema});
  const std::string name = statement.name.object();
  auto existing = find_object(database, schema, name);
  std::string text = statement.word;
  if (statement.verb == "CREATE" && !statement.or_alter) {
    if (existing) throw error(2714, {name}, 3);
  } else {
    if (!existing && !statement.or_alter) throw error(208, {statement.name.text()}, 6);
    const auto is_function = [](const std::string &kind) {
      return kind == "IF" || kind == "FN" || kind == "TF";
    };
    if (existing && existing->type != type && !(is_function(type) && is_function(existing->type)))
      throw error(2010, {name});
    // The catalogue keeps the text as CREATE.
    if (statement.verb == "ALTER") text = "CREATE" + text.substr(5);
  }
  if (existing) {
    if (!has_database_permission(database.id, "ALTER", existing->id, existing->schema_id))
      throw error(208, {statement.name.text()}, 6);
  } else {
    require_database(database.id, "CREATE " + statement.what);
  }
  std::vector<Column> columns;
  if (statement.query) columns = columns_of(*this, statement);
  if (statement.table) {
    const TablePtr result = memory_table("@result", *statement.table, true);
    for (const ColumnInfo &info : result->columns) {
      Column column;
      column.name = info.name;
      column.type = info.type;
      column.nullable = info.nullable;
      columns.push_back(std::move(column));
    }
  }
  const Value db = int_value(database.id);
  ObjectInfo object;
  object.database = database.id;
  if (existing) {
    object.id = existing->id;
    sql.run("UPDATE objects SET definition = ?, type = ?, quoted = ?, ansi_nulls = ? WHERE db = ? AND id = ?",
            {text_value(text), text_value(type), bool_value(options.quoted_identifier),
             bool_value(options.ansi_nulls), db, int_value(object.id)});
    touch_object(database.id, object.id);
    sql.run("DELETE FROM parameters WHERE db = ? AND object = ?", {db, int_value(object.id)});
    sql.run("DELETE FROM columns WHERE db = ? AND object = ?", {db, int_value(object.id)});
  } else {
    object.id = new_object(database.id, owner, name, type, 0, text);
  }
  int position = 0;
  for (const ModuleParameter &parameter : statement.parameters)
    write_parameter(*this, object, ++position, parameter.name, parameter.type, parameter.output,
                    parameter.default_value != nullptr);
  if (statement.returns) write_parameter(*this, object, 0, "", *statement.returns, true, false);
  TableInfo shown;
  shown.database = database.id;
  shown.id = object.id;
  for (const Column &column : columns) {
    ColumnInfo info;
    info.id = static_cast<int>(shown.columns.size()) + 1;
    info.name = column.name;
    info.type = column.type;
    info.nullable = column.nullable;
    shown.columns.push_back(info);
    write_column(shown, info);
  }
}

void Engine::create_schema(const Statement &statement) {
  for_write();
  const DatabaseInfo database = database_of("");
  const Value db = int_value(database.id);
  if (statement.verb == "CREATE") {
    require_database(database.id, "CREATE SCHEMA");
    if (schema_id(database.id, statement.word)) throw error(2714, {statement.word}, 6);
    std::int64_t owner = current_user(database.id);
    if (!statement.what.empty()) {
      const auto user_id = find_user(database.id, statement.what);
      if (!user_id) throw error(15151, {"find", "user", statement.what});
      owner = *user_id;
    }
    const std::int64_t id =
        std::max<std::int64_t>(4,
                               sql.number("SELECT max(id) FROM schemas WHERE db = ? AND id < 16384", {db})) +
        1;
    sql.run("INSERT INTO schemas VALUES(?,?,?,?)",
            {db, int_value(id), text_value(statement.word), int_value(owner)});
    return;
  }
  const std::int64_t target = schema_id(database.id, statement.word);
  if (!target) throw error(15151, {"alter", "schema", statement.word});
  const auto object = find_object(statement.name);
  if (!object || object->parent != 0) throw error(15151, {"find", "object", statement.name.object()});
  if (!has_database_permission(database.id, "ALTER", 0, target))
    throw error(15151, {"alter", "schema", statement.word});
  if (find_object(database, statement.word, object->name)) throw error(15530, {"object", object->name});
  sql.run("UPDATE objects SET schema = ? WHERE db = ? AND (id = ? OR parent = ?)",
          {int_value(target), db, int_value(object->id), int_value(object->id)});
  sql.run("DELETE FROM permissions WHERE db = ? AND class = 1 AND major = ?", {db, int_value(object->id)});
}

}  // namespace sandbox
