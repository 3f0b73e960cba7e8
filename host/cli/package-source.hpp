// Opens the package of a command and gives it what the command line and configurations say.
#ifndef GANTRY_CLI_PACKAGE_SOURCE_HPP
#define GANTRY_CLI_PACKAGE_SOURCE_HPP

#include "host/audit/run-record.hpp"
#include "host/dtsx/document.hpp"
#include "host/runtime/host.hpp"

#include <optional>
#include <string>
#include <vector>

namespace gantry::cli {

struct PackageOptions {
  std::string file;                     ///< .dtsx, or .ispac
  std::string package_name;             ///< inside of a project
  std::vector<std::string> set;         ///< `PATH;VALUE`
  std::vector<std::string> parameters;  ///< `$Package::P;value`
  std::vector<std::string> configurations;
  std::vector<std::string> disable_tasks;
  bool allow_secrets = false;  ///< the dtexec face takes secrets in arguments
  bool recorded = true;        ///< what is done with it goes on record: its SHA-256 is wanted
};

struct OpenedPackage {
  package::Package package;
  std::vector<dtsx::Finding> findings;
  /// Values of sensitive /Set texts: to be masked.
  std::vector<std::string> secrets;
  /// What it was made of, to be made again; no secrets.
  audit::PackageRecord record;
  /// Of a package that no file holds.
  std::string text;
};

/// Reads, applies configurations, then --set and parameters in order, then --disable-task.
/// Configurations from SQL Server connect through `host`.
/// `not_found` is true when the error means that there is no such package (exit code 4).
Result<OpenedPackage> open_package(runtime::Host &host, const PackageOptions &options, bool &not_found);

/// How a package was opened, for the record. Errors: IO.
Result<audit::PackageRecord> record_package(const PackageOptions &options, const package::Package &package);
/// The same again.
PackageOptions options_of(const audit::PackageRecord &record);

/// Whether a property path or connection string carries a secret: what gantry refuses in an argument.
bool carries_secret(const std::string &path, const std::string &value);

}  // namespace gantry::cli

#endif
