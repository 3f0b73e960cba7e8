// What a connection request (D6) asks of this driver, checked.
#ifndef GANTRY_FREETDS_REQUEST_HPP
#define GANTRY_FREETDS_REQUEST_HPP

#include "plugins/drivers/freetds/address.hpp"

#include <gantry/cpp/properties.hpp>

namespace gantry::freetds {

enum class Authentication : std::uint8_t { sql, integrated, ntlm };
enum class Encryption : std::uint8_t { off, request, require };

struct ConnectionRequest {
  Address address;
  std::string database, user, application = "gantry";
  Authentication authentication = Authentication::sql;
  Encryption encryption = Encryption::require;
  bool trust_server_certificate = false;
  std::string host_name_in_certificate;                      ///< empty = the host
  std::string ca_file;                                       ///< PEM; empty = the system's
  bool read_only = false;                                    ///< application intent
  std::int64_t connect_timeout = 15, statement_timeout = 0;  ///< seconds; statements: 0 = none

  // driver.<name>
  bool allow_dump = false;         ///< allow-tdsdump: TDSDUMP may be set
  std::string user_configuration;  ///< freetds-conf: a freetds.conf whose section gives defaults
  std::string user_section;        ///< freetds-section: its section; empty = the host
  std::string principal;           ///< spn: the service principal for Kerberos
  std::int64_t lock_timeout = -1;  ///< lock-timeout: milliseconds, -1 = wait
  std::int64_t packet_size = 0;    ///< packet-size: 512 to 32767, 0 = the library's

  /// Certificate and host name are checked.
  bool verifies() const { return encryption == Encryption::require && !trust_server_certificate; }
  /// "require, certificate and host name verified": for plans and facts.
  std::string encryption_text() const;
};

/// Reads a request; absent properties take their defaults. The password is not read here. Errors: INVALID,
/// UNSUPPORTED (encrypt=strict).
Result<ConnectionRequest> read_request(const PropertiesRef &properties);

}  // namespace gantry::freetds

#endif
