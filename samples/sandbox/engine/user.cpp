// Users and roles of a database, and ALTER AUTHORIZATION.
#include "samples/sandbox/engine/login-options.hpp"
#include "samples/sandbox/engine/password.hpp"

namespace sandbox {
namespace {

struct UserRow {
  std::int64_t id = 0;
  std::string name, sid, type;
  bool fixed = false;
};

std::optional<UserRow> user_row(Engine &engine, const std::string &name) {
  const auto rows =
      engine.sql.rows("SELECT id, name, sid, type, fixed FROM db_principals WHERE db = ?1 AND name = ?2",
                      {int_value(engine.database_id), text_value(name)});
  if (rows.empty()) return std::nullopt;
  UserRow out;
  out.id = as_int(rows[0][0]);
  out.name = as_text(rows[0][1]);
  if (const auto *sid = std::get_if<Bytes>(&rows[0][2])) out.sid = sid->data;
  out.type = as_text(rows[0][3]);
  out.fixed = !is_null(rows[0][4]) && as_int(rows[0][4]) != 0;
  return out;
}

bool is_role(const UserRow &row) { return row.type == "R" || row.type == "A"; }

std::int64_t next_principal(Engine &engine) {
  return engine.sql.number(
      "SELECT max(coalesce(max(id), 0) + 1, 5) FROM db_principals WHERE db = ?1 AND id < 16384",
      {int_value(engine.database_id)});
}

/// Two users of one login are refused, and the owner of the database is dbo already.
void refuse_mapped(Engine &engine, const std::string &sid, std::int64_t except) {
  if (engine.sql.exists(
          "SELECT 1 FROM db_principals WHERE db = ?1 AND sid = ?2 AND id <> ?3 AND type IN ('S', 'U', 'G')",
          {int_value(engine.database_id), Bytes{sid}, int_value(except)}))
    throw error(15063);
}

void check_dropped_principal(Engine &engine, std::int64_t id) {
  const std::vector<Value> keys = {int_value(engine.database_id), int_value(id)};
  if (engine.sql.exists("SELECT 1 FROM schemas WHERE db = ?1 AND owner = ?2 AND id <> ?2", keys))
    throw error(15138, {"schema"});
  if (engine.sql.exists(
          "SELECT 1 FROM db_principals WHERE db = ?1 AND owner = ?2 AND type = 'R' AND id <> ?2", keys))
    throw error(15421);
  if (engine.sql.exists("SELECT 1 FROM object_details WHERE db = ?1 AND owner = ?2", keys))
    throw error(15183);
  if (engine.sql.exists("SELECT 1 FROM object_details WHERE db = ?1 AND execute_as = ?2", keys))
    throw error(15136);
  if (engine.sql.exists("SELECT 1 FROM permissions WHERE db = ?1 AND grantor = ?2 AND grantee <> ?2", keys))
    throw error(15284);
}

void forget_principal(Engine &engine, std::int64_t id) {
  const std::vector<Value> keys = {int_value(engine.database_id), int_value(id)};
  engine.sql.run("DELETE FROM permissions WHERE db = ?1 AND (grantee = ?2 OR (class = 4 AND major = ?2))",
                 keys);
  engine.sql.run("DELETE FROM db_role_members WHERE db = ?1 AND (member = ?2 OR role = ?2)", keys);
  engine.sql.run("DELETE FROM db_principals WHERE db = ?1 AND id = ?2", keys);
}

void create_user(Engine &engine, const Statement &statement) {
  const std::string &name = statement.word;
  if (name.empty()) throw error(1038);
  if (!engine.has_database_permission(engine.database_id, "ALTER ANY USER")) throw error(15247);
  const bool guest = same_name(name, "guest");
  if (guest || engine.find_user(engine.database_id, name)) throw error(15023, {name});
  const std::string source = statement.words.empty() ? "LOGIN" : statement.words[0];
  std::string sid, type = "S", schema;
  std::optional<std::string> given_sid;
  for (const Option &option : statement.options) {
    if (option.name == "DEFAULT_SCHEMA")
      schema = option.word.empty() ? option_text(option) : option.word;
    else if (option.name == "SID" && source == "WITHOUT LOGIN")
      given_sid = option_text(option);
    else if (option.name == "DEFAULT_LANGUAGE" || option.name == "ALLOW_ENCRYPTED_VALUE_MODIFICATIONS")
      continue;
    else
      throw error(option.name == "PASSWORD" ? 33233 : 102, {option.name});
  }
  int authentication = 1;
  if (source == "WITHOUT LOGIN") {
    sid = given_sid.value_or(std::string("\x01\x05\x00\x00\x00\x00\x00\x09\x03\x00\x00\x00", 12) +
                             random_bytes(16));
    authentication = 0;
  } else if (source == "LOGIN") {
    const std::string login_name = statement.words.empty() ? name : statement.words.at(1);
    const auto login = engine.find_principal(login_name);
    if (!login || login->type == "R" || login->type == "C") throw error(15007, {login_name});
    sid = login->sid;
    type = login->type;
    authentication = type == "S" ? 1 : 3;
  } else {
    throw error(15151, {"find", lower(source), statement.words.at(1)});
  }
  refuse_mapped(engine, sid, -1);
  const std::int64_t id = next_principal(engine);
  const Value now = text_value(now_text()), db = int_value(engine.database_id);
  const Value default_schema =
      type == "G" && schema.empty() ? Value() : text_value(schema.empty() ? "dbo" : schema);
  engine.sql.run("INSERT INTO db_principals VALUES(?,?,?,?,?,?,NULL,0,?,?,?)",
                 {db, int_value(id), text_value(name), Bytes{sid}, text_value(type), default_schema,
                  int_value(authentication), now, now});
  engine.sql.run("INSERT OR REPLACE INTO permissions VALUES(?1, 0, 0, 0, ?2, 1, 'CO', 'G')",
                 {db, int_value(id)});
}

void alter_user(Engine &engine, const Statement &statement) {
  const auto row = user_row(engine, statement.word);
  const auto missing = [&] { return error(15151, {"alter", "user", statement.word}); };
  if (!row || is_role(*row)) throw missing();
  if (!engine.has_database_permission(engine.database_id, "ALTER ANY USER")) throw missing();
  const std::vector<Value> keys = {int_value(engine.database_id), int_value(row->id)};
  const auto change = [&](const char *column, Value value) {
    engine.sql.run(
        std::string("UPDATE db_principals SET ") + column + " = ?3, modified = ?4 WHERE db = ?1 AND id = ?2",
        {keys[0], keys[1], std::move(value), text_value(now_text())});
  };
  for (const Option &option : statement.options) {
    const std::string value = option.word.empty() ? (option.name == "LOGIN" || option.name == "NAME" ||
                                                             option.name == "DEFAULT_SCHEMA"
                                                         ? option_text(option)
                                                         : "")
                                                  : option.word;
    if (option.name == "LOGIN") {
      if (row->id < 5) throw error(15150, {"alter", "user", row->name});
      const auto login = engine.find_principal(value);
      if (!login || login->type == "R" || login->type == "C") throw error(15007, {value});
      if ((login->type == "S") != (row->type == "S")) throw error(33016);
      const std::int64_t kind =
          engine.sql.number("SELECT authentication FROM db_principals WHERE db = ?1 AND id = ?2", keys);
      if (!kind) throw error(33016);
      refuse_mapped(engine, login->sid, row->id);
      change("sid", Bytes{login->sid});
    } else if (option.name == "NAME") {
      if (row->id < 5) throw error(15150, {"alter", "user", row->name});
      const auto other = engine.find_user(engine.database_id, value);
      if (other && *other != row->id) throw error(15023, {value});
      change("name", text_value(value));
    } else if (option.name == "DEFAULT_SCHEMA") {
      if (row->id < 5) throw error(15150, {"alter", "user", row->name});
      change("default_schema",
             same_name(value, "NULL") && option.value == nullptr ? Value() : text_value(value));
    } else if (option.name != "DEFAULT_LANGUAGE" && option.name != "ALLOW_ENCRYPTED_VALUE_MODIFICATIONS") {
      throw error(102, {option.name});
    }
  }
}

}  // namespace

void Engine::user(const Statement &statement) {
  if (statement.verb == "CREATE") {
    create_user(*this, statement);
    return;
  }
  if (statement.verb == "ALTER") {
    alter_user(*this, statement);
    return;
  }
  const auto row = user_row(*this, statement.word);
  if (!row || is_role(*row)) {
    if (statement.if_exists) return;
    throw error(15151, {"drop", "user", statement.word});
  }
  if (!has_database_permission(database_id, "ALTER ANY USER"))
    throw error(15151, {"drop", "user", statement.word});
  if (row->id == 2 && database_id != 1 && database_id != 2) {
    sql.run("DELETE FROM permissions WHERE db = ?1 AND class = 0 AND grantee = 2 AND type = 'CO'",
            {int_value(database_id)});
    return;
  }
  if (row->id < 5) throw error(15150, {"drop", "user", row->name});
  check_dropped_principal(*this, row->id);
  forget_principal(*this, row->id);
}

void Engine::database_role_member(const std::string &role_name, const std::string &member_name, bool add) {
  const auto role = user_row(*this, role_name);
  if (!role || role->type != "R") throw error(15151, {"alter", "role", role_name});
  if (role->id == 0) throw error(15081);
  const auto member = user_row(*this, member_name);
  if (!member) throw error(15151, {add ? "add" : "drop", "principal", member_name});
  const bool may = role->fixed ? is_database_member(database_id, current_user(database_id), "db_owner") ||
                                     current_user(database_id) == 1
                               : has_database_permission(database_id, "ALTER ANY ROLE");
  if (!may) throw error(15151, {"alter", "role", role_name});
  if (member->id <= 4 || member->fixed) throw error(15405, {member->name});
  if (member->id == role->id ||
      (add && member->type == "R" && is_database_member(database_id, role->id, member->name)))
    throw error(15413);
  sql.run(add ? "INSERT OR IGNORE INTO db_role_members VALUES(?1, ?2, ?3)"
              : "DELETE FROM db_role_members WHERE db = ?1 AND role = ?2 AND member = ?3",
          {int_value(database_id), int_value(role->id), int_value(member->id)});
}

void Engine::database_role(const Statement &statement) {
  const std::string &name = statement.word;
  const std::string action = statement.words.empty() ? "" : statement.words[0];
  const Value db = int_value(database_id), now = text_value(now_text());
  if (statement.verb == "CREATE") {
    if (!has_database_permission(database_id, "CREATE ROLE") &&
        !has_database_permission(database_id, "ALTER ANY ROLE"))
      throw error(15247);
    if (name.empty()) throw error(1038);
    if (find_user(database_id, name)) throw error(15023, {name});
    std::int64_t owner = current_user(database_id);
    if (!action.empty()) {
      const auto given = find_user(database_id, statement.words.at(1));
      if (!given) throw error(15151, {"find", "user", statement.words.at(1)});
      owner = *given;
    }
    sql.run("INSERT INTO db_principals VALUES(?,?,?,?,'R',NULL,?,0,0,?,?)",
            {db, int_value(next_principal(*this)), text_value(name),
             Bytes{std::string("\x01\x05\x00\x00\x00\x00\x00\x09\x04\x00\x00\x00", 12) + random_bytes(16)},
             int_value(owner), now, now});
    return;
  }
  if (action == "ADD MEMBER" || action == "DROP MEMBER") {
    database_role_member(name, statement.words.at(1), action == "ADD MEMBER");
    return;
  }
  const auto role = user_row(*this, name);
  const std::string verb = lower(statement.verb);
  if (!role || role->type != "R") {
    if (statement.if_exists) return;
    throw error(15151, {verb, "role", name});
  }
  if (role->fixed || role->id == 0) throw error(15150, {verb, "role", role->name});
  if (!has_database_permission(database_id, "ALTER ANY ROLE")) throw error(15151, {verb, "role", name});
  if (statement.verb == "DROP") {
    if (sql.exists("SELECT 1 FROM db_role_members WHERE db = ?1 AND role = ?2", {db, int_value(role->id)}))
      throw error(15144);
    check_dropped_principal(*this, role->id);
    forget_principal(*this, role->id);
    return;
  }
  const auto other = find_user(database_id, statement.words.at(1));
  if (other && *other != role->id) throw error(15023, {statement.words.at(1)});
  sql.run("UPDATE db_principals SET name = ?3, modified = ?4 WHERE db = ?1 AND id = ?2",
          {db, int_value(role->id), text_value(statement.words.at(1)), now});
}

/// ALTER AUTHORIZATION ON class::name TO owner.
void Engine::authorization(const Statement &statement) {
  for_write();
  const std::string &what = statement.what, &object = statement.name.object();
  if (what == "DATABASE" || what == "SERVER ROLE" || what == "ENDPOINT") {
    const auto owner = find_principal(statement.word);
    if (!owner || (owner->type == "R" && what == "DATABASE"))
      throw error(15151, {"find", "principal", statement.word});
    if (what == "DATABASE") {
      const auto database = find_database(object);
      if (!database) throw error(15151, {"find", "database", object});
      if (current_user(database->id) != 1) throw error(15247);
      if (sql.exists("SELECT 1 FROM db_principals WHERE db = ?1 AND sid = ?2 AND id <> 1",
                     {int_value(database->id), Bytes{owner->sid}}))
        throw error(15110);
      sql.run("UPDATE databases SET owner_sid = ?2 WHERE id = ?1",
              {int_value(database->id), Bytes{owner->sid}});
      sql.run("UPDATE db_principals SET sid = ?2 WHERE db = ?1 AND id = 1",
              {int_value(database->id), Bytes{owner->sid}});
    } else if (what == "SERVER ROLE") {
      const auto role = find_principal(object);
      if (!role || role->type != "R" || role->fixed || role->id == 2)
        throw error(15151, {"alter", "server role", object});
      if (!has_server_permission("TAKE OWNERSHIP", 101, role->id))
        throw error(15151, {"alter", "server role", object});
      sql.run("UPDATE principals SET owner = ?2, modified = ?3 WHERE id = ?1",
              {int_value(role->id), int_value(owner->id), text_value(now_text())});
    } else {
      const std::int64_t id = sql.number("SELECT id FROM endpoints WHERE name = ?1", {text_value(object)});
      if (!id || !has_server_permission("TAKE OWNERSHIP", 105, id))
        throw error(15151, {"find", "endpoint", object});
      sql.run("UPDATE endpoints SET principal = ?2 WHERE id = ?1", {int_value(id), int_value(owner->id)});
    }
    fire({what == "DATABASE" ? "ALTER_AUTHORIZATION_DATABASE" : "ALTER_AUTHORIZATION_SERVER", object, what});
    return;
  }
  const auto owner = find_user(database_id, statement.word);
  if (!owner && !statement.flag) throw error(15151, {"find", "user", statement.word});
  const Value db = int_value(database_id);
  if (what == "SCHEMA") {
    const std::int64_t id = schema_id(database_id, object);
    if (!id || !has_database_permission(database_id, "TAKE OWNERSHIP", 0, id))
      throw error(15151, {"find", "schema", object});
    if (id < 5 || id >= 16384) throw error(15150, {"alter", "schema", object});
    sql.run("UPDATE schemas SET owner = ?3 WHERE db = ?1 AND id = ?2",
            {db, int_value(id), int_value(*owner)});
  } else if (what == "ROLE") {
    const auto role = user_row(*this, object);
    if (!role || role->type != "R" || role->fixed || role->id == 0)
      throw error(15151, {"find", "role", object});
    if (!has_database_permission(database_id, "ALTER ANY ROLE")) throw error(15151, {"find", "role", object});
    sql.run("UPDATE db_principals SET owner = ?3 WHERE db = ?1 AND id = ?2",
            {db, int_value(role->id), int_value(*owner)});
  } else if (what == "OBJECT") {
    const auto found = find_object(statement.name);
    if (!found || !has_database_permission(found->database, "TAKE OWNERSHIP", found->id))
      throw error(15151, {"find", "object", object});
    if (found->parent) throw error(15346);
    const std::vector<Value> place = {db, int_value(found->id)};
    sql.run("INSERT OR IGNORE INTO object_details(db, id) VALUES(?1, ?2)", place);
    sql.run("UPDATE object_details SET owner = ?3 WHERE db = ?1 AND id = ?2",
            {place[0], place[1], statement.flag ? Value() : int_value(*owner)});
  } else {
    throw error(15151, {"find", lower(what), object});
  }
}

}  // namespace sandbox
