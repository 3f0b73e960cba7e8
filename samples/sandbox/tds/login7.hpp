// LOGIN7 (MS-TDS 2.2.6.4).
#ifndef SANDBOX_TDS_LOGIN7_HPP
#define SANDBOX_TDS_LOGIN7_HPP

#include "gantry/cpp/result.hpp"
#include "samples/sandbox/tds/protocol.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sandbox::tds {

struct Login7 {
  std::uint32_t asked_version = 0;  ///< as the client wrote it
  TdsVersion version = TdsVersion::v7_4;
  std::uint32_t asked_packet_size = 0;
  std::size_t packet_size = default_packet_size;  ///< what the server grants
  std::uint32_t client_process = 0;

  std::string host, user, application, server, client_library, language, database, attach_file;
  std::string password, new_password;  ///< in the clear; the owner wipes them

  bool odbc = false;
  bool integrated = false;
  bool read_only_intent = false;
  bool change_password = false;
  bool has_feature_extension = false;
  std::vector<std::uint8_t> features;  ///< ids of the FeatureExt block, in order

  /// Overwrites both passwords.
  void wipe_secrets();
};

/// Reads a whole LOGIN7 message; any bytes are safe to pass. Errors never contain the password.
gantry::Result<Login7> parse_login7(std::string_view payload);

/// Undoes the obfuscation of passwords in LOGIN7: nibbles swapped, then XOR 0xA5. UTF-16LE in and out.
std::string reveal_password(std::string_view obfuscated);

}  // namespace sandbox::tds

#endif
