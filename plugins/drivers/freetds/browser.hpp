// SQL Server Browser: which port an instance listens on (MC-SQLR).
#ifndef GANTRY_FREETDS_BROWSER_HPP
#define GANTRY_FREETDS_BROWSER_HPP

#include <gantry/cpp/result.hpp>

#include <atomic>
#include <cstdint>
#include <string>
#include <string_view>

namespace gantry::freetds {

/// The TCP port in an answer of the browser; 0 when it names none for the instance.
std::uint16_t parse_browser_answer(std::string_view answer, std::string_view instance);

/// Asks the host by UDP. Ends early when `*abandoned` becomes true. Errors: IO (no answer), NOT_FOUND (the
/// host has no such instance with TCP), CANCELLED, DEADLINE.
Result<std::uint16_t> find_instance_port(const std::string &host, const std::string &instance,
                                         const std::atomic<bool> &abandoned, std::int64_t deadline_ns,
                                         std::uint16_t browser_port = 1434);

}  // namespace gantry::freetds

#endif
