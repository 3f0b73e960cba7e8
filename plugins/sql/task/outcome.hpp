// What the batches of a statement give: collected while the session is in use, given to variables afterwards.
#ifndef GANTRY_SQL_TASK_OUTCOME_HPP
#define GANTRY_SQL_TASK_OUTCOME_HPP

#include "gantry/cpp/driver.hpp"
#include "plugins/sql/task/statement.hpp"

namespace gantry::sql {

/// How much of the first result with columns is kept.
enum class Keep { nothing, first_row, all };

class Outcome {
 public:
  explicit Outcome(Keep keep) : keep_(keep) {}

  /// Runs one batch to the end of its results. Errors: the session's; DATA when output values are missing.
  Result<> run(const SessionRef &session, const ReadyBatch &batch,
               const std::vector<gantry_parameter> &parameters, Call call);

  /// The kept rows; nothing when no batch gave a result with columns.
  std::optional<Table> &rows() { return rows_; }
  const std::vector<std::pair<const ParameterBinding *, Cell>> &outputs() const { return outputs_; }
  /// Rows that INSERT, UPDATE, DELETE and MERGE counted.
  std::int64_t affected() const { return affected_; }

 private:
  Result<> take_result(RowReader &reader, const ReadyBatch &batch);

  Keep keep_;
  std::optional<Table> rows_;
  std::vector<std::pair<const ParameterBinding *, Cell>> outputs_;
  std::int64_t affected_ = 0;
};

}  // namespace gantry::sql

#endif
