// The steps of a running plan lie in the journal: what is read back, what it costs, what happens to damage.
#include "host/audit/journal.hpp"
#include "host/audit/json-line.hpp"
#include "host/audit/json-members.hpp"
#include "host/audit/report.hpp"
#include "host/audit/run-audit.hpp"
#include "host/audit/sql-script.hpp"
#include "host/audit/state-folder.hpp"

#include <doctest/doctest.h>
#include <malloc.h>
#include <unistd.h>

#include <array>
#include <cinttypes>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <map>

using namespace gantry;
using namespace gantry::audit;
using runtime::TransactionMoment;

namespace {

struct Scratch {
  std::string path = "/tmp/gantry-steps-XXXXXX";
  Scratch() { REQUIRE(mkdtemp(path.data())); }
  ~Scratch() { std::filesystem::remove_all(path); }
};

/// Texts with everything that has to be written in another way.
const std::string awkward = "a\"b\\c/d\n\r\t\b\f\x01\x7F \xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80 {[,]}:";

Result<PrivateFile> filled(const std::string &path, const std::vector<StepRecord> &steps, TaskRecord &task) {
  Result<PrivateFile> journal = PrivateFile::open(path, true);
  REQUIRE(journal);
  RunRecord run;
  run.id = "{1}";
  REQUIRE(journal->append(run_line(run)));
  Result<std::shared_ptr<const ReadableFile>> file = ReadableFile::open(path);
  REQUIRE(file);
  REQUIRE(append_plan(*journal, *file, task, [&](const auto &take) -> Result<> {
    for (const StepRecord &step : steps)
      if (Result<> taken = take(step); !taken) return taken;
    return success();
  }));
  return journal;
}

StepRecord step_of(std::int64_t ordinal, const std::string &text) {
  StepRecord step;
  step.ordinal = ordinal;
  step.unit = ordinal - 1;
  step.connection = "To" + text;
  step.database = "db" + text;
  step.action = "create";
  step.object = "Thing" + text;
  step.text = text;
  step.undo = "DROP " + text;
  step.reason = text;
  step.at_source = true;
  step.transactional = ordinal % 2 == 0;
  step.has_secrets = step.undo_has_secrets = ordinal % 2 == 1;
  step.fingerprint = "f" + text;
  return step;
}

/// All of a step, as it is written.
std::string written(const StepRecord &step) {
  JsonLine line;
  each_member(step, [&](const char *key, const auto &value) { line.add(key, value); });
  return line.object();
}

std::size_t in_use() {
  const struct mallinfo2 heap = mallinfo2();
  return heap.uordblks + heap.hblkhd;
}

// gcc says so by macros, clang by features.
#if !defined(__has_feature)
#define __has_feature(feature) 0
#endif
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__) || __has_feature(address_sanitizer) || \
    __has_feature(thread_sanitizer)
constexpr bool heap_can_be_searched = false;  // it lies elsewhere
#else
constexpr bool heap_can_be_searched = true;
#endif

/// The heap, in use or given back. Searching allocates nothing, which might cover what is searched for.
class Heap {
 public:
  Heap() {
    std::ifstream maps("/proc/self/maps");
    for (std::string line; std::getline(maps, line);)
      if (line.find("[heap]") != std::string::npos) std::sscanf(line.c_str(), "%" SCNxPTR, &begin_);
  }
  bool holds(std::string_view bytes) const {
    const auto end = reinterpret_cast<std::uintptr_t>(sbrk(0));
    return begin_ != 0 && memmem(reinterpret_cast<const void *>(begin_), end - begin_, bytes.data(),
                                 bytes.size()) != nullptr;
  }

 private:
  std::uintptr_t begin_ = 0;
};

/// Compares what is written part by part with a file, without holding either.
class SameAs {
 public:
  explicit SameAs(const std::string &path) : file_(*ReadableFile::open(path)) {}
  void operator()(std::string_view part) {
    const Result<std::string> there = file_->read_some(at_, part.size());
    same_ = same_ && there && *there == part;
    at_ += static_cast<off_t>(part.size());
  }
  bool result() const { return same_ && file_->read_some(at_, 1)->empty(); }

 private:
  std::shared_ptr<const ReadableFile> file_;
  off_t at_ = 0;
  bool same_ = true;
};

}  // namespace

