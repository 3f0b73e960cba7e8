#include "host/dtsx/xml/source.hpp"

#include <algorithm>

namespace gantry::dtsx::xml {

namespace {

/// Character number of `#65` or `#x41`, or of one of the five names. The parser has checked the form.
std::uint32_t reference(std::string_view name) {
  if (name == "lt") return '<';
  if (name == "gt") return '>';
  if (name == "amp") return '&';
  if (name == "quot") return '"';
  if (name == "apos") return '\'';
  std::uint32_t number = 0;
  const bool hex = name.size() > 1 && name[1] == 'x';
  for (char c : name.substr(hex ? 2 : 1)) {
    const int digit = c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10;
    number = number * (hex ? 16 : 10) + static_cast<std::uint32_t>(digit);
  }
  return number;
}

}  // namespace

std::string decode(std::string_view raw, bool attribute) {
  std::string out;
  out.reserve(raw.size());
  for (std::size_t i = 0; i < raw.size(); ++i) {
    const char c = raw[i];
    if (c == '&') {
      const std::size_t end = raw.find(';', i);
      if (end == std::string_view::npos) break;
      append_character(out, reference(raw.substr(i + 1, end - i - 1)));
      i = end;
    } else if (c == '\r') {
      if (i + 1 < raw.size() && raw[i + 1] == '\n') ++i;
      out += attribute ? ' ' : '\n';
    } else if (attribute && (c == '\n' || c == '\t')) {
      out += ' ';
    } else {
      out += c;
    }
  }
  return out;
}

std::string escape_attribute(std::string_view text, char quote) {
  std::string out;
  out.reserve(text.size());
  for (char c : text) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '\n': out += "&#xA;"; break;
      case '\r': out += "&#xD;"; break;
      case '\t': out += "&#x9;"; break;
      default:
        if (c == quote)
          out += c == '"' ? "&quot;" : "&apos;";
        else
          out += c;
    }
  }
  return out;
}

std::string escape_text(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (char c : text) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '\r': out += "&#xD;"; break;
      default: out += c;
    }
  }
  return out;
}

std::string_view Source::local_name(std::uint32_t element) const {
  const Element &at = elements[element];
  return slice(at.name.begin + at.colon, at.name.end);
}

bool Source::is(std::uint32_t element, std::string_view space_name, std::string_view local) const {
  return local_name(element) == local && space(element) == space_name;
}

std::string_view Source::attribute_name(std::uint32_t attribute) const {
  const Attribute &at = attributes[attribute];
  return slice(at.name.begin + at.colon, at.name.end);
}

std::uint32_t Source::find_attribute(std::uint32_t element, std::string_view space_name,
                                     std::string_view local) const {
  const Element &at = elements[element];
  for (std::uint32_t i = at.first_attribute; i < at.first_attribute + at.attributes; ++i)
    if (attribute_name(i) == local && spaces[attributes[i].space] == space_name) return i;
  return none;
}

std::string Source::attribute_value(std::uint32_t attribute) const {
  return decode(slice(attributes[attribute].value), true);
}

std::string Source::content(std::uint32_t element) const {
  const Element &at = elements[element];
  std::string out;
  std::uint32_t child = at.first_child;
  for (std::uint32_t i = at.open_end; i < at.close_begin;) {
    if (child != none && i == elements[child].begin) {
      i = elements[child].end;
      child = elements[child].next;
      continue;
    }
    const std::string_view rest = slice(i, at.close_begin);
    if (rest.substr(0, 9) == "<![CDATA[") {
      const std::size_t end = rest.find("]]>");
      std::string_view data = rest.substr(9, end - 9);
      for (std::size_t k = 0; k < data.size(); ++k) {
        if (data[k] == '\r') {
          if (k + 1 < data.size() && data[k + 1] == '\n') continue;
          out += '\n';
        } else {
          out += data[k];
        }
      }
      i += static_cast<std::uint32_t>(end + 3);
    } else if (rest.substr(0, 4) == "<!--") {
      i += static_cast<std::uint32_t>(rest.find("-->") + 3);
    } else if (rest.substr(0, 2) == "<?") {
      i += static_cast<std::uint32_t>(rest.find("?>") + 2);
    } else {
      const std::size_t end = std::min(rest.find('<'), rest.size());
      out += decode(rest.substr(0, end), false);
      i += static_cast<std::uint32_t>(end);
    }
  }
  return out;
}

Bindings Source::bindings(std::uint32_t element) const {
  Bindings all;
  const auto known = [&](std::string_view prefix_name) {
    return std::any_of(all.begin(), all.end(), [&](const auto &item) { return item.first == prefix_name; });
  };
  for (std::uint32_t at = element; at != none; at = elements[at].parent) {
    const Element &here = elements[at];
    for (std::uint32_t i = here.first_attribute; i < here.first_attribute + here.attributes; ++i) {
      const std::string_view full = slice(attributes[i].name);
      if (full == "xmlns") {
        if (!known("")) all.emplace_back("", attribute_value(i));
      } else if (full.substr(0, 6) == "xmlns:") {
        if (!known(full.substr(6))) all.emplace_back(std::string(full.substr(6)), attribute_value(i));
      }
    }
  }
  for (const auto &item : outer)
    if (!known(item.first)) all.push_back(item);
  return all;
}

std::string Source::prefix(std::uint32_t element, std::string_view space_name, bool for_attribute) const {
  bool is_default = false;
  for (const auto &[prefix_name, uri] : bindings(element)) {
    if (uri != space_name) continue;
    if (prefix_name.empty())
      is_default = true;
    else if (for_attribute || !is_default)
      return prefix_name + ":";
  }
  return {};
}

int Source::line(std::uint32_t offset) const {
  int number = 1;
  const std::string_view before = slice(0, offset);
  for (std::size_t i = 0; i < before.size(); ++i)
    if (before[i] == '\n' || (before[i] == '\r' && (i + 1 >= text.size() || text[i + 1] != '\n'))) ++number;
  return number;
}

int Source::column(std::uint32_t offset) const {
  int number = 1;
  while (offset > 0 && text[offset - 1] != '\n' && text[offset - 1] != '\r') {
    --offset;
    if ((static_cast<unsigned char>(text[offset]) & 0xC0) != 0x80) ++number;
  }
  return number;
}

}  // namespace gantry::dtsx::xml
