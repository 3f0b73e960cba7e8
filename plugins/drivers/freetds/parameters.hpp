// Statements with parameters, as a call of sp_executesql in text.
#ifndef GANTRY_FREETDS_PARAMETERS_HPP
#define GANTRY_FREETDS_PARAMETERS_HPP

#include <gantry/cpp/driver.hpp>

namespace gantry::freetds {

/// `EXEC sp_executesql N'...', N'@a int', @a = 1`. db-lib's own remote call cannot send every type; literals
/// can. Errors: INVALID (names, types), UNSUPPORTED (deferred values).
Result<std::string> with_parameters(std::string_view sql, const std::vector<gantry_parameter> &parameters);

/// `N'...'` with quotes doubled.
std::string quote_text(std::string_view text);

/// True for well-formed UTF-8 without NUL: what can be sent as a statement.
bool is_sendable(std::string_view text);

}  // namespace gantry::freetds

#endif
