// The words of an expression.
#ifndef GANTRY_EXPRESSION_LEXER_HPP
#define GANTRY_EXPRESSION_LEXER_HPP

#include <gantry/cpp/result.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "host/expression/value.hpp"

namespace gantry::expression {

enum class TokenKind { end, literal, identifier, bracketed, variable, symbol };

struct Token {
  TokenKind kind = TokenKind::end;
  std::size_t offset = 0;  ///< in bytes
  std::string text;        ///< of symbols and names; variables without @ and brackets
  Value literal;
  bool integer_literal = false;  ///< digits only, as parameters of types need them
};

/// All tokens, an `end` behind them. Errors: DATA with the position.
Result<std::vector<Token>> tokens_of(std::string_view text);

}  // namespace gantry::expression

#endif
