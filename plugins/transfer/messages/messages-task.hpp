// Transfer Error Messages (ssis.md 5.3).
#ifndef GANTRY_TRANSFER_MESSAGES_MESSAGES_TASK_HPP
#define GANTRY_TRANSFER_MESSAGES_MESSAGES_TASK_HPP

#include "plugins/transfer/common/object-task.hpp"
#include "plugins/transfer/messages/settings.hpp"

namespace gantry::transfer {

class TransferErrorMessagesTask : public ObjectTransferTask {
 public:
  static constexpr const char *class_id = "org.gantry.transfer.TransferErrorMessagesTask";
  static const PropertyList &properties();
  static const std::vector<std::string> &log_entries();

  explicit TransferErrorMessagesTask(const gantry_host *site);
  MessageSettings settings() const;

 protected:
  Result<> check_settings() override;
  Result<ObjectPlan> make_plan(const Side &source, const Side &destination, const std::set<std::string> *only,
                               Call call) override;
  std::uint32_t summary_code() const override { return code::messages_transferred; }
};

}  // namespace gantry::transfer

#endif
