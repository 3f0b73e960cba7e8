// Transfer Jobs: what the destination lacks, and what cannot be made.
#include <doctest/doctest.h>

#include "plugins/transfer/jobs/flow.hpp"
#include "tests/unit/transfer/agent-model.hpp"

using namespace gantry;
using namespace gantry::test;
using namespace gantry::transfer;

namespace {

struct Two {
  AgentServer from{"FROM"}, to{"TO"};
};

std::string whole(const Error &error) {
  std::string text = error.message();
  for (const std::string &detail : error.details) text += '\n' + detail;
  return text;
}

bool says(const Error &error, const std::string &part) {
  return whole(error).find(part) != std::string::npos;
}

/// A job that refers to four things that the destination lacks.
void lacking(Two &two) {
  two.from.logins.insert("gone");
  ModelJob &job = two.from.job("orders", {"SELECT 1", "dir"});
  job.row["owner"] = Cell("gone");
  job.row["notify-level-page"] = Cell(2);
  job.row["notify-page-operator"] = Cell("Nobody");
  job.steps[0]["database"] = Cell("Orders");
  job.steps[1]["subsystem"] = Cell("CmdExec");
  job.steps[1]["proxy"] = Cell("shell");
  two.from.state.operators["Nobody"] = {{"category", Cell("")}};
  two.from.state.proxies["shell"] = {{"credential", Cell("secret box")}, {"enabled", Cell(true)}};
  two.from.state.grants["shell"]["subsystems"] = {"CmdExec"};
}

JobTransfer &orders(JobTransfer &transfer) {
  return transfer.set("JobsList", encode_list({"orders"})).set("Gantry.CopyOperators", "None");
}

}  // namespace

TEST_CASE("everything that is missing is found when planning, all at once") {
  Two two;
  lacking(two);
  JobTransfer transfer(two.from, two.to);
  const Error error = orders(transfer).refused();
  CHECK(error.code == code::jobs_failed);
  for (const char *part : {"owner [gone]", "database [Orders]", "operator [Nobody]",
                           "credential [secret box]", "Gantry.IfMissing", "job [orders] needs it"})
    CHECK(says(error, part));
  CHECK(two.to.server.executed.empty());
}

TEST_CASE("Map puts others in their place, and only when all are there") {
  Two two;
  lacking(two);
  two.to.databases.insert("OrdersNew");
  two.to.state.operators["Somebody"] = {};
  two.to.credentials.insert("box");
  JobTransfer transfer(two.from, two.to);
  orders(transfer).set("Gantry.IfMissing", "Map");
  const std::vector<std::string> items = {"owner:*=sa", "database:Orders=OrdersNew",
                                          "operator:nobody=Somebody", "credential:secret box=box"};
  transfer.set("Gantry.Replacements",
               encode_list({items[0], items[1], items[2], "credential:secret box=lost"}));
  CHECK(says(transfer.refused(), "replaced by [lost]"));
  transfer.set("Gantry.Replacements", encode_list(items)).succeeds();
  const ModelJob &job = two.to.state.jobs["orders"];
  CHECK(job.row.at("owner").text() == "sa");
  CHECK(job.row.at("notify-page-operator").text() == "Somebody");
  CHECK(job.steps[0].at("database").text() == "OrdersNew");
  CHECK(job.steps[1].at("proxy").text() == "shell");
  CHECK(two.to.state.proxies["shell"]["credential"].text() == "box");
}

