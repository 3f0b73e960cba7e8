// UTF-8 and UTF-16: expressions count characters as SSIS does, in UTF-16 units.
#ifndef GANTRY_EXPRESSION_TEXT_HPP
#define GANTRY_EXPRESSION_TEXT_HPP

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace gantry::expression {

/// Bytes that are no UTF-8 become U+FFFD.
std::u16string to_utf16(std::string_view utf8);
/// Lone surrogates become U+FFFD.
std::string to_utf8(std::u16string_view utf16);
/// Simple case mapping, unit by unit, independent of the locale: Latin, Greek, Cyrillic, Armenian.
char16_t upper(char16_t unit);
char16_t lower(char16_t unit);
/// Where `wanted`, which is not empty, stands in `text`; at most `limit` places. Overlapping ones count only
/// when asked for. Linear in both lengths, whatever they hold.
std::vector<std::size_t> places_of(std::u16string_view wanted, std::u16string_view text, bool overlapping,
                                   std::size_t limit);
/// ASCII only.
bool same_word(std::string_view a, std::string_view b);
std::string_view trim(std::string_view text);

}  // namespace gantry::expression

#endif
