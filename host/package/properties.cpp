#include "host/package/properties.hpp"

#include <algorithm>
#include <charconv>

namespace gantry::package {

namespace {

std::string_view trim(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

bool same_word(std::string_view text, std::string_view lower) {
  return std::equal(text.begin(), text.end(), lower.begin(), lower.end(),
                    [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a + 32 : a) == b; });
}

}  // namespace

std::optional<bool> parse_boolean(std::string_view text) {
  text = trim(text);
  if (text == "1" || text == "-1" || same_word(text, "true")) return true;
  if (text == "0" || same_word(text, "false")) return false;
  return std::nullopt;
}

std::optional<std::int64_t> parse_integer(std::string_view text) {
  text = trim(text);
  if (text.size() > 1 && text[0] == '+' && text[1] != '-') text.remove_prefix(1);
  std::int64_t number = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text.empty() || failure != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

const Property *Properties::find(std::string_view name) const {
  const auto at =
      std::find_if(items_.begin(), items_.end(), [&](const Property &item) { return item.name == name; });
  return at == items_.end() ? nullptr : &*at;
}

std::string_view Properties::text(std::string_view name, std::string_view otherwise) const {
  const Property *found = find(name);
  return found ? std::string_view(found->value) : otherwise;
}

bool Properties::boolean(std::string_view name, bool otherwise) const {
  const Property *found = find(name);
  return found ? parse_boolean(found->value).value_or(otherwise) : otherwise;
}

std::int64_t Properties::integer(std::string_view name, std::int64_t otherwise) const {
  const Property *found = find(name);
  return found ? parse_integer(found->value).value_or(otherwise) : otherwise;
}

void Properties::set(std::string_view name, std::string_view value) {
  for (Property &item : items_) {
    if (item.name == name) {
      item.value = value;
      return;
    }
  }
  items_.push_back({std::string(name), std::string(value), 0});
}

bool Properties::remove(std::string_view name) {
  return std::erase_if(items_, [&](const Property &item) { return item.name == name; }) != 0;
}

}  // namespace gantry::package
