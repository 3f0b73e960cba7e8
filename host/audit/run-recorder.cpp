#include "host/audit/run-recorder.hpp"

namespace gantry::audit {

using runtime::TransactionMoment;

int RunRecorder::latest_task(std::string_view task) const {
  for (std::size_t i = record.tasks.size(); i > 0; --i)
    if (record.tasks[i - 1].task == task) return static_cast<int>(i - 1);
  return -1;
}

int RunRecorder::open_transaction(std::string_view task, std::string_view connection) const {
  for (std::size_t i = record.transactions.size(); i > 0; --i) {
    const TransactionRecord &candidate = record.transactions[i - 1];
    if (candidate.task != task || candidate.connection != connection) continue;
    const bool over =
        candidate.last == TransactionMoment::committed || candidate.last == TransactionMoment::rolled_back;
    return over ? -1 : static_cast<int>(i - 1);
  }
  return -1;
}

RunRecord::StepHistory *RunRecorder::history(int task_index, std::int64_t ordinal) {
  const auto task = static_cast<std::size_t>(task_index), step = static_cast<std::size_t>(ordinal - 1);
  if (task_index < 0 || task >= record.histories.size()) return nullptr;
  return ordinal >= 1 && step < record.histories[task].size() ? &record.histories[task][step] : nullptr;
}

void RunRecorder::plan(TaskRecord task) {
  record.histories.emplace_back(task.steps.size());
  record.tasks.push_back(std::move(task));
}

void RunRecorder::before(StatementRecord statement) {
  statement.task_index = latest_task(statement.task);
  if (statement.transactional)
    statement.transaction_index = open_transaction(statement.task, statement.connection);
  if (statement.task_index >= 0) statement.task = {};
  if (RunRecord::StepHistory *known = history(statement.task_index, statement.ordinal)) {
    if (known->sent) ++record.retries;
    known->sent = true;
    if (statement.action != undo_action) {
      known->latest = record.statements.size();
      known->decided.reset();  // undone before, and now done again
    }
  }
  record.statements.push_back(std::move(statement));
}

void RunRecorder::after(std::string_view task, std::string_view connection, std::int64_t ordinal,
                        std::int64_t nanoseconds, std::string error, bool lost) {
  for (std::size_t i = record.statements.size(); i > 0; --i) {
    StatementRecord &statement = record.statements[i - 1];
    if (statement.answered || statement.ordinal != ordinal || statement.connection != connection ||
        record.task_of(statement) != task)
      continue;
    statement.answered = !lost;
    statement.error = std::move(error);
    statement.nanoseconds = nanoseconds;
    if (statement.action == undo_action && statement.answered && statement.error.empty())
      decided(statement.task_index, statement.ordinal, StepState::taken_back);
    return;
  }
}

void RunRecorder::transaction(const std::string &task, const std::string &connection,
                              TransactionMoment moment) {
  const int open = open_transaction(task, connection);
  if (moment == TransactionMoment::begun)
    record.transactions.push_back({task, connection, moment});
  else if (open >= 0)
    record.transactions[static_cast<std::size_t>(open)].last = moment;
}

void RunRecorder::decided(int task_index, std::int64_t ordinal, StepState state) {
  if (RunRecord::StepHistory *known = history(task_index, ordinal)) known->decided = state;
}

}  // namespace gantry::audit
