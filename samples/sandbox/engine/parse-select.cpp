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

TableRefPtr Parser::from_list() {
  TableRefPtr left = joined_table();
  while (symbol(",")) {
    auto out = std::make_shared<TableRef>();
    out->kind = TableRef::join;
    out->join_kind = TableRef::cross;
    out->left_side = std::move(left);
    out->right_side = joined_table();
    left = std::move(out);
  }
  return left;
}

TableRefPtr Parser::joined_table() {
  Depth depth(*this);
  TableRefPtr left = table_primary();
  int joins = 0;
  for (;;) {
    TableRef::Join kind;
    bool conditional = true;
    if (words({"CROSS", "JOIN"})) {
      kind = TableRef::cross;
      conditional = false;
    } else if (words({"CROSS", "APPLY"})) {
      kind = TableRef::cross_apply;
      conditional = false;
    } else if (words({"OUTER", "APPLY"})) {
      kind = TableRef::outer_apply;
      conditional = false;
    } else {
      const std::size_t start = at_;
      if (word("INNER")) {
        kind = TableRef::inner;
      } else if (word("LEFT")) {
        word("OUTER");
        kind = TableRef::left;
      } else if (word("RIGHT")) {
        word("OUTER");
        kind = TableRef::right;
      } else if (word("FULL")) {
        word("OUTER");
        kind = TableRef::full;
      } else {
        kind = TableRef::inner;
      }
      if (at_ != start || is("HASH") || is("LOOP") || is("MERGE"))
        if ((is("HASH") || is("LOOP") || is("MERGE") || is("REMOTE")) && is("JOIN", 1)) take();
      if (!word("JOIN")) {
        if (at_ != start) unexpected();
        return left;
      }
    }
    if (++joins > 250) unexpected();
    auto out = std::make_shared<TableRef>();
    out->kind = TableRef::join;
    out->join_kind = kind;
    out->line = peek().line;
    out->left_side = std::move(left);
    if (conditional) {
      // a JOIN b JOIN c ON .. ON ..: the inner join is the right operand.
      out->right_side = table_primary();
      while (!is("ON")) {
        if (!(is("JOIN") || is("INNER") || is("LEFT") || is("RIGHT") || is("FULL") || is("CROSS")))
          unexpected();
        const std::size_t before = at_;
        TableRefPtr nested = out->right_side;
        auto inner = std::make_shared<TableRef>();
        inner->kind = TableRef::join;
        inner->left_side = nested;
        inner->join_kind = TableRef::inner;
        if (word("LEFT"))
          inner->join_kind = TableRef::left;
        else if (word("RIGHT"))
          inner->join_kind = TableRef::right;
        else if (word("FULL"))
          inner->join_kind = TableRef::full;
        else
          word("INNER");
        word("OUTER");
        expect("JOIN");
        inner->right_side = joined_table();
        expect("ON");
        inner->on = condition();
        out->right_side = inner;
        if (at_ == before) unexpected();
      }
      expect("ON");
      out->on = condition();
    } else {
      out->right_side = table_primary();
    }
    left = std::move(out);
  }
}

TableRefPtr Parser::table_primary() {
  TableRefPtr out = simple_table();
  while (is("PIVOT") || is("UNPIVOT")) out = pivot(std::move(out));
  if (is("TABLESAMPLE")) unexpected();
  return out;
}

TableRefPtr Parser::simple_table() {
  Depth depth(*this);
  auto out = std::make_shared<TableRef>();
  out->line = peek().line;
  if (symbol("(")) {
    if (word("VALUES")) {
      out->kind = TableRef::values;
      do {
        expect_symbol("(");
        out->rows.push_back(value_list());
        expect_symbol(")");
      } while (symbol(","));
      expect_symbol(")");
      table_alias(*out);
      return out;
    }
    if (at_select()) {
      out->kind = TableRef::derived;
      out->query = select_statement();
      expect_symbol(")");
      table_alias(*out);
      return out;
    }
    out = from_list();
    expect_symbol(")");
    return out;
  }
  if (peek().kind == Token::variable) {
    use_table_variable(peek());
    out->kind = TableRef::variable;
    out->name.parts = {take().value};
    if (is_symbol(".") && is("NODES", 1) && is_symbol("(", 2)) {
      out->kind = TableRef::function;
      out->name.parts.push_back(peek(1).value);
      at_ += 3;
      out->args = value_list();
      expect_symbol(")");
    }
    table_alias(*out);
    table_hints();
    return out;
  }
  symbol("::");  // the old way to call the server's own functions
  out->name = qualified_name();
  if (is_symbol("(")) {
    // name(..) is a function, name(NOLOCK) an old-style hint.
    if (is("NOLOCK", 1) && is_symbol(")", 2)) {
      at_ += 3;
    } else {
      take();
      out->kind = TableRef::function;
      if (!is_symbol(")")) {
        do {
          if (word("DEFAULT"))
            out->args.push_back(node(Expr::default_));
          else
            out->args.push_back(value());
        } while (symbol(","));
      }
      expect_symbol(")");
      if (same_name(out->name.object(), "OPENJSON") && is("WITH") && is_symbol("(", 1)) skip_with_options();
    }
  }
  table_hints();
  table_alias(*out);
  table_hints();
  return out;
}

void Parser::table_alias(TableRef &ref) {
  if (word("AS"))
    ref.alias = name();
  else if (is_name() && !is("OUTPUT"))
    ref.alias = take().value;
  if (!ref.alias.empty() && is_symbol("(")) {
    if (peek(1).kind == Token::word && (is("NOLOCK", 1))) {
      at_ += 3;
      return;
    }
    take();
    do ref.column_aliases.push_back(name());
    while (symbol(","));
    expect_symbol(")");
  }
}

void Parser::table_hints() {
  if (!is("WITH") || !is_symbol("(", 1)) return;
  take();
  take();
  static constexpr const char *known[] = {
      "NOLOCK",          "READUNCOMMITTED", "READCOMMITTED", "READCOMMITTEDLOCK",
      "REPEATABLEREAD",  "SERIALIZABLE",    "HOLDLOCK",      "UPDLOCK",
      "XLOCK",           "TABLOCK",         "TABLOCKX",      "PAGLOCK",
      "ROWLOCK",         "READPAST",        "NOWAIT",        "NOEXPAND",
      "SNAPSHOT",        "KEEPIDENTITY",    "KEEPDEFAULTS",  "IGNORE_CONSTRAINTS",
      "IGNORE_TRIGGERS", "FORCESEEK",       "FORCESCAN",     "INDEX"};
  do {
    if (peek().kind != Token::word) unexpected();
    const Token hint = take();
    bool found = false;
    for (const char *text : known) found = found || hint.key == text;
    if (!found) {
      SqlError failure = error(321, {hint.value});
      failure.message.line = hint.line;
      throw failure;
    }
    if (symbol("=")) take();
    if (symbol("(")) {
      while (!is_symbol(")") && peek().kind != Token::end) take();
      expect_symbol(")");
    }
  } while (symbol(",") || peek().kind == Token::word);
  expect_symbol(")");
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
