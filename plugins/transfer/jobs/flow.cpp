#include "plugins/transfer/jobs/flow.hpp"

#include <set>

namespace gantry::transfer {
namespace {

std::string shown(const FlowStep &step) { return "step " + std::to_string(step.id) + " [" + step.name + "]"; }

/// One way out of a step.
struct Way {
  const char *when;
  std::int64_t action, target;
};

}  // namespace

FlowFindings check_flow(const std::vector<FlowStep> &steps, std::int64_t start_step) {
  FlowFindings findings;
  if (steps.empty()) {
    findings.doubtful.emplace_back("it has no step");
    return findings;
  }
  const auto count = static_cast<std::int64_t>(steps.size());
  std::set<std::string> names;
  std::vector<std::vector<std::int64_t>> next(steps.size());
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const FlowStep &step = steps[i];
    if (step.id != static_cast<std::int64_t>(i) + 1)
      findings.wrong.push_back(shown(step) + " stands at place " + std::to_string(i + 1) +
                               ": the numbers have gaps");
    if (!names.insert(step.name).second)
      findings.wrong.push_back(shown(step) + " has the name of an earlier step");
    for (const Way &way : {Way{"on success", step.on_success, step.on_success_step},
                           Way{"on failure", step.on_failure, step.on_failure_step}}) {
      const std::string what = shown(step) + " goes " + way.when + " to ";
      switch (static_cast<StepAction>(way.action)) {
        case StepAction::quit_success:
        case StepAction::quit_failure: break;
        case StepAction::next:
          if (step.id < count)
            next[i].push_back(step.id + 1);
          else
            findings.doubtful.push_back(what + "the next step, and is the last");
          break;
        case StepAction::go_to:
          if (way.target == step.id)
            findings.wrong.push_back(what + "itself");
          else if (way.target < 1 || way.target > count)
            findings.wrong.push_back(what + "step " + std::to_string(way.target) + ", which is not there");
          else
            next[i].push_back(way.target);
          break;
        default:
          findings.wrong.push_back(what + "action " + std::to_string(way.action) + ", not one of 1 to 4");
      }
    }
  }
  if (start_step < 1 || start_step > count) {
    findings.wrong.push_back("it starts with step " + std::to_string(start_step) + ", which is not there");
    return findings;
  }
  std::vector<bool> reached(steps.size());
  std::vector<std::int64_t> waiting{start_step};
  while (!waiting.empty()) {
    const auto at = static_cast<std::size_t>(waiting.back() - 1);
    waiting.pop_back();
    if (reached[at]) continue;
    reached[at] = true;
    for (const std::int64_t id : next[at]) waiting.push_back(id);
  }
  for (std::size_t i = 0; i < steps.size(); ++i)
    if (!reached[i]) findings.doubtful.push_back(shown(steps[i]) + " is never reached");
  return findings;
}

}  // namespace gantry::transfer
