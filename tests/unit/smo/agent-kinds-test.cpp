// The kinds of SQL Server Agent: what they ask, and what they write.
#include <doctest/doctest.h>

#include "plugins/smo/kind.hpp"
#include "plugins/smo/smo-server-object.hpp"
#include "tests/unit/smo/fake-session.hpp"

using namespace gantry;
using namespace gantry::smo;
using namespace gantry::test;

namespace {

using Texts = std::vector<std::string>;

struct Agent {
  Own<FakeSession> session = make_object<FakeSession>();
  Own<SmoServerObject> object;

  explicit Agent(std::map<std::string, Texts> views = {{"msdb.dbo.sysjobs", {"name", "job_id", "enabled"}},
                                                       {"msdb.dbo.sysjobservers", {"job_id"}},
                                                       {"msdb.dbo.systargetservers", {"server_id"}},
                                                       {"msdb.dbo.sysjobschedules", {"job_id"}},
                                                       {"msdb.dbo.sysschedules", {"schedule_id"}}}) {
    answer_as_server(*session, views);
    object = make_object<SmoServerObject>(ObjectPtr::share(session->raw()));
  }
  SmoServerRef server() const { return SmoServerRef(ObjectPtr::share(object->raw())); }
  std::vector<ScriptBatch> script(const char *verb, const char *kind, const Table &wanted,
                                  const Table &current = {}, const char *options = "") const {
    Result<std::vector<ScriptBatch>> batches =
        server().script(verb, kind, {}, wanted, current, options, nullptr);
    if (!batches) FAIL(batches.error().message());
    return std::move(batches).value();
  }
};

Table one(std::vector<std::pair<std::string, Cell>> cells) {
  Table out;
  out.rows.emplace_back();
  for (auto &[column, cell] : cells) {
    out.columns.push_back(column);
    out.rows[0].push_back(std::move(cell));
  }
  return out;
}

Texts texts(const std::vector<ScriptBatch> &batches) {
  Texts out;
  for (const ScriptBatch &batch : batches) out.push_back(batch.text);
  return out;
}

Texts undos(const std::vector<ScriptBatch> &batches) {
  Texts out;
  for (const ScriptBatch &batch : batches) out.push_back(batch.undo);
  return out;
}

constexpr const char *uid = "11111111-2222-3333-4444-555555555555";
const std::string by_uid =
    "DECLARE @schedule_id int = (SELECT schedule_id FROM msdb.dbo.sysschedules WHERE schedule_uid = "
    "N'11111111-2222-3333-4444-555555555555'); ";

}  // namespace

TEST_CASE(
    "jobs are listed with what belongs to them, in two round trips; what the server lacks is not asked") {
  Agent agent;
  agent.session->answer(
      "FROM msdb.dbo.sysjobs AS t",
      table({"a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m", "n", "o", "p", "q"},
            {{Cell("Nightly"), Cell("J1"), Cell(1), Cell(), Cell(), Cell("Maintenance"), Cell("sa"), Cell(),
              Cell(), Cell(), Cell(), Cell(), Cell(), Cell(), Cell(), Cell(), Cell(0)}}));
  agent.session->answer("FROM msdb.dbo.sysjobservers",
                        table({"job_id", "name"}, {{Cell("J1"), Cell("(local)")}}));
  agent.session->answer("FROM msdb.dbo.sysjobschedules",
                        table({"job_id", "name"}, {{Cell("J1"), Cell("U2")}, {Cell("J1"), Cell("U1")}}));
  Result<Table> jobs = agent.server().list("Job", {}, {"Nightly", "it's"}, nullptr);
  if (!jobs) FAIL(jobs.error().message());
  REQUIRE(jobs->rows.size() == 1);
  CHECK(jobs->at(0, "name").text() == "Nightly");
  CHECK(jobs->at(0, "enabled").flag());
  CHECK(jobs->at(0, "servers").text() == encode_list({"(local)"}));
  CHECK(jobs->at(0, "schedules").text() == encode_list({"U1", "U2"}));
  CHECK(jobs->at(0, "running-since").text() == "0,");
  CHECK_FALSE(jobs->at(0, "description").null());  // absent text is an empty one
  REQUIRE(agent.session->batches.size() == 2);
  const std::string &asked = agent.session->batches[1];
  CHECK(asked.find("t.name IN (N'Nightly', N'it''s')") != std::string::npos);
  CHECK(asked.find("t.description") == std::string::npos);
  CHECK(asked.find("sysjobactivity") == std::string::npos);
}

