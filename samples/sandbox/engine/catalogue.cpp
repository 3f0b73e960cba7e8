// What exists: databases, schemas, objects, and tables read from the catalogue into memory.
#include "samples/sandbox/engine/datetime.hpp"
#include "samples/sandbox/engine/engine.hpp"

namespace sandbox {
namespace {

std::string text_of(const Value &value) {
  if (const auto *text = std::get_if<std::string>(&value)) return *text;
  if (const auto *bytes = std::get_if<Bytes>(&value)) return bytes->data;
  return {};
}

std::int64_t number_of(const Value &value) {
  const auto *number = std::get_if<std::int64_t>(&value);
  return number ? *number : 0;
}

ObjectInfo object_of(const DatabaseInfo &database, const Row &row) {
  ObjectInfo out;
  out.database = database.id;
  out.database_name = database.name;
  out.id = number_of(row[0]);
  out.name = text_of(row[1]);
  out.schema_id = number_of(row[2]);
  out.schema = text_of(row[3]);
  out.type = text_of(row[4]);
  out.parent = number_of(row[5]);
  out.definition = text_of(row[6]);
  out.shipped = number_of(row[7]) != 0;
  out.ansi_nulls = number_of(row[8]) != 0;
  out.quoted_identifier = number_of(row[9]) != 0;
  return out;
}

void load_columns(Sqlite &sql, TableInfo &table) {
  sql.each(
      "SELECT c.id, c.name, c.type, c.length, c.prec, c.scale, c.nullable, c.identity, c.seed, c.increment, "
      "c.computed, c.sysname, "
      "c.rowguid, d.name, d.definition FROM columns c LEFT JOIN objects d ON d.db = c.db AND d.id = "
      "c.default_object "
      "AND c.default_object <> 0 WHERE c.db = ?1 AND c.object = ?2 ORDER BY c.id",
      {int_value(table.database), int_value(table.id)}, [&table](Row &row) {
        ColumnInfo column;
        column.id = static_cast<int>(number_of(row[0]));
        column.name = text_of(row[1]);
        column.type.type = static_cast<Type>(number_of(row[2]));
        column.type.length = static_cast<std::int32_t>(number_of(row[3]));
        column.type.precision = static_cast<std::uint8_t>(number_of(row[4]));
        column.type.scale = static_cast<std::uint8_t>(number_of(row[5]));
        column.nullable = number_of(row[6]) != 0;
        column.identity = number_of(row[7]) != 0;
        column.seed = is_null(row[8]) ? 1 : number_of(row[8]);
        column.increment = is_null(row[9]) ? 1 : number_of(row[9]);
        column.computed = !is_null(row[10]);
        column.computed_text = text_of(row[10]);
        column.sysname = number_of(row[11]) != 0;
        column.rowguid = number_of(row[12]) != 0;
        column.default_name = text_of(row[13]);
        column.default_text = text_of(row[14]);
        table.columns.push_back(std::move(column));
        return true;
      });
}

void load_keys(Sqlite &sql, TableInfo &table) {
  for (const Row &row : sql.rows("SELECT id, name, is_unique, is_primary, is_constraint FROM indexes WHERE "
                                 "db = ?1 AND object = ?2 ORDER BY id",
                                 {int_value(table.database), int_value(table.id)})) {
    KeyInfo key;
    key.index_id = static_cast<int>(number_of(row[0]));
    key.name = text_of(row[1]);
    key.unique = number_of(row[2]) != 0;
    key.primary = number_of(row[3]) != 0;
    key.constraint = number_of(row[4]) != 0;
    for (const Row &part : sql.rows("SELECT column_id FROM index_columns WHERE db = ?1 AND object = ?2 AND "
                                    "idx = ?3 ORDER BY ordinal",
                                    {int_value(table.database), int_value(table.id), row[0]}))
      for (std::size_t i = 0; i < table.columns.size(); ++i)
        if (table.columns[i].id == number_of(part[0])) key.columns.push_back(i);
    table.keys.push_back(std::move(key));
  }
}

std::vector<ForeignKeyInfo> load_references(Sqlite &sql, int database, std::int64_t table, bool child) {
  std::vector<ForeignKeyInfo> out;
  const std::string side = child ? "f.child" : "f.parent";
  for (const Row &row : sql.rows("SELECT f.id, o.name, f.child, f.parent, f.key_index, f.on_delete, "
                                 "f.on_update, o.disabled FROM foreign_keys f "
                                 "JOIN objects o ON o.db = f.db AND o.id = f.id WHERE f.db = ?1 AND " +
                                     side + " = ?2 ORDER BY f.id",
                                 {int_value(database), int_value(table)})) {
    ForeignKeyInfo key;
    key.name = text_of(row[1]);
    key.child = number_of(row[2]);
    key.parent = number_of(row[3]);
    key.key_index = static_cast<int>(number_of(row[4]));
    if (!text_of(row[5]).empty()) key.on_delete = text_of(row[5]);
    if (!text_of(row[6]).empty()) key.on_update = text_of(row[6]);
    key.disabled = number_of(row[7]) != 0;
    for (const Row &part : sql.rows("SELECT child_column, parent_column FROM foreign_key_columns WHERE db = "
                                    "?1 AND id = ?2 ORDER BY ordinal",
                                    {int_value(database), row[0]})) {
      key.child_columns.push_back(static_cast<int>(number_of(part[0])));
      key.parent_columns.push_back(static_cast<int>(number_of(part[1])));
    }
    out.push_back(std::move(key));
  }
  return out;
}

}  // namespace

int TableInfo::find(const std::string &column) const {
  for (std::size_t i = 0; i < columns.size(); ++i)
    if (same_name(columns[i].name, column)) return static_cast<int>(i);
  return -1;
}

void Engine::open_state() {
  sql.open(server->file, !server->temporary_file);
  sql.watch({"databases", "schemas", "objects", "columns", "indexes", "index_columns", "foreign_keys",
             "foreign_key_columns"},
            {"objects.last_identity"}, [this] { catalogue_changed(); });
}

void Engine::catalogue_changed() {
  catalogue_written = true;
  ++server->catalogue_changes;
}

void Engine::forget_catalogue() {
  remembered.databases.clear();
  remembered.objects.clear();
  remembered.tables.clear();
}

void Engine::remember_catalogue() {
  const std::uint64_t now = server->catalogue_changes;
  if (now == remembered.at) return;
  forget_catalogue();
  remembered.at = now;
}

std::optional<DatabaseInfo> Engine::find_database(const std::string &name) {
  remember_catalogue();
  const std::string key = fold(name);
  const auto found = remembered.databases.find(key);
  if (found != remembered.databases.end()) return found->second;
  const auto rows = sql.rows("SELECT id, name, owner_sid, collation, state FROM databases WHERE name = ?1",
                             {text_value(name)});
  std::optional<DatabaseInfo> out;
  if (!rows.empty()) {
    out.emplace();
    out->id = static_cast<int>(number_of(rows[0][0]));
    out->name = text_of(rows[0][1]);
    out->owner_sid = text_of(rows[0][2]);
    out->collation = text_of(rows[0][3]);
    out->status = number_of(rows[0][4]) == 6 ? "OFFLINE" : "ONLINE";
  }
  return remembered.databases[key] = out;
}

DatabaseInfo Engine::database_of(const std::string &name) {
  const auto found = find_database(name.empty() ? database_name : name);
  if (!found) throw error(911, {name.empty() ? database_name : name});
  if (found->id != database_id) {
    if (found->status == "OFFLINE") throw error(942, {found->name});
    if (!current_user(found->id)) throw error(916, {login_name, found->name});
  }
  return *found;
}

std::optional<ObjectInfo> Engine::find_object(const DatabaseInfo &database, const std::string &schema,
                                              const std::string &name) {
  static const std::string query =
      "SELECT o.id, o.name, o.schema, s.name, o.type, o.parent, o.definition, o.shipped, o.ansi_nulls, "
      "o.quoted "
      "FROM objects o "
      "JOIN schemas s ON s.db = o.db AND s.id = o.schema WHERE o.db = ?1 AND o.name = ?2 AND s.name = ?3 "
      "COLLATE sqlci";
  const auto in_schema = [&](const std::string &wanted) -> std::optional<ObjectInfo> {
    remember_catalogue();
    const std::string key = std::to_string(database.id) + '.' + fold(wanted) + '.' + fold(name);
    const auto found = remembered.objects.find(key);
    if (found != remembered.objects.end()) return found->second;
    const auto rows = sql.rows(query, {int_value(database.id), text_value(name), text_value(wanted)});
    std::optional<ObjectInfo> out;
    if (!rows.empty()) out = object_of(database, rows[0]);
    return remembered.objects[key] = out;
  };
  if (!schema.empty()) return in_schema(schema);
  const std::string own = database.id == database_id ? default_schema() : "dbo";
  if (auto found = in_schema(own)) return found;
  return same_name(own, "dbo") ? std::nullopt : in_schema("dbo");
}

std::optional<ObjectInfo> Engine::find_object(const Name &name) {
  if (name.parts.empty() || name.parts.size() > 4) return std::nullopt;
  const auto database = find_database(name.database().empty() ? database_name : name.database());
  if (!database) return std::nullopt;
  return find_object(*database, name.schema(), name.object());
}

TablePtr Engine::load_table(const ObjectInfo &object) {
  remember_catalogue();
  const std::pair<int, std::int64_t> key{object.database, object.id};
  const auto found = remembered.tables.find(key);
  if (found != remembered.tables.end()) return found->second;
  auto table = std::make_shared<TableInfo>();
  table->database = object.database;
  table->id = object.id;
  table->name = object.name;
  table->schema = object.schema;
  table->schema_id = object.schema_id;
  table->database_name = object.database_name;
  load_columns(sql, *table);
  load_keys(sql, *table);
  for (const Row &row : sql.rows("SELECT name, definition FROM objects WHERE db = ?1 AND parent = ?2 AND "
                                 "type = 'C' AND disabled = 0 ORDER BY id",
                                 {int_value(object.database), int_value(object.id)}))
    table->checks.push_back({text_of(row[0]), text_of(row[1])});
  table->references = load_references(sql, object.database, object.id, true);
  table->referenced = load_references(sql, object.database, object.id, false);
  return remembered.tables[key] = table;
}

TablePtr Engine::find_table(const Name &name) {
  const std::string &object = name.object();
  if (!object.empty() && object[0] == '@') {
    Variable &found = variable(object);
    return found.table;
  }
  if (!object.empty() && object[0] == '#') {
    const auto found = temporary.find(fold(object));
    return found == temporary.end() ? nullptr : found->second;
  }
  const auto found = find_object(name);
  if (!found || found->type != "U") return nullptr;
  if (found->database != database_id) database_of(found->database_name);
  return load_table(*found);
}

TablePtr Engine::target_table(const TableRef &ref) {
  TablePtr table = find_table(ref.name);
  if (table) return table;
  if (ref.kind == TableRef::variable) throw error(1087, {ref.name.object()});
  if (same_name(ref.name.schema(), "sys") || same_name(ref.name.schema(), "INFORMATION_SCHEMA"))
    throw error(259);
  const auto object = find_object(ref.name);
  if (object && object->type == "V") throw error(4406, {ref.name.text()});
  throw error(208, {ref.name.text()});
}

std::int64_t Engine::schema_id(int database, const std::string &name) {
  return sql.number("SELECT id FROM schemas WHERE db = ?1 AND name = ?2 COLLATE sqlci",
                    {int_value(database), text_value(name)});
}

std::int64_t Engine::new_object(int database, std::int64_t schema, const std::string &name,
                                const std::string &type, std::int64_t parent, const std::string &definition) {
  const std::int64_t id = sql.number("SELECT coalesce(max(id), 565577053) + 16 FROM objects WHERE db = ?1",
                                     {int_value(database)});
  const Value now = text_value(iso_text(*fit_datetime(now_local(), datetime_type())));
  sql.run(
      "INSERT INTO objects(db, id, name, schema, type, parent, created, modified, definition, ansi_nulls, "
      "quoted) "
      "VALUES(?,?,?,?,?,?,?,?,?,?,?)",
      {int_value(database), int_value(id), text_value(name), int_value(schema), text_value(type),
       int_value(parent), now, now, definition.empty() ? Value() : text_value(definition),
       bool_value(options.ansi_nulls), bool_value(options.quoted_identifier)});
  return id;
}

void Engine::touch_object(int database, std::int64_t id) {
  sql.run("UPDATE objects SET modified = ?3 WHERE db = ?1 AND id = ?2",
          {int_value(database), int_value(id),
           text_value(iso_text(*fit_datetime(now_local(), datetime_type())))});
}

std::int64_t Engine::owner_of(const ObjectInfo &object) {
  return sql.number(
      "SELECT coalesce((SELECT owner FROM object_details WHERE db = ?1 AND id = ?2), (SELECT owner FROM "
      "schemas WHERE db = ?1 AND id = ?3), 1)",
      {int_value(object.database), int_value(object.id), int_value(object.schema_id)});
}

std::string Engine::default_schema() {
  const std::string name = sql.text("SELECT default_schema FROM db_principals WHERE db = ?1 AND id = ?2",
                                    {int_value(database_id), int_value(current_user(database_id))});
  return name.empty() ? "dbo" : name;
}

}  // namespace sandbox
