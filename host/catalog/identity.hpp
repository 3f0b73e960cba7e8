// FileIdentity of what stat says.
#ifndef GANTRY_CATALOG_IDENTITY_HPP
#define GANTRY_CATALOG_IDENTITY_HPP

#include "host/catalog/catalog.hpp"

#include <sys/stat.h>

#include <optional>

namespace gantry::catalog {

FileIdentity identity_of(const struct stat &status);
/// Follows links; nothing when there is no such file.
std::optional<FileIdentity> identity_of(const std::string &path);

/// `DEVICE INODE SIZE MTIME_NS CTIME_NS`, and back.
std::string identity_text(const FileIdentity &identity);
std::optional<FileIdentity> parse_identity(std::string_view text);

}  // namespace gantry::catalog

#endif
