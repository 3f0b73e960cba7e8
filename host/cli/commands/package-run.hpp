// What run, plan, validate and copy share: a run with its reporter, its evidence and Ctrl-C.
#ifndef GANTRY_CLI_COMMANDS_PACKAGE_RUN_HPP
#define GANTRY_CLI_COMMANDS_PACKAGE_RUN_HPP

#include "host/cli/evidence.hpp"
#include "host/cli/plan-output.hpp"
#include "host/cli/reporter.hpp"

#include <boost/program_options.hpp>

namespace gantry::cli {

/// What the command line says about one run, besides the package.
struct RunLimits {
  double timeout_seconds = 0;  ///< 0: none
  EvidenceOptions evidence;    ///< of run
  PlanOutputOptions output;    ///< of plan
  bool exit_code = false;      ///< --exit-code: plan tells by its exit code whether there is something to do
};

/// What `run` and `copy` take: --yes, --report.
void add_evidence_options(boost::program_options::options_description &options, EvidenceOptions &target);

/// Gives the exit code.
int run_package(Workspace &workspace, Screen &screen, const CommonOptions &options, Mode mode,
                OpenedPackage opened, const std::string &file, const runtime::RunOptions &how,
                const RunLimits &limits = {});

/// Shows an error as the format wants it.
void refuse(Screen &screen, const CommonOptions &options, const Error &error);

}  // namespace gantry::cli

#endif
