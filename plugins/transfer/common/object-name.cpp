#include "plugins/transfer/common/object-name.hpp"

#include <optional>
#include <vector>

namespace gantry::transfer {
namespace {

/// One part from `at`, which is left behind it; nothing when a bracket is not closed.
std::optional<std::string> part(std::string_view text, std::size_t &at) {
  std::string out;
  if (at >= text.size() || text[at] != '[') {
    while (at < text.size() && text[at] != '.') out += text[at++];
    return out;
  }
  for (++at; at < text.size(); ++at) {
    if (text[at] == ']' && (at + 1 >= text.size() || text[++at] != ']')) {
      if (at + 1 == text.size() && text[at] == ']') ++at;
      return out;
    }
    out += text[at];
  }
  return std::nullopt;
}

std::string bracketed(std::string_view name) {
  std::string text = "[";
  for (const char c : name) {
    text += c;
    if (c == ']') text += ']';
  }
  return text += ']';
}

}  // namespace

ObjectName parse_object_name(std::string_view text) {
  std::vector<std::string> parts;
  std::size_t at = 0;
  for (;;) {
    const std::optional<std::string> one = part(text, at);
    if (!one || one->empty()) return {"", std::string(text)};
    parts.push_back(*one);
    if (at >= text.size()) break;
    if (text[at] != '.' || parts.size() == 2) return {"", std::string(text)};
    ++at;
  }
  return parts.size() == 2 ? ObjectName{parts[0], parts[1]} : ObjectName{"", parts[0]};
}

std::string qualified(std::string_view schema, std::string_view name) {
  return bracketed(schema) + '.' + bracketed(name);
}

}  // namespace gantry::transfer
