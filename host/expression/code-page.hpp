// What a text becomes in a code page of Windows, for DT_STR and DT_TEXT.
#ifndef GANTRY_EXPRESSION_CODE_PAGE_HPP
#define GANTRY_EXPRESSION_CODE_PAGE_HPP

#include <gantry/cpp/result.hpp>

#include <string>
#include <string_view>

namespace gantry::expression {

struct CodePageText {
  std::u16string text;
  bool lost_end = false;  ///< it was longer than `bytes`
};

/// The text with `?` for every character the code page does not have, cut before the character that would
/// exceed `bytes` (0: no limit). Errors: UNSUPPORTED 0xC00470AA.
Result<CodePageText> through_code_page(std::u16string_view text, int code_page, int bytes);

}  // namespace gantry::expression

#endif
