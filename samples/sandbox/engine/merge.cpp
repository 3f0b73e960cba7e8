// MERGE: one pass over source and target, then all changes together.
#include "samples/sandbox/engine/dml.hpp"

#include <set>

namespace sandbox {
namespace {

struct Action {
  const MergeAction *written = nullptr;
  Evaluate condition;
  std::vector<Change> changes;
  std::vector<Bound> values;
  std::unique_ptr<RowBuilder> builder;
};

bool holds(const Action &action, Eval &eval) {
  if (!action.condition) return true;
  const Value value = action.condition(eval);
  return !is_null(value) && as_int(value);
}

}  // namespace

void Engine::merge(const Statement &statement) {
  const CteChain chain(statement.with);
  Compile compile;
  for (const MergeAction &action : statement.actions)
    for (const Assignment &assignment : action.assignments)
      if (!assignment.variable.empty()) compile.varying.insert(&variable(assignment.variable));
  const TablePtr table = target_table(*statement.target);
  prepare_write(*this, table);
  auto join = std::make_shared<TableRef>();
  join->kind = TableRef::join;
  join->join_kind = TableRef::left;
  join->left_side = statement.from;
  join->right_side = statement.target;
  join->on = statement.where;
  Scope scope;
  const TableRef *outer = row_id_of;
  row_id_of = statement.target.get();
  Source source;
  try {
    source = compile_from(*this, compile, join, scope, chain.last(), nullptr);
  } catch (...) {
    row_id_of = outer;
    throw;
  }
  row_id_of = outer;
  std::size_t id_column = 0;
  for (std::size_t i = 0; i < scope.columns.size(); ++i)
    if (scope.columns[i].name == row_id_column) id_column = i;
  const std::size_t target_begin = id_column - table->columns.size();

  std::vector<Action> actions;
  for (const MergeAction &written : statement.actions) {
    Action action;
    action.written = &written;
    Binder binder(*this, compile, &scope, chain.last());
    if (written.condition) action.condition = binder.bind_condition(written.condition).eval;
    if (written.kind == MergeAction::update) {
      require_object(*table, "UPDATE");
      action.changes = compile_changes(binder, written.assignments, table, nullptr);
    } else if (written.kind == MergeAction::delete_) {
      require_object(*table, "DELETE");
    } else {
      require_object(*table, "INSERT");
      action.builder = std::make_unique<RowBuilder>(*this, table, written.columns);
      if (!written.values.empty() && written.values.size() != action.builder->width()) throw error(213);
      std::vector<TypeInfo> types;
      std::vector<bool> nulls;
      for (const ExprPtr &value : written.values) {
        action.values.push_back(value->kind == Expr::default_ ? Bound{} : binder.bind(value));
        types.push_back(action.values.back().type);
        nulls.push_back(value->kind == Expr::default_ || action.values.back().null_literal);
      }
      action.builder->check_types(types, nulls);
    }
    actions.push_back(std::move(action));
  }
  OutputClause output(*this, compile, statement, *table, &scope, chain.last());

  struct Insertion {
    const Action *action;
    std::vector<std::optional<Value>> values;
    std::vector<TypeInfo> types;
    Row from;
  };
  std::vector<Replacement> updates;
  std::vector<std::pair<std::int64_t, Row>> deletions;
  std::vector<Row> update_rows, deletion_rows;
  std::vector<Insertion> insertions;
  std::set<std::int64_t> touched, matched;
  Eval eval(*this);
  const auto act = [&](Row &row, MergeAction::When when, std::int64_t id) {
    const Row *outer_row = eval.frame(0).row;
    eval.frame(0).row = &row;
    for (const Action &action : actions) {
      if (action.written->when != when || !holds(action, eval)) continue;
      if (when != MergeAction::not_matched && !touched.insert(id).second) throw error(8672);
      if (action.written->kind == MergeAction::insert) {
        Insertion insertion;
        insertion.action = &action;
        insertion.from = row;
        for (const Bound &value : action.values) {
          insertion.types.push_back(value.type);
          insertion.values.push_back(value.eval ? std::optional<Value>(value.eval(eval)) : std::nullopt);
        }
        insertions.push_back(std::move(insertion));
      } else if (auto before = read_row(*table, id)) {
        if (action.written->kind == MergeAction::delete_) {
          deletions.emplace_back(id, std::move(*before));
          deletion_rows.push_back(row);
        } else {
          Row after = apply_changes(*this, eval, action.changes, table, *before);
          updates.push_back({id, std::move(*before), std::move(after)});
          update_rows.push_back(row);
        }
      }
      break;
    }
    eval.frame(0).row = outer_row;
  };
  source.run(eval, [&](Row &row) {
    if (is_null(row[id_column])) {
      act(row, MergeAction::not_matched, 0);
    } else {
      const std::int64_t id = as_int(row[id_column]);
      matched.insert(id);
      act(row, MergeAction::matched, id);
    }
    return true;
  });
  bool by_source = false;
  for (const Action &action : actions)
    by_source = by_source || action.written->when == MergeAction::not_matched_by_source;
  if (by_source) {
    std::vector<std::pair<std::int64_t, Row>> rest;
    scan_table(*table, {}, [&](std::int64_t id, Row &row) {
      if (!matched.count(id)) rest.emplace_back(id, row);
      return true;
    });
    for (auto &[id, target_row] : rest) {
      Row row(scope.columns.size());
      for (std::size_t i = 0; i < target_row.size(); ++i) row[target_begin + i] = target_row[i];
      row[id_column] = int_value(id);
      act(row, MergeAction::not_matched_by_source, id);
    }
  }

  erase_rows(*this, table, deletions);
  replace_rows(*this, table, updates);
  std::vector<Row> inserted;
  for (Insertion &insertion : insertions) {
    Row row = insertion.action->builder->build(insertion.values, insertion.types);
    insert_row(*table, row);
    inserted.push_back(std::move(row));
  }
  for (const Row &row : inserted) check_references(*table, row, "INSERT");
  if (output.present()) {
    for (std::size_t i = 0; i < inserted.size(); ++i)
      output.add(&inserted[i], nullptr, &insertions[i].from, "INSERT");
    for (std::size_t i = 0; i < updates.size(); ++i)
      output.add(&updates[i].after, &updates[i].before, &update_rows[i], "UPDATE");
    for (std::size_t i = 0; i < deletions.size(); ++i)
      output.add(nullptr, &deletions[i].second, &deletion_rows[i], "DELETE");
  }
  output.finish();
  const std::uint64_t count = inserted.size() + updates.size() + deletions.size();
  rowcount = static_cast<std::int64_t>(count);
  emit_done(count, output.shown() ? 0xC1 : 0xC3);
}

}  // namespace sandbox
