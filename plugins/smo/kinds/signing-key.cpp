// SigningKey: certificates and asymmetric keys of a database, by thumbprint: what modules are signed with.
#include "plugins/smo/database-kind.hpp"

namespace gantry::smo {
namespace {

Result<Table> list(Server &server, const ListRequest &request, Call call) {
  Table table;
  table.columns = {"class", "name", "thumbprint"};
  const std::pair<const char *, const char *> views[] = {{"CERTIFICATE", "certificates"},
                                                         {"ASYMMETRIC KEY", "asymmetric_keys"}};
  if (Result<> learnt = server.learn({"sys.certificates", "sys.asymmetric_keys"}, call); !learnt)
    return std::move(learnt).error();
  std::string sql;
  std::vector<const char *> classes;
  for (const auto &[type, view] : views) {
    if (!server.has(std::string("sys.") + view, "thumbprint")) continue;
    classes.push_back(type);
    sql += "SELECT k.name, k.thumbprint FROM " + catalogue_of(request.database) + view + " AS k";
    if (const std::string condition = request.condition("k.name"); !condition.empty())
      sql += " WHERE " + condition;
    sql += " ORDER BY k.name;\n";
  }
  if (classes.empty()) return table;
  Result<std::vector<Table>> tables = server.query_all(sql, call);
  if (!tables) return std::move(tables).error();
  for (std::size_t i = 0; i < tables->size() && i < classes.size(); ++i)
    for (const auto &row : (*tables)[i].rows) table.rows.push_back({Cell(classes[i]), row[0], row[1]});
  return table;
}

}  // namespace

const Kind &kind_signing_key() {
  static const Kind kind = {"SigningKey",
                            {"class", "name", "thumbprint"},
                            {"class", "name"},
                            &list,
                            &missing_database_rights,
                            nullptr,
                            nullptr,
                            nullptr};
  return kind;
}

}  // namespace gantry::smo
