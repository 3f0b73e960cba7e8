#include "host/dtsx/package-builder.hpp"

#include <unordered_map>

#include "host/dtsx/object-data.hpp"
#include "host/package/names.hpp"

namespace gantry::dtsx {

using package::Executable;
using package::ExecutableKind;
using package::Object;
using package::Package;
using xml::none;

namespace {

/// Members of Object that are properties in the file; null for all others.
std::string *field(Object &object, std::string_view name) {
  if (name == "ObjectName") return &object.name;
  if (name == "DTSID") return &object.id;
  if (name == "Description") return &object.description;
  if (name == "CreationName") return &object.creation_name;
  if (name == "refId") return &object.ref_id;
  return nullptr;
}

std::string upper(std::string_view text) {
  std::string out(text);
  for (char &c : out)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 32);
  return out;
}

/// Collections of the attribute style and what they hold.
constexpr std::pair<std::string_view, std::string_view> wrappers[] = {
    {"ConnectionManagers", "ConnectionManager"},
    {"Configurations", "Configuration"},
    {"LogProviders", "LogProvider"},
    {"PackageParameters", "PackageParameter"},
    {"Variables", "Variable"},
    {"Executables", "Executable"},
    {"PrecedenceConstraints", "PrecedenceConstraint"},
    {"EventHandlers", "EventHandler"},
    {"ForEachVariableMappings", "ForEachVariableMapping"},
};

}  // namespace

Error PackageBuilder::wrong(std::uint32_t element, std::string what, std::string expected,
                            std::string found) const {
  const std::uint32_t begin = source_.elements[element].begin;
  Error error(Status::data, std::move(what), std::move(expected),
              found + " ('" + source_.name + "', line " + std::to_string(source_.line(begin)) + ", column " +
                  std::to_string(source_.column(begin)) + ")",
              "Repair the package, or save it again with its designer.");
  error.line = source_.line(begin);
  return error.with_code(0xC0010014);
}

void PackageBuilder::object(std::uint32_t element, Object &out) {
  out.origin = element;
  const xml::Element &at = source_.elements[element];
  for (const bool prefixed : {true, false}) {
    for (std::uint32_t i = at.first_attribute; i < at.first_attribute + at.attributes; ++i) {
      const std::string_view space = source_.spaces[source_.attributes[i].space];
      if (prefixed ? space != dts_space : !space.empty()) continue;
      const std::string_view name = source_.attribute_name(i);
      std::string *member = field(out, name);
      if (!member)
        out.properties.add({std::string(name), source_.attribute_value(i), 0});
      else if (member->empty())
        *member = source_.attribute_value(i);
    }
  }
  for (std::uint32_t child = at.first_child; child != none; child = source_.elements[child].next) {
    if (is_dts(source_, child, "Property")) {
      const std::string name = dts_attribute(source_, child, "Name");
      if (is_sensitive(source_, child) || holds_cipher(source_, child) || name == "PackageFormatVersion")
        continue;
      std::string *member = field(out, name);
      if (member && member->empty()) *member = source_.content(child);
      if (member) continue;
      const auto type = package::parse_integer(dts_attribute(source_, child, "DataType"));
      out.properties.add({name, source_.content(child), static_cast<std::int32_t>(type.value_or(0))});
    } else if (is_dts(source_, child, "PropertyExpression")) {
      out.expressions.push_back({dts_attribute(source_, child, "Name"), source_.content(child)});
    }
  }
}

package::ObjectData PackageBuilder::object_data(std::uint32_t element) {
  package::ObjectData data;
  data.present = true;
  data.content = source_.raw_content(element);
  // Bindings are the same below the nearest element that declares any: one copy serves all.
  std::uint32_t declaring = element;
  const auto declares = [&](std::uint32_t at) {
    const xml::Element &here = source_.elements[at];
    for (std::uint32_t i = here.first_attribute; i < here.first_attribute + here.attributes; ++i)
      if (source_.attributes[i].space == 2) return true;
    return false;
  };
  while (declaring != 0 && !declares(declaring)) declaring = source_.elements[declaring].parent;
  auto &shared = bindings_[declaring];
  if (!shared) shared = std::make_shared<const xml::Bindings>(source_.bindings(declaring));
  data.namespaces = shared;
  return data;
}

package::ConnectionManager PackageBuilder::connection(std::uint32_t element) {
  package::ConnectionManager manager;
  object(element, manager);
  for (std::uint32_t at = source_.elements[element].first_child; at != none; at = source_.elements[at].next)
    if (is_dts(source_, at, "ObjectData")) manager.object_data = object_data(at);
  return manager;
}

