#include "host/audit/run-audit.hpp"

#include "host/audit/digest.hpp"
#include "host/audit/journal.hpp"
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

Result<> RunAudit::write(std::string lines, bool sync) {
  if (broken_) return *broken_;
  if (!answers_.empty()) lines.insert(0, std::exchange(answers_, {}));
  Result<> done = journal_.append(lines);
  wipe(lines);
  if (done && sync) done = journal_.sync();
  if (!done) broken_ = done.error();
  return done;
}

Result<> RunAudit::open(const std::string &execution_id) {
  const std::lock_guard lock(mutex_);
  RunRecord &record = recorder_.record;
  record.id = execution_id;
  const std::string folder = options_.state_folder + "/runs/" + run_name(execution_id);
  if (Result<> made = make_private_folder(folder); !made) return made;
  Result<PrivateFile> journal = PrivateFile::open(folder + "/" + journal_name, true);
  if (!journal) return std::move(journal).error();
  journal_ = std::move(journal).value();
  Result<std::shared_ptr<const ReadableFile>> read = ReadableFile::open(journal_.path());
  if (!read) return std::move(read).error();
  read_ = std::move(read).value();
  (void)journal_.lock();  // nobody else knows of it yet
  folder_ = folder;
  if (!options_.package_text.empty()) {
    options_.package.file = folder + "/package.dtsx";
    options_.package.sha256 = sha256(options_.package_text);
    if (Result<> kept = write_private_file(options_.package.file, options_.package_text); !kept) return kept;
  }
  Result<std::string> salt = make_salt();
  if (!salt) return std::move(salt).error();
  record.salt = std::move(salt).value();
  record.time = time_text();
  record.gantry = options_.version;
  record.application = "Gantry " + options_.version + " " + record.id;
  record.user = os_user();
  record.host = host_name();
  record.process = static_cast<std::int64_t>(getpid());
  record.package = options_.package;
  return write(run_line(record), false);
}

