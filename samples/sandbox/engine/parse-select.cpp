#include "samples/sandbox/engine/error.hpp"
#include "samples/sandbox/engine/parser.hpp"
#include "samples/sandbox/engine/text.hpp"

#include <cstdlib>

namespace sandbox {

bool Parser::at_select() const {
  if (is("SELECT") || is("WITH")) return true;
  if (!is_symbol("(")) return false;
  std::size_t ahead = 1;
  while (is_symbol("(", ahead)) ++ahead;
  if (!is("SELECT", ahead)) return false;
  // ((SELECT 1) + 2) is an expression, ((SELECT 1) UNION SELECT 2) a query: look behind the closing bracket.
  std::size_t open = 1, look = 1;
  while (open && peek(look).kind != Token::end) {
    if (is_symbol("(", look)) ++open;
    if (is_symbol(")", look)) --open;
    ++look;
  }
  return is("UNION", look) || is("EXCEPT", look) || is("INTERSECT", look) || is_symbol(")", look) ||
         is("ORDER", look);
}

std::vector<Cte> Parser::with_clause() {
  std::vector<Cte> out;
  expect("WITH");
  do {
    if (word("XMLNAMESPACES")) {
      expect_symbol("(");
      while (!is_symbol(")")) {
        if (peek().kind == Token::end) unexpected();
        take();
      }
      take();
      continue;
    }
    Cte cte;
    cte.name = name();
    if (symbol("(")) {
      do cte.columns.push_back(name());
      while (symbol(","));
      expect_symbol(")");
    }
    expect("AS");
    expect_symbol("(");
    cte.query = select_statement();
    expect_symbol(")");
    out.push_back(std::move(cte));
  } while (symbol(","));
  return out;
}

SelectPtr Parser::select_statement() {
  Depth depth(*this);
  std::vector<Cte> with;
  if (is("WITH")) with = with_clause();
  return select_rest(std::move(with));
}

SelectPtr Parser::select_rest(std::vector<Cte> with) {
  auto out = std::make_shared<Select>();
  out->with = std::move(with);
  out->body = query_expression(1);
  if (words({"ORDER", "BY"})) {
    out->order = order_list();
    if (word("OFFSET")) {
      out->offset = value();
      if (!word("ROW")) expect("ROWS");
      if (word("FETCH")) {
        if (!word("NEXT")) expect("FIRST");
        out->fetch = value();
        if (!word("ROW")) expect("ROWS");
        expect("ONLY");
      }
    }
  }
  for_xml(*out);
  out->max_recursion = option_clause();
  return out;
}

std::shared_ptr<Query> Parser::query_expression(int minimum) {
  Depth depth(*this);
  std::shared_ptr<Query> left = query_term();
  for (;;) {
    Query::Kind kind;
    int level = 1;
    if (is("UNION"))
      kind = is("ALL", 1) ? Query::union_all : Query::union_;
    else if (is("EXCEPT"))
      kind = Query::except;
    else if (is("INTERSECT")) {
      kind = Query::intersect;
      level = 2;
    } else
      return left;
    if (level < minimum) return left;
    take();
    word("ALL");
    auto out = std::make_shared<Query>();
    out->kind = kind;
    out->left = std::move(left);
    out->right = query_expression(level + 1);
    left = std::move(out);
  }
}

std::shared_ptr<Query> Parser::query_term() {
  if (symbol("(")) {
    auto out = query_expression(1);
    expect_symbol(")");
    return out;
  }
  auto out = std::make_shared<Query>();
  out->select = core();
  return out;
}

Core Parser::core() {
  Core out;
  out.line = peek().line;
  expect("SELECT");
  if (word("DISTINCT"))
    out.distinct = true;
  else
    word("ALL");
  if (is("TOP")) {
    out.top = top_clause();
    out.percent = word("PERCENT");
    if (words({"WITH", "TIES"})) out.ties = true;
  }
  out.items = select_list();
  if (word("INTO")) out.into = qualified_name();
  if (word("FROM")) out.from = from_list();
  if (word("WHERE")) out.where = condition();
  if (words({"GROUP", "BY"})) group_clause(out);
  if (word("HAVING")) out.having = condition();
  return out;
}

ExprPtr Parser::top_clause() {
  if (!word("TOP")) return nullptr;
  if (symbol("(")) {
    ExprPtr out = value();
    expect_symbol(")");
    return out;
  }
  if (peek().kind != Token::integer && peek().kind != Token::decimal && peek().kind != Token::variable)
    unexpected();
  return primary();
}

std::vector<SelectItem> Parser::select_list() {
  std::vector<SelectItem> out;
  do out.push_back(select_item());
  while (symbol(","));
  return out;
}

SelectItem Parser::select_item() {
  SelectItem item;
  if (symbol("*")) {
    item.star = true;
    return item;
  }
  // prefix.*
  std::size_t ahead = 0;
  while (peek(ahead).kind == Token::word && is_symbol(".", ahead + 1)) ahead += 2;
  if (ahead && is_symbol("*", ahead)) {
    for (std::size_t i = 0; i < ahead; i += 2) {
      item.prefix.push_back(take().value);
      take();
    }
    take();
    item.star = true;
    return item;
  }
  if (peek().kind == Token::variable && peek().value.substr(0, 2) != "@@") {
    static constexpr std::pair<const char *, Op> operators[] = {{"=", Op::none},      {"+=", Op::add},
                                                                {"-=", Op::subtract}, {"*=", Op::multiply},
                                                                {"/=", Op::divide},   {"%=", Op::modulo}};
    for (const auto &[text, op] : operators)
      if (is_symbol(text, 1)) {
        use_variable(peek());
        item.variable = take().value;
        item.op = op;
        take();
        item.expr = value();
        return item;
      }
  }
  if ((is_name() || peek().kind == Token::text) && is_symbol("=", 1)) {
    item.alias = take().value;
    item.named = true;
    take();
    item.expr = value();
    return item;
  }
  item.expr = value();
  if (word("AS")) {
    if (peek().kind == Token::text)
      item.alias = take().value;
    else
      item.alias = name();
    item.named = true;
  } else if (is_name() || peek().kind == Token::text) {
    item.alias = take().value;
    item.named = true;
  } else if (item.expr->kind == Expr::column) {
    item.alias = item.expr->parts.back();
  }
  return item;
}

int Parser::option_clause() {
  int recursion = -1;
  if (!is("OPTION") || !is_symbol("(", 1)) return recursion;
  take();
  take();
  int open = 1;
  while (open) {
    if (peek().kind == Token::end) unexpected();
    if (is("MAXRECURSION") && peek(1).kind == Token::integer) {
      take();
      recursion = std::atoi(peek().value.c_str());
    }
    if (is_symbol("(")) ++open;
    if (is_symbol(")")) --open;
    take();
  }
  return recursion;
}

std::vector<OrderItem> Parser::order_list() {
  std::vector<OrderItem> out;
  do {
    OrderItem item;
    item.expr = value();
    if (word("DESC"))
      item.descending = true;
    else
      word("ASC");
    out.push_back(std::move(item));
  } while (symbol(","));
  return out;
}

void Parser::for_xml(Select &select) {
  if (!is("FOR") || is("READ", 1) || is("UPDATE", 1)) return;
  if (is("BROWSE", 1)) {
    at_ += 2;
    return;
  }
  const bool raw = is("RAW", 2);
  if (!is("XML", 1) || !(raw || is("PATH", 2))) unexpected(peek(1));
  at_ += 3;
  bool elements = false;
  select.for_xml = true;
  if (symbol("(")) {
    if (peek().kind != Token::text) unexpected();
    select.xml_path = take().value;
    expect_symbol(")");
  }
  while (symbol(",")) {
    if (word("TYPE")) {
      select.xml_type = true;
    } else if (word("ELEMENTS")) {
      elements = true;
    } else if (word("ROOT")) {
      select.xml_root = "root";
      if (symbol("(")) {
        select.xml_root = take().value;
        expect_symbol(")");
      }
    } else if (word("ELEMENTS")) {
      elements = true;
    } else {
      unexpected();
    }
  }
  // RAW with ELEMENTS is what PATH does with plain columns; rows of attributes are not made.
  if (raw && !elements) unexpected();
}

}  // namespace sandbox
