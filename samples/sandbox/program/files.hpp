// Files the program reads and writes at start-up.
#ifndef SANDBOX_PROGRAM_FILES_HPP
#define SANDBOX_PROGRAM_FILES_HPP

#include "gantry/cpp/result.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace sandbox::program {

gantry::Result<std::string> read_text_file(const std::string &file);

/// Whoever reads the file sees the old text or the new one, never half: written beside it, then renamed.
gantry::Result<> write_whole_file(const std::string &file, const std::string &text);

struct Ready {
  std::string host, name, ca_file;
  std::uint16_t port = 0;
  std::optional<std::uint16_t> browser_port;
  int pid = 0;
};

/// What --ready-file holds.
std::string ready_json(const Ready &ready);

}  // namespace sandbox::program

#endif
