#include "host/configuration/package-configuration.hpp"

#include <algorithm>
#include <gantry/cpp/text.hpp>

#include "host/configuration/names.hpp"
#include "host/dtsx/dtsconfig.hpp"
#include "host/dtsx/reader.hpp"
#include "host/package/package-path.hpp"

namespace gantry::configuration {
namespace {

constexpr std::uint32_t file_missing = 0x80012014, file_invalid = 0x80012013, file_empty = 0x8001201D,
                        name_invalid = 0x80012012, variable_missing = 0x80019003, object_missing = 0x80012017,
                        not_set = 0x80012028, kind_refused = 0x80012023, table_not_read = 0x80012059;
constexpr std::size_t max_file = std::size_t{16} << 20;

struct Refusal {
  package::ConfigurationType type;
  const char *kind;
  const char *needed;
};

constexpr Refusal refusals[] = {
    {package::ConfigurationType::parent_variable, "parent package variable",
     "a package that executes this one, which Gantry does not have yet"},
    {package::ConfigurationType::indirect_parent_variable, "indirect parent package variable",
     "a package that executes this one, which Gantry does not have yet"},
    {package::ConfigurationType::registry, "registry entry", "the registry of Windows"},
    {package::ConfigurationType::indirect_registry, "indirect registry entry", "the registry of Windows"},
    {package::ConfigurationType::sql_server, "SQL Server table", "a program that can connect"},
    {package::ConfigurationType::indirect_sql_server, "indirect SQL Server table",
     "a program that can connect"},
};

class Applier {
 public:
  Applier(package::Package &package, const ConfigurationSources &sources)
      : package_(package), sources_(sources) {}

  std::vector<ConfigurationFinding> run() {
    if (package_.enable_configurations()) {
      // Applying changes the package, maybe its configurations too.
      const std::vector<package::Configuration> configurations = package_.configurations;
      for (const package::Configuration &configuration : configurations) apply(configuration);
    }
    for (const std::string &file : sources_.extra_files) apply_file(file, "the command line");
    return std::move(findings_);
  }

 private:
  void warn(std::uint32_t code, std::string what, std::string expected, std::string found, std::string todo) {
    Error error(Status::data, std::move(what), std::move(expected), std::move(found), std::move(todo));
    findings_.push_back({false, error.with_code(code)});
  }

  std::optional<std::string> variable(std::string_view name) const {
    if (!sources_.environment || name.empty()) return std::nullopt;
    return sources_.environment(std::string(name));
  }

  void apply(const package::Configuration &configuration) {
    const std::string label = "configuration '" + shown(configuration.name) + "'";
    const std::string_view place = configuration.configuration_string();
    switch (configuration.type()) {
      case package::ConfigurationType::xml_file: return apply_file(place, label);
      case package::ConfigurationType::indirect_xml_file: {
        const auto path = variable(place);
        if (!path) return missing_variable(place, label);
        return apply_file(*path, label);
      }
      case package::ConfigurationType::environment_variable: {
        auto value = variable(place);
        if (!value) return missing_variable(place, label);
        set(configuration.configuration_variable(), *value, label);
        wipe(*value);
        return;
      }
      case package::ConfigurationType::sql_server:
        if (!sources_.read_table) return refuse(configuration, label);
        return apply_table(place, label);
      case package::ConfigurationType::indirect_sql_server: {
        if (!sources_.read_table) return refuse(configuration, label);
        const auto text = variable(place);
        if (!text) return missing_variable(place, label);
        return apply_table(*text, label);
      }
      default: return refuse(configuration, label);
    }
  }

  void refuse(const package::Configuration &configuration, const std::string &label) {
    const auto *const found = std::find_if(std::begin(refusals), std::end(refusals),
                                           [&](const Refusal &r) { return r.type == configuration.type(); });
    // The package says 0 for a number it does not know; the file's own number is named.
    const std::int64_t number = configuration.properties.integer("ConfigurationType", 0);
    const bool known = found != std::end(refusals) && number == static_cast<int>(found->type);
    Error error(Status::unsupported, "The " + label + " cannot be applied.",
                "An XML configuration file or an environment variable was expected.",
                known ? std::string("It is of kind ") + found->kind + ", which needs " + found->needed + "."
                      : "Its type " + std::to_string(number) + " is unknown.",
                "Move its values to an XML configuration file, or give them with --set, and remove it.");
    findings_.push_back({true, error.with_code(kind_refused)});
  }

