#include "samples/sandbox/tds/collation.hpp"

#include "samples/sandbox/tds/text.hpp"

namespace sandbox::tds {

Collation collation_of(std::string_view name) {
  const auto has = [&](std::string_view part) {
    const std::size_t at = name.find(part);
    return at != std::string_view::npos && (at + part.size() == name.size() || name[at + part.size()] == '_');
  };
  constexpr std::uint8_t ignore_case = 0x10, ignore_accent = 0x20, ignore_width = 0x40, ignore_kana = 0x80;
  constexpr std::uint8_t binary = 0x01, binary2 = 0x02, utf8 = 0x04;
  Collation collation;
  std::uint8_t flags = 0, more = 0, version = 0;
  if (has("_BIN2")) {
    more = binary2;
  } else if (has("_BIN")) {
    more = binary;
  } else {
    flags = ignore_width | ignore_kana;
    if (has("_WS")) flags &= static_cast<std::uint8_t>(~ignore_width);
    if (has("_KS")) flags &= static_cast<std::uint8_t>(~ignore_kana);
    if (!has("_CS")) flags |= ignore_case;
    if (has("_AI")) flags |= ignore_accent;
  }
  if (has("_UTF8")) more |= utf8;
  if (has("_90")) version = 1;
  if (has("_100")) version = 2;
  if (has("_140")) version = 3;
  collation.bytes[2] = flags;
  collation.bytes[3] = static_cast<std::uint8_t>(version << 4 | more);
  // Sort ids belong to the old SQL collations only.
  collation.bytes[4] = 0;
  if (name.substr(0, 4) == "SQL_") {
    collation.bytes[4] = has("_CS") ? 0x33 : has("_AI") ? 0x36 : 0x34;
  }
  return collation;
}

std::string encode_characters(std::string_view text, const Collation &collation) {
  return collation.utf8() ? std::string(text) : code_page_1252_of(text);
}

std::string decode_characters(std::string_view bytes, const Collation &collation) {
  return collation.utf8() ? std::string(bytes) : utf8_of_code_page_1252(bytes);
}

}  // namespace sandbox::tds
