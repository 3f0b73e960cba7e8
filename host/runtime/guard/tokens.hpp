// T-SQL cut into tokens, for judging a batch that somebody else wrote: never optimistic about what a server
// may read in it.
#ifndef GANTRY_RUNTIME_GUARD_TOKENS_HPP
#define GANTRY_RUNTIME_GUARD_TOKENS_HPP

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace gantry::runtime::guard {

enum class TokenKind : std::uint8_t {
  word,      ///< unquoted: keyword, name, #temp
  quoted,    ///< [name] or "name": never a keyword
  string,    ///< '...' or N'...'
  variable,  ///< @x, @@x
  number,
  symbol  ///< one character
};

struct Token {
  TokenKind kind = TokenKind::symbol;
  std::string_view text;  ///< as written, quotes included
  std::size_t offset = 0;
  std::uint32_t depth = 0;  ///< of parentheses around it

  bool is(char c) const { return kind == TokenKind::symbol && text.front() == c; }
};

struct Tokens {
  std::vector<Token> all;
  /// Something that servers of different versions or settings may read in different ways: a literal that is
  /// not closed, a NUL, a lone carriage return in a comment, a word glued to a number.
  bool doubtful = false;
};

/// Comments (which nest) and white space are left out. Views into `text`.
Tokens tokens_of(std::string_view text);

/// Word in lower case.
std::string lower_case(std::string_view word);
/// The content of a string token or quoted name, doubled quotes undone.
std::string unquoted(std::string_view token);

}  // namespace gantry::runtime::guard

#endif
