// Schedule: private and shared ones are the same thing, known by schedule_uid; names are not unique.
#include "plugins/smo/agent-object.hpp"

namespace gantry::smo {
namespace {

const AgentColumns &columns() {
  static const AgentColumns all = {
      {"uid", "t.schedule_uid", ""},
      {"name", "t.name", ""},
      {"id", "t.schedule_id", "", AgentForm::number},
      {"enabled", "t.enabled", "enabled", AgentForm::flag},
      {"freq-type", "t.freq_type", "freq_type", AgentForm::number},
      {"freq-interval", "t.freq_interval", "freq_interval", AgentForm::number},
      {"freq-subday-type", "t.freq_subday_type", "freq_subday_type", AgentForm::number},
      {"freq-subday-interval", "t.freq_subday_interval", "freq_subday_interval", AgentForm::number},
      {"freq-relative-interval", "t.freq_relative_interval", "freq_relative_interval", AgentForm::number},
      {"freq-recurrence-factor", "t.freq_recurrence_factor", "freq_recurrence_factor", AgentForm::number},
      {"active-start-date", "t.active_start_date", "active_start_date", AgentForm::number},
      {"active-end-date", "t.active_end_date", "active_end_date", AgentForm::number},
      {"active-start-time", "t.active_start_time", "active_start_time", AgentForm::number},
      {"active-end-time", "t.active_end_time", "active_end_time", AgentForm::number},
      {"owner", "SUSER_SNAME(t.owner_sid)", "owner_login_name"},
      {"owner-sid", "t.owner_sid", "", AgentForm::binary}};
  return all;
}

Result<StoredList> list(Server &server, const ListRequest &request, Call call) {
  if (Result<> learnt = learn_agent(server, {"sysschedules"}, call); !learnt)
    return std::move(learnt).error();
  std::string condition = request.condition("t.name");
  if (!condition.empty()) condition = " WHERE " + condition;
  const std::string sql =
      "SELECT js.schedule_id, j.name FROM msdb.dbo.sysjobschedules AS js JOIN msdb.dbo.sysjobs AS j ON "
      "j.job_id = js.job_id;\nSELECT " +
      agent_select(server, "sysschedules", columns()) + " FROM msdb.dbo.sysschedules AS t" + condition +
      " ORDER BY t.schedule_id;";
  StoredTable table(column_names(columns(), {"jobs"}));
  const auto id = static_cast<std::size_t>(table.column("id"));
  ListsById jobs;
  const auto take = [&](std::size_t result, std::vector<Cell> &&row) {
    if (result == 0) {
      jobs.add(row[0], row[1]);
      return success();
    }
    fit_row(row, columns());
    row.emplace_back(jobs.text(row[id]));
    return table.add(row);
  };
  if (Result<> read = read_agent(server, sql, 2, take, call); !read) return std::move(read).error();
  return StoredList{std::move(table), {}};
}

Result<std::vector<MissingRight>> missing(Server &server, const std::string &, Call call) {
  return missing_agent_rights(server, {"sysschedules", "sysjobschedules", "sysjobs"}, call);
}

std::string delete_text(const std::string &uid) {
  return schedule_by_uid(uid) + ProcedureCall("sp_delete_schedule").raw("schedule_id", "@schedule_id").done();
}

Result<> create(const Wish &wish, Script &script) {
  const std::string name = wish.wanted("name").text(), uid = wish.wanted("uid").text();
  if (name.empty()) return wish.refuse("name", "a name", "none");
  if (uid.empty()) return wish.refuse("uid", "the schedule_uid by which both sides know it", "none");
  script
      .add(ProcedureCall("sp_add_schedule")
               .text("schedule_name", name)
               .all(columns(), wish)
               .text("schedule_uid", uid)
               .done(),
           delete_text(uid))
      .creates = "Schedule " + uid;
  return success();
}

Result<> change(const Wish &wish, Script &script) {
  const auto call = [&](bool back) {
    ProcedureCall procedure("sp_update_schedule");
    procedure.raw("schedule_id", "@schedule_id").differences(columns(), wish, back);
    const bool renamed = wish.differs("name");
    if (renamed) procedure.text("new_name", (back ? wish.current("name") : wish.wanted("name")).text());
    return procedure.has_arguments() || renamed
               ? schedule_by_uid(wish.current("uid").text()) + procedure.done()
               : std::string();
  };
  if (const std::string text = call(false); !text.empty()) script.add(text, call(true), "as wanted");
  return success();
}

Result<> drop(const Wish &wish, Script &script) {
  ProcedureCall back("sp_add_schedule");
  back.text("schedule_name", wish.current("name").text());
  for (const AgentColumn &column : columns())
    if (!column.argument.empty() && !wish.current(column.column).null())
      back.value(column, wish.current(column.column));
  back.text("schedule_uid", wish.current("uid").text());
  script.add(delete_text(wish.current("uid").text()), back.done());
  return success();
}

}  // namespace

const Kind &kind_schedule() {
  static const Kind kind = {
      "Schedule", column_names(columns(), {"jobs"}), {"uid"}, &list, &missing, &create, &change, &drop};
  return kind;
}

}  // namespace gantry::smo
