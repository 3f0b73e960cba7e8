// Checks that the functions share.
#ifndef GANTRY_EXPRESSION_ARGUMENTS_HPP
#define GANTRY_EXPRESSION_ARGUMENTS_HPP

#include <algorithm>
#include <string>
#include <string_view>

#include "host/expression/codes.hpp"
#include "host/expression/functions.hpp"

namespace gantry::expression {

inline Error wrong_parameter(std::string_view function, std::size_t index, const Value &value,
                             std::string expected) {
  return Error(Status::invalid, "The function " + std::string(function) + " could not be evaluated.",
               expected + " was expected as parameter " + std::to_string(index + 1) + ".",
               "Its data type is " + std::string(name_of(value.type())) + ".", "Cast the parameter.")
      .with_code(code::parameter_type);
}

inline Error wrong_value(std::string_view function, std::uint32_t code, std::string expected,
                         std::string found) {
  return Error(Status::data, "The function " + std::string(function) + " could not be evaluated.",
               std::move(expected), std::move(found), "Correct the parameter.")
      .with_code(code);
}

inline Error result_too_large(std::string_view function, std::string_view type) {
  return wrong_value(function, code::function_overflow,
                     "A result that " + std::string(type) + " can hold was expected.", "It is too large.");
}

/// Kinds of parameters, one letter each: s string, t string or long text, i integer, n number, d date or text
/// of one,
/// * anything.
inline Result<> check(std::string_view function, const Arguments &arguments, std::string_view kinds) {
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const Value &value = arguments[i];
    const Type type = value.type();
    switch (kinds[i]) {
      case 's':
        if (!is_string(type)) return wrong_parameter(function, i, value, "A string");
        break;
      case 't':
        if (!is_string(type) && !is_long_text(type) && !is_binary(type))
          return wrong_parameter(function, i, value, "A string");
        break;
      case 'i':
        if (!is_integer(type)) return wrong_parameter(function, i, value, "An integer");
        break;
      case 'n':
        if (!is_number(type)) return wrong_parameter(function, i, value, "A number");
        break;
      case 'd':
        if (!is_string(type) && (!is_date_or_time(type) || is_time_of_day(type)))
          return wrong_parameter(function, i, value, "A date");
        break;
      default: break;
    }
  }
  return success();
}

inline bool any_null(const Arguments &arguments) {
  return std::any_of(arguments.begin(), arguments.end(), [](const Value &v) { return v.is_null(); });
}

}  // namespace gantry::expression

#endif
