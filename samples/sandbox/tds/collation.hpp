// Collations as their five bytes on the wire (MS-TDS 2.2.5.1.2).
#ifndef SANDBOX_TDS_COLLATION_HPP
#define SANDBOX_TDS_COLLATION_HPP

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace sandbox::tds {

struct Collation {
  std::array<std::uint8_t, 5> bytes = {0x09, 0x04, 0xD0, 0x00, 0x34};
  bool utf8() const { return (bytes[3] & 0x04) != 0; }
  std::string_view view() const { return {reinterpret_cast<const char *>(bytes.data()), bytes.size()}; }
  bool operator==(const Collation &other) const { return bytes == other.bytes; }
};

/// From a name such as SQL_Latin1_General_CP1_CI_AS or Latin1_General_100_BIN2_UTF8. Only Latin1_General is
/// known; other names are read by their suffixes and get its locale.
Collation collation_of(std::string_view name);

/// Characters of a collation (its code page, or UTF-8) and back.
std::string encode_characters(std::string_view utf8, const Collation &collation);
std::string decode_characters(std::string_view bytes, const Collation &collation);

}  // namespace sandbox::tds

#endif