TEST_CASE("a server without Agent says so") {
  Agent agent(std::map<std::string, Texts>{});
  Result<Table> jobs = agent.server().list("Job", {}, {}, nullptr);
  REQUIRE_FALSE(jobs);
  CHECK(jobs.error().status == Status::unsupported);
  CHECK(jobs.error().expected.find("msdb.dbo.sysjobs") != std::string::npos);
}

TEST_CASE("what is missing to see all of Agent comes with its GRANT; a member of sysadmin misses nothing") {
  Agent agent;
  bool sysadmin = false;
  agent.session->rules.insert(
      agent.session->rules.begin(),
      {"HAS_PERMS_BY_NAME", [&](const std::string &) {
         return table({"a", "b", "c", "d"}, {{Cell(sysadmin ? 1 : 0), Cell("me"), Cell(1), Cell(0)}});
       }});
  Result<Table> missing = agent.server().missing_rights("Operator", {}, nullptr);
  REQUIRE(missing);
  REQUIRE(missing->rows.size() == 1);
  CHECK(missing->at(0, "right").text() == "SELECT on msdb.dbo.syscategories");
  CHECK(missing->at(0, "grant").text() ==
        "USE [msdb]; GRANT SELECT ON OBJECT::[dbo].[syscategories] TO [me];");
  sysadmin = true;
  missing = agent.server().missing_rights("Operator", {}, nullptr);
  REQUIRE(missing);
  CHECK(missing->rows.empty());
}

TEST_CASE("a job is created with its servers and schedules") {
  const Agent agent;
  const std::vector<ScriptBatch> batches = agent.script("create", "Job",
                                                        one({{"name", "o'clock"},
                                                             {"enabled", Cell(false)},
                                                             {"description", ""},
                                                             {"category", "Reports"},
                                                             {"owner", "sa"},
                                                             {"notify-level-email", 2},
                                                             {"notify-email-operator", "DBA"},
                                                             {"notify-page-operator", ""},
                                                             {"servers", encode_list({"(local)"})},
                                                             {"schedules", encode_list({uid})}}));
  CHECK(
      texts(batches) ==
      Texts{
          "EXEC msdb.dbo.sp_add_job @job_name = N'o''clock', @enabled = 0, @description = N'', "
          "@category_name "
          "= N'Reports', @owner_login_name = N'sa', @notify_level_email = 2, @notify_email_operator_name = "
          "N'DBA';",
          "EXEC msdb.dbo.sp_add_jobserver @job_name = N'o''clock', @server_name = N'(local)';",
          by_uid + "EXEC msdb.dbo.sp_attach_schedule @job_name = N'o''clock', @schedule_id = @schedule_id;"});
  CHECK(undos(batches).front() ==
        "EXEC msdb.dbo.sp_delete_job @job_name = N'o''clock', @delete_unused_schedule = 0;");
  CHECK(undos(batches).back() ==
        by_uid + "EXEC msdb.dbo.sp_detach_schedule @job_name = N'o''clock', @schedule_id = @schedule_id;");
  CHECK(batches[0].creates == "Job o'clock");
  CHECK(batches[2].needs == std::string("Schedule ") + uid);
}

TEST_CASE("a change says what differs and how it was; a text is cleared by an empty one") {
  const Agent agent;
  const std::vector<ScriptBatch> batches = agent.script(
      "change", "Job",
      one({{"enabled", Cell(true)}, {"owner", "sa"}, {"notify-email-operator", ""}, {"start-step", Cell()}}),
      one({{"name", "J"},
           {"enabled", Cell(false)},
           {"owner", "sa"},
           {"notify-email-operator", "DBA"},
           {"start-step", 3}}),
      "refuse-running=True\n");
  REQUIRE(batches.size() == 2);
  CHECK(batches[0].text.find("IF EXISTS (SELECT 1 FROM msdb.dbo.sysjobactivity") == 0);
  CHECK(batches[0].text.find("j.name = N'J'") != std::string::npos);
  CHECK(batches[1].text ==
        "EXEC msdb.dbo.sp_update_job @job_name = N'J', @enabled = 1, @notify_email_operator_name = N'';");
  CHECK(batches[1].undo ==
        "EXEC msdb.dbo.sp_update_job @job_name = N'J', @enabled = 0, @notify_email_operator_name = N'DBA';");
  CHECK(agent.script("change", "Job", one({{"owner", "sa"}}), one({{"name", "J"}, {"owner", "sa"}})).empty());
}

