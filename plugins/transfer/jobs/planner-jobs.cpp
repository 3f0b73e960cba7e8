// The jobs themselves: header, steps, start step, and what runs last.
#include "plugins/transfer/jobs/planner.hpp"

namespace gantry::transfer {

/// One call of script() each, in the order in which a job's steps run.
struct JobPlanner::JobWishes {
  Wishes dropped{"drop", "Job", "destroy"};
  Wishes created{"create", "Job", "create"};
  Wishes changed{"change", "Job", "change"};
  Wishes renamed_steps{"change", "JobStep", "change"};
  Wishes new_steps{"create", "JobStep", "create"};
  Wishes changed_steps{"change", "JobStep", "change"};
  Wishes start_steps{"change", "Job", "change"};
  Wishes dropped_steps{"drop", "JobStep", "change"};
  Wishes relinked_alerts{"change", "Alert", "change"};

  std::vector<const Wishes *> in_order() const {
    return {&dropped,       &created,     &changed,       &renamed_steps,  &new_steps,
            &changed_steps, &start_steps, &dropped_steps, &relinked_alerts};
  }
};

bool JobPlanner::is_to_be_enabled(const PlannedJob &job) const {
  if (!settings_.enable || job.left_disabled) return false;
  return !settings_.keep_disabled || from_.jobs.at(job.source_row, "enabled").flag();
}

WantedRow JobPlanner::wanted_step(const PlannedJob &job, std::size_t row) const {
  WantedRow wanted(from_.steps, row);
  wanted["job"] = Cell(job.target_name);
  if (const auto other = step_databases_.find(wanted["database"].text());
      other != step_databases_.end() && wanted["subsystem"].text() == "TSQL")
    wanted["database"] = Cell(other->second);
  if (const auto other = step_proxies_.find(wanted["proxy"].text()); other != step_proxies_.end())
    wanted["proxy"] = Cell(other->second);
  return wanted;
}

/// Names of steps are unique in a job at every moment: one that is wanted at another place is given another
/// name first.
void JobPlanner::wish_steps(PlannedJob &job, JobWishes &wishes) {
  const std::size_t group = job.groups.front();
  const auto object = [&](const Cell &id) { return "JobStep " + job.target_name + ", step " + id.text(); };
  const std::vector<std::size_t> &wanted_rows = source_steps_[job.name];
  const std::vector<std::size_t> none,
      &current_rows = job.fate == JobFate::change ? target_steps_[job.target_name] : none;
  std::map<std::string, std::size_t> places;
  for (std::size_t i = 0; i < wanted_rows.size(); ++i)
    places.emplace(destination_.names.key(from_.steps.at(wanted_rows[i], "step").text()), i);
  for (std::size_t i = 0; i < current_rows.size() || i < wanted_rows.size(); ++i) {
    if (i >= current_rows.size()) {
      const WantedRow wanted = wanted_step(job, wanted_rows[i]);
      wishes.new_steps.create(wanted, group, object(from_.steps.at(wanted_rows[i], "id")));
      continue;
    }
    WantedRow current(to_.steps, current_rows[i]);
    const auto place = places.find(destination_.names.key(current["step"].text()));
    if (place != places.end() && place->second != i) {
      WantedRow renamed = current;
      renamed["step"] = Cell("(moved by Gantry: " + std::to_string(i + 1) + ")");
      wishes.renamed_steps.change(renamed, current, group, object(current["id"]));
      current = renamed;
    }
    if (i >= wanted_rows.size()) continue;
    WantedRow wanted = wanted_step(job, wanted_rows[i]);
    wanted["id"] = Cell();
    wanted["job"] = Cell();
    for (const char *column : {"database", "proxy"})
      if (destination_.names.same(wanted[column].text(), current[column].text()))
        wanted[column] = current[column];
    if (wanted.differs(current)) wishes.changed_steps.change(wanted, current, group, object(current["id"]));
  }
  // From behind, so that the numbers in front stay what they are.
  for (std::size_t i = current_rows.size(); i > wanted_rows.size(); --i)
    wishes.dropped_steps.drop(WantedRow(to_.steps, current_rows[i - 1]), group,
                              object(to_.steps.at(current_rows[i - 1], "id")));
}

void JobPlanner::wish_job(PlannedJob &job, const WantedRow &planned, JobWishes &wishes) {
  const std::string object = "Job " + job.target_name;
  const std::size_t group = add_group(object, job.needs);
  job.groups.push_back(group);
  WantedRow wanted = planned;
  const Cell start = from_.jobs.at(job.source_row, "start-step");
  Cell start_now(1);
  if (job.fate == JobFate::change) {
    const std::size_t row = *job.target_row;
    // Enabling comes last, in a group of its own; disabling now. What KeepDisabled leaves alone is not said.
    wanted["enabled"] = settings_.enable && !job.left_disabled ? Cell() : Cell(false);
    for (const char *column :
         {"owner", "category", "notify-email-operator", "notify-netsend-operator", "notify-page-operator"})
      if (const Cell &now = to_.jobs.at(row, column);
          destination_.names.same(wanted[column].text(), now.text()))
        wanted[column] = now;
    start_now = to_.jobs.at(row, "start-step");
    if (wanted.differs(WantedRow(to_.jobs, row)))
      wishes.changed.change(wanted, WantedRow(to_.jobs, row), group, object);
  } else {
    if (job.fate == JobFate::replace)
      wishes.dropped.drop(WantedRow(to_.jobs, *job.target_row), group, object);
    wanted["enabled"] = Cell(false);
    wishes.created.create(wanted, group, object);
  }
  wish_steps(job, wishes);
  if (start.number() != start_now.number()) {
    WantedRow current = wanted, then = wanted;
    current["name"] = Cell(job.target_name);
    current["start-step"] = start_now;
    then["start-step"] = start;
    then.keep_only({"start-step"});
    wishes.start_steps.change(then, current, group, object);
  }
  if (job.fate != JobFate::replace) return;
  for (std::size_t row = 0; row < to_.alerts.rows.size(); ++row) {
    if (!destination_.names.same(to_.alerts.at(row, "job").text(), job.target_name)) continue;
    WantedRow unlinked(to_.alerts, row), linked = unlinked;
    unlinked["job"] = Cell("");
    wishes.relinked_alerts.change(linked, unlinked, group, "Alert " + to_.alerts.at(row, "name").text());
  }
}

Result<> JobPlanner::script_jobs(Jobs jobs, Call call) {
  JobWishes wishes;
  for (PlannedJob &job : jobs)
    if (job.is_transferred())
      wish_job(job, WantedRow(wanted_jobs_, static_cast<std::size_t>(&job - result_.jobs.data())), wishes);
  for (const Wishes *part : wishes.in_order())
    if (Result<> done = part->script(destination_, result_.plan, call); !done) return done;
  for (PlannedJob &job : jobs)
    if (job.fate == JobFate::change && result_.plan.groups[job.groups.front()].steps.empty())
      job.fate = JobFate::same;
  return success();
}

/// A job can be started by hand between planning and running: what changes it first asks, in the same batch.
Result<> JobPlanner::script_guards(Jobs jobs, Call call) {
  Wishes guards("change", "Job", "change", "refuse-running=True\n");
  Plan asked;
  std::vector<std::size_t> guarded;
  for (const PlannedJob &job : jobs) {
    if (job.fate != JobFate::change && job.fate != JobFate::replace) continue;
    WantedRow name(to_.jobs, *job.target_row);
    name.keep_only({"name"});
    guards.change(name, WantedRow(to_.jobs, *job.target_row), asked.groups.size(), "Job " + job.target_name);
    asked.groups.push_back({"Job " + job.target_name, {}, {}});
    guarded.push_back(job.groups.front());
  }
  if (Result<> done = guards.script(destination_, asked, call); !done) return done;
  for (std::size_t i = 0; i < guarded.size(); ++i) {
    for (const PlannedStep &guard : asked.groups[i].steps) {
      StepContent first = result_.plan.groups[guarded[i]].steps.front().read();
      first.batch.text.insert(0, guard.read().batch.text + '\n');
      if (Result<> done = result_.plan.replace(guarded[i], 0, std::move(first)); !done) return done;
    }
  }
  return success();
}

Result<> JobPlanner::script_source(Jobs jobs, Call call) {
  if (!settings_.disable_at_source) return success();
  Wishes disabled("change", "Job", "change");
  for (PlannedJob &job : jobs) {
    if (!job.is_transferred() || !from_.jobs.at(job.source_row, "enabled").flag()) continue;
    const std::string object = "Job " + job.name;
    const std::size_t group = add_group(object, job.groups);
    result_.plan.groups[group].at_source = true;
    WantedRow wanted(from_.jobs, job.source_row);
    wanted["enabled"] = Cell(false);
    wanted.keep_only({"enabled"});
    disabled.change(wanted, WantedRow(from_.jobs, job.source_row), group, object);
    job.groups.push_back(group);
  }
  return disabled.script(source_, result_.plan, call);
}

/// Last of all: behind the disabling at the source, so that no job runs on both sides.
Result<> JobPlanner::script_enabling(Jobs jobs, Call call) {
  Wishes enabled("change", "Job", "change");
  for (PlannedJob &job : jobs) {
    if (!job.is_transferred() || !is_to_be_enabled(job)) continue;
    const bool fresh = job.fate == JobFate::create || job.fate == JobFate::replace;
    if (!fresh && to_.jobs.at(*job.target_row, "enabled").flag()) continue;
    if (!from_.jobs.at(job.source_row, "enabled").flag())
      warn("Job [" + job.name +
           "] is disabled at the source and becomes enabled; Gantry.KeepDisabled=True leaves such jobs "
           "disabled.");
    const std::string object = "Job " + job.target_name;
    const std::size_t group = add_group(object, job.groups);
    WantedRow current(from_.jobs, job.source_row);
    current["name"] = Cell(job.target_name);
    current["enabled"] = Cell(false);
    WantedRow wanted = current;
    wanted["enabled"] = Cell(true);
    wanted.keep_only({"enabled"});
    enabled.change(wanted, current, group, object);
    job.groups.push_back(group);
  }
  return enabled.script(destination_, result_.plan, call);
}

}  // namespace gantry::transfer
