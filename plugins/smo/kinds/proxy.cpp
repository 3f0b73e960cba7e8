// Proxy: the account under which steps of some subsystems run, and who may use it.
#include "plugins/smo/agent-object.hpp"

namespace gantry::smo {
namespace {

const AgentColumns &columns() {
  static const AgentColumns all = {{"name", "t.name", ""},
                                   {"id", "t.proxy_id", "", AgentForm::number},
                                   {"enabled", "t.enabled", "enabled", AgentForm::flag},
                                   {"description", "t.description", "description"},
                                   {"credential", "c.name", "credential_name"}};
  return all;
}

/// Who a proxy is granted to: the list column, sysproxylogin.flags, and the argument that names it.
struct Grantee {
  const char *column;
  const char *flag;
  const char *argument;
  const char *principals;
};
constexpr Grantee grantees[] = {{"logins", "0", "login_name", "sys.server_principals"},
                                {"server-roles", "1", "fixed_server_role", "sys.server_principals"},
                                {"msdb-roles", "2", "msdb_role", "msdb.sys.database_principals"}};

Result<Table> list(Server &server, const ListRequest &request, Call call) {
  if (Result<> learnt = learn_agent(server, {"sysproxies"}, call); !learnt) return std::move(learnt).error();
  std::string condition = request.condition("t.name");
  if (!condition.empty()) condition = " WHERE " + condition;
  std::string sql =
      "SELECT " + agent_select(server, "sysproxies", columns()) +
      " FROM msdb.dbo.sysproxies AS t LEFT JOIN sys.credentials AS c ON c.credential_id = "
      "t.credential_id" +
      condition +
      " ORDER BY t.name;\nSELECT ps.proxy_id, s.subsystem AS name FROM msdb.dbo.sysproxysubsystem "
      "AS ps JOIN msdb.dbo.syssubsystems AS s ON s.subsystem_id = ps.subsystem_id;";
  for (const Grantee &grantee : grantees)
    sql += std::string("\nSELECT l.proxy_id, p.name FROM msdb.dbo.sysproxylogin AS l JOIN ") +
           grantee.principals + " AS p ON p.sid = l.sid WHERE l.flags = " + grantee.flag + ';';
  Result<std::vector<Table>> tables = query_agent(server, sql, 2 + std::size(grantees), call);
  if (!tables) return std::move(tables).error();
  Table &table = (*tables)[0];
  name_columns(table, columns());
  const auto id = static_cast<std::size_t>(table.column("id"));
  for (std::size_t i = 1; i < tables->size(); ++i) {
    const ListsById lists((*tables)[i], "proxy_id", "name");
    table.columns.emplace_back(i == 1 ? "subsystems" : grantees[i - 2].column);
    for (std::vector<Cell> &row : table.rows) row.emplace_back(lists.text(row[id]));
  }
  return std::move(table);
}

Result<std::vector<MissingRight>> missing(Server &server, const std::string &, Call call) {
  return missing_agent_rights(server, {"sysproxies", "sysproxylogin", "sysproxysubsystem", "syssubsystems"},
                              call);
}

void grant_subsystem(Script &script, const std::string &proxy, const std::string &subsystem, bool grant,
                     const char *reason) {
  const auto text = [&](bool granting) {
    return ProcedureCall(granting ? "sp_grant_proxy_to_subsystem" : "sp_revoke_proxy_from_subsystem")
        .text("proxy_name", proxy)
        .text("subsystem_name", subsystem)
        .done();
  };
  script.add(text(grant), text(!grant), reason);
}

void grant_principal(Script &script, const std::string &proxy, const Grantee &grantee,
                     const std::string &name, bool grant, const char *reason) {
  const auto text = [&](bool granting) {
    return granting ? ProcedureCall("sp_grant_login_to_proxy")
                          .text(grantee.argument, name)
                          .text("proxy_name", proxy)
                          .done()
                    : ProcedureCall("sp_revoke_login_from_proxy")
                          .text("name", name)
                          .text("proxy_name", proxy)
                          .done();
  };
  script.add(text(grant), text(!grant), reason);
}

Result<> change_lists(const Wish &wish, Script &script, const std::string &proxy) {
  Result<ListChanges> subsystems = list_changes(wish, "subsystems");
  if (!subsystems) return std::move(subsystems).error();
  for (const std::string &name : subsystems->removed)
    grant_subsystem(script, proxy, name, false, "not granted as wanted");
  for (const std::string &name : subsystems->added)
    grant_subsystem(script, proxy, name, true, "granted as wanted");
  for (const Grantee &grantee : grantees) {
    Result<ListChanges> names = list_changes(wish, grantee.column);
    if (!names) return std::move(names).error();
    for (const std::string &name : names->removed)
      grant_principal(script, proxy, grantee, name, false, "not granted as wanted");
    for (const std::string &name : names->added)
      grant_principal(script, proxy, grantee, name, true, "granted as wanted");
  }
  return success();
}

Result<> create(const Wish &wish, Script &script) {
  const std::string name = wish.wanted("name").text();
  if (name.empty()) return wish.refuse("name", "a name", "none");
  if (wish.wanted("credential").text().empty())
    return wish.refuse("credential", "the credential that it stands for", "none");
  script
      .add(ProcedureCall("sp_add_proxy").text("proxy_name", name).all(columns(), wish).done(),
           ProcedureCall("sp_delete_proxy").text("proxy_name", name).done())
      .creates = "Proxy " + name;
  return change_lists(wish, script, name);
}

Result<> change(const Wish &wish, Script &script) {
  const std::string name = wish.current("name").text();
  add_update(wish, script, columns(), ProcedureCall("sp_update_proxy").text("proxy_name", name), "as wanted");
  return change_lists(wish, script, name);
}

Result<> drop(const Wish &wish, Script &script) {
  const std::string name = wish.current("name").text();
  ProcedureCall back("sp_add_proxy");
  back.text("proxy_name", name);
  for (const AgentColumn &column : columns())
    if (!column.argument.empty() && !wish.current(column.column).text().empty())
      back.value(column, wish.current(column.column));
  script.add(ProcedureCall("sp_delete_proxy").text("proxy_name", name).done(), back.done());
  return success();
}

}  // namespace

const Kind &kind_proxy() {
  static const Kind kind = {
      "Proxy",  column_names(columns(), {"subsystems", "logins", "server-roles", "msdb-roles"}),
      {"name"}, &list,
      &missing, &create,
      &change,  &drop};
  return kind;
}

}  // namespace gantry::smo
