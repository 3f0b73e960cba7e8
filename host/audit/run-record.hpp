// One run as its journal tells it.
#ifndef GANTRY_AUDIT_RUN_RECORD_HPP
#define GANTRY_AUDIT_RUN_RECORD_HPP

#include "host/audit/task-record.hpp"
#include "host/runtime/statement-observer.hpp"

#include <deque>
#include <optional>

namespace gantry::audit {

/// Of a statement that takes a step back, instead of the step's own action.
inline constexpr const char *undo_action = "undo";

/// The package of a run and what it was given: enough to prepare its tasks again. Holds no secret.
struct PackageRecord {
  std::string file;        ///< absolute
  std::string name;        ///< the package's own
  std::string in_project;  ///< of an .ispac
  std::string sha256;      ///< of the file
  std::vector<std::string> set, parameters, configurations, disable_tasks;
  std::vector<std::string> connections;  ///< `NAME.key=value`, as on the command line
  std::string config;                    ///< --config
};
Json json_of(const PackageRecord &package);
PackageRecord package_of(const Json &json);

/// How a step ended, as far as the journal knows.
enum class StepState {
  not_begun,
  done,
  taken_back,  ///< rolled back or undone
  failed,      ///< the server refused it
  open,        ///< in a transaction that neither was committed nor rolled back before the journal ends
  unknown      ///< sent, or its commit sent, and no answer
};
const char *state_name(StepState state);

struct StatementRecord {
  std::string time, connection;
  std::string task;  ///< path; empty where task_index says it
  /// Empty where the step says it: of a statement that carries out a planned step.
  std::string database, action, object, text;
  std::string error;
  std::int64_t ordinal = 0, nanoseconds = 0;
  bool at_source = false, transactional = true, answered = false;
  int task_index = -1;         ///< into RunRecord::tasks: the latest of its path
  int transaction_index = -1;  ///< into RunRecord::transactions
};

struct TransactionRecord {
  std::string task, connection;
  runtime::TransactionMoment last = runtime::TransactionMoment::begun;
};

struct EventRecord {
  std::string time, kind, source, text;  ///< kind: error, warning, information
};

struct RunRecord {
  std::string id, time, gantry, application, user, host;
  std::int64_t process = 0;
  std::string salt;
  PackageRecord package;
  std::vector<runtime::SessionFacts> sessions;
  std::vector<TaskRecord> tasks;
  std::deque<StatementRecord> statements;  ///< many: never moved
  std::vector<TransactionRecord> transactions;
  std::vector<EventRecord> events;
  std::vector<runtime::PartialView> partial;
  std::string end_time, result;  ///< empty: the run did not end
  std::string note;              ///< what recover did

  /// What became of one step.
  struct StepHistory {
    std::optional<std::size_t> latest;  ///< into statements: the last one that carried it out
    std::optional<StepState> decided;   ///< what recover found, or an undo brought about; beats the journal
    bool sent = false;                  ///< carried out or undone
  };
  std::vector<std::vector<StepHistory>> histories;  ///< by task and step
  std::int64_t retries = 0;                         ///< statements of a step beyond its first

  bool ended() const { return !result.empty(); }
  /// Whether anything that changes a server was sent.
  bool sent_anything() const;
  /// Whether the state of a step is unknown: only looking helps.
  bool undecided() const;
  StepState state(int task_index, std::int64_t ordinal) const;
  /// The last statement that carried out a step; null: it was not begun.
  const StatementRecord *latest(int task_index, std::int64_t ordinal) const;
  /// Of a statement, wherever they stand.
  const std::string &task_of(const StatementRecord &statement) const;
  const std::string &database_of(const StatementRecord &statement) const;
  const std::string &text_of(const StatementRecord &statement) const;

 private:
  const StepRecord *step_of(const StatementRecord &statement) const;
  const StepHistory *history(int task_index, std::int64_t ordinal) const;
};

const char *moment_name(runtime::TransactionMoment moment);
std::optional<runtime::TransactionMoment> moment_of(std::string_view name);
std::optional<StepState> state_of(std::string_view name);
/// UTC, to the millisecond: 2026-11-25T01:02:03.456Z
std::string time_text();

}  // namespace gantry::audit

#endif
