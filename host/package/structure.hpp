// What must hold between the parts of a package before it may be validated or run.
#ifndef GANTRY_PACKAGE_STRUCTURE_HPP
#define GANTRY_PACKAGE_STRUCTURE_HPP

#include <vector>

#include "gantry/cpp/result.hpp"
#include "host/package/package.hpp"

namespace gantry::package {

/// Every finding, in the order of the tree; empty when all is well. Codes: 0xC0014016/17 (an end of a
/// constraint is no child), 0xC0014038 (two constraints between the same two), 0xC0014021 (constraints form
/// a circle), 0xC0012023 (FailPackageOnFailure on the package), 0xC0014104 (checkpoints and a transaction),
/// 0xC001F081 (checkpoints without a file name), 0xC001F200-5 (names), 0xC0014100 (name taken), illegal
/// MaxConcurrentExecutables.
std::vector<Error> check_structure(const Package &package);

}  // namespace gantry::package

#endif
