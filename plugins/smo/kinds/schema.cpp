// Schema: name and owner.
#include "plugins/smo/database-kind.hpp"

namespace gantry::smo {
namespace {

Result<Table> list(Server &server, const ListRequest &request, Call call) {
  const std::string sys = catalogue_of(request.database);
  std::string sql = "SELECT s.name, u.name AS owner_name FROM " + sys + "schemas AS s LEFT JOIN " + sys +
                    "database_principals AS u ON u.principal_id = s.principal_id";
  if (const std::string condition = request.condition("s.name"); !condition.empty())
    sql += " WHERE " + condition;
  Result<Table> source = server.query(sql + " ORDER BY s.name;", call);
  if (source) source->columns = {"name", "owner"};
  return source;
}

}  // namespace

const Kind &kind_schema() {
  static const Kind kind = {"Schema", {"name", "owner"}, {"name"}, &list, &missing_database_rights,
                            nullptr,  nullptr,           nullptr};
  return kind;
}

}  // namespace gantry::smo
