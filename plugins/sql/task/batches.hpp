// A statement's text as batches: GO stands alone on its line and is no T-SQL.
#ifndef GANTRY_SQL_TASK_BATCHES_HPP
#define GANTRY_SQL_TASK_BATCHES_HPP

#include <string>
#include <string_view>
#include <vector>

#include "gantry/cpp/result.hpp"

namespace gantry::sql {

struct Batch {
  std::string text;
  std::int32_t line = 1;    ///< of its first character in the whole text
  std::int64_t repeat = 1;  ///< GO 5
};

/// Batches that hold more than white space and comments. A GO inside a string, a bracketed name or a comment
/// separates nothing. Errors: INVALID with the line (GO with something behind it that is no count).
Result<std::vector<Batch>> split_batches(std::string_view text);

}  // namespace gantry::sql

#endif
