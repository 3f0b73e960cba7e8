// SELECT as a statement.
#include "samples/sandbox/engine/bind.hpp"

namespace sandbox {

std::uint64_t Engine::run_select(const SelectPtr &query,
                                 const std::function<void(const std::vector<Column> &)> &columns,
                                 const std::function<void(Row &)> &row, const std::vector<Cte> *with) {
  Compile compile;
  std::vector<std::unique_ptr<CteScope>> scopes;
  if (with)
    for (const Cte &cte : *with) {
      auto scope = std::make_unique<CteScope>();
      scope->parent = scopes.empty() ? nullptr : scopes.back().get();
      scope->cte = &cte;
      scopes.push_back(std::move(scope));
    }
  PlanPtr plan =
      compile_select(*this, compile, query, nullptr, scopes.empty() ? nullptr : scopes.back().get());
  if (!plan->assigns) columns(plan->columns);
  if (options.fmtonly || (blind && statement_depth <= 1)) return 0;
  std::uint64_t count = 0;
  Eval eval(*this);
  plan->run(eval, [&](Row &out) {
    ++count;
    if ((count & 63) == 0) check_cancel();
    if (!plan->assigns) row(out);
    return options.rowcount == 0 || static_cast<std::int64_t>(count) < options.rowcount;
  });
  return count;
}

void Engine::select(const Statement &statement) {
  if (statement.query->body->kind == Query::core && statement.query->body->select.into) {
    select_into(statement);
    return;
  }
  bool shown = false;
  const std::uint64_t count = run_select(
      statement.query,
      [&](const std::vector<Column> &columns) {
        shown = true;
        emit_columns(columns);
      },
      [&](Row &row) { emit_row(row); });
  rowcount = static_cast<std::int64_t>(count);
  if (shown) emit_done(count, 0xC1);
}

}  // namespace sandbox
