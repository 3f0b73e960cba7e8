// Texts to trees.
#ifndef GANTRY_EXPRESSION_PARSER_HPP
#define GANTRY_EXPRESSION_PARSER_HPP

#include <memory>
#include <string_view>

#include "host/expression/lexer.hpp"
#include "host/expression/nodes.hpp"

namespace gantry::expression {

/// Bounds on hostile texts; evaluation goes as deep as the tree.
inline constexpr std::size_t max_expression_bytes = std::size_t{1} << 18;
inline constexpr int max_nesting = 400;
inline constexpr int max_depth = 1000;

/// The tree of `tokens` from `first` to the end. Errors: DATA with the position.
Result<std::unique_ptr<Node>> parse_tokens(std::string_view text, const std::vector<Token> &tokens,
                                           std::size_t first);

}  // namespace gantry::expression

#endif
