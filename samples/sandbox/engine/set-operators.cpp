// UNION, EXCEPT, INTERSECT, their ORDER BY, and recursive common table expressions.
#include "samples/sandbox/engine/select.hpp"

#include "samples/sandbox/engine/convert.hpp"
#include "samples/sandbox/engine/group.hpp"

#include <algorithm>
#include <unordered_set>

namespace sandbox {
namespace {

using Visit = std::function<bool(Row &)>;

std::string key_of(const Row &row, std::size_t count) {
  std::string key;
  for (std::size_t i = 0; i < count; ++i) append_key(key, row[i]);
  return key;
}

}  // namespace

PlanPtr combine(const std::shared_ptr<Query> &query, PlanPtr left, PlanPtr right) {
  if (left->columns.size() != right->columns.size()) throw error(205);
  auto plan = std::make_shared<Plan>();
  plan->columns = left->columns;
  plan->correlated = left->correlated || right->correlated;
  for (std::size_t i = 0; i < plan->columns.size(); ++i) {
    plan->columns[i].type = common_type(left->columns[i].type, right->columns[i].type);
    plan->columns[i].nullable = left->columns[i].nullable || right->columns[i].nullable;
    plan->columns[i].identity = false;
    plan->columns[i].computed = true;
  }
  const auto fit = [columns = plan->columns](const PlanPtr &from, Row &row) {
    for (std::size_t i = 0; i < columns.size(); ++i)
      row[i] = convert(row[i], from->columns[i].type, columns[i].type);
  };
  plan->run = [left, right, fit, kind = query->kind](Eval &eval, const Visit &visit) {
    if (kind == Query::union_all || kind == Query::union_) {
      std::unordered_set<std::string> seen;
      bool more = true;
      for (const PlanPtr &side : {left, right}) {
        if (!more) return;
        side->run(eval, [&](Row &row) {
          fit(side, row);
          if (kind == Query::union_ && !seen.insert(key_of(row, row.size())).second) return true;
          return more = visit(row);
        });
      }
      return;
    }
    std::unordered_set<std::string> others, seen;
    right->run(eval, [&](Row &row) {
      fit(right, row);
      others.insert(key_of(row, row.size()));
      return true;
    });
    left->run(eval, [&](Row &row) {
      fit(left, row);
      const std::string key = key_of(row, row.size());
      if ((others.count(key) != 0) != (kind == Query::intersect) || !seen.insert(key).second) return true;
      return visit(row);
    });
  };
  return plan;
}

/// ORDER BY, OFFSET and FETCH over a set operation: by the names and numbers of its columns.
PlanPtr order_set(Engine &engine, Compile &compile, const PlanPtr &inner, const Select &select,
                  const CteScope *ctes) {
  if (select.order.empty()) return inner;
  std::vector<std::size_t> keys;
  std::vector<bool> descending;
  for (const OrderItem &item : select.order) {
    const Expr &expr = *item.expr;
    std::size_t found = inner->columns.size();
    if (expr.kind == Expr::literal && expr.type.type == Type::int_ && !is_null(expr.value) &&
        as_int(expr.value) >= 1)
      found = static_cast<std::size_t>(as_int(expr.value)) - 1;
    if (expr.kind == Expr::column && expr.parts.size() == 1)
      for (std::size_t i = inner->columns.size(); i-- > 0;)
        if (same_name(inner->columns[i].name, expr.parts[0])) found = i;
    if (found >= inner->columns.size()) throw error(104);
    keys.push_back(found);
    descending.push_back(item.descending);
  }
  Binder binder(engine, compile, nullptr, ctes);
  Evaluate offset, fetch;
  if (select.offset) offset = converted(binder, binder.bind(select.offset), bigint_type()).eval;
  if (select.fetch) fetch = converted(binder, binder.bind(select.fetch), bigint_type()).eval;
  auto plan = std::make_shared<Plan>(*inner);
  plan->run = [inner, keys, descending, offset, fetch](Eval &eval, const Visit &visit) {
    std::vector<std::pair<Row, Row>> rows;
    inner->run(eval, [&](Row &row) {
      Row key;
      for (const std::size_t i : keys) key.push_back(row[i]);
      rows.emplace_back(std::move(key), row);
      return true;
    });
    std::stable_sort(rows.begin(), rows.end(), [&](const auto &a, const auto &b) {
      return compare_rows(a.first, b.first, descending) < 0;
    });
    const auto number = [&eval](const Evaluate &evaluate, std::int64_t otherwise) {
      if (!evaluate) return otherwise;
      const Value value = evaluate(eval);
      return is_null(value) ? otherwise : std::max<std::int64_t>(0, as_int(value));
    };
    const std::int64_t skip = number(offset, 0);
    std::int64_t limit = number(fetch, INT64_MAX);
    for (auto i = static_cast<std::size_t>(skip); i < rows.size() && limit-- > 0; ++i)
      if (!visit(rows[i].second)) return;
  };
  return plan;
}

bool mentions(const TableRefPtr &ref, const std::string &name) {
  if (!ref) return false;
  if (ref->kind == TableRef::join) return mentions(ref->left_side, name) || mentions(ref->right_side, name);
  return ref->kind == TableRef::table && ref->name.parts.size() == 1 && same_name(ref->name.object(), name);
}

/// WITH r AS (anchor UNION ALL part that names r): rows of the last round feed the next.
PlanPtr recursive_plan(Engine &engine, Compile &compile, const CteScope *ctes) {
  const Cte &cte = *ctes->cte;
  const Query &body = *cte.query->body;
  PlanPtr anchor = compile_query(engine, compile, body.left, nullptr, nullptr, ctes->parent);
  auto scope = std::make_shared<CteScope>(*ctes);
  scope->working = std::make_shared<std::vector<Row>>();
  scope->columns = anchor->columns;
  for (std::size_t i = 0; i < cte.columns.size() && i < scope->columns.size(); ++i)
    scope->columns[i].name = cte.columns[i];
  PlanPtr next = compile_query(engine, compile, body.right, nullptr, nullptr, scope.get());
  if (anchor->columns.size() != next->columns.size()) throw error(205);
  auto plan = std::make_shared<Plan>();
  plan->columns = scope->columns;
  plan->run = [anchor, next, scope, columns = plan->columns, limit = compile.max_recursion](
                  Eval &eval, const Visit &visit) {
    std::vector<Row> round;
    bool more = true;
    anchor->run(eval, [&](Row &row) {
      round.push_back(row);
      return more = visit(row);
    });
    for (int rounds = 0; more && !round.empty(); ++rounds) {
      if (limit > 0 && rounds >= limit) throw error(530, {std::to_string(limit)});
      eval.engine.check_cancel();
      *scope->working = std::move(round);
      round.clear();
      Eval inner = eval.inside();
      next->run(inner, [&](Row &row) {
        for (std::size_t i = 0; i < row.size(); ++i)
          row[i] = convert(row[i], next->columns[i].type, columns[i].type);
        round.push_back(row);
        return more = visit(row);
      });
    }
  };
  return plan;
}

}  // namespace sandbox
