#include "plugins/transfer/common/two-sided-run.hpp"

#include <algorithm>

namespace gantry::transfer {
namespace {

/// The groups [first, end) that can run, as a plan; `places` says where they stand in the whole plan.
Plan take_stretch(Plan &whole, std::size_t first, std::size_t end, const std::vector<GroupState> &states,
                  std::vector<std::size_t> &places) {
  Plan part;
  part.retry = whole.retry;
  std::vector<std::size_t> place_in_part(end - first);
  std::vector<bool> taken(end - first);
  for (std::size_t i = first; i < end; ++i) {
    StepGroup &group = whole.groups[i];
    std::vector<std::size_t> depends;
    bool possible = true;
    for (const std::size_t other : group.depends) {
      if (other >= first && other < end) {
        possible = possible && taken[other - first];
        depends.push_back(place_in_part[other - first]);
      } else {
        possible = possible && states[other] == GroupState::done;
      }
    }
    if (!possible) continue;
    taken[i - first] = true;
    place_in_part[i - first] = places.size();
    places.push_back(i);
    part.groups.push_back({group.object, std::move(group.steps), std::move(depends), group.at_source});
  }
  return part;
}

}  // namespace

RunOutcome run_on_both_sides(Plan &plan, const SessionRef &source, const SessionRef &destination,
                             const Site &site, TransactionScope scope, Call call) {
  const auto is_at_source = [](const StepGroup &group) { return group.at_source; };
  if (std::none_of(plan.groups.begin(), plan.groups.end(), is_at_source))
    return StepRunner(destination, site, scope).run(plan, call);
  RunOutcome outcome;
  outcome.groups.assign(plan.groups.size(), GroupState::left_out);
  const std::size_t total = plan.steps();
  std::size_t done = 0;
  for (std::size_t first = 0, end = 0; first < plan.groups.size(); first = end) {
    const bool at_source = plan.groups[first].at_source;
    while (end < plan.groups.size() && plan.groups[end].at_source == at_source) ++end;
    if (outcome.stopped || (scope == TransactionScope::task && !outcome.errors.empty())) break;
    std::vector<std::size_t> places;
    Plan part = take_stretch(plan, first, end, outcome.groups, places);
    StepRunner runner(at_source ? source : destination, site, scope);
    runner.part_of(done, total);
    RunOutcome stretch = runner.run(part, call);
    done = runner.steps_done();
    for (std::size_t i = 0; i < places.size(); ++i) {
      outcome.groups[places[i]] = stretch.groups[i];
      plan.groups[places[i]].steps = std::move(part.groups[i].steps);
    }
    for (Error &error : stretch.errors) outcome.errors.push_back(std::move(error));
    outcome.stopped = stretch.stopped;
  }
  return outcome;
}

}  // namespace gantry::transfer
