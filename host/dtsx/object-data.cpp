#include "host/dtsx/object-data.hpp"

#include <algorithm>

#include "host/dtsx/vocabulary.hpp"
#include "host/dtsx/xml/edits.hpp"

namespace gantry::dtsx {

using xml::none;

namespace {

constexpr std::string_view extra = "Gantry.";

bool is_extra(const PropertyDescription &property) { return property.name.substr(0, extra.size()) == extra; }

/// `DTS:Name` as a class writes it means that namespace, whatever prefix the file uses; `{namespace}Name` any
/// other one.
std::pair<std::string_view, std::string_view> qualified(std::string_view name) {
  constexpr std::string_view prefix = "DTS:";
  if (name.substr(0, prefix.size()) == prefix) return {dts_space, name.substr(prefix.size())};
  if (const std::size_t close = name.find('}'); !name.empty() && name[0] == '{' && close != name.npos)
    return {name.substr(1, close - 1), name.substr(close + 1)};
  return {{}, name};
}

std::vector<std::string> xml_names(const PropertyDescription &property) {
  std::vector<std::string> names = property.xml_names;
  for (std::string &name : names)
    if (is_extra(property) && name.substr(0, extra.size()) == extra) name.erase(0, extra.size());
  return names;
}

std::uint32_t find_value_attribute(const xml::Source &source, std::uint32_t element,
                                   const PropertyDescription &property) {
  for (const std::string &name : xml_names(property)) {
    const auto [space, local] = qualified(name);
    const std::uint32_t found =
        source.find_attribute(element, is_extra(property) ? gantry_space : space, local);
    if (found != none) return found;
  }
  return none;
}

/// `<DTS:Property DTS:Name="ConnectionString">`: how packages of formats 2 and 3 write what newer ones write
/// as an attribute of the package namespace.
std::uint32_t find_property_child(const xml::Source &source, std::uint32_t element,
                                  const PropertyDescription &property) {
  for (const std::string &name : xml_names(property)) {
    const auto [space, local] = qualified(name);
    if (space != dts_space) continue;
    if (const std::uint32_t found = find_property(source, element, local); found != none) return found;
  }
  return none;
}

/// `<PassWord>`, `<DTS:Password>` or `<DTS:Property DTS:Name="ServerPassword">`.
std::uint32_t find_value_child(const xml::Source &source, std::uint32_t element,
                               const PropertyDescription &property) {
  for (const std::string &name : xml_names(property))
    for (std::uint32_t at = source.elements[element].first_child; at != none; at = source.elements[at].next)
      if (source.local_name(at) == qualified(name).second ||
          dts_attribute(source, at, "Name") == qualified(name).second)
        return at;
  return none;
}

std::string default_of(const PropertyDescription &property) {
  if (!property.default_value.empty()) {
    auto value = normalise_value(property, property.default_value);
    return value ? *value : property.default_value;
  }
  switch (property.type) {
    case PropertyType::boolean: return "False";
    case PropertyType::int32:
    case PropertyType::int64:
    case PropertyType::float64: return "0";
    case PropertyType::list: return encode_list({});
    case PropertyType::enumeration:
      for (const EnumMember &member : property.enums)
        if (member.number == 0) return member.name;
      return property.enums.empty() ? std::string() : property.enums.front().name;
    default: return {};
  }
}

Result<xml::Source> parse_content(const package::ObjectData &data) {
  static const xml::Bindings nothing;
  ReadOptions options;
  options.name = "ObjectData";
  return xml::parse_fragment(data.content, data.namespaces ? *data.namespaces : nothing, options);
}

Error wrong_content(std::string what, std::string expected, std::string found) {
  return Error(Status::data, std::move(what), std::move(expected), std::move(found),
               "Repair the package, or save it again with its designer.")
      .with_code(0xC0010014);
}

/// The one element the content holds; `none` when it holds nothing.
Result<std::uint32_t> content_root(const xml::Source &source, std::string_view element) {
  const std::uint32_t root = source.root();
  if (root == none) return none;
  if (!element.empty() && source.local_name(root) != qualified(element).second)
    return wrong_content(
        "The data of an object could not be read.",
        "The element <" + std::string(element) + "> was expected.",
        "There is <" + std::string(source.slice(source.elements[root].name)).substr(0, 64) + ">.");
  return root;
}

}  // namespace

Result<ObjectDataContent> read_object_data(const package::ObjectData &data, const ClassDescription &type) {
  ObjectDataContent out;
  if (!data.present) return out;
  auto source = parse_content(data);
  if (!source) return source.error();
  auto root = content_root(*source, type.element);
  if (!root) return root.error();
  if (*root == none) return out;
  std::vector<std::uint32_t> claimed_attributes, claimed_children;
  for (const PropertyDescription &property : type.properties) {
    if (property.read_only) continue;
    const std::uint32_t attribute = find_value_attribute(*source, *root, property);
    const std::uint32_t child = property.sensitive ? find_value_child(*source, *root, property) : none;
    if (child != none) {
      claimed_children.push_back(child);
      const std::string text = is_encrypted(*source, child) ? std::string() : source->content(child);
      if (text.empty())
        out.withheld.push_back(property.name);
      else
        out.values.push_back({property.name, text, true});
    }
    // A cipher in the place of the child hides which one it was.
    if (property.sensitive && child == none && holds_cipher(*source, *root))
      out.withheld.push_back(property.name);
    const std::uint32_t element_style =
        attribute == none && !property.sensitive ? find_property_child(*source, *root, property) : none;
    if (element_style != none)
      claimed_children.push_back(element_style);
    else if (attribute == none)
      continue;
    else
      claimed_attributes.push_back(attribute);
    if (child != none) continue;
    const std::string text =
        attribute == none ? source->content(element_style) : source->attribute_value(attribute);
    auto value = normalise_value(property, text);
    if (!value && property.type == PropertyType::enumeration) {
      out.doubtful.push_back(property.name);
      value = text;
    }
    if (!value)
      return wrong_content(
          "The value '" +
              (attribute == none ? property.name : std::string(source->attribute_name(attribute))) +
              "' of <" + std::string(source->local_name(*root)) + "> could not be read.",
          value.error().expected, value.error().found);
    out.values.push_back({property.name, std::move(*value), property.sensitive});
  }
  const xml::Element &at = source->elements[*root];
  for (std::uint32_t i = at.first_attribute; i < at.first_attribute + at.attributes; ++i)
    if (source->attributes[i].space != 2 &&
        std::find(claimed_attributes.begin(), claimed_attributes.end(), i) == claimed_attributes.end())
      out.unknown.emplace_back(source->slice(source->attributes[i].name));
  for (std::uint32_t i = at.first_child; i != none; i = source->elements[i].next)
    if (std::find(claimed_children.begin(), claimed_children.end(), i) == claimed_children.end())
      out.unknown.emplace_back(source->slice(source->elements[i].name));
  return out;
}

Result<package::ObjectData> write_object_data(const package::ObjectData &previous,
                                              const ClassDescription &type,
                                              const std::vector<PropertyValue> &values) {
  package::ObjectData base = previous;
  auto source = parse_content(base);
  if (!source) return source.error();
  if (!base.present || source->root() == none) {
    base.present = true;
    const bool dts = !qualified(type.element).first.empty();
    base.content = "<" + type.element + (dts ? " xmlns:DTS=\"" + std::string(dts_space) + "\"" : "") + " />";
    source = parse_content(base);
    if (!source) return source.error();
  }
  auto found_root = content_root(*source, type.element);
  if (!found_root) return found_root.error();
  const std::uint32_t root = *found_root;
  xml::Edits edits(*source);
  std::string children;
  std::string gantry_prefix = source->prefix(root, gantry_space, true);
  for (const PropertyValue &given : values) {
    const auto property =
        std::find_if(type.properties.begin(), type.properties.end(),
                     [&](const PropertyDescription &item) { return item.name == given.name; });
    if (property == type.properties.end())
      return Error(Status::not_found, "The property '" + given.name + "' could not be written.",
                   "A property of <" + type.element + "> was expected.", "It has none of that name.",
                   "Correct the name.")
          .with_code(0xC001F026);
    if (property->read_only || property->xml_names.empty()) continue;
    const std::string name = xml_names(*property).front();
    if (property->sensitive) {
      const std::uint32_t child = find_value_child(*source, root, *property);
      if (child == none) {
        if (!given.value.empty())
          children += "<" + name + " Sensitive=\"1\">" + xml::escape_text(given.value) + "</" + name + ">";
        continue;
      }
      if (!is_encrypted(*source, child) && source->content(child) == given.value) continue;
      edits.set_content(child, xml::escape_text(given.value));
      const std::uint32_t mark = find_dts(*source, child, "Encrypted");
      if (mark != none) edits.remove_attribute(child, mark);
      continue;
    }
    auto value = normalise_value(*property, given.value);
    if (!value) return value.error();
    const std::uint32_t attribute = find_value_attribute(*source, root, *property);
    const std::uint32_t element_style =
        attribute == none ? find_property_child(*source, root, *property) : none;
    if (element_style != none) {
      const auto stands = normalise_value(*property, source->content(element_style));
      if (stands && *stands == *value) continue;
      const bool boolean = property->type == PropertyType::boolean;
      edits.set_content(element_style, xml::escape_text(!boolean ? *value : *value == "True" ? "-1" : "0"));
    } else if (attribute != none) {
      const auto stands = normalise_value(*property, source->attribute_value(attribute));
      if (stands && *stands == *value) continue;
      if (*value == default_of(*property))
        edits.remove_attribute(root, attribute);
      else
        edits.set_attribute(attribute, *value);
    } else if (*value != default_of(*property)) {
      std::string written = name;
      if (is_extra(*property)) {
        if (gantry_prefix.empty()) {
          gantry_prefix = "Gantry:";
          edits.add_attribute(root, "xmlns:Gantry", gantry_space);
        }
        written = gantry_prefix + name;
      }
      edits.add_attribute(root, written, *value);
    }
  }
  if (!children.empty()) edits.append(root, children, {});
  base.content = edits.apply();
  return base;
}

Result<std::string> standalone_object_data(const package::ObjectData &data) {
  auto source = parse_content(data);
  if (!source) return source.error();
  const std::uint32_t root = source->root();
  if (!data.present || root == none)
    return Error(Status::not_found, "The data of an object could not be read.",
                 "An element inside ObjectData was expected.", "There is none.",
                 "Save the package again with its designer.")
        .with_code(0xC0010022);
  xml::Edits edits(*source);
  for (std::uint32_t at = 1; at < source->elements.size(); ++at)
    if (is_cipher(*source, at))
      edits.remove_element(at);
    else if (is_sensitive(*source, at) && is_encrypted(*source, at) && !holds_cipher(*source, at))
      edits.set_content(at, {});
  // Only what the element does not declare itself.
  for (const auto &[prefix, uri] : source->outer) {
    const std::string name = prefix.empty() ? "xmlns" : "xmlns:" + prefix;
    bool own = uri.empty();
    const xml::Element &at = source->elements[root];
    for (std::uint32_t i = at.first_attribute; i < at.first_attribute + at.attributes; ++i)
      own = own || source->slice(source->attributes[i].name) == name;
    if (!own)
      edits.insert(source->elements[root].name.end, " " + name + "=\"" + xml::escape_attribute(uri) + "\"");
  }
  // The element alone: its siblings (comments, white space) are cut away.
  edits.replace(0, source->elements[root].begin, {});
  edits.replace(source->elements[root].end, static_cast<std::uint32_t>(source->text.size()), {});
  return edits.apply();
}

Result<package::ObjectData> from_standalone(std::string_view text, const package::ObjectData &previous) {
  ReadOptions options;
  options.name = "ObjectData";
  auto source = xml::parse(text, options);
  if (!source) return source.error();
  package::ObjectData out = previous;
  out.present = true;
  const xml::Element &root = source->elements[source->root()];
  const std::string element(source->slice(root.begin, root.end));
  auto old = parse_content(previous);
  if (old && previous.present && old->root() != none) {
    // The white space around the old element stays.
    const xml::Element &before = old->elements[old->root()];
    out.content = std::string(old->slice(0, before.begin)) + element +
                  std::string(old->slice(before.end, static_cast<std::uint32_t>(old->text.size())));
  } else {
    out.content = element;
  }
  return out;
}

}  // namespace gantry::dtsx
