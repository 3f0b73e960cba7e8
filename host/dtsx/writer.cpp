#include "host/dtsx/writer.hpp"

#include <algorithm>
#include <map>

#include "host/dtsx/node.hpp"
#include "host/dtsx/vocabulary.hpp"
#include "host/dtsx/xml/edits.hpp"

namespace gantry::dtsx {

using package::Executable;
using package::Object;
using package::ProtectionLevel;
using xml::none;

namespace {

/// Order of the parts of an executable in both eras, for places of parts that are not there yet.
int rank_of(std::string_view name) {
  constexpr std::string_view order[] = {"Property",
                                        "PropertyExpression",
                                        "ConnectionManagers",
                                        "ConnectionManager",
                                        "Configurations",
                                        "Configuration",
                                        "LogProviders",
                                        "LogProvider",
                                        "PackageParameters",
                                        "PackageParameter",
                                        "Variables",
                                        "Variable",
                                        "LoggingOptions",
                                        "ForEachEnumerator",
                                        "Executables",
                                        "Executable",
                                        "PrecedenceConstraints",
                                        "PrecedenceConstraint",
                                        "EventHandlers",
                                        "EventHandler",
                                        "ForEachVariableMappings",
                                        "ForEachVariableMapping",
                                        "ObjectData",
                                        "DesignTimeProperties"};
  return static_cast<int>(std::find(std::begin(order), std::end(order), name) - std::begin(order));
}

/// Compares two models of one source and collects the splices that lead from one to the other.
class Differ {
 public:
  Differ(const xml::Source &source, Style style, ProtectionLevel level)
      : source_(source),
        edits_(source),
        style_(style),
        level_(level),
        make_(style, level),
        newline_(xml::newline_of(source)) {}

  std::optional<Error> error;

  std::string finish() {
    for (const auto &[element, text] : pending_)
      edits_.append(element, text, newline_ + xml::indent_of(source_, element));
    return xml::encode_bytes(edits_.apply(), source_.encoding, source_.bom);
  }

  void package(const package::Package &old, const package::Package &now) {
    const std::uint32_t root = source_.root();
    emptying_ = level_ != old.protection_level() && level_ == ProtectionLevel::dont_save_sensitive;
    executable(old.root, now.root);
    std::vector<package::ConnectionManager> managers_old, managers_now;
    for (const auto &item : old.connections) managers_old.push_back(item);
    for (const auto &item : now.connections)
      if (item.scope == package::Scope::package) managers_now.push_back(item);
    list(
        managers_old, managers_now, root, "ConnectionManagers", "ConnectionManager",
        [&](const auto &a, const auto &b) { connection(a, b); },
        [&](const auto &x) { return make_.connection(x); });
    list(
        old.configurations, now.configurations, root, "Configurations", "Configuration",
        [&](const auto &a, const auto &b) { object(a, b); },
        [&](const auto &x) { return Result<Node>(make_.configuration(x)); });
    list(
        old.log_providers, now.log_providers, root, "LogProviders", "LogProvider",
        [&](const auto &a, const auto &b) {
          object(a, b);
          data(a.object_data, b.object_data, b.origin, b.name);
        },
        [&](const auto &x) { return make_.log_provider(x); });
    list(
        old.parameters, now.parameters, root, "PackageParameters", "PackageParameter",
        [&](const auto &a, const auto &b) { parameter(a, b); },
        [&](const auto &x) { return make_.parameter(x); });
    if (level_ != old.protection_level()) level_changed();
  }

  void connection(const package::ConnectionManager &old, const package::ConnectionManager &now) {
    object(old, now);
    data(old.object_data, now.object_data, now.origin, now.name);
  }

 private:
  void fail(Error problem) {
    if (!error) error = std::move(problem);
  }

  std::string dts(std::uint32_t element, bool attribute = false) const {
    return source_.prefix(element, dts_space, attribute);
  }

  /// `value` null: the property is gone.
  void set(std::uint32_t element, std::string_view name, const std::string *value) {
    const std::uint32_t attribute = find_dts(source_, element, name);
    if (attribute != none) {
      if (value)
        edits_.set_attribute(attribute, *value);
      else
        edits_.remove_attribute(element, attribute);
      return;
    }
    const std::uint32_t property = find_property(source_, element, name);
    if (property != none) {
      if (value)
        edits_.set_content(property, xml::escape_text(era_value(Style::elements, name, *value)));
      else
        edits_.remove_element(property);
      return;
    }
    if (!value) return;
    if (style_ == Style::attributes || name == "ExecutableType") {
      edits_.add_attribute(element, dts(element, true) + std::string(name), *value);
    } else {
      add_child(element, NodeMaker::property(std::string(name), era_value(style_, name, *value)));
    }
  }

