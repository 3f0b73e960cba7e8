// What the tests of configurations share: a folder of their own and an environment of their own.
#ifndef GANTRY_TESTS_UNIT_CONFIGURATION_SCRATCH_HPP
#define GANTRY_TESTS_UNIT_CONFIGURATION_SCRATCH_HPP

#include <doctest/doctest.h>
#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>

#include "host/configuration/host-configuration.hpp"

namespace gantry::configuration {

class Scratch {
 public:
  Scratch() {
    std::string pattern = (std::filesystem::temp_directory_path() / "gantry-configuration-XXXXXX").string();
    REQUIRE(mkdtemp(pattern.data()) != nullptr);
    folder_ = pattern;
  }
  ~Scratch() {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }
  Scratch(const Scratch &) = delete;
  Scratch &operator=(const Scratch &) = delete;

  const std::string &folder() const { return folder_; }
  /// The path of a new file, folders made on the way.
  std::string file(const std::string &name, const std::string &content, mode_t mode = 0600) const {
    const std::filesystem::path path = std::filesystem::path(folder_) / name;
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << content;
    REQUIRE(chmod(path.c_str(), mode) == 0);
    return path.string();
  }

 private:
  std::string folder_;
};

using Variables = std::map<std::string, std::string>;

inline Environment environment_of(Variables variables) {
  return [variables = std::move(variables)](const std::string &name) -> std::optional<std::string> {
    const auto found = variables.find(name);
    if (found == variables.end()) return std::nullopt;
    return found->second;
  };
}

/// Loads a file with that content, and what the command line and the environment say.
inline Result<HostConfiguration> load_text(const Scratch &scratch, const std::string &json,
                                           const std::vector<std::string> &command_line = {},
                                           const Variables &variables = {}) {
  Sources sources;
  sources.file = scratch.file("gantry.json", json);
  sources.command_line = command_line;
  sources.environment = environment_of(variables);
  return HostConfiguration::load(sources);
}

}  // namespace gantry::configuration

#endif