TEST_CASE("dropping a job keeps its schedules and cannot be undone") {
  const Agent agent;
  const std::vector<ScriptBatch> batches = agent.script("drop", "Job", {}, one({{"name", "J"}}));
  CHECK(texts(batches) ==
        Texts{"EXEC msdb.dbo.sp_delete_job @job_name = N'J', @delete_unused_schedule = 0;"});
  CHECK(batches[0].undo.empty());
}

TEST_CASE("steps by number: added, changed, dropped and put back") {
  const Agent agent;
  const Table step = one({{"job", "J"},
                          {"id", 2},
                          {"step", "load"},
                          {"subsystem", "TSQL"},
                          {"command", "SELECT 'x'"},
                          {"on-success", 4},
                          {"on-success-step", 1},
                          {"database", "Sales"},
                          {"proxy", ""}});
  const std::string add =
      "EXEC msdb.dbo.sp_add_jobstep @job_name = N'J', @step_id = 2, @step_name = N'load', @subsystem = "
      "N'TSQL', "
      "@command = N'SELECT ''x''', @on_success_action = 4, @on_success_step_id = 1, @database_name = "
      "N'Sales';";
  const std::string remove = "EXEC msdb.dbo.sp_delete_jobstep @job_name = N'J', @step_id = 2;";
  CHECK(texts(agent.script("create", "JobStep", step)) == Texts{add});
  CHECK(undos(agent.script("create", "JobStep", step)) == Texts{remove});
  CHECK(texts(agent.script("drop", "JobStep", {}, step)) == Texts{remove});
  CHECK(undos(agent.script("drop", "JobStep", {}, step)) == Texts{add});
  Table other = step;
  other.rows[0][4] = Cell("SELECT 2");
  CHECK(texts(agent.script("change", "JobStep", other, step)) ==
        Texts{"EXEC msdb.dbo.sp_update_jobstep @job_name = N'J', @step_id = 2, @command = N'SELECT 2';"});
  Result<std::vector<ScriptBatch>> without =
      agent.server().script("create", "JobStep", {}, one({{"job", "J"}, {"step", "x"}}), {}, {}, nullptr);
  REQUIRE_FALSE(without);
  CHECK(without.error().status == Status::invalid);
}

TEST_CASE("a schedule is known by its uid: created with it, changed and dropped through it") {
  const Agent agent;
  const Table daily =
      one({{"uid", uid}, {"name", "Daily"}, {"enabled", Cell(true)}, {"freq-type", 4}, {"owner", "sa"}});
  const std::string add =
      "EXEC msdb.dbo.sp_add_schedule @schedule_name = N'Daily', @enabled = 1, @freq_type = 4, "
      "@owner_login_name = "
      "N'sa', @schedule_uid = N'11111111-2222-3333-4444-555555555555';";
  const std::string remove = by_uid + "EXEC msdb.dbo.sp_delete_schedule @schedule_id = @schedule_id;";
  CHECK(texts(agent.script("create", "Schedule", daily)) == Texts{add});
  CHECK(undos(agent.script("create", "Schedule", daily)) == Texts{remove});
  CHECK(undos(agent.script("drop", "Schedule", {}, daily)) == Texts{add});
  Table renamed = daily;
  renamed.rows[0][1] = Cell("Nightly");
  CHECK(texts(agent.script("change", "Schedule", renamed, daily)) ==
        Texts{by_uid +
              "EXEC msdb.dbo.sp_update_schedule @schedule_id = @schedule_id, @new_name = N'Nightly';"});
  CHECK(agent.script("change", "Schedule", daily, daily).empty());
}

TEST_CASE("categories know their class; only jobs have a choice of types") {
  const Agent agent;
  CHECK(texts(agent.script("create", "AgentCategory",
                           table({"name", "class", "type"}, {{Cell("A"), Cell("JOB"), Cell("MULTI-SERVER")},
                                                             {Cell("B"), Cell("ALERT"), Cell("LOCAL")}}))) ==
        Texts{"EXEC msdb.dbo.sp_add_category @class = N'JOB', @type = N'MULTI-SERVER', @name = N'A';",
              "EXEC msdb.dbo.sp_add_category @class = N'ALERT', @type = N'NONE', @name = N'B';"});
}

