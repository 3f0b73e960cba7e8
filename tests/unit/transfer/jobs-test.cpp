// Transfer Jobs: what arrives, in which order, and what a second run does.
#include <doctest/doctest.h>

#include "tests/unit/transfer/agent-model.hpp"

using namespace gantry;
using namespace gantry::test;
using namespace gantry::transfer;

namespace {

struct Two {
  AgentServer from{"FROM"}, to{"TO"};
};

JobTransfer &all_jobs(JobTransfer &transfer) { return transfer.set("TransferAllJobs", "True"); }

/// A source with a bit of everything; the destination lacks nothing that has to be there before.
void fill(Two &two) {
  for (AgentServer *server : {&two.from, &two.to}) {
    server->logins.insert("app");
    server->databases.insert("Sales");
    server->credentials.insert("files");
  }
  AgentServer &s = two.from;
  s.state.categories.emplace("JOB", "Reports");
  s.state.categories.emplace("OPERATOR", "People");
  s.state.categories.emplace("ALERT", "Trouble");
  ModelRow &dba = s.state.operators["DBA"];
  for (const char *column : {"email-address", "pager-address", "netsend-address"}) dba[column] = Cell("");
  dba["enabled"] = Cell(true);
  dba["category"] = Cell("People");
  dba["pager-days"] = Cell(62);
  dba["weekday-pager-start"] = Cell(80000);
  s.state.proxies["shell"] = {
      {"enabled", Cell(true)}, {"credential", Cell("files")}, {"description", Cell("")}};
  s.state.grants["shell"]["subsystems"] = {"CmdExec"};
  s.state.grants["shell"]["logins"] = {"app"};
  s.schedule("U1", "Nightly");
  s.schedule("U2", "Hourly")["owner"] = Cell("app");
  ModelJob &report = s.job("it's a report", {"SELECT 1", "dir", "SELECT 3"});
  report.row["category"] = Cell("Reports");
  report.row["owner"] = Cell("app");
  report.row["start-step"] = Cell(2);
  report.row["notify-level-email"] = Cell(2);
  report.row["notify-email-operator"] = Cell("DBA");
  report.schedules = {"U1", "U2"};
  report.steps[0]["database"] = Cell("Sales");
  report.steps[1]["subsystem"] = Cell("CmdExec");
  report.steps[1]["proxy"] = Cell("shell");
  report.steps[1]["on-failure"] = Cell(4);
  report.steps[1]["on-failure-step"] = Cell(1);
  s.job("purge").schedules = {"U1"};
  ModelRow &alert = s.state.alerts["Log full"];
  alert = {
      {"severity", Cell(17)}, {"job", Cell("purge")}, {"category", Cell("Trouble")}, {"enabled", Cell(true)}};
  s.state.notifications["Log full"]["DBA"] = 3;
}

const ModelJob &at(const AgentServer &server, const std::string &name) {
  REQUIRE(server.state.jobs.count(name));
  return server.state.jobs.at(name);
}

/// Everything of a job but what must differ.
void agree(const Two &two, const std::string &name, bool enabled) {
  ModelJob from = at(two.from, name), to = at(two.to, name);
  CHECK(to.row["enabled"].flag() == enabled);
  for (ModelJob *job : {&from, &to}) {
    for (const char *own : {"id", "enabled"}) job->row.erase(own);
    for (ModelRow &step : job->steps)
      for (auto &[column, cell] : step) cell = Cell(cell.text());
    for (auto &[column, cell] : job->row) cell = Cell(cell.text());
  }
  CHECK(from.row == to.row);
  CHECK(from.steps == to.steps);
  CHECK(from.schedules == to.schedules);
  CHECK(from.servers == to.servers);
}

std::size_t position(const std::vector<std::string> &statements, const std::string &part) {
  for (std::size_t i = 0; i < statements.size(); ++i)
    if (statements[i].find(part) != std::string::npos) return i;
  FAIL("nothing says ", part);
  return 0;
}

}  // namespace

