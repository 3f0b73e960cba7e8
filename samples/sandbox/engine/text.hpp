// Characters as SQL Server counts and compares them: UTF-16 units, no case, no trailing blanks.
#ifndef SANDBOX_ENGINE_TEXT_HPP
#define SANDBOX_ENGINE_TEXT_HPP

#include <cstdint>
#include <string>
#include <string_view>

namespace sandbox {

std::u16string to_utf16(std::string_view utf8);  ///< bad sequences become U+FFFD
std::string to_utf8(std::u16string_view utf16);
std::string utf16_bytes(std::string_view utf8);  ///< little endian, as SQL Server stores nvarchar

/// Upper-cased for comparison (Latin, Greek, Cyrillic), nothing trimmed.
std::string fold(std::string_view utf8);
/// For keys: folded, trailing blanks dropped.
std::string fold_key(std::string_view utf8);
int compare_text(std::string_view left, std::string_view right);
bool same_name(std::string_view left, std::string_view right);

std::string upper(std::string_view utf8);
std::string lower(std::string_view utf8);
std::size_t length_utf16(std::string_view utf8);
/// The first `units` UTF-16 units; a surrogate pair is not split.
std::string prefix_utf16(std::string_view utf8, std::size_t units);
std::string trim_right(std::string_view text);
/// Characters that code page 1252 lacks become '?'.
std::string to_code_page(std::string_view utf8);
/// The bytes of code page 1252.
std::string code_page_bytes(std::string_view utf8);
std::string from_code_page(std::string_view bytes);

bool like(std::string_view text, std::string_view pattern, std::string_view escape);

std::string quote_name(std::string_view name, char quote = '[');
std::string hex(std::string_view bytes);

}  // namespace sandbox

#endif