TEST_CASE("LeaveDisabled makes the job without them, and never enables it") {
  Two two;
  lacking(two);
  two.from.job("fine");
  JobTransfer transfer(two.from, two.to);
  transfer.set("TransferAllJobs", "True")
      .set("Gantry.CopyOperators", "None")
      .set("Gantry.IfMissing", "LeaveDisabled");
  transfer.set("EnableJobsAtDestination", "True").succeeds();
  const ModelJob &job = two.to.state.jobs["orders"];
  CHECK_FALSE(job.row.at("enabled").flag());
  CHECK(two.to.state.jobs["fine"].row["enabled"].flag());
  CHECK(job.row.at("owner").text() == "admin");
  CHECK(job.row.at("notify-level-page").text() == "0");
  CHECK(job.steps[0].at("database").text() == "master");
  CHECK(transfer.host.told(0, "stands in master until [Orders]"));
  CHECK(job.steps[1].at("proxy").text().empty());
  CHECK(transfer.host.told(0, "would run as the service account"));
  JobTransfer again(two.from, two.to);
  again.set("TransferAllJobs", "True")
      .set("Gantry.CopyOperators", "None")
      .set("Gantry.IfMissing", "LeaveDisabled");
  again.set("EnableJobsAtDestination", "True").set("IfObjectExists", "Overwrite");
  Result<std::vector<Step>> steps = again.plan();
  REQUIRE(steps);
  CHECK(steps->empty());
}

TEST_CASE("the first login keeps its jobs, whatever it is called") {
  Two two;
  two.from.sa = "chief";
  two.from.logins.insert("chief");
  two.from.job("a");
  JobTransfer transfer(two.from, two.to);
  transfer.set("TransferAllJobs", "True").succeeds();
  CHECK(two.to.state.jobs["a"].row["owner"].text() == "sa");
}

TEST_CASE("flows that lead nowhere are refused with the step") {
  Two two;
  ModelJob &job = two.from.job("loop", {"1", "2"});
  job.steps[0]["on-success"] = Cell(4);
  job.steps[0]["on-success-step"] = Cell(1);
  job.steps[1]["on-failure"] = Cell(4);
  job.steps[1]["on-failure-step"] = Cell(7);
  JobTransfer transfer(two.from, two.to);
  transfer.set("TransferAllJobs", "True");
  const Error error = transfer.refused();
  CHECK(error.status == Status::invalid);
  CHECK(says(error, "step 1 [step 1] goes on success to itself"));
  CHECK(says(error, "step 2 [step 2] goes on failure to step 7, which is not there"));
}

TEST_CASE("check_flow finds gaps, names, the start and what is never reached") {
  const std::vector<FlowStep> steps = {{1, "a", 1, 0, 2, 0}, {3, "a", 9, 0, 3, 0}};
  const FlowFindings findings = check_flow(steps, 5);
  CHECK(findings.wrong ==
        std::vector<std::string>{"step 3 [a] stands at place 2: the numbers have gaps",
                                 "step 3 [a] has the name of an earlier step",
                                 "step 3 [a] goes on success to action 9, not one of 1 to 4",
                                 "it starts with step 5, which is not there"});
  CHECK(check_flow({{1, "a", 1, 0, 2, 0}, {2, "b", 3, 0, 2, 0}}, 1).doubtful ==
        std::vector<std::string>{"step 2 [b] goes on success to the next step, and is the last",
                                 "step 2 [b] is never reached"});
  CHECK(check_flow({}, 1).wrong.empty());
}

TEST_CASE("a schedule of the same name: refused, reused or added") {
  Two two;
  two.from.schedule("U1", "Daily");
  two.from.job("a").schedules = {"U1"};
  two.to.schedule("OTHER", "daily")["freq-type"] = Cell(8);
  const auto with = [&](const char *choice) {
    JobTransfer transfer(two.from, two.to);
    transfer.set("TransferAllJobs", "True").set("Gantry.ScheduleClash", choice).succeeds();
    const std::set<std::string> attached = two.to.state.jobs["a"].schedules;
    JobTransfer again(two.from, two.to);
    again.set("TransferAllJobs", "True")
        .set("Gantry.ScheduleClash", choice)
        .set("IfObjectExists", "Overwrite");
    Result<std::vector<Step>> steps = again.plan();
    if (!steps) FAIL(steps.error().message());
    CHECK(steps->empty());
    two.to.state.jobs.clear();
    return attached;
  };
  JobTransfer transfer(two.from, two.to);
  const Error error = transfer.set("TransferAllJobs", "True").refused();
  CHECK(error.found == "schedule_uid OTHER there, U1 at the source");
  CHECK(with("Reuse") == std::set<std::string>{"OTHER"});
  CHECK(two.to.state.schedules["OTHER"]["freq-type"].text() == "8");
  CHECK(with("Add") == std::set<std::string>{"U1"});
  two.from.schedule("U2", "DAILY");
  two.from.state.jobs["a"].schedules = {"U1", "U2"};
  two.to.state.schedules.clear();
  JobTransfer twice(two.from, two.to);
  CHECK(says(twice.set("TransferAllJobs", "True").refused(), "two schedules of one name"));
}

