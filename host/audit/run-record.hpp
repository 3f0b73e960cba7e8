// One run as its journal tells it. The journal is JSON lines; the last one may be cut off by a crash.
#ifndef GANTRY_AUDIT_RUN_RECORD_HPP
#define GANTRY_AUDIT_RUN_RECORD_HPP

#include "host/audit/task-record.hpp"
#include "host/runtime/statement-observer.hpp"

#include <map>

namespace gantry::audit {

inline constexpr std::int64_t journal_format = 1;
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
  std::string time, task, connection, database, action, object, text, error;
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
  std::vector<StatementRecord> statements;
  std::vector<TransactionRecord> transactions;
  std::vector<EventRecord> events;
  std::vector<runtime::PartialView> partial;
  struct Decision {
    int task_index;
    std::int64_t ordinal;
    StepState state;
  };
  std::vector<Decision> decisions;  ///< what recover found; beats the journal
  std::string end_time, result;     ///< empty: the run did not end
  std::string note;                 ///< what recover did

  /// The latest statement of each step, by task and ordinal.
  std::map<std::pair<int, std::int64_t>, std::size_t> latest;

  bool ended() const { return !result.empty(); }
  /// Whether anything that changes a server was sent.
  bool sent_anything() const;
  /// Whether the state of a step is unknown: only looking helps.
  bool undecided() const;
  StepState state(int task_index, std::int64_t ordinal) const;
  /// Sent more often than once.
  std::int64_t retries() const;
};

/// The journal's line for a state that was found out later.
Json decision_line(int task_index, std::int64_t ordinal, StepState state);

/// Errors: DATA (no journal, or one of another format).
Result<RunRecord> parse_journal(std::string_view text, const std::string &path);

const char *moment_name(runtime::TransactionMoment moment);
/// UTC, to the millisecond: 2026-11-25T01:02:03.456Z
std::string time_text();

}  // namespace gantry::audit

#endif
