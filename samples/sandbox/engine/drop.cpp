// DROP TABLE, VIEW, PROCEDURE, FUNCTION, INDEX, SCHEMA.
#include "samples/sandbox/engine/bind.hpp"

namespace sandbox {
namespace {

const char *kind_of(const std::string &type) {
  if (type == "U") return "TABLE";
  if (type == "V") return "VIEW";
  if (type == "P") return "PROCEDURE";
  if (type == "FN" || type == "IF" || type == "TF") return "FUNCTION";
  return "";
}

}  // namespace

void Engine::drop(const Statement &statement) {
  if (statement.what == "DATABASE") {
    for (const Name &name : statement.names) drop_database(name.object(), statement.if_exists);
    return;
  }
  if (statement.what == "SCHEMA") {
    for (const Name &name : statement.names) drop_schema(name.object(), statement.if_exists);
    return;
  }
  if (statement.what == "INDEX") {
    const TablePtr table = find_table(statement.names[0]);
    const auto missing = [&] {
      return error(3701, {"drop", "index", statement.names[0].text() + "." + statement.word}, 7);
    };
    if (!table) {
      if (statement.if_exists) return;
      throw missing();
    }
    if (!table->memory) {
      for_write();
      require_object(*table, "ALTER");
    }
    for (const KeyInfo &key : table->keys) {
      if (!same_name(key.name, statement.word)) continue;
      if (key.constraint || key.primary)
        throw error(
            3723,
            {table->schema + "." + table->name + "." + key.name, key.primary ? "PRIMARY KEY" : "UNIQUE KEY"},
            4);
      drop_key(*table, key.name);
      return;
    }
    if (!statement.if_exists) throw missing();
    return;
  }
  const std::string what = lower(statement.what);
  for (const Name &name : statement.names) {
    const std::string &object_name = name.object();
    if (statement.what == "TABLE" && !object_name.empty() && object_name[0] == '#') {
      const TablePtr table = find_table(name);
      if (table)
        drop_table(table);
      else if (!statement.if_exists)
        throw error(3701, {"drop", what, object_name}, 5);
      continue;
    }
    for_write();
    const auto object = find_object(name);
    if (!object || !*kind_of(object->type)) {
      if (object && object->shipped) throw error(3708, {"drop", what, object_name, what});
      if (statement.if_exists) continue;
      throw error(3701, {"drop", what, name.text()}, 5);
    }
    if (statement.what != kind_of(object->type))
      throw error(3705, {"DROP " + statement.what, object_name, object_name, lower(kind_of(object->type)),
                         std::string("DROP ") + kind_of(object->type)});
    if (!has_database_permission(object->database, "CONTROL", object->id, object->schema_id) &&
        !has_database_permission(object->database, "ALTER", 0, object->schema_id))
      throw error(3701, {"drop", what, object_name}, 20);
    if (statement.what == "TABLE") {
      drop_table(find_table(name));
      continue;
    }
    const Value db = int_value(object->database), id = int_value(object->id);
    sql.run("DELETE FROM permissions WHERE db = ? AND class = 1 AND major = ?", {db, id});
    sql.run("DELETE FROM parameters WHERE db = ? AND object = ?", {db, id});
    sql.run("DELETE FROM columns WHERE db = ? AND object = ?", {db, id});
    sql.run("DELETE FROM objects WHERE db = ? AND id = ?", {db, id});
    fire({"DROP_" + statement.what, object->name, statement.what});
  }
}

void Engine::drop_schema(const std::string &name, bool if_exists) {
  for_write();
  const DatabaseInfo database = database_of("");
  const std::int64_t id = schema_id(database.id, name);
  if (!id || id < 5 || id >= 16384) {
    if (!id && if_exists) return;
    throw error(15151, {"drop", "schema", name});
  }
  if (!has_database_permission(database.id, "CONTROL", 0, id)) throw error(15151, {"drop", "schema", name});
  const std::string object =
      sql.text("SELECT name FROM objects WHERE db = ? AND schema = ? AND parent = 0 ORDER BY id",
               {int_value(database.id), int_value(id)});
  if (!object.empty()) throw error(3729, {"drop schema", name, object});
  sql.run("DELETE FROM permissions WHERE db = ? AND class = 3 AND major = ?",
          {int_value(database.id), int_value(id)});
  sql.run("DELETE FROM schemas WHERE db = ? AND id = ?", {int_value(database.id), int_value(id)});
}

}  // namespace sandbox
