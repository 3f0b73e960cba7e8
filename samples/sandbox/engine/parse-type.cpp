// Types, CAST, CASE, OVER.
#include "samples/sandbox/engine/error.hpp"
#include "samples/sandbox/engine/parser.hpp"
#include "samples/sandbox/engine/text.hpp"
#include "samples/sandbox/engine/value.hpp"

namespace sandbox {

std::shared_ptr<Over> Parser::over_clause() {
  auto over = std::make_shared<Over>();
  expect_symbol("(");
  if (words({"PARTITION", "BY"})) over->partition = value_list();
  if (words({"ORDER", "BY"})) over->order = order_list();
  if (is("ROWS") || is("RANGE")) {
    over->framed = true;
    over->by_rows = take().key == "ROWS";
    if (over->order.empty()) throw error(10756);
    const auto bound = [this](FrameBound &out) {
      if (words({"CURRENT", "ROW"})) {
        out.current = true;
        return;
      }
      if (!word("UNBOUNDED")) out.offset = primary();
      if (word("FOLLOWING"))
        out.following = true;
      else
        expect("PRECEDING");
    };
    if (word("BETWEEN")) {
      bound(over->from);
      expect("AND");
      bound(over->to);
    } else {
      bound(over->from);
      over->to.current = true;
    }
    if (!over->by_rows && (over->from.offset || over->to.offset)) throw error(4194);
  }
  expect_symbol(")");
  return over;
}

/// (SELECT ... FOR XML PATH(''), TYPE).value('.', 'nvarchar(max)') and the like: the text within.
ExprPtr Parser::xml_method(ExprPtr inner) {
  while (is_symbol(".") && is_symbol("(", 2)) {
    // Parsed, so that a module that has them can be made; run, they are functions that are not there.
    if (is("QUERY", 1) || is("EXIST", 1) || is("MODIFY", 1)) {
      take();
      const Token method = take();
      take();
      ExprPtr out = node(Expr::call);
      out->name = method.value;
      out->parts = {out->name};
      out->args = value_list();
      out->args.insert(out->args.begin(), std::move(inner));
      expect_symbol(")");
      inner = std::move(out);
      continue;
    }
    if (!is("VALUE", 1)) break;
    at_ += 3;
    ExprPtr out = node(Expr::call);
    out->name = "XML TEXT";
    out->parts = {out->name};
    if (peek().kind != Token::text) unexpected();
    take();
    expect_symbol(",");
    if (peek().kind != Token::text) unexpected();
    const std::string type_text = take().value;
    expect_symbol(")");
    out->args = {std::move(inner)};
    Parser of_type(type_text, true);
    ExprPtr convert = node(Expr::cast);
    convert->type = of_type.type();
    if (convert->type.precision == 255) convert->type.precision = 0, convert->type.length = 30;
    convert->args = {std::move(out)};
    inner = std::move(convert);
  }
  return inner;
}

ExprPtr Parser::case_expression() {
  ExprPtr out = node(Expr::case_);
  take();
  // args: [input or null], when, then, ..., [else or null]
  out->args.push_back(is("WHEN") ? nullptr : value());
  const bool simple = out->args[0] != nullptr;
  if (!is("WHEN")) unexpected();
  while (word("WHEN")) {
    out->args.push_back(simple ? value() : condition());
    expect("THEN");
    out->args.push_back(value());
  }
  out->args.push_back(word("ELSE") ? value() : nullptr);
  expect("END");
  measure(out);
  return out;
}

ExprPtr Parser::cast_call(bool attempt, bool is_convert) {
  ExprPtr out = node(Expr::cast);
  out->attempt = attempt;
  expect_symbol("(");
  if (is_convert) {
    out->type = type();
    expect_symbol(",");
    out->args.push_back(value());
    if (symbol(",")) out->args.push_back(value());
  } else {
    out->args.push_back(value());
    expect("AS");
    out->type = type();
  }
  expect_symbol(")");
  // Without a length CAST means 30, not 1.
  if (out->type.precision == 255) out->type.precision = 0, out->type.length = 30;
  measure(out);
  return out;
}

TypeInfo Parser::type() {
  if (peek().kind != Token::word) unexpected();
  const Token first = take();
  std::string text = first.value;
  if (is_symbol(".")) {
    take();
    text = take().value;
  }
  if (first.key == "NATIONAL") text = "n" + lower(take().value);
  if (first.key == "DOUBLE" && word("PRECISION")) text = "float";
  auto info = type_named(text);
  if (info && is("VARYING")) {
    take();
    info = type_named(info->type == Type::char_   ? "varchar"
                      : info->type == Type::nchar ? "nvarchar"
                                                  : "varbinary");
  }
  if (!info) {
    SqlError failure = error(243, {text});
    failure.message.line = first.line;
    throw failure;
  }
  const bool counted = (info->type >= Type::char_ && info->type <= Type::nvarchar) ||
                       info->type == Type::binary || info->type == Type::varbinary;
  const auto refuse = [&](std::int64_t size, int limit) {
    SqlError failure = error(2717, {std::to_string(size), text, std::to_string(limit)});
    failure.message.line = first.line;
    throw failure;
  };
  if (lower(text) == "sysname") return *info;
  if (symbol("(")) {
    if (counted) {
      if (word("MAX")) {
        if (info->type == Type::char_ || info->type == Type::nchar || info->type == Type::binary)
          unexpected(tokens_[at_ - 1]);
        info->length = -1;
      } else {
        const std::int64_t size = integer();
        const int limit = is_unicode(info->type) ? 4000 : 8000;
        if (size < 1 || size > limit) refuse(size, limit);
        info->length = static_cast<int>(size);
      }
    } else if (info->type == Type::decimal || info->type == Type::numeric) {
      const std::int64_t precision = integer();
      const std::int64_t scale = symbol(",") ? integer() : 0;
      if (precision < 1 || precision > 38) refuse(precision, 38);
      if (scale < 0 || scale > precision) refuse(scale, static_cast<int>(precision));
      info->precision = static_cast<std::uint8_t>(precision);
      info->scale = static_cast<std::uint8_t>(scale);
    } else if (info->type == Type::time || info->type == Type::datetime2 ||
               info->type == Type::datetimeoffset) {
      const std::int64_t scale = integer();
      if (scale < 0 || scale > 7) refuse(scale, 7);
      info->scale = static_cast<std::uint8_t>(scale);
    } else if (info->type == Type::float_) {
      if (integer() <= 24) info->type = Type::real;
    } else {
      unexpected(tokens_[at_ - 1]);
    }
    expect_symbol(")");
  } else if (counted) {
    info->precision = 255;  // no length given: the place where the type stands decides
  }
  return *info;
}

}  // namespace sandbox
