// Journals read back, what is decided from them, undo scripts, plan files and drift.
#include "host/audit/digest.hpp"
#include "host/audit/drift.hpp"
#include "host/audit/journal.hpp"
#include "host/audit/recovery.hpp"
#include "host/audit/report.hpp"
#include "host/audit/run-audit.hpp"
#include "host/audit/sql-script.hpp"
#include "host/audit/state-folder.hpp"

#include <doctest/doctest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>

using namespace gantry;
using namespace gantry::audit;
using runtime::TransactionMoment;

namespace {

struct Scratch {
  std::string path = "/tmp/gantry-audit-XXXXXX";
  Scratch() { REQUIRE(mkdtemp(path.data())); }
  ~Scratch() { std::filesystem::remove_all(path); }
};

/// A plan of three steps, one of them barred from transactions.
std::vector<Step> steps_of(const std::string &first_text = "CREATE A;") {
  return {{"To", false, "", "create", "Thing a", first_text, true, "DROP A;", ""},
          {"To", false, "db", "change", "Thing b", "ALTER B;", true, "", "because"},
          {"To", false, "", "create", "Thing c", "CREATE C;", false, "DROP C;", ""}};
}

runtime::TaskPlan plan_of(const std::vector<Step> &steps = steps_of()) {
  runtime::TaskPlan plan;
  plan.path = "Package\\T";
  plan.slots = {{"Source", false, "From", "a", "A", "16"}, {"Destination", true, "To", "b", "B", "16"}};
  plan.steps = *runtime::PlannedSteps::store(steps);
  return plan;
}

runtime::Statement statement(std::int64_t ordinal, bool transactional) {
  runtime::Statement sent;
  sent.task = "Package\\T";
  sent.connection = "To";
  sent.ordinal = ordinal;
  sent.action = "create";
  sent.text = "step " + std::to_string(ordinal);
  sent.transactional = transactional;
  return sent;
}

struct Running {
  Scratch scratch;
  RunAudit audit{AuditOptions{scratch.path, "", "9.9", {}, ""}};
  Running() {
    REQUIRE(audit.open("{0F8C1C62-0000-4000-8000-000000000001}"));
    REQUIRE(audit.approve(plan_of()));
  }
  void step(std::int64_t ordinal, bool transactional) {
    REQUIRE(audit.before(statement(ordinal, transactional)));
    audit.after(statement(ordinal, transactional), nullptr, 1000);
  }
  void moment(TransactionMoment moment) { REQUIRE(audit.transaction("Package\\T", "To", moment)); }
  RunRecord record() {
    Result<RunRecord> read = parse_journal_file(audit.folder());
    REQUIRE(read);
    return *read;
  }
  std::string undo() { return *read_file(audit.folder() + "/undo.sql"); }
};

bool holds(const std::string &text, const char *part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("an undo is there before its step is final, and gone when the step is") {
  Running run;
  CHECK_FALSE(holds(run.undo(), "DROP A;"));
  run.moment(TransactionMoment::begun);
  run.step(1, true);
  CHECK_FALSE(holds(run.undo(), "DROP A;"));
  CHECK(run.record().state(0, 1) == StepState::open);
  run.moment(TransactionMoment::committing);
  CHECK(holds(run.undo(), "DROP A;"));
  CHECK(run.record().state(0, 1) == StepState::unknown);
  CHECK(run.record().state(0, 2) == StepState::not_begun);
  run.moment(TransactionMoment::rolled_back);
  CHECK_FALSE(holds(run.undo(), "DROP A;"));
  CHECK(run.record().state(0, 1) == StepState::taken_back);

  REQUIRE(run.audit.before(statement(3, false)));
  CHECK(holds(run.undo(), "DROP C;"));
  CHECK(run.record().state(0, 3) == StepState::unknown);
  Error refused(Status::data, "no");
  refused.native_code = 15025;
  run.audit.after(statement(3, false), &refused, 1);
  CHECK_FALSE(holds(run.undo(), "DROP C;"));
  CHECK(run.record().state(0, 3) == StepState::failed);

  struct stat status {};
  REQUIRE(stat((run.audit.folder() + "/undo.sql").c_str(), &status) == 0);
  CHECK((status.st_mode & 0777U) == 0600U);
}

TEST_CASE("the undo script runs backwards and says what cannot be undone") {
  Running run;
  run.moment(TransactionMoment::begun);
  run.step(1, true);
  run.step(2, true);
  run.moment(TransactionMoment::committing);
  run.moment(TransactionMoment::committed);
  run.step(3, false);
  REQUIRE(run.audit.close(package::ExecResult::success));
  const std::string undo = run.undo();
  CHECK(undo.find("DROP C;") < undo.find("cannot be undone"));
  CHECK(undo.find("cannot be undone") < undo.find("DROP A;"));
  CHECK(run.record().ended());
  CHECK(proof_of(run.record()) == Proof::whole);
  CHECK(holds(*read_file(run.audit.folder() + "/report.md"), "3 planned, 3 done"));
}

TEST_CASE("what a run knows at its end is what its journal says, and what its report tells") {
  Running run;
  run.moment(TransactionMoment::begun);
  REQUIRE(run.audit.before_all({statement(1, true), statement(2, true)}));
  // Both are written down before either is answered.
  CHECK(run.record().statements.size() == 2);
  CHECK(run.record().state(0, 2) == StepState::open);
  Error refused(Status::data, "no \"quotes\"\n\x01 but \xC3\xA9 and \xFF");
  refused.native_code = 15025;
  run.audit.after(statement(1, true), nullptr, 1000);
  run.audit.after(statement(2, true), &refused, 1000);
  run.moment(TransactionMoment::rolled_back);
  run.moment(TransactionMoment::begun);
  run.step(1, true);
  run.step(2, true);
  run.moment(TransactionMoment::committing);
  run.moment(TransactionMoment::committed);
  const std::vector<TaskProgress> progress = run.audit.progress();
  REQUIRE(progress.size() == 1);
  CHECK(progress[0].done == 2);
  CHECK(progress[0].left == std::vector<std::string>{"3 create Thing c"});
  REQUIRE(run.audit.close(package::ExecResult::failure));
  const RunRecord record = run.record();
  REQUIRE(record.statements.size() == 4);
  CHECK(record.retries == 2);
  CHECK(*record.text_of(record.statements[1]) == "ALTER B;");
  CHECK(*record.database_of(record.statements[1]) == "db");
  CHECK(holds(record.detail_of(record.statements[1]).error,
              "no \"quotes\"\n\x01 but \xC3\xA9 and \xEF\xBF\xBD"));
  CHECK(record.state(0, 2) == StepState::done);
  // Made anew from the journal alone, the report is the same.
  const auto lines_of = [](const RunRecord &of) {
    std::string lines;
    REQUIRE(report_lines(of, [&](std::string_view part) { lines += part; }));
    return lines;
  };
  CHECK(lines_of(record) == *read_file(run.audit.folder() + "/report.jsonl"));
}

TEST_CASE("a journal cut off in its last line is read up to it") {
  Running run;
  run.step(3, false);
  const std::string path = run.audit.folder() + "/" + journal_name;
  const std::string whole = *read_file(path);
  const std::string copy = run.scratch.path + "/copy";
  const auto parsed = [&](std::string_view text) {
    REQUIRE(write_private_file(copy, text));
    return read_journal(copy);
  };
  const Result<RunRecord> cut = parsed(std::string_view(whole).substr(0, whole.size() - 5));
  REQUIRE(cut);
  CHECK(cut->state(0, 3) == StepState::unknown);  // its answer was in the line
  CHECK_FALSE(parsed(""));
  CHECK_FALSE(parsed("{\"type\":\"run\",\"format\":7}\n"));
}

TEST_CASE("an unfinished run is found, and keeps others from its destination") {
  Scratch scratch;
  {
    RunAudit dies(AuditOptions{scratch.path, "", "9.9", {}, ""});
    REQUIRE(dies.open("{0F8C1C62-0000-4000-8000-000000000001}"));
    REQUIRE(dies.approve(plan_of()));
    REQUIRE(dies.before(statement(3, false)));
    // While it lives it is no wreck.
    const auto living = unfinished_runs(scratch.path, [](const Error &) {});
    REQUIRE(living);
    REQUIRE(living->size() == 1);
    CHECK(living->front().running);
    const auto dead = unfinished_runs(
        scratch.path, [](const Error &) {}, Living::left_out);
    REQUIRE(dead);
    CHECK(dead->empty());
  }
  RunAudit next(AuditOptions{scratch.path, "", "9.9", {}, ""});
  REQUIRE(next.open("{0F8C1C62-0000-4000-8000-000000000002}"));
  const Result<> refused = next.approve(plan_of());
  REQUIRE_FALSE(refused);
  CHECK(holds(refused.error().todo, "gantry recover 0f8c1c62"));
  runtime::TaskPlan elsewhere = plan_of();
  elsewhere.slots[1].server_name = "ANOTHER";
  CHECK(next.approve(elsewhere));
}

TEST_CASE("recovery: what is planned again was not done; what stands alone is undone") {
  Running run;
  run.moment(TransactionMoment::begun);
  run.step(1, true);
  run.step(2, true);
  run.moment(TransactionMoment::committing);
  RunRecord record = run.record();
  const auto now = [&](const runtime::TaskPlan &plan) {
    return std::vector<TaskRecord>{*record_task(plan, record.salt, Clear::nothing)};
  };
  Recovery recovery = decide(record, now(plan_of()));
  REQUIRE(recovery.steps.size() == 2);
  CHECK(recovery.contradictions.empty());
  CHECK(recovery.steps[0].found == StepState::taken_back);
  const runtime::TaskPlan nothing = plan_of({});
  recovery = decide(record, now(nothing));
  CHECK(recovery.contradictions.empty());
  CHECK(recovery.steps[1].found == StepState::done);
  CHECK(recovery.to_undo().empty());
  const std::vector<Step> all = steps_of();
  const runtime::TaskPlan half = plan_of({all[1], all[2]});
  CHECK(decide(record, now(half)).contradictions.size() == 1);

  // Without transactions: the first of two that belong together happened, the second never began.
  Running loose;
  loose.step(1, false);
  record = loose.record();
  recovery = decide(record, now(half));
  REQUIRE(recovery.to_undo().size() == 1);
  CHECK(record.tasks[0].step(recovery.to_undo()[0]->ordinal)->undo == "DROP A;");
}

TEST_CASE("plan files: another format and edits are noticed; drift is told step by step") {
  PlanFile plan;
  plan.salt = *make_salt();
  plan.created = "now";
  plan.tasks.push_back(*record_task(plan_of(), plan.salt, Clear::nothing));
  const std::string text = plan_text(plan);
  const Result<PlanFile> read = parse_plan(text, "f");
  REQUIRE(read);
  CHECK(check_bound(*read, plan_of()));
  for (const auto &[from, to] :
       {std::pair("CREATE A;", "CREATE X;"), std::pair("\"gantry-plan\": 1", "\"gantry-plan\": 2"),
        std::pair("\"created\": \"now\"", "\"created\": \"then\"")}) {
    std::string edited = text;
    edited.replace(edited.find(from), std::string(from).size(), to);
    CHECK_FALSE(parse_plan(edited, "f"));
  }
  const auto drift = [&](const runtime::TaskPlan &now) {
    const Result<> same = check_bound(*read, now);
    REQUIRE_FALSE(same);
    return same.error().details.front();
  };
  CHECK(holds(drift(plan_of(steps_of("CREATE A WITH MORE;"))), "changed: step 1"));
  std::vector<Step> steps = steps_of();
  steps.pop_back();
  CHECK(holds(drift(plan_of(steps)), "only in the plan: step 3"));
  steps = steps_of();
  steps.push_back(steps[0]);
  steps.back().object = "Thing d";
  CHECK(holds(drift(plan_of(steps)), "only now: step"));
  steps = steps_of();
  std::swap(steps[0], steps[1]);
  CHECK(holds(drift(plan_of(steps)), "order"));
  runtime::TaskPlan now = plan_of();
  now.slots[1].server_name = "OTHER";
  CHECK(holds(drift(now), "was server B and is OTHER"));
}

TEST_CASE("a batch with a line GO of its own is wrapped, so that no client cuts it") {
  CHECK(sql_batch("", "SELECT 1;") == "USE [master];\nGO\nSELECT 1;\nGO\n");
  const std::string wrapped = sql_batch("a]b", "PRINT 'x\nGO\ny'");
  CHECK(holds(wrapped, "USE [a]]b];"));
  CHECK(holds(wrapped, "EXEC (N'PRINT ''x\nG' + N'O\ny''');"));
}

TEST_CASE("a full or forbidden place refuses before anything is sent") {
  Scratch scratch;
  RunAudit audit(AuditOptions{scratch.path + "/file/below", "", "9.9", {}, ""});
  REQUIRE(write_private_file(scratch.path + "/file", "x"));
  CHECK_FALSE(audit.open("{1}"));
}
