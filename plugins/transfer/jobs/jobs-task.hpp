// Transfer Jobs (ssis.md 5.2), with what its users ask for as Gantry.* properties.
#ifndef GANTRY_TRANSFER_JOBS_JOBS_TASK_HPP
#define GANTRY_TRANSFER_JOBS_JOBS_TASK_HPP

#include "plugins/transfer/common/transfer-task.hpp"
#include "plugins/transfer/jobs/planner.hpp"

namespace gantry::transfer {

class TransferJobsTask : public TransferTask {
 public:
  static constexpr const char *class_id = "org.gantry.transfer.TransferJobsTask";
  static const PropertyList &properties();
  static const std::vector<std::string> &log_entries();

  explicit TransferJobsTask(const gantry_host *site);

  /// Errors: INVALID for Gantry.Replacements that cannot be read.
  Result<JobSettings> settings() const;

 protected:
  Result<> check_settings() override;
  Result<Plan> plan(const Side &source, const Side &destination, Call call) override;
  void announce(const Plan &plan) override;
  std::size_t transferred(const Plan &plan, const RunOutcome &outcome) const override;
  Result<std::vector<Finding>> prove(const Plan &plan, const RunOutcome &outcome, const Side &source,
                                     const Side &destination, Call call) override;
  std::uint32_t failure_code() const override { return code::jobs_failed; }

 private:
  static bool all_done(const PlannedJob &job, const RunOutcome &outcome);
  static void report_ids(const PlannedJob &before, const PlannedJob &after, std::vector<Finding> &findings);

  std::vector<PlannedJob> jobs_;  ///< of the plan
};

}  // namespace gantry::transfer

#endif
