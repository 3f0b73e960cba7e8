// Text between UTF-8 (the engine), UTF-16LE (national characters on the wire) and code page 1252.
#ifndef SANDBOX_TDS_TEXT_HPP
#define SANDBOX_TDS_TEXT_HPP

#include <cstddef>
#include <string>
#include <string_view>

namespace sandbox::tds {

/// UTF-16LE bytes; malformed UTF-8 becomes U+FFFD. At most `limit` units; a surrogate pair is not split.
std::string utf16_of(std::string_view utf8, std::size_t limit = static_cast<std::size_t>(-1));
/// UTF-8 of UTF-16LE bytes; lone surrogates become U+FFFD, an odd last byte is dropped.
std::string utf8_of_utf16(std::string_view bytes);

/// Code page 1252; what it lacks becomes '?'.
std::string code_page_1252_of(std::string_view utf8);
std::string utf8_of_code_page_1252(std::string_view bytes);

/// Overwrites a secret before it is released.
void wipe(std::string &secret);

}  // namespace sandbox::tds

#endif
