// ServerPermission: every class of securable of the server, with grantor and grant option.
#include "plugins/smo/permission-text.hpp"

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
    const std::string state = permission_state(source.at(i, "state").text());
    if (state.empty()) continue;  // REVOKE rows exist for columns only
    table.rows.push_back({Cell(type), Cell(securable), source.at(i, "permission_name"), Cell(state),
                          source.at(i, "grantee"), source.at(i, "grantor")});
  }
  return table;
}

Result<std::vector<MissingRight>> missing(Server &server, const std::string &, Call call) {
  return missing_server_rights(server, {}, call);
}

Result<> check(const Wish &wish, bool of_wanted) {
  if (Result<> fine = check_permission(wish, of_wanted); !fine) return fine;
  const std::string type = of_wanted ? wish.wanted("class").text() : wish.current("class").text();
  for (const char *known : {"SERVER", "LOGIN", "SERVER ROLE", "ENDPOINT", "AVAILABILITY GROUP"})
    if (type == known) return success();
  return wish.refuse("class", "SERVER, LOGIN, SERVER ROLE, ENDPOINT or AVAILABILITY GROUP", type);
}

PermissionText text_of(const Wish &wish, bool of_wanted) {
  const auto cell = [&](const char *column) {
    return of_wanted ? wish.wanted(column) : wish.current(column);
  };
  const std::string type = cell("class").text();
  return {cell("permission").text(),
          type == "SERVER" ? std::string() : " ON " + type + "::" + quoted_name(cell("securable").text()),
          cell("grantee").text(), cell("grantor")};
}

Result<> create(const Wish &wish, Script &script) {
  if (Result<> fine = check(wish, true); !fine) return fine;
  return give_permission(wish, script, text_of(wish, true));
}

Result<> change(const Wish &wish, Script &script) {
  if (Result<> fine = check(wish, false); !fine) return fine;
  return change_permission(wish, script, text_of(wish, false));
}

Result<> drop(const Wish &wish, Script &script) {
  if (Result<> fine = check(wish, false); !fine) return fine;
  return take_permission(wish, script, text_of(wish, false));
}

}  // namespace

const Kind &kind_server_permission() {
  static const Kind kind = {"ServerPermission",
                            {"class", "securable", "permission", "state", "grantee", "grantor"},
                            {"class", "securable", "permission", "grantee", "grantor"},
                            &list_permissions,
                            &missing,
                            &create,
                            &change,
                            &drop};
  return kind;
}

}  // namespace gantry::smo
