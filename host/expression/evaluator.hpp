// Trees to values.
#ifndef GANTRY_EXPRESSION_EVALUATOR_HPP
#define GANTRY_EXPRESSION_EVALUATOR_HPP

#include <string_view>

#include "host/expression/expression.hpp"
#include "host/expression/nodes.hpp"

namespace gantry::expression {

/// `text` is what `root` was parsed from. Errors have positions: INVALID for types, DATA for values, those of
/// the scope.
Result<Value> evaluate_tree(std::string_view text, const Node &root, const Scope &scope);

}  // namespace gantry::expression

#endif