TEST_CASE("jobs arrive whole and disabled, with what they need; a second run has no step") {
  Two two;
  fill(two);
  JobTransfer transfer(two.from, two.to);
  all_jobs(transfer).succeeds();
  agree(two, "it's a report", false);
  agree(two, "purge", false);
  CHECK(two.to.state.categories == two.from.state.categories);
  CHECK(two.to.state.operators["DBA"]["pager-days"].text() == "62");
  CHECK(two.to.state.operators["DBA"]["category"].text() == "People");
  CHECK(two.to.state.grants == two.from.state.grants);
  CHECK(two.to.state.schedules.size() == 2);
  CHECK(two.to.state.schedules["U2"]["owner"].text() == "app");
  CHECK(two.to.state.alerts["Log full"]["job"].text() == "purge");
  CHECK(two.to.state.notifications == two.from.state.notifications);
  CHECK(transfer.task->number("ExecutionValue") == 2);
  CHECK(transfer.host.log == std::vector<std::string>{"TransferJobsTaskStartTransferringObjects",
                                                      "TransferJobsTaskFinishedTransferringObjects"});
  CHECK(transfer.host.told(0, "Job [purge] has id id of purge at TO"));
  CHECK(transfer.host.told(0, "at the source it is id of purge at FROM"));
  for (const char *choice : {"Skip", "Overwrite"}) {
    JobTransfer again(two.from, two.to);
    all_jobs(again).set("IfObjectExists", choice);
    Result<std::vector<Step>> steps = again.plan();
    if (!steps) FAIL(steps.error().message());
    CHECK(steps->empty());
    CHECK(again.host.told(code::skipping_job, "purge") == (std::string(choice) == "Skip"));
  }
}

TEST_CASE("FailTask names every job that exists before anything is changed") {
  Two two;
  fill(two);
  two.to.job("purge");
  two.to.job("it's a report");
  JobTransfer transfer(two.from, two.to);
  const Error error = all_jobs(transfer).refused();
  CHECK(error.code == code::job_exists);
  CHECK(error.message().find("it's a report") != std::string::npos);
  REQUIRE(error.details.size() == 1);
  CHECK(error.details[0].find("purge") != std::string::npos);
  CHECK(two.to.server.executed.empty());
}

TEST_CASE("a list: only what it names, and all names that are not there at once") {
  Two two;
  fill(two);
  JobTransfer transfer(two.from, two.to);
  transfer.set("JobsList", encode_list({"purge", "nothing", "PURGE", "nobody"}));
  const Error error = transfer.refused();
  CHECK(error.code == code::job_not_found);
  CHECK(error.what.find("[nothing]") != std::string::npos);
  CHECK(error.details.size() == 1);
  transfer.set("JobsList", encode_list({"purge"})).succeeds();
  CHECK(two.to.state.jobs.size() == 1);
  CHECK(two.to.state.operators.size() == 1);  // of the alert
  CHECK(two.to.state.proxies.empty());
  JobTransfer empty(two.from, two.to);
  CHECK(empty.refused().code == code::job_list_empty);
}

TEST_CASE("enabling comes last of all, behind the disabling at the source") {
  Two two;
  fill(two);
  two.from.state.jobs["purge"].row["enabled"] = Cell(false);
  JobTransfer transfer(two.from, two.to);
  all_jobs(transfer).set("EnableJobsAtDestination", "True").set("Gantry.DisableAtSource", "True");
  Result<std::vector<Step>> steps = transfer.plan();
  REQUIRE(steps);
  std::size_t at_source = 0, last_created = 0, enabled = 0;
  for (std::size_t i = 0; i < steps->size(); ++i) {
    const Step &step = (*steps)[i];
    if (step.at_source) at_source = i;
    CHECK(step.at_source == (step.connection == "to FROM"));
    if (step.action == "create") last_created = i;
    if (!step.at_source && step.text.find("@enabled = 1;") != std::string::npos && enabled == 0) enabled = i;
  }
  CHECK(last_created < at_source);
  CHECK(at_source < enabled);
  CHECK(transfer.host.told(0, "Job [purge] is disabled at the source and becomes enabled"));
  REQUIRE(*transfer.task->execute(nullptr) == TaskResult::success);
  agree(two, "it's a report", true);
  agree(two, "purge", true);
  CHECK_FALSE(two.from.state.jobs["it's a report"].row["enabled"].flag());
  JobTransfer again(two.from, two.to);
  all_jobs(again).set("EnableJobsAtDestination", "True").set("Gantry.DisableAtSource", "True");
  again.set("IfObjectExists", "Overwrite");
  steps = again.plan();
  REQUIRE(steps);
  CHECK(steps->empty());
}

