// Errors with four parts (R3) from what the server and the library said.
#ifndef GANTRY_FREETDS_ERRORS_HPP
#define GANTRY_FREETDS_ERRORS_HPP

#include "plugins/drivers/freetds/server-message.hpp"

namespace gantry::freetds {

/// "Msg 208, Level 16, State 1, Procedure p, Line 3: Invalid object name 't'."
std::string describe(const ServerMessage &message);

/// The first server error as the principal one, the others as details. `what` begins the message: which
/// server, doing what. Needs an error in `said`.
Error server_error(const Diagnostics &said, const std::string &what);

/// What only the library said: the connection was lost, or a value could not be converted.
Error library_error(const Diagnostics &said, const std::string &what);

/// The library's numbers for "some characters cannot be converted" (losses are errors here).
bool is_conversion_error(int number);

}  // namespace gantry::freetds

#endif
