#include "host/audit/json-line.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace gantry::audit {

void append_json_text(std::string &out, std::string_view text) {
  // Beyond ASCII the library knows what is no UTF-8.
  if (std::any_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x7F; })) {
    out += nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    return;
  }
  constexpr std::string_view hexadecimal = "0123456789abcdef";
  out += '"';
  std::size_t begin = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (c >= ' ' && c != '"' && c != '\\') continue;
    out.append(text, begin, at - begin);
    begin = at + 1;
    switch (c) {
      case '"': out += "\\\""; break;
      case '\\': out += "\\\\"; break;
      case '\n': out += "\\n"; break;
      case '\r': out += "\\r"; break;
      case '\t': out += "\\t"; break;
      default:
        out += "\\u00";
        out += hexadecimal[static_cast<std::size_t>(c) >> 4];
        out += hexadecimal[static_cast<std::size_t>(c) & 15];
    }
  }
  out.append(text, begin, std::string_view::npos);
  out += '"';
}

void JsonLine::key(std::string_view key) {
  if (text_.size() > 1) text_ += ',';
  ((text_ += '"') += key) += "\":";
}

JsonLine &JsonLine::add(std::string_view name, std::string_view value) {
  key(name);
  append_json_text(text_, value);
  return *this;
}

JsonLine &JsonLine::add(std::string_view name, std::int64_t value) {
  key(name);
  text_ += std::to_string(value);
  return *this;
}

JsonLine &JsonLine::add(std::string_view name, double value) {
  key(name);
  std::array<char, 32> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
  text_.append(digits.data(), end);
  return *this;
}

JsonLine &JsonLine::add(std::string_view name, bool value) {
  key(name);
  text_ += value ? "true" : "false";
  return *this;
}

JsonLine &JsonLine::add_json(std::string_view name, std::string_view json) {
  key(name);
  text_ += json;
  return *this;
}

std::string JsonLine::object() {
  text_ += '}';
  return std::exchange(text_, "{");
}

std::string JsonLine::finish() { return object() += '\n'; }

}  // namespace gantry::audit
