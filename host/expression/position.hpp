// Where in an expression something is wrong.
#ifndef GANTRY_EXPRESSION_POSITION_HPP
#define GANTRY_EXPRESSION_POSITION_HPP

#include <gantry/cpp/result.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace gantry::expression {

struct Position {
  int line = 1, column = 1;  ///< columns count characters
};
Position position_of(std::string_view text, std::size_t offset);

/// `1 + >>>@X / 0`: what stands around the offset. The insides of string literals are left out: they may be
/// secrets.
std::string marked(std::string_view text, std::size_t offset);

/// Adds line, column and the marked text to what was found, once.
Error located(Error error, std::string_view text, std::size_t offset);

/// What cannot be read as an expression. DATA.
Error syntax_error(std::string_view text, std::size_t offset, std::uint32_t code, std::string expected,
                   std::string found, std::string todo);

}  // namespace gantry::expression

#endif
