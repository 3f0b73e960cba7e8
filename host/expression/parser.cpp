#include "host/expression/parser.hpp"

#include <algorithm>
#include <array>

#include "host/expression/codes.hpp"
#include "host/expression/position.hpp"
#include "host/expression/text.hpp"
#include "host/expression/type-spec.hpp"

namespace gantry::expression {
namespace {

struct Binary {
  std::string_view symbol;
  Operator op;
  int precedence;  ///< higher binds closer; all associate to the left
};

constexpr std::array binaries = {
    Binary{"*", Operator::multiply, 10},         Binary{"/", Operator::divide, 10},
    Binary{"%", Operator::modulo, 10},           Binary{"+", Operator::add, 9},
    Binary{"-", Operator::subtract, 9},          Binary{"<", Operator::less, 8},
    Binary{">", Operator::greater, 8},           Binary{"<=", Operator::less_or_equal, 8},
    Binary{">=", Operator::greater_or_equal, 8}, Binary{"==", Operator::equal, 7},
    Binary{"!=", Operator::unequal, 7},          Binary{"&", Operator::bitwise_and, 6},
    Binary{"^", Operator::bitwise_xor, 5},       Binary{"|", Operator::bitwise_or, 4},
    Binary{"&&", Operator::logical_and, 3},      Binary{"||", Operator::logical_or, 2},
};

using Tree = std::unique_ptr<Node>;

class Parser {
 public:
  Parser(std::string_view text, const std::vector<Token> &tokens, std::size_t first)
      : text_(text), tokens_(tokens), at_(first) {}

  Result<Tree> run() {
    if (peek().kind == TokenKind::end)
      return refuse(code::empty, "An expression was expected.", "The text is empty.",
                    "Write one, or remove it.");
    auto tree = conditional();
    if (!tree) return tree;
    if (peek().kind == TokenKind::end) return tree;
    if (is("="))
      return refuse(code::single_equal, "An operator or the end was expected.", "There is a single =.",
                    "Write == to compare.");
    if (is(")"))
      return refuse(code::not_well_formed, "The end of the expression was expected.",
                    "There is a ) without its (.", "Remove it, or add the (.");
    return refuse(code::unknown_token, "An operator or the end of the expression was expected.",
                  "There is neither.", "Correct the expression here.");
  }

 private:
  const Token &peek(std::size_t ahead = 0) const {
    return tokens_[std::min(at_ + ahead, tokens_.size() - 1)];
  }
  bool is(std::string_view symbol, std::size_t ahead = 0) const {
    return peek(ahead).kind == TokenKind::symbol && peek(ahead).text == symbol;
  }
  bool take(std::string_view symbol) {
    if (!is(symbol)) return false;
    ++at_;
    return true;
  }

  Error refuse(std::uint32_t code, std::string expected, std::string found, std::string todo) const {
    return syntax_error(text_, peek().offset, code, std::move(expected), std::move(found), std::move(todo));
  }

  /// Joins a node and its children, within the bound on depth.
  Result<Tree> join(Tree node) {
    for (const Tree &child : node->children) node->depth = std::max(node->depth, child->depth + 1);
    if (node->depth > max_depth)
      return syntax_error(
          text_, node->offset, code::not_parsed,
          "At most " + std::to_string(max_depth) + " operations within each other were expected.",
          "There are more.", "Divide the expression with variables.");
    return node;
  }

  static Tree make(NodeKind kind, std::size_t offset) {
    auto node = std::make_unique<Node>();
    node->kind = kind;
    node->offset = offset;
    return node;
  }

  struct Nesting {
    explicit Nesting(int &count) : count_(++count) {}
    ~Nesting() { --count_; }
    int &count_;
  };
  Error too_deep() const {
    return refuse(code::not_parsed,
                  "At most " + std::to_string(max_nesting) +
                      " parentheses and operators within each other were expected.",
                  "There are more.", "Divide the expression with variables.");
  }

  Result<Tree> conditional() {
    const Nesting nesting(nesting_);
    if (nesting_ > max_nesting) return too_deep();
    auto condition = binary(0);
    if (!condition || !is("?")) return condition;
    Tree node = make(NodeKind::conditional, peek().offset);
    ++at_;
    auto first = conditional();
    if (!first) return first;
    if (!take(":"))
      return refuse(code::not_well_formed, "A : of the conditional operator was expected.", "There is none.",
                    "Write condition ? value : value.");
    auto second = conditional();
    if (!second) return second;
    node->children.push_back(std::move(*condition));
    node->children.push_back(std::move(*first));
    node->children.push_back(std::move(*second));
    return join(std::move(node));
  }

  Result<Tree> binary(int above) {
    auto left = unary();
    if (!left) return left;
    while (peek().kind == TokenKind::symbol) {
      const auto found = std::find_if(binaries.begin(), binaries.end(), [&](const Binary &candidate) {
        return candidate.symbol == peek().text;
      });
      if (found == binaries.end() || found->precedence <= above) break;
      Tree node = make(NodeKind::binary, peek().offset);
      node->op = found->op;
      ++at_;
      auto right = binary(found->precedence);
      if (!right) return right;
      node->children.push_back(std::move(*left));
      node->children.push_back(std::move(*right));
      left = join(std::move(node));
      if (!left) return left;
    }
    return left;
  }

