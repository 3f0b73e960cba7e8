// Views, procedures and functions: made, changed, and what the catalogue keeps of them.
#include "samples/sandbox/engine/bind.hpp"
#include "samples/sandbox/engine/module-references.hpp"
#include "samples/sandbox/engine/system-procedures.hpp"

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

std::optional<ObjectInfo> Engine::module_to_change(const Statement &statement, const DatabaseInfo &database,
                                                   const std::string &schema, const std::string &type) {
  const std::string name = statement.name.object();
  const auto existing = find_object(database, schema, name);
  if (statement.verb == "CREATE" && !statement.or_alter) {
    if (existing) throw error(2714, {name}, 3);
    require_database(database.id, "CREATE " + statement.what);
    if (!has_database_permission(database.id, "ALTER", 0, schema_id(database.id, schema)))
      throw error(2760, {schema});
    return std::nullopt;
  }
  if (!existing && !statement.or_alter) throw error(208, {statement.name.text()}, 6);
  if (!existing) {
    require_database(database.id, "CREATE " + statement.what);
    return std::nullopt;
  }
  const auto is_function = [](const std::string &kind) {
    return kind == "IF" || kind == "FN" || kind == "TF";
  };
  if (existing->type != type && !(is_function(type) && is_function(existing->type)))
    throw error(2010, {name});
  if (!has_database_permission(database.id, "ALTER", existing->id, existing->schema_id))
    throw error(208, {statement.name.text()}, 6);
  return existing;
}

/// Numbers 2 and up of a group of procedures.
void Engine::create_numbered(const Statement &statement, const DatabaseInfo &database,
                             const std::string &schema) {
  const std::string &name = statement.name.object();
  const std::string number = std::to_string(statement.module_options.number);
  const auto first = find_object(database, schema, name);
  if (!first || first->type != "P") throw error(2730, {name, number, name});
  if (!has_database_permission(database.id, "ALTER", first->id, first->schema_id))
    throw error(208, {statement.name.text()}, 6);
  const std::vector<Value> place = {int_value(database.id), int_value(first->id),
                                    int_value(statement.module_options.number)};
  const bool exists =
      sql.exists("SELECT 1 FROM numbered_procedures WHERE db = ?1 AND object = ?2 AND number = ?3", place);
  if (exists && statement.verb == "CREATE" && !statement.or_alter)
    throw error(2714, {name + ";" + number}, 3);
  if (!exists && statement.verb == "ALTER") throw error(208, {statement.name.text() + ";" + number}, 6);
  sql.run(
      "INSERT OR REPLACE INTO numbered_procedures(db, object, number, definition, encrypted) "
      "VALUES(?,?,?,?,?)",
      {place[0], place[1], place[2], text_value(statement.word),
       bool_value(statement.module_options.encrypted)});
  touch_object(database.id, first->id);
}

/// What WITH said, and what the module mentions.
void Engine::write_module_details(const Statement &statement, const ObjectInfo &object) {
  const ModuleOptions &module = statement.module_options;
  const std::vector<Value> place = {int_value(object.database), int_value(object.id)};
  Value execute_as;
  if (module.execute_as == ModuleOptions::owner) execute_as = int_value(execute_as_owner);
  if (module.execute_as == ModuleOptions::self) execute_as = int_value(current_user(object.database));
  if (module.execute_as == ModuleOptions::user) {
    const auto user = find_user(object.database, module.user_name);
    if (!user) throw error(15517, {module.user_name});
    execute_as = int_value(*user);
  }
  sql.run("INSERT OR IGNORE INTO object_details(db, id) VALUES(?1, ?2)", place);
  sql.run(
      "UPDATE object_details SET encrypted = ?3, recompiled = ?4, schema_bound = ?5, null_on_null = ?6, "
      "execute_as = ?7 WHERE db = ?1 AND id = ?2",
      {place[0], place[1], bool_value(module.encrypted), bool_value(module.recompiled),
       bool_value(module.schema_bound), bool_value(module.null_on_null), execute_as});
  sql.run("DELETE FROM dependencies WHERE db = ?1 AND object = ?2", place);
  std::int64_t ordinal = 0;
  for (const ModuleReference &reference : references_of(statement)) {
    const Name &name = reference.name;
    const bool system = name.database().empty() && !find_object(name) &&
                        (find_view("sys", name.object()) || find_system_procedure(name.object()));
    if (system) continue;
    const auto part = [](const std::string &text) { return text.empty() ? Value() : text_value(text); };
    sql.run("INSERT INTO dependencies VALUES(?,?,?,?,?,?,?,?,?)",
            {place[0], place[1], int_value(++ordinal), name.parts.size() > 3 ? part(name.parts[0]) : Value(),
             part(name.database()), part(name.schema()), text_value(name.object()),
             bool_value(reference.procedure && name.schema().empty()), bool_value(module.schema_bound)});
  }
}

void Engine::create_module(const Statement &statement) {
  for_write();
  if (!statement.name.database().empty()) throw error(166, {"CREATE/ALTER " + statement.what});
  const std::string type = type_of(statement);
  const DatabaseInfo database = database_of("");
  const std::string schema = statement.name.schema().empty() ? default_schema() : statement.name.schema();
  const std::int64_t holder = schema_id(database.id, schema);
  if (holder == 0) throw error(2760, {schema});
  if (statement.module_options.number > 1) {
    create_numbered(statement, database, schema);
    return;
  }
  const auto existing = module_to_change(statement, database, schema, type);
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
  check_module(statement);
  const Value db = int_value(database.id);
  ObjectInfo object;
  object.database = database.id;
  if (existing) {
    object.id = existing->id;
    sql.run("UPDATE objects SET definition = ?, type = ?, quoted = ?, ansi_nulls = ? WHERE db = ? AND id = ?",
            {text_value(statement.word), text_value(type), bool_value(options.quoted_identifier),
             bool_value(options.ansi_nulls), db, int_value(object.id)});
    touch_object(database.id, object.id);
    sql.run("DELETE FROM parameters WHERE db = ? AND object = ?", {db, int_value(object.id)});
    sql.run("DELETE FROM columns WHERE db = ? AND object = ?", {db, int_value(object.id)});
  } else {
    object.id = new_object(database.id, holder, statement.name.object(), type, 0, statement.word);
  }
  write_module_details(statement, object);
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
  fire({(existing ? "ALTER_" : "CREATE_") + statement.what, statement.name.object(), statement.what});
}

}  // namespace sandbox
