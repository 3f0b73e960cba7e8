// Operator: whom SQL Server Agent tells, and when.
#include "plugins/smo/agent-object.hpp"

namespace gantry::smo {
namespace {

const AgentColumns &columns() {
  static const AgentColumns all = {
      {"name", "t.name", ""},
      {"id", "t.id", "", AgentForm::number},
      {"enabled", "t.enabled", "enabled", AgentForm::flag},
      {"email-address", "t.email_address", "email_address"},
      {"pager-address", "t.pager_address", "pager_address"},
      {"netsend-address", "t.netsend_address", "netsend_address"},
      {"pager-days", "t.pager_days", "pager_days", AgentForm::number},
      {"weekday-pager-start", "t.weekday_pager_start_time", "weekday_pager_start_time", AgentForm::number},
      {"weekday-pager-end", "t.weekday_pager_end_time", "weekday_pager_end_time", AgentForm::number},
      {"saturday-pager-start", "t.saturday_pager_start_time", "saturday_pager_start_time", AgentForm::number},
      {"saturday-pager-end", "t.saturday_pager_end_time", "saturday_pager_end_time", AgentForm::number},
      {"sunday-pager-start", "t.sunday_pager_start_time", "sunday_pager_start_time", AgentForm::number},
      {"sunday-pager-end", "t.sunday_pager_end_time", "sunday_pager_end_time", AgentForm::number},
      {"category", "c.name", "category_name"}};
  return all;
}

Result<Table> list(Server &server, const ListRequest &request, Call call) {
  if (Result<> learnt = learn_agent(server, {"sysoperators"}, call); !learnt)
    return std::move(learnt).error();
  std::string sql = "SELECT " + agent_select(server, "sysoperators", columns()) +
                    " FROM msdb.dbo.sysoperators AS t LEFT JOIN msdb.dbo.syscategories AS c ON "
                    "c.category_id = t.category_id";
  if (const std::string condition = request.condition("t.name"); !condition.empty())
    sql += " WHERE " + condition;
  Result<std::vector<Table>> tables = query_agent(server, sql + " ORDER BY t.name;", 1, call);
  if (!tables) return std::move(tables).error();
  name_columns((*tables)[0], columns());
  return std::move((*tables)[0]);
}

Result<std::vector<MissingRight>> missing(Server &server, const std::string &, Call call) {
  return missing_agent_rights(server, {"sysoperators", "syscategories"}, call);
}

Result<> create(const Wish &wish, Script &script) {
  const std::string name = wish.wanted("name").text();
  if (name.empty()) return wish.refuse("name", "a name", "none");
  script
      .add(ProcedureCall("sp_add_operator").text("name", name).all(columns(), wish).done(),
           ProcedureCall("sp_delete_operator").text("name", name).done())
      .creates = "Operator " + name;
  return success();
}

Result<> change(const Wish &wish, Script &script) {
  const std::string name = wish.current("name").text();
  add_update(wish, script, columns(), ProcedureCall("sp_update_operator").text("name", name), "as wanted");
  return success();
}

Result<> drop(const Wish &wish, Script &script) {
  const std::string name = wish.current("name").text();
  ProcedureCall back("sp_add_operator");
  back.text("name", name);
  for (const AgentColumn &column : columns())
    if (!column.argument.empty() && !wish.current(column.column).null())
      back.value(column, wish.current(column.column));
  script.add(ProcedureCall("sp_delete_operator").text("name", name).done(), back.done());
  return success();
}

}  // namespace

const Kind &kind_operator() {
  static const Kind kind = {"Operator", column_names(columns()), {"name"}, &list, &missing, &create, &change,
                            &drop};
  return kind;
}

}  // namespace gantry::smo
