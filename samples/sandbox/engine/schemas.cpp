// CREATE SCHEMA, and objects that move to another.
#include "samples/sandbox/engine/engine.hpp"

namespace sandbox {

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
