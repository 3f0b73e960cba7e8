// Transfer Master Stored Procedures (ssis.md 5.4), with any schema as a Gantry property.
#ifndef GANTRY_TRANSFER_PROCEDURES_PROCEDURES_TASK_HPP
#define GANTRY_TRANSFER_PROCEDURES_PROCEDURES_TASK_HPP

#include "plugins/transfer/common/object-task.hpp"
#include "plugins/transfer/procedures/settings.hpp"

namespace gantry::transfer {

class TransferStoredProceduresTask : public ObjectTransferTask {
 public:
  static constexpr const char *class_id = "org.gantry.transfer.TransferStoredProceduresTask";
  static const PropertyList &properties();
  static const std::vector<std::string> &log_entries();

  explicit TransferStoredProceduresTask(const gantry_host *site);
  ProcedureSettings settings() const;

 protected:
  Result<> check_settings() override;
  Result<ObjectPlan> make_plan(const Side &source, const Side &destination, const std::set<std::string> *only,
                               Call call) override;
  std::uint32_t summary_code() const override { return code::procedures_transferred; }
};

}  // namespace gantry::transfer

#endif
