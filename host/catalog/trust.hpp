// Whose files are taken (contract section 13, row `ownership`).
#ifndef GANTRY_CATALOG_TRUST_HPP
#define GANTRY_CATALOG_TRUST_HPP

#include <gantry/cpp/result.hpp>

#include <sys/stat.h>

#include <string>

namespace gantry::catalog {

/// The folder and every one above it, as written and with links resolved: not writable by others, and when
/// strict owned by root or the user and not writable by another group than root's. A folder above may be
/// writable by all when it is sticky and what is looked up in it belongs to root or the user (/tmp). Errors:
/// 104, 106.
Result<> trust_folder(const std::string &folder, bool strict);

/// The same for one file that is open. Errors: 105, 106.
Result<> trust_file(const std::string &path, const struct stat &status, bool strict);

}  // namespace gantry::catalog

#endif
