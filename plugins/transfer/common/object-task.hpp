// A transfer of objects of one kind: what is planned is announced, counted and proven the same way for each.
#ifndef GANTRY_TRANSFER_COMMON_OBJECT_TASK_HPP
#define GANTRY_TRANSFER_COMMON_OBJECT_TASK_HPP

#include <set>

#include "plugins/transfer/common/object-plan.hpp"

namespace gantry::transfer {

class ObjectTransferTask : public TransferTask {
 protected:
  /// `words` must outlive the task.
  ObjectTransferTask(const gantry_host *site, std::string what, std::string log_prefix,
                     const ObjectWords &words)
      : TransferTask(site, std::move(what), std::move(log_prefix)), words_(words) {}

  /// The plan of the settings; with `only`, of these objects alone and as if IfObjectExists were Overwrite:
  /// made after the run, that plan must be empty, which is the proof.
  virtual Result<ObjectPlan> make_plan(const Side &source, const Side &destination,
                                       const std::set<std::string> *only, Call call) = 0;

  Result<Plan> plan(const Side &source, const Side &destination, Call call) final;
  void announce(const Plan &plan) final;
  std::size_t transferred(const Plan &plan, const RunOutcome &outcome) const final;
  Result<std::vector<Finding>> prove(const Plan &plan, const RunOutcome &outcome, const Side &source,
                                     const Side &destination, Call call) final;
  std::uint32_t failure_code() const final { return words_.failed; }

 private:
  static bool moved(const PlannedObject &object, const RunOutcome &outcome) {
    return (object.fate == Fate::create || object.fate == Fate::change) &&
           outcome.groups[object.group] == GroupState::done;
  }

  const ObjectWords &words_;
  std::vector<PlannedObject> objects_;  ///< of the plan
};

}  // namespace gantry::transfer

#endif
