#include "host/audit/run-record.hpp"

#include <array>
#include <chrono>
#include <cstdio>
#include <ctime>

namespace gantry::audit {
namespace {

using runtime::TransactionMoment;

constexpr std::array<std::pair<TransactionMoment, const char *>, 5> moments = {
    {{TransactionMoment::begun, "begun"},
     {TransactionMoment::committing, "committing"},
     {TransactionMoment::committed, "committed"},
     {TransactionMoment::rolled_back, "rolled back"},
     {TransactionMoment::unknown, "unknown"}}};

constexpr std::array<std::pair<StepState, const char *>, 6> states = {{{StepState::not_begun, "not begun"},
                                                                       {StepState::done, "done"},
                                                                       {StepState::taken_back, "taken back"},
                                                                       {StepState::failed, "failed"},
                                                                       {StepState::open, "open"},
                                                                       {StepState::unknown, "unknown"}}};

}  // namespace

const char *state_name(StepState state) {
  for (const auto &[known, name] : states)
    if (known == state) return name;
  return "";
}

const char *moment_name(TransactionMoment moment) {
  for (const auto &[known, name] : moments)
    if (known == moment) return name;
  return "";
}

std::optional<TransactionMoment> moment_of(std::string_view name) {
  for (const auto &[moment, known] : moments)
    if (known == name) return moment;
  return std::nullopt;
}

std::optional<StepState> state_of(std::string_view name) {
  for (const auto &[state, known] : states)
    if (known == name) return state;
  return std::nullopt;
}

std::int64_t time_now() {
  using std::chrono::system_clock;
  return std::chrono::duration_cast<std::chrono::milliseconds>(system_clock::now().time_since_epoch())
      .count();
}

std::string time_text(std::int64_t time) {
  const std::time_t seconds = time / 1000;
  tm parts{};
  gmtime_r(&seconds, &parts);
  char text[80];
  std::snprintf(text, sizeof text, "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ", parts.tm_year + 1900,
                parts.tm_mon + 1, parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec,
                static_cast<int>(time % 1000));
  return text;
}

std::int64_t time_of(const std::string &text) {
  tm parts{};
  int milliseconds = 0;
  if (std::sscanf(text.c_str(), "%4d-%2d-%2dT%2d:%2d:%2d.%3dZ", &parts.tm_year, &parts.tm_mon, &parts.tm_mday,
                  &parts.tm_hour, &parts.tm_min, &parts.tm_sec, &milliseconds) != 7)
    return 0;
  parts.tm_year -= 1900;
  parts.tm_mon -= 1;
  return static_cast<std::int64_t>(timegm(&parts)) * 1000 + milliseconds;
}

Json json_of(const PackageRecord &package) {
  return {{"file", package.file},
          {"name", package.name},
          {"in-project", package.in_project},
          {"sha256", package.sha256},
          {"set", package.set},
          {"parameters", package.parameters},
          {"configurations", package.configurations},
          {"disable-tasks", package.disable_tasks},
          {"connections", package.connections},
          {"config", package.config}};
}

PackageRecord package_of(const Json &json) {
  PackageRecord package;
  package.file = text_of(json, "file");
  package.name = text_of(json, "name");
  package.in_project = text_of(json, "in-project");
  package.sha256 = text_of(json, "sha256");
  package.set = list_of(json, "set");
  package.parameters = list_of(json, "parameters");
  package.configurations = list_of(json, "configurations");
  package.disable_tasks = list_of(json, "disable-tasks");
  package.connections = list_of(json, "connections");
  package.config = text_of(json, "config");
  return package;
}

bool RunRecord::sent_anything() const {
  for (const StatementRecord &statement : statements)
    if (statement.ordinal > 0) return true;
  return false;
}

bool RunRecord::undecided() const {
  for (std::size_t task = 0; task < tasks.size(); ++task)
    for (std::size_t step = 1; step <= tasks[task].steps.size(); ++step)
      if (state(static_cast<int>(task), static_cast<std::int64_t>(step)) == StepState::unknown) return true;
  return false;
}

const RunRecord::StepHistory *RunRecord::history(int task_index, std::int64_t ordinal) const {
  const auto task = static_cast<std::size_t>(task_index), step = static_cast<std::size_t>(ordinal - 1);
  if (task_index < 0 || task >= histories.size()) return nullptr;
  return ordinal >= 1 && step < histories[task].size() ? &histories[task][step] : nullptr;
}

const StatementRecord *RunRecord::latest(int task_index, std::int64_t ordinal) const {
  const StepHistory *known = history(task_index, ordinal);
  return known && known->latest != StepHistory::never ? &statements[known->latest] : nullptr;
}

StepState RunRecord::state(int task_index, std::int64_t ordinal) const {
  const StepHistory *known = history(task_index, ordinal);
  if (known && known->decided) return *known->decided;
  if (!known || known->latest == StepHistory::never) return StepState::not_begun;
  const StatementRecord &statement = statements[known->latest];
  if (statement.answered && !detail_of(statement).error.empty()) return StepState::failed;
  if (statement.transaction_index < 0) return statement.answered ? StepState::done : StepState::unknown;
  switch (transactions[static_cast<std::size_t>(statement.transaction_index)].last) {
    case TransactionMoment::committed: return StepState::done;
    case TransactionMoment::rolled_back: return StepState::taken_back;
    case TransactionMoment::begun: return StepState::open;
    case TransactionMoment::committing:
    case TransactionMoment::unknown: break;
  }
  return StepState::unknown;
}

const StatementDetail &RunRecord::detail_of(const StatementRecord &statement) const {
  static const StatementDetail none;
  return statement.detail < 0 ? none : details[static_cast<std::size_t>(statement.detail)];
}

Result<std::string> RunRecord::said_by(const StatementRecord &statement, std::string StatementDetail::*own,
                                       std::string StepRecord::*of_step) const {
  const std::string &said = detail_of(statement).*own;
  if (!said.empty() || statement.task_index < 0 || statement.undo) return said;
  const TaskRecord &task = tasks[static_cast<std::size_t>(statement.task_index)];
  if (statement.ordinal < 1 || static_cast<std::size_t>(statement.ordinal) > task.steps.size()) return said;
  Result<StepRecord> step = task.step(statement.ordinal);
  if (!step) return std::move(step).error();
  return std::move((*step).*of_step);
}

Result<std::string> RunRecord::database_of(const StatementRecord &statement) const {
  return said_by(statement, &StatementDetail::database, &StepRecord::database);
}

Result<std::string> RunRecord::text_of(const StatementRecord &statement) const {
  return said_by(statement, &StatementDetail::text, &StepRecord::text);
}

}  // namespace gantry::audit
