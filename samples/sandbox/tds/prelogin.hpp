// PRELOGIN (MS-TDS 2.2.6.5): versions, and how much of the connection is encrypted.
#ifndef SANDBOX_TDS_PRELOGIN_HPP
#define SANDBOX_TDS_PRELOGIN_HPP

#include "gantry/cpp/result.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sandbox::tds {

enum class Encryption : std::uint8_t { off = 0, on = 1, not_supported = 2, required = 3 };

struct Prelogin {
  std::uint32_t version = 0;  ///< major in the top byte, then minor, then build
  std::uint16_t sub_build = 0;
  /// Absent when the client did not say; read as not_supported.
  std::optional<Encryption> encryption;
  std::string instance;
  std::uint32_t thread_id = 0;
  bool mars = false;
  bool federated_authentication = false;
};

/// Reads the payload of a PRELOGIN packet; any bytes are safe to pass.
gantry::Result<Prelogin> parse_prelogin(std::string_view payload);

/// The server's answer.
std::string write_prelogin(Encryption encryption, bool instance_matches);

/// How the server is set up; the names of --encryption.
enum class EncryptionPolicy : std::uint8_t {
  off,             ///< has no TLS
  login_only,      ///< encrypts the login only, whatever the client asks for
  optional,        ///< login only, or everything when the client asks for it
  required,        ///< everything, or no connection
  strict_refused,  ///< accepts TDS 8.0 only, which is not spoken: every TDS 7 client is turned away
};

enum class EncryptionScope : std::uint8_t { none, login, everything };

struct EncryptionAnswer {
  Encryption says = Encryption::not_supported;
  EncryptionScope scope = EncryptionScope::none;
  bool accepted = true;  ///< false: the connection ends after the answer
};

/// The table of MS-TDS 2.2.6.5. The client ends the connection itself when it asked for more than it gets.
EncryptionAnswer negotiate(EncryptionPolicy policy, std::optional<Encryption> client);

}  // namespace sandbox::tds

#endif
