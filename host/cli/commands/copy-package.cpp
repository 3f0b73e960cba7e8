#include "host/cli/commands/copy-package.hpp"

#include "host/dtsx/object-data.hpp"

namespace gantry::cli {
namespace {

using Values = std::vector<dtsx::PropertyValue>;

/// The class's description, from the plugin itself.
Result<dtsx::ClassDescription> describe(Workspace &workspace, catalog::ClassKind kind,
                                        const std::string &name) {
  const catalog::Provider provider = workspace.catalog().find(kind, {name});
  if (!provider.note)
    return Error(Status::not_found, "no plugin provides " + name, "a plugin whose note names it",
                 "none in the plugin folders", "see `gantry plugins list` and `gantry plugins why`");
  Result<loader::Plugin *> plugin = workspace.loader().load(*provider.file);
  if (!plugin) return std::move(plugin).error();
  Result<std::string> text = (*plugin)->describe(provider.note->id);
  if (!text) return std::move(text).error();
  Result<dtsx::ClassDescription> description = dtsx::parse_description(*text);
  if (description && description->element.empty()) description->element = provider.note->xml;
  return description;
}

/// A value of the SMOServer connection string (ssis.md 1.3).
std::string quoted(const std::string &value) {
  if (value.find_first_of(";\"") == std::string::npos) return value;
  std::string text = "\"";
  for (const char c : value) text += c == '"' ? std::string("\"\"") : std::string(1, c);
  return text + "\"";
}

Result<> add_connection(Workspace &workspace, package::Package &package, const std::string &name,
                        const std::string &server, const std::string &user) {
  Result<dtsx::ClassDescription> description =
      describe(workspace, catalog::ClassKind::connection_manager, "SMOServer");
  if (!description) return std::move(description).error();
  package::ConnectionManager &manager = package.connections.add("SMOServer");
  const std::string before = manager.name;
  const Values values{{"ConnectionString",
                       "SqlServerName=" + quoted(server) + ";UseWindowsAuthentication=" +
                           (user.empty() ? "True" : "False") + ";UserName=" + quoted(user) + ";",
                       false}};
  Result<package::ObjectData> data = dtsx::write_object_data({}, *description, values);
  if (!data) return std::move(data).error();
  manager.object_data = std::move(data).value();
  return package.connections.rename(before, name);
}

Result<> normalise(const dtsx::ClassDescription &description, Values &values) {
  for (dtsx::PropertyValue &value : values) {
    bool known = false;
    for (const dtsx::PropertyDescription &property : description.properties) {
      if (property.name != value.name) continue;
      known = true;
      Result<std::string> normal = dtsx::normalise_value(property, value.value);
      if (!normal) return std::move(normal).error();
      value.value = std::move(normal).value();
    }
    if (!known)
      return Error(Status::not_found, "the task has no property " + value.name,
                   "a plugin that knows what this command sets", "an older or another one",
                   "see `gantry plugins inspect`, or leave the option out");
  }
  return success();
}

}  // namespace

Result<package::Package> build_copy(Workspace &workspace, const CopyTask &task, const CopyEnds &ends,
                                    const CopyValues &values) {
  const std::string name = std::string("Copy ") + task.what;
  package::Package package = package::make_package(name);
  if (Result<> done = add_connection(workspace, package, "Source", ends.from, ends.from_user); !done)
    return std::move(done).error();
  if (Result<> done = add_connection(workspace, package, "Destination", ends.to, ends.to_user); !done)
    return std::move(done).error();
  Result<dtsx::ClassDescription> description =
      describe(workspace, catalog::ClassKind::task, task.creation_name);
  if (!description) return std::move(description).error();
  Result<package::Executable *> made = package::add_task(package.root, task.creation_name, name);
  if (!made) return std::move(made).error();
  Values all{{"SourceConnection", package.connections.find("Source")->id, false},
             {"DestinationConnection", package.connections.find("Destination")->id, false}};
  for (const auto &[property, value] : values) all.push_back({property, value, false});
  if (Result<> done = normalise(*description, all); !done) return std::move(done).error();
  Result<package::ObjectData> data = dtsx::write_object_data({}, *description, all);
  if (!data) return std::move(data).error();
  (*made)->object_data = std::move(data).value();
  return package;
}

}  // namespace gantry::cli