TEST_CASE("a job that could not be disabled at the source is not enabled at the destination") {
  Two two;
  fill(two);
  two.from.server.fail_on = {"sp_update_job"};
  JobTransfer transfer(two.from, two.to);
  all_jobs(transfer).set("EnableJobsAtDestination", "True").set("Gantry.DisableAtSource", "True");
  Result<TaskResult> result = transfer.run();
  REQUIRE(result);
  CHECK(*result == TaskResult::failure);
  CHECK_FALSE(at(two.to, "purge").row.at("enabled").flag());
  CHECK(two.from.state.jobs["purge"].row["enabled"].flag());
}

TEST_CASE("KeepDisabled leaves disabled what is disabled at the source") {
  Two two;
  fill(two);
  two.from.state.jobs["purge"].row["enabled"] = Cell(false);
  JobTransfer transfer(two.from, two.to);
  all_jobs(transfer).set("EnableJobsAtDestination", "True").set("Gantry.KeepDisabled", "True").succeeds();
  CHECK_FALSE(at(two.to, "purge").row.at("enabled").flag());
  CHECK(at(two.to, "it's a report").row.at("enabled").flag());
}

TEST_CASE("overwriting edits in place: id, alert links and unchanged steps stay") {
  Two two;
  fill(two);
  ModelJob &there = two.to.job("it's a report", {"SELECT 3", "old", "x", "y"});
  there.row["id"] = Cell("kept");
  there.steps[0]["step"] = Cell("step 3");  // moves to the end
  there.steps[3]["step"] = Cell("step 1");  // is dropped, but its name is wanted
  two.to.schedule("OLD", "Old");
  two.to.schedule("OWN", "Hourly")["freq-type"] = Cell(8);  // copied before, under another uid
  there.schedules = {"OLD", "OWN"};
  two.to.state.alerts["Local"] = {{"job", Cell("it's a report")}};
  JobTransfer transfer(two.from, two.to);
  transfer.set("JobsList", encode_list({"it's a report"})).set("IfObjectExists", "Overwrite").succeeds();
  ModelJob after = at(two.to, "it's a report");
  CHECK(after.row["id"].text() == "kept");
  CHECK(after.schedules == std::set<std::string>{"U1", "OWN"});
  CHECK(two.to.state.schedules.count("OLD"));
  CHECK(two.to.state.schedules["OWN"]["freq-type"].text() == "4");
  CHECK(two.to.state.alerts["Local"]["job"].text() == "it's a report");
  REQUIRE(after.steps.size() == 3);
  for (std::size_t i = 0; i < 3; ++i) CHECK(after.steps[i]["step"].text() == "step " + std::to_string(i + 1));
  CHECK(after.row["start-step"].text() == "2");
  CHECK(transfer.host.told(code::overwriting_job, "it's a report"));
  JobTransfer again(two.from, two.to);
  all_jobs(again).set("IfObjectExists", "Overwrite");
  again.set("JobsList", encode_list({"it's a report"})).set("TransferAllJobs", "False");
  Result<std::vector<Step>> steps = again.plan();
  REQUIRE(steps);
  CHECK(steps->empty());
}

