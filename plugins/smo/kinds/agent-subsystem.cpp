// AgentSubsystem: what job steps can be made of on this server. Listed only.
#include "plugins/smo/agent-object.hpp"

namespace gantry::smo {
namespace {

const AgentColumns &columns() {
  static const AgentColumns all = {{"name", "t.subsystem", ""},
                                   {"id", "t.subsystem_id", "", AgentForm::number}};
  return all;
}

Result<Table> list(Server &server, const ListRequest &request, Call call) {
  if (Result<> learnt = learn_agent(server, {"syssubsystems"}, call); !learnt)
    return std::move(learnt).error();
  std::string sql =
      "SELECT " + agent_select(server, "syssubsystems", columns()) + " FROM msdb.dbo.syssubsystems AS t";
  if (const std::string condition = request.condition("t.subsystem"); !condition.empty())
    sql += " WHERE " + condition;
  Result<std::vector<Table>> tables = query_agent(server, sql + " ORDER BY t.subsystem_id;", 1, call);
  if (!tables) return std::move(tables).error();
  name_columns((*tables)[0], columns());
  return std::move((*tables)[0]);
}

Result<std::vector<MissingRight>> missing(Server &server, const std::string &, Call call) {
  return missing_agent_rights(server, {"syssubsystems"}, call);
}

}  // namespace

const Kind &kind_agent_subsystem() {
  static const Kind kind = {
      "AgentSubsystem", column_names(columns()), {"name"}, &list, &missing, nullptr, nullptr, nullptr};
  return kind;
}

}  // namespace gantry::smo
