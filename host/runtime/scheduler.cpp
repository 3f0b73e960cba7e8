#include "host/runtime/scheduler.hpp"

namespace gantry::runtime {

using package::ConstraintValue;
using package::EvalOp;
using package::ExecResult;

Scheduler::Scheduler(const package::Executable &container,
                     std::function<bool(const package::PrecedenceConstraint &)> evaluate)
    : evaluate_(std::move(evaluate)), children_(container.executables.size()) {
  const auto index_of = [&](const std::string &id) {
    for (std::size_t i = 0; i < container.executables.size(); ++i)
      if (container.executables[i].id == id) return i;
    return container.executables.size();
  };
  for (const package::PrecedenceConstraint &constraint : container.constraints) {
    const std::size_t from = index_of(constraint.from_id), to = index_of(constraint.to_id);
    if (from < children_.size() && to < children_.size())
      children_[to].incoming.push_back({from, &constraint, -1});
  }
}

void Scheduler::settle(Edge &edge) {
  if (edge.outcome >= 0) return;
  const Child &from = children_[edge.from];
  if (from.state == State::never) {
    edge.outcome = 0;
    return;
  }
  if (from.state != State::done) return;
  bool matches = false;
  switch (edge.constraint->value()) {
    case ConstraintValue::success: matches = from.result == ExecResult::success; break;
    case ConstraintValue::failure: matches = from.result == ExecResult::failure; break;
    case ConstraintValue::completion: matches = from.result != ExecResult::canceled; break;
  }
  // A cancelled predecessor starts nothing, whatever an expression says.
  const bool alive = from.result != ExecResult::canceled;
  switch (edge.constraint->eval_op()) {
    case EvalOp::constraint: break;
    case EvalOp::expression: matches = alive && evaluate_(*edge.constraint); break;
    case EvalOp::expression_and_constraint: matches = matches && evaluate_(*edge.constraint); break;
    case EvalOp::expression_or_constraint: matches = matches || (alive && evaluate_(*edge.constraint)); break;
  }
  edge.outcome = matches ? 1 : 0;
}

std::vector<std::size_t> Scheduler::take_ready() {
  std::vector<std::size_t> ready;
  bool changed = true;
  while (changed) {
    changed = false;
    for (std::size_t i = 0; i < children_.size(); ++i) {
      Child &child = children_[i];
      if (child.state != State::waiting) continue;
      bool all_known = true, and_false = false, any_or = false, or_true = false;
      for (Edge &edge : child.incoming) {
        settle(edge);
        if (edge.outcome < 0) all_known = false;
        if (edge.constraint->logical_and()) {
          and_false = and_false || edge.outcome == 0;
        } else {
          any_or = true;
          or_true = or_true || edge.outcome == 1;
        }
      }
      bool and_pending = false;
      for (const Edge &edge : child.incoming)
        and_pending = and_pending || (edge.constraint->logical_and() && edge.outcome < 0);
      if (and_false || (all_known && any_or && !or_true)) {
        child.state = State::never;
        changed = true;
      } else if (!and_pending && (!any_or || or_true)) {
        child.state = State::running;
        ++running_;
        ready.push_back(i);
      }
    }
  }
  return ready;
}

void Scheduler::finished(std::size_t child, ExecResult result) {
  children_[child].state = State::done;
  children_[child].result = result;
  --running_;
}

}  // namespace gantry::runtime
