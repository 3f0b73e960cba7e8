// SELECT: binding a query to a plan that can be run again and again.
#include "samples/sandbox/engine/select.hpp"

#include "samples/sandbox/engine/convert.hpp"
#include "samples/sandbox/engine/group.hpp"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

namespace sandbox {
namespace {

using Visit = std::function<bool(Row &)>;

std::string key_of(const Row &row, std::size_t count) {
  std::string key;
  for (std::size_t i = 0; i < count; ++i) append_key(key, row[i]);
  return key;
}

struct Output {
  Bound bound;
  std::string variable;
  Op op = Op::none;
};

/// One SELECT without its set operators.
struct CoreCompiler {
  CoreCompiler(Engine &e, Compile &c, const Core &one, const Select *all, Scope *outer, const CteScope *with)
      : engine(e), compile(c), core(one), whole(all), parent(outer), ctes(with) {}

  Engine &engine;
  Compile &compile;
  const Core &core;
  const Select *whole;  ///< ORDER BY, OFFSET: only when this core is the whole query
  Scope *parent;
  const CteScope *ctes;

  std::shared_ptr<Scope> scope = std::make_shared<Scope>();
  std::shared_ptr<Grouping> grouping = std::make_shared<Grouping>();
  std::shared_ptr<std::vector<WindowCall>> windows = std::make_shared<std::vector<WindowCall>>();
  std::vector<SelectItem> items;
  std::vector<Output> outputs;
  std::vector<Column> columns;

  void expand() {
    for (const SelectItem &item : core.items) {
      if (!item.star) {
        items.push_back(item);
        continue;
      }
      if (!core.from) throw error(263);
      bool any = false;
      for (const ScopeColumn &column : scope->columns) {
        if (!item.prefix.empty() && !same_name(item.prefix.back(), column.table)) continue;
        any = true;
        if (column.name == row_id_column) continue;
        SelectItem one;
        one.expr = std::make_shared<Expr>();
        one.expr->kind = Expr::column;
        if (!column.table.empty()) one.expr->parts.push_back(column.table);
        if (!column.table.empty() && !column.schema.empty())
          one.expr->parts.insert(one.expr->parts.begin(), column.schema);
        one.expr->parts.push_back(column.name);
        one.alias = column.name;
        items.push_back(std::move(one));
      }
      if (!any) throw error(107, {item.prefix.empty() ? "*" : item.prefix.back()});
    }
  }

  bool grouped() const {
    if (!core.group.empty() || core.having || core.aggregate_all) return true;
    for (const SelectItem &item : items)
      if (contains_aggregate(item.expr)) return true;
    if (whole)
      for (const OrderItem &item : whole->order)
        if (contains_aggregate(item.expr)) return true;
    return false;
  }

  Bound order_key(Binder &binder, const OrderItem &item, int &output) {
    output = -1;
    const Expr &expr = *item.expr;
    if (expr.kind == Expr::literal && expr.type.type == Type::int_ && !is_null(expr.value)) {
      const std::int64_t position = as_int(expr.value);
      if (position < 1 || position > static_cast<std::int64_t>(outputs.size()))
        throw error(108, {std::to_string(position)});
      output = static_cast<int>(position) - 1;
      return outputs[static_cast<std::size_t>(output)].bound;
    }
    if (expr.kind == Expr::column && expr.parts.size() == 1)
      for (std::size_t i = 0; i < items.size(); ++i)
        if (same_name(items[i].alias, expr.parts[0])) {
          output = static_cast<int>(i);
          return outputs[i].bound;
        }
    if (core.distinct) {
      for (std::size_t i = 0; i < items.size(); ++i)
        if (binder.same(items[i].expr, item.expr)) {
          output = static_cast<int>(i);
          return outputs[i].bound;
        }
      throw error(145);
    }
    return binder.bind(item.expr);
  }