Result<> RunAudit::check_unfinished(const runtime::TaskPlan &plan) const {
  Result<std::vector<UnfinishedRun>> runs = unfinished_runs(
      options_.state_folder, [](const Error &) {}, Living::left_out);
  if (!runs) return std::move(runs).error();
  for (const UnfinishedRun &run : *runs) {
    if (!run.record.sent_anything()) continue;
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
  if (!plan.steps.empty())
    if (Result<> clear = check_unfinished(plan); !clear) return clear;
  if (broken_) return *broken_;
  const RunRecord &record = recorder_.record;
  TaskRecord task = record_head(plan);
  Result<> planned = success();  // a task that cannot tell its plan does not break the journal
  Result<> written = append_plan(journal_, read_, task, [&](const auto &take) -> Result<> {
    return planned = record_steps(plan, record.salt, Clear::undo, take);
  });
  if (written && !task.steps.empty()) written = journal_.sync();
  if (!written) {
    if (planned) broken_ = written.error();
    return written;
  }
  const std::size_t index = record.tasks.size(), steps = task.steps.size();
  recorder_.plan(std::move(task));
  if (index == 0)
    if (Result<> made = undo_.create(folder_ + "/" + undo_name,
                                     undo_head(run_name(record.id), record.time, options_.package),
                                     [&record](int of_task, std::int64_t ordinal) -> Result<std::string> {
                                       const TaskRecord &of = record.tasks[static_cast<std::size_t>(of_task)];
                                       Result<StepRecord> step = of.step(ordinal);
                                       if (!step) return std::move(step).error();
                                       return undo_piece(of, *step);
                                     });
        !made)
      return made;
  return undo_.add_task(static_cast<int>(index), steps);
}

/// Final as soon as it is sent.
bool RunAudit::is_final(const runtime::Statement &statement) const {
  return statement.ordinal > 0 && !statement.transactional && statement.action != undo_action;
}

Result<> RunAudit::before_all(const std::vector<runtime::Statement> &statements) {
  const std::lock_guard lock(mutex_);
  UndoFile::Steps final_steps;
  std::vector<runtime::Statement> records;
  std::string lines;
  const std::int64_t now = time_now();
  const std::string time = time_text(now);
  for (const runtime::Statement &statement : statements) {
    runtime::Statement record;
    record.task = "\\" + statement.task;
    record.connection = statement.connection;
    record.ordinal = statement.ordinal;
    record.at_source = statement.at_source;
    record.transactional = statement.transactional;
    const int task = recorder_.latest_task(record.task);
    if (task < 0 || statement.ordinal <= 0 || statement.action == undo_action) {
      record.database = statement.database;
      record.action = statement.action;
      record.object = statement.object;
      record.text = statement.text;
    }
    if (is_final(statement)) final_steps.emplace_back(task, statement.ordinal);
    lines += before_line(time, record);
    records.push_back(std::move(record));
  }
  if (!final_steps.empty()) {
    // What undoes them is there first. The journal, which goes to the disk, holds it too: after a power cut
    // `gantry recover` makes the script anew.
    if (broken_) return *broken_;
    if (Result<> shown = undo_.show(final_steps, true); !shown) return shown;
  }
  Result<> written = write(std::move(lines), !final_steps.empty());
  if (written)
    for (runtime::Statement &record : records) recorder_.before(now, std::move(record));
  return written;
}

void RunAudit::after(const runtime::Statement &statement, const Error *error, std::int64_t nanoseconds) {
  const std::lock_guard lock(mutex_);
  const std::string task = "\\" + statement.task;
  const bool lost = error && !answered(*error);
  const std::string said = error ? error->message() : std::string();
  answers_ += after_line(statement, nanoseconds, said, lost);
  // What could not be kept fails the next statement.
  constexpr std::size_t many = 256 * 1024;
  if (!statement.transactional || answers_.size() > many) (void)write({}, false);
  recorder_.after(task, statement.connection, statement.ordinal, nanoseconds, said, lost);
  if (statement.ordinal <= 0) return;
  const UndoFile::Steps step = {{recorder_.latest_task(task), statement.ordinal}};
  if (statement.action == undo_action) {
    if (!error) (void)undo_.show(step, false);
  } else if (statement.transactional) {
    if (!error) in_transaction_[session_key(task, statement.connection)].push_back(step.front());
  } else if (error && !lost) {
    (void)undo_.show(step, false);
  }
}

Result<> RunAudit::show_undo(const std::string &session, bool shown) {
  return undo_.show(in_transaction_[session], shown);
}

Result<> RunAudit::transaction(const std::string &task, const std::string &connection,
                               TransactionMoment moment) {
  const std::lock_guard lock(mutex_);
  const std::string path = "\\" + task, session = session_key(path, connection);
  if (moment == TransactionMoment::begun) in_transaction_[session].clear();
  const bool committing = moment == TransactionMoment::committing;
  // Nothing to take back, nothing to keep: sessions that only read have transactions too.
  const bool final_steps = committing && !in_transaction_[session].empty();
  if (final_steps) {
    if (broken_) return *broken_;
    if (Result<> shown = show_undo(session, true); !shown) return shown;
  }
  Result<> written = write(transaction_line(path, connection, moment), final_steps);
  if (written) recorder_.transaction(path, connection, moment);
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
  EventRecord record{time_text(), event_word(event.kind), event.path, event.text};
  if (write(event_line(record), false)) recorder_.record.events.push_back(std::move(record));
}

void RunAudit::on_session(const runtime::SessionFacts &facts) {
  const std::lock_guard lock(mutex_);
  if (folder_.empty()) return;
  if (write(session_line(facts), false)) recorder_.record.sessions.push_back(facts);
}

void RunAudit::on_partial(const runtime::PartialView &view) {
  const std::lock_guard lock(mutex_);
  if (folder_.empty()) return;
  runtime::PartialView record = view;
  record.task.insert(0, "\\");
  if (write(partial_line(record), false)) recorder_.record.partial.push_back(std::move(record));
}

/// A task that ends well after a commit without an answer has looked, and proven it.
Result<> RunAudit::decide_unknown() {
  const RunRecord &record = recorder_.record;
  for (std::size_t task = 0; task < record.tasks.size(); ++task)
    for (std::size_t step = 1; step <= record.tasks[task].steps.size(); ++step) {
      const int index = static_cast<int>(task);
      const auto ordinal = static_cast<std::int64_t>(step);
      if (record.state(index, ordinal) != StepState::unknown) continue;
      if (Result<> kept = write(decision_line(index, ordinal, StepState::done), false); !kept) return kept;
      recorder_.decided(index, ordinal, StepState::done);
    }
  return success();
}

Result<> RunAudit::close(package::ExecResult result) {
  const std::lock_guard lock(mutex_);
  if (folder_.empty()) return success();
  RunRecord &record = recorder_.record;
  if (!answers_.empty()) (void)write({}, false);
  if (result == package::ExecResult::success)
    if (Result<> kept = decide_unknown(); !kept) return kept;
  // A commit that nobody answered is for recover to look at: the journal stays open.
  if (!record.undecided()) {
    const std::string time = time_text();
    if (Result<> ended = write(end_line(time, result_word(result), {}), true); !ended) return ended;
    record.end_time = time;
    record.result = result_word(result);
  }
  return write_reports(folder_, record, options_.report_folder);
}

std::vector<TaskProgress> RunAudit::progress() const {
  const std::lock_guard lock(mutex_);
  return folder_.empty() ? std::vector<TaskProgress>() : progress_of(recorder_.record);
}

}  // namespace gantry::audit
