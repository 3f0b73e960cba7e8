// ReplaceJob=Drop: what brings the dropped job back, but for its job_id and its history.
#include "plugins/transfer/common/way-back.hpp"
#include "plugins/transfer/jobs/planner.hpp"

namespace gantry::transfer {

/// As a transfer makes it: disabled while it is not whole.
Result<> JobPlanner::script_way_back(Jobs jobs, Call call) {
  Wishes headers("create", "Job", "create"), steps("create", "JobStep", "create"),
      alerts("change", "Alert", "change"), last("change", "Job", "change");
  Plan made;
  std::vector<std::size_t> replaced;
  std::vector<const char *> remarks;
  for (const PlannedJob &job : jobs) {
    if (job.fate != JobFate::replace) continue;
    const std::size_t group = made.groups.size();
    const std::string object = "Job " + job.target_name;
    made.groups.push_back({object, {}, {}});
    replaced.push_back(job.groups.front());
    remarks.push_back(to_.jobs.at(*job.target_row, "owner").text().empty()
                          ? "\n-- Its owner had no login any more: whoever runs this becomes its owner."
                          : "");
    const WantedRow whole(to_.jobs, *job.target_row);
    WantedRow begun = whole, ended = whole;
    begun["enabled"] = Cell(false);
    begun["start-step"] = Cell(1);
    headers.create(begun, group, object);
    for (const std::size_t row : target_steps_[job.target_name])
      steps.create(WantedRow(to_.steps, row), group, object);
    for (std::size_t row = 0; row < to_.alerts.rows.size(); ++row) {
      if (!destination_.names.same(to_.alerts.at(row, "job").text(), job.target_name)) continue;
      WantedRow linked(to_.alerts, row), unlinked = linked;
      unlinked["job"] = Cell("");
      alerts.change(linked, unlinked, group, object);
    }
    ended.keep_only({"enabled", "start-step"});
    last.change(ended, begun, group, object);
  }
  for (const Wishes *part : {&headers, &steps, &alerts, &last})
    if (Result<> done = part->script(destination_, made, call); !done) return done;
  for (std::size_t i = 0; i < replaced.size(); ++i) {
    StepContent step = result_.plan.groups[replaced[i]].steps.front().read();
    ScriptBatch &drop = step.batch;
    drop.reason = "undoable, but for its job_id and its history";
    drop.undo = std::string("-- The job as it was; another job_id, and its history is lost.") + remarks[i];
    for (const PlannedStep &part : made.groups[i].steps) bring_back(drop, part.read().batch);
    if (Result<> done = result_.plan.replace(replaced[i], 0, std::move(step)); !done) return done;
  }
  return success();
}

}  // namespace gantry::transfer
