// The driver's own look at a server before or after a login: db-lib says only "connection failed" (20002).
#ifndef GANTRY_FREETDS_PROBE_HPP
#define GANTRY_FREETDS_PROBE_HPP

#include <gantry/cpp/result.hpp>

#include <atomic>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace gantry::freetds {

struct ProbeTarget {
  std::string host;
  std::uint16_t port = 1433;
  std::string ca_file;           ///< PEM; empty = the system's
  std::string certificate_name;  ///< the name that the certificate must have
};

struct ProbeReport {
  bool offers_encryption = false;
  bool shook_hands = false;  ///< TLS stands
  bool trusted = false;      ///< the chain ends in a certificate we trust
  bool name_matches = false;
  std::string reason;              ///< why hands were not shaken or the chain is not trusted
  std::vector<std::string> names;  ///< of the certificate
  std::string certificate;         ///< PEM, the server's own
};

/// A PRELOGIN packet that asks for encryption (MS-TDS 2.2.6.5).
std::string prelogin_packet();

/// The encryption answer of a PRELOGIN response without its header: 0 off, 1 on, 2 not supported, 3 required;
/// -1 when it cannot be read.
int prelogin_encryption(std::string_view payload);

/// Connects, asks, shakes hands, leaves; sends no login. Errors: IO, NOT_FOUND (cannot be reached), DATA
/// (something else listens there), CANCELLED, DEADLINE.
Result<ProbeReport> probe(const ProbeTarget &target, const std::atomic<bool> &abandoned,
                          std::int64_t deadline_ns);

}  // namespace gantry::freetds

#endif