TEST_CASE(
    "a schedule that other jobs of the destination share is changed with a warning, and only by Overwrite") {
  Two two;
  two.from.schedule("U1", "Daily");
  two.from.job("a").schedules = {"U1"};
  two.to.schedule("U1", "Daily")["freq-type"] = Cell(8);
  two.to.job("local").schedules = {"U1"};
  JobTransfer skip(two.from, two.to);
  skip.set("TransferAllJobs", "True").set("IfObjectExists", "Skip").succeeds();
  CHECK(two.to.state.schedules["U1"]["freq-type"].text() == "8");
  CHECK(skip.host.told(0, "Schedule [Daily] is at the destination already"));
  JobTransfer overwrite(two.from, two.to);
  overwrite.set("TransferAllJobs", "True").set("IfObjectExists", "Overwrite").succeeds();
  CHECK(two.to.state.schedules["U1"]["freq-type"].text() == "4");
  CHECK(overwrite.host.told(0, "changes for job [local]"));
}

TEST_CASE(
    "what Linux and Managed Instance lack is warned of; a subsystem that is not there stands in the way") {
  Two two;
  two.from.job("shell").steps[0]["subsystem"] = Cell("CmdExec");
  two.from.state.jobs["shell"].row["notify-level-page"] = Cell(1);
  two.from.state.jobs["shell"].maintenance_plan = "Weekly";
  two.from.state.alerts["A"] = {{"job", Cell("shell")}};
  two.to.facts["host-platform"] = "Linux";
  JobTransfer transfer(two.from, two.to);
  transfer.set("TransferAllJobs", "True");
  REQUIRE(transfer.plan());
  CHECK(transfer.host.told(0, "subsystem CmdExec, which SQL Server on Linux does not run"));
  CHECK(transfer.host.told(0, "Alert [A] comes along, but SQL Server on Linux does not act on alerts"));
  CHECK(transfer.host.told(0, "maintenance plan [Weekly]"));
  CHECK(transfer.host.told(0, "pager or net send"));
  two.to.facts["engine-edition"] = "8";
  REQUIRE(transfer.plan());
  CHECK(transfer.host.told(0, "Alert [A] is left out: Azure SQL Managed Instance has no alerts"));
  two.to.subsystems = {"TSQL"};
  CHECK(says(transfer.refused(), "subsystem CmdExec is not at the destination"));
  transfer.set("Gantry.IfMissing", "LeaveDisabled").succeeds();
  CHECK(two.to.state.jobs.empty());
  CHECK(transfer.host.told(0, "Job [shell] is left out"));
}

TEST_CASE("extras: all operators, proxies and alerts; Overwrite makes them as at the source") {
  Two two;
  two.from.job("a");
  two.from.state.operators["DBA"] = {{"category", Cell("")}, {"email-address", Cell("new@example.com")}};
  two.from.state.operators["Other"] = {{"category", Cell("")}};
  two.from.state.alerts["Severe"] = {{"severity", Cell(20)}, {"job", Cell("")}};
  two.from.state.notifications["Severe"]["Other"] = 1;
  two.to.state.operators["DBA"] = {{"category", Cell("")}, {"email-address", Cell("old@example.com")}};
  const auto copy = [&](const char *exists) {
    JobTransfer transfer(two.from, two.to);
    transfer.set("TransferAllJobs", "True").set("IfObjectExists", exists);
    transfer.set("Gantry.CopyOperators", "All")
        .set("Gantry.CopyAlerts", "All")
        .set("Gantry.CopyProxies", "All");
    transfer.succeeds();
  };
  copy("Skip");
  CHECK(two.to.state.operators["DBA"]["email-address"].text() == "old@example.com");
  CHECK(two.to.state.operators.count("Other"));
  CHECK(two.to.state.alerts["Severe"]["severity"].text() == "20");
  CHECK(two.to.state.notifications["Severe"]["Other"] == 1);
  copy("Overwrite");
  CHECK(two.to.state.operators["DBA"]["email-address"].text() == "new@example.com");
}

