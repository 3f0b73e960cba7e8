// Transfer SQL Server Logins (ssis.md 5.1), with what its users ask for as Gantry.* properties.
#ifndef GANTRY_TRANSFER_LOGINS_LOGINS_TASK_HPP
#define GANTRY_TRANSFER_LOGINS_LOGINS_TASK_HPP

#include "plugins/transfer/common/transfer-task.hpp"
#include "plugins/transfer/logins/planner.hpp"

namespace gantry::transfer {

class TransferLoginsTask : public TransferTask {
 public:
  static constexpr const char *class_id = "org.gantry.transfer.TransferLoginsTask";
  static const PropertyList &properties();
  static const std::vector<std::string> &log_entries();

  explicit TransferLoginsTask(const gantry_host *site);

  Result<> property_set(const std::string &name) override;
  Result<> validate(Call call) override;
  LoginSettings settings() const;

 protected:
  Result<> check_settings() override;
  Result<Plan> plan(const Side &source, const Side &destination, Call call) override;
  void announce(const Plan &plan) override;
  std::size_t transferred(const Plan &plan, const RunOutcome &outcome) const override;
  Result<std::vector<Finding>> prove(const Plan &plan, const RunOutcome &outcome, const Side &source,
                                     const Side &destination, Call call) override;
  const std::vector<LeftBehindKind> &left_behind_kinds() const override;
  std::vector<std::string> could_not_go() const override;
  std::uint32_t failure_code() const override { return code::logins_failed; }

 private:
  static const PropertyList &lenient_properties();
  static bool all_done(const PlannedLogin &login, const RunOutcome &outcome);

  bool which_given_ = false;          ///< LoginsToTransfer was set, not only defaulted
  bool if_exists_incorrect_ = false;  ///< a stored IfObjectExists that is no member: default taken
  std::vector<PlannedLogin> logins_;  ///< of the plan
};

}  // namespace gantry::transfer

#endif
