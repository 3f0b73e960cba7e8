#include "host/package/package.hpp"

#include <utility>

#include "host/package/names.hpp"

namespace gantry::package {

namespace {

const Parameter *find_in(const std::vector<Parameter> &parameters, std::string_view name) {
  for (const Parameter &item : parameters)
    if (item.name == name) return &item;
  return nullptr;
}

bool search(const Executable &from, const Executable &at, std::vector<const Executable *> &chain) {
  chain.push_back(&from);
  if (&from == &at) return true;
  for (const Executable &child : from.executables)
    if (search(child, at, chain)) return true;
  for (const Executable &handler : from.event_handlers)
    if (search(handler, at, chain)) return true;
  chain.pop_back();
  return false;
}

}  // namespace

ConfigurationType Configuration::type() const {
  const std::int64_t number = properties.integer("ConfigurationType", 0);
  return number < 0 || number > 8 ? ConfigurationType::parent_variable
                                  : static_cast<ConfigurationType>(number);
}

CheckpointUsage Package::checkpoint_usage() const {
  const std::int64_t number = root.properties.integer("CheckpointUsage", 0);
  return number < 0 || number > 2 ? CheckpointUsage::never : static_cast<CheckpointUsage>(number);
}

ProtectionLevel Package::protection_level() const {
  const std::int64_t number = root.properties.integer("ProtectionLevel", 1);
  return number < 0 || number > 5 ? ProtectionLevel::encrypt_sensitive_with_user_key
                                  : static_cast<ProtectionLevel>(number);
}

const Parameter *Package::find_parameter(std::string_view name) const {
  constexpr std::string_view own = "$Package::", shared = "$Project::";
  if (name.substr(0, own.size()) == own) return find_in(parameters, name.substr(own.size()));
  if (name.substr(0, shared.size()) == shared) return find_in(project_parameters, name.substr(shared.size()));
  return nullptr;
}

Parameter *Package::find_parameter(std::string_view name) {
  return const_cast<Parameter *>(std::as_const(*this).find_parameter(name));
}

Package make_package(std::string_view name) {
  Package package;
  Executable &root = package.root;
  root.kind = ExecutableKind::package;
  root.name = name;
  root.id = new_guid();
  root.ref_id = "Package";
  root.creation_name = root.executable_type = "Microsoft.Package";
  root.properties.set("PackageType", "5");
  root.properties.set("ProtectionLevel", "0");
  root.properties.set("VersionBuild", "1");
  root.properties.set("VersionGUID", new_guid());
  return package;
}

Result<Executable *> add_task(Executable &parent, std::string_view type, std::string_view name) {
  if (auto legal = check_name(name); !legal) return legal.error();
  for (const Executable &child : parent.executables)
    if (child.name == name)
      return Error(Status::exists, "The task '" + std::string(name) + "' could not be added.",
                   "A name that is free in its container was expected.",
                   "The container '" + parent.name + "' holds an executable of that name.",
                   "Choose another name.")
          .with_code(0xC0014100);
  Executable task;
  task.kind = kind_of_type(type);
  task.name = name;
  task.id = new_guid();
  task.creation_name = task.executable_type = type;
  if (!parent.ref_id.empty()) task.ref_id = parent.ref_id + "\\" + task.name;
  task.properties.set("LocaleID", "-1");
  parent.executables.push_back(std::move(task));
  return &parent.executables.back();
}

std::vector<const Executable *> chain_to(const Package &package, const Executable &at) {
  std::vector<const Executable *> chain;
  search(package.root, at, chain);
  return chain;
}

const Variable *variable_in_scope(const std::vector<const Executable *> &chain, std::string_view name) {
  for (auto at = chain.rbegin(); at != chain.rend(); ++at)
    if (const Variable *found = find_variable((*at)->variables, name)) return found;
  return nullptr;
}

}  // namespace gantry::package
