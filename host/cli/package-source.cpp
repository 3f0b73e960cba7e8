#include "host/cli/package-source.hpp"

#include "host/audit/digest.hpp"
#include "host/configuration/package-configuration.hpp"
#include "host/dtsx/project.hpp"
#include "host/dtsx/reader.hpp"
#include "host/package/package-path.hpp"
#include "host/runtime/run.hpp"

#include <algorithm>
#include <cctype>
#include <filesystem>

namespace gantry::cli {

namespace {

std::string folded(std::string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(), [](unsigned char c) { return std::tolower(c); });
  return lower;
}

bool ends_with(const std::string &text, std::string_view end) {
  return text.size() >= end.size() && text.compare(text.size() - end.size(), end.size(), end) == 0;
}

Result<> disable(package::Package &package, const std::string &given) {
  std::string path = given;
  if (path.empty() || path.front() != '\\') path.insert(path.begin(), '\\');
  if (folded(path).rfind("\\package", 0) != 0) path = "\\Package" + path;
  Result<package::PathTarget> target = package::resolve(package, path);
  if (!target) {
    Error error = std::move(target).error();
    error.what = "--disable-task " + given + ": " + error.what;
    return error;
  }
  auto *const *executable = std::get_if<package::Executable *>(&target->object);
  if (!executable || !target->property.empty())
    return Error(Status::invalid, "--disable-task " + given + " names no executable",
                 "the path of a task or container", "a path to something else",
                 "write it as \\Package\\Container\\Task");
  (*executable)->properties.set_boolean("Disabled", true);
  return success();
}

/// A run of its own over the package as far as it is configured: it connects once and executes nothing.
Result<std::vector<configuration::TableEntry>> read_configuration_table(
    runtime::Host &host, const package::Package &package, const configuration::ConfigurationTable &table) {
  Result<std::string> query = configuration::configuration_query(table);
  if (!query) return std::move(query).error();
  runtime::Run run(host, package);
  Result<Table> rows = run.query(table.connection, *query, {{"@filter", table.filter}}, nullptr);
  if (!rows) return std::move(rows).error();
  std::vector<configuration::TableEntry> entries;
  for (const std::vector<Cell> &row : rows->rows) entries.push_back({row[0].text(), row[1].text()});
  return entries;
}

}  // namespace

bool carries_secret(const std::string &path, const std::string &value) {
  const std::string p = folded(path);
  if (p.find("[password]") != std::string::npos || p.find("$sensitive::") != std::string::npos) return true;
  if (!ends_with(p, "[connectionstring]") && p.find("connectionstring") == std::string::npos) return false;
  const std::string v = folded(value);
  return v.find("password=") != std::string::npos || v.find("pwd=") != std::string::npos;
}

Result<audit::PackageRecord> record_package(const PackageOptions &options, const package::Package &package) {
  audit::PackageRecord record;
  record.file = std::filesystem::absolute(options.file).lexically_normal().string();
  record.name = package.root.name;
  record.in_project = options.package_name;
  if (options.recorded) {
    Result<std::string> digest = audit::file_digest(options.file);
    if (!digest) return std::move(digest).error();
    record.sha256 = std::move(digest).value();
  }
  for (const std::string &text : options.set)
    if (Result<configuration::SetText> set = configuration::parse_set(text);
        set && !set->sensitive && !carries_secret(set->path, set->value))
      record.set.push_back(text);
  for (const std::string &text : options.parameters)
    if (text.compare(0, 12, "$Sensitive::") != 0) record.parameters.push_back(text);
  for (const std::string &file : options.configurations)
    record.configurations.push_back(std::filesystem::absolute(file).lexically_normal().string());
  record.disable_tasks = options.disable_tasks;
  return record;
}

PackageOptions options_of(const audit::PackageRecord &record) {
  PackageOptions options;
  options.file = record.file;
  options.package_name = record.in_project;
  options.set = record.set;
  options.parameters = record.parameters;
  options.configurations = record.configurations;
  options.disable_tasks = record.disable_tasks;
  return options;
}

Result<OpenedPackage> open_package(runtime::Host &host, const PackageOptions &options, bool &not_found) {
  not_found = false;
  OpenedPackage opened;
  if (!std::filesystem::exists(options.file)) {
    not_found = true;
    return Error(Status::not_found, "package " + options.file + " was not found",
                 "the path of a .dtsx or .ispac file", "no such file", "correct the path")
        .with_code(0xC0011002);
  }
  if (ends_with(folded(options.file), ".ispac")) {
    Result<dtsx::Project> project = dtsx::read_project_file(options.file);
    if (!project) return std::move(project).error();
    if (Result<const dtsx::ProjectPackage *> found = project->find(options.package_name); !found) {
      not_found = true;
      return std::move(found).error();
    }
    Result<dtsx::Document> document = dtsx::open_package(*project, options.package_name);
    if (!document) return std::move(document).error();
    opened.package = std::move(document->package);
    opened.findings = project->findings;
    opened.findings.insert(opened.findings.end(), document->findings.begin(), document->findings.end());
  } else {
    if (!options.package_name.empty())
      return Error(Status::invalid, "--package " + options.package_name + " goes with a project",
                   "an .ispac file", options.file, "leave --package out");
    Result<dtsx::Document> document = dtsx::read_package_file(options.file);
    if (!document) {
      not_found = document.error().status == Status::not_found;
      return std::move(document).error();
    }
    opened.package = std::move(document->package);
    opened.findings = std::move(document->findings);
  }

  configuration::ConfigurationSources sources;
  sources.environment = configuration::process_environment();
  sources.base_folder = std::filesystem::absolute(options.file).parent_path().string();
  sources.extra_files = options.configurations;
  sources.read_table = [&host](const package::Package &package,
                               const configuration::ConfigurationTable &table) {
    return read_configuration_table(host, package, table);
  };
  for (const configuration::ConfigurationFinding &finding :
       configuration::apply_configurations(opened.package, sources)) {
    if (finding.error) return finding.text;
    opened.findings.push_back({dtsx::Finding::Severity::warning, finding.text, ""});
  }
  for (const std::string &text : options.set) {
    Result<configuration::SetText> set = configuration::parse_set(text);
    if (!set) return std::move(set).error();
    const bool secret = set->sensitive || carries_secret(set->path, set->value);
    if (secret && !options.allow_secrets)
      return Error(Status::denied, "--set " + set->path + " would put a secret into the process list",
                   "a secret from the environment, a file, --password-stdin or a prompt",
                   "a secret in an argument",
                   "set GANTRY_SECRET_<CONNECTION>_PASSWORD, or see `gantry run --help`");
    package::SetOptions how;
    how.sensitive = secret;
    if (Result<> done = package::set_value(opened.package, set->path, set->value, how); !done)
      return std::move(done).error();
    if (secret) opened.secrets.push_back(set->value);
  }
  for (const std::string &text : options.parameters)
    if (Result<> done = configuration::set_parameter(opened.package, text); !done)
      return std::move(done).error();
  for (const package::Parameter &parameter : opened.package.parameters)
    if (parameter.required() && !parameter.supplied && parameter.value.empty())
      return Error(Status::not_found, "parameter $Package::" + parameter.name + " is required", "a value",
                   "none", "give one: --parameter '$Package::" + parameter.name + ";VALUE'");
  for (const std::string &path : options.disable_tasks)
    if (Result<> done = disable(opened.package, path); !done) return std::move(done).error();
  Result<audit::PackageRecord> record = record_package(options, opened.package);
  if (!record) return std::move(record).error();
  opened.record = std::move(record).value();
  return opened;
}

}  // namespace gantry::cli
