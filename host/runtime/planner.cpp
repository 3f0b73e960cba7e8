// The planning half of Executor: every enabled task prepared once, nothing changed (T1).
#include "host/runtime/executor.hpp"

#include <algorithm>

namespace gantry::runtime {

using package::ExecutableKind;

std::vector<std::size_t> constraint_order(const package::Executable &container) {
  const std::size_t count = container.executables.size();
  std::vector<std::size_t> waiting(count, 0), order;
  const auto index_of = [&](const std::string &id) {
    for (std::size_t i = 0; i < count; ++i)
      if (container.executables[i].id == id) return i;
    return count;
  };
  std::vector<std::pair<std::size_t, std::size_t>> edges;
  for (const package::PrecedenceConstraint &constraint : container.constraints) {
    const std::size_t from = index_of(constraint.from_id), to = index_of(constraint.to_id);
    if (from >= count || to >= count) continue;
    edges.emplace_back(from, to);
    ++waiting[to];
  }
  // Those of the file come first among equals, so that a plan reads as the package does.
  std::vector<bool> taken(count, false);
  for (bool found = true; found;) {
    found = false;
    for (std::size_t i = 0; i < count; ++i) {
      if (taken[i] || waiting[i] != 0) continue;
      taken[i] = found = true;
      order.push_back(i);
      for (const auto &[from, to] : edges)
        if (from == i) --waiting[to];
      break;
    }
  }
  return order;
}

bool Executor::plan(Node &node) { return plan_node(node, {}); }

bool Executor::plan_task(Node &node, PlanPlace place) {
  Result<std::unique_ptr<LiveTask>> made = LiveTask::make_task(run_, connections_, node);
  if (!made) {
    run_.events.raise_error(&node, made.error());
    return false;
  }
  if (!(*made)->validate(call_)) return false;
  std::optional<PlannedSteps> steps = (*made)->prepare(call_);
  if (!steps) return false;
  TaskPlan plan = (*made)->describe_plan(std::move(*steps));
  plan.conditional = place.conditional;
  plan.looped = place.looped;
  const Result<> shown = reading_plan(plan.path, [&]() -> Result<> {
    if (Result<> allowed = destinations_.judge(plan); !allowed) plan.refusal = std::move(allowed).error();
    run_.events.show_plan(plan);
    return success();
  });
  if (!shown) run_.events.raise_error(&node, shown.error());
  return shown.ok();
}

bool Executor::plan_node(Node &node, PlanPlace place) {
  if (Call(call_).cancelled()) return false;
  const package::Executable &executable = *node.executable;
  start_system_variables(node);
  if (!apply_expressions(node)) return false;
  if (executable.disabled()) return true;
  if (executable.kind == ExecutableKind::task) return plan_task(node, place);
  bool good = true;
  if (executable.kind == ExecutableKind::for_loop) {
    place.looped = true;
    if (Result<> done = assign(node, executable.init_expression()); !done) {
      run_.events.raise_error(&node, done.error());
      good = false;
    }
  }
  if (executable.kind == ExecutableKind::foreach_loop) {
    place.looped = true;
    if (!map_first_iteration(node)) return true;
  }
  // A branch stays conditional for all that follows it.
  std::vector<bool> conditional(node.children.size(), place.conditional);
  for (const std::size_t index : constraint_order(executable)) {
    for (const package::PrecedenceConstraint &constraint : executable.constraints) {
      if (constraint.to_id != executable.executables[index].id) continue;
      const bool plain = constraint.eval_op() == package::EvalOp::constraint &&
                         constraint.value() != package::ConstraintValue::failure;
      bool from_conditional = false;
      for (std::size_t i = 0; i < executable.executables.size(); ++i)
        if (executable.executables[i].id == constraint.from_id) from_conditional = conditional[i];
      if (!plain || from_conditional) conditional[index] = true;
    }
    PlanPlace child = place;
    child.conditional = conditional[index];
    good = plan_node(*node.children[index], child) && good;
  }
  for (const std::unique_ptr<Node> &handler : node.handlers) {
    PlanPlace child = place;
    child.conditional = true;
    good = plan_node(*handler, child) && good;
  }
  return good;
}

}  // namespace gantry::runtime