Result<package::Variable> PackageBuilder::variable(std::uint32_t element) {
  package::Variable out;
  object(element, out);
  if (const package::Property *space = out.properties.find("Namespace")) out.name_space = space->value;
  out.properties.remove("Namespace");
  for (std::uint32_t at = source_.elements[element].first_child; at != none; at = source_.elements[at].next) {
    if (!is_dts(source_, at, "VariableValue")) continue;
    const std::string stated = dts_attribute(source_, at, "DataType");
    const auto type = package::parse_integer(stated);
    if (!stated.empty() && (!type || *type < 0 || *type > 21))
      return wrong(at, "The variable '" + out.qualified_name() + "' could not be read.",
                   "A data type from 0 to 21 was expected.", "It is '" + stated.substr(0, 32) + "'.");
    out.data_type = static_cast<package::DataType>(type.value_or(8));
    // Objects keep their serialised form as it stands.
    out.value = out.data_type == package::DataType::object ? std::string(source_.raw_content(at))
                                                           : source_.content(at);
  }
  return out;
}

Result<package::Parameter> PackageBuilder::parameter(std::uint32_t element) {
  package::Parameter out;
  object(element, out);
  const auto type = package::parse_integer(out.properties.text("DataType", "8"));
  if (!type || *type < 0 || *type > 21)
    return wrong(element, "The parameter '" + out.name + "' could not be read.",
                 "A data type from 0 to 21 was expected.", "There is another.");
  out.data_type = static_cast<package::DataType>(*type);
  out.properties.remove("DataType");
  out.properties.remove("ParameterValue");
  const std::uint32_t value = find_property(source_, element, "ParameterValue");
  if (value != none) {
    out.withheld = is_encrypted(source_, value);
    if (!out.withheld) out.value = source_.content(value);
    // What is sensitive and empty was not saved: it must come from outside.
    if (out.sensitive() && out.value.empty()) out.withheld = true;
  }
  return out;
}

package::PrecedenceConstraint PackageBuilder::constraint(std::uint32_t element) {
  package::PrecedenceConstraint out;
  object(element, out);
  out.from = out.properties.text("From");
  out.to = out.properties.text("To");
  out.properties.remove("From");
  out.properties.remove("To");
  for (std::uint32_t at = source_.elements[element].first_child; at != none; at = source_.elements[at].next) {
    if (!is_dts(source_, at, "Executable")) continue;
    const bool is_from = package::parse_boolean(dts_attribute(source_, at, "IsFrom")).value_or(false);
    (is_from ? out.from : out.to) = dts_attribute(source_, at, "IDREF");
  }
  return out;
}

Result<> PackageBuilder::logging(std::uint32_t element, package::LoggingOptions &out) {
  Object plain;
  object(element, plain);
  out.present = true;
  out.origin = element;
  for (const package::Property &item : plain.properties)
    if (item.name != "EventFilter" && item.name != "ColumnFilter") out.properties.add(item);
  for (std::uint32_t at = source_.elements[element].first_child; at != none; at = source_.elements[at].next) {
    const std::string name = dts_attribute(source_, at, "Name");
    if (is_dts(source_, at, "Property") && name == "EventFilter") {
      auto events = decode_list(source_.content(at));
      if (!events)
        return wrong(at, "The event filter of the logging options could not be read.",
                     "A counted list of event names was expected.", events.error().found);
      out.events = std::move(*events);
    } else if (is_dts(source_, at, "Property") && name == "ColumnFilter") {
      package::ColumnFilter filter{dts_attribute(source_, at, "EventName"), {}};
      for (std::uint32_t column = source_.elements[at].first_child; column != none;
           column = source_.elements[column].next)
        filter.columns.add({dts_attribute(source_, column, "Name"), source_.content(column), 0});
      out.columns.push_back(std::move(filter));
    } else if (is_dts(source_, at, "SelectedLogProviders") || is_dts(source_, at, "SelectedLogProvider")) {
      const bool wrapped = is_dts(source_, at, "SelectedLogProviders");
      for (std::uint32_t item = wrapped ? source_.elements[at].first_child : at; item != none;
           item = wrapped ? source_.elements[item].next : none) {
        std::string id = dts_attribute(source_, item, "InstanceID");
        const std::uint32_t property = find_property(source_, item, "InstanceID");
        if (id.empty() && property != none) id = source_.content(property);
        if (!id.empty()) out.providers.push_back(std::move(id));
      }
    }
  }
  return success();
}

void PackageBuilder::resolve_constraints(Executable &container) {
  if (container.constraints.empty()) return;
  std::unordered_map<std::string, const std::string *> ids;
  for (const Executable &child : container.executables) {
    if (!child.ref_id.empty()) ids.emplace(child.ref_id, &child.id);
    if (!child.id.empty()) ids.emplace(upper(child.id), &child.id);
    ids.emplace(child.name, &child.id);
  }
  const auto find = [&](const std::string &key) {
    auto found = ids.find(key);
    if (found == ids.end()) found = ids.find(upper(key));
    return found == ids.end() || key.empty() ? std::string() : *found->second;
  };
  for (package::PrecedenceConstraint &item : container.constraints) {
    item.from_id = find(item.from);
    item.to_id = find(item.to);
  }
}

