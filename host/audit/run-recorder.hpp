// Makes the record of a run from what happens, in the order in which it happens: told by the run itself while
// it goes on, or by its journal afterwards.
#ifndef GANTRY_AUDIT_RUN_RECORDER_HPP
#define GANTRY_AUDIT_RUN_RECORDER_HPP

#include "host/audit/run-record.hpp"

namespace gantry::audit {

/// Not thread-safe.
class RunRecorder {
 public:
  RunRecord record;

  /// The latest plan of a task's path; -1: none.
  int latest_task(std::string_view task) const;

  void plan(TaskRecord task);
  /// A statement is sent. Tasks, transactions and steps are found by its names; its task is the path as the
  /// record has it. What a planned step says may be left out.
  void before(std::int64_t time, runtime::Statement statement);
  /// Its answer. `lost`: none came, what the server did stays unknown.
  void after(std::string_view task, std::string_view connection, std::int64_t ordinal,
             std::int64_t nanoseconds, std::string error, bool lost);
  void transaction(const std::string &task, const std::string &connection, runtime::TransactionMoment moment);
  void decided(int task_index, std::int64_t ordinal, StepState state);

 private:
  /// The open transaction of a task's connection; -1: none.
  int open_transaction(std::string_view task, std::string_view connection) const;
  RunRecord::StepHistory *history(int task_index, std::int64_t ordinal);
  std::int32_t name(std::string_view name);
  StatementDetail &detail(StatementRecord &statement);
};

}  // namespace gantry::audit

#endif
