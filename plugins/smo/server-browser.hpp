// Which instances there are on the network: SQL Server Browser's protocol (MC-SQLR).
#ifndef GANTRY_SMO_SERVER_BROWSER_HPP
#define GANTRY_SMO_SERVER_BROWSER_HPP

#include <string>
#include <string_view>
#include <vector>

#include "gantry/cpp/call.hpp"

namespace gantry::smo {

/// The names in one answer: HOST for the default instance, HOST\INSTANCE for others. Anything malformed is
/// skipped: it comes from the network.
std::vector<std::string> servers_of_answer(std::string_view datagram);

/// Asks by broadcast and listens for a second. No answer, or no network, is an empty list. Errors: CANCELLED.
Result<std::vector<std::string>> find_servers(Call call);

}  // namespace gantry::smo

#endif
