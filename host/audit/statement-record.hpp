// What was sent, as a run's record keeps it: a run has at least one statement for each step.
#ifndef GANTRY_AUDIT_STATEMENT_RECORD_HPP
#define GANTRY_AUDIT_STATEMENT_RECORD_HPP

#include <cstdint>
#include <string>

namespace gantry::audit {

/// Of a statement that takes a step back, instead of the step's own action.
inline constexpr const char *undo_action = "undo";

/// What few statements have.
struct StatementDetail {
  /// Empty where the step says it: of a statement that carries out a planned step.
  std::string database, action, object, text;
  std::string error;
};

/// Keeps no text: what it says by indexes, RunRecord tells.
struct StatementRecord {
  std::int64_t time = 0;  ///< milliseconds since 1970
  std::int64_t nanoseconds = 0, ordinal = 0;
  std::int32_t path = 0, connection = 0;  ///< into RunRecord::names
  std::int32_t task_index = -1;           ///< into RunRecord::tasks: the latest of its path
  std::int32_t transaction_index = -1;    ///< into RunRecord::transactions
  std::int32_t detail = -1;               ///< into RunRecord::details
  bool at_source = false, transactional = true, answered = false;
  bool undo = false;  ///< takes its step back
};

}  // namespace gantry::audit

#endif
