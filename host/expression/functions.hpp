// The functions of the expression language, as tables.
#ifndef GANTRY_EXPRESSION_FUNCTIONS_HPP
#define GANTRY_EXPRESSION_FUNCTIONS_HPP

#include <cstddef>
#include <string_view>
#include <vector>

#include "host/expression/value.hpp"

namespace gantry::expression {

using Arguments = std::vector<Value>;

struct Function {
  std::string_view name;
  std::size_t parameters;
  /// Given the right number of arguments. Errors have no position yet: INVALID for types, DATA for values.
  Result<Value> (*call)(const Arguments &arguments);
};

struct FunctionTable {
  const Function *first;
  std::size_t count;
};
FunctionTable string_functions();
FunctionTable math_functions();
FunctionTable date_functions();

/// By name in any case; null when there is none.
const Function *find_function(std::string_view name);
/// The nearest function's name, for messages; empty when none is near.
std::string_view nearest_function(std::string_view name);

/// No string of an expression grows beyond this many characters: packages may come from anywhere.
inline constexpr std::size_t max_characters = std::size_t{1} << 22;

}  // namespace gantry::expression

#endif