TEST_CASE("operators with their pager windows") {
  const Agent agent;
  const Table dba = one({{"name", "DBA"},
                         {"enabled", Cell(true)},
                         {"email-address", "dba@example.com"},
                         {"pager-address", ""},
                         {"pager-days", 62},
                         {"weekday-pager-start", 80000},
                         {"category", ""}});
  CHECK(
      texts(agent.script("create", "Operator", dba)) ==
      Texts{
          "EXEC msdb.dbo.sp_add_operator @name = N'DBA', @enabled = 1, @email_address = N'dba@example.com', "
          "@pager_days = 62, @weekday_pager_start_time = 80000;"});
  CHECK(undos(agent.script("create", "Operator", dba)) ==
        Texts{"EXEC msdb.dbo.sp_delete_operator @name = N'DBA';"});
}

TEST_CASE("a proxy with its subsystems and those who may use it") {
  const Agent agent;
  const Table wanted = one({{"name", "files"},
                            {"enabled", Cell(true)},
                            {"credential", "C"},
                            {"subsystems", encode_list({"CmdExec"})},
                            {"logins", encode_list({"app"})},
                            {"server-roles", encode_list({"sysadmin"})},
                            {"msdb-roles", encode_list({"SQLAgentUserRole"})}});
  CHECK(
      texts(agent.script("create", "Proxy", wanted)) ==
      Texts{
          "EXEC msdb.dbo.sp_add_proxy @proxy_name = N'files', @enabled = 1, @credential_name = N'C';",
          "EXEC msdb.dbo.sp_grant_proxy_to_subsystem @proxy_name = N'files', @subsystem_name = N'CmdExec';",
          "EXEC msdb.dbo.sp_grant_login_to_proxy @login_name = N'app', @proxy_name = N'files';",
          "EXEC msdb.dbo.sp_grant_login_to_proxy @fixed_server_role = N'sysadmin', @proxy_name = N'files';",
          "EXEC msdb.dbo.sp_grant_login_to_proxy @msdb_role = N'SQLAgentUserRole', @proxy_name = N'files';"});
  Table less = wanted;
  less.rows[0][3] = Cell(encode_list({"PowerShell"}));
  CHECK(texts(agent.script("change", "Proxy", less, wanted)) ==
        Texts{"EXEC msdb.dbo.sp_revoke_proxy_from_subsystem @proxy_name = N'files', @subsystem_name = "
              "N'CmdExec';",
              "EXEC msdb.dbo.sp_grant_proxy_to_subsystem @proxy_name = N'files', @subsystem_name = "
              "N'PowerShell';"});
  Result<std::vector<ScriptBatch>> without =
      agent.server().script("create", "Proxy", {}, one({{"name", "x"}}), {}, {}, nullptr);
  CHECK_FALSE(without);
}

TEST_CASE("an alert with its job and whom it tells; the ways of an operator are one notification") {
  const Agent agent;
  const Table wanted = one({{"name", "Full"},
                            {"severity", 17},
                            {"job", "J"},
                            {"notify-email", encode_list({"A", "B"})},
                            {"notify-pager", encode_list({"A"})},
                            {"notify-netsend", "0,"}});
  CHECK(texts(agent.script("create", "Alert", wanted)) ==
        Texts{"EXEC msdb.dbo.sp_add_alert @name = N'Full', @severity = 17, @job_name = N'J';",
              "EXEC msdb.dbo.sp_add_notification @alert_name = N'Full', @operator_name = N'A', "
              "@notification_method = 3;",
              "EXEC msdb.dbo.sp_add_notification @alert_name = N'Full', @operator_name = N'B', "
              "@notification_method = 1;"});
  Table other = wanted;
  other.rows[0][2] = Cell("");
  other.rows[0][3] = Cell("0,");
  const std::vector<ScriptBatch> changes = agent.script("change", "Alert", other, wanted);
  CHECK(
      texts(changes) ==
      Texts{
          "EXEC msdb.dbo.sp_update_alert @name = N'Full', @job_id = N'00000000-0000-0000-0000-000000000000';",
          "EXEC msdb.dbo.sp_delete_notification @alert_name = N'Full', @operator_name = N'B';",
          "EXEC msdb.dbo.sp_update_notification @alert_name = N'Full', @operator_name = N'A', "
          "@notification_method = 2;"});
  CHECK(undos(changes)[0] == "EXEC msdb.dbo.sp_update_alert @name = N'Full', @job_name = N'J';");
}
