#include "host/configuration/setting-key.hpp"

#include <array>
#include <charconv>

#include "host/configuration/names.hpp"
#include "host/configuration/nearest.hpp"

namespace gantry::configuration {
namespace {

using Kind = SettingKey::Kind;

constexpr std::array keys = {
    SettingKey{"server"},
    SettingKey{"local-server"},
    SettingKey{"port", Kind::integer, 1, 65535},
    SettingKey{"authentication", Kind::choice, 0, 0, "sql|integrated|ntlm"},
    SettingKey{"encrypt", Kind::choice, 0, 0, "off|request|require|strict"},
    SettingKey{"trust-server-certificate", Kind::boolean},
    SettingKey{"host-name-in-certificate"},
    SettingKey{"ca-file", Kind::path},
    SettingKey{"driver"},
    SettingKey{"connect-timeout", Kind::integer, 1, 86400},
    SettingKey{"statement-timeout", Kind::integer, 0, 2147483},
    SettingKey{"lock-timeout", Kind::integer, 0, 86400},
    SettingKey{"application"},
    SettingKey{"application-intent", Kind::choice, 0, 0, "read-write|read-only"},
};

std::vector<std::string> split(std::string_view text) {
  std::vector<std::string> parts;
  for (std::size_t from = 0; from <= text.size();) {
    const std::size_t end = std::min(text.find('|', from), text.size());
    parts.emplace_back(text.substr(from, end - from));
    from = end + 1;
  }
  return parts;
}

Error refuse(const std::string &where, std::string expected, std::string_view value, std::string todo) {
  return Error(Status::invalid, where + " is not valid.", std::move(expected),
               "It is '" + shown(value) + "'.", std::move(todo));
}

}  // namespace

const SettingKey *find_setting_key(std::string_view name) {
  for (const SettingKey &key : keys)
    if (key.name == name) return &key;
  // What only one driver understands goes to it unread: `driver.lock-timeout`.
  static constexpr SettingKey of_driver{"driver."};
  return is_of_driver(name) ? &of_driver : nullptr;
}

bool is_of_driver(std::string_view name) {
  constexpr std::string_view prefix = "driver.";
  return name.size() > prefix.size() && name.substr(0, prefix.size()) == prefix;
}

const std::vector<std::string> &setting_key_names() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> all;
    for (const SettingKey &key : keys) all.emplace_back(key.name);
    return all;
  }();
  return names;
}

Result<std::string> check_setting(const SettingKey &key, std::string_view value, const std::string &where) {
  switch (key.kind) {
    case Kind::choice: {
      const std::vector<std::string> choices = split(key.choices);
      for (const std::string &choice : choices)
        if (choice == lower_case(value)) return choice;
      return refuse(where, "One of " + joined(choices) + " was expected.", value, suggestion(value, choices));
    }
    case Kind::boolean: {
      const std::string lower = lower_case(value);
      if (lower == "true" || lower == "1") return std::string("True");
      if (lower == "false" || lower == "0") return std::string("False");
      return refuse(where, "true or false was expected.", value, "Write true or false.");
    }
    case Kind::integer: {
      long number = 0;
      const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
      if (error != std::errc() || end != value.data() + value.size() || number < key.least ||
          number > key.most)
        return refuse(where,
                      "A whole number from " + std::to_string(key.least) + " to " + std::to_string(key.most) +
                          " was expected.",
                      value, "Correct the number.");
      return std::to_string(number);
    }
    case Kind::path:
      if (value.empty() || value.front() != '/')
        return refuse(where, "An absolute path was expected.", value, "Write the path from / on.");
      break;
    case Kind::text: break;
  }
  for (const char c : value)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F)
      return refuse(where, "A text without control characters was expected.", value, "Remove them.");
  constexpr std::size_t longest = 1024;
  if (value.empty() || value.size() > longest)
    return refuse(where, "A text of 1 to " + std::to_string(longest) + " bytes was expected.", value,
                  "Give a value, or leave the key out.");
  return std::string(value);
}

}  // namespace gantry::configuration
