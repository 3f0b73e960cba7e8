// CREATE, ALTER and DROP DATABASE.
#include "samples/sandbox/engine/bootstrap.hpp"
#include "samples/sandbox/engine/datetime.hpp"
#include "samples/sandbox/engine/engine.hpp"
#include "samples/sandbox/engine/password.hpp"

namespace sandbox {
namespace {

struct Setting {
  const char *option, *value, *column;
  int stored;
};
// value null: the option stands alone. Others (AUTO_CREATE_STATISTICS and the like) are accepted and change
// nothing here.
constexpr Setting settings[] = {
    {"RECOVERY", "FULL", "recovery", 1},
    {"RECOVERY", "BULK_LOGGED", "recovery", 2},
    {"RECOVERY", "SIMPLE", "recovery", 3},
    {"MULTI_USER", nullptr, "access", 0},
    {"SINGLE_USER", nullptr, "access", 1},
    {"RESTRICTED_USER", nullptr, "access", 2},
    {"READ_ONLY", nullptr, "read_only", 1},
    {"READ_WRITE", nullptr, "read_only", 0},
    {"ONLINE", nullptr, "state", 0},
    {"OFFLINE", nullptr, "state", 6},
    {"TRUSTWORTHY", "ON", "trustworthy", 1},
    {"TRUSTWORTHY", "OFF", "trustworthy", 0},
    {"AUTO_CLOSE", "ON", "auto_close", 1},
    {"AUTO_CLOSE", "OFF", "auto_close", 0},
    {"AUTO_SHRINK", "ON", "auto_shrink", 1},
    {"AUTO_SHRINK", "OFF", "auto_shrink", 0},
    {"DB_CHAINING", "ON", "chaining", 1},
    {"DB_CHAINING", "OFF", "chaining", 0},
    {"READ_COMMITTED_SNAPSHOT", "ON", "rcsi", 1},
    {"READ_COMMITTED_SNAPSHOT", "OFF", "rcsi", 0},
    {"ALLOW_SNAPSHOT_ISOLATION", "ON", "snapshot", 1},
    {"ALLOW_SNAPSHOT_ISOLATION", "OFF", "snapshot", 0},
    {"ENABLE_BROKER", nullptr, "broker", 1},
    {"DISABLE_BROKER", nullptr, "broker", 0},
    {"NEW_BROKER", nullptr, "broker", 1},
    {"PAGE_VERIFY", "NONE", "page_verify", 0},
    {"PAGE_VERIFY", "TORN_PAGE_DETECTION", "page_verify", 1},
    {"PAGE_VERIFY", "CHECKSUM", "page_verify", 2},
};

}  // namespace

void Engine::create_database(const Statement &statement) {
  refuse_in_transaction("CREATE DATABASE");
  for_write();
  if (!is_sysadmin() && !has_server_permission("CREATE ANY DATABASE") &&
      !has_database_permission(1, "CREATE DATABASE"))
    throw error(262, {"CREATE DATABASE", "master"});
  if (find_database(statement.word)) throw error(1801, {statement.word}, 3);
  int id = 5;
  while (sql.exists("SELECT 1 FROM databases WHERE id = ?", {int_value(id)})) ++id;
  const std::string collation = statement.words.size() > 1 ? statement.words[1] : server->collation;
  sql.run(
      "INSERT INTO databases(id, name, owner_sid, created, collation, service_guid, broker) "
      "VALUES(?,?,?,?,?,?,1)",
      {int_value(id), text_value(statement.word), Bytes{login_sid},
       text_value(iso_text(*fit_datetime(now_local(), datetime_type()))), text_value(collation),
       Bytes{random_bytes(16)}});
  fill_database(sql, id, login_sid);
  fire({"CREATE_DATABASE", statement.word, "DATABASE"});
}

void Engine::alter_database(const Statement &statement) {
  refuse_in_transaction("ALTER DATABASE");
  for_write();
  const auto database = find_database(statement.word.empty() ? database_name : statement.word);
  const auto refused = [&](const SqlError &why) {
    SqlError failure = error(5069);
    failure.before.push_back(why.message);
    return failure;
  };
  if (!database || !(is_sysadmin() || has_server_permission("ALTER ANY DATABASE") ||
                     has_database_permission(database->id, "ALTER")))
    throw refused(error(5011, {statement.word.empty() ? database_name : statement.word}, 5));
  const Value id = int_value(database->id);
  if (statement.words.empty() || statement.words[0] == "FILES") return;
  if (statement.words[0] == "NAME" && statement.words.size() == 2) {
    if (database->id < 5) throw refused(error(5058, {"MODIFY NAME", database->name}));
    if (!same_name(statement.words[1], database->name) && find_database(statement.words[1]))
      throw error(1801, {statement.words[1]}, 3);
    sql.run("UPDATE databases SET name = ? WHERE id = ?", {text_value(statement.words[1]), id});
    if (database->id == database_id) database_name = statement.words[1];
    return;
  }
  if (statement.words[0] == "COLLATE" && statement.words.size() == 2) {
    sql.run("UPDATE databases SET collation = ? WHERE id = ?", {text_value(statement.words[1]), id});
    return;
  }
  for (std::size_t i = 0; i + 1 < statement.words.size(); i += 2) {
    const std::string &option = statement.words[i], &value = statement.words[i + 1];
    if (option == "COMPATIBILITY_LEVEL") {
      const int compatibility = std::atoi(value.c_str());
      if (compatibility < 100 || compatibility > 160 || compatibility % 10)
        throw refused(error(15048, {"100, 110, 120, 130, 140, 150 or 160"}));
      sql.run("UPDATE databases SET compatibility = ? WHERE id = ?", {int_value(compatibility), id});
      continue;
    }
    for (const Setting &setting : settings) {
      if (option != setting.option || (setting.value && value != setting.value)) continue;
      if (database->id == 1 && (option == "OFFLINE" || option == "READ_ONLY" || option == "SINGLE_USER"))
        throw refused(error(5058, {option, database->name}));
      sql.run(std::string("UPDATE databases SET ") + setting.column + " = ? WHERE id = ?",
              {int_value(setting.stored), id});
    }
  }
}

void Engine::drop_database(const std::string &name, bool if_exists) {
  refuse_in_transaction("DROP DATABASE");
  for_write();
  const auto database = find_database(name);
  if (!database) {
    if (if_exists) return;
    throw error(3701, {"drop", "database", name});
  }
  if (database->id < 5) throw error(3708, {"drop", "database", database->name, "database"});
  if (!(is_sysadmin() || has_server_permission("ALTER ANY DATABASE") ||
        has_database_permission(database->id, "CONTROL")))
    throw error(3701, {"drop", "database", name}, 2);
  bool used = database->id == database_id;
  {
    const std::lock_guard<std::mutex> lock(server->mutex);
    for (const auto &[spid, info] : server->sessions)
      used = used || (spid != spid_ && same_name(info.database, database->name));
  }
  if (used) throw error(3702, {database->name}, 4);
  const Value id = int_value(database->id);
  const std::string prefix = std::to_string(database->id) + "\\_%";
  for (const Row &row : sql.rows("SELECT name FROM sqlite_master WHERE type = 'table' AND (name LIKE ? "
                                 "ESCAPE '\\' OR name LIKE ? ESCAPE '\\')",
                                 {text_value("t\\_" + prefix), text_value("k\\_" + prefix)}))
    sql.script("DROP TABLE \"" + as_text(row[0]) + "\"");
  for (const char *table :
       {"db_principals", "db_role_members", "schemas", "objects", "columns", "indexes", "index_columns",
        "foreign_keys", "foreign_key_columns", "parameters", "permissions"})
    sql.run(std::string("DELETE FROM ") + table + " WHERE db = ?", {id});
  sql.run("DELETE FROM databases WHERE id = ?", {id});
  fire({"DROP_DATABASE", database->name, "DATABASE"});
  const std::lock_guard<std::mutex> lock(server->identity_mutex);
  for (auto entry = server->identities.begin(); entry != server->identities.end();)
    entry = entry->first.first == database->id ? server->identities.erase(entry) : std::next(entry);
}

}  // namespace sandbox