TEST_CASE("steps come back from the journal as they were, by number and one after the other") {
  const Scratch scratch;
  const std::string path = scratch.path + "/journal";
  const std::vector<StepRecord> steps = {step_of(1, awkward), step_of(2, ""),
                                         step_of(3, std::string(300'000, '"'))};
  TaskRecord task;
  task.task = "\\P\\T";
  task.slots = {{"Destination", true, "\"steps\":[", "b{", "B", "16"}};
  Result<PrivateFile> journal = filled(path, steps, task);
  REQUIRE(journal->append(event_line({time_text(), "warning", "s", "text"})));
  const Result<RunRecord> read = read_journal(path);
  REQUIRE(read);
  REQUIRE(read->tasks.size() == 1);
  CHECK(read->tasks[0].slots[0].connection == "\"steps\":[");
  CHECK(read->events.size() == 1);
  for (const TaskRecord *of : std::vector<const TaskRecord *>{&task, &read->tasks[0]}) {
    REQUIRE(of->steps.size() == steps.size());
    CHECK(of->steps.in_memory().empty());
    for (std::size_t i = steps.size(); i > 0; --i) {
      const Result<StepRecord> step = of->step(static_cast<std::int64_t>(i));
      REQUIRE(step);
      CHECK(written(*step) == written(steps[i - 1]));
    }
    CHECK_FALSE(of->step(0));
    CHECK_FALSE(of->step(4));
    std::size_t count = 0;
    REQUIRE(of->steps.each([&](const StepRecord &step) {
      CHECK(written(step) == written(steps[count++]));
      return success();
    }));
    CHECK(count == steps.size());
  }
}

TEST_CASE("a plan that breaks off leaves nothing in the journal, one that is cut off counts for nothing") {
  const Scratch scratch;
  const std::string path = scratch.path + "/journal";
  TaskRecord task;
  task.task = "\\P\\T";
  Result<PrivateFile> journal = filled(path, {step_of(1, "a")}, task);
  const std::string before = *read_file(path);
  Result<std::shared_ptr<const ReadableFile>> file = ReadableFile::open(path);
  TaskRecord other;
  const Result<> broken = append_plan(*journal, *file, other, [](const auto &take) -> Result<> {
    REQUIRE(take(step_of(1, std::string(600'000, 'x'))));
    return Error(Status::data, "no script");
  });
  REQUIRE_FALSE(broken);
  CHECK(broken.error().what == "no script");
  CHECK(*read_file(path) == before);

  const std::string copy = scratch.path + "/copy";
  const std::string event = event_line({time_text(), "warning", "s", "text"});
  const std::size_t plan = before.find("{\"type\":\"plan\"");
  for (std::size_t size = plan + 1; size + 1 < before.size(); ++size) {
    // As recover goes on behind it: in a line of its own.
    std::ofstream(copy) << before.substr(0, size) << "\n" << event;
    const Result<RunRecord> read = read_journal(copy);
    REQUIRE(read);
    CHECK(read->tasks.empty());
    CHECK(read->events.size() == 1);
  }
}

TEST_CASE("a journal that was changed or cut beneath a run is an error, and no report hides it") {
  const Scratch scratch;
  const std::string path = scratch.path + "/journal";
  TaskRecord task;
  task.task = "\\P\\T";
  Result<PrivateFile> journal = filled(path, {step_of(1, "a"), step_of(2, "b")}, task);
  Result<RunRecord> record = read_journal(path);
  REQUIRE(record);
  const std::string text = *read_file(path);
  REQUIRE(journal->write_at(static_cast<off_t>(text.find("\"reason\":\"b\"")), "?"));
  CHECK(record->tasks[0].step(1));
  const Result<StepRecord> changed = record->tasks[0].step(2);
  REQUIRE_FALSE(changed);
  CHECK(changed.error().status == Status::data);
  REQUIRE(write_private_file(scratch.path + "/report.jsonl", "before"));
  const Result<> reported = write_reports(scratch.path, *record, "");
  REQUIRE_FALSE(reported);
  CHECK(reported.error().what == changed.error().what);
  CHECK(*read_file(scratch.path + "/report.jsonl") == "before");
  std::filesystem::resize_file(path, text.find("\"reason\":\"a\""));
  CHECK_FALSE(record->tasks[0].step(1));
}

TEST_CASE("what is secret in a step that was read back is wiped") {
  // In a file that no memory but this page has seen in clear.
  const Scratch scratch;
  const std::string path = scratch.path + "/journal";
  TaskRecord task;
  task.task = "\\P\\T";
  StepRecord step = step_of(1, "a");
  step.undo = std::string(1000, '*');
  Result<PrivateFile> journal = filled(path, {step}, task);
  std::array<char, 1000> secret{};
  for (std::size_t i = 0; i < secret.size(); ++i) secret[i] = static_cast<char>('a' + i * i % 23);
  const std::string_view whole(secret.data(), secret.size());
  REQUIRE(journal->write_at(static_cast<off_t>(read_file(path)->find(step.undo)), whole));
  const std::string_view part = whole.substr(500, 64);
  const Heap heap;
  bool while_held = false, right = false;
  {
    const Result<StepRecord> read = task.step(1);
    right = read && read->undo == whole;
    while_held = heap.holds(part);
  }
  const bool after_step = heap.holds(part);
  const bool journal_read = static_cast<bool>(read_journal(path));
  const bool after_journal = heap.holds(part);
  CHECK(right);
  if (heap_can_be_searched) CHECK(while_held);
  CHECK_FALSE(after_step);
  CHECK(journal_read);
  CHECK_FALSE(after_journal);
}

TEST_CASE("flat objects: what JsonLine writes is read, anything else is refused") {
  std::map<std::string, JsonMember> found;
  const auto read = [&](std::string_view object) {
    found.clear();
    return read_members(object,
                        [&](std::string_view name, JsonMember &value) { found[std::string(name)] = value; });
  };
  REQUIRE(read(JsonLine()
                   .add("t", awkward)
                   .add("n", std::int64_t{-42})
                   .add("yes", true)
                   .add("no", false)
                   .add("none", "")
                   .object()));
  CHECK(found.size() == 5);
  CHECK(found["t"].text == awkward);
  CHECK(found["n"].number == -42);
  CHECK(found["yes"].flag);
  CHECK_FALSE(found["no"].flag);
  CHECK(read("{}"));
  CHECK(found.empty());
  for (const char *wrong : {"", "{", "[]", "{\"a\"}", "{\"a\":}", "{\"a\":1", "{\"a\":\"b}", "{\"a\":\"\\",
                            "{\"a\":\"\\q\"}", "{\"a\":\"\\u12\"}", "{\"a\":\"\\u1234\"}", "{\"a\":{}}",
                            "{\"a\":1}x", "{\"a\":1 }", "{\"a\":1.5}"}) {
    CAPTURE(wrong);
    CHECK_FALSE(read(wrong));
  }
}

TEST_CASE("times are kept as numbers and shown as they were") {
  for (const char *text :
       {"2026-11-25T01:02:03.456Z", "1999-12-31T23:59:59.999Z", "2000-02-29T00:00:00.000Z"})
    CHECK(time_text(time_of(text)) == text);
  CHECK(time_of("yesterday") == 0);
}

TEST_CASE("the memory of a run's record does not grow with the texts of its plan") {
  constexpr std::int64_t steps = 50'000;
  constexpr std::size_t most_of_a_step = 150, most_of_a_report = 2'000'000;
  const Scratch scratch;
  const auto name = [](std::int64_t ordinal) { return "Thing " + std::to_string(ordinal); };
  const std::string filling(1000, 't');
  const std::size_t before = in_use();
  RunAudit audit(AuditOptions{scratch.path, "", "9.9", {}, ""});
  REQUIRE(audit.open("{0F8C1C62-0000-4000-8000-000000000001}"));
  {
    std::vector<Step> planned;
    for (std::int64_t i = 1; i <= steps; ++i)
      planned.push_back({"To", false, "db", "create", name(i), "CREATE " + name(i) + filling, true,
                         "DROP " + name(i) + ";" + filling, ""});
    runtime::TaskPlan plan;
    plan.path = "Package\\T";
    plan.slots = {{"Destination", true, "To", "b", "B", "16"}};
    plan.steps = *runtime::PlannedSteps::store(planned);
    REQUIRE(audit.approve(plan));
  }
  const auto moment = [&](TransactionMoment what) { REQUIRE(audit.transaction("Package\\T", "To", what)); };
  moment(TransactionMoment::begun);
  runtime::Statement statement;
  statement.task = "Package\\T";
  statement.connection = "To";
  statement.action = "create";
  bool all = true;
  for (statement.ordinal = 1; statement.ordinal < steps; ++statement.ordinal) {
    statement.object = name(statement.ordinal);
    statement.text = "CREATE " + statement.object + filling;
    all = all && audit.before(statement);
    audit.after(statement, nullptr, 1000);
  }
  REQUIRE(all);
  moment(TransactionMoment::committing);
  moment(TransactionMoment::committed);
  CHECK(in_use() - before < steps * most_of_a_step);

  const std::vector<TaskProgress> progress = audit.progress();
  REQUIRE(progress.size() == 1);
  CHECK(progress[0].done == steps - 1);
  CHECK(progress[0].left ==
        std::vector<std::string>{std::to_string(steps) + " create Thing " + std::to_string(steps)});
  const auto undo_is_right = [&](bool with_blanks) {
    const std::string text = *read_file(audit.folder() + "/undo.sql");
    std::size_t at = 0;
    for (std::int64_t i = steps - 1; i > 0 && at != std::string::npos; --i)
      at = text.find("\nDROP " + name(i) + ";" + filling + "\nGO\n", at);
    return at != std::string::npos && text.find("DROP Thing 100000;") == std::string::npos &&
           (text.find(std::string(1000, ' ')) != std::string::npos) == with_blanks;
  };
  CHECK(undo_is_right(true));
  const std::size_t before_reports = in_use();
  REQUIRE(audit.close(package::ExecResult::failure));
  CHECK(in_use() - before_reports < most_of_a_report);
  CHECK(undo_is_right(false));

  const std::size_t before_reading = in_use();
  const Result<RunRecord> read = parse_journal_file(audit.folder());
  REQUIRE(read);
  CHECK(in_use() - before_reading < steps * most_of_a_step);
  SameAs lines(audit.folder() + "/" + report_lines_name), page(audit.folder() + "/" + report_page_name);
  REQUIRE(report_lines(*read, std::ref(lines)));
  REQUIRE(report_page(*read, std::ref(page)));
  CHECK(lines.result());
  CHECK(page.result());
}
