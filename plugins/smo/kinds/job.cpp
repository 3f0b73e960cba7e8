// Job: the header, where it runs, and which schedules start it. Its steps are the kind JobStep.
#include <array>

#include "plugins/smo/agent-object.hpp"

namespace gantry::smo {
namespace {

const AgentColumns &columns() {
  static const AgentColumns all = {
      {"name", "t.name", ""},
      {"id", "t.job_id", ""},
      {"enabled", "t.enabled", "enabled", AgentForm::flag},
      {"description", "t.description", "description", AgentForm::text, true},
      {"start-step", "t.start_step_id", "start_step_id", AgentForm::number},
      {"category", "c.name", "category_name"},
      {"owner", "SUSER_SNAME(t.owner_sid)", "owner_login_name"},
      {"owner-sid", "t.owner_sid", "", AgentForm::binary},
      {"notify-level-eventlog", "t.notify_level_eventlog", "notify_level_eventlog", AgentForm::number},
      {"notify-level-email", "t.notify_level_email", "notify_level_email", AgentForm::number},
      {"notify-level-netsend", "t.notify_level_netsend", "notify_level_netsend", AgentForm::number},
      {"notify-level-page", "t.notify_level_page", "notify_level_page", AgentForm::number},
      {"notify-email-operator", "e.name", "notify_email_operator_name"},
      {"notify-netsend-operator", "n.name", "notify_netsend_operator_name"},
      {"notify-page-operator", "p.name", "notify_page_operator_name"},
      {"delete-level", "t.delete_level", "delete_level", AgentForm::number},
      {"from-master", "CASE WHEN t.originating_server_id <> 0 THEN 1 ELSE 0 END", "", AgentForm::flag}};
  return all;
}

constexpr const char *from =
    " FROM msdb.dbo.sysjobs AS t LEFT JOIN msdb.dbo.syscategories AS c ON c.category_id = t.category_id "
    "LEFT JOIN msdb.dbo.sysoperators AS e ON e.id = t.notify_email_operator_id "
    "LEFT JOIN msdb.dbo.sysoperators AS n ON n.id = t.notify_netsend_operator_id "
    "LEFT JOIN msdb.dbo.sysoperators AS p ON p.id = t.notify_page_operator_id";

/// Lists of the rows that belong to jobs: SELECT job_id, name. A server without the table has none.
struct Belonging {
  const char *column;
  std::initializer_list<const char *> tables;
  const char *select;
};
const Belonging &belonging(std::size_t index) {
  static const Belonging all[] = {
      {"servers",
       {"sysjobservers", "systargetservers"},
       "SELECT js.job_id, CASE WHEN js.server_id = 0 THEN N'(local)' ELSE s.server_name END AS name FROM "
       "msdb.dbo.sysjobservers AS js LEFT JOIN msdb.dbo.systargetservers AS s ON s.server_id = js.server_id"},
      {"schedules",
       {"sysjobschedules", "sysschedules"},
       "SELECT js.job_id, s.schedule_uid AS name FROM msdb.dbo.sysjobschedules AS js JOIN "
       "msdb.dbo.sysschedules AS s ON s.schedule_id = js.schedule_id"},
      {"maintenance-plans",
       {"sysmaintplan_subplans", "sysmaintplan_plans"},
       "SELECT s.job_id, m.name FROM msdb.dbo.sysmaintplan_subplans AS s JOIN msdb.dbo.sysmaintplan_plans AS "
       "m "
       "ON m.id = s.plan_id"},
      // A start of an earlier run of Agent has no end when Agent was stopped: only the last run counts.
      {"running-since",
       {"sysjobactivity", "syssessions"},
       "SELECT a.job_id, CONVERT(nvarchar(30), a.start_execution_date, 120) AS name FROM "
       "msdb.dbo.sysjobactivity AS a WHERE a.session_id = (SELECT MAX(x.session_id) FROM "
       "msdb.dbo.syssessions "
       "AS x) AND a.start_execution_date IS NOT NULL AND a.stop_execution_date IS NULL"}};
  return all[index];
}
constexpr std::size_t belongings = 4;

std::vector<std::string> all_columns() {
  std::vector<std::string> names = column_names(columns());
  for (std::size_t i = 0; i < belongings; ++i) names.emplace_back(belonging(i).column);
  return names;
}

Result<StoredList> list(Server &server, const ListRequest &request, Call call) {
  if (Result<> learnt =
          learn_agent(server,
                      {"sysjobs", "sysjobservers", "systargetservers", "sysjobschedules", "sysschedules",
                       "sysmaintplan_subplans", "sysmaintplan_plans", "sysjobactivity", "syssessions"},
                      call);
      !learnt)
    return std::move(learnt).error();
  // What belongs to jobs comes first: each job is then whole when its row arrives.
  std::string sql;
  std::vector<std::size_t> asked;
  for (std::size_t i = 0; i < belongings; ++i) {
    bool there = true;
    for (const char *table : belonging(i).tables) there = there && has_agent_table(server, table);
    if (!there) continue;
    asked.push_back(i);
    sql += std::string(belonging(i).select) + ";\n";
  }
  sql += "SELECT " + agent_select(server, "sysjobs", columns()) + from;
  if (const std::string condition = request.condition("t.name"); !condition.empty())
    sql += " WHERE " + condition;
  sql += " ORDER BY t.name;";
  StoredTable table(all_columns());
  const auto id = static_cast<std::size_t>(table.column("id"));
  std::array<ListsById, belongings> lists;
  const auto take = [&](std::size_t result, std::vector<Cell> &&row) {
    if (result < asked.size()) {
      lists[asked[result]].add(row[0], row[1]);
      return success();
    }
    fit_row(row, columns());
    for (const ListsById &list : lists) row.emplace_back(list.text(row[id]));
    return table.add(row);
  };
  if (Result<> read = read_agent(server, sql, asked.size() + 1, take, call); !read)
    return std::move(read).error();
  return StoredList{std::move(table), {}};
}

Result<std::vector<MissingRight>> missing(Server &server, const std::string &, Call call) {
  return missing_agent_rights(server,
                              {"sysjobs", "syscategories", "sysoperators", "sysjobservers", "sysjobschedules",
                               "sysschedules", "sysjobactivity", "syssessions?", "systargetservers?",
                               "sysmaintplan_subplans?", "sysmaintplan_plans?"},
                              call);
}

void target(Script &script, const std::string &job, const std::string &server, bool add, const char *reason) {
  const auto text = [&](bool adding) {
    return ProcedureCall(adding ? "sp_add_jobserver" : "sp_delete_jobserver")
        .text("job_name", job)
        .text("server_name", server)
        .done();
  };
  script.add(text(add), text(!add), reason).needs = "Job " + job;
}

void attach(Script &script, const std::string &job, const std::string &uid, bool attaching,
            const char *reason) {
  const auto text = [&](bool attached) {
    return schedule_by_uid(uid) + ProcedureCall(attached ? "sp_attach_schedule" : "sp_detach_schedule")
                                      .text("job_name", job)
                                      .raw("schedule_id", "@schedule_id")
                                      .done();
  };
  script.add(text(attaching), text(!attaching), reason).needs = "Schedule " + uid;
}

Result<> change_lists(const Wish &wish, Script &script, const std::string &job) {
  Result<ListChanges> servers = list_changes(wish, "servers");
  if (!servers) return std::move(servers).error();
  for (const std::string &server : servers->removed)
    target(script, job, server, false, "does not run there as wanted");
  for (const std::string &server : servers->added) target(script, job, server, true, "runs there");
  Result<ListChanges> schedules = list_changes(wish, "schedules");
  if (!schedules) return std::move(schedules).error();
  for (const std::string &uid : schedules->removed)
    attach(script, job, uid, false, "not one of its schedules; the schedule itself stays");
  for (const std::string &uid : schedules->added) attach(script, job, uid, true, "one of its schedules");
  return success();
}

/// Ends the batch with an error while the job runs.
std::string running_guard(const std::string &job) {
  return "IF EXISTS (SELECT 1 FROM msdb.dbo.sysjobactivity AS a JOIN msdb.dbo.sysjobs AS j ON j.job_id = "
         "a.job_id WHERE j.name = " +
         quoted_text(job) +
         " AND a.session_id = (SELECT MAX(x.session_id) FROM msdb.dbo.syssessions AS x) AND "
         "a.start_execution_date IS NOT NULL AND a.stop_execution_date IS NULL) BEGIN RAISERROR(N'The job "
         "runs now and is left as it is.', 16, 1); RETURN; END;";
}

Result<> create(const Wish &wish, Script &script) {
  const std::string name = wish.wanted("name").text();
  if (name.empty()) return wish.refuse("name", "a name", "none");
  script
      .add(ProcedureCall("sp_add_job").text("job_name", name).all(columns(), wish).done(),
           ProcedureCall("sp_delete_job").text("job_name", name).number("delete_unused_schedule", 0).done())
      .creates = "Job " + name;
  return change_lists(wish, script, name);
}

/// The option refuse-running=True gives a batch first that refuses to go on while the job runs: put it in
/// front of the first change, in the same batch, for a job can be started by hand at any time.
Result<> change(const Wish &wish, Script &script) {
  const std::string name = wish.current("name").text();
  if (script.option("refuse-running") == "True") script.add(running_guard(name), {}, "not while it runs");
  add_update(wish, script, columns(), ProcedureCall("sp_update_job").text("job_name", name), "as wanted");
  return change_lists(wish, script, name);
}

/// Its schedules stay; its history goes with it.
Result<> drop(const Wish &wish, Script &script) {
  const std::string name = wish.current("name").text();
  script.add(ProcedureCall("sp_delete_job").text("job_name", name).number("delete_unused_schedule", 0).done(),
             {}, "its job_id and its history go with it");
  return success();
}

}  // namespace

const Kind &kind_job() {
  static const Kind kind = {"Job", all_columns(), {"name"}, &list, &missing, &create, &change, &drop};
  return kind;
}

}  // namespace gantry::smo
