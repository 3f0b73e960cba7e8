// One run as its journal tells it.
#ifndef GANTRY_AUDIT_RUN_RECORD_HPP
#define GANTRY_AUDIT_RUN_RECORD_HPP

#include "host/audit/statement-record.hpp"
#include "host/audit/task-record.hpp"
#include "host/runtime/statement-observer.hpp"

#include <deque>
#include <optional>

namespace gantry::audit {

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
enum class StepState : std::uint8_t {
  not_begun,
  done,
  taken_back,  ///< rolled back or undone
  failed,      ///< the server refused it
  open,        ///< in a transaction that neither was committed nor rolled back before the journal ends
  unknown      ///< sent, or its commit sent, and no answer
};
const char *state_name(StepState state);

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
  std::vector<StatementDetail> details;    ///< of statements that have some
  std::vector<std::string> names;          ///< of tasks and connections, each once
  std::vector<TransactionRecord> transactions;
  std::vector<EventRecord> events;
  std::vector<runtime::PartialView> partial;
  std::string end_time, result;  ///< empty: the run did not end
  std::string note;              ///< what recover did

  /// What became of one step.
  struct StepHistory {
    static constexpr std::uint32_t never = UINT32_MAX;
    std::uint32_t latest = never;      ///< into statements: the last one that carried it out
    std::optional<StepState> decided;  ///< what recover found, or an undo brought about; beats the journal
    bool sent = false;                 ///< carried out or undone
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
  const std::string &task_of(const StatementRecord &statement) const { return name(statement.path); }
  const std::string &connection_of(const StatementRecord &statement) const {
    return name(statement.connection);
  }
  const StatementDetail &detail_of(const StatementRecord &statement) const;
  /// Of a statement, or of the step that it carries out. Errors: those of StepRecords.
  Result<std::string> database_of(const StatementRecord &statement) const;
  Result<std::string> text_of(const StatementRecord &statement) const;

 private:
  const std::string &name(std::int32_t index) const { return names[static_cast<std::size_t>(index)]; }
  Result<std::string> said_by(const StatementRecord &statement, std::string StatementDetail::*own,
                              std::string StepRecord::*of_step) const;
  const StepHistory *history(int task_index, std::int64_t ordinal) const;
};

const char *moment_name(runtime::TransactionMoment moment);
std::optional<runtime::TransactionMoment> moment_of(std::string_view name);
std::optional<StepState> state_of(std::string_view name);
/// Milliseconds since 1970.
std::int64_t time_now();
/// UTC, to the millisecond: 2026-11-25T01:02:03.456Z
std::string time_text(std::int64_t time = time_now());
/// What time_text wrote; 0 for anything else.
std::int64_t time_of(const std::string &text);

}  // namespace gantry::audit

#endif
