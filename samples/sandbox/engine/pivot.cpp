// PIVOT and UNPIVOT, rewritten to GROUP BY and CROSS APPLY.
#include "samples/sandbox/engine/bind.hpp"

namespace sandbox {
namespace {

ExprPtr column_expr(const std::string &name) {
  auto out = std::make_shared<Expr>();
  out->kind = Expr::column;
  out->parts = {name};
  return out;
}

ExprPtr text_expr(const std::string &text) {
  auto out = std::make_shared<Expr>();
  out->type = nvarchar_type(static_cast<int>(std::max<std::size_t>(1, length_utf16(text))));
  out->value = text_value(text);
  return out;
}

SelectItem item_of(ExprPtr expr, const std::string &name) {
  SelectItem item;
  item.expr = std::move(expr);
  item.alias = name;
  item.named = true;
  return item;
}

bool is_one_of(const std::string &name, const std::vector<std::string> &names) {
  for (const std::string &other : names)
    if (same_name(name, other)) return true;
  return false;
}

}  // namespace

SelectPtr pivot_query(const Pivot &pivot, const Scope &source) {
  auto out = std::make_shared<Select>();
  out->body = std::make_shared<Query>();
  Core &core = out->body->select;
  core.from = pivot.source;
  if (pivot.reverse) {
    for (const ScopeColumn &column : source.columns)
      if (!is_one_of(column.name, pivot.names))
        core.items.push_back(item_of(column_expr(column.name), column.name));
    auto values = std::make_shared<TableRef>();
    values->kind = TableRef::values;
    values->alias = "\x01unpivot";
    values->column_aliases = {pivot.column, pivot.value};
    for (const std::string &name : pivot.names) values->rows.push_back({text_expr(name), column_expr(name)});
    auto join = std::make_shared<TableRef>();
    join->kind = TableRef::join;
    join->join_kind = TableRef::cross_apply;
    join->left_side = pivot.source;
    join->right_side = values;
    core.from = join;
    const auto made = [&](const std::string &name) {
      ExprPtr expr = column_expr(name);
      expr->parts.insert(expr->parts.begin(), values->alias);
      return expr;
    };
    core.items.push_back(item_of(made(pivot.value), pivot.value));
    core.items.push_back(item_of(made(pivot.column), pivot.column));
    auto known = std::make_shared<Expr>();
    known->kind = Expr::is_null;
    known->negated = known->condition = true;
    known->args = {made(pivot.value)};
    core.where = known;
    return out;
  }
  if (pivot.aggregate->kind != Expr::call || !is_aggregate_name(pivot.aggregate->name) ||
      pivot.aggregate->args.size() != 1 || pivot.aggregate->args[0]->kind != Expr::column)
    throw error(102, {"PIVOT"});
  const std::string value = pivot.aggregate->args[0]->parts.back();
  for (const ScopeColumn &column : source.columns) {
    if (same_name(column.name, value) || same_name(column.name, pivot.column)) continue;
    core.items.push_back(item_of(column_expr(column.name), column.name));
    core.group.push_back(column_expr(column.name));
  }
  if (core.group.empty()) core.aggregate_all = true;
  for (const std::string &name : pivot.names) {
    auto test = std::make_shared<Expr>();
    test->kind = Expr::binary;
    test->op = Op::eq;
    test->condition = true;
    test->args = {column_expr(pivot.column), text_expr(name)};
    auto chosen = std::make_shared<Expr>();
    chosen->kind = Expr::case_;
    chosen->args = {nullptr, test, column_expr(value), nullptr};
    auto call = std::make_shared<Expr>(*pivot.aggregate);
    call->args = {chosen};
    core.items.push_back(item_of(call, name));
  }
  return out;
}

}  // namespace sandbox
