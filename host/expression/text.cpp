#include "host/expression/text.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace gantry::expression {
namespace {

constexpr char32_t replacement = 0xFFFD;

/// The code point at `at`, which moves behind it.
char32_t decode(std::string_view text, std::size_t &at) {
  const auto lead = static_cast<unsigned char>(text[at++]);
  if (lead < 0x80) return lead;
  const int more = lead >= 0xF0 && lead < 0xF5   ? 3
                   : lead >= 0xE0 && lead < 0xF0 ? 2
                   : lead >= 0xC2 && lead < 0xE0 ? 1
                                                 : 0;
  if (more == 0) return replacement;
  char32_t point = lead & (0x3F >> more);
  const std::size_t start = at;
  for (int i = 0; i < more; ++i, ++at) {
    if (at >= text.size() || (static_cast<unsigned char>(text[at]) & 0xC0) != 0x80) {
      at = start;
      return replacement;
    }
    point = point << 6 | (static_cast<unsigned char>(text[at]) & 0x3F);
  }
  const bool overlong = (more == 2 && point < 0x800) || (more == 3 && point < 0x10000);
  if (overlong || point > 0x10FFFF || (point >= 0xD800 && point <= 0xDFFF)) {
    at = start;
    return replacement;
  }
  return point;
}

void encode(char32_t point, std::string &out) {
  if (point < 0x80) {
    out += static_cast<char>(point);
  } else if (point < 0x800) {
    out += static_cast<char>(0xC0 | point >> 6);
    out += static_cast<char>(0x80 | (point & 0x3F));
  } else if (point < 0x10000) {
    out += static_cast<char>(0xE0 | point >> 12);
    out += static_cast<char>(0x80 | (point >> 6 & 0x3F));
    out += static_cast<char>(0x80 | (point & 0x3F));
  } else {
    out += static_cast<char>(0xF0 | point >> 18);
    out += static_cast<char>(0x80 | (point >> 12 & 0x3F));
    out += static_cast<char>(0x80 | (point >> 6 & 0x3F));
    out += static_cast<char>(0x80 | (point & 0x3F));
  }
}

constexpr bool between(char16_t c, char16_t first, char16_t last) { return c >= first && c <= last; }

}  // namespace

std::u16string to_utf16(std::string_view utf8) {
  std::u16string out;
  out.reserve(utf8.size());
  for (std::size_t at = 0; at < utf8.size();) {
    char32_t point = decode(utf8, at);
    if (point >= 0x10000) {
      point -= 0x10000;
      out += static_cast<char16_t>(0xD800 + (point >> 10));
      out += static_cast<char16_t>(0xDC00 + (point & 0x3FF));
    } else {
      out += static_cast<char16_t>(point);
    }
  }
  return out;
}

std::string to_utf8(std::u16string_view utf16) {
  std::string out;
  out.reserve(utf16.size());
  for (std::size_t at = 0; at < utf16.size(); ++at) {
    const char16_t unit = utf16[at];
    if (between(unit, 0xD800, 0xDBFF) && at + 1 < utf16.size() && between(utf16[at + 1], 0xDC00, 0xDFFF)) {
      encode(0x10000 + ((unit - 0xD800u) << 10) + (utf16[at + 1] - 0xDC00u), out);
      ++at;
    } else {
      encode(between(unit, 0xD800, 0xDFFF) ? replacement : unit, out);
    }
  }
  return out;
}

