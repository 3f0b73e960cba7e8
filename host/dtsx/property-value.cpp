// Invariant forms of property values, and the descriptions that say which form is meant.
#include <algorithm>

#include "host/dtsx/object-data.hpp"
#include "host/package/host-properties.hpp"

namespace gantry::dtsx {

namespace {

Error unfit(const PropertyDescription &property, std::string expected, std::string_view text) {
  // Only what cannot be a secret is shown.
  const std::string found =
      property.sensitive ? "The given text is none." : "It is '" + std::string(text.substr(0, 64)) + "'.";
  return Error(Status::invalid, "The value of property '" + property.name + "' could not be read.",
               std::move(expected), found, "Correct the value.")
      .with_code(0xC001F026);
}

bool same_word(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [&](char x, char y) { return lower(x) == lower(y); });
}

}  // namespace

Result<std::string> normalise_value(const PropertyDescription &property, std::string_view text) {
  switch (property.type) {
    case PropertyType::string:
    case PropertyType::datetime: return std::string(text);
    case PropertyType::boolean: {
      const auto value = package::parse_boolean(text);
      if (!value) return unfit(property, "True or False was expected.", text);
      return std::string(*value ? "True" : "False");
    }
    case PropertyType::int32:
    case PropertyType::int64: {
      const auto value = package::parse_integer(text);
      const auto type =
          property.type == PropertyType::int32 ? package::DataType::int32 : package::DataType::int64;
      if (!value || !package::fits(type, std::to_string(*value)))
        return unfit(property, "A whole number was expected.", text);
      return std::to_string(*value);
    }
    case PropertyType::float64:
      if (!package::fits(package::DataType::float64, text))
        return unfit(property, "A number was expected.", text);
      return std::string(text);
    case PropertyType::enumeration: {
      const auto number = package::parse_integer(text);
      std::string names;
      for (const EnumMember &member : property.enums) {
        if (same_word(member.name, text) || (number && *number == member.number)) return member.name;
        names += (names.empty() ? "" : ", ") + member.name;
      }
      return unfit(property, "One of " + names + " was expected.", text);
    }
    case PropertyType::list: {
      auto items = decode_list(text);
      if (!items) {
        Error error = unfit(property, items.error().expected, text);
        error.found = items.error().found;
        return error;
      }
      return encode_list(*items);
    }
  }
  return std::string(text);
}

Result<ClassDescription> parse_description(std::string_view text) {
  ClassDescription out;
  PropertyDescription *current = nullptr;
  int line_number = 0;
  const auto named = [&](std::string_view name) -> PropertyDescription & {
    for (PropertyDescription &item : out.properties)
      if (item.name == name) return item;
    out.properties.push_back({});
    out.properties.back().name = name;
    return out.properties.back();
  };
  const auto wrong = [&](std::string expected, std::string_view found) {
    Error error(Status::data, "The description of a class could not be read.", std::move(expected),
                "Line " + std::to_string(line_number) + " is '" + std::string(found.substr(0, 80)) + "'.",
                "Correct the plugin.");
    error.line = line_number;
    return error;
  };
  while (!text.empty()) {
    ++line_number;
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    const std::size_t equals = line.find('=');
    if (line.empty()) continue;
    if (equals == std::string_view::npos) return wrong("KEY=VALUE was expected.", line);
    const std::string_view key = line.substr(0, equals), value = line.substr(equals + 1);
    constexpr std::string_view slot = "class.slot.", dot_xml = ".xml";
    if (key == "class.xml") {
      out.element = value;
    } else if (key.substr(0, slot.size()) == slot && key.size() > slot.size() + dot_xml.size() &&
               key.substr(key.size() - dot_xml.size()) == dot_xml) {
      auto &names = named(key.substr(slot.size(), key.size() - slot.size() - dot_xml.size())).xml_names;
      if (std::find(names.begin(), names.end(), value) == names.end()) names.emplace_back(value);
      current = nullptr;
    } else if (key == "property") {
      current = &named(value);
    } else if (key.substr(0, 9) == "property.") {
      if (!current) return wrong("'property=' before its attributes was expected.", line);
      const std::string_view what = key.substr(9);
      const bool yes = package::parse_boolean(value).value_or(false);
      if (what == "type") {
        constexpr std::string_view types[] = {"string", "bool",     "int32", "int64",
                                              "double", "datetime", "enum",  "list"};
        const auto found = std::find(std::begin(types), std::end(types), value);
        if (found == std::end(types)) return wrong("A known type was expected.", line);
        current->type = static_cast<PropertyType>(found - std::begin(types));
      } else if (what == "default") {
        current->default_value = value;
      } else if (what == "enum") {
        const std::size_t colon = value.rfind(':');
        const auto number =
            colon == std::string_view::npos ? std::nullopt : package::parse_integer(value.substr(colon + 1));
        if (!number) return wrong("NAME:NUMBER was expected.", line);
        current->enums.push_back({std::string(value.substr(0, colon)), *number});
      } else if (what == "sensitive") {
        current->sensitive = yes;
      } else if (what == "read-only") {
        current->read_only = yes;
      } else if (what == "xml") {
        auto &names = current->xml_names;
        if (std::find(names.begin(), names.end(), value) == names.end()) names.emplace_back(value);
      }
    }
  }
  return out;
}

}  // namespace gantry::dtsx
