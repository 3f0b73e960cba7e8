// T-SQL text to tokens.
#ifndef SANDBOX_ENGINE_LEXER_HPP
#define SANDBOX_ENGINE_LEXER_HPP

#include <string>
#include <string_view>
#include <vector>

namespace sandbox {

struct Token {
  enum Kind : unsigned char {
    end,
    word,
    text,
    binary,
    integer,
    decimal,
    floating,
    variable,
    symbol
  } kind = end;
  bool quoted = false;   ///< [word] or "word"
  bool unicode = false;  ///< N'text'
  int line = 1;
  std::size_t begin = 0, finish = 0;  ///< bytes of the source
  std::string value;                  ///< unescaped; a variable with its @; a number as written
  std::string key;                    ///< upper case, for unquoted words
};

/// Throws SqlError 105, 113, 102. The last token is `end`.
std::vector<Token> tokenize(std::string_view source, bool quoted_identifier);
bool is_reserved(const std::string &key);

}  // namespace sandbox

#endif
