#include "host/expression/evaluator.hpp"

#include "host/expression/codes.hpp"
#include "host/expression/conversion.hpp"
#include "host/expression/operators.hpp"
#include "host/expression/position.hpp"
#include "host/expression/promotion.hpp"

namespace gantry::expression {
namespace {

class Evaluator {
 public:
  Evaluator(std::string_view text, const Scope &scope) : text_(text), scope_(scope) {}

  Result<Value> run(const Node &node) {
    switch (node.kind) {
      case NodeKind::literal: return node.literal;
      case NodeKind::variable: return place(scope_.variable(node.name), node);
      case NodeKind::unary: {
        auto operand = run(*node.children[0]);
        if (!operand) return operand;
        return place(apply_unary(node.op, *operand), node);
      }
      case NodeKind::cast: {
        auto operand = run(*node.children[0]);
        if (!operand) return operand;
        return place(convert(*operand, node.spec), node);
      }
      case NodeKind::binary:
        if (node.op == Operator::logical_and || node.op == Operator::logical_or) return logical(node);
        return binary(node);
      case NodeKind::conditional: return conditional(node);
      case NodeKind::call: return call(node);
    }
    return Value();
  }

 private:
  Result<Value> place(Result<Value> result, const Node &node) const {
    if (result) return result;
    return located(result.error(), text_, node.offset);
  }

  Result<Value> binary(const Node &node) {
    auto left = run(*node.children[0]);
    if (!left) return left;
    auto right = run(*node.children[1]);
    if (!right) return right;
    return place(apply_binary(node.op, *left, *right), node);
  }

  Result<Value> call(const Node &node) {
    Arguments arguments;
    arguments.reserve(node.children.size());
    for (const auto &child : node.children) {
      auto argument = run(*child);
      if (!argument) return argument;
      arguments.push_back(std::move(*argument));
    }
    return place(node.function->call(arguments), node);
  }

  /// SSIS checks the types of both sides and computes what it needs: what is wrong with values of a side that
  /// does not count (a division by zero) is nobody's business, what is wrong with its types is.
  static bool counts_anyway(const Error &error) { return error.status != Status::data; }

  Result<Value> logical(const Node &node) {
    auto left = run(*node.children[0]);
    if (!left) return left;
    if (left->type() != Type::boolean)
      return place(type_not_for_operator(node.op, left->type(), "Booleans were expected."), node);
    const bool decided = !left->is_null() && left->as_boolean() == (node.op == Operator::logical_or);
    auto right = run(*node.children[1]);
    if (!right) return decided && !counts_anyway(right.error()) ? left : right;
    if (right->type() != Type::boolean)
      return place(type_not_for_operator(node.op, right->type(), "Booleans were expected."), node);
    return apply_logical(node.op, *left, *right);
  }

  Result<Value> conditional(const Node &node) {
    auto condition = run(*node.children[0]);
    if (!condition) return condition;
    if (condition->type() != Type::boolean) {
      Error error(Status::invalid, "The conditional operator could not be evaluated.",
                  "A boolean in front of ? was expected.",
                  "Its data type is " + std::string(name_of(condition->type())) + ".",
                  "Compare it, or cast it to DT_BOOL.");
      return place(error.with_code(code::condition_type), node);
    }
    const bool first = !condition->is_null() && condition->as_boolean();
    auto chosen = run(*node.children[first ? 1 : 2]);
    if (!chosen && !(condition->is_null() && !counts_anyway(chosen.error()))) return chosen;
    auto other = run(*node.children[first ? 2 : 1]);
    if (!other && counts_anyway(other.error())) return other;
    if (!chosen || !other) {
      if (!condition->is_null()) return chosen;
      return Value::null(chosen ? chosen->spec() : other ? other->spec() : TypeSpec{});
    }
    const auto type = common_type(chosen->spec(), other->spec());
    if (!type) {
      Error error(Status::invalid, "The conditional operator could not be evaluated.",
                  "Values whose data types go together were expected.",
                  "They are " + std::string(name_of(first ? chosen->type() : other->type())) + " and " +
                      std::string(name_of(first ? other->type() : chosen->type())) + ".",
                  "Cast one of them to the type of the other.");
      return place(error.with_code(code::conditional_mismatch), node);
    }
    if (condition->is_null()) return Value::null(*type);
    return place(promoted(*chosen, *type), node);
  }

  std::string_view text_;
  const Scope &scope_;
};

}  // namespace

Result<Value> evaluate_tree(std::string_view text, const Node &root, const Scope &scope) {
  return Evaluator(text, scope).run(root);
}

}  // namespace gantry::expression
