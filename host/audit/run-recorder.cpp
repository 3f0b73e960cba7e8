#include "host/audit/run-recorder.hpp"

#include <algorithm>

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

std::int32_t RunRecorder::name(std::string_view name) {
  const auto known = std::find(record.names.begin(), record.names.end(), name);
  const auto index = static_cast<std::int32_t>(known - record.names.begin());
  if (known == record.names.end()) record.names.emplace_back(name);
  return index;
}

StatementDetail &RunRecorder::detail(StatementRecord &statement) {
  if (statement.detail < 0) {
    statement.detail = static_cast<std::int32_t>(record.details.size());
    record.details.emplace_back();
  }
  return record.details[static_cast<std::size_t>(statement.detail)];
}

void RunRecorder::before(std::int64_t time, runtime::Statement sent) {
  StatementRecord statement;
  statement.time = time;
  statement.ordinal = sent.ordinal;
  statement.at_source = sent.at_source;
  statement.transactional = sent.transactional;
  statement.undo = sent.action == undo_action;
  statement.path = name(sent.task);
  statement.connection = name(sent.connection);
  statement.task_index = latest_task(sent.task);
  if (sent.transactional) statement.transaction_index = open_transaction(sent.task, sent.connection);
  if (!(sent.database.empty() && sent.action.empty() && sent.object.empty() && sent.text.empty()))
    detail(statement) = {
        std::move(sent.database), std::move(sent.action), std::move(sent.object), std::move(sent.text), {}};
  if (RunRecord::StepHistory *known = history(statement.task_index, statement.ordinal)) {
    if (known->sent) ++record.retries;
    known->sent = true;
    if (!statement.undo) {
      known->latest = static_cast<std::uint32_t>(record.statements.size());
      known->decided.reset();  // undone before, and now done again
    }
  }
  record.statements.push_back(statement);
}

void RunRecorder::after(std::string_view task, std::string_view connection, std::int64_t ordinal,
                        std::int64_t nanoseconds, std::string error, bool lost) {
  const std::int32_t of_path = name(task), at_connection = name(connection);
  for (std::size_t i = record.statements.size(); i > 0; --i) {
    StatementRecord &statement = record.statements[i - 1];
    if (statement.answered || statement.ordinal != ordinal || statement.connection != at_connection ||
        statement.path != of_path)
      continue;
    statement.answered = !lost;
    statement.nanoseconds = nanoseconds;
    if (statement.undo && statement.answered && error.empty())
      decided(statement.task_index, statement.ordinal, StepState::taken_back);
    if (!error.empty() || statement.detail >= 0) detail(statement).error = std::move(error);
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
