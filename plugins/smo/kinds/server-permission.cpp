// ServerPermission: every class of securable of the server, with grantor and grant option.
#include "plugins/smo/kind.hpp"

namespace gantry::smo {
namespace {

constexpr const char *permissions = "sys.server_permissions";
constexpr const char *replicas = "sys.availability_replicas";
constexpr const char *groups = "sys.availability_groups";

Result<Table> list_permissions(Server &server, const ListRequest &request, Call call) {
  if (Result<> learnt = server.learn({permissions, "sys.endpoints", replicas, groups}, call); !learnt)
    return std::move(learnt).error();
  Table table;
  table.columns = {"class", "securable", "permission", "state", "grantee", "grantor"};
  if (!server.has(permissions)) return table;
  std::string sql =
      "SELECT p.class, p.major_id, p.permission_name, p.state, g.name AS grantee, r.name AS grantor FROM "
      "sys.server_permissions AS p JOIN sys.server_principals AS g ON g.principal_id = "
      "p.grantee_principal_id LEFT JOIN sys.server_principals AS r ON r.principal_id = "
      "p.grantor_principal_id";
  if (const std::string condition = request.condition("g.name"); !condition.empty())
    sql += " WHERE " + condition;
  sql += " ORDER BY g.name, p.class, p.major_id, p.permission_name;\n";
  sql += "SELECT principal_id, type, name FROM sys.server_principals;\n";
  const bool endpoints = server.has("sys.endpoints"),
             availability = server.has(replicas) && server.has(groups);
  if (endpoints) sql += "SELECT endpoint_id, name FROM sys.endpoints;\n";
  if (availability)
    sql +=
        "SELECT r.replica_metadata_id, g.name FROM sys.availability_replicas AS r JOIN "
        "sys.availability_groups AS g ON g.group_id = r.group_id;\n";
  Result<std::vector<Table>> tables = server.query_all(sql, call);
  if (!tables) return std::move(tables).error();
  const std::size_t expected = 2U + (endpoints ? 1U : 0U) + (availability ? 1U : 0U);
  if (tables->size() != expected)
    return Error(Status::data, "the server permissions could not be listed",
                 std::to_string(expected) + " results", std::to_string(tables->size()),
                 "check that the server speaks T-SQL");
  std::map<std::string, std::pair<std::string, std::string>> principals;  // id: class, name
  for (const auto &row : (*tables)[1].rows)
    principals[row[0].text()] = {row[1].text().substr(0, 1) == "R" ? "SERVER ROLE" : "LOGIN", row[2].text()};
  std::map<std::string, std::string> endpoint_names, group_names;
  if (endpoints)
    for (const auto &row : (*tables)[2].rows) endpoint_names[row[0].text()] = row[1].text();
  if (availability)
    for (const auto &row : tables->back().rows) group_names[row[0].text()] = row[1].text();

  const Table &source = (*tables)[0];
  for (std::size_t i = 0; i < source.rows.size(); ++i) {
    const std::string id = source.at(i, "major_id").text();
    std::string type, securable;
    switch (source.at(i, "class").number()) {
      case 100: type = "SERVER"; break;
      case 101:
        type = principals[id].first;
        securable = principals[id].second;
        break;
      case 105:
        type = "ENDPOINT";
        securable = endpoint_names[id];
        break;
      case 108:
        type = "AVAILABILITY GROUP";
        securable = group_names[id];
        break;
      default: continue;  // a class this version does not know
    }
    if (type != "SERVER" && securable.empty()) continue;  // its securable is gone or cannot be seen
    const std::string state = source.at(i, "state").text().substr(0, 1);
    if (state == "R") continue;  // REVOKE rows exist for columns only
    table.rows.push_back({Cell(type), Cell(securable), source.at(i, "permission_name"),
                          Cell(state == "D"   ? "DENY"
                               : state == "W" ? "GRANT_WITH_GRANT_OPTION"
                                              : "GRANT"),
                          source.at(i, "grantee"), source.at(i, "grantor")});
  }
  return table;
}

Result<std::vector<MissingRight>> missing(Server &server, const std::string &, Call call) {
  return missing_server_rights(server, {}, call);
}

/// Permission names go into the statement unquoted, so nothing but capital letters and spaces may be in one.
Result<> check(const Wish &wish, bool of_wanted) {
  const auto cell = [&](const char *column) {
    return of_wanted ? wish.wanted(column) : wish.current(column);
  };
  const std::string permission = cell("permission").text();
  for (const char c : permission)
    if ((c < 'A' || c > 'Z') && c != ' ')
      return wish.refuse("permission", "capital letters and spaces", "another character");
  if (permission.empty()) return wish.refuse("permission", "a permission's name", "none");
  if (cell("grantee").text().empty()) return wish.refuse("grantee", "a login or server role", "none");
  const std::string type = cell("class").text();
  for (const char *known : {"SERVER", "LOGIN", "SERVER ROLE", "ENDPOINT", "AVAILABILITY GROUP"})
    if (type == known) return success();
  return wish.refuse("class", "SERVER, LOGIN, SERVER ROLE, ENDPOINT or AVAILABILITY GROUP", type);
}

std::string on_securable(const Cell &type, const Cell &securable) {
  return type.text() == "SERVER" ? std::string()
                                 : " ON " + type.text() + "::" + quoted_name(securable.text());
}

std::string as_grantor(const Cell &grantor) {
  return grantor.null() ? std::string() : " AS " + quoted_name(grantor.text());
}

/// The statement that brings a state about.
std::string give(const Cell &state, const Cell &permission, const Cell &type, const Cell &securable,
                 const Cell &grantee, const Cell &grantor) {
  const bool deny = state.text() == "DENY";
  return (deny ? "DENY " : "GRANT ") + permission.text() + on_securable(type, securable) + " TO " +
         quoted_name(grantee.text()) +
         (state.text() == "GRANT_WITH_GRANT_OPTION" ? " WITH GRANT OPTION" : "") + as_grantor(grantor) + ';';
}

std::string take(const Cell &state, const Cell &permission, const Cell &type, const Cell &securable,
                 const Cell &grantee, const Cell &grantor) {
  // What was given on with the grant option goes with it.
  return "REVOKE " + permission.text() + on_securable(type, securable) + " FROM " +
         quoted_name(grantee.text()) + (state.text() == "GRANT_WITH_GRANT_OPTION" ? " CASCADE" : "") +
         as_grantor(grantor) + ';';
}

Result<> create_permission(const Wish &wish, Script &script) {
  if (Result<> fine = check(wish, true); !fine) return fine;
  const Cell &state = wish.wanted("state"), &permission = wish.wanted("permission"),
             &type = wish.wanted("class"), &securable = wish.wanted("securable"),
             &grantee = wish.wanted("grantee"), &grantor = wish.wanted("grantor");
  const std::string text = state.text();
  if (text != "GRANT" && text != "DENY" && text != "GRANT_WITH_GRANT_OPTION")
    return wish.refuse("state", "GRANT, DENY or GRANT_WITH_GRANT_OPTION", text.empty() ? "none" : text);
  script.add(give(state, permission, type, securable, grantee, grantor),
             take(state, permission, type, securable, grantee, grantor), {});
  return success();
}

Result<> change_permission(const Wish &wish, Script &script) {
  if (Result<> fine = check(wish, false); !fine) return fine;
  if (!wish.differs("state")) return success();
  const Cell &permission = wish.current("permission"), &type = wish.current("class"),
             &securable = wish.current("securable"), &grantee = wish.current("grantee"),
             &grantor = wish.current("grantor"), &was = wish.current("state");
  const std::string undo = give(was, permission, type, securable, grantee, grantor);
  if (was.text() == "GRANT_WITH_GRANT_OPTION")
    script.add("REVOKE GRANT OPTION FOR " + permission.text() + on_securable(type, securable) + " FROM " +
                   quoted_name(grantee.text()) + " CASCADE" + as_grantor(grantor) + ';',
               undo, "without the right to give it on");
  if (!(was.text() == "GRANT_WITH_GRANT_OPTION" && wish.wanted("state").text() == "GRANT"))
    script.add(give(wish.wanted("state"), permission, type, securable, grantee, grantor), undo,
               "state as at the source");
  return success();
}

Result<> drop_permission(const Wish &wish, Script &script) {
  if (Result<> fine = check(wish, false); !fine) return fine;
  const Cell &state = wish.current("state"), &permission = wish.current("permission"),
             &type = wish.current("class"), &securable = wish.current("securable"),
             &grantee = wish.current("grantee"), &grantor = wish.current("grantor");
  script.add(take(state, permission, type, securable, grantee, grantor),
             give(state, permission, type, securable, grantee, grantor), {});
  return success();
}

}  // namespace

const Kind &kind_server_permission() {
  static const Kind kind = {"ServerPermission",
                            {"class", "securable", "permission", "state", "grantee", "grantor"},
                            {"class", "securable", "permission", "grantee", "grantor"},
                            &list_permissions,
                            &missing,
                            &create_permission,
                            &change_permission,
                            &drop_permission};
  return kind;
}

}  // namespace gantry::smo
