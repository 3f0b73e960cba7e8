// DatabasePrincipal: users and roles of a database: whom permissions can be given to.
#include "plugins/smo/database-kind.hpp"

namespace gantry::smo {
namespace {

Result<Table> list(Server &server, const ListRequest &request, Call call) {
  std::string sql =
      "SELECT u.name, u.type FROM " + catalogue_of(request.database) + "database_principals AS u";
  if (const std::string condition = request.condition("u.name"); !condition.empty())
    sql += " WHERE " + condition;
  Result<Table> source = server.query(sql + " ORDER BY u.name;", call);
  if (!source) return source;
  source->columns = {"name", "type"};
  for (auto &row : source->rows) row[1] = Cell(row[1].text().substr(0, 1));
  return source;
}

}  // namespace

const Kind &kind_database_principal() {
  static const Kind kind = {"DatabasePrincipal",      {"name", "type"}, {"name"}, &list,
                            &missing_database_rights, nullptr,          nullptr,  nullptr};
  return kind;
}

}  // namespace gantry::smo