  PlanPtr run() {
    if (++compile.nesting > 60) throw error(191);
    scope->parent = parent;
    scope->depth = parent ? parent->depth + 1 : 0;
    const std::size_t mark = compile.uses.size();
    for (const SelectItem &item : core.items)
      if (!item.variable.empty()) compile.varying.insert(&engine.variable(item.variable));
    Source source = compile_from(engine, compile, core.from, *scope, ctes, core.where);
    Binder binder(engine, compile, scope.get(), ctes);
    Evaluate where;
    if (core.where) {
      binder.forbid_aggregates(147);
      where = binder.bind_condition(core.where).eval;
      binder.forbid_aggregates(0);
    }
    expand();
    const bool groups = grouped();
    if (groups) {
      for (const ExprPtr &key : core.group) {
        if (contains_aggregate(key) || key->kind == Expr::subquery) throw error(144);
        grouping->keys.push_back(key);
        grouping->bound.push_back(binder.bind(key));
        grouping->columns.push_back(key->kind == Expr::column ? binder.resolve_here(key->parts) : -1);
      }
      scope->grouping = grouping.get();
      grouping->active = true;
    }
    Evaluate having;
    if (core.having) having = binder.bind_condition(core.having).eval;
    scope->windows = windows.get();
    bool assigns = false;
    for (const SelectItem &item : items) {
      Output output;
      output.bound = binder.bind(item.expr);
      output.variable = item.variable;
      output.op = item.op;
      if (!item.variable.empty()) assigns = true;
      Column column;
      column.name = item.alias;
      column.type = output.bound.type;
      column.nullable = output.bound.nullable;
      column.identity = output.bound.identity;
      column.computed = item.expr->kind != Expr::column;
      column.collation = engine.server->collation;
      columns.push_back(std::move(column));
      outputs.push_back(std::move(output));
    }
    if (assigns)
      for (const Output &output : outputs)
        if (output.variable.empty()) throw error(141);
    struct Key {
      Evaluate eval;
      int output;
    };
    std::vector<Key> keys;
    std::vector<bool> descending;
    if (whole)
      for (const OrderItem &item : whole->order) {
        int output = -1;
        Bound bound = order_key(binder, item, output);
        keys.push_back({bound.eval, output});
        descending.push_back(item.descending);
      }
    scope->windows = nullptr;
    grouping->active = false;
    Evaluate top, offset, fetch;
    Binder outside(engine, compile, parent, ctes);
    const auto count_of = [&](const ExprPtr &expr) {
      Bound bound = outside.bind(expr);
      return converted(outside, bound,
                       core.percent && expr == core.top ? *type_named("float") : bigint_type())
          .eval;
    };
    if (core.top) top = count_of(core.top);
    if (whole && whole->offset) offset = count_of(whole->offset);
    if (whole && whole->fetch) fetch = count_of(whole->fetch);

    auto plan = std::make_shared<Plan>();
    plan->columns = columns;
    plan->assigns = assigns;
    for (std::size_t i = mark; i < compile.uses.size(); ++i)
      if (compile.uses[i].first < scope->depth) plan->correlated = true;
    --compile.nesting;

    plan->run = [source, where, having, groups, keys, descending, top, offset, fetch, percent = core.percent,
                 ties = core.ties, distinct = core.distinct, outputs = outputs, scope = scope,
                 grouping = grouping, windows = windows, assigns, depth = scope->depth,
                 sets = core.grouping_sets,
                 scalar = groups && grouping->keys.empty()](Eval &eval, const Visit &visit) {
      eval.frame(depth);
      const Eval::Frame saved = eval.frames[static_cast<std::size_t>(depth)];
      struct Restore {
        Eval &eval;
        int depth;
        Eval::Frame saved;
        ~Restore() { eval.frames[static_cast<std::size_t>(depth)] = saved; }
      } restore{eval, depth, saved};
      const auto frame = [&]() -> Eval::Frame & { return eval.frames[static_cast<std::size_t>(depth)]; };
      const auto number = [&](const Evaluate &evaluate) -> std::int64_t {
        const Value value = evaluate(eval);
        if (is_null(value)) throw error(1060);
        if (as_int(value) < 0) throw error(127);
        return as_int(value);
      };
      std::int64_t limit = INT64_MAX, skip = 0;
      double share = -1;
      if (top && percent) {
        const Value value = top(eval);
        if (is_null(value) || std::get<double>(value) < 0 || std::get<double>(value) > 100) throw error(1031);
        share = std::get<double>(value);
      } else if (top) {
        limit = number(top);
      }
      if (offset) skip = number(offset);
      if (fetch) limit = number(fetch);
      if (limit == 0 && share < 0) return;

      const auto project = [&]() {
        Row out;
        out.reserve(outputs.size());
        for (const Output &output : outputs) {
          Value value = output.bound.eval(eval);
          if (!output.variable.empty()) {
            eval.engine.assign(output.variable, output.op, value, output.bound.type);
            value = Value();
          }
          out.push_back(std::move(value));
        }
        return out;
      };
      const auto filtered = [&](const std::function<bool(Row &)> &take) {
        source.run(eval, [&](Row &row) {
          const Row *before = frame().row;
          frame().row = &row;
          bool more = true;
          bool keep = true;
          if (where) {
            const Value value = where(eval);
            keep = !is_null(value) && as_int(value);
          }
          if (keep) more = take(row);
          frame().row = before;
          return more;
        });
      };

      std::unordered_set<std::string> seen;
      if (!groups && keys.empty() && windows->empty() && share < 0 && !offset) {
        std::int64_t given = 0;
        filtered([&](Row &) {
          Row out = project();
          if (distinct && !seen.insert(key_of(out, out.size())).second) return true;
          if (!visit(out)) return false;
          return ++given < limit;
        });
        return;
      }

      std::vector<Row> rows;
      if (groups) {
        struct Group {
          Row keys;
          std::vector<Accumulator> accumulators;
          std::uint64_t mask = 0;  ///< keys that this group is not told apart by
        };
        std::vector<Group> found;
        std::unordered_map<std::string, std::size_t> index;
        const auto fresh = [&](Row group_keys) {
          found.push_back({std::move(group_keys), {}, 0});
          for (const Aggregate &aggregate : grouping->aggregates)
            found.back().accumulators.emplace_back(aggregate);
        };
        if (scalar) fresh({});
        // The set of no columns has its one group even without rows.
        std::vector<std::uint64_t> masks;
        for (const auto &set : sets) {
          std::uint64_t dropped = (std::uint64_t{1} << grouping->bound.size()) - 1;
          for (const std::size_t key : set) dropped &= ~(std::uint64_t{1} << key);
          masks.push_back(dropped);
        }
        if (sets.empty()) masks.push_back(0);
        const auto group_of = [&](const Row &all, std::uint64_t mask) {
          Row group_keys = all;
          for (std::size_t k = 0; k < group_keys.size(); ++k)
            if (mask >> k & 1) group_keys[k] = Value();
          const auto [entry, inserted] =
              index.emplace(key_of(group_keys, group_keys.size()) + std::to_string(mask), found.size());
          if (inserted) {
            fresh(std::move(group_keys));
            found.back().mask = mask;
          }
          return entry->second;
        };
        if (!sets.empty())
          for (std::size_t i = 0; i < sets.size(); ++i)
            if (sets[i].empty()) group_of(Row(grouping->bound.size()), masks[i]);
        filtered([&](Row &) {
          if (scalar) {
            for (Accumulator &accumulator : found[0].accumulators) accumulator.add(eval);
            return true;
          }
          Row all;
          for (const Bound &key : grouping->bound) all.push_back(key.eval(eval));
          for (const std::uint64_t mask : masks)
            for (Accumulator &accumulator : found[group_of(all, mask)].accumulators) accumulator.add(eval);
          return true;
        });
        bool met_null = false;
        for (Group &group : found) {
          Row row = std::move(group.keys);
          for (const Accumulator &accumulator : group.accumulators) {
            row.push_back(accumulator.result(eval));
            met_null = met_null || accumulator.met_null();
          }
          row.push_back(int_value(static_cast<std::int64_t>(group.mask)));  // for GROUPING()
          frame().row = &row;
          bool keep = true;
          if (having) {
            const Value value = having(eval);
            keep = !is_null(value) && as_int(value);
          }
          if (keep) rows.push_back(std::move(row));
        }
        if (met_null && eval.engine.options.ansi_warnings && !assigns)
          eval.engine.emit_message(message_of(8153));
      } else {
        filtered([&](Row &row) {
          rows.push_back(row);
          return true;
        });
      }
      std::vector<Row> window_rows;
      if (!windows->empty()) window_rows = compute_windows(eval, depth, *windows, rows);

      struct Item {
        Row keys, out;
      };
      std::vector<Item> result;
      for (std::size_t i = 0; i < rows.size(); ++i) {
        frame().row = &rows[i];
        if (!window_rows.empty()) frame().windows = &window_rows[i];
        Item item;
        if (assigns && keys.empty()) {
          project();
          Row none(outputs.size());
          visit(none);
          continue;
        }
        if (!assigns) item.out = project();
        for (const auto &key : keys)
          item.keys.push_back(key.output >= 0 && !assigns ? item.out[static_cast<std::size_t>(key.output)]
                                                          : key.eval(eval));
        if (assigns) item.out = {int_value(static_cast<std::int64_t>(i))};
        if (distinct && !seen.insert(key_of(item.out, item.out.size())).second) continue;
        result.push_back(std::move(item));
      }
      if (!keys.empty())
        std::stable_sort(result.begin(), result.end(), [&](const Item &a, const Item &b) {
          return compare_rows(a.keys, b.keys, descending) < 0;
        });
      if (share >= 0)
        limit = static_cast<std::int64_t>(static_cast<double>(result.size()) * share / 100.0 + 0.999999999);
      for (std::size_t i = static_cast<std::size_t>(
               std::min<std::int64_t>(skip, static_cast<std::int64_t>(result.size())));
           i < result.size(); ++i) {
        const auto given = static_cast<std::int64_t>(i) - skip;
        if (given >= limit &&
            !(ties && limit > 0 &&
              compare_rows(result[i].keys, result[static_cast<std::size_t>(skip + limit - 1)].keys,
                           descending) == 0))
          break;
        if (assigns) {
          frame().row = &rows[static_cast<std::size_t>(as_int(result[i].out[0]))];
          project();
          Row none(outputs.size());
          visit(none);
          continue;
        }
        if (!visit(result[i].out)) break;
      }
    };
    return plan;
  }
};

}  // namespace

PlanPtr compile_query(Engine &engine, Compile &compile, const std::shared_ptr<Query> &query,
                      const Select *whole, Scope *parent, const CteScope *ctes) {
  if (query->kind == Query::core) {
    CoreCompiler compiler(engine, compile, query->select, whole, parent, ctes);
    return compiler.run();
  }
  PlanPtr left = compile_query(engine, compile, query->left, nullptr, parent, ctes);
  PlanPtr right = compile_query(engine, compile, query->right, nullptr, parent, ctes);
  return combine(query, left, right);
}

PlanPtr compile_select(Engine &engine, Compile &compile, const SelectPtr &select, Scope *parent,
                       const CteScope *ctes) {
  if (select->max_recursion >= 0) compile.max_recursion = select->max_recursion;
  // A CTE sees those before it and, being recursive, itself; the scopes must outlive the plan's compilation
  // only.
  std::vector<std::unique_ptr<CteScope>> scopes;
  for (const Cte &cte : select->with) {
    auto scope = std::make_unique<CteScope>();
    scope->parent = scopes.empty() ? ctes : scopes.back().get();
    scope->cte = &cte;
    scopes.push_back(std::move(scope));
  }
  const CteScope *inner = scopes.empty() ? ctes : scopes.back().get();
  // Compiling the body of a CTE that names itself?
  if (ctes && ctes->cte->query == select && !ctes->working && select->body->kind == Query::union_all) {
    const Query &right = *select->body->right;
    if (right.kind == Query::core && mentions(right.select.from, ctes->cte->name))
      return recursive_plan(engine, compile, ctes);
  }
  if (ctes && ctes->cte->query == select) {
    if (compile.nesting > 50) throw error(252, {ctes->cte->name});
    // Not recursive: its own name means something outside.
    inner = scopes.empty() ? ctes->parent : inner;
  }
  PlanPtr plan;
  if (select->body->kind == Query::core) {
    plan = compile_query(engine, compile, select->body, select.get(), parent, inner);
  } else {
    plan = compile_query(engine, compile, select->body, nullptr, parent, inner);
    plan = order_set(engine, compile, plan, *select, inner);
  }
  if (select->for_xml) plan = xml_plan(plan, *select);
  return plan;
}

}  // namespace sandbox
