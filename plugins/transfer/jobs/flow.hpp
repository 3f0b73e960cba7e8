// What a job's steps do one after the other: which way they go, and whether that leads somewhere.
#ifndef GANTRY_TRANSFER_JOBS_FLOW_HPP
#define GANTRY_TRANSFER_JOBS_FLOW_HPP

#include <cstdint>
#include <string>
#include <vector>

namespace gantry::transfer {

/// sysjobsteps.on_success_action and on_fail_action.
enum class StepAction : std::int64_t { quit_success = 1, quit_failure = 2, next = 3, go_to = 4 };

struct FlowStep {
  std::int64_t id = 0;
  std::string name;
  std::int64_t on_success = 1, on_success_step = 0, on_failure = 2, on_failure_step = 0;
};

struct FlowFindings {
  std::vector<std::string> wrong;     ///< the job cannot be made so
  std::vector<std::string> doubtful;  ///< it can, and yet is hardly meant so
};

/// `steps` in the order of their numbers. Wrong: numbers with gaps, an unknown action, a step that goes to
/// itself or to no step, a start step that is not there, two steps of one name. Doubtful: no step at all, the
/// last step going on to the next one, steps that are never reached.
FlowFindings check_flow(const std::vector<FlowStep> &steps, std::int64_t start_step);

}  // namespace gantry::transfer

#endif
