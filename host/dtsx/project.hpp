// Project files (.ispac): a zip of packages, project-level connection managers and project parameters.
#ifndef GANTRY_DTSX_PROJECT_HPP
#define GANTRY_DTSX_PROJECT_HPP

#include <string>
#include <string_view>
#include <vector>

#include "gantry/cpp/result.hpp"
#include "host/dtsx/document.hpp"
#include "host/dtsx/reader.hpp"

namespace gantry::dtsx {

struct ProjectPackage {
  std::string name;   ///< `Package.dtsx`
  std::string bytes;  ///< as packed
  bool entry_point = false;
};

struct Project {
  std::string name;
  package::ProtectionLevel protection_level = package::ProtectionLevel::dont_save_sensitive;
  std::vector<ProjectPackage> packages;  ///< in the order of the manifest
  std::vector<ConnectionDocument> connections;
  std::vector<package::Parameter> parameters;
  std::vector<Finding> findings;

  /// With or without `.dtsx`, case does not matter; empty: the default package, that is the one entry point
  /// or the only package. Errors: NOT_FOUND 0xC0011002 with the names that are there.
  Result<const ProjectPackage *> find(std::string_view package_name) const;
};

struct ProjectLimits {
  std::size_t entries = 4096;
  std::size_t entry_bytes = std::size_t{256} << 20;
  std::size_t total_bytes = std::size_t{512} << 20;
};

/// Errors: DATA 0xC0011003 (no zip, damaged, beyond a limit, no manifest), and those of the parts.
Result<Project> read_project(std::string_view bytes, const ReadOptions &options = {},
                             const ProjectLimits &limits = {});
Result<Project> read_project_file(const std::string &path);

/// Reads one package of a project and gives it the project's connection managers and parameters.
Result<Document> open_package(const Project &project, std::string_view package_name);

/// Project.params on its own.
Result<std::vector<package::Parameter>> read_project_parameters(std::string_view bytes,
                                                                const ReadOptions &options = {});

}  // namespace gantry::dtsx

#endif
