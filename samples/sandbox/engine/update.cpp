// UPDATE and DELETE.
#include "samples/sandbox/engine/dml.hpp"

#include <unordered_set>

namespace sandbox {
namespace {

std::int64_t limit_of(Engine &engine, const Statement &statement) {
  std::int64_t limit = INT64_MAX;
  if (statement.top) {
    const Value top = engine.evaluate_as(statement.top, bigint_type());
    if (is_null(top)) throw error(1060);
    limit = as_int(top);
  }
  if (engine.options.rowcount > 0) limit = std::min(limit, engine.options.rowcount);
  return limit;
}

/// Calls visit for the first joined row of each target row that WHERE keeps.
void each_target(Engine &engine, const TargetRows &target, std::int64_t limit,
                 const std::function<void(Eval &, std::int64_t, const Row &)> &visit) {
  if (limit <= 0) return;
  Eval eval(engine);
  std::unordered_set<std::int64_t> seen;
  target.source.run(eval, [&](Row &row) {
    const Row *before = eval.frame(0).row;
    eval.frame(0).row = &row;
    bool keep = !is_null(row[target.id]);
    if (keep && target.where) {
      const Value value = target.where(eval);
      keep = !is_null(value) && as_int(value);
    }
    bool more = true;
    if (keep && seen.insert(as_int(row[target.id])).second) {
      visit(eval, as_int(row[target.id]), row);
      more = static_cast<std::int64_t>(seen.size()) < limit;
    }
    eval.frame(0).row = before;
    return more;
  });
}

}  // namespace

void Engine::update(const Statement &statement) {
  const CteChain chain(statement.with);
  Compile compile;
  for (const Assignment &assignment : statement.assignments)
    if (!assignment.variable.empty()) compile.varying.insert(&variable(assignment.variable));
  TargetRows target;
  compile_target(*this, compile, statement, chain, target);
  require_object(*target.table, "UPDATE");
  Binder binder(*this, compile, &target.scope, chain.last());
  binder.forbid_aggregates(157);
  const std::vector<Change> changes = compile_changes(binder, statement.assignments, target.table, &target);
  OutputClause output(*this, compile, statement, *target.table, &target.scope, chain.last());
  std::vector<Replacement> rows;
  std::vector<Row> joined;
  each_target(*this, target, limit_of(*this, statement), [&](Eval &eval, std::int64_t id, const Row &row) {
    auto before = read_row(*target.table, id);
    if (!before) return;
    Row after = apply_changes(*this, eval, changes, target.table, *before);
    rows.push_back({id, std::move(*before), std::move(after)});
    if (output.present()) joined.push_back(row);
  });
  replace_rows(*this, target.table, rows);
  for (std::size_t i = 0; i < rows.size() && output.present(); ++i)
    output.add(&rows[i].after, &rows[i].before, &joined[i], "UPDATE");
  output.finish();
  rowcount = static_cast<std::int64_t>(rows.size());
  emit_done(rows.size(), output.shown() ? 0xC1 : 0xC5);
}

void Engine::remove(const Statement &statement) {
  const CteChain chain(statement.with);
  Compile compile;
  TargetRows target;
  compile_target(*this, compile, statement, chain, target);
  require_object(*target.table, "DELETE");
  OutputClause output(*this, compile, statement, *target.table, &target.scope, chain.last());
  std::vector<std::pair<std::int64_t, Row>> rows;
  std::vector<Row> joined;
  each_target(*this, target, limit_of(*this, statement), [&](Eval &, std::int64_t id, const Row &row) {
    auto before = read_row(*target.table, id);
    if (!before) return;
    rows.emplace_back(id, std::move(*before));
    if (output.present()) joined.push_back(row);
  });
  erase_rows(*this, target.table, rows);
  for (std::size_t i = 0; i < rows.size() && output.present(); ++i)
    output.add(nullptr, &rows[i].second, &joined[i], "DELETE");
  output.finish();
  rowcount = static_cast<std::int64_t>(rows.size());
  emit_done(rows.size(), output.shown() ? 0xC1 : 0xC4);
}

}  // namespace sandbox
