// The expression language of Integration Services (ssis.md 6): property expressions, constraints, loops,
// variables.
#ifndef GANTRY_EXPRESSION_EXPRESSION_HPP
#define GANTRY_EXPRESSION_EXPRESSION_HPP

#include "host/expression/value.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace gantry::expression {

struct Node;

/// Where an expression's variables come from. Names arrive as written between the brackets: `User::X`, `X`,
/// `$Package::P`, `$Project::P`, `System::StartTime`.
class Scope {
 public:
  virtual ~Scope() = default;
  virtual Result<Value> variable(std::string_view name) const = 0;
};

/// A parsed expression: immutable, may be evaluated by several threads at once.
class Expression {
 public:
  /// Errors: DATA 0xC0047096 and its like, with line and column in what was found and the text marked. What
  /// stands inside string literals is never shown.
  static Result<Expression> parse(std::string_view text);
  /// Errors: those of the scope; DATA (values) or INVALID (types) with the position of the operator or
  /// function at fault. No error shows a value.
  Result<Value> evaluate(const Scope &scope) const;
  /// The variables it reads, in order of appearance, each once.
  std::vector<std::string> variables() const;

 private:
  friend struct Assignment;
  std::string text_;
  std::shared_ptr<const Node> root_;
};

/// `@[User::Counter] = @[User::Counter] + 1`: what a For loop initialises with and iterates by.
struct Assignment {
  std::string variable;  ///< the name as written between the brackets
  Expression expression;
  /// Errors: DATA 0x8001F203 when it is no assignment, else those of Expression::parse.
  static Result<Assignment> parse(std::string_view text);
};

/// Parses and evaluates.
Result<Value> evaluate(std::string_view text, const Scope &scope);

}  // namespace gantry::expression

#endif
