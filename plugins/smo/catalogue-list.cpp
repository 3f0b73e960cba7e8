#include "plugins/smo/catalogue-list.hpp"

namespace gantry::smo {

Result<Table> list_catalogue(Server &server, const CatalogueList &source, const ListRequest &request,
                             Call call) {
  Table table;
  table.columns = names_of(source);
  if (Result<> learnt = server.learn({std::string(source.view)}, call); !learnt)
    return std::move(learnt).error();
  if (!server.has(source.view)) return table;
  std::string sql = "SELECT ";
  for (const CatalogueColumn &column : source.columns) {
    if (&column != source.columns.data()) sql += ", ";
    sql.append(column.expression);
  }
  sql.append(" FROM ").append(source.view).append(" AS v");
  const char *front = " WHERE ";
  for (const std::string &condition : {std::string(source.where), request.condition("v.name")}) {
    if (condition.empty()) continue;
    sql += front + condition;
    front = " AND ";
  }
  Result<Table> answer = server.query(sql + " ORDER BY v.name;", call);
  if (!answer) return answer;
  table.rows = std::move(answer->rows);
  return table;
}

std::vector<std::string> names_of(const CatalogueList &source) {
  std::vector<std::string> names;
  for (const CatalogueColumn &column : source.columns) names.emplace_back(column.name);
  return names;
}

}  // namespace gantry::smo