  void set_text(std::uint32_t element, std::string_view name, const std::string &old,
                const std::string &now) {
    if (old == now) return;
    // An empty text is left out as an attribute, but stays as an empty Property where one stands.
    const bool keep = !now.empty() || find_dts(source_, element, name) == none;
    set(element, name, keep ? &now : nullptr);
  }

  void properties(std::uint32_t element, const package::Properties &old, const package::Properties &now) {
    if (old == now) return;
    for (const package::Property &item : now) {
      const package::Property *before = old.find(item.name);
      if (!before || (before->value != item.value && now.find(item.name) == &item))
        set(element, item.name, &item.value);
    }
    for (const package::Property &item : old)
      if (!now.has(item.name)) set(element, item.name, nullptr);
  }

  void object(const Object &old, const Object &now) {
    const std::uint32_t element = now.origin;
    set_text(element, "refId", old.ref_id, now.ref_id);
    set_text(element, "ObjectName", old.name, now.name);
    set_text(element, "DTSID", old.id, now.id);
    set_text(element, "Description", old.description, now.description);
    set_text(element, "CreationName", old.creation_name, now.creation_name);
    properties(element, old.properties, now.properties);
    if (old.expressions == now.expressions) return;
    for (const auto &item : now.expressions) {
      if (old.expression_of(item.property) == item.expression) continue;
      const std::uint32_t child = find_child(element, "PropertyExpression", "Name", item.property);
      if (child != none)
        edits_.set_content(child, xml::escape_text(item.expression));
      else
        add_child(element, NodeMaker::expression(item));
    }
    for (const auto &item : old.expressions) {
      const std::uint32_t child = find_child(element, "PropertyExpression", "Name", item.property);
      if (now.expression_of(item.property).empty() && child != none) edits_.remove_element(child);
    }
  }

  std::uint32_t find_child(std::uint32_t element, std::string_view name, std::string_view key = {},
                           std::string_view value = {}) const {
    for (std::uint32_t at = source_.elements[element].first_child; at != none; at = source_.elements[at].next)
      if (is_dts(source_, at, name) && (key.empty() || dts_attribute(source_, at, key) == value)) return at;
    return none;
  }

  /// Puts a part behind its like, else behind the last part that comes before it by rank.
  void add_child(std::uint32_t parent, const Node &node) {
    const std::string outer = xml::indent_of(source_, parent), inner = outer + "  ";
    const std::string text = newline_ + inner + print(node, dts(parent), newline_, inner);
    std::uint32_t after = none, first = source_.elements[parent].first_child;
    for (std::uint32_t at = first; at != none; at = source_.elements[at].next)
      if (source_.space(at) == dts_space && rank_of(source_.local_name(at)) <= rank_of(node.name)) after = at;
    if (after != none) {
      edits_.insert(source_.elements[after].end, text);
    } else if (first != none) {
      edits_.insert(source_.elements[parent].open_end, text);
    } else {
      pending_[parent] += text;
    }
  }

  void data(const package::ObjectData &old, const package::ObjectData &now, std::uint32_t element,
            const std::string &owner) {
    if (old == now) return;
    const std::uint32_t child = find_child(element, "ObjectData");
    if (!now.present) {
      if (child != none) edits_.remove_element(child);
      return;
    }
    if (child == none) {
      auto node = make_.object_data(now, owner);
      if (!node) return fail(node.error());
      return add_child(element, *node);
    }
    auto content = protect(now, level_, owner, emptying_);
    if (!content) return fail(content.error());
    edits_.set_content(child, *content);
  }

  template <typename Item, typename Diff, typename Make>
  void list(const std::vector<Item> &old, const std::vector<Item> &now, std::uint32_t parent,
            const std::string &wrapper, const std::string &name, Diff diff, Make make) {
    std::map<std::uint32_t, const Item *> before;
    for (const Item &item : old) before.emplace(item.origin, &item);
    std::uint32_t last = 0;
    std::vector<Node> fresh;
    for (const Item &item : now) {
      if (item.origin == 0) {
        auto node = make(item);
        if (!node) return fail(node.error());
        fresh.push_back(std::move(*node));
        continue;
      }
      const auto found = before.find(item.origin);
      if (found == before.end() || item.origin <= last) return fail(moved(item.name));
      last = item.origin;
      diff(*found->second, item);
      before.erase(found);
    }
    for (const auto &[origin, item] : before) edits_.remove_element(origin);
    if (fresh.empty()) return;
    const std::uint32_t group = find_child(parent, wrapper);
    const bool direct = find_child(parent, name) != none || style_ == Style::elements;
    if (group == none && !direct) return add_child(parent, Node{wrapper, {}, {}, std::move(fresh), {}});
    if (group == none) {
      for (const Node &node : fresh) add_child(parent, node);
      return;
    }
    const std::string outer = xml::indent_of(source_, group), inner = outer + "  ";
    std::string text;
    for (const Node &node : fresh) text += newline_ + inner + print(node, dts(group), newline_, inner);
    edits_.append(group, text, newline_ + outer);
  }