TEST_CASE("a proxy that is there is granted the subsystem that a step needs") {
  Two two;
  ModelJob &job = two.from.job("a");
  job.steps[0]["subsystem"] = Cell("CmdExec");
  job.steps[0]["proxy"] = Cell("shell");
  two.to.state.proxies["Shell"] = {{"enabled", Cell(true)}, {"credential", Cell("own")}};
  two.to.state.grants["Shell"]["subsystems"] = {"PowerShell"};
  JobTransfer transfer(two.from, two.to);
  transfer.set("TransferAllJobs", "True").succeeds();
  CHECK(two.to.state.grants["Shell"]["subsystems"] == std::set<std::string>{"CmdExec", "PowerShell"});
  CHECK(two.to.state.jobs["a"].steps[0]["proxy"].text() == "Shell");
}

TEST_CASE("replacements: the text, and what is wrong with it") {
  Result<Replacements> parsed = Replacements::parse({"owner:a==b=c=d", "owner:*=sa"});
  REQUIRE(parsed);
  CHECK(parsed->find(Reference::owner, "A=B", NameComparer()) == std::optional<std::string>("c=d"));
  CHECK(parsed->find(Reference::owner, "x", NameComparer()) == std::optional<std::string>("sa"));
  CHECK_FALSE(parsed->find(Reference::database, "x", NameComparer()));
  for (const char *wrong : {"owner", "user:a=b", "owner:ab", "owner:=b", "owner:a=", "owner:a==b"}) {
    CAPTURE(wrong);
    Result<Replacements> refused = Replacements::parse({wrong});
    REQUIRE_FALSE(refused);
    CHECK(refused.error().todo.find(wrong) != std::string::npos);
  }
  Two two;
  JobTransfer transfer(two.from, two.to);
  transfer.set("TransferAllJobs", "True").set("Gantry.Replacements", encode_list({"owner:*=sa"}));
  CHECK(says(transfer.refused(), "would never be used"));
}

TEST_CASE("reading takes a number of round trips that does not grow with the jobs") {
  const auto trips = [](int jobs) {
    Two two;
    for (int i = 0; i < jobs; ++i) {
      const std::string name = "job " + std::to_string(i);
      two.from.job(name, {"1", "2", "3"});
      two.to.job(name, {"1", "2", "3"});
    }
    JobTransfer transfer(two.from, two.to);
    transfer.set("TransferAllJobs", "True").set("EnableJobsAtDestination", "True");
    transfer.set("IfObjectExists", "Overwrite").succeeds();
    return two.from.server.round_trips + two.to.server.round_trips;
  };
  const int few = trips(3);
  CHECK(few > 0);
  CHECK(trips(300) == few);
}

TEST_CASE("an alert whose message or twin stands in the way is left out and named") {
  Two two;
  two.from.job("a");
  two.from.state.alerts["Own message"] = {
      {"message-id", Cell(50010)}, {"severity", Cell(0)}, {"job", Cell("a")}};
  two.from.state.alerts["Full"] = {{"message-id", Cell(9002)}, {"severity", Cell(0)}, {"job", Cell("a")}};
  two.to.state.alerts["Log full"] = {{"message-id", Cell(9002)}, {"severity", Cell(0)}, {"job", Cell("")}};
  JobTransfer transfer(two.from, two.to);
  transfer.set("TransferAllJobs", "True").succeeds();
  CHECK(two.to.state.alerts.size() == 1);
  CHECK(transfer.host.told(0, "Alert [Own message] is left out: message 50010"));
  CHECK(transfer.host.told(0, "alert [Log full] of the destination waits for the same"));
}
