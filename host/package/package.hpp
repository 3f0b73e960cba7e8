// A package: one tree of executables and what stands beside it.
#ifndef GANTRY_PACKAGE_PACKAGE_HPP
#define GANTRY_PACKAGE_PACKAGE_HPP

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "gantry/cpp/result.hpp"
#include "host/package/connection-manager.hpp"
#include "host/package/executable.hpp"
#include "host/package/variable.hpp"

namespace gantry::package {

struct LogProvider : Object {
  ObjectData object_data;
  /// Name of the connection manager it writes through.
  std::string_view config_string() const { return properties.text("ConfigString"); }
};

struct Configuration : Object {
  ConfigurationType type() const;
  std::string_view configuration_string() const { return properties.text("ConfigurationString"); }
  std::string_view configuration_variable() const { return properties.text("ConfigurationVariable"); }
};

/// A plain value: copying copies everything. Not thread-safe while it is changed.
struct Package {
  /// Name, id, variables, constraints, event handlers and all properties of the package itself.
  Executable root;
  Connections connections;  ///< those of the package, then those of its project
  std::vector<Parameter> parameters, project_parameters;
  std::vector<LogProvider> log_providers;
  std::vector<Configuration> configurations;
  std::int32_t format_version = 8;  ///< 2, 3, 6 or 8

  std::string_view checkpoint_file_name() const { return root.properties.text("CheckpointFileName"); }
  CheckpointUsage checkpoint_usage() const;
  bool save_checkpoints() const { return root.properties.boolean("SaveCheckpoints", false); }
  ProtectionLevel protection_level() const;
  std::int64_t max_concurrent_executables() const {
    return root.properties.integer("MaxConcurrentExecutables", -1);
  }
  std::int64_t package_type() const { return root.properties.integer("PackageType", 0); }
  std::int64_t package_priority_class() const { return root.properties.integer("PackagePriorityClass", 0); }
  std::int64_t version_major() const { return root.properties.integer("VersionMajor", 0); }
  std::int64_t version_minor() const { return root.properties.integer("VersionMinor", 0); }
  std::int64_t version_build() const { return root.properties.integer("VersionBuild", 0); }
  std::string_view version_comments() const { return root.properties.text("VersionComments"); }
  std::string_view version_guid() const { return root.properties.text("VersionGUID"); }
  std::string_view creator_name() const { return root.properties.text("CreatorName"); }
  std::string_view creator_computer_name() const { return root.properties.text("CreatorComputerName"); }
  std::string_view creation_date() const { return root.properties.text("CreationDate"); }
  bool enable_configurations() const { return root.properties.boolean("EnableConfig", false); }
  bool suppress_configuration_warnings() const {
    return root.properties.boolean("SuppressConfigurationWarnings", false);
  }

  const Parameter *find_parameter(std::string_view name) const;  ///< `$Package::P`, `$Project::P`
  Parameter *find_parameter(std::string_view name);
};

/// A new, empty package: name, fresh ids, format 8, DontSaveSensitive.
Package make_package(std::string_view name);
/// A new task below a container, with fresh id and refIds; `type` is a creation name.
/// Errors: of names (0xC001F200...), EXISTS 0xC0014100.
Result<Executable *> add_task(Executable &parent, std::string_view type, std::string_view name);

/// The executables from the package down to `at`, both included; empty when `at` is not in the package.
/// Pointers are valid until the tree changes.
std::vector<const Executable *> chain_to(const Package &package, const Executable &at);
/// The nearest variable on the way up from the end of a chain; null when there is none.
const Variable *variable_in_scope(const std::vector<const Executable *> &chain, std::string_view name);

/// Calls `visit(executable, depth)` for the package, all executables and all event handlers, parents first.
template <typename Visit>
void walk(const Executable &at, Visit &&visit, int depth = 0) {
  visit(at, depth);
  for (const Executable &child : at.executables) walk(child, visit, depth + 1);
  for (const Executable &handler : at.event_handlers) walk(handler, visit, depth + 1);
}
template <typename Visit>
void walk(Executable &at, Visit &&visit, int depth = 0) {
  visit(at, depth);
  for (Executable &child : at.executables) walk(child, visit, depth + 1);
  for (Executable &handler : at.event_handlers) walk(handler, visit, depth + 1);
}

}  // namespace gantry::package

#endif
