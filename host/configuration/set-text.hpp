// Texts of /Set and /Par: a target, a separator, a value.
#ifndef GANTRY_CONFIGURATION_SET_TEXT_HPP
#define GANTRY_CONFIGURATION_SET_TEXT_HPP

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace gantry::configuration {

struct Halves {
  std::string target;
  std::string_view value;
};

/// Parts a text at the first `;` or `=` that stands outside of brackets and quotes; a target in quotes loses
/// them. Nothing when there is no separator; `at` is then where it was missed.
std::optional<Halves> part_text(std::string_view text, std::size_t &at);

}  // namespace gantry::configuration

#endif
