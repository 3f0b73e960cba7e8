#include "host/audit/run-audit.hpp"

#include "host/audit/digest.hpp"
#include "host/audit/report.hpp"
#include "host/audit/sql-script.hpp"
#include "host/audit/state-folder.hpp"

#include <pwd.h>
#include <unistd.h>

#include <array>

namespace gantry::audit {
namespace {

using runtime::EventKind;
using runtime::TransactionMoment;

std::string os_user() {
  std::array<char, 4096> buffer{};
  passwd entry{}, *found = nullptr;
  if (getpwuid_r(getuid(), &entry, buffer.data(), buffer.size(), &found) == 0 && found) return found->pw_name;
  return std::to_string(getuid());
}

std::string host_name() {
  std::array<char, 256> name{};
  return gethostname(name.data(), name.size() - 1) == 0 ? name.data() : "";
}

std::string session_key(const std::string &task, const std::string &connection) {
  return task + "\n" + connection;
}

const char *event_word(EventKind kind) {
  return kind == EventKind::error ? "error" : kind == EventKind::warning ? "warning" : "information";
}

const char *result_word(package::ExecResult result) {
  switch (result) {
    case package::ExecResult::success: return "success";
    case package::ExecResult::completion: return "completion";
    case package::ExecResult::canceled: return "cancelled";
    case package::ExecResult::failure: break;
  }
  return "failure";
}

/// Whether the server answered at all.
bool answered(const Error &error) {
  switch (error.status) {
    case Status::cancelled:
    case Status::deadline:
    case Status::io:
    case Status::state:
    case Status::outcome_unknown: return error.native_code != 0;
    default: return true;
  }
}

}  // namespace

Result<> RunAudit::write(Json line, bool sync) {
  if (broken_) return *broken_;
  Json timed{{"type", line["type"]}, {"time", time_text()}};
  for (auto &[key, value] : line.items())
    if (key != "type") timed[key] = std::move(value);
  std::string text = line_of(timed);
  Result<> done = journal_.append(text);
  wipe(text);
  if (done && sync) done = journal_.sync();
  if (!done) broken_ = done.error();
  return done;
}

Result<> RunAudit::open(const std::string &execution_id) {
  const std::lock_guard lock(mutex_);
  id_ = execution_id;
  const std::string folder = options_.state_folder + "/runs/" + run_name(execution_id);
  if (Result<> made = make_private_folder(folder); !made) return made;
  Result<PrivateFile> journal = PrivateFile::open(folder + "/" + journal_name, true);
  if (!journal) return std::move(journal).error();
  journal_ = std::move(journal).value();
  (void)journal_.lock();  // nobody else knows of it yet
  folder_ = folder;
  started_ = time_text();
  if (!options_.package_text.empty()) {
    options_.package.file = folder + "/package.dtsx";
    options_.package.sha256 = sha256(options_.package_text);
    if (Result<> kept = write_private_file(options_.package.file, options_.package_text); !kept) return kept;
  }
  Result<std::string> salt = make_salt();
  if (!salt) return std::move(salt).error();
  salt_ = std::move(salt).value();
  return write({{"type", "run"},
                {"format", journal_format},
                {"id", id_},
                {"gantry", options_.version},
                {"application", "Gantry " + options_.version + " " + id_},
                {"user", os_user()},
                {"host", host_name()},
                {"process", static_cast<std::int64_t>(getpid())},
                {"package", json_of(options_.package)},
                {"salt", salt_}},
               false);
}

int RunAudit::latest_task(const std::string &path) const {
  for (std::size_t i = tasks_.size(); i > 0; --i)
    if (tasks_[i - 1] == path) return static_cast<int>(i - 1);
  return -1;
}

Result<> RunAudit::check_unfinished(const runtime::TaskPlan &plan) const {
  Result<std::vector<UnfinishedRun>> runs = unfinished_runs(options_.state_folder, [](const Error &) {});
  if (!runs) return std::move(runs).error();
  for (const UnfinishedRun &run : *runs) {
    if (run.running || run.record.id == id_ || !run.record.sent_anything()) continue;
    for (const TaskRecord &task : run.record.tasks)
      for (const runtime::SlotFacts &theirs : task.slots)
        for (const runtime::SlotFacts &ours : plan.slots)
          if (theirs.writes && ours.writes && same_server(theirs, ours))
            return Error(
                Status::exists,
                "an earlier run to " + (ours.server_name.empty() ? ours.server : ours.server_name) +
                    " did not end",
                "a destination of which is known what was done",
                "run " + run_name(run.record.id) + " of package " + run.record.package.name + ", begun " +
                    run.record.time,
                "put it right with `gantry recover " + run_name(run.record.id) + "`, then run again");
  }
  return success();
}

Result<> RunAudit::approve(const runtime::TaskPlan &plan) {
  const std::lock_guard lock(mutex_);
  if (!plan.steps.rows.empty())
    if (Result<> clear = check_unfinished(plan); !clear) return clear;
  Result<TaskRecord> task = record_task(plan, salt_, Clear::undo);
  if (!task) return std::move(task).error();
  const int index = static_cast<int>(tasks_.size());
  if (index == 0)
    if (Result<> made =
            undo_.create(folder_ + "/" + undo_name, undo_head(run_name(id_), started_, options_.package));
        !made)
      return made;
  std::vector<std::string> pieces;
  for (const StepRecord &step : task->steps) pieces.push_back(undo_piece(*task, step));
  if (Result<> kept = undo_.add_task(index, std::move(pieces)); !kept) return kept;
  tasks_.push_back(task->task);
  Json line{{"type", "plan"}};
  line.update(json_of(*task));
  return write(std::move(line), !task->steps.empty());
}

Result<> RunAudit::before(const runtime::Statement &statement) {
  const std::lock_guard lock(mutex_);
  const std::string task = "\\" + statement.task;
  const bool decisive = statement.ordinal > 0 && !statement.transactional && statement.action != undo_action;
  if (decisive) {
    // Final as soon as it is sent: its undo is there first.
    if (broken_) return *broken_;
    Result<> shown = undo_.show(latest_task(task), statement.ordinal, true);
    if (shown) shown = undo_.sync();
    if (!shown) return shown;
  }
  return write({{"type", "before"},
                {"task", task},
                {"connection", statement.connection},
                {"ordinal", statement.ordinal},
                {"at-source", statement.at_source},
                {"database", statement.database},
                {"action", statement.action},
                {"object", statement.object},
                {"text", statement.text},
                {"transactional", statement.transactional}},
               decisive);
}

void RunAudit::after(const runtime::Statement &statement, const Error *error, std::int64_t nanoseconds) {
  const std::lock_guard lock(mutex_);
  const std::string task = "\\" + statement.task;
  const bool lost = error && !answered(*error);
  Json line{{"type", "after"},
            {"task", task},
            {"connection", statement.connection},
            {"ordinal", statement.ordinal},
            {"nanoseconds", nanoseconds}};
  if (error) line["error"] = error->message();
  if (lost) line["lost"] = true;
  (void)write(std::move(line), false);  // what could not be kept fails the next statement
  if (statement.ordinal <= 0) return;
  if (statement.action == undo_action) {
    if (!error) (void)undo_.show(latest_task(task), statement.ordinal, false);
    return;
  }
  const int index = latest_task(task);
  if (statement.transactional) {
    if (!error) in_transaction_[session_key(task, statement.connection)].insert({index, statement.ordinal});
  } else if (error && !lost) {
    (void)undo_.show(index, statement.ordinal, false);
  }
}

Result<> RunAudit::show_undo(const std::string &session, bool shown) {
  for (const auto &[index, ordinal] : in_transaction_[session])
    if (Result<> done = undo_.show(index, ordinal, shown); !done) return done;
  return undo_.sync();
}

Result<> RunAudit::transaction(const std::string &task, const std::string &connection,
                               TransactionMoment moment) {
  const std::lock_guard lock(mutex_);
  const std::string path = "\\" + task, session = session_key(path, connection);
  if (moment == TransactionMoment::begun) in_transaction_[session].clear();
  const bool committing = moment == TransactionMoment::committing;
  // Nothing to take back, nothing to keep: sessions that only read have transactions too.
  if (committing && !in_transaction_[session].empty()) {
    if (broken_) return *broken_;
    if (Result<> shown = show_undo(session, true); !shown) return shown;
  }
  Result<> written = write(
      {{"type", "transaction"}, {"task", path}, {"connection", connection}, {"moment", moment_name(moment)}},
      committing && !in_transaction_[session].empty());
  if (moment == TransactionMoment::rolled_back) (void)show_undo(session, false);
  return committing ? written : success();
}

void RunAudit::on_event(const runtime::Event &event) {
  switch (event.kind) {
    case EventKind::error:
    case EventKind::warning:
    case EventKind::information: break;
    default: return;
  }
  const std::lock_guard lock(mutex_);
  if (folder_.empty()) return;
  (void)write(
      {{"type", "event"}, {"kind", event_word(event.kind)}, {"source", event.path}, {"text", event.text}},
      false);
}

void RunAudit::on_session(const runtime::SessionFacts &facts) {
  const std::lock_guard lock(mutex_);
  if (folder_.empty()) return;
  (void)write({{"type", "session"},
               {"connection", facts.connection},
               {"server", facts.server},
               {"server-name", facts.server_name},
               {"server-version", facts.server_version},
               {"driver", facts.driver},
               {"encrypt", facts.encryption},
               {"certificate-verified", facts.certificate_verified},
               {"authentication", facts.authentication},
               {"login", facts.login}},
              false);
}

void RunAudit::on_partial(const runtime::PartialView &view) {
  const std::lock_guard lock(mutex_);
  if (folder_.empty()) return;
  (void)write({{"type", "partial"},
               {"task", "\\" + view.task},
               {"connection", view.connection},
               {"kind", view.kind},
               {"database", view.database},
               {"rights", view.rights},
               {"grants", view.grants}},
              false);
}

Result<> RunAudit::close(package::ExecResult result) {
  const std::lock_guard lock(mutex_);
  if (folder_.empty()) return success();
  Result<RunRecord> before_end = parse_journal_file(folder_);
  if (!before_end) return std::move(before_end).error();
  // A task that ends well after a commit without an answer has looked, and proven it.
  if (result == package::ExecResult::success && before_end->undecided()) {
    for (std::size_t task = 0; task < before_end->tasks.size(); ++task)
      for (const StepRecord &step : before_end->tasks[task].steps)
        if (before_end->state(static_cast<int>(task), step.ordinal) == StepState::unknown)
          if (Result<> kept =
                  write(decision_line(static_cast<int>(task), step.ordinal, StepState::done), false);
              !kept)
            return kept;
    before_end = parse_journal_file(folder_);
    if (!before_end) return std::move(before_end).error();
  }
  // A commit that nobody answered is for recover to look at: the journal stays open.
  if (before_end->undecided()) return write_reports(folder_, *before_end, options_.report_folder);
  if (Result<> ended = write({{"type", "end"}, {"result", result_word(result)}}, true); !ended) return ended;
  Result<RunRecord> record = parse_journal_file(folder_);
  if (!record) return std::move(record).error();
  return write_reports(folder_, *record, options_.report_folder);
}

std::vector<TaskProgress> RunAudit::progress() const {
  std::vector<TaskProgress> all;
  if (folder_.empty()) return all;
  const Result<RunRecord> record = parse_journal_file(folder_);
  return record ? progress_of(*record) : all;
}

}  // namespace gantry::audit