  void missing_variable(std::string_view name, const std::string &label) {
    warn(variable_missing, "The " + label + " was not applied.",
         "The environment variable '" + shown(name) + "' was expected.", "It is not set.",
         "Set it, or remove the configuration.");
  }

  /// The path on this system: relative ones below the package's folder, with slashes.
  std::string resolved(std::string_view path) const {
    std::string out(path);
    if (!out.empty() && out.front() == '/') return out;
    const bool drive = out.size() > 1 && out[1] == ':';
    if (!drive && out.substr(0, 2) != "\\\\") std::replace(out.begin(), out.end(), '\\', '/');
    return sources_.base_folder.empty() ? out : sources_.base_folder + "/" + out;
  }

  void apply_file(std::string_view path, const std::string &label) {
    const std::string what = "The configuration file '" + shown(path) + "' of " + label + " was not applied.";
    if (path.empty() || path.find('\0') != std::string_view::npos)
      return warn(name_invalid, what, "The name of a file was expected.", "There is none.", "Name the file.");
    auto bytes = dtsx::read_file(resolved(path), max_file);
    if (!bytes) {
      const bool windows = (path.size() > 1 && path[1] == ':') || path.substr(0, 2) == "\\\\";
      return warn(bytes.error().status == Status::not_found ? file_missing : file_invalid, what,
                  "A file that can be read was expected.",
                  windows ? "It is a path of Windows." : bytes.error().found,
                  windows ? "Give the file with /ConfigFile, or use an indirect configuration."
                          : "Correct the path; relative ones begin at the package's folder.");
    }
    dtsx::ReadOptions options;
    options.name = shown(path);
    auto values = dtsx::read_dtsconfig(*bytes, options);
    wipe(*bytes);
    if (!values) {
      Error error = values.error();
      findings_.push_back({false, error.with_code(file_invalid)});
      return;
    }
    if (values->empty())
      return warn(file_empty, what, "At least one entry was expected.", "There is none.",
                  "Complete or remove it.");
    for (dtsx::ConfiguredValue &entry : *values) {
      set(entry.path, entry.value,
          label + ", file '" + shown(path) + "', line " + std::to_string(entry.line));
      wipe(entry.value);
    }
  }

  void apply_table(std::string_view text, const std::string &label) {
    const auto failed = [&](Error error) {
      error.what = "The " + label + " was not applied: " + error.what;
      findings_.push_back({false, error.with_code(table_not_read)});
    };
    Result<ConfigurationTable> table = parse_configuration_table(text);
    if (!table) return failed(std::move(table).error());
    Result<std::vector<TableEntry>> entries = sources_.read_table(package_, *table);
    if (!entries) return failed(std::move(entries).error());
    if (entries->empty())
      return warn(table_not_read, "The " + label + " was not applied.",
                  "At least one row of " + table->table + " was expected.",
                  "No row has the filter '" + shown(table->filter) + "'.",
                  "Correct the filter or the table.");
    for (TableEntry &entry : *entries) {
      set(entry.path, entry.value, label + ", table " + table->table);
      wipe(entry.value);
    }
  }

  void set(std::string_view path, std::string_view value, const std::string &label) {
    package::SetOptions options;
    options.sensitive = is_secret_name(path);
    auto done = package::set_value(package_, path, value, options);
    if (done) return;
    Error error = done.error();
    error.what = "A value of " + label + " was not applied: " + error.what;
    findings_.push_back(
        {false, error.with_code(error.status == Status::not_found ? object_missing : not_set)});
  }

  package::Package &package_;
  const ConfigurationSources &sources_;
  std::vector<ConfigurationFinding> findings_;
};

}  // namespace

std::vector<ConfigurationFinding> apply_configurations(package::Package &package,
                                                       const ConfigurationSources &sources) {
  return Applier(package, sources).run();
}

}  // namespace gantry::configuration
