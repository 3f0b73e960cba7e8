// The tree of a parsed expression.
#ifndef GANTRY_EXPRESSION_NODES_HPP
#define GANTRY_EXPRESSION_NODES_HPP

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "host/expression/functions.hpp"
#include "host/expression/value.hpp"

namespace gantry::expression {

enum class NodeKind { literal, variable, unary, binary, conditional, cast, call };

enum class Operator {
  none,
  negate,
  logical_not,
  bitwise_not,
  multiply,
  divide,
  modulo,
  add,
  subtract,
  less,
  greater,
  less_or_equal,
  greater_or_equal,
  equal,
  unequal,
  bitwise_and,
  bitwise_xor,
  bitwise_or,
  logical_and,
  logical_or
};

struct Node {
  NodeKind kind = NodeKind::literal;
  std::size_t offset = 0;  ///< of the operator, name or literal, in bytes
  int depth = 1;
  Value literal;     ///< literal, and NULL(type)
  std::string name;  ///< variable
  Operator op = Operator::none;
  TypeSpec spec;  ///< cast
  const Function *function = nullptr;
  std::vector<std::unique_ptr<Node>> children;
};

/// `&&`
std::string_view symbol_of(Operator op);

}  // namespace gantry::expression

#endif
