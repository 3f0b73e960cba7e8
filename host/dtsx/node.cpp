#include "host/dtsx/node.hpp"

#include <algorithm>

#include "host/dtsx/object-data.hpp"
#include "host/dtsx/vocabulary.hpp"
#include "host/dtsx/xml/edits.hpp"

namespace gantry::dtsx {

using package::Object;
using package::ProtectionLevel;

Error clear_secret(const std::string &owner) {
  return Error(Status::denied, "The sensitive text of '" + owner + "' was not written.",
               "Protection level DontSaveSensitive, which empties it, was expected.",
               "The package has another level, and encryption is not offered.",
               "Set ProtectionLevel to DontSaveSensitive, or take the secret out of the package.")
      .with_code(0xC0014035);
}

Result<std::string> protect(const package::ObjectData &data, ProtectionLevel level, const std::string &owner,
                            bool empty_encrypted) {
  static const xml::Bindings nothing;
  ReadOptions options;
  options.name = "ObjectData";
  auto source = xml::parse_fragment(data.content, data.namespaces ? *data.namespaces : nothing, options);
  if (!source) return source.error();
  xml::Edits edits(*source);
  for (std::uint32_t at = 1; at < source->elements.size(); ++at) {
    if (!is_sensitive(*source, at)) continue;
    if (is_encrypted(*source, at)) {
      if (!empty_encrypted) continue;
      const std::uint32_t mark = find_dts(*source, at, "Encrypted");
      if (mark != xml::none) edits.remove_attribute(at, mark);
      if (is_cipher(*source, at)) {
        edits.remove_element(at);
        continue;
      }
      if (holds_cipher(*source, at)) continue;
    } else if (source->elements[at].first_child != xml::none || source->content(at).empty()) {
      continue;
    } else if (level != ProtectionLevel::dont_save_sensitive) {
      return clear_secret(owner);
    }
    edits.set_content(at, {});
  }
  return edits.apply();
}

std::string era_value(Style style, std::string_view name, std::string_view value) {
  constexpr std::string_view booleans[] = {"Disabled",
                                           "DelayValidation",
                                           "DisableEventHandlers",
                                           "FailPackageOnFailure",
                                           "FailParentOnFailure",
                                           "ForceExecValue",
                                           "SaveCheckpoints",
                                           "EnableConfig",
                                           "SuppressConfigurationWarnings",
                                           "OfflineMode",
                                           "EvaluateAsExpression",
                                           "ReadOnly",
                                           "RaiseChangedEvent",
                                           "LogicalAnd",
                                           "Required",
                                           "Sensitive"};
  if (style == Style::attributes ||
      std::find(std::begin(booleans), std::end(booleans), name) == std::end(booleans))
    return std::string(value);
  const auto flag = package::parse_boolean(value);
  return !flag ? std::string(value) : *flag ? "-1" : "0";
}

Node NodeMaker::property(const std::string &name, const std::string &text, int data_type) {
  Node node{"Property", {{"Name", name}}, {}, {}, xml::escape_text(text)};
  if (data_type != 0)
    node.attributes.insert(node.attributes.begin(), {"DataType", std::to_string(data_type)});
  return node;
}

Node NodeMaker::expression(const package::PropertyExpression &item) {
  return {"PropertyExpression", {{"Name", item.property}}, {}, {}, xml::escape_text(item.expression)};
}

Node NodeMaker::object(const std::string &name, const Object &item,
                       std::vector<std::pair<std::string, std::string>> more) const {
  Node node;
  node.name = name;
  if (style_ == Style::elements) {
    for (const auto &[key, value] : more) node.children.push_back(property(key, value));
    for (const package::Property &p : item.properties)
      node.children.push_back(property(p.name, era_value(style_, p.name, p.value), p.data_type));
  } else {
    auto &all = node.attributes = std::move(more);
    for (const package::Property &p : item.properties)
      if (p.name != "PackageFormatVersion" && p.name != "FormatVersion") all.emplace_back(p.name, p.value);
    if (!item.id.empty()) all.emplace_back("DTSID", item.id);
    if (!item.name.empty()) all.emplace_back("ObjectName", item.name);
    if (!item.description.empty()) all.emplace_back("Description", item.description);
    all.emplace_back("CreationName", item.creation_name);
    const auto lower = [](const std::string &text) {
      std::string out = text;
      for (char &c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
      return out;
    };
    std::stable_sort(all.begin(), all.end(),
                     [&](const auto &a, const auto &b) { return lower(a.first) < lower(b.first); });
    // Attributes stand once; a bag may hold a name twice (attribute and Property child).
    all.erase(
        std::unique(all.begin(), all.end(), [](const auto &a, const auto &b) { return a.first == b.first; }),
        all.end());
    if (!item.ref_id.empty()) all.insert(all.begin(), {"refId", item.ref_id});
  }
  for (const package::PropertyExpression &e : item.expressions) node.children.push_back(expression(e));
  return node;
}

void NodeMaker::finish(Node &node, const Object &item) const {
  if (style_ == Style::attributes) return;
  node.children.push_back(property("ObjectName", item.name));
  node.children.push_back(property("DTSID", item.id));
  node.children.push_back(property("Description", item.description));
  node.children.push_back(property("CreationName", item.creation_name));
}

void NodeMaker::group(Node &node, const std::string &wrapper, std::vector<Node> items) const {
  if (items.empty()) return;
  if (style_ == Style::attributes) {
    node.children.push_back({wrapper, {}, {}, std::move(items), {}});
  } else {
    for (Node &item : items) node.children.push_back(std::move(item));
  }
}

Result<Node> NodeMaker::object_data(const package::ObjectData &item, const std::string &owner) const {
  auto content = protect(item, level_, owner);
  if (!content) return content.error();
  Node node{"ObjectData", {}, {}, {}, std::move(*content)};
  if (item.namespaces)
    for (const auto &[prefix, uri] : *item.namespaces) {
      // Prefixes the content leans on travel with it.
      if (prefix == "DTS" && uri == dts_space) continue;
      if (prefix.empty() || node.raw.find(prefix + ":") != std::string::npos)
        node.plain.emplace_back(prefix.empty() ? "xmlns" : "xmlns:" + prefix, uri);
    }
  return node;
}

Result<Node> NodeMaker::connection(const package::ConnectionManager &item) const {
  Node node = object("ConnectionManager", item);
  finish(node, item);
  if (item.object_data.present) {
    auto data = object_data(item.object_data, item.name);
    if (!data) return data.error();
    node.children.push_back(std::move(*data));
  }
  return node;
}

Result<Node> NodeMaker::log_provider(const package::LogProvider &item) const {
  Node node = object("LogProvider", item);
  finish(node, item);
  if (item.object_data.present) {
    auto data = object_data(item.object_data, item.name);
    if (!data) return data.error();
    node.children.push_back(std::move(*data));
  }
  return node;
}

Result<Node> NodeMaker::enumerator(const package::ForeachEnumerator &item) const {
  Node node = object("ForEachEnumerator", item);
  finish(node, item);
  if (item.object_data.present) {
    auto data = object_data(item.object_data, item.name);
    if (!data) return data.error();
    node.children.push_back(std::move(*data));
  }
  return node;
}

Node NodeMaker::variable(const package::Variable &item) const {
  Node node = object("Variable", item, {{"Namespace", item.name_space}});
  Node value{"VariableValue", {{"DataType", std::to_string(static_cast<int>(item.data_type))}}, {}, {}, {}};
  value.raw = item.data_type == package::DataType::object ? item.value : xml::escape_text(item.value);
  node.children.push_back(std::move(value));
  finish(node, item);
  return node;
}

Result<Node> NodeMaker::parameter(const package::Parameter &item) const {
  Node node =
      object("PackageParameter", item, {{"DataType", std::to_string(static_cast<int>(item.data_type))}});
  Node value = property("ParameterValue", item.value, static_cast<int>(item.data_type));
  if (item.sensitive()) {
    if (!item.value.empty() && level_ != ProtectionLevel::dont_save_sensitive) return clear_secret(item.name);
    value.raw.clear();
    value.plain.emplace_back("Sensitive", "1");
  }
  node.children.push_back(std::move(value));
  return node;
}

Node NodeMaker::constraint(const package::PrecedenceConstraint &item) const {
  if (style_ == Style::attributes)
    return object("PrecedenceConstraint", item, {{"From", item.from}, {"To", item.to}});
  Node node = object("PrecedenceConstraint", item);
  node.children.push_back({"Executable", {{"IsFrom", "-1"}}, {{"IDREF", item.from}}, {}, {}});
  node.children.push_back({"Executable", {{"IsFrom", "0"}}, {{"IDREF", item.to}}, {}, {}});
  finish(node, item);
  return node;
}

Node NodeMaker::configuration(const package::Configuration &item) const {
  Node node = object("Configuration", item);
  finish(node, item);
  return node;
}

Node NodeMaker::mapping(const package::VariableMapping &item) const {
  Node node = object("ForEachVariableMapping", item);
  finish(node, item);
  return node;
}

Node NodeMaker::event_filter(const std::vector<std::string> &events) {
  return property("EventFilter", encode_list(events, false), 8);
}

Node NodeMaker::column_filter(const package::ColumnFilter &filter) {
  Node node{"Property", {{"EventName", filter.event}, {"Name", "ColumnFilter"}}, {}, {}, {}};
  for (const package::Property &column : filter.columns)
    node.children.push_back(property(column.name, column.value));
  return node;
}

Node NodeMaker::selected_providers(const std::vector<std::string> &ids) {
  Node node{"SelectedLogProviders", {}, {}, {}, {}};
  for (const std::string &id : ids)
    node.children.push_back({"SelectedLogProvider", {{"InstanceID", id}}, {}, {}, {}});
  return node;
}

Node NodeMaker::logging(const package::LoggingOptions &item) const {
  Node node{"LoggingOptions", {}, {}, {}, {}};
  for (const package::Property &p : item.properties) {
    if (style_ == Style::attributes)
      node.attributes.emplace_back(p.name, p.value);
    else
      node.children.push_back(property(p.name, p.value));
  }
  if (!item.events.empty()) node.children.push_back(event_filter(item.events));
  for (const package::ColumnFilter &filter : item.columns) node.children.push_back(column_filter(filter));
  if (!item.providers.empty()) node.children.push_back(selected_providers(item.providers));
  return node;
}

Result<> NodeMaker::add_members(Node &node, const package::Executable &item) const {
  std::vector<Node> items;
  for (const package::Variable &variable_item : item.variables) items.push_back(variable(variable_item));
  group(node, "Variables", std::move(items));
  if (item.logging.present) node.children.push_back(logging(item.logging));
  if (item.enumerator) {
    auto made = enumerator(*item.enumerator);
    if (!made) return made.error();
    node.children.push_back(std::move(*made));
  }
  items.clear();
  for (const package::Executable &child : item.executables) {
    auto made = executable(child);
    if (!made) return made.error();
    items.push_back(std::move(*made));
  }
  group(node, "Executables", std::move(items));
  items.clear();
  for (const package::PrecedenceConstraint &c : item.constraints) items.push_back(constraint(c));
  group(node, "PrecedenceConstraints", std::move(items));
  items.clear();
  for (const package::Executable &handler : item.event_handlers) {
    auto made = executable(handler);
    if (!made) return made.error();
    items.push_back(std::move(*made));
  }
  group(node, "EventHandlers", std::move(items));
  items.clear();
  for (const package::VariableMapping &m : item.mappings) items.push_back(mapping(m));
  group(node, "ForEachVariableMappings", std::move(items));
  if (item.object_data.present) {
    auto data = object_data(item.object_data, item.name);
    if (!data) return data.error();
    node.children.push_back(std::move(*data));
  }
  return success();
}

Result<Node> NodeMaker::executable(const package::Executable &item) const {
  const bool handler = item.kind == package::ExecutableKind::event_handler;
  Node node;
  if (handler || style_ == Style::elements) {
    node = object(handler ? "EventHandler" : "Executable", item);
    if (!handler) node.attributes = {{"ExecutableType", item.executable_type}, {"ThreadHint", "0"}};
  } else {
    node = object("Executable", item, {{"ExecutableType", item.executable_type}});
  }
  if (auto done = add_members(node, item); !done) return done.error();
  finish(node, item);
  return node;
}

Result<Node> NodeMaker::package(const package::Package &item) const {
  Node node = object("Executable", item.root, {{"ExecutableType", "Microsoft.Package"}});
  node.plain.emplace_back("xmlns:DTS", dts_space);
  node.children.insert(node.children.begin(), property("PackageFormatVersion", "8"));
  std::vector<Node> items;
  for (const package::ConnectionManager &manager : item.connections) {
    if (manager.scope != package::Scope::package) continue;
    auto made = connection(manager);
    if (!made) return made.error();
    items.push_back(std::move(*made));
  }
  group(node, "ConnectionManagers", std::move(items));
  items.clear();
  for (const package::Configuration &c : item.configurations) items.push_back(configuration(c));
  group(node, "Configurations", std::move(items));
  items.clear();
  for (const package::LogProvider &provider : item.log_providers) {
    auto made = log_provider(provider);
    if (!made) return made.error();
    items.push_back(std::move(*made));
  }
  group(node, "LogProviders", std::move(items));
  items.clear();
  for (const package::Parameter &p : item.parameters) {
    auto made = parameter(p);
    if (!made) return made.error();
    items.push_back(std::move(*made));
  }
  group(node, "PackageParameters", std::move(items));
  if (auto done = add_members(node, item.root); !done) return done.error();
  return node;
}

std::string print(const Node &node, const std::string &dts, const std::string &newline,
                  const std::string &indent) {
  std::string out = "<" + dts + node.name;
  std::vector<std::string> attributes;
  for (const auto &[name, value] : node.plain)
    if (name.substr(0, 5) == "xmlns")
      attributes.push_back(name + "=\"" + xml::escape_attribute(value) + "\"");
  for (const auto &[name, value] : node.attributes)
    attributes.push_back(dts + name + "=\"" + xml::escape_attribute(value) + "\"");
  for (const auto &[name, value] : node.plain)
    if (name.substr(0, 5) != "xmlns")
      attributes.push_back(name + "=\"" + xml::escape_attribute(value) + "\"");
  const bool lines = attributes.size() > 3;
  for (const std::string &text : attributes) out += (lines ? newline + indent + "  " : " ") + text;
  if (!node.children.empty()) {
    out += ">";
    for (const Node &child : node.children)
      out += newline + indent + "  " + print(child, dts, newline, indent + "  ");
    out += newline + indent + "</" + dts + node.name + ">";
  } else if (!node.raw.empty()) {
    // Elements get lines of their own; text must not gain white space.
    const bool element = node.name == "ObjectData" && node.raw.front() == '<';
    out += ">" + (element ? newline + indent + "  " : "") + node.raw + (element ? newline + indent : "") +
           "</" + dts + node.name + ">";
  } else {
    const bool empty_text = node.name == "Property" || node.name == "VariableValue";
    out += empty_text ? "></" + dts + node.name + ">" : " />";
  }
  return out;
}

}  // namespace gantry::dtsx
