#include "plugins/transfer/common/plan.hpp"

namespace gantry::transfer {

Result<> Plan::add(std::size_t group, StepContent content) {
  Result<PlannedStep> step = PlannedStep::store(contents_, std::move(content));
  if (!step) return std::move(step).error();
  groups[group].steps.push_back(std::move(step).value());
  return success();
}

Result<> Plan::replace(std::size_t group, std::size_t step, StepContent content) {
  Result<PlannedStep> stored = PlannedStep::store(contents_, std::move(content));
  if (!stored) return std::move(stored).error();
  groups[group].steps[step] = std::move(stored).value();
  return success();
}

void Plan::forget_steps() {
  for (StepGroup &group : groups) std::vector<PlannedStep>().swap(group.steps);
  contents_ = PlannedStep::make_table();
}

Result<StoredTable> Plan::shown(const std::string &destination, const std::string &source) const {
  StoredTable table(step_columns());
  std::int64_t ordinal = 0;
  for (const StepGroup &group : groups)
    for (const PlannedStep &planned : group.steps) {
      const StepContent step = planned.read();
      Result<> added = table.add(
          step_row(++ordinal, {group.at_source ? source : destination, group.at_source, step.batch.database,
                               step.action, step.object, step.batch.masked(), step.batch.transactional,
                               step.batch.masked_undo(), step.batch.reason}));
      if (!added) return std::move(added).error();
    }
  return table;
}

}  // namespace gantry::transfer
