// Who may do what: roles, permissions with their hierarchy, and what metadata a login sees.
#include "samples/sandbox/engine/engine.hpp"
#include "samples/sandbox/engine/permission-names.hpp"

#include <algorithm>

namespace sandbox {
namespace {

constexpr int public_role = 2, sysadmin_role = 3;

struct RoleGrant {
  const char *role, *permission;
};

// What the fixed server roles may do, beside sysadmin.
constexpr RoleGrant server_role_grants[] = {
    {"securityadmin", "ALTER ANY LOGIN"},
    {"securityadmin", "VIEW ANY SECURITY DEFINITION"},
    {"serveradmin", "ALTER ANY ENDPOINT"},
    {"serveradmin", "ALTER RESOURCES"},
    {"serveradmin", "ALTER SERVER STATE"},
    {"serveradmin", "ALTER SETTINGS"},
    {"serveradmin", "SHUTDOWN"},
    {"setupadmin", "ALTER ANY LINKED SERVER"},
    {"processadmin", "ALTER ANY CONNECTION"},
    {"processadmin", "ALTER SERVER STATE"},
    {"diskadmin", "ALTER RESOURCES"},
    {"dbcreator", "ALTER ANY DATABASE"},
    {"bulkadmin", "ADMINISTER BULK OPERATIONS"},
    {"##MS_ServerStateReader##", "VIEW SERVER STATE"},
    {"##MS_ServerStateManager##", "ALTER SERVER STATE"},
    {"##MS_DefinitionReader##", "VIEW ANY DEFINITION"},
    {"##MS_DatabaseConnector##", "CONNECT ANY DATABASE"},
    {"##MS_DatabaseManager##", "ALTER ANY DATABASE"},
    {"##MS_LoginManager##", "ALTER ANY LOGIN"},
    {"##MS_SecurityDefinitionReader##", "VIEW ANY SECURITY DEFINITION"},
    {"##MS_PerformanceDefinitionReader##", "VIEW ANY PERFORMANCE DEFINITION"},
    {"##MS_ServerSecurityStateReader##", "VIEW SERVER SECURITY STATE"},
    {"##MS_ServerPerformanceStateReader##", "VIEW SERVER PERFORMANCE STATE"},
};

constexpr RoleGrant database_role_grants[] = {
    {"db_accessadmin", "ALTER ANY USER"},
    {"db_accessadmin", "CREATE SCHEMA"},
    {"db_accessadmin", "CONNECT"},
    {"db_securityadmin", "ALTER ANY ROLE"},
    {"db_securityadmin", "CREATE SCHEMA"},
    {"db_securityadmin", "VIEW DEFINITION"},
    {"db_securityadmin", "CREATE ROLE"},
    {"db_securityadmin", "ALTER ANY APPLICATION ROLE"},
    {"db_ddladmin", "ALTER ANY SCHEMA"},
    {"db_ddladmin", "CREATE TABLE"},
    {"db_ddladmin", "CREATE VIEW"},
    {"db_ddladmin", "CREATE PROCEDURE"},
    {"db_ddladmin", "CREATE FUNCTION"},
    {"db_ddladmin", "CREATE SCHEMA"},
    {"db_ddladmin", "CREATE TYPE"},
    {"db_ddladmin", "CREATE SYNONYM"},
    {"db_ddladmin", "REFERENCES"},
    {"db_ddladmin", "CHECKPOINT"},
    {"db_backupoperator", "BACKUP DATABASE"},
    {"db_backupoperator", "BACKUP LOG"},
    {"db_backupoperator", "CHECKPOINT"},
    {"db_datareader", "SELECT"},
    {"db_datawriter", "INSERT"},
    {"db_datawriter", "UPDATE"},
    {"db_datawriter", "DELETE"},
};

/// -1 denied, 1 granted, 0 nothing said. One securable, one permission, the given principals.
int stated(Sqlite &sql, int database, int type_class, std::int64_t major, std::int64_t minor,
           const std::string &type, const std::vector<std::int64_t> &principals) {
  bool granted = false;
  for (const std::int64_t principal : principals) {
    bool denied = false;
    sql.each(
        "SELECT state FROM permissions WHERE db = ?1 AND class = ?2 AND major = ?3 AND minor = ?4 AND "
        "grantee = ?5 AND type = ?6",
        {int_value(database), int_value(type_class), int_value(major), int_value(minor), int_value(principal),
         text_value(type)},
        [&](Row &row) {
          const std::string &state = as_text(row[0]);
          if (state == "D") denied = true;
          if (state == "G" || state == "W") granted = true;
          return true;
        });
    if (denied) return -1;
  }
  return granted ? 1 : 0;
}

/// The server permission that contains a permission on one login, role or endpoint.
std::string server_cover(const std::string &name, int type_class, bool role) {
  const std::string any = type_class == 105 ? "ALTER ANY ENDPOINT"
                          : role            ? "ALTER ANY SERVER ROLE"
                                            : "ALTER ANY LOGIN";
  if (name == "VIEW DEFINITION") return "VIEW ANY DEFINITION";
  if (name == "ALTER") return any;
  if (name == "IMPERSONATE") return "IMPERSONATE ANY LOGIN";
  return "CONTROL SERVER";
}

}  // namespace

std::vector<std::int64_t> Engine::roles_of(std::int64_t principal) {
  std::vector<std::int64_t> out = {public_role};
  std::vector<std::int64_t> pending = {principal};
  while (!pending.empty()) {
    const std::int64_t member = pending.back();
    pending.pop_back();
    for (const Row &row : sql.rows("SELECT role FROM role_members WHERE member = ?1", {int_value(member)})) {
      const std::int64_t role = as_int(row[0]);
      if (std::find(out.begin(), out.end(), role) != out.end()) continue;
      out.push_back(role);
      pending.push_back(role);
    }
  }
  return out;
}

bool Engine::is_member(std::int64_t principal, std::int64_t role) {
  if (role == public_role) return true;
  const auto roles = roles_of(principal);
  return std::find(roles.begin(), roles.end(), role) != roles.end();
}

bool Engine::is_sysadmin() { return login_id == 1 || is_member(login_id, sysadmin_role); }

bool Engine::has_server_permission(const std::string &name, int type_class, std::int64_t major) {
  if (is_sysadmin()) return true;
  std::vector<std::int64_t> principals = roles_of(login_id);
  principals.push_back(login_id);
  bool granted = false;
  // The permission itself and everything that contains it; one DENY on the way decides.
  const auto consult = [&](int class_, std::int64_t id, const std::string &wanted) {
    const auto type = class_ == 100 && wanted == "CONTROL SERVER" ? std::optional<std::string>("CL")
                                                                  : permission_type(class_, wanted);
    if (!type) return true;
    const int said = stated(sql, 0, class_, id, 0, *type, principals);
    if (said < 0) return false;
    if (said > 0) granted = true;
    if (class_ == 100)
      for (const RoleGrant &grant : server_role_grants)
        if (!granted && wanted == grant.permission) {
          const std::int64_t role =
              sql.number("SELECT id FROM principals WHERE name = ?1", {text_value(grant.role)});
          granted = std::find(principals.begin(), principals.end(), role) != principals.end();
        }
    return true;
  };
  std::string current = name;
  if (type_class != 100) {
    const bool role =
        type_class == 101 && sql.text("SELECT type FROM principals WHERE id = ?1", {int_value(major)}) == "R";
    const std::int64_t owner =
        type_class == 105 ? sql.number("SELECT principal FROM endpoints WHERE id = ?1", {int_value(major)})
                          : sql.number("SELECT owner FROM principals WHERE id = ?1", {int_value(major)});
    if (owner && std::find(principals.begin(), principals.end(), owner) != principals.end()) return true;
    if (!consult(type_class, major, name)) return false;
    if (name != "CONTROL" && !consult(type_class, major, "CONTROL")) return false;
    current = server_cover(name, type_class, role);
  }
  for (; !current.empty(); current = covering_permission(100, current))
    if (!consult(100, 0, current)) return false;
  if (!consult(100, 0, "CONTROL SERVER")) return false;
  return granted;
}

void Engine::require_server(const std::string &name, int number) {
  if (!has_server_permission(name)) throw error(number);
}

namespace {

std::vector<std::int64_t> database_principals(Sqlite &sql, int database, std::int64_t user) {
  std::vector<std::int64_t> out = {0};
  if (user) out.push_back(user);
  for (std::size_t i = 0; i < out.size(); ++i)
    for (const Row &row : sql.rows("SELECT role FROM db_role_members WHERE db = ?1 AND member = ?2",
                                   {int_value(database), int_value(out[i])}))
      if (std::find(out.begin(), out.end(), as_int(row[0])) == out.end()) out.push_back(as_int(row[0]));
  return out;
}

}  // namespace

bool Engine::is_database_member(int database, std::int64_t user, const std::string &role) {
  const std::int64_t id =
      sql.number("SELECT id FROM db_principals WHERE db = ?1 AND name = ?2 AND type IN ('R', 'A')",
                 {int_value(database), text_value(role)});
  if (same_name(role, "public")) return true;
  if (!id) return false;
  const auto all = database_principals(sql, database, user);
  return std::find(all.begin(), all.end(), id) != all.end();
}

std::optional<std::int64_t> Engine::find_user(int database, const std::string &name) {
  const Value id = sql.one("SELECT id FROM db_principals WHERE db = ?1 AND name = ?2",
                           {int_value(database), text_value(name)});
  if (is_null(id)) return std::nullopt;
  return as_int(id);
}

std::int64_t Engine::current_user(int database) {
  if (is_sysadmin()) return 1;
  const Value sid = Bytes{login_sid};
  if (sql.exists("SELECT 1 FROM databases WHERE id = ?1 AND owner_sid = ?2", {int_value(database), sid}))
    return 1;
  const std::int64_t user = sql.number(
      "SELECT id FROM db_principals WHERE db = ?1 AND sid = ?2 AND type IN ('S', 'U', 'G') AND id > 0",
      {int_value(database), sid});
  if (user) {
    // A user whose CONNECT is revoked or denied cannot enter.
    const int said = stated(sql, database, 0, 0, 0, "CO", database_principals(sql, database, user));
    if (said > 0 || user == 1) return user;
    return 0;
  }
  if (stated(sql, database, 0, 0, 0, "CO", {2}) > 0) return 2;
  return has_server_permission("CONNECT ANY DATABASE") ? 2 : 0;
}

std::string Engine::user_name() {
  return sql.text("SELECT name FROM db_principals WHERE db = ?1 AND id = ?2",
                  {int_value(database_id), int_value(current_user(database_id))});
}

bool Engine::has_database_permission(int database, const std::string &name, std::int64_t object,
                                     std::int64_t schema) {
  if (is_sysadmin()) return true;
  const std::int64_t user = current_user(database);
  if (user == 1) return true;
  const auto principals = database_principals(sql, database, user);
  const auto in_role = [&](const char *role) { return is_database_member(database, user, role); };
  if (in_role("db_owner")) return true;
  if (name == "SELECT" && in_role("db_denydatareader")) return false;
  if ((name == "INSERT" || name == "UPDATE" || name == "DELETE") && in_role("db_denydatawriter"))
    return false;
  bool granted = false, owned = false;  // owned: by somebody else than the schema's owner
  const auto consult = [&](int class_, std::int64_t id, const std::string &wanted) {
    const auto type = permission_type(class_, wanted);
    if (!type) return true;
    const int said = stated(sql, database, class_, id, 0, *type, principals);
    if (said > 0) granted = true;
    return said >= 0;
  };
  if (object) {
    const std::int64_t holder = sql.number("SELECT schema FROM objects WHERE db = ?1 AND id = ?2",
                                           {int_value(database), int_value(object)});
    if (holder) schema = holder;
    const Value owner = sql.one("SELECT owner FROM object_details WHERE db = ?1 AND id = ?2",
                                {int_value(database), int_value(object)});
    if (!is_null(owner)) {
      owned = true;
      if (std::find(principals.begin(), principals.end(), as_int(owner)) != principals.end()) return true;
    }
    if (!consult(1, object, name) || (name != "CONTROL" && !consult(1, object, "CONTROL"))) return false;
  }
  if (schema) {
    const std::int64_t owner = sql.number("SELECT owner FROM schemas WHERE db = ?1 AND id = ?2",
                                          {int_value(database), int_value(schema)});
    if (!owned && owner && std::find(principals.begin(), principals.end(), owner) != principals.end())
      return true;
    if (!consult(3, schema, name) || (name != "CONTROL" && !consult(3, schema, "CONTROL"))) return false;
    if (name == "ALTER" && !consult(0, 0, "ALTER ANY SCHEMA")) return false;
  }
  if (!consult(0, 0, name) || !consult(0, 0, "CONTROL")) return false;
  if (name.rfind("CREATE ", 0) == 0 && !consult(0, 0, "ALTER")) return false;
  if (name.rfind("ALTER ANY ", 0) == 0 && !consult(0, 0, "ALTER")) return false;
  if (granted) return true;
  for (const RoleGrant &grant : database_role_grants)
    if ((name == grant.permission ||
         (name == "ALTER" && schema && grant.permission == std::string("ALTER ANY SCHEMA"))) &&
        in_role(grant.role))
      return true;
  if (name == "SELECT" && has_server_permission("SELECT ALL USER SECURABLES")) return true;
  if (name == "VIEW DEFINITION" && has_server_permission("VIEW ANY DEFINITION")) return true;
  if (name == "ALTER" && !object && !schema && has_server_permission("ALTER ANY DATABASE")) return true;
  if (name == "CONNECT" && has_server_permission("CONNECT ANY DATABASE")) return true;
  if (name == "VIEW DATABASE STATE" && has_server_permission("VIEW SERVER STATE")) return true;
  return has_server_permission("CONTROL SERVER");
}

void Engine::require_database(int database, const std::string &name) {
  if (has_database_permission(database, name)) return;
  throw error(262, {name, sql.text("SELECT name FROM databases WHERE id = ?1", {int_value(database)})});
}

void Engine::require_object(const TableInfo &table, const std::string &name) {
  if (table.memory || !views_open.empty() || procedure_depth > 0)
    return;  // a module's owner answers for what it touches
  if (has_database_permission(table.database, name, table.id, table.schema_id)) return;
  throw error(229, {name, table.name, table.database_name, table.schema});
}

bool Engine::sees_all() {
  return has_server_permission("VIEW ANY DEFINITION") ||
         has_server_permission("VIEW ANY SECURITY DEFINITION");
}

bool Engine::sees_secrets() {
  return has_server_permission("CONTROL SERVER") ||
         has_server_permission("VIEW ANY CRYPTOGRAPHICALLY SECURED DEFINITION");
}

bool Engine::sees_principal(std::int64_t id) {
  if (id == login_id || id <= 20) return true;
  const auto rows = sql.rows("SELECT type, owner FROM principals WHERE id = ?1", {int_value(id)});
  if (rows.empty()) return false;
  std::vector<std::int64_t> mine = roles_of(login_id);
  mine.push_back(login_id);
  if (!is_null(rows[0][1]) && std::find(mine.begin(), mine.end(), as_int(rows[0][1])) != mine.end())
    return true;
  const bool role = as_text(rows[0][0]) == "R";
  if (role && std::find(mine.begin(), mine.end(), id) != mine.end()) return true;
  if (has_server_permission(role ? "ALTER ANY SERVER ROLE" : "ALTER ANY LOGIN")) return true;
  for (const std::int64_t principal : mine)
    if (sql.exists("SELECT 1 FROM permissions WHERE db = 0 AND class = 101 AND major = ?1 AND grantee = ?2 "
                   "AND state IN ('G', 'W')",
                   {int_value(id), int_value(principal)}))
      return true;
  return sees_all();
}

}  // namespace sandbox
