// Alert: what starts a job or tells operators when something happens.
#include "plugins/smo/agent-object.hpp"

namespace gantry::smo {
namespace {

const AgentColumns &columns() {
  // WMI alerts (event 8) keep namespace and query where the others keep database and condition.
  static const AgentColumns all = {
      {"name", "t.name", ""},
      {"id", "t.id", "", AgentForm::number},
      {"enabled", "t.enabled", "enabled", AgentForm::flag},
      {"message-id", "t.message_id", "message_id", AgentForm::number},
      {"severity", "t.severity", "severity", AgentForm::number},
      {"delay", "t.delay_between_responses", "delay_between_responses", AgentForm::number},
      {"notification-message", "t.notification_message", "notification_message"},
      {"include-event-description", "t.include_event_description", "include_event_description_in",
       AgentForm::number},
      {"database", "CASE WHEN t.event_id = 8 THEN NULL ELSE t.database_name END", "database_name"},
      {"keyword", "t.event_description_keyword", "event_description_keyword"},
      {"performance-condition", "CASE WHEN t.event_id = 8 THEN NULL ELSE t.performance_condition END",
       "performance_condition"},
      {"wmi-namespace", "CASE WHEN t.event_id = 8 THEN t.database_name END", "wmi_namespace"},
      {"wmi-query", "CASE WHEN t.event_id = 8 THEN t.performance_condition END", "wmi_query"},
      {"snmp-trap", "(t.flags & 1)", "raise_snmp_trap", AgentForm::flag},
      {"category", "c.name", "category_name"},
      {"job", "j.name", ""}};
  return all;
}

struct Way {
  const char *column;
  int bit;  ///< of sysnotifications.notification_method
};
constexpr Way ways[] = {{"notify-email", 1}, {"notify-pager", 2}, {"notify-netsend", 4}};

Result<Table> list(Server &server, const ListRequest &request, Call call) {
  if (Result<> learnt = learn_agent(server, {"sysalerts"}, call); !learnt) return std::move(learnt).error();
  std::string condition = request.condition("t.name");
  if (!condition.empty()) condition = " WHERE " + condition;
  const std::string sql =
      "SELECT " + agent_select(server, "sysalerts", columns()) +
      " FROM msdb.dbo.sysalerts AS t LEFT JOIN msdb.dbo.syscategories AS c ON c.category_id = t.category_id "
      "LEFT JOIN msdb.dbo.sysjobs AS j ON j.job_id = t.job_id" +
      condition +
      " ORDER BY t.name;\nSELECT n.alert_id, n.notification_method, o.name FROM msdb.dbo.sysnotifications AS "
      "n "
      "JOIN msdb.dbo.sysoperators AS o ON o.id = n.operator_id;";
  Result<std::vector<Table>> tables = query_agent(server, sql, 2, call);
  if (!tables) return std::move(tables).error();
  Table &table = (*tables)[0];
  const Table &notifications = (*tables)[1];
  name_columns(table, columns());
  const auto id = static_cast<std::size_t>(table.column("id"));
  for (const Way &way : ways) {
    Table some;
    some.columns = notifications.columns;
    for (std::size_t row = 0; row < notifications.rows.size(); ++row)
      if (notifications.at(row, "notification_method").number() & way.bit)
        some.rows.push_back(notifications.rows[row]);
    const ListsById operators(some, "alert_id", "name");
    table.columns.emplace_back(way.column);
    for (std::vector<Cell> &row : table.rows) row.emplace_back(operators.text(row[id]));
  }
  return std::move(table);
}

Result<std::vector<MissingRight>> missing(Server &server, const std::string &, Call call) {
  return missing_agent_rights(
      server, {"sysalerts", "sysnotifications", "sysoperators", "syscategories", "sysjobs"}, call);
}

/// Which ways each operator is told, as the bits of a notification method.
Result<std::map<std::string, int>> notifications(const Wish &wish, bool of_wanted) {
  std::map<std::string, int> methods;
  for (const Way &way : ways) {
    const Cell &cell = of_wanted ? wish.wanted(way.column) : wish.current(way.column);
    if (cell.null()) continue;
    Result<std::vector<std::string>> names = wish.names(of_wanted, way.column);
    if (!names) return std::move(names).error();
    for (const std::string &name : *names) methods[name] |= way.bit;
  }
  return methods;
}

std::string notification_text(const char *procedure, const std::string &alert, const std::string &name,
                              int method) {
  ProcedureCall text(procedure);
  text.text("alert_name", alert).text("operator_name", name);
  if (method) text.number("notification_method", method);
  return text.done();
}

Result<> change_notifications(const Wish &wish, Script &script, const std::string &alert) {
  if (wish.wanted("notify-email").null()) return success();
  Result<std::map<std::string, int>> wanted = notifications(wish, true), current = notifications(wish, false);
  if (!wanted) return std::move(wanted).error();
  if (!current) return std::move(current).error();
  constexpr const char *add = "sp_add_notification", *update = "sp_update_notification",
                       *remove = "sp_delete_notification";
  for (const auto &[name, method] : *current)
    if (!wanted->count(name))
      script.add(notification_text(remove, alert, name, 0), notification_text(add, alert, name, method),
                 "not told as wanted");
  for (const auto &[name, method] : *wanted) {
    const auto there = current->find(name);
    if (there == current->end())
      script.add(notification_text(add, alert, name, method), notification_text(remove, alert, name, 0),
                 "told as wanted");
    else if (there->second != method)
      script.add(notification_text(update, alert, name, method),
                 notification_text(update, alert, name, there->second), "told as wanted");
  }
  return success();
}

/// The job that it starts; none is said by an id of zeros.
void start_job(ProcedureCall &text, const Cell &job) {
  if (job.text().empty())
    text.text("job_id", "00000000-0000-0000-0000-000000000000");
  else
    text.text("job_name", job.text());
}

Result<> create(const Wish &wish, Script &script) {
  const std::string name = wish.wanted("name").text();
  if (name.empty()) return wish.refuse("name", "a name", "none");
  ProcedureCall add("sp_add_alert");
  add.text("name", name).all(columns(), wish);
  if (!wish.wanted("job").text().empty()) start_job(add, wish.wanted("job"));
  script.add(add.done(), ProcedureCall("sp_delete_alert").text("name", name).done()).creates =
      "Alert " + name;
  return change_notifications(wish, script, name);
}

Result<> change(const Wish &wish, Script &script) {
  const std::string name = wish.current("name").text();
  const bool other_job = wish.differs("job");
  const auto text = [&](bool back) {
    ProcedureCall update("sp_update_alert");
    update.text("name", name).differences(columns(), wish, back);
    if (other_job) start_job(update, back ? wish.current("job") : wish.wanted("job"));
    return update.has_arguments() || other_job ? update.done() : std::string();
  };
  if (const std::string update = text(false); !update.empty()) script.add(update, text(true), "as wanted");
  return change_notifications(wish, script, name);
}

Result<> drop(const Wish &wish, Script &script) {
  const std::string name = wish.current("name").text();
  ProcedureCall back("sp_add_alert");
  back.text("name", name);
  for (const AgentColumn &column : columns())
    if (!column.argument.empty() && !wish.current(column.column).text().empty())
      back.value(column, wish.current(column.column));
  if (!wish.current("job").text().empty()) start_job(back, wish.current("job"));
  script.add(ProcedureCall("sp_delete_alert").text("name", name).done(), back.done());
  return success();
}

}  // namespace

const Kind &kind_alert() {
  static const Kind kind = {
      "Alert",  column_names(columns(), {"notify-email", "notify-pager", "notify-netsend"}),
      {"name"}, &list,
      &missing, &create,
      &change,  &drop};
  return kind;
}

}  // namespace gantry::smo
