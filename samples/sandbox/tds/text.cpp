#include "samples/sandbox/tds/text.hpp"

#include <array>
#include <cstdint>

#include <openssl/crypto.h>

namespace sandbox::tds {
namespace {

constexpr char32_t replacement = 0xFFFD;

// Code points of the bytes 0x80 to 0x9F in code page 1252; the five unassigned ones map to themselves, as
// Windows does.
constexpr std::array<char16_t, 32> upper_half = {
    0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0x008D, 0x017D, 0x008F, 0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x009D, 0x017E, 0x0178};

/// Takes one code point off the front; malformed input costs one byte and yields U+FFFD.
char32_t next_of(std::string_view &utf8) {
  const auto byte_at = [&](std::size_t i) { return static_cast<std::uint8_t>(utf8[i]); };
  const std::uint8_t first = byte_at(0);
  std::size_t length = 1;
  char32_t point = first;
  if (first >= 0x80) {
    length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC2 ? 2 : 0;
    if (length == 0 || first > 0xF4 || utf8.size() < length) {
      utf8.remove_prefix(1);
      return replacement;
    }
    point = first & (0xFF >> (length + 1));
    for (std::size_t i = 1; i < length; ++i) {
      if ((byte_at(i) & 0xC0) != 0x80) {
        utf8.remove_prefix(1);
        return replacement;
      }
      point = point << 6 | (byte_at(i) & 0x3F);
    }
    const bool overlong = (length == 3 && point < 0x800) || (length == 4 && point < 0x10000);
    if (overlong || point > 0x10FFFF || (point >= 0xD800 && point < 0xE000)) {
      utf8.remove_prefix(1);
      return replacement;
    }
  }
  utf8.remove_prefix(length);
  return point;
}

void append_utf8(std::string &out, char32_t point) {
  if (point < 0x80) {
    out.push_back(static_cast<char>(point));
  } else if (point < 0x800) {
    out.push_back(static_cast<char>(0xC0 | point >> 6));
    out.push_back(static_cast<char>(0x80 | (point & 0x3F)));
  } else if (point < 0x10000) {
    out.push_back(static_cast<char>(0xE0 | point >> 12));
    out.push_back(static_cast<char>(0x80 | (point >> 6 & 0x3F)));
    out.push_back(static_cast<char>(0x80 | (point & 0x3F)));
  } else {
    out.push_back(static_cast<char>(0xF0 | point >> 18));
    out.push_back(static_cast<char>(0x80 | (point >> 12 & 0x3F)));
    out.push_back(static_cast<char>(0x80 | (point >> 6 & 0x3F)));
    out.push_back(static_cast<char>(0x80 | (point & 0x3F)));
  }
}

void append_unit(std::string &out, char32_t unit) {
  out.push_back(static_cast<char>(unit & 0xFF));
  out.push_back(static_cast<char>(unit >> 8 & 0xFF));
}

}  // namespace

std::string utf16_of(std::string_view utf8, std::size_t limit) {
  std::string out;
  out.reserve(utf8.size() * 2);
  while (!utf8.empty()) {
    const char32_t point = next_of(utf8);
    const std::size_t units = point >= 0x10000 ? 2 : 1;
    if (out.size() / 2 + units > limit) break;
    if (units == 1) {
      append_unit(out, point);
    } else {
      append_unit(out, 0xD800 + ((point - 0x10000) >> 10));
      append_unit(out, 0xDC00 + ((point - 0x10000) & 0x3FF));
    }
  }
  return out;
}

std::string utf8_of_utf16(std::string_view bytes) {
  std::string out;
  out.reserve(bytes.size());
  const auto unit_at = [&](std::size_t i) -> char32_t {
    return static_cast<char32_t>(static_cast<std::uint8_t>(bytes[i]) | static_cast<std::uint8_t>(bytes[i + 1])
                                                                           << 8);
  };
  for (std::size_t i = 0; i + 1 < bytes.size(); i += 2) {
    char32_t point = unit_at(i);
    if (point >= 0xD800 && point < 0xDC00 && i + 3 < bytes.size() && (unit_at(i + 2) & 0xFC00) == 0xDC00) {
      point = 0x10000 + ((point - 0xD800) << 10) + (unit_at(i + 2) - 0xDC00);
      i += 2;
    } else if (point >= 0xD800 && point < 0xE000) {
      point = replacement;
    }
    append_utf8(out, point);
  }
  return out;
}

std::string code_page_1252_of(std::string_view utf8) {
  std::string out;
  out.reserve(utf8.size());
  while (!utf8.empty()) {
    const char32_t point = next_of(utf8);
    char byte = '?';
    if (point < 0x80 || (point >= 0xA0 && point < 0x100)) {
      byte = static_cast<char>(point);
    } else {
      for (std::size_t i = 0; i < upper_half.size(); ++i) {
        if (upper_half[i] == point) byte = static_cast<char>(0x80 + i);
      }
    }
    out.push_back(byte);
  }
  return out;
}

std::string utf8_of_code_page_1252(std::string_view bytes) {
  std::string out;
  out.reserve(bytes.size());
  for (const char c : bytes) {
    const auto byte = static_cast<std::uint8_t>(c);
    append_utf8(out, byte >= 0x80 && byte < 0xA0 ? upper_half[byte - 0x80] : char32_t{byte});
  }
  return out;
}

void wipe(std::string &secret) {
  if (!secret.empty()) OPENSSL_cleanse(secret.data(), secret.size());
  secret.clear();
}

}  // namespace sandbox::tds
