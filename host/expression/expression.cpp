#include "host/expression/expression.hpp"

#include <algorithm>

#include "host/expression/codes.hpp"
#include "host/expression/evaluator.hpp"
#include "host/expression/parser.hpp"
#include "host/expression/position.hpp"

namespace gantry::expression {
namespace {

Result<> check_length(std::string_view text) {
  if (text.size() <= max_expression_bytes) return success();
  return Error(Status::data, "The expression could not be parsed.",
               "At most " + std::to_string(max_expression_bytes) + " bytes were expected.",
               "There are " + std::to_string(text.size()) + ".", "Divide the expression with variables.")
      .with_code(code::not_parsed);
}

void collect(const Node &node, std::vector<std::string> &names) {
  if (node.kind == NodeKind::variable && std::find(names.begin(), names.end(), node.name) == names.end())
    names.push_back(node.name);
  for (const auto &child : node.children) collect(*child, names);
}

}  // namespace

Result<Expression> Expression::parse(std::string_view text) {
  if (auto ok = check_length(text); !ok) return ok.error();
  auto tokens = tokens_of(text);
  if (!tokens) return tokens.error();
  auto root = parse_tokens(text, *tokens, 0);
  if (!root) return root.error();
  Expression expression;
  expression.text_ = text;
  expression.root_ = std::move(*root);
  return expression;
}

Result<Value> Expression::evaluate(const Scope &scope) const { return evaluate_tree(text_, *root_, scope); }

std::vector<std::string> Expression::variables() const {
  std::vector<std::string> names;
  collect(*root_, names);
  return names;
}

Result<Value> evaluate(std::string_view text, const Scope &scope) {
  auto expression = Expression::parse(text);
  if (!expression) return expression.error();
  return expression->evaluate(scope);
}

Result<Assignment> Assignment::parse(std::string_view text) {
  if (auto ok = check_length(text); !ok) return ok.error();
  auto tokens = tokens_of(text);
  if (!tokens) return tokens.error();
  const bool assigns = tokens->size() > 2 && (*tokens)[0].kind == TokenKind::variable &&
                       (*tokens)[1].kind == TokenKind::symbol && (*tokens)[1].text == "=";
  if (!assigns)
    return syntax_error(text, (*tokens)[0].offset, code::no_assignment,
                        "An assignment such as @[User::Counter] = 0 was expected.", "The expression is none.",
                        "Begin it with a variable and a single =.");
  auto root = parse_tokens(text, *tokens, 2);
  if (!root) return root.error();
  Assignment assignment;
  assignment.variable = (*tokens)[0].text;
  assignment.expression.text_ = text;
  assignment.expression.root_ = std::move(*root);
  return assignment;
}

}  // namespace gantry::expression
