// Alerts: those that start transferred jobs, or all.
#include "plugins/transfer/jobs/planner.hpp"

namespace gantry::transfer {

/// The alert of the destination that waits for the same: no two may.
std::optional<std::string> JobPlanner::alert_on_same(WantedRow &wanted) const {
  for (std::size_t row = 0; row < to_.alerts.rows.size(); ++row) {
    bool same = true;
    for (const char *column : {"message-id", "severity", "database", "keyword", "performance-condition",
                               "wmi-namespace", "wmi-query"})
      same = same && to_.alerts.at(row, column).text() == wanted[column].text();
    if (same) return to_.alerts.at(row, "name").text();
  }
  return std::nullopt;
}

/// Alerts wait for messages of the server; those of its users are not on every server.
Result<bool> JobPlanner::has_message(const Cell &number, Call call) {
  constexpr std::int64_t first_of_users = 50000;
  if (number.number() < first_of_users) return true;
  if (!target_messages_) {
    Result<StoredTable> messages = destination_.smo.stored_list("UserDefinedMessage", {}, {}, call);
    if (!messages) return std::move(messages).error();
    target_messages_.emplace();
    const int id = messages->column("id");
    for (std::size_t row = 0; row < messages->size(); ++row)
      target_messages_->insert(messages->at(row, id).number());
  }
  return target_messages_->count(number.number()) > 0;
}

Result<> JobPlanner::wish_alert(std::size_t row, Wishes &created, Wishes &changed, Call call) {
  const std::string name = from_.alerts.at(row, "name").text(), job_name = from_.alerts.at(row, "job").text();
  const auto planned = planned_by_name_.find(source_.names.key(job_name));
  const PlannedJob *job =
      !job_name.empty() && planned != planned_by_name_.end() ? &result_.jobs[planned->second] : nullptr;
  const bool wanted_for_job = job && job->is_transferred();
  if (!wanted_for_job && settings_.alerts != Extras::all) return success();
  const std::string object = "Alert " + name, subject = "Alert [" + name + "]";
  if (!platform_.takes_alerts) {
    warn(subject + " is left out: " + platform_.name + " has no alerts.");
    return success();
  }
  if (!platform_.acts_on_alerts)
    warn(subject + " comes along, but " + platform_.name + " does not act on alerts.");
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
  Result<bool> message = has_message(wanted["message-id"], call);
  if (!message) return std::move(message).error();
  if (!*message) {
    warn(subject + " is left out: message " + wanted["message-id"].text() +
         " is not at the destination. Transfer error messages first.");
    return success();
  }
  if (const std::string database = wanted["database"].text(); !database.empty()) {
    const auto known = there(Reference::database, database);
    const std::string other = known ? *known : replacement(Reference::database, database, nullptr, subject);
    wanted["database"] = Cell(other);
    if (other.empty()) {
      warn(subject + " is left out: without its database it would wait for more.");
      return success();
    }
  }
  const auto target = target_alerts_.find(name);
  if (!target)
    if (const auto twin = alert_on_same(wanted)) {
      warn(subject + " is left out: alert [" + *twin + "] of the destination waits for the same.");
      return success();
    }
  if (target && !settings_.overwrite_extras) {
    const std::string now = to_.alerts.at(*target, "job").text(), then = wanted["job"].text();
    wanted.keep_only({"name", "job"});
    if (then.empty() || destination_.names.same(now, then)) return success();
    if (!now.empty()) {
      warn(subject + " is at the destination already and starts job [" + now + "] there; it stays so.");
      return success();
    }
  } else {
    wanted["category"] =
        Cell(category_at_destination("ALERT", from_.alerts.at(row, "category").text(), needs));
    for (const char *column : {"notify-email", "notify-pager", "notify-netsend"})
      wanted[column] = operators_at_destination(from_.alerts.at(row, column), subject, needs);
  }
  if (!target) {
    created.create(wanted, add_group(object, std::move(needs)), object);
    return success();
  }
  wanted["name"] = to_.alerts.at(*target, "name");
  const Cell &job_now = to_.alerts.at(*target, "job");
  if (destination_.names.same(job_now.text(), wanted["job"].text())) wanted["job"] = job_now;
  if (!wanted.differs(WantedRow(to_.alerts, *target))) return success();
  if (const std::string now = job_now.text(); !now.empty() && now != wanted["job"].text())
    warn(subject + " starts job [" + now + "] at the destination, and will start [" + wanted["job"].text() +
         "].");
  changed.change(wanted, WantedRow(to_.alerts, *target), add_group(object, std::move(needs)), object);
  return success();
}

Result<> JobPlanner::script_alerts(Call call) {
  if (settings_.alerts == Extras::none) return success();
  Wishes created("create", "Alert", "create"), changed("change", "Alert", "change");
  for (std::size_t row = 0; row < from_.alerts.rows.size(); ++row)
    if (Result<> wished = wish_alert(row, created, changed, call); !wished) return wished;
  if (Result<> done = created.script(destination_, result_.plan, call); !done) return done;
  return changed.script(destination_, result_.plan, call);
}

}  // namespace gantry::transfer
