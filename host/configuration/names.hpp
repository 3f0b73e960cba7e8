// How names of connections are compared and written into names of environment variables.
#ifndef GANTRY_CONFIGURATION_NAMES_HPP
#define GANTRY_CONFIGURATION_NAMES_HPP

#include <string>
#include <string_view>

namespace gantry::configuration {

/// ASCII letters only; names of connections differ by more than case.
std::string lower_case(std::string_view text);
/// `HOST\INST.x` becomes `HOST_INST_X`.
std::string variable_part(std::string_view name);
/// What may be shown of a text from outside: 64 bytes at most, no control characters.
std::string shown(std::string_view text);
/// Whether a key or property is one whose value is a secret.
bool is_secret_name(std::string_view name);

}  // namespace gantry::configuration

#endif
