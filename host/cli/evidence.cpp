#include "host/cli/evidence.hpp"

#include "host/runtime/guard/destinations.hpp"

#include <unistd.h>

#include <csignal>
#include <filesystem>

namespace gantry::cli {

namespace {

/// Whether the host configuration says that nobody need be asked.
bool unasked(const std::vector<configuration::Destination> &destinations, const runtime::SlotFacts &slot) {
  using runtime::guard::comparable_server;
  for (const configuration::Destination &destination : destinations) {
    const std::string name = comparable_server(destination.name);
    if (destination.destroy_unasked &&
        (name == comparable_server(slot.server) || name == comparable_server(slot.server_name)))
      return true;
  }
  return false;
}

}  // namespace

audit::PackageRecord record_of(const OpenedPackage &opened, const CommonOptions &common) {
  audit::PackageRecord record = opened.record;
  record.name = opened.package.root.name;
  record.connections = common.connection;
  if (common.config) record.config = std::filesystem::absolute(*common.config).string();
  return record;
}

Evidence::Evidence(Workspace &workspace, Screen &screen, const CommonOptions &common, EvidenceOptions options,
                   const OpenedPackage &opened)
    : options_(std::move(options)),
      audit_({workspace.state_folder(common), options_.report_folder, runtime::host_version,
              record_of(opened, common), opened.text}),
      consent_(
          screen,
          [yes = options_.yes,
           &destinations = workspace.configuration().destinations()](const runtime::SlotFacts &slot) {
            return yes || unasked(destinations, slot) ? DestroyRule::allow : DestroyRule::ask;
          },
          options_.ask && isatty(STDIN_FILENO) != 0 && screen.err_is_terminal()) {
  // A file that may not grow is answered as a full disk is, not by the end of the program.
  std::signal(SIGXFSZ, SIG_IGN);
}

Result<> Evidence::approve(const runtime::TaskPlan &plan) {
  if (options_.bound)
    if (Result<> same = audit::check_bound(*options_.bound, plan); !same) return same;
  if (Result<> consent = consent_.give(plan); !consent) return consent;
  return audit_.approve(plan);
}

void Evidence::ask_in(runtime::RunOptions &how) {
  how.approve = [this, before = how.approve](const runtime::TaskPlan &plan) -> Result<> {
    if (before)
      if (Result<> approved = before(plan); !approved) return approved;
    return approve(plan);
  };
}

Result<> Evidence::attach(runtime::Run &run) {
  if (Result<> opened = audit_.open(run.execution_id()); !opened) return opened;
  run.add_listener(audit_);
  run.add_observer(audit_);
  return success();
}

}  // namespace gantry::cli
