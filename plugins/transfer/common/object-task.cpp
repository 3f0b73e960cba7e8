#include "plugins/transfer/common/object-task.hpp"

namespace gantry::transfer {

Result<Plan> ObjectTransferTask::plan(const Side &source, const Side &destination, Call call) {
  Result<ObjectPlan> made = make_plan(source, destination, nullptr, call);
  if (!made) return std::move(made).error();
  objects_ = std::move(made->objects);
  return std::move(made->plan);
}

void ObjectTransferTask::announce(const Plan &) {
  std::vector<Finding> findings;
  Told overwritten(Severity::warning, words_.overwriting);
  for (const PlannedObject &object : objects_)
    if (object.fate == Fate::change)
      overwritten.add(findings, std::string(words_.kind) + ' ' + object.shown +
                                    " is already at the destination and is being overwritten.");
  overwritten.finish(findings, std::string(words_.noun) + "s are being overwritten");
  for (const Finding &finding : findings) tell(finding);
}

std::size_t ObjectTransferTask::transferred(const Plan &, const RunOutcome &outcome) const {
  std::size_t count = 0;
  for (const PlannedObject &object : objects_) count += moved(object, outcome) ? 1U : 0U;
  return count;
}

Result<std::vector<Finding>> ObjectTransferTask::prove(const Plan &, const RunOutcome &outcome,
                                                       const Side &source, const Side &destination,
                                                       Call call) {
  std::vector<Finding> differences;
  std::set<std::string> only;
  for (const PlannedObject &object : objects_)
    if (moved(object, outcome)) only.insert(object.shown);
  if (only.empty()) return differences;
  Result<ObjectPlan> left = make_plan(source, destination, &only, call);
  if (!left) {
    Error error = std::move(left).error();
    if (error.status == Status::cancelled || error.status == Status::deadline || error.status == Status::io)
      return error;
    differences.push_back({Severity::error, words_.failed,
                           "After the transfer both sides could not be shown to agree: " + error.message()});
    return differences;
  }
  Told told(Severity::error, words_.failed);
  for (const PlannedObject &object : left->objects)
    if (object.fate == Fate::create || object.fate == Fate::left_out)
      told.add(differences, std::string("After the transfer ") + words_.noun + ' ' + object.shown +
                                " is not at the destination.");
  for (const StepGroup &group : left->plan.groups)
    for (const PlannedStep &left_step : group.steps) {
      const StepContent step = left_step.read();
      told.add(differences, "After the transfer both sides differ in " + step.object + ": " +
                                step.batch.masked() + " is still to be done.");
    }
  told.finish(differences, "differences are left");
  return differences;
}

}  // namespace gantry::transfer
