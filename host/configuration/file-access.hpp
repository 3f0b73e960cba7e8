// Files whose rights matter, read in one piece.
#ifndef GANTRY_CONFIGURATION_FILE_ACCESS_HPP
#define GANTRY_CONFIGURATION_FILE_ACCESS_HPP

#include <gantry/cpp/result.hpp>

#include <cstddef>
#include <optional>
#include <string>

namespace gantry::configuration {

struct FileRules {
  const char *subject = "file";  ///< for messages: `host configuration`
  unsigned forbidden = 0022;     ///< permission bits the file must not have
  std::size_t limit = 0;         ///< bytes
};

/// The content; nothing when there is no such file. The rights are those of the very file that is read.
/// Errors: DENIED (its rights, its owner, or no right to read), IO.
Result<std::optional<std::string>> read_guarded_file(const std::string &path, const FileRules &rules);

}  // namespace gantry::configuration

#endif
