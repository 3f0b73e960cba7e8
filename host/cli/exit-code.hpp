// Exit codes of `gantry` and of its dtexec face (ssis.md 8).
#ifndef GANTRY_CLI_EXIT_CODE_HPP
#define GANTRY_CLI_EXIT_CODE_HPP

#include "host/package/enums.hpp"

namespace gantry::cli {

enum ExitCode : int {
  exit_success = 0,
  exit_failure = 1,
  exit_changes = 2,  ///< plan --exit-code: there is something to do
  exit_cancelled = 3,
  exit_not_found = 4,
  exit_not_loadable = 5,
  exit_command_line = 6,
};

inline int exit_code(package::ExecResult result) {
  switch (result) {
    case package::ExecResult::success:
    case package::ExecResult::completion: return exit_success;
    case package::ExecResult::canceled: return exit_cancelled;
    case package::ExecResult::failure: break;
  }
  return exit_failure;
}

}  // namespace gantry::cli

#endif
