// The package that `gantry copy` runs or saves: two connections and one transfer task.
#ifndef GANTRY_CLI_COMMANDS_COPY_PACKAGE_HPP
#define GANTRY_CLI_COMMANDS_COPY_PACKAGE_HPP

#include "host/cli/commands/copy-task.hpp"
#include "host/cli/workspace.hpp"
#include "host/package/package.hpp"

namespace gantry::cli {

struct CopyEnds {
  std::string from, to, from_user, to_user;  ///< without a user: Kerberos
};

/// `values`: of the task's properties, as words of the package (list text, members). Errors: NOT_FOUND when
/// no plugin provides a class, INVALID for a value that a property cannot take.
Result<package::Package> build_copy(Workspace &workspace, const CopyTask &task, const CopyEnds &ends,
                                    const CopyValues &values);

}  // namespace gantry::cli

#endif
