// ServerRole: fixed and user-defined ones, with their members.
#include <algorithm>

#include "plugins/smo/kind.hpp"

namespace gantry::smo {
namespace {

constexpr const char *principals = "sys.server_principals";

Result<Table> list_roles(Server &server, const ListRequest &request, Call call) {
  if (Result<> learnt = server.learn({principals, "sys.server_role_members"}, call); !learnt)
    return std::move(learnt).error();
  // Servers without user-defined server roles have neither column.
  const bool fixed = server.has(principals, "is_fixed_role");
  const bool owner = server.has(principals, "owning_principal_id");
  std::string sql = std::string("SELECT r.name, r.principal_id, ") + (fixed ? "r.is_fixed_role" : "1") +
                    " AS is_fixed_role, " + (owner ? "o.name" : "NULL") +
                    " AS owner_name FROM sys.server_principals AS r";
  if (owner) sql += " LEFT JOIN sys.server_principals AS o ON o.principal_id = r.owning_principal_id";
  sql += " WHERE r.type = 'R'";
  if (const std::string condition = request.condition("r.name"); !condition.empty())
    sql += " AND " + condition;
  sql +=
      " ORDER BY r.name;\nSELECT rm.role_principal_id, m.name FROM sys.server_role_members AS rm JOIN "
      "sys.server_principals AS m ON m.principal_id = rm.member_principal_id;";
  Result<std::vector<Table>> tables = server.query_all(sql, call);
  if (!tables) return std::move(tables).error();
  if (tables->size() != 2)
    return Error(Status::data, "the server roles could not be listed", "2 results",
                 std::to_string(tables->size()), "check that the server speaks T-SQL");
  const Table &source = (*tables)[0];
  const ListsById members((*tables)[1], "role_principal_id", "name");
  Table table;
  table.columns = {"name", "fixed", "owner", "members"};
  for (std::size_t i = 0; i < source.rows.size(); ++i) {
    const Cell &id = source.at(i, "principal_id");
    // public is not called fixed by the catalogue, and yet nobody can make or drop it.
    const bool is_fixed = source.at(i, "is_fixed_role").flag() || source.at(i, "name").text() == "public";
    table.rows.push_back(
        {source.at(i, "name"), Cell(is_fixed), source.at(i, "owner_name"), Cell(members.text(id))});
  }
  return table;
}

Result<std::vector<MissingRight>> missing(Server &server, const std::string &, Call call) {
  return missing_server_rights(server, {}, call);
}

/// ALTER SERVER ROLE where the server has it; else the procedure, which no transaction takes.
Result<> member(const Wish &wish, Script &script, const std::string &role, const std::string &name, bool add,
                const std::string &reason) {
  (void)wish;
  if (Result<> learnt = script.server().learn({principals}, script.call()); !learnt) return learnt;
  if (script.server().has(principals, "is_fixed_role")) {
    const std::string front = "ALTER SERVER ROLE " + quoted_name(role),
                      who = " MEMBER " + quoted_name(name) + ';';
    script.add(front + (add ? " ADD" : " DROP") + who, front + (add ? " DROP" : " ADD") + who, reason);
    return success();
  }
  const std::string arguments =
      " @loginame = " + quoted_text(name) + ", @rolename = " + quoted_text(role) + ';';
  script
      .add((add ? "EXEC sp_addsrvrolemember" : "EXEC sp_dropsrvrolemember") + arguments,
           (add ? "EXEC sp_dropsrvrolemember" : "EXEC sp_addsrvrolemember") + arguments, reason)
      .transactional = false;
  return success();
}

Result<> create_role(const Wish &wish, Script &script) {
  const std::string plain = wish.wanted("name").text();
  if (plain.empty()) return wish.refuse("name", "a name", "none");
  if (wish.wanted("fixed").flag()) return wish.refuse("fixed", "a user-defined role", "a fixed one");
  if (Result<> learnt = script.server().learn({principals}, script.call()); !learnt) return learnt;
  if (!script.server().has(principals, "is_fixed_role"))
    return Error(Status::unsupported, "server role " + quoted_name(plain) + " cannot be created here",
                 "a server with user-defined server roles", "one that has fixed roles only",
                 "leave the role out, or transfer to a newer server");
  std::string text = "CREATE SERVER ROLE " + quoted_name(plain);
  if (!wish.wanted("owner").null()) text += " AUTHORIZATION " + quoted_name(wish.wanted("owner").text());
  ScriptBatch &create = script.add(text + ';', "DROP SERVER ROLE " + quoted_name(plain) + ';');
  create.creates = "ServerRole " + plain;
  if (!wish.wanted("owner").null()) create.needs = "Login " + wish.wanted("owner").text();
  Result<std::vector<std::string>> members = wish.names(true, "members");
  if (!members) return std::move(members).error();
  for (const std::string &name : *members)
    if (Result<> added = member(wish, script, plain, name, true, "member at the source"); !added)
      return added;
  return success();
}

Result<> change_role(const Wish &wish, Script &script) {
  const std::string plain = wish.current("name").text();
  const bool fixed = wish.current("fixed").flag();
  if (wish.differs("owner") && !fixed) {
    const std::string front = "ALTER AUTHORIZATION ON SERVER ROLE::" + quoted_name(plain) + " TO ";
    script.add(front + quoted_name(wish.wanted("owner").text()) + ';',
               wish.current("owner").null() ? std::string()
                                            : front + quoted_name(wish.current("owner").text()) + ';',
               "owner as wanted");
  }
  if (wish.wanted("members").null()) return success();
  Result<std::vector<std::string>> wanted = wish.names(true, "members");
  if (!wanted) return std::move(wanted).error();
  Result<std::vector<std::string>> current = wish.names(false, "members");
  if (!current) return std::move(current).error();
  for (const std::string &name : *current)
    if (std::find(wanted->begin(), wanted->end(), name) == wanted->end())
      if (Result<> done = member(wish, script, plain, name, false, "no member as wanted"); !done) return done;
  for (const std::string &name : *wanted)
    if (std::find(current->begin(), current->end(), name) == current->end())
      if (Result<> done = member(wish, script, plain, name, true, "member at the source"); !done) return done;
  return success();
}

Result<> drop_role(const Wish &wish, Script &script) {
  const std::string plain = wish.current("name").text();
  if (wish.current("fixed").flag()) return wish.refuse("fixed", "a user-defined role", "a fixed one");
  Result<std::vector<std::string>> members = wish.names(false, "members");
  if (!members) return std::move(members).error();
  for (const std::string &name : *members)
    if (Result<> done = member(wish, script, plain, name, false, "its role is dropped"); !done) return done;
  std::string undo = "CREATE SERVER ROLE " + quoted_name(plain);
  if (!wish.current("owner").null()) undo += " AUTHORIZATION " + quoted_name(wish.current("owner").text());
  script.add("DROP SERVER ROLE " + quoted_name(plain) + ';', undo + ';');
  return success();
}

}  // namespace

const Kind &kind_server_role() {
  static const Kind kind = {"ServerRole", {"name", "fixed", "owner", "members"},
                            {"name"},     &list_roles,
                            &missing,     &create_role,
                            &change_role, &drop_role};
  return kind;
}

}  // namespace gantry::smo
