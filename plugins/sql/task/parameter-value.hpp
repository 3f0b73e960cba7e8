// A variable's text as a parameter, and a cell as a variable's text.
#ifndef GANTRY_SQL_TASK_PARAMETER_VALUE_HPP
#define GANTRY_SQL_TASK_PARAMETER_VALUE_HPP

#include <string>
#include <string_view>

#include "gantry/cpp/cell.hpp"

namespace gantry::sql {

/// VARTYPE numbers of variables that matter here.
inline constexpr std::int32_t empty_type = 0, null_type = 1, string_type = 8, object_type = 13;

/// The value to send for a parameter of a type; texts the server converts itself (decimals, moments, GUIDs)
/// stay texts in a form that means the same under every language setting. Errors: INVALID, without the value.
Result<Cell> parameter_value(std::string_view parameter, std::string_view type_name,
                             std::int32_t variable_type, std::string_view text);

/// What a variable of a type gets from a cell. Errors: DATA 0xC002F309 for NULL where the type has no such
/// value: only String (empty) and Object take it.
Result<std::string> variable_text(std::string_view variable, std::int32_t variable_type, const Cell &cell);

}  // namespace gantry::sql

#endif
