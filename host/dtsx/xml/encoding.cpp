#include "host/dtsx/xml/encoding.hpp"

namespace gantry::dtsx::xml {

std::optional<std::uint32_t> next_character(std::string_view text, std::size_t &at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = byte(at);
  if (first < 0x80) {
    ++at;
    return first;
  }
  int more = 0;
  std::uint32_t character = 0, least = 0;
  if ((first & 0xE0) == 0xC0) {
    more = 1, character = first & 0x1F, least = 0x80;
  } else if ((first & 0xF0) == 0xE0) {
    more = 2, character = first & 0x0F, least = 0x800;
  } else if ((first & 0xF8) == 0xF0) {
    more = 3, character = first & 0x07, least = 0x10000;
  } else {
    return std::nullopt;
  }
  if (text.size() - at <= static_cast<std::size_t>(more)) return std::nullopt;
  for (int i = 1; i <= more; ++i) {
    const unsigned char next = byte(at + static_cast<std::size_t>(i));
    if ((next & 0xC0) != 0x80) return std::nullopt;
    character = character << 6 | (next & 0x3F);
  }
  if (character < least || character > 0x10FFFF || (character >= 0xD800 && character <= 0xDFFF))
    return std::nullopt;
  at += static_cast<std::size_t>(more) + 1;
  return character;
}

void append_character(std::string &text, std::uint32_t c) {
  if (c < 0x80) {
    text += static_cast<char>(c);
  } else if (c < 0x800) {
    text += static_cast<char>(0xC0 | c >> 6);
    text += static_cast<char>(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    text += static_cast<char>(0xE0 | c >> 12);
    text += static_cast<char>(0x80 | (c >> 6 & 0x3F));
    text += static_cast<char>(0x80 | (c & 0x3F));
  } else {
    text += static_cast<char>(0xF0 | c >> 18);
    text += static_cast<char>(0x80 | (c >> 12 & 0x3F));
    text += static_cast<char>(0x80 | (c >> 6 & 0x3F));
    text += static_cast<char>(0x80 | (c & 0x3F));
  }
}

std::size_t utf16_length(std::string_view text) {
  std::size_t units = 0;
  for (char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xC0) != 0x80) units += byte >= 0xF0 ? 2 : 1;
  }
  return units;
}

namespace {

void decode_utf16(std::string_view bytes, bool big, std::size_t start, Decoded &out) {
  const auto unit = [&](std::size_t i) -> std::uint32_t {
    const auto a = static_cast<unsigned char>(bytes[i]), b = static_cast<unsigned char>(bytes[i + 1]);
    return big ? a << 8 | b : b << 8 | a;
  };
  out.text.reserve(bytes.size() / 2 + 16);
  std::size_t i = start;
  for (; i + 1 < bytes.size(); i += 2) {
    std::uint32_t c = unit(i);
    if (c >= 0xD800 && c <= 0xDFFF) {
      // Only a high surrogate followed by a low one can be written back as it was.
      if (c >= 0xDC00 || i + 3 >= bytes.size()) break;
      const std::uint32_t low = unit(i + 2);
      if (low < 0xDC00 || low > 0xDFFF) break;
      c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
      i += 2;
    }
    append_character(out.text, c);
  }
  if (i != bytes.size()) out.bad_byte = i;
}

}  // namespace

Decoded decode_bytes(std::string_view bytes) {
  Decoded out;
  if (bytes.substr(0, 2) == "\xFF\xFE" || bytes.substr(0, 2) == "\xFE\xFF") {
    out.bom = true;
    const bool big = bytes[0] == '\xFE';
    out.encoding = big ? Encoding::utf16_be : Encoding::utf16_le;
    decode_utf16(bytes, big, 2, out);
    return out;
  }
  if (bytes.size() >= 2 && ((bytes[0] == '<' && bytes[1] == 0) || (bytes[0] == 0 && bytes[1] == '<'))) {
    const bool big = bytes[0] == 0;
    out.encoding = big ? Encoding::utf16_be : Encoding::utf16_le;
    decode_utf16(bytes, big, 0, out);
    return out;
  }
  if (bytes.substr(0, 3) == "\xEF\xBB\xBF") {
    out.bom = true;
    bytes.remove_prefix(3);
  }
  for (std::size_t at = 0; at < bytes.size();) {
    const std::size_t here = at;
    if (!next_character(bytes, at)) {
      out.bad_byte = here + (out.bom ? 3 : 0);
      break;
    }
  }
  out.text = bytes;
  return out;
}

std::string encode_bytes(std::string_view text, Encoding encoding, bool bom) {
  if (encoding == Encoding::utf8) return (bom ? "\xEF\xBB\xBF" : "") + std::string(text);
  std::string bytes;
  bytes.reserve(text.size() * 2 + 2);
  const auto put = [&](std::uint32_t unit) {
    const char low = static_cast<char>(unit & 0xFF), high = static_cast<char>(unit >> 8);
    bytes += encoding == Encoding::utf16_le ? low : high;
    bytes += encoding == Encoding::utf16_le ? high : low;
  };
  if (bom) put(0xFEFF);
  for (std::size_t at = 0; at < text.size();) {
    const auto c = next_character(text, at);
    if (!c) break;  // cannot be: all text was checked on the way in
    if (*c < 0x10000) {
      put(*c);
    } else {
      put(0xD800 + ((*c - 0x10000) >> 10));
      put(0xDC00 + ((*c - 0x10000) & 0x3FF));
    }
  }
  return bytes;
}

}  // namespace gantry::dtsx::xml
