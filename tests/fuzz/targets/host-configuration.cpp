// gantry.json.
#include "host/configuration/host-configuration.hpp"
#include "host/configuration/json-reader.hpp"
#include "tests/fuzz/target.hpp"

#include <nlohmann/json.hpp>

#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <string>

namespace {

/// One file in memory for the whole run; its path never changes, so neither do the messages.
int scratch_file() {
  static const int file = [] {
    const int made = memfd_create("gantry.json", MFD_CLOEXEC);
    gantry::fuzz::require(made >= 0 && fchmod(made, 0600) == 0, "there is a file in memory");
    return made;
  }();
  return file;
}

}  // namespace

GANTRY_FUZZ_TARGET("host-configuration") {
  const auto json = gantry::configuration::read_json(input, "gantry.json");

  const int file = scratch_file();
  if (ftruncate(file, 0) != 0 ||
      pwrite(file, input.data(), input.size(), 0) != static_cast<ssize_t>(input.size()))
    return;
  gantry::configuration::Sources sources;
  sources.file = "/proc/self/fd/" + std::to_string(file);
  sources.environment = [](const std::string &) { return std::optional<std::string>(); };
  const auto configuration = gantry::configuration::HostConfiguration::load(sources);
  gantry::fuzz::require(!configuration || bool(json), "a file that is no JSON is refused");
  if (!configuration) return;
  (void)configuration->connection("Source");
  (void)configuration->secret("Source", "password");
  (void)configuration->drivers_of("mssql");
}
