// msdb's procedures, as far as the plugins call them.
#include <regex>

#include "tests/unit/transfer/agent-base.hpp"

namespace gantry::test {
namespace {

Error server_error(std::int32_t number, const std::string &text) {
  Error error(Status::invalid, text, "a statement that can be executed", "error " + std::to_string(number),
              "correct it");
  error.native_code = number;
  return error;
}

/// Arguments whose column is not simply the argument with - for _.
const std::map<std::string, std::string> &columns_of_arguments() {
  static const std::map<std::string, std::string> names = {
      {"category_name", "category"},
      {"owner_login_name", "owner"},
      {"start_step_id", "start-step"},
      {"notify_email_operator_name", "notify-email-operator"},
      {"notify_netsend_operator_name", "notify-netsend-operator"},
      {"notify_page_operator_name", "notify-page-operator"},
      {"step_name", "step"},
      {"on_success_action", "on-success"},
      {"on_success_step_id", "on-success-step"},
      {"on_fail_action", "on-failure"},
      {"on_fail_step_id", "on-failure-step"},
      {"cmdexec_success_code", "success-code"},
      {"database_name", "database"},
      {"database_user_name", "database-user"},
      {"os_run_priority", "priority"},
      {"output_file_name", "output-file"},
      {"proxy_name", "proxy"},
      {"credential_name", "credential"},
      {"weekday_pager_start_time", "weekday-pager-start"},
      {"weekday_pager_end_time", "weekday-pager-end"},
      {"delay_between_responses", "delay"}};
  return names;
}

void set(ModelRow &row, const Arguments &arguments, const std::set<std::string> &without) {
  for (const auto &[argument, value] : arguments) {
    if (without.count(argument)) continue;
    const auto known = columns_of_arguments().find(argument);
    std::string column = known == columns_of_arguments().end() ? argument : known->second;
    std::replace(column.begin(), column.end(), '_', '-');
    row[column] = column == "enabled" ? Cell(value.flag()) : value;
  }
}

Arguments arguments_of(const std::string &text) {
  static const std::regex one(R"(@(\w+) = (?:N'((?:[^']|'')*)'|(@?\w+)))");
  Arguments out;
  for (std::sregex_iterator it(text.begin(), text.end(), one), end; it != end; ++it) {
    if ((*it)[3].matched) {
      const std::string plain = (*it)[3];
      out[(*it)[1]] = plain[0] == '@' ? Cell(plain) : Cell(static_cast<std::int64_t>(std::stoll(plain)));
      continue;
    }
    std::string value = (*it)[2];
    for (std::size_t at = 0; (at = value.find("''", at)) != std::string::npos; ++at) value.erase(at, 1);
    out[(*it)[1]] = Cell(value);
  }
  return out;
}

}  // namespace

Result<> AgentBase::job_call(const std::string &procedure, const Arguments &a) {
  AgentState &s = agent_.state;
  const std::string name = a.at("job_name").text();
  if (procedure == "sp_add_job") {
    if (s.jobs.count(name)) return server_error(14261, "The specified @name already exists.");
    ModelJob &job = agent_.job(name, {});
    job.row["owner"] = Cell(agent_.server.session_login);
    job.row["id"] = Cell("id of " + name + " at " + agent_.server.name + " " +
                         std::to_string(agent_.server.executed.size()));
    job.servers.clear();
    set(job.row, a, {"job_name"});
    if (!s.categories.count({"JOB", job.row["category"].text()}))
      return server_error(14234, "No such category.");
    if (!agent_.logins.count(job.row["owner"].text()) && job.row["owner"].text() != agent_.sa)
      return server_error(515, "No such owner.");
    return success();
  }
  const auto found = s.jobs.find(name);
  if (found == s.jobs.end()) return server_error(14262, "The specified @job_name does not exist: " + name);
  ModelJob &job = found->second;
  if (procedure == "sp_update_job") {
    set(job.row, a, {"job_name"});
  } else if (procedure == "sp_delete_job") {
    for (auto &[alert, row] : s.alerts)
      if (row["job"].text() == name) row["job"] = Cell("");
    s.jobs.erase(found);
  } else if (procedure == "sp_add_jobserver") {
    job.servers.insert(a.at("server_name").text());
  } else if (procedure == "sp_delete_jobserver") {
    job.servers.erase(a.at("server_name").text());
  } else if (procedure == "sp_attach_schedule") {
    if (!s.schedules.count(uid_)) return server_error(14262, "No such schedule.");
    job.schedules.insert(uid_);
  } else if (procedure == "sp_detach_schedule") {
    job.schedules.erase(uid_);
  } else {
    const auto id = static_cast<std::size_t>(a.at("step_id").number());
    const auto has_name = [&](const Cell &step) {
      for (const ModelRow &other : job.steps)
        if (other.at("step") == step) return true;
      return false;
    };
    if (a.count("step_name") && has_name(a.at("step_name")))
      return server_error(14261, "The specified @step_name already exists.");
    if (procedure == "sp_add_jobstep") {
      if (id != job.steps.size() + 1) return server_error(14266, "Steps are added behind the last.");
      job.steps.push_back({{"subsystem", "TSQL"},
                           {"command", ""},
                           {"on-success", 1},
                           {"on-success-step", 0},
                           {"on-failure", 2},
                           {"on-failure-step", 0},
                           {"database", ""},
                           {"proxy", ""}});
      set(job.steps.back(), a, {"job_name", "step_id"});
      const std::string proxy = job.steps.back()["proxy"].text();
      if (!proxy.empty() && !s.grants[proxy]["subsystems"].count(job.steps.back()["subsystem"].text()))
        return server_error(14516, "Proxy is not allowed for the subsystem.");
    } else if (id < 1 || id > job.steps.size()) {
      return server_error(14262, "No such step.");
    } else if (procedure == "sp_update_jobstep") {
      set(job.steps[id - 1], a, {"job_name", "step_id"});
    } else if (procedure == "sp_delete_jobstep") {
      job.steps.erase(job.steps.begin() + static_cast<std::ptrdiff_t>(id) - 1);
    } else {
      return server_error(2812, "Could not find stored procedure " + procedure);
    }
  }
  return success();
}

Result<> AgentBase::call(const std::string &procedure, const Arguments &a) {
  AgentState &s = agent_.state;
  const auto text = [&](const char *argument) {
    return a.count(argument) ? a.at(argument).text() : std::string();
  };
  const bool alert_call = procedure.find("_alert") != std::string::npos;
  if (a.count("job_name") && !alert_call) return job_call(procedure, a);
  if (procedure == "sp_add_category") {
    s.categories.emplace(text("class"), text("name"));
  } else if (procedure == "sp_add_operator" || procedure == "sp_update_operator") {
    if (s.operators.count(text("name")) != (procedure == "sp_update_operator" ? 1U : 0U))
      return server_error(14261, "operator");
    ModelRow &row = s.operators[text("name")];
    if (procedure == "sp_add_operator")
      for (const std::string &column : (*smo::find_kind("Operator"))->columns) row[column] = Cell("");
    set(row, a, {"name"});
  } else if (procedure == "sp_add_schedule" || procedure == "sp_update_schedule") {
    const bool adding = procedure == "sp_add_schedule";
    const std::string uid = adding ? text("schedule_uid") : uid_;
    if (s.schedules.count(uid) == (adding ? 1U : 0U)) return server_error(14262, "schedule");
    ModelRow &row = adding ? agent_.schedule(uid, text("schedule_name")) : s.schedules[uid];
    set(row, a, {"schedule_name", "schedule_uid", "schedule_id", "new_name"});
    if (a.count("new_name")) row["name"] = a.at("new_name");
  } else if (procedure == "sp_add_proxy" || procedure == "sp_update_proxy") {
    if (a.count("credential_name") && !agent_.credentials.count(text("credential_name")))
      return server_error(14262, "No such credential.");
    ModelRow &row = s.proxies[text("proxy_name")];
    if (procedure == "sp_add_proxy") row["description"] = Cell("");
    set(row, a, {"proxy_name"});
  } else if (procedure == "sp_grant_proxy_to_subsystem") {
    s.grants[text("proxy_name")]["subsystems"].insert(text("subsystem_name"));
  } else if (procedure == "sp_grant_login_to_proxy") {
    const char *column = a.count("login_name")  ? "logins"
                         : a.count("msdb_role") ? "msdb-roles"
                                                : "server-roles";
    s.grants[text("proxy_name")][column].insert(text("login_name") + text("msdb_role") +
                                                text("fixed_server_role"));
  } else if (alert_call) {
    if ((procedure == "sp_add_alert") == (s.alerts.count(text("name")) == 1))
      return server_error(14261, "alert");
    ModelRow &row = s.alerts[text("name")];
    if (procedure == "sp_add_alert")
      for (const std::string &column : (*smo::find_kind("Alert"))->columns) row[column] = Cell("");
    set(row, a, {"name", "job_name", "job_id"});
    if (a.count("job_name")) {
      if (!s.jobs.count(text("job_name"))) return server_error(14262, "No such job.");
      row["job"] = a.at("job_name");
    }
    if (a.count("job_id")) row["job"] = Cell("");
  } else if (procedure == "sp_add_notification" || procedure == "sp_update_notification") {
    if (!s.operators.count(text("operator_name"))) return server_error(14262, "No such operator.");
    s.notifications[text("alert_name")][text("operator_name")] =
        static_cast<int>(a.at("notification_method").number());
  } else if (procedure == "sp_delete_notification") {
    s.notifications[text("alert_name")].erase(text("operator_name"));
  } else {
    return server_error(2812, "Could not find stored procedure " + procedure);
  }
  return success();
}

Result<> AgentBase::change(const std::string &statement) {
  std::smatch match;
  static const std::regex guard(
      R"(IF EXISTS \(SELECT 1 FROM msdb\.dbo\.sysjobactivity[^']*N'([^']*)'[\s\S]*RAISERROR\(N'([^']*)'[\s\S]*)");
  static const std::regex declare(R"(DECLARE @schedule_id int = \(SELECT[^']*N'([^']*)'\))");
  static const std::regex exec(R"(EXEC msdb\.dbo\.(\w+) ([\s\S]*))");
  if (std::regex_match(statement, match, guard)) {
    const auto job = agent_.state.jobs.find(match[1]);
    if (job != agent_.state.jobs.end() && !job->second.running_since.empty())
      return server_error(50000, match[2]);
    return success();
  }
  if (statement == "RETURN" || statement == "END") return success();
  if (std::regex_match(statement, match, declare)) {
    uid_ = match[1];
    return success();
  }
  if (std::regex_match(statement, match, exec)) return call(match[1], arguments_of(match[2]));
  return server_error(102, "the model does not know: " + statement);
}

Result<ObjectPtr> AgentBase::model_execute(const std::string &sql) {
  ModelServer &server = agent_.server;
  ++server.round_trips;
  std::vector<Table> results;
  for (std::string statement : FakeSession::statements(sql)) {
    while (!statement.empty() && (statement.front() == ' ' || statement.front() == '\n'))
      statement.erase(0, 1);
    if (statement.find("DB_NAME()") != std::string::npos) {
      results.push_back(table({"name"}, {{Cell("master")}}));
    } else if (statement.find("SUSER_SNAME(0x01)") != std::string::npos) {
      results.push_back(table({"name"}, {{Cell(agent_.sa)}}));
    } else if (statement.find("SELECT SUSER_SID(") == 0) {
      std::vector<Cell> row;
      static const std::regex account(R"(SUSER_SID\(N'([^']*)'\))");
      for (std::sregex_iterator it(statement.begin(), statement.end(), account), end; it != end; ++it)
        row.push_back(agent_.logins.count((*it)[1]) ? Cell(Blob{"sid " + (*it)[1].str()}) : Cell());
      results.push_back(table(std::vector<std::string>(row.size()), {row}));
    } else {
      for (const auto &[part, job] : agent_.started_by_hand)
        if (statement.find(part) != std::string::npos && agent_.state.jobs.count(job))
          agent_.state.jobs[job].running_since = "now";
      for (const std::string &part : server.fail_on)
        if (statement.find(part) != std::string::npos) return server_error(50001, "refused by the test");
      if (Result<> done = change(statement); !done) return std::move(done).error();
      if (statement.find("EXEC") == 0) server.executed.push_back(statement);
    }
  }
  return make_object<ManyResults>(std::move(results)).hand_out();
}

}  // namespace gantry::test
