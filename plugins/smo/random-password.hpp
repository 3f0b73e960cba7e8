// Passwords nobody knows, for logins that arrive disabled.
#ifndef GANTRY_SMO_RANDOM_PASSWORD_HPP
#define GANTRY_SMO_RANDOM_PASSWORD_HPP

#include <string>

#include "gantry/cpp/result.hpp"

namespace gantry::smo {

/// 48 characters from the system's random source, with capital and small letters, digits and signs, so that
/// every password policy of Windows and of SQL Server takes it. Wipe it after use. Errors: IO.
Result<std::string> random_password();

}  // namespace gantry::smo

#endif
