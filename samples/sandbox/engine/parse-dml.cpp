// INSERT, UPDATE, DELETE, MERGE.
#include "samples/sandbox/engine/error.hpp"
#include "samples/sandbox/engine/parser.hpp"
#include "samples/sandbox/engine/text.hpp"
#include "samples/sandbox/engine/value.hpp"

namespace sandbox {

TableRefPtr Parser::dml_target() {
  auto out = std::make_shared<TableRef>();
  out->line = peek().line;
  if (peek().kind == Token::variable) {
    use_table_variable(peek());
    out->kind = TableRef::variable;
    out->name.parts = {take().value};
  } else {
    out->name = qualified_name();
  }
  return out;
}

void Parser::output_clause(Statement &out) {
  if (!word("OUTPUT")) return;
  out.output = select_list();
  if (word("INTO")) {
    out.output_into = *dml_target();
    if (symbol("(")) {
      do out.output_columns.push_back(name());
      while (symbol(","));
      expect_symbol(")");
    }
  }
}

StatementPtr Parser::insert(std::vector<Cte> with) {
  StatementPtr out = make(Statement::insert);
  out->with = std::move(with);
  take();
  out->top = top_clause();
  word("INTO");
  out->target = dml_target();
  table_hints();
  if (is_symbol("(") && !at_select()) {
    take();
    do {
      Name column = qualified_name();
      out->columns.push_back(column.object());
    } while (symbol(","));
    expect_symbol(")");
  }
  output_clause(*out);
  if (words({"DEFAULT", "VALUES"})) {
    out->flag = true;
  } else if (word("VALUES")) {
    do {
      expect_symbol("(");
      out->rows.push_back(value_list());
      expect_symbol(")");
    } while (symbol(","));
  } else if (is("EXEC") || is("EXECUTE")) {
    out->source_exec = execute();
  } else if (at_select() || is_symbol("(")) {
    out->query = select_statement();
  } else {
    unexpected();
  }
  option_clause();
  return out;
}

std::vector<Assignment> Parser::assignments() {
  std::vector<Assignment> out;
  static constexpr std::pair<const char *, Op> operators[] = {
      {"=", Op::none},    {"+=", Op::add},     {"-=", Op::subtract}, {"*=", Op::multiply}, {"/=", Op::divide},
      {"%=", Op::modulo}, {"&=", Op::bit_and}, {"|=", Op::bit_or},   {"^=", Op::bit_xor}};
  do {
    Assignment assignment;
    if (peek().kind == Token::variable) {
      use_variable(peek());
      assignment.variable = take().value;
      // @v = column = expression
      if (is_symbol("=") && is_name(1) && is_symbol("=", 2)) {
        take();
        assignment.column = {name()};
      }
    } else {
      assignment.column = qualified_name().parts;
      if (assignment.column.size() > 1 && same_name(assignment.column.back(), "modify") && is_symbol("(")) {
        assignment.expr = call(std::move(assignment.column), peek().line);
        assignment.column = {assignment.expr->parts[assignment.expr->parts.size() - 2]};
        out.push_back(std::move(assignment));
        continue;
      }
    }
    bool found = false;
    for (const auto &[text, op] : operators)
      if (!found && is_symbol(text)) {
        take();
        assignment.op = op;
        found = true;
      }
    if (!found) unexpected();
    assignment.expr = value();
    out.push_back(std::move(assignment));
  } while (symbol(","));
  return out;
}

StatementPtr Parser::update(std::vector<Cte> with) {
  StatementPtr out = make(Statement::update);
  out->with = std::move(with);
  take();
  out->top = top_clause();
  out->target = dml_target();
  table_hints();
  expect("SET");
  out->assignments = assignments();
  output_clause(*out);
  if (word("FROM")) out->from = from_list();
  if (word("WHERE")) out->where = condition();
  option_clause();
  return out;
}

StatementPtr Parser::remove(std::vector<Cte> with) {
  StatementPtr out = make(Statement::delete_);
  out->with = std::move(with);
  take();
  out->top = top_clause();
  word("FROM");
  out->target = dml_target();
  table_hints();
  output_clause(*out);
  if (word("FROM")) out->from = from_list();
  if (word("WHERE")) out->where = condition();
  option_clause();
  return out;
}

StatementPtr Parser::merge(std::vector<Cte> with) {
  StatementPtr out = make(Statement::merge);
  out->with = std::move(with);
  take();
  out->top = top_clause();
  word("INTO");
  out->target = dml_target();
  table_hints();
  if (word("AS"))
    out->target->alias = name();
  else if (is_name() && !is("USING"))
    out->target->alias = take().value;
  expect("USING");
  out->from = table_primary();
  expect("ON");
  out->where = condition();
  while (word("WHEN")) {
    MergeAction action;
    if (word("MATCHED")) {
      action.when = MergeAction::matched;
    } else {
      expect("NOT");
      expect("MATCHED");
      action.when = MergeAction::not_matched;
      if (word("BY")) {
        if (word("SOURCE"))
          action.when = MergeAction::not_matched_by_source;
        else
          expect("TARGET");
      }
    }
    if (word("AND")) action.condition = condition();
    expect("THEN");
    if (word("UPDATE")) {
      expect("SET");
      action.assignments = assignments();
    } else if (word("DELETE")) {
      action.kind = MergeAction::delete_;
    } else {
      expect("INSERT");
      action.kind = MergeAction::insert;
      if (symbol("(")) {
        do action.columns.push_back(name());
        while (symbol(","));
        expect_symbol(")");
      }
      if (!words({"DEFAULT", "VALUES"})) {
        expect("VALUES");
        expect_symbol("(");
        action.values = value_list();
        expect_symbol(")");
      }
    }
    out->actions.push_back(std::move(action));
  }
  if (out->actions.empty()) unexpected();
  output_clause(*out);
  option_clause();
  if (!is_symbol(";")) unexpected();
  return out;
}

}  // namespace sandbox
