#include "host/runtime/refusals.hpp"

namespace gantry::runtime {

namespace {

void look(const Node &node, std::vector<Error> &found) {
  const package::Executable &executable = *node.executable;
  if (executable.disabled()) return;
  if (executable.transaction_option() == package::TransactionOption::required)
    found.push_back(
        Error(Status::unsupported,
              "\\" + node.path + " asks for a distributed transaction (TransactionOption Required)",
              "Supported or NotSupported: each task makes its own transaction at the destination", "Required",
              "run it with --set \"\\" + node.path + ".Properties[TransactionOption];1\"")
            .with_code(0xC001401A));
  for (const std::unique_ptr<Node> &child : node.children) look(*child, found);
  for (const std::unique_ptr<Node> &handler : node.handlers) look(*handler, found);
}

}  // namespace

std::vector<Error> refused_features(const Node &root, const package::Package &package) {
  std::vector<Error> found;
  if (package.save_checkpoints() || package.checkpoint_usage() != package::CheckpointUsage::never)
    found.push_back(
        Error(
            Status::unsupported, "the package asks for checkpoints, which Gantry does not keep",
            "SaveCheckpoints False and CheckpointUsage Never",
            package.save_checkpoints() ? "SaveCheckpoints True" : "a CheckpointUsage other than Never",
            "run it with --set \"\\Package.Properties[SaveCheckpoints];False\" --set "
            "\"\\Package.Properties[CheckpointUsage];0\"; transfers that can be repeated need no checkpoint")
            .with_code(0xC001F083));
  look(root, found);
  return found;
}

}  // namespace gantry::runtime
