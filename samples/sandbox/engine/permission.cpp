// GRANT, DENY and REVOKE at every scope.
#include "samples/sandbox/engine/engine.hpp"
#include "samples/sandbox/engine/permission-names.hpp"

#include <algorithm>

namespace sandbox {
namespace {

struct Securable {
  int type_class = 0;
  std::int64_t major = 0, owner = 1;
  std::string object_type;  ///< of class 1: U, V, P, FN, ...
  TablePtr table;
};

/// How the statement reads the three verbs.
struct Change {
  std::string verb;
  bool with_grant = false, cascade = false, option_only = false;
};

Change change_of(const Statement &statement) {
  Change out;
  out.verb = statement.verb;
  out.cascade = statement.other_flag;
  out.with_grant = statement.verb == "GRANT" && statement.flag;
  out.option_only = statement.verb == "REVOKE" && statement.flag;
  return out;
}

bool is_server_permission(const std::string &name) {
  return permission_type(100, name).has_value() && !permission_type(0, name);
}

std::string server_type(int type_class, const std::string &name) {
  const auto type = permission_type(type_class, name);
  if (!type) throw error(102, {name});
  return *type;
}

Securable server_securable(Engine &engine, const Statement &statement) {
  Securable out;
  if (statement.what.empty()) {
    out.type_class = 100;
    return out;
  }
  const std::string &name = statement.name.object();
  if (statement.what == "ENDPOINT") {
    out.type_class = 105;
    out.major = engine.sql.number("SELECT id FROM endpoints WHERE name = ?1", {text_value(name)});
    out.owner = engine.sql.number("SELECT principal FROM endpoints WHERE name = ?1", {text_value(name)});
    if (!out.major) throw error(15151, {"find", "endpoint", name});
    return out;
  }
  if (statement.what == "LOGIN" || statement.what == "SERVER ROLE") {
    out.type_class = 101;
    const auto principal = engine.find_principal(name);
    if (!principal || (principal->type == "R") != (statement.what == "SERVER ROLE") ||
        !engine.sees_principal(principal->id))
      throw error(15151, {"find", lower(statement.what), name});
    if (principal->type == "R" && (principal->fixed || principal->id == 2)) throw error(4617);
    out.major = principal->id;
    if (principal->type == "R" && principal->owner) out.owner = principal->owner;
    return out;
  }
  throw error(15151, {"find", lower(statement.what), name});
}

/// ALL, spelled out as the documentation of each kind has it.
std::vector<std::string> all_of(const Securable &securable) {
  if (securable.type_class == 0)
    return {"BACKUP DATABASE",  "BACKUP LOG",  "CREATE DATABASE", "CREATE DEFAULT", "CREATE FUNCTION",
            "CREATE PROCEDURE", "CREATE RULE", "CREATE TABLE",    "CREATE VIEW"};
  if (securable.type_class != 1) return {};
  if (securable.object_type == "P") return {"EXECUTE"};
  if (securable.object_type == "FN") return {"EXECUTE", "REFERENCES"};
  return {"DELETE", "INSERT", "REFERENCES", "SELECT", "UPDATE"};
}

bool fits_object(const std::string &permission, const std::string &object_type) {
  const bool code = object_type == "P" || object_type == "FN";
  if (permission == "EXECUTE" || permission == "EXEC") return code;
  for (const char *rows : {"SELECT", "INSERT", "UPDATE", "DELETE"})
    if (permission == rows) return !code;
  if (permission == "RECEIVE") return false;
  return true;
}

Securable database_securable(Engine &engine, const Statement &statement) {
  Securable out;
  const int database = engine.database_id;
  if (statement.what.empty()) return out;
  const std::string &name = statement.name.object();
  if (statement.what == "DATABASE") {
    const auto found = engine.find_database(name);
    if (!found) throw error(15151, {"find", "database", name});
    if (found->id != database) throw error(4610);
  } else if (statement.what == "SCHEMA") {
    out.type_class = 3;
    out.major = engine.schema_id(database, name);
    if (!out.major) throw error(15151, {"find", "schema", name});
    out.owner = engine.sql.number("SELECT owner FROM schemas WHERE db = ?1 AND id = ?2",
                                  {int_value(database), int_value(out.major)});
  } else if (statement.what == "USER" || statement.what == "ROLE" || statement.what == "APPLICATION ROLE") {
    out.type_class = 4;
    const auto found = engine.find_user(database, name);
    if (!found) throw error(15151, {"find", lower(statement.what), name});
    out.major = *found;
  } else if (statement.what == "OBJECT") {
    out.type_class = 1;
    if (!statement.name.database().empty() && !same_name(statement.name.database(), engine.database_name))
      throw error(4610);
    const auto found = engine.find_object(statement.name);
    if (!found) throw error(15151, {"find", "object", name});
    out.major = found->id;
    out.object_type = found->type;
    out.owner = engine.owner_of(*found);
    if (found->type == "U") out.table = engine.load_table(*found);
  } else {
    throw error(15151, {"find", lower(statement.what), name});
  }
  return out;
}

/// Held with the grant option by one of the principals?
bool may_regrant(Sqlite &sql, int database, const Securable &securable, const std::string &type,
                 std::int64_t principal) {
  return sql.exists(
      "SELECT 1 FROM permissions WHERE db = ?1 AND class = ?2 AND major = ?3 AND grantee = ?4 AND type = ?5 "
      "AND state = 'W'",
      {int_value(database), int_value(securable.type_class), int_value(securable.major), int_value(principal),
       text_value(type)});
}

}  // namespace

/// One permission of one grantee. Everything that hangs on a lost grant option goes with it when CASCADE says
/// so.
void Engine::store_permission(int database, int type_class, std::int64_t major, std::int64_t minor,
                              std::int64_t grantee, std::int64_t grantor, const std::string &type,
                              const std::string &verb, bool with_grant, bool cascade, bool option_only) {
  const std::vector<Value> place = {int_value(database), int_value(type_class), int_value(major),
                                    int_value(minor),    int_value(grantee),    text_value(type)};
  const std::string here =
      "db = ?1 AND class = ?2 AND major = ?3 AND minor = ?4 AND grantee = ?5 AND type = ?6";
  std::vector<Value> by = place;
  by.push_back(int_value(grantor));
  const auto put = [&](const char *state) {
    std::vector<Value> row = by;
    row.push_back(text_value(state));
    sql.run(
        "INSERT OR REPLACE INTO permissions(db, class, major, minor, grantee, type, grantor, state) "
        "VALUES(?1,?2,?3,?4,?5,?6,?7,?8)",
        row);
  };
  if (verb == "GRANT") {
    const bool option =
        with_grant ||
        sql.text("SELECT state FROM permissions WHERE " + here + " AND grantor = ?7", by) == "W";
    sql.run("DELETE FROM permissions WHERE " + here + " AND state = 'D'", place);
    put(option ? "W" : "G");
    return;
  }
  const std::string mine = verb == "REVOKE" ? " AND grantor = ?7" : "";
  const std::vector<Value> &keys = verb == "REVOKE" ? by : place;
  const bool grantable =
      sql.exists("SELECT 1 FROM permissions WHERE " + here + mine + " AND state = 'W'", keys);
  if (grantable && !cascade) throw error(4611);
  if (verb == "REVOKE" && option_only) {
    sql.run("UPDATE permissions SET state = 'G' WHERE " + here + mine + " AND state = 'W'", keys);
  } else {
    sql.run("DELETE FROM permissions WHERE " + here + mine, keys);
    if (verb == "DENY") put("D");
  }
  if (!cascade || sql.exists("SELECT 1 FROM permissions WHERE " + here + " AND state = 'W'", place)) return;
  for (const Row &row : sql.rows("SELECT grantee FROM permissions WHERE db = ?1 AND class = ?2 AND major = "
                                 "?3 AND minor = ?4 AND grantor = ?5 AND type = ?6 AND grantee <> ?5",
                                 place))
    store_permission(database, type_class, major, minor, as_int(row[0]), grantee, type, verb, false, true,
                     false);
}

void Engine::grant(const Statement &statement) {
  for_write();
  const bool server_class = statement.what == "LOGIN" || statement.what == "ENDPOINT" ||
                            statement.what == "SERVER ROLE" || statement.what == "AVAILABILITY GROUP";
  bool server_wide = server_class || statement.what == "SERVER";
  if (statement.what.empty())
    for (const Permission &permission : statement.permissions)
      server_wide = server_wide || is_server_permission(permission.name);
  if (server_wide)
    grant_server(statement);
  else
    grant_database(statement);
  fire({statement.verb + (server_wide ? "_SERVER" : "_DATABASE"),
        statement.what.empty() ? server->name : statement.name.object(),
        statement.what.empty() ? "SERVER" : statement.what});
}

void Engine::grant_server(const Statement &statement) {
  if (database_id != 1) throw error(4621);
  const Securable securable = server_securable(*this, statement);
  const Change change = change_of(statement);
  std::vector<std::int64_t> mine = roles_of(login_id);
  mine.push_back(login_id);
  for (const std::string &name : statement.principals) {
    const auto grantee = find_principal(name);
    if (!grantee || !sees_principal(grantee->id)) throw error(15151, {"find", "login", name});
    if (grantee->fixed) throw error(4617);
    if (grantee->id == 1 || grantee->id == login_id ||
        (securable.type_class == 101 && grantee->id == securable.major))
      throw error(4624);
    for (const Permission &permission : statement.permissions) {
      if (!permission.columns.empty()) throw error(102, {"("});
      const std::string type = permission.name == "CONTROL SERVER" && securable.type_class == 100
                                   ? "CL"
                                   : server_type(securable.type_class, permission.name);
      const bool rules =
          has_server_permission("CONTROL SERVER") ||
          (securable.type_class == 100
               ? is_member(login_id, 4) && !is_sysadmin() && permission.name != "CONTROL SERVER"
               : has_server_permission("CONTROL", securable.type_class, securable.major));
      std::int64_t grantor = is_sysadmin() ? securable.owner : login_id;
      if (!statement.word.empty()) {
        const auto as = find_principal(statement.word);
        if (!as || !(is_sysadmin() || std::find(mine.begin(), mine.end(), as->id) != mine.end() ||
                     has_server_permission("IMPERSONATE", 101, as->id)))
          throw error(15151, {"find", "login", statement.word});
        grantor = as->id;
        const bool sysadmin = as->id == 1 || is_member(as->id, 3);
        if (!sysadmin && as->id != securable.owner && !may_regrant(sql, 0, securable, type, as->id) &&
            !may_regrant(sql, 0, securable, "CL", as->id) && !(as->id == login_id && rules))
          throw error(4613);
        if (as->id == grantee->id) throw error(4624);
      } else if (!rules && !may_regrant(sql, 0, securable, type, login_id)) {
        throw error(4613);
      }
      store_permission(0, securable.type_class, securable.major, 0, grantee->id, grantor, type, change.verb,
                       change.with_grant, change.cascade, change.option_only);
    }
  }
}

void Engine::grant_database(const Statement &statement) {
  const Securable securable = database_securable(*this, statement);
  const Change change = change_of(statement);
  const std::int64_t self = current_user(database_id);
  for (const std::string &name : statement.principals) {
    const auto grantee = find_user(database_id, name);
    if (!grantee) throw error(15151, {"find", "user", name});
    const bool fixed = sql.exists("SELECT 1 FROM db_principals WHERE db = ?1 AND id = ?2 AND fixed = 1",
                                  {int_value(database_id), int_value(*grantee)});
    if (fixed) throw error(4617);
    if (*grantee == 1 || *grantee == 3 || *grantee == 4 || *grantee == self) throw error(4624);
    for (const Permission &asked : statement.permissions) {
      const std::vector<std::string> names =
          asked.name == "ALL" ? all_of(securable) : std::vector<std::string>{asked.name};
      if (names.empty()) throw error(102, {"ALL"});
      for (const std::string &permission : names) {
        if (asked.name == "ALL" && permission == "CREATE DATABASE" && database_id != 1) continue;
        const auto type = permission_type(securable.type_class, permission);
        if (!type)
          throw error(permission_type(0, permission) || permission_type(1, permission) ? 4606 : 102,
                      {permission});
        if (securable.type_class == 0 && permission == "CREATE DATABASE" && database_id != 1)
          throw error(4619);
        if (securable.type_class == 1 && !fits_object(permission, securable.object_type))
          throw error(4606, {permission});
        const bool controls =
            self == 1 || is_database_member(database_id, self, "db_owner") ||
            is_database_member(database_id, self, "db_securityadmin") || self == securable.owner ||
            has_database_permission(database_id, "CONTROL", securable.type_class == 1 ? securable.major : 0,
                                    securable.type_class == 3 ? securable.major : 0);
        std::int64_t grantor = is_sysadmin() || self == 1 || is_database_member(database_id, self, "db_owner")
                                   ? securable.owner
                                   : self;
        if (!statement.word.empty()) {
          const auto as = find_user(database_id, statement.word);
          if (!as) throw error(15151, {"find", "user", statement.word});
          grantor = *as;
          if (*as != 1 && *as != securable.owner && !may_regrant(sql, database_id, securable, *type, *as) &&
              !is_database_member(database_id, *as, "db_owner"))
            throw error(4613);
        } else if (!controls && !may_regrant(sql, database_id, securable, *type, self)) {
          throw error(4613);
        }
        std::vector<std::int64_t> minors = {0};
        if (!asked.columns.empty()) {
          if (securable.type_class != 1 ||
              (permission != "SELECT" && permission != "UPDATE" && permission != "REFERENCES"))
            throw error(4606, {permission});
          minors.clear();
          for (const std::string &column : asked.columns) {
            const int index = securable.table ? securable.table->find(column) : -1;
            if (index < 0) throw error(4615, {column});
            minors.push_back(securable.table->columns[static_cast<std::size_t>(index)].id);
          }
        }
        for (const std::int64_t minor : minors)
          store_permission(database_id, securable.type_class, securable.major, minor, *grantee, grantor,
                           *type, change.verb, change.with_grant, change.cascade, change.option_only);
      }
    }
  }
}

}  // namespace sandbox
