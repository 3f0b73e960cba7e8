#include "host/audit/drift.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace gantry::audit {
namespace {

std::string shown(const StepRecord &step) {
  return fmt::format("step {} {} {}: {}", step.ordinal, step.action, step.object, step.text);
}

/// Steps that mean the same thing to the same object, whatever they do to it in detail.
std::string subject(const StepRecord &step) {
  return step.connection + "\n" + step.database + "\n" + step.action + "\n" + step.object;
}

void compare_servers(const TaskRecord &planned, const TaskRecord &now, std::vector<std::string> &lines) {
  for (const runtime::SlotFacts &was : planned.slots) {
    const auto is = std::find_if(now.slots.begin(), now.slots.end(),
                                 [&](const runtime::SlotFacts &slot) { return slot.slot == was.slot; });
    if (is == now.slots.end()) {
      lines.push_back("changed: slot " + was.slot + " is not there");
      continue;
    }
    // A server is who it says it is; only where it says nothing the address counts.
    const bool named = !was.server_name.empty() && !is->server_name.empty();
    if (named ? was.server_name != is->server_name : was.server != is->server)
      lines.push_back(fmt::format("changed: {} was server {} and is {}", was.connection,
                                  named ? was.server_name : was.server,
                                  named ? is->server_name : is->server));
    else if (was.server_version != is->server_version)
      lines.push_back(fmt::format("changed: {} was version {} and is {}", was.connection, was.server_version,
                                  is->server_version));
  }
}

Error drifted(const PlanFile &bound, const std::vector<std::string> &differences) {
  Error error(Status::data, "what would be done now is not what plan file " + bound.path + " says",
              "the steps planned " + bound.created,
              fmt::format("{} difference{}", differences.size(), differences.size() == 1 ? "" : "s"),
              "look at them, then plan again");
  error.details = differences;
  return error;
}

}  // namespace

std::vector<std::string> drift_of(const TaskRecord &planned, const TaskRecord &now) {
  std::vector<std::string> lines;
  compare_servers(planned, now, lines);
  std::multimap<std::string, const StepRecord *> unmatched;
  for (const StepRecord &step : now.steps.in_memory()) unmatched.emplace(step.fingerprint, &step);
  std::vector<const StepRecord *> missing;
  for (const StepRecord &step : planned.steps.in_memory()) {
    const auto same = unmatched.find(step.fingerprint);
    if (same == unmatched.end())
      missing.push_back(&step);
    else
      unmatched.erase(same);
  }
  std::vector<const StepRecord *> added;
  for (const StepRecord &step : now.steps.in_memory())
    for (const auto &[fingerprint, candidate] : unmatched)
      if (candidate == &step) added.push_back(&step);
  for (const StepRecord *step : missing) {
    const auto other = std::find_if(added.begin(), added.end(), [&](const StepRecord *candidate) {
      return subject(*candidate) == subject(*step);
    });
    if (other == added.end()) {
      lines.push_back("only in the plan: " + shown(*step));
      continue;
    }
    lines.push_back((*other)->text == step->text
                        ? "changed: " + shown(*step) + " (the secret in it is another one)"
                        : "changed: " + shown(*step) + " is now " + (*other)->text);
    added.erase(other);
  }
  for (const StepRecord *step : added) lines.push_back("only now: " + shown(*step));
  // The same steps in another order are another plan.
  if (lines.empty())
    for (std::size_t i = 0; i < planned.steps.size(); ++i)
      if (const StepRecord &was = planned.steps.in_memory()[i];
          was.fingerprint != now.steps.in_memory()[i].fingerprint) {
        lines.push_back("changed: the order, from " + shown(was) + " on");
        break;
      }
  return lines;
}

Result<> check_bound(const PlanFile &bound, const runtime::TaskPlan &now) {
  Result<TaskRecord> record = record_task(now, bound.salt, Clear::nothing);
  if (!record) return std::move(record).error();
  for (const TaskRecord &task : bound.tasks) {
    if (task.task != record->task) continue;
    const std::vector<std::string> differences = drift_of(task, *record);
    return differences.empty() ? success() : Result<>(drifted(bound, differences));
  }
  return drifted(bound, {"only now: task " + record->task});
}

void DriftCheck::on_plan(const runtime::TaskPlan &plan) {
  seen_.push_back("\\" + plan.path);
  Result<> same = check_bound(bound_, plan);
  if (same) return;
  const std::vector<std::string> &details = same.error().details;
  if (details.empty()) differences_.push_back(same.error().what);
  for (const std::string &line : details) differences_.push_back(seen_.back() + ": " + line);
}

Result<> DriftCheck::result() const {
  std::vector<std::string> all = differences_;
  for (const TaskRecord &task : bound_.tasks)
    if (std::find(seen_.begin(), seen_.end(), task.task) == seen_.end())
      all.push_back("only in the plan: task " + task.task);
  return all.empty() ? success() : Result<>(drifted(bound_, all));
}

}  // namespace gantry::audit
