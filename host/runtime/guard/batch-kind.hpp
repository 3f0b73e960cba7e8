// What a T-SQL batch does, judged from its text: the host must not believe the task that sends it.
#ifndef GANTRY_RUNTIME_GUARD_BATCH_KIND_HPP
#define GANTRY_RUNTIME_GUARD_BATCH_KIND_HPP

#include <string>
#include <string_view>

namespace gantry::runtime::guard {

/// In rising order: a batch is what its strongest statement is.
enum class BatchKind {
  reading,      ///< SELECT, procedures known to read only, PRINT, WAITFOR, control of flow
  setting,      ///< SET, USE, DECLARE, application locks: nothing beyond the session, nothing stored
  local,        ///< writes, but only to #tables and @table variables
  transaction,  ///< BEGIN TRAN, COMMIT, ROLLBACK, SAVE
  writing       ///< everything else, and whatever could not be judged
};

struct BatchVerdict {
  BatchKind kind = BatchKind::writing;
  /// For messages: the word that makes it so, in upper case ("INSERT", "EXEC sp_configure"); no literal.
  std::string because;
  /// The batch begins, commits or rolls back a transaction, whatever else it does.
  bool transaction_control = false;
  /// Where the first statement behind leading SET and USE statements stands; 0 when there are none.
  std::size_t body = 0;
};

/// Pure; any thread. Never gives less than what a server would do, whatever QUOTED_IDENTIFIER says.
BatchVerdict judge_batch(std::string_view sql);

}  // namespace gantry::runtime::guard

#endif
