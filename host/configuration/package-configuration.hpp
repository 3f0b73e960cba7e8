// Values from outside that a package asks for itself: configurations, parameters, /Set (ssis.md 4, 7).
#ifndef GANTRY_CONFIGURATION_PACKAGE_CONFIGURATION_HPP
#define GANTRY_CONFIGURATION_PACKAGE_CONFIGURATION_HPP

#include "host/configuration/host-configuration.hpp"
#include "host/package/package.hpp"

#include <functional>
#include <string>
#include <vector>

namespace gantry::configuration {

/// What applying a configuration had to tell: SSIS goes on with a warning where one fails.
struct ConfigurationFinding {
  bool error = false;  ///< refused by name: the run must not start
  Error text;          ///< four parts and SSIS code
};

/// What a configuration of type SQL Server names: `"Connection";"[dbo].[SSIS Configurations]";"Filter";`.
struct ConfigurationTable {
  std::string connection, table, filter;
};
/// Errors: INVALID.
Result<ConfigurationTable> parse_configuration_table(std::string_view text);
/// The statement that reads it, with the parameter @filter: rows of ConfiguredValue and PackagePath. The
/// table's name of up to three parts is taken apart and bracketed again. Errors: INVALID.
Result<std::string> configuration_query(const ConfigurationTable &table);

struct TableEntry {
  std::string value, path;
};
/// Reads such a table through a connection manager of the package as configured so far.
using TableReader =
    std::function<Result<std::vector<TableEntry>>(const package::Package &, const ConfigurationTable &)>;

struct ConfigurationSources {
  Environment environment;
  std::string base_folder;               ///< for relative paths of .dtsConfig files
  TableReader read_table;                ///< null: such configurations are refused
  std::vector<std::string> extra_files;  ///< dtexec /ConfigFile: applied after those of the package
};

/// Applies the package's configurations in order: XML file, environment variable and SQL Server table, direct
/// or indirect; all other kinds are refused by name with what would be needed.
std::vector<ConfigurationFinding> apply_configurations(package::Package &package,
                                                       const ConfigurationSources &sources);

/// One /Set or --set text: `\Package.Variables[User::X].Value;text`, optionally with the path in quotes and
/// with
/// `$Sensitive::` in front (dtexec). With `=` instead of `;` in gantry's face when the path holds no `=`.
struct SetText {
  std::string path, value;
  bool sensitive = false;
};
/// Errors: INVALID with the position.
Result<SetText> parse_set(std::string_view text);

/// dtexec /Par: `$Package::P(Int32);7`, `$Project::P;x`, `"$ServerOption::..."` is refused. Gives the
/// parameter a value after checking it against its type. Errors: NOT_FOUND with the names there are, INVALID.
Result<> set_parameter(package::Package &package, std::string_view text);

}  // namespace gantry::configuration

#endif