char16_t upper(char16_t c) {
  if (between(c, u'a', u'z')) return static_cast<char16_t>(c - 32);
  if (c < 0x80) return c;
  if (between(c, 0xE0, 0xFE) && c != 0xF7) return static_cast<char16_t>(c - 32);
  if (c == 0xFF) return 0x178;
  // Latin Extended-A and the Cyrillic extensions alternate; some stretches begin with an odd number.
  if (between(c, 0x100, 0x137) && c != 0x131 && c % 2 == 1) return static_cast<char16_t>(c - 1);
  if (between(c, 0x139, 0x148) && c % 2 == 0) return static_cast<char16_t>(c - 1);
  if (between(c, 0x14A, 0x177) && c % 2 == 1) return static_cast<char16_t>(c - 1);
  if (between(c, 0x179, 0x17E) && c % 2 == 0) return static_cast<char16_t>(c - 1);
  if (c == 0x3AC) return 0x386;
  if (between(c, 0x3AD, 0x3AF)) return static_cast<char16_t>(c - 37);
  if (between(c, 0x3B1, 0x3CB) && c != 0x3C2) return static_cast<char16_t>(c - 32);
  if (c == 0x3CC) return 0x38C;
  if (between(c, 0x3CD, 0x3CE)) return static_cast<char16_t>(c - 63);
  if (between(c, 0x430, 0x44F)) return static_cast<char16_t>(c - 32);
  if (between(c, 0x450, 0x45F)) return static_cast<char16_t>(c - 80);
  if (between(c, 0x460, 0x481) && c % 2 == 1) return static_cast<char16_t>(c - 1);
  if (between(c, 0x48A, 0x4BF) && c % 2 == 1) return static_cast<char16_t>(c - 1);
  if (between(c, 0x561, 0x586)) return static_cast<char16_t>(c - 48);
  if (between(c, 0x1E00, 0x1E95) && c % 2 == 1) return static_cast<char16_t>(c - 1);
  if (between(c, 0x1EA0, 0x1EFF) && c % 2 == 1) return static_cast<char16_t>(c - 1);
  return c;
}

char16_t lower(char16_t c) {
  if (between(c, u'A', u'Z')) return static_cast<char16_t>(c + 32);
  if (c < 0x80) return c;
  if (between(c, 0xC0, 0xDE) && c != 0xD7) return static_cast<char16_t>(c + 32);
  if (c == 0x178) return 0xFF;
  if (between(c, 0x100, 0x137) && c != 0x130 && c % 2 == 0) return static_cast<char16_t>(c + 1);
  if (between(c, 0x139, 0x148) && c % 2 == 1) return static_cast<char16_t>(c + 1);
  if (between(c, 0x14A, 0x177) && c % 2 == 0) return static_cast<char16_t>(c + 1);
  if (between(c, 0x179, 0x17E) && c % 2 == 1) return static_cast<char16_t>(c + 1);
  if (c == 0x386) return 0x3AC;
  if (between(c, 0x388, 0x38A)) return static_cast<char16_t>(c + 37);
  if (between(c, 0x391, 0x3AB) && c != 0x3A2) return static_cast<char16_t>(c + 32);
  if (c == 0x38C) return 0x3CC;
  if (between(c, 0x38E, 0x38F)) return static_cast<char16_t>(c + 63);
  if (between(c, 0x410, 0x42F)) return static_cast<char16_t>(c + 32);
  if (between(c, 0x400, 0x40F)) return static_cast<char16_t>(c + 80);
  if (between(c, 0x460, 0x481) && c % 2 == 0) return static_cast<char16_t>(c + 1);
  if (between(c, 0x48A, 0x4BF) && c % 2 == 0) return static_cast<char16_t>(c + 1);
  if (between(c, 0x531, 0x556)) return static_cast<char16_t>(c + 48);
  if (between(c, 0x1E00, 0x1E95) && c % 2 == 0) return static_cast<char16_t>(c + 1);
  if (between(c, 0x1EA0, 0x1EFF) && c % 2 == 0) return static_cast<char16_t>(c + 1);
  return c;
}

std::vector<std::size_t> places_of(std::u16string_view wanted, std::u16string_view text, bool overlapping,
                                   std::size_t limit) {
  // Knuth, Morris and Pratt: how much of the beginning still stands when a unit differs.
  std::vector<std::size_t> kept(wanted.size() + 1, 0);
  for (std::size_t at = 1, length = 0; at < wanted.size(); ++at) {
    while (length > 0 && wanted[at] != wanted[length]) length = kept[length];
    if (wanted[at] == wanted[length]) ++length;
    kept[at + 1] = length;
  }
  std::vector<std::size_t> places;
  for (std::size_t at = 0, length = 0; at < text.size() && places.size() < limit; ++at) {
    while (length > 0 && text[at] != wanted[length]) length = kept[length];
    if (text[at] == wanted[length]) ++length;
    if (length < wanted.size()) continue;
    places.push_back(at + 1 - length);
    length = overlapping ? kept[length] : 0;
  }
  return places;
}

bool same_word(std::string_view a, std::string_view b) {
  const auto fold = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [&](char x, char y) { return fold(x) == fold(y); });
}

std::string_view trim(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

}  // namespace gantry::expression
