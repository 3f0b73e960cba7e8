// What whoever starts a run decides about it.
#ifndef GANTRY_RUNTIME_RUN_OPTIONS_HPP
#define GANTRY_RUNTIME_RUN_OPTIONS_HPP

#include "host/runtime/event.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace gantry::runtime {

struct RunOptions {
  bool offline = false;             ///< OfflineMode: connections are not acquired
  std::int64_t max_concurrent = 0;  ///< dtexec /MaxConcurrent; 0: what the package says
  bool warnings_as_errors = false;  ///< dtexec /WarnAsError
  /// A login that does not see everything is a warning, and what is proven from it partial.
  bool allow_partial = false;
  /// Servers that may be written in this run, besides those of the host configuration.
  std::vector<std::string> destinations_allowed;
  std::int64_t step_timeout = 0;  ///< seconds a statement may take; 0: what the configuration says
  std::int64_t max_streams = 0;   ///< tasks that hold sessions at once; 0: what the configuration says
  /// Asked in a run for every task, behind its prepare and before its execute; an Error refuses the task and
  /// is raised as its error, nothing having been sent. On the thread of the task: several may ask at once.
  std::function<Result<>(const TaskPlan &)> approve;
};

}  // namespace gantry::runtime

#endif