  /// Unary operators and casts bind closer than all others and go from right to left.
  Result<Tree> unary() {
    const Nesting nesting(nesting_);
    if (nesting_ > max_nesting) return too_deep();
    const std::size_t offset = peek().offset;
    const Operator op = is("-")   ? Operator::negate
                        : is("!") ? Operator::logical_not
                        : is("~") ? Operator::bitwise_not
                                  : Operator::none;
    Tree node;
    if (op != Operator::none) {
      ++at_;
      node = make(NodeKind::unary, offset);
      node->op = op;
    } else if (is("(") && names_type(peek(1))) {
      ++at_;
      auto spec = type_spec(")");
      if (!spec) return spec.error();
      node = make(NodeKind::cast, offset);
      node->spec = *spec;
    } else {
      return primary();
    }
    auto operand = unary();
    if (!operand) return operand;
    node->children.push_back(std::move(*operand));
    return join(std::move(node));
  }

  static bool names_type(const Token &token) {
    return token.kind == TokenKind::identifier && same_word(std::string_view(token.text).substr(0, 3), "DT_");
  }

  Result<TypeSpec> type_spec(std::string_view end) {
    const std::size_t offset = peek().offset;
    if (!names_type(peek()))
      return refuse(code::unknown_type, "The name of a data type was expected.", "There is none.",
                    "Write one such as DT_I4.");
    const std::string name = peek().text;
    ++at_;
    std::vector<Integer> parameters;
    while (take(",")) {
      if (!peek().integer_literal)
        return refuse(code::cast_parameter, "A whole number was expected as a parameter of " + name + ".",
                      "There is none.", "Write the number itself.");
      parameters.push_back(peek().literal.as_integer());
      ++at_;
    }
    if (!take(end))
      return refuse(code::not_well_formed, "A , or ) was expected behind the data type.", "There is neither.",
                    "Complete the data type.");
    auto spec = make_type_spec(name, parameters);
    if (!spec) return located(spec.error(), text_, offset);
    return spec;
  }

  Result<Tree> primary() {
    const Token &token = peek();
    switch (token.kind) {
      case TokenKind::literal: {
        Tree node = make(NodeKind::literal, token.offset);
        node->literal = token.literal;
        ++at_;
        return node;
      }
      case TokenKind::variable: {
        Tree node = make(NodeKind::variable, token.offset);
        node->name = token.text;
        ++at_;
        return node;
      }
      case TokenKind::identifier:
      case TokenKind::bracketed: return name();
      case TokenKind::end:
        return refuse(code::not_well_formed, "A value was expected.", "The expression ends.",
                      "Complete the expression.");
      case TokenKind::symbol: break;
    }
    if (take("(")) {
      auto inner = conditional();
      if (!inner) return inner;
      if (!take(")"))
        return refuse(code::not_well_formed, "A ) was expected.", "There is none.",
                      "Complete the parentheses.");
      return inner;
    }
    if (is("="))
      return refuse(code::single_equal, "A value was expected.", "There is a single =.",
                    "Write == to compare.");
    return refuse(code::not_well_formed, "A value was expected.", "There is '" + peek().text + "'.",
                  "Correct the expression here.");
  }

  Result<Tree> name() {
    const Token token = peek();
    if (!is("(", 1)) {
      if (names_type(token))
        return refuse(code::not_well_formed, "A value was expected.", "There is the name of a data type.",
                      "Put the data type of a cast in parentheses.");
      return refuse(code::bare_name, "A variable, a literal or a function was expected.",
                    "The name '" + token.text + "' is none of them.",
                    "Write a variable with @ in front, a string in double quotes.");
    }
    at_ += 2;
    if (same_word(token.text, "NULL")) {
      auto spec = type_spec(")");
      if (!spec) return spec.error();
      Tree node = make(NodeKind::literal, token.offset);
      node->literal = Value::null(*spec);
      return node;
    }
    Tree node = make(NodeKind::call, token.offset);
    node->function = find_function(token.text);
    if (!node->function) {
      const std::string_view near = nearest_function(token.text);
      return syntax_error(text_, token.offset, code::unknown_function,
                          "A function of the expression language was expected.",
                          "'" + token.text + "' is none.",
                          near.empty() ? "Correct the name." : "Did you mean " + std::string(near) + "?");
    }
    if (!take(")")) {
      do {
        auto argument = conditional();
        if (!argument) return argument;
        node->children.push_back(std::move(*argument));
      } while (take(","));
      if (!take(")"))
        return refuse(code::not_well_formed,
                      "A , or ) was expected in the call of " + std::string(node->function->name) + ".",
                      "There is neither.", "Complete the call.");
    }
    if (node->children.size() != node->function->parameters)
      return syntax_error(text_, token.offset, code::parameter_count,
                          std::string(node->function->name) + " takes " +
                              std::to_string(node->function->parameters) +
                              (node->function->parameters == 1 ? " parameter." : " parameters."),
                          "It is given " + std::to_string(node->children.size()) + ".", "Correct the call.");
    return join(std::move(node));
  }

  std::string_view text_;
  const std::vector<Token> &tokens_;
  std::size_t at_;
  int nesting_ = 0;
};

}  // namespace

std::string_view symbol_of(Operator op) {
  for (const Binary &binary : binaries)
    if (binary.op == op) return binary.symbol;
  switch (op) {
    case Operator::negate: return "-";
    case Operator::logical_not: return "!";
    case Operator::bitwise_not: return "~";
    default: return {};
  }
}

Result<std::unique_ptr<Node>> parse_tokens(std::string_view text, const std::vector<Token> &tokens,
                                           std::size_t first) {
  return Parser(text, tokens, first).run();
}

}  // namespace gantry::expression
