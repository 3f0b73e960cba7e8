// Subqueries in expressions: scalar, IN, EXISTS, ANY and ALL.
#include "samples/sandbox/engine/bind.hpp"
#include "samples/sandbox/engine/convert.hpp"

#include <unordered_set>

namespace sandbox {
namespace {

bool truth(const Value &value) { return !is_null(value) && as_int(value) != 0; }

}  // namespace

std::shared_ptr<std::function<const std::vector<Row> &(Eval &)>> Binder::rows_of(const PlanPtr &plan) {
  struct State {
    bool filled = false;
    std::vector<Row> rows;
  };
  auto state = std::make_shared<State>();
  using Fetch = std::function<const std::vector<Row> &(Eval &)>;
  return std::make_shared<Fetch>([plan, state](Eval &eval) -> const std::vector<Row> & {
    if (!state->filled || plan->correlated) {
      state->rows.clear();
      plan->run(eval, [&state](Row &row) {
        state->rows.push_back(row);
        return true;
      });
      state->filled = true;
    }
    return state->rows;
  });
}

Bound Binder::in_query(const Expr &expr) {
  Bound needle = bind(expr.args[0]);
  PlanPtr plan = compile_select(engine_, compile_, expr.query, scope_, ctes_);
  if (plan->columns.size() != 1) throw error(116);
  const TypeInfo inner = plan->columns[0].type;
  const TypeInfo common = needle.null_literal ? inner : common_type(needle.type, inner);
  Evaluate left = converted(*this, needle, common).eval;
  struct State {
    bool filled = false, has_null = false;
    std::unordered_set<std::string> keys;
  };
  auto state = std::make_shared<State>();
  Bound out;
  out.type = bit_type();
  out.condition = true;
  out.eval = [left, plan, state, inner, common, negated = expr.negated](Eval &eval) -> Value {
    if (!state->filled || plan->correlated) {
      state->keys.clear();
      state->has_null = false;
      plan->run(eval, [&](Row &row) {
        const Value other = convert(row[0], inner, common);
        if (is_null(other)) {
          state->has_null = true;
        } else {
          std::string key;
          append_key(key, other);
          state->keys.insert(std::move(key));
        }
        return true;
      });
      state->filled = true;
    }
    const Value value = left(eval);
    if (is_null(value)) return state->keys.empty() && !state->has_null ? bool_value(negated) : Value();
    std::string key;
    append_key(key, value);
    if (state->keys.count(key)) return bool_value(!negated);
    if (state->has_null) return {};
    return bool_value(negated);
  };
  return out;
}

Bound Binder::subquery(const Expr &expr) {
  PlanPtr plan = compile_select(engine_, compile_, expr.query, scope_, ctes_);
  if (plan->columns.size() != 1) throw error(116);
  struct State {
    bool filled = false;
    Value value;
  };
  auto state = std::make_shared<State>();
  Bound out;
  out.type = plan->columns[0].type;
  out.eval = [plan, state](Eval &eval) -> Value {
    if (state->filled && !plan->correlated) return state->value;
    int rows = 0;
    Value value;
    plan->run(eval, [&](Row &row) {
      if (++rows > 1) throw error(512);
      value = row[0];
      return true;
    });
    state->value = value;
    state->filled = true;
    return value;
  };
  return out;
}

Bound Binder::exists(const Expr &expr) {
  PlanPtr plan = compile_select(engine_, compile_, expr.query, scope_, ctes_);
  struct State {
    bool filled = false, found = false;
  };
  auto state = std::make_shared<State>();
  Bound out;
  out.type = bit_type();
  out.condition = true;
  out.nullable = false;
  out.eval = [plan, state](Eval &eval) -> Value {
    if (!state->filled || plan->correlated) {
      state->found = false;
      plan->run(eval, [&](Row &) {
        state->found = true;
        return false;
      });
      state->filled = true;
    }
    return bool_value(state->found);
  };
  return out;
}

Bound Binder::quantified(const Expr &expr) {
  Bound needle = bind(expr.args[0]);
  PlanPtr plan = compile_select(engine_, compile_, expr.query, scope_, ctes_);
  if (plan->columns.size() != 1) throw error(116);
  auto fetch = rows_of(plan);
  auto slot = std::make_shared<Value>();
  Bound other;
  other.type = plan->columns[0].type;
  other.eval = [slot](Eval &) { return *slot; };
  Bound test = binary_operator(*this, expr.op, needle, other);
  Bound out = test;
  out.eval = [fetch, slot, test = test.eval, all = expr.all](Eval &eval) -> Value {
    const std::vector<Row> rows = (*fetch)(eval);
    bool unknown = false;
    for (const Row &row : rows) {
      *slot = row[0];
      const Value value = test(eval);
      if (is_null(value))
        unknown = true;
      else if (truth(value) != all)
        return bool_value(!all);
    }
    if (unknown) return {};
    return bool_value(all);
  };
  return out;
}

}  // namespace sandbox
