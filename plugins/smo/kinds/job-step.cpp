// JobStep: one step of a job, by its number. Numbers have no gaps: the server closes them.
#include "plugins/smo/agent-object.hpp"

namespace gantry::smo {
namespace {

const AgentColumns &columns() {
  static const AgentColumns all = {
      {"job", "j.name", ""},
      {"id", "t.step_id", "", AgentForm::number},
      {"step", "t.step_name", "step_name"},
      {"subsystem", "t.subsystem", "subsystem"},
      {"command", "t.command", "command"},
      {"additional-parameters", "t.additional_parameters", "additional_parameters"},
      {"success-code", "t.cmdexec_success_code", "cmdexec_success_code", AgentForm::number},
      {"on-success", "t.on_success_action", "on_success_action", AgentForm::number},
      {"on-success-step", "t.on_success_step_id", "on_success_step_id", AgentForm::number},
      {"on-failure", "t.on_fail_action", "on_fail_action", AgentForm::number},
      {"on-failure-step", "t.on_fail_step_id", "on_fail_step_id", AgentForm::number},
      {"server", "t.server", "server"},
      // What the procedures make of a missing name.
      {"database",
       "CASE WHEN t.subsystem = N'TSQL' AND ISNULL(t.database_name, N'') = N'' THEN N'master' ELSE "
       "t.database_name END",
       "database_name"},
      {"database-user", "t.database_user_name", "database_user_name"},
      {"retry-attempts", "t.retry_attempts", "retry_attempts", AgentForm::number},
      {"retry-interval", "t.retry_interval", "retry_interval", AgentForm::number},
      {"priority", "t.os_run_priority", "os_run_priority", AgentForm::number},
      {"output-file", "t.output_file_name", "output_file_name"},
      {"flags", "t.flags", "flags", AgentForm::number},
      {"proxy", "p.name", "proxy_name"}};
  return all;
}

/// The request's names are those of jobs.
Result<StoredList> list(Server &server, const ListRequest &request, Call call) {
  if (Result<> learnt = learn_agent(server, {"sysjobsteps", "sysproxies"}, call); !learnt)
    return std::move(learnt).error();
  AgentColumns readable = columns();
  std::string from = " FROM msdb.dbo.sysjobsteps AS t JOIN msdb.dbo.sysjobs AS j ON j.job_id = t.job_id";
  if (has_agent_table(server, "sysproxies"))
    from += " LEFT JOIN msdb.dbo.sysproxies AS p ON p.proxy_id = t.proxy_id";
  else
    readable.back().expression = "NULL";
  std::string sql = "SELECT " + agent_select(server, "sysjobsteps", readable) + from;
  if (const std::string condition = request.condition("j.name"); !condition.empty())
    sql += " WHERE " + condition;
  StoredTable table(column_names(columns()));
  const auto take = [&](std::size_t, std::vector<Cell> &&row) {
    fit_row(row, columns());
    return table.add(row);
  };
  if (Result<> read = read_agent(server, sql + " ORDER BY j.name, t.step_id;", 1, take, call); !read)
    return std::move(read).error();
  return StoredList{std::move(table), {}};
}

Result<std::vector<MissingRight>> missing(Server &server, const std::string &, Call call) {
  return missing_agent_rights(server, {"sysjobsteps", "sysjobs", "sysproxies"}, call);
}

std::string add_text(const Cell &job, const Cell &id, const AgentColumns &values, const Wish &wish,
                     bool back) {
  ProcedureCall procedure("sp_add_jobstep");
  procedure.text("job_name", job.text()).number("step_id", id.number());
  if (!back) return procedure.all(values, wish).done();
  for (const AgentColumn &column : values)
    if (!column.argument.empty() && !wish.current(column.column).text().empty())
      procedure.value(column, wish.current(column.column));
  return procedure.done();
}

std::string delete_text(const Cell &job, const Cell &id) {
  return ProcedureCall("sp_delete_jobstep")
      .text("job_name", job.text())
      .number("step_id", id.number())
      .done();
}

Result<> create(const Wish &wish, Script &script) {
  const Cell &job = wish.wanted("job"), &id = wish.wanted("id");
  if (job.text().empty()) return wish.refuse("job", "the name of its job", "none");
  if (id.number() < 1) return wish.refuse("id", "a number from 1", id.text());
  if (wish.wanted("step").text().empty()) return wish.refuse("step", "a name", "none");
  script.add(add_text(job, id, columns(), wish, false), delete_text(job, id)).needs = "Job " + job.text();
  return success();
}

Result<> change(const Wish &wish, Script &script) {
  add_update(wish, script, columns(),
             ProcedureCall("sp_update_jobstep")
                 .text("job_name", wish.current("job").text())
                 .number("step_id", wish.current("id").number()),
             "as wanted");
  return success();
}

Result<> drop(const Wish &wish, Script &script) {
  const Cell &job = wish.current("job"), &id = wish.current("id");
  script.add(delete_text(job, id), add_text(job, id, columns(), wish, true), "the job has fewer steps");
  return success();
}

}  // namespace

const Kind &kind_job_step() {
  static const Kind kind = {
      "JobStep", column_names(columns()), {"job", "id"}, &list, &missing, &create, &change, &drop};
  return kind;
}

}  // namespace gantry::smo
