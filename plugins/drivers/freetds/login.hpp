// From a request to a connection whose session options are set and checked.
#ifndef GANTRY_FREETDS_LOGIN_HPP
#define GANTRY_FREETDS_LOGIN_HPP

#include "plugins/drivers/freetds/configuration.hpp"
#include "plugins/drivers/freetds/connection.hpp"
#include "plugins/drivers/freetds/request.hpp"

#include <memory>

namespace gantry::freetds {

/// Logs in on a thread of its own, which is left behind when the call ends first. Takes the password over and
/// wipes it. Errors: UNAUTHENTICATED, DENIED, IO, INVALID, NOT_FOUND, STATE, CANCELLED, DEADLINE.
Result<std::unique_ptr<Connection>> log_in(ConnectionRequest request, std::string password, Call call);

/// What the library's configuration says of a request; port and certificate file as found out before.
Settings settings_of(const ConnectionRequest &request, std::uint16_t port, const std::string &ca_file,
                     bool check_host_name);

/// Takes host, port, instance and spn of a user's freetds.conf into the request; gives the settings to keep.
/// Encryption, certificates and dumps are never taken from there.
Settings apply_user_settings(const Settings &theirs, ConnectionRequest &request);

/// The statements that every session begins with, and what @@OPTIONS must be after them.
std::string session_options(const ConnectionRequest &request);
/// Empty when @@OPTIONS is as it must be, else the names of the options that are not.
std::string wrong_options(std::int64_t options);

}  // namespace gantry::freetds

#endif
