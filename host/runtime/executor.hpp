// Walks the tree of executables: validates, plans, executes (T1; ssis.md 7).
#ifndef GANTRY_RUNTIME_EXECUTOR_HPP
#define GANTRY_RUNTIME_EXECUTOR_HPP

#include "host/runtime/call.hpp"
#include "host/runtime/guard/destinations.hpp"
#include "host/runtime/live-task.hpp"

#include <condition_variable>
#include <mutex>

namespace gantry::runtime {

/// How many tasks may run at once (MaxConcurrentExecutables).
class Slots {
 public:
  explicit Slots(std::int64_t limit) : free_(limit) {}
  void take();
  void give();

 private:
  std::mutex mutex_;
  std::condition_variable freed_;
  std::int64_t free_;
};

class Executor {
 public:
  Executor(RunContext &run, Connections &connections, const gantry_call *call);

  /// The whole tree below `node`, leaving out what is disabled or has DelayValidation. False when something
  /// was wrong; it has been raised.
  bool validate(Node &node);
  /// Prepares every enabled task once, in the order of constraints; raises on_plan for each. False after
  /// errors.
  bool plan(Node &node);
  /// Executes; results climb as MaximumErrorCount, FailParentOnFailure and the others say.
  package::ExecResult execute(Node &node);
  /// Runs an event handler; true when the event climbs on.
  bool run_handler(Node &handler, const Event &event);

 private:
  struct PlanPlace {
    bool conditional = false, looped = false;
  };
  bool apply_expressions(Node &node);
  bool validate_task(Node &node);
  bool plan_node(Node &node, PlanPlace place);
  bool plan_task(Node &node, PlanPlace place);
  package::ExecResult execute_body(Node &node);
  package::ExecResult execute_task(Node &node);
  package::ExecResult execute_children(Node &container);
  package::ExecResult execute_for(Node &loop);
  package::ExecResult execute_foreach(Node &loop);
  Result<RowReader> open_iterations(LiveTask &enumerator);
  /// Gives the loop's variables the values of the next row; false at the end.
  Result<bool> next_iteration(Node &loop, RowReader &reader);
  bool validate_foreach(Node &loop);
  /// For a plan, which shows one iteration; false when there is none.
  bool map_first_iteration(Node &loop);
  bool evaluate_constraint(Node &container, const package::PrecedenceConstraint &constraint);
  Result<> assign(Node &place, std::string_view expression);
  Result<bool> holds(Node &place, std::string_view expression);
  bool stopped(const Node &container) const;
  void start_system_variables(Node &node);
  void raise(Node &node, EventKind kind, package::ExecResult result = package::ExecResult::success);

  RunContext &run_;
  Connections &connections_;
  const gantry_call *call_;
  Slots slots_;
  std::unique_ptr<Slots> streams_;  ///< tasks that hold sessions at once; null: no limit
  const guard::Destinations destinations_;
  std::atomic<bool> package_failed_{false};  ///< FailPackageOnFailure
};

/// Children of a container so that every constraint's predecessor comes first.
std::vector<std::size_t> constraint_order(const package::Executable &container);

}  // namespace gantry::runtime

#endif
