// Server names as SQL Server's tools write them: `host`, `host,port`, `host\instance`, `tcp:...`, IPv6.
#ifndef GANTRY_FREETDS_ADDRESS_HPP
#define GANTRY_FREETDS_ADDRESS_HPP

#include <gantry/cpp/result.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace gantry::freetds {

struct Address {
  std::string host;
  std::string instance;    ///< empty = the default instance
  std::uint16_t port = 0;  ///< 0 = not given

  /// `host,port` or `host\instance`: how messages name the server.
  std::string text() const;
};

/// Splits a server name; an IPv6 address may stand in brackets. Errors: INVALID, UNSUPPORTED (named pipes,
/// shared memory).
Result<Address> parse_address(std::string_view server);

/// Decimal digits between 1 and 65535. Errors: INVALID.
Result<std::uint16_t> parse_port(std::string_view text);

}  // namespace gantry::freetds

#endif
