// Why a login failed when the library gives no reason: four parts (R3) from a probe.
#ifndef GANTRY_FREETDS_EXPLAIN_HPP
#define GANTRY_FREETDS_EXPLAIN_HPP

#include "plugins/drivers/freetds/probe.hpp"
#include "plugins/drivers/freetds/request.hpp"
#include "plugins/drivers/freetds/server-message.hpp"

#include <optional>

namespace gantry::freetds {

/// What is wrong with encryption or certificate, or nothing.
std::optional<Error> explain_certificate(const ProbeReport &report, const ProbeTarget &target,
                                         const std::string &server);

/// After a login that no server message explains; asks the server by a probe.
Error explain_login(const Diagnostics &said, const ConnectionRequest &request, const ProbeTarget &target,
                    const std::atomic<bool> &abandoned, std::int64_t deadline_ns);

}  // namespace gantry::freetds

#endif
