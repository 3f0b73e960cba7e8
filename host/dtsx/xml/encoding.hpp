// Bytes of a file to UTF-8 and back.
#ifndef GANTRY_DTSX_XML_ENCODING_HPP
#define GANTRY_DTSX_XML_ENCODING_HPP

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace gantry::dtsx::xml {

enum class Encoding { utf8, utf16_le, utf16_be };

struct Decoded {
  Encoding encoding = Encoding::utf8;
  bool bom = false;
  std::string text;
  std::optional<std::size_t> bad_byte;  ///< offset in the input of the first byte that cannot be
};

/// By byte order mark, else by the zero bytes around the first `<`, else UTF-8. Lossless: encode gives the
/// same bytes back.
Decoded decode_bytes(std::string_view bytes);
std::string encode_bytes(std::string_view text, Encoding encoding, bool bom);

/// Reads one character at `at` and moves behind it; nothing when the bytes are no UTF-8.
std::optional<std::uint32_t> next_character(std::string_view text, std::size_t &at);
void append_character(std::string &text, std::uint32_t character);
/// Length in UTF-16 code units of valid UTF-8.
std::size_t utf16_length(std::string_view text);

}  // namespace gantry::dtsx::xml

#endif
