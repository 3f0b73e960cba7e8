#include "host/runtime/matching.hpp"

#include <set>

namespace gantry::runtime {

namespace {

/// The text that binds a slot, read from ObjectData with what the note says; nothing when an expression
/// decides.
std::optional<std::string> binding(const package::Executable &task, const catalog::ClassNote &note,
                                   const catalog::SlotNote &slot) {
  if (!task.expression_of(slot.property).empty()) return std::nullopt;
  for (const package::Override &override : task.overrides)
    if (override.property == slot.property) return override.value;
  dtsx::ClassDescription shape;
  shape.element = note.xml;
  dtsx::PropertyDescription property;
  property.name = slot.property;
  property.xml_names = slot.xml_names;
  if (property.xml_names.empty()) property.xml_names.push_back(slot.property);
  shape.properties.push_back(std::move(property));
  const Result<dtsx::ObjectDataContent> content = dtsx::read_object_data(task.object_data, shape);
  if (!content) return std::nullopt;  // the task's own load says what is wrong, with all properties known
  for (const dtsx::PropertyValue &value : content->values)
    if (value.name == slot.property) return value.value;
  return std::string();
}

catalog::Provider provider_of(const RunContext &run, const package::ConnectionManager &manager) {
  return run.host.catalog.find(catalog::ClassKind::connection_manager,
                               {manager.creation_name, std::string(manager.type())});
}

void match_task(const RunContext &run, Node &node, std::vector<Mismatch> &found,
                std::set<std::string> &used) {
  const package::Executable &task = *node.executable;
  const catalog::Provider provider = run.host.catalog.find(catalog::ClassKind::task, task.type_names());
  if (!provider.note) {
    found.push_back({&node, no_provider(run, catalog::ClassKind::task, "task \\" + node.path, node.path,
                                        task.type_names())});
    return;
  }
  for (const catalog::SlotNote &slot : provider.note->slots) {
    const std::optional<std::string> key = binding(task, *provider.note, slot);
    if (!key || key->empty()) continue;  // unbound: the task's own validation knows whether it may be
    const package::ConnectionManager *manager = run.package.connections.find(*key);
    if (!manager) {
      std::string names;
      for (const package::ConnectionManager &each : run.package.connections)
        names += (names.empty() ? "" : ", ") + each.name;
      found.push_back(
          {&node, Error(Status::not_found,
                        "task \\" + node.path + ": " + slot.property + " names connection manager \"" + *key +
                            "\", which is not in the package",
                        names.empty() ? "a connection manager; the package has none" : "one of " + names,
                        "\"" + *key + "\"", "correct " + slot.property + ", or add the connection manager")
                      .with_code(0xC001000E)});
      continue;
    }
    used.insert(manager->name);
    const catalog::Provider connection = provider_of(run, *manager);
    if (!connection.note) continue;  // reported with the connection itself
    const auto setting = run.host.configuration.connection_setting(manager->name, "driver");
    std::vector<std::string> order;
    for (const std::string &scheme : connection.note->forwards)
      order = run.host.configuration.drivers_of(scheme);
    if (Result<> fits =
            run.host.catalog.matches(connection, slot.requires_, setting ? setting->value : "", order);
        !fits) {
      Error error = std::move(fits).error();
      error.what = "task \\" + node.path + ": " + slot.property + " is bound to connection manager " +
                   manager->name + ", which cannot serve it: " + error.what;
      found.push_back({&node, std::move(error)});
    }
  }
}

void match_below(const RunContext &run, Node &node, std::vector<Mismatch> &found,
                 std::set<std::string> &used) {
  const package::Executable &executable = *node.executable;
  if (executable.disabled()) return;
  if (executable.kind == package::ExecutableKind::task) match_task(run, node, found, used);
  if (executable.kind == package::ExecutableKind::foreach_loop && executable.enumerator) {
    const std::vector<std::string> names{executable.enumerator->creation_name};
    if (!run.host.catalog.find(catalog::ClassKind::enumerator, names).note)
      found.push_back({&node, no_provider(run, catalog::ClassKind::enumerator,
                                          "the enumerator of \\" + node.path, node.path, names)});
  }
  for (const std::unique_ptr<Node> &child : node.children) match_below(run, *child, found, used);
  for (const std::unique_ptr<Node> &handler : node.handlers) match_below(run, *handler, found, used);
}

}  // namespace

std::vector<Mismatch> match(const RunContext &run, Node &root) {
  std::vector<Mismatch> found;
  std::set<std::string> used;
  match_below(run, root, found, used);
  for (const package::LogProvider &provider : run.package.log_providers)
    used.insert(std::string(provider.config_string()));
  for (const package::ConnectionManager &manager : run.package.connections) {
    if (provider_of(run, manager).note) continue;
    std::string looked;
    for (const std::string &line : run.host.catalog.looked_at(catalog::ClassKind::connection_manager))
      looked += (looked.empty() ? "" : "; ") + line;
    found.push_back({nullptr,
                     Error(Status::not_found,
                           "connection manager " + manager.name + " is of type " + manager.creation_name +
                               ", which no plugin provides",
                           "a plugin whose note names " + manager.creation_name,
                           looked.empty() ? "no connection manager plugin at all" : looked,
                           "install a plugin for it; nothing that uses it can run")
                         .with_code(0xC0014005),
                     used.count(manager.name) == 0});
  }
  return found;
}

}  // namespace gantry::runtime
