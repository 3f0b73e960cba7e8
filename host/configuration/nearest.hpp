// Suggestions for words that are misspelt.
#ifndef GANTRY_CONFIGURATION_NEAREST_HPP
#define GANTRY_CONFIGURATION_NEAREST_HPP

#include <string>
#include <string_view>
#include <vector>

namespace gantry::configuration {

/// The known word that differs least, empty when none is near.
std::string nearest(std::string_view word, const std::vector<std::string> &known);
/// ` Did you mean 'encrypt'?`, else the known ones.
std::string suggestion(std::string_view word, const std::vector<std::string> &known);
/// `a, b, c`
std::string joined(const std::vector<std::string> &words);

}  // namespace gantry::configuration

#endif
