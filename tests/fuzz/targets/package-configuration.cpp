// .dtsConfig files: read, and laid over a package.
#include "host/configuration/package-configuration.hpp"
#include "host/dtsx/dtsconfig.hpp"
#include "tests/fuzz/memory-file.hpp"

namespace {

gantry::package::Variable variable(const char *name, gantry::package::DataType type, const char *value) {
  gantry::package::Variable made;
  made.name = name;
  made.data_type = type;
  made.value = value;
  return made;
}

/// What the seeds set: two variables and a connection.
gantry::package::Package sample(const std::string &file) {
  using namespace gantry::package;
  Package package = make_package("Sample");
  package.root.properties.set_boolean("EnableConfig", true);
  package.connections.add("SMOServer").name = "Source";
  package.root.variables.push_back(variable("N", DataType::int32, "1"));
  package.root.variables.push_back(variable("S", DataType::string, "old"));
  Configuration configuration;
  configuration.name = "C1";
  configuration.properties.set_integer("ConfigurationType", static_cast<int>(ConfigurationType::xml_file));
  configuration.properties.set("ConfigurationString", file);
  package.configurations.push_back(configuration);
  return package;
}

}  // namespace

GANTRY_FUZZ_TARGET("package-configuration") {
  const auto values = gantry::dtsx::read_dtsconfig(input);

  static gantry::fuzz::MemoryFile file("package.dtsConfig");
  file.hold(input);
  gantry::package::Package package = sample(file.path());
  gantry::configuration::ConfigurationSources sources;
  sources.environment = [](const std::string &) { return std::optional<std::string>(); };
  const auto findings = gantry::configuration::apply_configurations(package, sources);
  gantry::fuzz::require(bool(values) || !findings.empty(), "a file that cannot be read is told of");

  (void)gantry::configuration::parse_set(input);
  (void)gantry::configuration::set_parameter(package, input);
}
