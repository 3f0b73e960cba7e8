// Puts what a run leaves behind, and what may stop it, around a run: for gantry and for the dtexec face.
#ifndef GANTRY_CLI_EVIDENCE_HPP
#define GANTRY_CLI_EVIDENCE_HPP

#include "host/audit/drift.hpp"
#include "host/audit/plan-file.hpp"
#include "host/audit/run-audit.hpp"
#include "host/cli/consent.hpp"
#include "host/cli/package-source.hpp"
#include "host/cli/workspace.hpp"
#include "host/runtime/run.hpp"

namespace gantry::cli {

struct EvidenceOptions {
  bool yes = false;           ///< --yes
  bool ask = true;            ///< false: nobody is asked, whatever the terminal (dtexec)
  std::string report_folder;  ///< --report
  /// The plan that binds; null: none. Borrowed.
  const audit::PlanFile *bound = nullptr;
};

/// Lives as long as its run.
class Evidence {
 public:
  Evidence(Workspace &workspace, Screen &screen, const CommonOptions &common, EvidenceOptions options,
           const OpenedPackage &opened);

  /// Lays its questions behind those that `how` has already.
  void ask_in(runtime::RunOptions &how);
  /// Opens the journal and attaches itself. Errors: the run must not start.
  Result<> attach(runtime::Run &run);
  Result<> close(package::ExecResult result) { return audit_.close(result); }
  const audit::RunAudit &audit() const { return audit_; }

 private:
  Result<> approve(const runtime::TaskPlan &plan);

  const EvidenceOptions options_;
  audit::RunAudit audit_;
  Consent consent_;
  const std::string package_text_;
};

/// The record of a package with the settings of this command line.
audit::PackageRecord record_of(const OpenedPackage &opened, const CommonOptions &common);

}  // namespace gantry::cli

#endif
