// Server roles and credentials.
#include "samples/sandbox/engine/login-options.hpp"

namespace sandbox {
namespace {

constexpr std::int64_t public_role = 2;

bool is_fixed(const LoginInfo &role) { return role.fixed || role.id == public_role; }

/// Membership of a fixed role is changed by its members; that of another by whoever may ALTER it.
bool may_change_members(Engine &engine, const LoginInfo &role) {
  if (engine.is_sysadmin()) return true;
  return is_fixed(role) ? engine.is_member(engine.login_id, role.id)
                        : engine.has_server_permission("ALTER", 101, role.id);
}

}  // namespace

void Engine::role_member(const std::string &role_name, const std::string &member_name, bool add) {
  const auto role = find_principal(role_name);
  if (!role || role->type != "R" || !sees_principal(role->id))
    throw error(15151, {"alter", "server role", role_name});
  if (role->id == public_role) throw error(15081);
  const auto member = find_principal(member_name);
  if (!member) throw error(15151, {add ? "add" : "drop", "server principal", member_name});
  if (!may_change_members(*this, *role)) throw error(15151, {"alter", "server role", role_name});
  if (member->id == 1 || (member->type == "R" && is_fixed(*member))) throw error(15405, {member->name});
  if (member->id == role->id) throw error(15413);
  const std::vector<Value> pair = {int_value(role->id), int_value(member->id)};
  if (add) {
    if (member->type == "R" && is_member(role->id, member->id)) throw error(15413);
    sql.run("INSERT OR IGNORE INTO role_members(role, member) VALUES(?1, ?2)", pair);
  } else {
    sql.run("DELETE FROM role_members WHERE role = ?1 AND member = ?2", pair);
  }
  fire({add ? "ADD_SERVER_ROLE_MEMBER" : "DROP_SERVER_ROLE_MEMBER", member->name,
        member->type == "R" ? "SERVER ROLE" : "LOGIN"});
}

void Engine::server_role(const Statement &statement) {
  const std::string &name = statement.word;
  const std::string action = statement.words.empty() ? "" : statement.words[0];
  const auto role = find_principal(name);
  if (statement.verb == "CREATE") {
    if (!has_server_permission("CREATE SERVER ROLE")) throw error(15247);
    if (name.empty()) throw error(1038);
    if (role) throw error(15025, {name});
    std::int64_t owner = login_id;
    if (!action.empty()) {
      const auto given = find_principal(statement.words.at(1));
      if (!given || given->id == public_role)
        throw error(15151, {"find", "server principal", statement.words.at(1)});
      if (given->id != login_id && !has_server_permission("IMPERSONATE", 101, given->id) &&
          !is_member(login_id, given->id))
        throw error(15151, {"find", "server principal", statement.words.at(1)});
      owner = given->id;
    }
    const std::int64_t id = sql.number("SELECT max(coalesce(max(id), 0) + 1, 267) FROM principals");
    std::string sid;
    for (int i = 0; i < 4; ++i) sid += static_cast<char>(id >> (8 * i) & 0xFF);
    // A role of one's own has a SID like a login's.
    const std::string prefix("\x01\x05\x00\x00\x00\x00\x00\x09\x03\x00\x00\x00", 12);
    const Value now = text_value(now_text());
    sql.run("INSERT INTO principals(id, name, sid, type, created, modified, owner) VALUES(?,?,?,'R',?,?,?)",
            {int_value(id), text_value(name), Bytes{prefix + std::string(12, '\0') + sid}, now, now,
             int_value(owner)});
    return;
  }
  if (statement.verb == "DROP") {
    if (!role || role->type != "R") {
      if (statement.if_exists) return;
      throw error(15151, {"drop", "server role", name});
    }
    if (is_fixed(*role)) throw error(15150, {"drop", "server role", role->name});
    if (!has_server_permission("CONTROL", 101, role->id) && !has_server_permission("ALTER ANY SERVER ROLE"))
      throw error(15151, {"drop", "server role", name});
    const Value id = int_value(role->id);
    if (sql.exists("SELECT 1 FROM role_members WHERE role = ?1", {id})) throw error(15144);
    if (sql.exists("SELECT 1 FROM principals WHERE owner = ?1 AND type = 'R'", {id}))
      throw error(15141, {"server role"});
    if (sql.exists("SELECT 1 FROM permissions WHERE db = 0 AND grantor = ?1", {id}))
      throw error(15173, {role->name});
    sql.run("DELETE FROM permissions WHERE db = 0 AND (grantee = ?1 OR (class = 101 AND major = ?1))", {id});
    sql.run("DELETE FROM role_members WHERE member = ?1", {id});
    sql.run("DELETE FROM principals WHERE id = ?1", {id});
    return;
  }
  if (action == "ADD MEMBER" || action == "DROP MEMBER") {
    role_member(name, statement.words.at(1), action == "ADD MEMBER");
    return;
  }
  if (!role || role->type != "R") throw error(15151, {"alter", "server role", name});
  if (is_fixed(*role)) throw error(15150, {"alter", "server role", role->name});
  if (!has_server_permission("ALTER", 101, role->id)) throw error(15151, {"alter", "server role", name});
  const auto other = find_principal(statement.words.at(1));
  if (other && other->id != role->id) throw error(15025, {statement.words.at(1)});
  sql.run("UPDATE principals SET name = ?2, modified = ?3 WHERE id = ?1",
          {int_value(role->id), text_value(statement.words.at(1)), text_value(now_text())});
}

void Engine::credential(const Statement &statement) {
  const std::string &name = statement.word;
  if (!has_server_permission("ALTER ANY CREDENTIAL")) throw error(15247);
  const std::int64_t id = sql.number("SELECT id FROM credentials WHERE name = ?1", {text_value(name)});
  if (statement.verb == "DROP") {
    if (!id) {
      if (statement.if_exists) return;
      throw error(15151, {"drop", "credential", name});
    }
    if (sql.exists("SELECT 1 FROM principal_credentials WHERE credential = ?1", {int_value(id)}))
      throw error(15141, {"credential"});
    sql.run("DELETE FROM credentials WHERE id = ?1", {int_value(id)});
    return;
  }
  Value account, secret;
  for (const Option &option : statement.options) {
    if (option.name == "IDENTITY")
      account = text_value(option.word.empty() ? option_text(option) : option.word);
    else if (option.name == "SECRET")
      secret = Bytes{option.word.empty() ? option_text(option) : option.word};
    else
      throw error(102, {option.name});
  }
  if (is_null(account)) throw error(102, {"SECRET"});
  const Value now = text_value(now_text());
  if (statement.verb == "CREATE") {
    if (id) throw error(15530, {"credential", name});
    sql.run(
        "INSERT INTO credentials(id, name, identity, secret, created, modified) VALUES((SELECT "
        "coalesce(max(id), 65535) + 1 FROM credentials),?,?,?,?,?)",
        {text_value(name), account, secret, now, now});
  } else {
    if (!id) throw error(15151, {"alter", "credential", name});
    sql.run("UPDATE credentials SET identity = ?2, secret = ?3, modified = ?4 WHERE id = ?1",
            {int_value(id), account, secret, now});
  }
}

}  // namespace sandbox
