// gantry.json.
#include "host/configuration/host-configuration.hpp"
#include "host/configuration/json-reader.hpp"
#include "tests/fuzz/memory-file.hpp"

#include <nlohmann/json.hpp>

GANTRY_FUZZ_TARGET("host-configuration") {
  const auto json = gantry::configuration::read_json(input, "gantry.json");

  static gantry::fuzz::MemoryFile file("gantry.json");
  file.hold(input);
  gantry::configuration::Sources sources;
  sources.file = file.path();
  sources.environment = [](const std::string &) { return std::optional<std::string>(); };
  const auto configuration = gantry::configuration::HostConfiguration::load(sources);
  gantry::fuzz::require(!configuration || bool(json), "a file that is no JSON is refused");
  if (!configuration) return;
  (void)configuration->connection("Source");
  (void)configuration->secret("Source", "password");
  (void)configuration->drivers_of("mssql");
}
