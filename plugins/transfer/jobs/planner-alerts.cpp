// Alerts: those that start transferred jobs, or all.
#include "plugins/transfer/jobs/planner.hpp"

namespace gantry::transfer {

void JobPlanner::wish_alert(std::size_t row, Wishes &created, Wishes &changed) {
  const std::string name = from_.alerts.at(row, "name").text(), job_name = from_.alerts.at(row, "job").text();
  const auto planned = planned_by_name_.find(source_.names.key(job_name));
  const PlannedJob *job =
      !job_name.empty() && planned != planned_by_name_.end() ? &result_.jobs[planned->second] : nullptr;
  const bool wanted_for_job = job && job->is_transferred();
  if (!wanted_for_job && settings_.alerts != Extras::all) return;
  const std::string object = "Alert " + name, subject = "Alert [" + name + "]";
  if (!platform_.alerts) {
    warn(subject + " is left out: " + platform_.name + " has no alerts.");
    return;
  }
  WantedRow wanted(from_.alerts, row);
  std::vector<std::size_t> needs;
  wanted["id"] = Cell();
  if (wanted_for_job) {
    wanted["job"] = Cell(job->target_name);
    needs.insert(needs.end(), job->groups.begin(), job->groups.end());
  } else if (const auto there = target_jobs_.find(job_name); there && !job_name.empty()) {
    wanted["job"] = to_.jobs.at(*there, "name");
  } else if (!job_name.empty()) {
    wanted["job"] = Cell();
    warn(subject + " starts job [" + job_name + "], which is not transferred; it arrives without it.");
  }
  const auto target = target_alerts_.find(name);
  if (target && !settings_.overwrite_extras) {
    const std::string now = to_.alerts.at(*target, "job").text(), then = wanted["job"].text();
    wanted.keep_only({"name", "job"});
    if (then.empty() || destination_.names.same(now, then)) return;
    if (!now.empty()) {
      warn(subject + " is at the destination already and starts job [" + now + "] there; it stays so.");
      return;
    }
  } else {
    wanted["category"] =
        Cell(category_at_destination("ALERT", from_.alerts.at(row, "category").text(), needs));
    for (const char *column : {"notify-email", "notify-pager", "notify-netsend"})
      wanted[column] = operators_at_destination(from_.alerts.at(row, column), subject, needs);
  }
  if (!target) {
    created.create(wanted, add_group(object, std::move(needs)), object);
    return;
  }
  wanted["name"] = to_.alerts.at(*target, "name");
  const Cell &job_now = to_.alerts.at(*target, "job");
  if (destination_.names.same(job_now.text(), wanted["job"].text())) wanted["job"] = job_now;
  if (!wanted.differs(to_.alerts, *target)) return;
  if (const std::string now = job_now.text(); !now.empty() && now != wanted["job"].text())
    warn(subject + " starts job [" + now + "] at the destination, and will start [" + wanted["job"].text() +
         "].");
  changed.change(wanted, to_.alerts, *target, add_group(object, std::move(needs)), object);
}

Result<> JobPlanner::script_alerts(Call call) {
  if (settings_.alerts == Extras::none) return success();
  Wishes created("create", "Alert", "create"), changed("change", "Alert", "change");
  for (std::size_t row = 0; row < from_.alerts.rows.size(); ++row) wish_alert(row, created, changed);
  if (Result<> done = created.script(destination_, result_.plan, call); !done) return done;
  return changed.script(destination_, result_.plan, call);
}

}  // namespace gantry::transfer
