// A statement with its parameters, ready to send: batches, what each takes and what it gives back.
#ifndef GANTRY_SQL_TASK_STATEMENT_HPP
#define GANTRY_SQL_TASK_STATEMENT_HPP

#include <string>
#include <string_view>
#include <vector>

#include "plugins/sql/task/bindings.hpp"

namespace gantry::sql {

/// First column of the row that a batch with output parameters ends with; the others are their values.
inline constexpr std::string_view output_column = "gantry:output";

struct ReadyBatch {
  std::string text;  ///< exactly what is sent
  std::int32_t line = 1;
  std::int64_t repeat = 1;
  std::vector<Parameter> parameters;              ///< those that the text mentions
  std::vector<const ParameterBinding *> outputs;  ///< in the order of the last row's columns
};

/// Bindings are borrowed. `procedure`: the text is the name of a stored procedure. Errors: INVALID (an empty
/// statement, GO, parameters).
Result<std::vector<ReadyBatch>> make_statement(std::string_view text, bool procedure, Binding binding,
                                               const std::vector<ParameterBinding> &bindings);

}  // namespace gantry::sql

#endif