  static Error moved(const std::string &name) {
    return Error(Status::unsupported, "The change of '" + name + "' could not be written.",
                 "Objects that stay in their container and order were expected.",
                 "It was moved, or copied with its origin.",
                 "Remove it and add it as a new object (origin 0).");
  }

  void variable(const package::Variable &old, const package::Variable &now) {
    object(old, now);
    set_text(now.origin, "Namespace", old.name_space, now.name_space);
    if (old.value == now.value && old.data_type == now.data_type) return;
    const std::uint32_t value = find_child(now.origin, "VariableValue");
    if (value == none) return;
    if (old.data_type != now.data_type) {
      const std::uint32_t type = find_dts(source_, value, "DataType");
      if (type != none) edits_.set_attribute(type, std::to_string(static_cast<int>(now.data_type)));
    }
    if (old.value != now.value)
      edits_.set_content(
          value, now.data_type == package::DataType::object ? now.value : xml::escape_text(now.value));
  }

  void parameter(const package::Parameter &old, const package::Parameter &now) {
    object(old, now);
    if (old.data_type != now.data_type) {
      const std::string text = std::to_string(static_cast<int>(now.data_type));
      set(now.origin, "DataType", &text);
    }
    // A value that was only supplied for a run is not part of the package.
    if (old.value == now.value || now.supplied) return;
    const std::uint32_t value = find_property(source_, now.origin, "ParameterValue");
    if (value == none) {
      auto node = make_.parameter(now);
      if (!node) return fail(node.error());
      return add_child(now.origin, node->children.back());
    }
    if (now.sensitive() && !now.value.empty() && level_ != ProtectionLevel::dont_save_sensitive)
      return fail(clear_secret(now.name));
    edits_.set_content(value, now.sensitive() ? std::string() : xml::escape_text(now.value));
  }

  void constraint(const package::PrecedenceConstraint &old, const package::PrecedenceConstraint &now) {
    object(old, now);
    for (const bool from : {true, false}) {
      const std::string &text = from ? now.from : now.to;
      if (text == (from ? old.from : old.to)) continue;
      if (find_dts(source_, now.origin, from ? "From" : "To") != none) {
        set(now.origin, from ? "From" : "To", &text);
        continue;
      }
      for (std::uint32_t at = source_.elements[now.origin].first_child; at != none;
           at = source_.elements[at].next) {
        const std::uint32_t id = find_dts(source_, at, "IDREF");
        if (is_dts(source_, at, "Executable") && id != none &&
            package::parse_boolean(dts_attribute(source_, at, "IsFrom")).value_or(false) == from)
          edits_.set_attribute(id, text);
      }
    }
  }

  void logging(const package::LoggingOptions &old, const package::LoggingOptions &now, std::uint32_t parent) {
    if (!old.present) {
      if (now.present) add_child(parent, make_.logging(now));
      return;
    }
    const std::uint32_t element = old.origin;
    if (!now.present) return edits_.remove_element(element);
    properties(element, old.properties, now.properties);
    if (old.events != now.events)
      replace_part(element, find_property(source_, element, "EventFilter"),
                   NodeMaker::event_filter(now.events));
    for (const package::ColumnFilter &filter : now.columns) {
      const auto before = std::find_if(old.columns.begin(), old.columns.end(),
                                       [&](const auto &item) { return item.event == filter.event; });
      if (before == old.columns.end())
        add_child(element, NodeMaker::column_filter(filter));
      else if (!(*before == filter))
        replace_part(element, find_child(element, "Property", "EventName", filter.event),
                     NodeMaker::column_filter(filter));
    }
    for (const package::ColumnFilter &filter : old.columns)
      if (std::none_of(now.columns.begin(), now.columns.end(),
                       [&](const auto &item) { return item.event == filter.event; }))
        edits_.remove_element(find_child(element, "Property", "EventName", filter.event));
    if (old.providers != now.providers)
      replace_part(element, find_child(element, "SelectedLogProviders"),
                   NodeMaker::selected_providers(now.providers));
  }