Result<> PackageBuilder::members(std::uint32_t wrapper, std::string_view item, Executable &into,
                                 Package *whole) {
  for (std::uint32_t at = source_.elements[wrapper].first_child; at != none; at = source_.elements[at].next) {
    if (!is_dts(source_, at, item)) continue;
    if (auto done = member(at, into, whole); !done) return done;
  }
  return success();
}

Result<> PackageBuilder::member(std::uint32_t child, Executable &into, Package *whole) {
  if (source_.space(child) != dts_space) return success();
  const std::string_view name = source_.local_name(child);
  for (const auto &[wrapper, item] : wrappers)
    if (name == wrapper) return members(child, item, into, whole);
  if (name == "Variable") {
    auto made = variable(child);
    if (!made) return made.error();
    into.variables.push_back(std::move(*made));
  } else if (name == "Executable") {
    auto made = executable(child, false, nullptr);
    if (!made) return made.error();
    into.executables.push_back(std::move(*made));
  } else if (name == "EventHandler") {
    auto made = executable(child, false, nullptr);
    if (!made) return made.error();
    made->kind = ExecutableKind::event_handler;
    into.event_handlers.push_back(std::move(*made));
  } else if (name == "PrecedenceConstraint") {
    into.constraints.push_back(constraint(child));
  } else if (name == "LoggingOptions") {
    return logging(child, into.logging);
  } else if (name == "ObjectData") {
    into.object_data = object_data(child);
  } else if (name == "ForEachEnumerator") {
    package::ForeachEnumerator enumerator;
    object(child, enumerator);
    for (std::uint32_t at = source_.elements[child].first_child; at != none; at = source_.elements[at].next)
      if (is_dts(source_, at, "ObjectData")) enumerator.object_data = object_data(at);
    into.enumerator = std::move(enumerator);
  } else if (name == "ForEachVariableMapping") {
    package::VariableMapping mapping;
    object(child, mapping);
    into.mappings.push_back(std::move(mapping));
  } else if (whole && name == "ConnectionManager") {
    whole->connections.append(connection(child));
  } else if (whole && name == "Configuration") {
    package::Configuration configuration;
    object(child, configuration);
    whole->configurations.push_back(std::move(configuration));
  } else if (whole && name == "LogProvider") {
    package::LogProvider provider;
    object(child, provider);
    for (std::uint32_t at = source_.elements[child].first_child; at != none; at = source_.elements[at].next)
      if (is_dts(source_, at, "ObjectData")) provider.object_data = object_data(at);
    whole->log_providers.push_back(std::move(provider));
  } else if (whole && name == "PackageParameter") {
    auto made = parameter(child);
    if (!made) return made.error();
    whole->parameters.push_back(std::move(*made));
  }
  return success();
}

Result<Executable> PackageBuilder::executable(std::uint32_t element, bool is_root, Package *whole) {
  Executable out;
  object(element, out);
  out.executable_type = out.properties.text("ExecutableType");
  out.properties.remove("ExecutableType");
  out.kind = package::kind_of_type(out.executable_type.empty() ? out.creation_name : out.executable_type);
  if (is_root)
    out.kind = ExecutableKind::package;
  else if (out.kind == ExecutableKind::package)
    out.kind = ExecutableKind::sequence;
  for (std::uint32_t at = source_.elements[element].first_child; at != none; at = source_.elements[at].next)
    if (auto done = member(at, out, whole); !done) return done.error();
  resolve_constraints(out);
  if (!is_root && is_dts(source_, element, "Executable") && out.executable_type.empty() &&
      out.creation_name.empty())
    return wrong(element, "The executable '" + out.name + "' could not be read.",
                 "ExecutableType or CreationName was expected.", "It has neither.");
  return out;
}

Result<Package> PackageBuilder::package(std::uint32_t root) {
  Package out;
  auto made = executable(root, true, &out);
  if (!made) return made.error();
  out.root = std::move(*made);
  std::string format;
  if (const std::uint32_t stated = find_property(source_, root, "PackageFormatVersion"); stated != none)
    format = source_.content(stated);
  for (std::string_view name : {"PackageFormatVersion", "FormatVersion"})
    if (format.empty()) format = out.root.properties.text(name);
  if (format.empty()) format = find_dts(source_, root, "CreationName") != none ? "8" : "3";
  const auto number = package::parse_integer(format);
  if (!number || *number < 2)
    return wrong(root, "The package format could not be read.",
                 "A PackageFormatVersion of 2, 3, 6 or 8 was expected.",
                 "It is '" + format.substr(0, 32) + "'.");
  if (*number > 8) {
    Error error = wrong(root, "The package '" + out.root.name + "' is newer than this program.",
                        "A PackageFormatVersion of 2, 3, 6 or 8 was expected.",
                        "It is " + std::to_string(*number) + ".");
    error.todo = "Save the package for a version of SQL Server up to 2022.";
    return error.with_code(0xC001700A);
  }
  out.format_version = static_cast<std::int32_t>(*number);
  return out;
}

}  // namespace gantry::dtsx
