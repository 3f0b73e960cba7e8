// T-SQL cut into tokens, as far as telling code from strings, names and comments goes. It understands no
// statement.
#ifndef GANTRY_SQL_TASK_TOKENS_HPP
#define GANTRY_SQL_TASK_TOKENS_HPP

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace gantry::sql {

enum class TokenKind : std::uint8_t {
  blank,     ///< white space
  comment,   ///< -- to the end of the line, or /* nested */
  string,    ///< '...' or N'...'
  name,      ///< [..] or "..."
  word,      ///< a keyword, a plain name, a number
  variable,  ///< @name, @@name
  marker,    ///< ?
  symbol     ///< one other character
};

struct Token {
  TokenKind kind = TokenKind::symbol;
  std::string_view text;  ///< into the text that was cut
  std::int32_t line = 1;  ///< of its first character, from 1
  bool closed = true;     ///< false: a string, name or comment that the text ends in
};

/// All of the text: the tokens' texts together are the text again.
std::vector<Token> tokens_of(std::string_view text);

/// A word without regard to case.
bool is_word(const Token &token, std::string_view word);

/// Neither white space nor comment.
inline bool matters(const Token &token) {
  return token.kind != TokenKind::blank && token.kind != TokenKind::comment;
}

}  // namespace gantry::sql

#endif