  void replace_part(std::uint32_t parent, std::uint32_t part, const Node &node) {
    if (part == none) return add_child(parent, node);
    const xml::Element &at = source_.elements[part];
    edits_.replace(at.begin, at.end, print(node, dts(parent), newline_, xml::indent_of(source_, part)));
  }

  void executable(const Executable &old, const Executable &now) {
    const std::uint32_t element = now.origin;
    object(old, now);
    set_text(element, "ExecutableType", old.executable_type, now.executable_type);
    data(old.object_data, now.object_data, element, now.name);
    logging(old.logging, now.logging, element);
    list(
        old.variables, now.variables, element, "Variables", "Variable",
        [&](const auto &a, const auto &b) { variable(a, b); },
        [&](const auto &x) { return Result<Node>(make_.variable(x)); });
    if (old.enumerator && now.enumerator && now.enumerator->origin == old.enumerator->origin) {
      object(*old.enumerator, *now.enumerator);
      data(old.enumerator->object_data, now.enumerator->object_data, now.enumerator->origin, now.name);
    } else if (old.enumerator || now.enumerator) {
      if (old.enumerator) edits_.remove_element(old.enumerator->origin);
      if (now.enumerator) {
        auto node = make_.enumerator(*now.enumerator);
        if (!node) return fail(node.error());
        add_child(element, *node);
      }
    }
    list(
        old.mappings, now.mappings, element, "ForEachVariableMappings", "ForEachVariableMapping",
        [&](const auto &a, const auto &b) { object(a, b); },
        [&](const auto &x) { return Result<Node>(make_.mapping(x)); });
    list(
        old.executables, now.executables, element, "Executables", "Executable",
        [&](const auto &a, const auto &b) { executable(a, b); },
        [&](const auto &x) { return make_.executable(x); });
    list(
        old.constraints, now.constraints, element, "PrecedenceConstraints", "PrecedenceConstraint",
        [&](const auto &a, const auto &b) { constraint(a, b); },
        [&](const auto &x) { return Result<Node>(make_.constraint(x)); });
    list(
        old.event_handlers, now.event_handlers, element, "EventHandlers", "EventHandler",
        [&](const auto &a, const auto &b) { executable(a, b); },
        [&](const auto &x) { return make_.executable(x); });
  }

  /// The level itself changed: no clear secret may stay that the old level tolerated.
  void level_changed() {
    for (std::uint32_t at = 1; at < source_.elements.size(); ++at) {
      if (!is_sensitive(source_, at)) continue;
      const bool encrypted = is_encrypted(source_, at);
      if (!encrypted && (source_.elements[at].first_child != none || source_.content(at).empty())) continue;
      if (level_ != ProtectionLevel::dont_save_sensitive) {
        if (!encrypted) return fail(clear_secret(std::string(source_.local_name(at))));
        continue;
      }
      const std::uint32_t mark = find_dts(source_, at, "Encrypted");
      if (mark != none) edits_.remove_attribute(at, mark);
      if (is_cipher(source_, at))
        edits_.remove_element(at);
      else if (!holds_cipher(source_, at))
        edits_.set_content(at, {});
    }
  }

  const xml::Source &source_;
  xml::Edits edits_;
  Style style_;
  ProtectionLevel level_;
  NodeMaker make_;
  std::string newline_;
  bool emptying_ = false;                         ///< the level was changed to DontSaveSensitive
  std::map<std::uint32_t, std::string> pending_;  ///< parts for elements that have no child yet
};

}  // namespace

Result<std::string> write_package(const Document &document) {
  const Style style = document.original.format_version < 6 ? Style::elements : Style::attributes;
  Differ differ(*document.source, style, document.package.protection_level());
  differ.package(document.original, document.package);
  if (differ.error) return *differ.error;
  return differ.finish();
}

Result<std::string> write_connection_manager(const ConnectionDocument &document) {
  // The protection level is the project's and not known here: clear secrets are always emptied.
  Differ differ(*document.source, Style::attributes, ProtectionLevel::dont_save_sensitive);
  differ.connection(document.original, document.manager);
  if (differ.error) return *differ.error;
  return differ.finish();
}

Result<std::string> write_new_package(const package::Package &package) {
  auto node = NodeMaker(Style::attributes, package.protection_level()).package(package);
  if (!node) return node.error();
  return "<?xml version=\"1.0\"?>\n" + print(*node, "DTS:", "\n", "") + "\n";
}

}  // namespace gantry::dtsx
