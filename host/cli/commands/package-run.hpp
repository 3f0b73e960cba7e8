// What run, plan, validate and copy share: a run with its reporter and Ctrl-C.
#ifndef GANTRY_CLI_COMMANDS_PACKAGE_RUN_HPP
#define GANTRY_CLI_COMMANDS_PACKAGE_RUN_HPP

#include "host/cli/package-source.hpp"
#include "host/cli/reporter.hpp"
#include "host/runtime/run.hpp"

namespace gantry::cli {

struct RunLimits {
  double timeout_seconds = 0;  ///< 0: none
};

/// Gives the exit code.
int run_package(Workspace &workspace, Screen &screen, const CommonOptions &options, Mode mode,
                OpenedPackage opened, const std::string &file, const runtime::RunOptions &how,
                const RunLimits &limits = {});

/// Shows an error as the format wants it.
void refuse(Screen &screen, const CommonOptions &options, const Error &error);

}  // namespace gantry::cli

#endif
