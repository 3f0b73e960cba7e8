// A commit whose answer was lost: the destination is looked at instead of guessing.
#include <set>

#include "plugins/transfer/common/transfer-task.hpp"

namespace gantry::transfer {
namespace {

/// The groups that the lost commit was about: all that is neither done nor known not to have been begun.
std::vector<bool> in_doubt(const RunOutcome &outcome, TransactionScope scope) {
  std::vector<bool> doubtful;
  for (const GroupState state : outcome.groups)
    doubtful.push_back(scope == TransactionScope::task || state == GroupState::failed);
  return doubtful;
}

/// Of what a step does and to which object: texts would be too many to keep.
using Digest = std::pair<std::size_t, std::size_t>;
Digest digest_of(const PlannedStep &planned) {
  const StepContent step = planned.read();
  return {std::hash<std::string>()(step.object), std::hash<std::string>()(step.batch.masked())};
}

/// Is every step of these groups still to be done? Then none of them happened: they were one transaction.
bool still_to_do(const Plan &planned, const std::vector<bool> &groups, const Plan &now) {
  std::multiset<Digest> open;
  for (const StepGroup &group : now.groups)
    for (const PlannedStep &step : group.steps) open.insert(digest_of(step));
  for (std::size_t i = 0; i < planned.groups.size(); ++i) {
    if (!groups[i]) continue;
    for (const PlannedStep &step : planned.groups[i].steps) {
      if (!step.transactional()) continue;
      const auto found = open.find(digest_of(step));
      if (found == open.end()) return false;
      open.erase(found);
    }
  }
  return true;
}

std::size_t barred_steps(const Plan &planned, const std::vector<bool> &groups) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < planned.groups.size(); ++i)
    for (const PlannedStep &step : planned.groups[i].steps)
      count += groups[i] && !step.transactional() ? 1U : 0U;
  return count;
}

}  // namespace

bool TransferTask::look(const Plan &planned, RunOutcome &outcome, const Side &source, Call call) {
  Error *unknown = nullptr;
  for (Error &error : outcome.errors)
    if (error.status == Status::outcome_unknown) unknown = &error;
  if (!unknown) return false;
  Result<Side> destination = open_side("DestinationConnection", call);
  if (!destination) {
    unknown->details.push_back("The destination could not be looked at: " + destination.error().what);
    unknown->todo = "look at the destination when it can be reached; the next run plans what is left to do";
    return false;
  }
  const std::vector<bool> doubtful = in_doubt(outcome, scope());
  RunOutcome supposed = outcome;
  for (std::size_t i = 0; i < doubtful.size(); ++i)
    if (doubtful[i]) supposed.groups[i] = GroupState::done;
  Result<std::vector<Finding>> differences = prove(planned, supposed, source, *destination, call);
  std::string found;
  bool agree = differences.ok();
  if (differences) {
    for (const Finding &difference : *differences) {
      if (difference.severity != Severity::error) continue;
      agree = false;
      found += (found.empty() ? "" : "; ") + difference.text;
    }
  } else {
    found = differences.error().what;
  }
  if (agree) {
    const std::size_t barred = barred_steps(planned, doubtful);
    site_.warning(
        0, "The connection was lost while the transaction was being committed. Looking at the destination " +
               std::string("showed that it was committed."));
    outcome = std::move(supposed);
    std::vector<Error> others;
    for (Error &error : outcome.errors)
      if (error.status != Status::outcome_unknown) others.push_back(std::move(error));
    outcome.errors = std::move(others);
    if (barred > 0)
      outcome.errors.push_back(Error(Status::io, "not everything was done: the connection was lost",
                                     "all steps, also those that no transaction takes",
                                     std::to_string(barred) + " of these were not begun",
                                     "run it again: the next run plans what is left to do"));
    const bool whole = outcome.errors.empty() && scope() == TransactionScope::task;
    outcome.stopped = !whole;
    return whole;
  }
  counted_ = transferred(planned, outcome);  // what a task knows of its plan is about to be another plan's
  const Result<Plan> now = plan(source, *destination, call);
  if (now && still_to_do(planned, doubtful, *now)) {
    *unknown =
        Error(Status::io, "the connection was lost while the transaction was being committed",
              "an answer to COMMIT", "none; looking at the destination showed that nothing was committed",
              "look at the network and the server's log, then run it again");
    return false;
  }
  unknown->found = "neither all of it nor nothing: " + found;
  if (!now) unknown->found += "; planning again: " + now.error().what;
  unknown->todo = "look at the destination; somebody else may be changing it";
  return false;
}

}  // namespace gantry::transfer
