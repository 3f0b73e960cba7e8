// Procedures about modules and objects: their text, names, marks and what runs at start-up.
#include "samples/sandbox/engine/catalogue-names.hpp"
#include "samples/sandbox/engine/system-procedures.hpp"

namespace sandbox {
namespace {

ObjectInfo object_named(Engine &engine, const std::string &text, int missing) {
  const auto object = engine.find_object(split_name(text));
  if (!object) throw missing == 15009 ? error(15009, {text, engine.database_name}) : error(missing, {text});
  return *object;
}

bool is_encrypted(Engine &engine, const ObjectInfo &object) {
  return engine.sql.exists("SELECT 1 FROM object_details WHERE db = ?1 AND id = ?2 AND encrypted",
                           {int_value(object.database), int_value(object.id)});
}

/// Lines of at most 255 characters, each with its line end.
std::int64_t help_text(Invocation &call) {
  Engine &engine = call.engine;
  const ObjectInfo object = object_named(engine, call.text(0), 15009);
  engine.register_view_functions();
  const std::vector<Value> place = {int_value(object.database), int_value(object.id)};
  if (!engine.sql.number("SELECT sees_object(?1, ?2)", place))
    throw error(15009, {call.text(0), engine.database_name});
  if (is_encrypted(engine, object)) {
    engine.emit_message(message_of(15471, {call.text(0)}));
    return 0;
  }
  if (object.definition.empty() || !engine.sql.number("SELECT sees_definition(?1, ?2)", place))
    throw error(15197, {call.text(0)});
  Column column;
  column.name = "Text";
  column.type = nvarchar_type(255);
  std::vector<Row> rows;
  for (std::size_t at = 0; at < object.definition.size();) {
    const std::size_t end = std::min(object.definition.find('\n', at), object.definition.size() - 1);
    std::string line = object.definition.substr(at, end - at + 1);
    while (!line.empty()) {
      const std::string piece = prefix_utf16(line, 255);
      rows.push_back({text_value(piece)});
      line.erase(0, piece.size());
    }
    at = end + 1;
  }
  call.rows({column}, rows);
  return 0;
}

void rename_column(Engine &engine, const Name &path, const std::string &name) {
  Name owner;
  owner.parts.assign(path.parts.begin(), path.parts.end() - 1);
  const TablePtr table = owner.parts.empty() ? nullptr : engine.find_table(owner);
  if (!table || table->find(path.object()) < 0) throw error(15248, {"COLUMN"});
  if (table->find(name) >= 0) throw error(15335, {name, "COLUMN"});
  engine.require_object(*table, "ALTER");
  engine.sql.run(
      "UPDATE columns SET name = ?4 WHERE db = ?1 AND object = ?2 AND name = ?3",
      {int_value(table->database), int_value(table->id), text_value(path.object()), text_value(name)});
}

void rename_index(Engine &engine, const Name &path, const std::string &name) {
  Name owner;
  owner.parts.assign(path.parts.begin(), path.parts.end() - 1);
  const TablePtr table = owner.parts.empty() ? nullptr : engine.find_table(owner);
  const std::vector<Value> place = {int_value(table ? table->database : 0), int_value(table ? table->id : 0),
                                    text_value(path.object())};
  if (!table ||
      !engine.sql.exists("SELECT 1 FROM indexes WHERE db = ?1 AND object = ?2 AND name = ?3", place))
    throw error(15248, {"INDEX"});
  engine.require_object(*table, "ALTER");
  engine.sql.run("UPDATE indexes SET name = ?4 WHERE db = ?1 AND object = ?2 AND name = ?3",
                 {place[0], place[1], place[2], text_value(name)});
}

/// The text of a module keeps the old name, as everywhere.
void rename_object(Engine &engine, const Name &path, const std::string &name) {
  const auto object = engine.find_object(path);
  if (!object) throw error(15225, {path.text(), engine.database_name, "(null)"});
  if (object->database != engine.database_id) throw error(15333, {path.database()});
  if (!engine.has_database_permission(object->database, "ALTER",
                                      object->parent ? object->parent : object->id))
    throw error(15225, {path.text(), engine.database_name, "(null)"});
  if (engine.find_object(engine.database_of(""), object->schema, name)) throw error(15335, {name, "OBJECT"});
  engine.sql.run("UPDATE objects SET name = ?3 WHERE db = ?1 AND id = ?2",
                 {int_value(object->database), int_value(object->id), text_value(name)});
  engine.sql.run("UPDATE indexes SET name = ?3 WHERE db = ?1 AND constraint_id = ?2",
                 {int_value(object->database), int_value(object->id), text_value(name)});
  engine.touch_object(object->database, object->parent ? object->parent : object->id);
}

std::int64_t rename_anything(Invocation &call) {
  Engine &engine = call.engine;
  if (!call.given(1)) throw error(15223, {"newname"});
  const std::string type = upper(call.text(2, "OBJECT")), name = call.text(1);
  const Name path = split_name(call.text(0));
  engine.for_write();
  if (type == "COLUMN")
    rename_column(engine, path, name);
  else if (type == "INDEX")
    rename_index(engine, path, name);
  else if (type == "OBJECT")
    rename_object(engine, path, name);
  else
    throw error(15249, {call.text(2)});
  engine.emit_message(message_of(15477));
  return 0;
}

/// Start-up procedures: of master, of dbo, without parameters. They are marked; nothing starts them here.
std::int64_t procedure_option(Invocation &call) {
  Engine &engine = call.engine;
  if (!same_name(call.text(1), "startup")) throw error(15600, {"sys.sp_procoption"});
  const std::string value = lower(call.text(2));
  const bool on = value == "on" || value == "true";
  if (!on && value != "off" && value != "false") throw error(15600, {"sys.sp_procoption"});
  if (!engine.is_sysadmin()) throw error(15003, {"sysadmin"});
  const auto object = engine.find_object(split_name(call.text(0)));
  if (!object || (object->type != "P" && object->type != "X")) throw error(15165, {call.text(0)});
  if (object->database != 1 || engine.owner_of(*object) != 1) throw error(15398);
  const std::vector<Value> place = {int_value(object->database), int_value(object->id)};
  if (engine.sql.exists("SELECT 1 FROM parameters WHERE db = ?1 AND object = ?2", place)) throw error(15399);
  engine.for_write();
  engine.sql.run("INSERT OR IGNORE INTO object_details(db, id) VALUES(?1, ?2)", place);
  engine.sql.run("UPDATE object_details SET startup = ?3 WHERE db = ?1 AND id = ?2",
                 {place[0], place[1], bool_value(on)});
  engine.touch_object(object->database, object->id);
  return 0;
}

std::int64_t mark_system_object(Invocation &call) {
  Engine &engine = call.engine;
  if (!engine.is_sysadmin()) throw error(15247);
  const ObjectInfo object = object_named(engine, call.text(0), 15001);
  engine.for_write();
  engine.sql.run("UPDATE objects SET shipped = 1 WHERE db = ?1 AND id = ?2",
                 {int_value(object.database), int_value(object.id)});
  return 0;
}

std::int64_t add_extended_procedure(Invocation &call) {
  Engine &engine = call.engine;
  if (!engine.is_sysadmin()) throw error(15247);
  if (engine.database_id != 1) throw error(15387);
  const std::string name = split_name(call.text(0)).object();
  if (engine.find_object(engine.database_of(""), "dbo", name)) throw error(2714, {name}, 3);
  engine.for_write();
  const std::int64_t id = engine.new_object(1, 1, name, "X", 0, "");
  engine.sql.run("INSERT INTO object_details(db, id, library) VALUES(1, ?1, ?2)",
                 {int_value(id), text_value(call.text(1))});
  engine.fire({"CREATE_EXTENDED_PROCEDURE", name, "EXTENDED PROCEDURE"});
  return 0;
}

std::int64_t drop_extended_procedure(Invocation &call) {
  Engine &engine = call.engine;
  if (!engine.is_sysadmin()) throw error(15247);
  const auto object = engine.find_object(split_name(call.text(0)));
  if (!object || object->type != "X") throw error(3701, {"drop", "procedure", call.text(0)}, 5);
  engine.for_write();
  const std::vector<Value> place = {int_value(object->database), int_value(object->id)};
  engine.sql.run("DELETE FROM permissions WHERE db = ?1 AND class = 1 AND major = ?2", place);
  engine.sql.run("DELETE FROM objects WHERE db = ?1 AND id = ?2", place);
  engine.fire({"DROP_EXTENDED_PROCEDURE", object->name, "EXTENDED PROCEDURE"});
  return 0;
}

}  // namespace

void add_module_procedures(ProcedureTable &t) {
  t["sp_helptext"] = {"@objname:nvarchar(776)! @columnname:sysname", help_text};
  t["sp_rename"] = {"@objname:nvarchar(1035)! @newname:sysname @objtype:varchar(13)", rename_anything};
  t["sp_procoption"] = {"@ProcName:nvarchar(776)! @OptionName:varchar(35)! @OptionValue:varchar(12)!",
                        procedure_option};
  t["sp_ms_marksystemobject"] = {"@objname:nvarchar(517)! @namespace:varchar(10)", mark_system_object};
  t["sp_addextendedproc"] = {"@functname:nvarchar(517)! @dllname:varchar(255)!", add_extended_procedure};
  t["sp_dropextendedproc"] = {"@functname:nvarchar(517)!", drop_extended_procedure};
  t["sp_recompile"] = {"@objname:nvarchar(776)!", [](Invocation &c) -> std::int64_t {
                         object_named(c.engine, c.text(0), 15165);
                         c.engine.emit_message(message_of(15070, {c.text(0)}));
                         return 0;
                       }};
}

}  // namespace sandbox
