// The FROM clause: joins, APPLY, derived tables, functions, PIVOT, aliases and hints.
#include "samples/sandbox/engine/error.hpp"
#include "samples/sandbox/engine/parser.hpp"
#include "samples/sandbox/engine/text.hpp"

namespace sandbox {

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

}  // namespace sandbox
