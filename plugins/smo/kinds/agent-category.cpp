// AgentCategory: what jobs, alerts and operators are filed under.
#include "plugins/smo/agent-object.hpp"

namespace gantry::smo {
namespace {

const AgentColumns &columns() {
  static const AgentColumns all = {
      {"name", "t.name", ""},
      {"class", "CASE t.category_class WHEN 1 THEN N'JOB' WHEN 2 THEN N'ALERT' ELSE N'OPERATOR' END", ""},
      {"type", "CASE t.category_type WHEN 1 THEN N'LOCAL' WHEN 2 THEN N'MULTI-SERVER' ELSE N'NONE' END", ""},
      {"id", "t.category_id", "", AgentForm::number}};
  return all;
}

Result<Table> list(Server &server, const ListRequest &request, Call call) {
  if (Result<> learnt = learn_agent(server, {"syscategories"}, call); !learnt)
    return std::move(learnt).error();
  std::string sql =
      "SELECT " + agent_select(server, "syscategories", columns()) + " FROM msdb.dbo.syscategories AS t";
  if (const std::string condition = request.condition("t.name"); !condition.empty())
    sql += " WHERE " + condition;
  Result<std::vector<Table>> tables = query_agent(server, sql + " ORDER BY t.category_id;", 1, call);
  if (!tables) return std::move(tables).error();
  name_columns((*tables)[0], columns());
  return std::move((*tables)[0]);
}

Result<std::vector<MissingRight>> missing(Server &server, const std::string &, Call call) {
  return missing_agent_rights(server, {"syscategories"}, call);
}

std::string add_text(const std::string &of_class, const std::string &type, const std::string &name) {
  return ProcedureCall("sp_add_category")
      .text("class", of_class)
      .text("type", type)
      .text("name", name)
      .done();
}

std::string delete_text(const std::string &of_class, const std::string &name) {
  return ProcedureCall("sp_delete_category").text("class", of_class).text("name", name).done();
}

Result<> create(const Wish &wish, Script &script) {
  const std::string name = wish.wanted("name").text(), of_class = wish.wanted("class").text();
  if (name.empty()) return wish.refuse("name", "a name", "none");
  if (of_class != "JOB" && of_class != "ALERT" && of_class != "OPERATOR")
    return wish.refuse("class", "JOB, ALERT or OPERATOR", of_class.empty() ? "none" : of_class);
  // Alerts and operators know the type NONE only, jobs the two others.
  const std::string type = of_class != "JOB"                              ? "NONE"
                           : wish.wanted("type").text() == "MULTI-SERVER" ? "MULTI-SERVER"
                                                                          : "LOCAL";
  script.add(add_text(of_class, type, name), delete_text(of_class, name)).creates =
      "AgentCategory " + of_class + ' ' + name;
  return success();
}

Result<> drop(const Wish &wish, Script &script) {
  const std::string name = wish.current("name").text(), of_class = wish.current("class").text();
  script.add(delete_text(of_class, name), add_text(of_class, wish.current("type").text(), name));
  return success();
}

}  // namespace

const Kind &kind_agent_category() {
  static const Kind kind = {
      "AgentCategory", column_names(columns()), {"class", "name"}, &list, &missing, &create, nullptr, &drop};
  return kind;
}

}  // namespace gantry::smo
