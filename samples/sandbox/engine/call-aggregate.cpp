// Aggregates and window functions.
#include "samples/sandbox/engine/bind.hpp"

#include <algorithm>
#include <unordered_set>

namespace sandbox {

bool is_window_name(const std::string &name) {
  return name == "ROW_NUMBER" || name == "RANK" || name == "DENSE_RANK" || name == "NTILE" || name == "LAG" ||
         name == "LEAD" || name == "FIRST_VALUE" || name == "LAST_VALUE";
}

namespace {

template <class Test>
bool any_of(const ExprPtr &expr, const Test &test) {
  if (!expr) return false;
  if (test(*expr)) return true;
  for (const ExprPtr &argument : expr->args)
    if (any_of(argument, test)) return true;
  return false;
}

}  // namespace

bool is_aggregate_name(const std::string &name) {
  static const std::unordered_set<std::string> names = {
      "COUNT", "COUNT_BIG", "SUM", "MIN", "MAX", "AVG", "STRING_AGG", "STDEV", "VAR", "CHECKSUM_AGG"};
  return names.count(name) != 0;
}

bool contains_aggregate(const ExprPtr &expr) {
  return any_of(expr, [](const Expr &e) {
    return e.kind == Expr::call && is_aggregate_name(e.name) && (!e.over || e.attempt) && e.parts.size() == 1;
  });
}

bool contains_window(const ExprPtr &expr) {
  return any_of(expr, [](const Expr &e) { return e.kind == Expr::call && e.over && !e.attempt; });
}

Aggregate Binder::aggregate_call(const Expr &expr) {
  Aggregate out;
  out.name = expr.name;
  out.distinct = expr.distinct;
  if (expr.args.empty()) throw error(174, {expr.name, "1"});
  if (expr.args[0]->kind == Expr::star) {
    if (expr.name != "COUNT" && expr.name != "COUNT_BIG") throw error(102, {"*"});
    out.star = true;
    out.argument.type = integer_type();
  } else {
    out.argument = bind(expr.args[0]);
  }
  const Type type = out.argument.type.type;
  if (expr.name == "COUNT") {
    out.type = integer_type();
  } else if (expr.name == "COUNT_BIG") {
    out.type = bigint_type();
  } else if (expr.name == "MIN" || expr.name == "MAX") {
    if (type == Type::bit || type == Type::xml || type == Type::text || type == Type::ntext ||
        type == Type::image)
      throw error(8117, {base_name(type), lower(expr.name)});
    out.type = out.argument.type;
  } else if (expr.name == "STRING_AGG") {
    if (expr.args.size() != 2) throw error(174, {"string_agg", "2"});
    const bool large = is_large(out.argument.type);
    const bool unicode = is_unicode(type) || !is_character(type);
    out.type = unicode ? nvarchar_type(large ? -1 : 4000) : varchar_type(large ? -1 : 8000);
    out.argument = converted(*this, out.argument, unicode ? nvarchar_type(-1) : varchar_type(-1));
    out.separator = converted(*this, bind(expr.args[1]), nvarchar_type(-1));
    if (expr.over && expr.attempt)
      for (const OrderItem &item : expr.over->order) out.order.emplace_back(bind(item.expr), item.descending);
  } else if (expr.name == "CHECKSUM_AGG") {
    out.argument = converted(*this, out.argument, integer_type());
    out.type = integer_type();
  } else {
    if (!is_number(type) || type == Type::bit) {
      if (!out.argument.null_literal) throw error(8117, {base_name(type), lower(expr.name)});
    }
    if (expr.name == "STDEV" || expr.name == "VAR") {
      out.type = *type_named("float");
      out.argument = converted(*this, out.argument, out.type);
    } else if (is_integer(type)) {
      out.type = type == Type::bigint ? bigint_type() : integer_type();
    } else if (is_float(type)) {
      out.type = *type_named("float");
      out.argument = converted(*this, out.argument, out.type);
    } else if (type == Type::money || type == Type::smallmoney) {
      out.type = out.argument.type;
      out.type.type = Type::money;
    } else {
      out.type = decimal_type(
          38, expr.name == "AVG" ? std::max<int>(6, out.argument.type.scale) : out.argument.type.scale);
    }
  }
  return out;
}

Bound Binder::aggregate(const Expr &expr) {
  // The aggregate belongs to the innermost grouping query.
  Scope *scope = scope_;
  while (scope && !(scope->grouping && scope->grouping->active)) scope = scope->parent;
  if (!scope || forbidden_) throw error(forbidden_ ? forbidden_ : 147);
  Grouping &grouping = *scope->grouping;
  grouping.active = false;
  Aggregate call;
  try {
    Binder inside(engine_, compile_, scope, ctes_);
    inside.forbid_aggregates(130);
    call = inside.aggregate_call(expr);
  } catch (...) {
    grouping.active = true;
    throw;
  }
  grouping.active = true;
  const std::size_t slot = grouping.keys.size() + grouping.aggregates.size();
  Bound out;
  out.type = call.type;
  out.nullable = expr.name != "COUNT" && expr.name != "COUNT_BIG";
  grouping.aggregates.push_back(std::move(call));
  compile_.uses.emplace_back(scope->depth, 0);
  out.eval = [depth = scope->depth, slot](Eval &eval) -> Value {
    return (*eval.frames[static_cast<std::size_t>(depth)].row)[slot];
  };
  return out;
}

Bound Binder::window(const Expr &expr) {
  if (!scope_ || !scope_->windows) throw error(4108);
  WindowCall call;
  call.name = expr.name;
  for (const ExprPtr &part : expr.over->partition) call.partition.push_back(bind(part));
  for (const OrderItem &item : expr.over->order) call.order.emplace_back(bind(item.expr), item.descending);
  call.framed = expr.over->framed;
  call.by_rows = expr.over->by_rows;
  const auto end = [this](const FrameBound &written, WindowCall::End &to) {
    to.current = written.current;
    to.following = written.following;
    if (written.offset) to.offset = converted(*this, bind(written.offset), bigint_type());
  };
  end(expr.over->from, call.from);
  end(expr.over->to, call.to);
  Bound out;
  out.nullable = false;
  if (is_aggregate_name(expr.name)) {
    call.aggregate = aggregate_call(expr);
    out.type = call.aggregate.type;
    out.nullable = true;
  } else if (is_window_name(expr.name)) {
    if (call.order.empty()) throw error(4112, {expr.name});
    out.type = bigint_type();
    if (!expr.args.empty()) {
      call.argument = bind(expr.args[0]);
      if (expr.name != "NTILE") out.type = call.argument.type, out.nullable = true;
    }
    if (expr.args.size() > 1) call.offset = converted(*this, bind(expr.args[1]), bigint_type());
    if (expr.args.size() > 2) call.fallback = converted(*this, bind(expr.args[2]), call.argument.type);
  } else {
    throw error(195, {expr.name, "built-in function name"}, 10);
  }
  const std::size_t slot = scope_->windows->size();
  scope_->windows->push_back(std::move(call));
  compile_.uses.emplace_back(scope_->depth, 0);
  out.eval = [depth = scope_->depth, slot](Eval &eval) -> Value {
    return (*eval.frames[static_cast<std::size_t>(depth)].windows)[slot];
  };
  return out;
}

}  // namespace sandbox