TEST_CASE("ReplaceJob=Drop is a step that destroys, and links alerts again") {
  Two two;
  fill(two);
  two.to.job("purge", {"old"}).row["id"] = Cell("before");
  two.to.state.alerts["Local"] = {{"job", Cell("purge")}};
  JobTransfer transfer(two.from, two.to);
  transfer.set("JobsList", encode_list({"purge"}))
      .set("IfObjectExists", "Overwrite")
      .set("Gantry.ReplaceJob", "Drop");
  Result<std::vector<Step>> steps = transfer.plan();
  REQUIRE(steps);
  bool destroys = false;
  for (const Step &step : *steps)
    if (step.action == "destroy") {
      destroys = true;
      CHECK(step.text.find("sp_delete_job") != std::string::npos);
      CHECK(step.text.find("IF EXISTS") == 0);
      CHECK(step.reason == "undoable, but for its job_id and its history");
      for (const char *part : {"sp_add_job @job_name = N'purge'", "@command = N'old'",
                               "sp_update_alert @name = N'Local', @job_name = N'purge'"})
        CHECK(step.undo.find(part) != std::string::npos);
    }
  CHECK(destroys);
  REQUIRE(*transfer.task->execute(nullptr) == TaskResult::success);
  agree(two, "purge", false);
  CHECK(two.to.state.alerts["Local"]["job"].text() == "purge");
  CHECK(transfer.host.told(0, "and before it was before"));
}

TEST_CASE("each job is a transaction: one that fails leaves no trace and does not hold up the others") {
  Two two;
  fill(two);
  two.to.server.fail_on = {"N'dir'"};
  JobTransfer transfer(two.from, two.to);
  Result<TaskResult> result = all_jobs(transfer).run();
  REQUIRE(result);
  CHECK(*result == TaskResult::failure);
  CHECK_FALSE(two.to.state.jobs.count("it's a report"));
  agree(two, "purge", false);
  CHECK(transfer.task->number("ExecutionValue") == 1);
  CHECK(transfer.host.told(code::jobs_failed, "refused by the test"));

  Two whole;
  fill(whole);
  whole.to.server.fail_on = {"N'dir'"};
  JobTransfer as_one(whole.from, whole.to);
  all_jobs(as_one).set("Gantry.Transaction", "Task");
  REQUIRE(*as_one.run() == TaskResult::failure);
  CHECK(whole.to.state.jobs.empty());
  CHECK(whole.to.state.operators.empty());
}

TEST_CASE("a running job is refused when planning, and one started by hand since then is left as it is") {
  Two two;
  fill(two);
  two.to.job("purge", {"old"}).running_since = "2026-01-01 10:00:00";
  JobTransfer transfer(two.from, two.to);
  transfer.set("JobsList", encode_list({"purge"})).set("IfObjectExists", "Overwrite");
  const Error error = transfer.refused();
  CHECK(error.status == Status::busy);
  CHECK(error.found.find("2026-01-01 10:00:00") != std::string::npos);
  two.to.state.jobs["purge"].running_since.clear();
  two.to.started_by_hand["sysjobactivity"] = "purge";
  Result<TaskResult> result = transfer.run();
  REQUIRE(result);
  CHECK(*result == TaskResult::failure);
  CHECK(transfer.host.told(code::jobs_failed, "runs now"));
  CHECK(at(two.to, "purge").steps[0].at("command").text() == "old");
}

TEST_CASE("the header, then steps, schedules before jobs, alerts behind them") {
  Two two;
  fill(two);
  JobTransfer transfer(two.from, two.to);
  all_jobs(transfer).set("EnableJobsAtDestination", "True").succeeds();
  const std::vector<std::string> &done = two.to.server.executed;
  CHECK(position(done, "sp_add_schedule") < position(done, "sp_add_job "));
  CHECK(position(done, "sp_add_operator") < position(done, "sp_add_job "));
  CHECK(position(done, "sp_add_job @job_name = N'purge'") < position(done, "sp_add_alert"));
  CHECK(position(done, "sp_add_alert") < position(done, "sp_update_job @job_name = N'purge', @enabled = 1"));
  CHECK(position(done, "@step_id = 3, @step_name") < position(done, "@start_step_id = 2"));
}
