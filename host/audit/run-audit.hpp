// Attached to one run, it writes what the run leaves behind: journal, undo script, report.
#ifndef GANTRY_AUDIT_RUN_AUDIT_HPP
#define GANTRY_AUDIT_RUN_AUDIT_HPP

#include "host/audit/private-file.hpp"
#include "host/audit/run-recorder.hpp"
#include "host/audit/undo-file.hpp"
#include "host/package/enums.hpp"

#include <mutex>

namespace gantry::audit {

struct AuditOptions {
  std::string state_folder;   ///< absolute; `runs/` is below it
  std::string report_folder;  ///< --report: where the report is copied to; empty: nowhere
  std::string version;        ///< of Gantry
  PackageRecord package;
  std::string package_text;  ///< of a package that no file holds: it is kept in the run's folder
};

/// How many of a task's steps are done, and the first that are left.
struct TaskProgress {
  std::string task;
  std::size_t steps = 0, done = 0;
  std::vector<std::string> left;  ///< `3 create Login c`, the first ten
};

/// Any thread once open. Outlives the run that it is attached to.
class RunAudit final : public runtime::Listener, public runtime::StatementObserver {
 public:
  explicit RunAudit(AuditOptions options) : options_(std::move(options)) {}

  /// Makes the folder and the journal's first line. Errors: IO, DENIED: the run must not start.
  Result<> open(const std::string &execution_id);
  /// Keeps a task's plan before its first statement; from RunOptions::approve. Errors: IO; EXISTS when a run
  /// to the same destination died and nobody has recovered it.
  Result<> approve(const runtime::TaskPlan &plan);
  /// Ends the journal, writes undo script and report. Errors: IO.
  Result<> close(package::ExecResult result);

  /// Empty before open.
  const std::string &folder() const { return folder_; }
  std::vector<TaskProgress> progress() const;

  void on_event(const runtime::Event &event) override;
  void on_session(const runtime::SessionFacts &facts) override;
  void on_partial(const runtime::PartialView &view) override;
  Result<> before(const runtime::Statement &statement) override { return before_all({statement}); }
  Result<> before_all(const std::vector<runtime::Statement> &statements) override;
  void after(const runtime::Statement &statement, const Error *error, std::int64_t nanoseconds) override;
  Result<> transaction(const std::string &task, const std::string &connection,
                       runtime::TransactionMoment moment) override;

 private:
  Result<> check_unfinished(const runtime::TaskPlan &plan) const;
  /// Lines of the journal; `sync`: on disk when it returns. What failed once fails from then on.
  Result<> write(std::string lines, bool sync);
  bool is_final(const runtime::Statement &statement) const;
  Result<> show_undo(const std::string &session, bool shown);
  Result<> decide_unknown();

  AuditOptions options_;
  mutable std::mutex mutex_;
  std::string folder_;
  PrivateFile journal_;
  std::shared_ptr<const ReadableFile> read_;  ///< the journal, for the steps in it
  /// Answers to statements of an open transaction, written with the next line: until its commit, whose line
  /// is one, they decide nothing.
  std::string answers_;
  RunRecorder recorder_;  ///< what the journal would say if it were read
  UndoFile undo_;
  std::map<std::string, UndoFile::Steps> in_transaction_;  ///< done in it, by task and connection
  std::optional<Error> broken_;
};

}  // namespace gantry::audit

#endif
