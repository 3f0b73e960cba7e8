// gantry.json.
#include "host/configuration/host-configuration.hpp"
#include "host/configuration/json-reader.hpp"
#include "tests/fuzz/target.hpp"

#include <nlohmann/json.hpp>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <string>

namespace {

/// One file for the whole run; its path never changes, so neither do the messages.
const std::string &scratch_file() {
  static const std::string path = [] {
    std::string name = "/tmp/gantry-fuzz-XXXXXX";
    const int file = mkostemp(name.data(), O_CLOEXEC);
    if (file < 0) std::abort();
    close(file);
    std::atexit([] { unlink(scratch_file().c_str()); });
    return name;
  }();
  return path;
}

}  // namespace

GANTRY_FUZZ_TARGET("host-configuration") {
  (void)gantry::configuration::read_json(input, "gantry.json");

  const int file = open(scratch_file().c_str(), O_WRONLY | O_TRUNC | O_CLOEXEC);
  if (file < 0) return;
  const bool whole = write(file, input.data(), input.size()) == static_cast<ssize_t>(input.size());
  close(file);
  if (!whole) return;
  gantry::configuration::Sources sources;
  sources.file = scratch_file();
  sources.environment = [](const std::string &) { return std::optional<std::string>(); };
  if (const auto configuration = gantry::configuration::HostConfiguration::load(sources)) {
    (void)configuration->connection("Source");
    (void)configuration->secret("Source", "password");
    (void)configuration->drivers_of("mssql");
  }
}
