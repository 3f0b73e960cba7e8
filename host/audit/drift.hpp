// What differs between a saved plan and what would be done now.
#ifndef GANTRY_AUDIT_DRIFT_HPP
#define GANTRY_AUDIT_DRIFT_HPP

#include "host/audit/plan-file.hpp"

namespace gantry::audit {

/// One line each: `only in the plan: 3 create Login c`, `only now: ...`, `changed: ...`, servers, tasks.
/// Empty: no drift. Both tasks' steps are in memory.
std::vector<std::string> drift_of(const TaskRecord &planned, const TaskRecord &now);

/// A task about to be executed against the plan that binds. Errors: DATA with every difference in its
/// details.
Result<> check_bound(const PlanFile &bound, const runtime::TaskPlan &now);

/// Collects the plans of a whole package and compares them all, before anything is changed.
class DriftCheck final : public runtime::Listener {
 public:
  explicit DriftCheck(const PlanFile &bound) : bound_(bound) {}
  void on_event(const runtime::Event &) override {}
  void on_plan(const runtime::TaskPlan &plan) override;
  /// Errors: as check_bound; also for tasks of the plan that are no longer there.
  Result<> result() const;

 private:
  const PlanFile &bound_;
  std::vector<std::string> seen_, differences_;
};

}  // namespace gantry::audit

#endif
