// What was true when a run died, and what puts it right. Decides; reads and writes nothing.
#ifndef GANTRY_AUDIT_RECOVERY_HPP
#define GANTRY_AUDIT_RECOVERY_HPP

#include "host/audit/run-record.hpp"

namespace gantry::audit {

/// A step and what was found out about it.
struct FoundStep {
  int task_index = 0;
  std::int64_t ordinal = 0;
  bool undoable = false;
  StepState before = StepState::not_begun;  ///< as the journal has it
  StepState found = StepState::not_begun;   ///< done or taken back, by looking
  bool undo = false;                        ///< it stands without the rest of its unit
};

struct Recovery {
  std::vector<FoundStep> steps;             ///< those that were sent, in the order of the journal
  std::vector<std::string> contradictions;  ///< why looking does not decide; empty: it does
  /// The steps to undo, last first.
  std::vector<const FoundStep *> to_undo() const;
};

/// `now`: the tasks prepared again (with IfObjectExists=Overwrite, so that what is there is no error), their
/// fingerprints keyed with the journal's salt. A step that is planned again is not done; one that is not
/// planned any more is done. A journal that cannot be read is a contradiction.
Recovery decide(const RunRecord &run, const std::vector<TaskRecord> &now);

}  // namespace gantry::audit

#endif
