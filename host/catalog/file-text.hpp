// Small text files: read whole, replaced whole.
#ifndef GANTRY_CATALOG_FILE_TEXT_HPP
#define GANTRY_CATALOG_FILE_TEXT_HPP

#include <optional>
#include <string>
#include <string_view>

namespace gantry::catalog {

/// Nothing when it cannot be read, is larger than `most` bytes, is not a regular file, or could have been
/// written by others (not ours or root's, or writable beyond the owner): what is read here decides what is
/// loaded.
std::optional<std::string> read_own_file(const std::string &path, std::size_t most);

/// Makes the folder (0700) when needed, writes beside the target and renames over it. False: nothing was
/// changed.
bool replace_file(const std::string &path, std::string_view text);

/// All missing folders of a path, 0700.
bool make_folders(const std::string &path);

}  // namespace gantry::catalog

#endif
