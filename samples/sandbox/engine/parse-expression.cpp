#include "samples/sandbox/engine/decimal.hpp"
#include "samples/sandbox/engine/error.hpp"
#include "samples/sandbox/engine/parser.hpp"
#include "samples/sandbox/engine/text.hpp"
#include "samples/sandbox/engine/value.hpp"

#include <algorithm>
#include <cstdlib>

namespace sandbox {
namespace {
enum Level { any = 1, conjunction = 2, negation = 3, comparison = 4, additive = 5, multiplicative = 6 };
constexpr int longest_chain = 1000;
}  // namespace

ExprPtr Parser::node(Expr::Kind kind) const {
  auto out = std::make_shared<Expr>();
  out->kind = kind;
  out->line = peek().line;
  return out;
}

void Parser::measure(const ExprPtr &expr) const {
  for (const ExprPtr &argument : expr->args)
    if (argument) expr->depth = std::max(expr->depth, argument->depth + 1);
  if (expr->depth > longest_chain) {
    SqlError failure = error(191);
    failure.message.line = expr->line;
    throw failure;
  }
}

ExprPtr Parser::binary(Op op, ExprPtr left, ExprPtr right) {
  // Long chains of AND and OR stay flat.
  if ((op == Op::and_ || op == Op::or_) && left->kind == Expr::binary && left->op == op &&
      left.use_count() == 1) {
    left->args.push_back(std::move(right));
    measure(left);
    return left;
  }
  ExprPtr out = node(Expr::binary);
  out->line = left->line;
  out->op = op;
  out->condition = op == Op::and_ || op == Op::or_ || (op >= Op::eq && op <= Op::ge);
  out->args = {std::move(left), std::move(right)};
  measure(out);
  return out;
}

ExprPtr Parser::condition() { return climb(any); }

ExprPtr Parser::value() { return climb(additive); }

ExprPtr Parser::climb(int minimum) {
  Depth depth(*this);
  ExprPtr left;
  if (minimum <= negation && is("NOT")) {
    left = node(Expr::unary);
    take();
    left->op = Op::not_;
    left->condition = true;
    left->args = {climb(negation)};
    measure(left);
  } else {
    left = unary();
  }
  for (;;) {
    if (minimum <= any && is("OR")) {
      take();
      left = binary(Op::or_, std::move(left), climb(conjunction));
      continue;
    }
    if (minimum <= conjunction && is("AND")) {
      take();
      left = binary(Op::and_, std::move(left), climb(negation));
      continue;
    }
    if (minimum <= comparison) {
      ExprPtr next = predicate(left);
      if (next) {
        left = std::move(next);
        continue;
      }
    }
    if (peek().kind != Token::symbol) return left;
    const std::string &text = peek().value;
    Op op = Op::none;
    int level = 0;
    if (text.size() == 1) {
      switch (text[0]) {
        case '+':
          op = Op::add;
          level = additive;
          break;
        case '-':
          op = Op::subtract;
          level = additive;
          break;
        case '&':
          op = Op::bit_and;
          level = additive;
          break;
        case '|':
          op = Op::bit_or;
          level = additive;
          break;
        case '^':
          op = Op::bit_xor;
          level = additive;
          break;
        case '*':
          op = Op::multiply;
          level = multiplicative;
          break;
        case '/':
          op = Op::divide;
          level = multiplicative;
          break;
        case '%':
          op = Op::modulo;
          level = multiplicative;
          break;
        default: break;
      }
    }
    if (op == Op::none || level < minimum) return left;
    take();
    left = binary(op, std::move(left), climb(level + 1));
  }
}

ExprPtr Parser::predicate(ExprPtr left) {
  static constexpr std::pair<const char *, Op> comparisons[] = {
      {"=", Op::eq}, {"<>", Op::ne}, {"!=", Op::ne}, {"<", Op::lt}, {"<=", Op::le},
      {">", Op::gt}, {">=", Op::ge}, {"!<", Op::ge}, {"!>", Op::le}};
  for (const auto &[text, op] : comparisons) {
    if (!is_symbol(text)) continue;
    take();
    if ((is("ALL") || is("ANY") || is("SOME")) && is_symbol("(", 1)) {
      ExprPtr out = node(Expr::quantified);
      out->all = take().key == "ALL";
      out->op = op;
      out->condition = true;
      expect_symbol("(");
      out->query = select_statement();
      expect_symbol(")");
      out->args = {std::move(left)};
      return out;
    }
    return binary(op, std::move(left), climb(additive));
  }
  const std::size_t ahead = is("NOT") ? 1 : 0;
  const bool negated = ahead != 0;
  if (!negated && is("IS")) {
    ExprPtr out = node(Expr::is_null);
    take();
    out->negated = word("NOT");
    expect("NULL");
    out->args = {std::move(left)};
    out->condition = true;
    measure(out);
    return out;
  }
  ExprPtr out;
  if (is("IN", ahead)) {
    out = node(Expr::in_list);
    at_ += ahead + 1;
    expect_symbol("(");
    out->args = {std::move(left)};
    if (at_select()) {
      out->kind = Expr::in_query;
      out->query = select_statement();
    } else {
      for (ExprPtr &item : value_list()) out->args.push_back(std::move(item));
    }
    expect_symbol(")");
  } else if (is("BETWEEN", ahead)) {
    out = node(Expr::between);
    at_ += ahead + 1;
    out->args = {std::move(left), climb(additive)};
    expect("AND");
    out->args.push_back(climb(additive));
  } else if (is("LIKE", ahead)) {
    out = node(Expr::like);
    at_ += ahead + 1;
    out->args = {std::move(left), climb(additive)};
    if (word("ESCAPE")) out->args.push_back(climb(additive));
  } else {
    return nullptr;
  }
  out->negated = negated;
  out->condition = true;
  measure(out);
  return out;
}

ExprPtr Parser::unary() {
  Depth depth(*this);
  static constexpr std::pair<const char *, Op> prefixes[] = {
      {"-", Op::negate}, {"+", Op::plus}, {"~", Op::bit_not}};
  for (const auto &[text, op] : prefixes) {
    if (!is_symbol(text)) continue;
    ExprPtr out = node(Expr::unary);
    take();
    out->op = op;
    out->args = {unary()};
    // -2147483648 is an int although 2147483648 is not.
    if (op == Op::negate && out->args[0]->kind == Expr::literal && !is_null(out->args[0]->value)) {
      Expr &literal = *out->args[0];
      if (auto *number = std::get_if<Decimal>(&literal.value);
          number && number->scale == 0 && literal.name == "integer") {
        Decimal negative = *number;
        negative.negative = true;
        if (const auto whole = to_integer(negative); whole && *whole == INT32_MIN) {
          literal.value = int_value(*whole);
          literal.type = integer_type();
          return out->args[0];
        }
      }
    }
    measure(out);
    return out;
  }
  ExprPtr out = primary();
  while (is("COLLATE")) {
    take();
    if (peek().kind != Token::word) unexpected();
    take();
  }
  return out;
}

std::vector<ExprPtr> Parser::value_list() {
  std::vector<ExprPtr> out;
  do out.push_back(value());
  while (symbol(","));
  return out;
}

ExprPtr Parser::primary() {
  const Token &token = peek();
  ExprPtr out = node(Expr::literal);
  switch (token.kind) {
    case Token::text: {
      const auto units = static_cast<int>(length_utf16(token.value));
      const int limit = token.unicode ? 4000 : 8000;
      out->type = token.unicode ? nvarchar_type(units > limit ? -1 : std::max(units, 1))
                                : varchar_type(units > limit ? -1 : std::max(units, 1));
      out->value = text_value(token.unicode ? token.value : to_code_page(token.value));
      take();
      return out;
    }
    case Token::binary:
      out->type = varbinary_type(
          token.value.size() > 8000 ? -1 : std::max<int>(1, static_cast<int>(token.value.size())));
      out->value = Bytes{token.value};
      take();
      return out;
    case Token::integer:
    case Token::decimal: {
      const auto number = parse_decimal(token.value);
      if (!number) {
        SqlError failure = error(1007, {token.value});
        failure.message.line = token.line;
        throw failure;
      }
      const auto whole = token.kind == Token::integer ? to_integer(*number) : std::nullopt;
      if (whole && *whole <= INT32_MAX) {
        out->type = integer_type();
        out->value = int_value(*whole);
      } else {
        out->type = decimal_type(number->precision, number->scale);
        out->value = *number;
        if (token.kind == Token::integer) out->name = "integer";
      }
      take();
      return out;
    }
    case Token::floating:
      out->type = *type_named("float");
      out->value = std::strtod(token.value.c_str(), nullptr);
      take();
      return out;
    case Token::variable:
      if (token.value.substr(0, 2) == "@@") {
        out->kind = Expr::global;
        out->name = upper(token.value);
      } else {
        out->kind = Expr::variable;
        out->name = token.value;
        use_variable(token);
      }
      take();
      return xml_method(std::move(out));
    case Token::symbol:
      if (!is_symbol("(")) break;
      take();
      if (at_select()) {
        out->kind = Expr::subquery;
        out->query = select_statement();
      } else {
        out = condition();
      }
      expect_symbol(")");
      return xml_method(std::move(out));
    case Token::word: {
      if (token.quoted) break;
      if (word("NULL")) {
        out->type = integer_type();
        return out;
      }
      if (is("CASE")) return case_expression();
      if (is("EXISTS") && is_symbol("(", 1)) {
        out->kind = Expr::exists;
        out->condition = true;
        take();
        take();
        out->query = select_statement();
        expect_symbol(")");
        return out;
      }
      if (is_symbol("(", 1)) {
        if (is("CAST") || is("TRY_CAST")) return xml_method(cast_call(take().key == "TRY_CAST", false));
        if (is("CONVERT") || is("TRY_CONVERT"))
          return xml_method(cast_call(take().key == "TRY_CONVERT", true));
      }
      for (const char *plain : {"CURRENT_TIMESTAMP", "CURRENT_USER", "SESSION_USER", "SYSTEM_USER", "USER"})
        if (is(plain) && !is_symbol("(", 1)) {
          out->kind = Expr::parameterless;
          out->name = take().key;
          return out;
        }
      if (is("DEFAULT")) {
        out->kind = Expr::default_;
        take();
        return out;
      }
      // Reserved words that are also functions.
      for (const char *function : {"COALESCE", "NULLIF", "LEFT", "RIGHT", "USER", "CONTAINS", "IDENTITY"})
        if (is(function) && is_symbol("(", 1)) {
          const int line = token.line;
          return call({take().value}, line);
        }
      break;
    }
    default: break;
  }
  if (!is_name()) unexpected();
  const int line = peek().line;
  std::vector<std::string> parts = {take().value};
  while (is_symbol(".")) {
    if (is_symbol("*", 1)) unexpected();
    take();
    if (is_symbol(".")) {
      parts.emplace_back();
      continue;
    }
    if (peek().kind != Token::word) unexpected();
    parts.push_back(take().value);
    if (parts.size() > 4) unexpected();
  }
  if (is_symbol("(")) return call(std::move(parts), line);
  out->kind = Expr::column;
  out->parts = std::move(parts);
  out->line = line;
  return out;
}

ExprPtr Parser::call(std::vector<std::string> parts, int line) {
  ExprPtr out = node(Expr::call);
  out->line = line;
  out->name = upper(parts.back());
  out->parts = std::move(parts);
  expect_symbol("(");
  if (!is_symbol(")")) {
    if (word("DISTINCT"))
      out->distinct = true;
    else
      word("ALL");
    if (is_symbol("*")) {
      take();
      out->args.push_back(node(Expr::star));
    } else {
      do {
        // Date parts and the like are bare words; the binder looks at them as columns.
        if (is("DEFAULT")) {
          take();
          out->args.push_back(node(Expr::default_));
        } else {
          out->args.push_back(out->name == "IIF" && out->args.empty() ? condition() : value());
        }
      } while (symbol(","));
    }
  }
  expect_symbol(")");
  if (words({"WITHIN", "GROUP"})) {
    expect_symbol("(");
    expect("ORDER");
    expect("BY");
    out->over = std::make_shared<Over>();
    out->over->order = order_list();
    out->attempt = true;  // the order belongs to the aggregate, not to a window
    expect_symbol(")");
  }
  if (is("OVER")) {
    take();
    out->over = over_clause();
  }
  measure(out);
  return out;
}

}  // namespace sandbox
