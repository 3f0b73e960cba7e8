// A client written from MS-TDS for these tests only: bytes out, bytes in.
#ifndef TESTS_SANDBOX_TDS_CLIENT_HPP
#define TESTS_SANDBOX_TDS_CLIENT_HPP

#include "samples/sandbox/tds/channel.hpp"
#include "samples/sandbox/tds/protocol.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

struct LoginFields {
  std::uint32_t version = 0x74000004;
  std::uint32_t packet_size = 4096;
  std::uint8_t option_flags2 = 0x03, type_flags = 0;
  std::string host = "here", user = "sa", password = "secret", application = "test", server = "sandbox",
              library = "test", language, database;
  std::string features;  ///< FeatureExt with its terminator; none when empty
};

std::string login7_bytes(const LoginFields &fields);
/// The example of MS-TDS 4.1 with another ENCRYPTION.
std::string prelogin_bytes(std::uint8_t encryption);
/// A batch with the ALL_HEADERS of MS-TDS 4.6.
std::string batch_bytes(std::string_view text);
/// 22 bytes of ALL_HEADERS.
std::string all_headers();

class Client {
 public:
  explicit Client(std::uint16_t port);
  ~Client();
  Client(const Client &) = delete;
  Client &operator=(const Client &) = delete;

  void send_raw(std::string_view bytes);
  /// One message in one packet.
  void send(std::uint8_t type, std::string_view payload, std::uint8_t status = 1);
  struct Message {
    bool complete = false;  ///< false: the connection ended first
    std::string payload;
    std::vector<std::size_t> packets;  ///< their sizes with headers
    std::uint16_t spid = 0;
  };
  Message receive();
  bool ended();  ///< waits for the end of the connection

  /// PRELOGIN; the answer's ENCRYPTION byte, or -1.
  int prelogin(std::uint8_t encryption);
  /// The handshake inside PRELOGIN packets, verified against `authority` (PEM) for `host`.
  bool handshake(const std::string &authority, const std::string &host);
  void stop_tls();
  /// PRELOGIN without encryption, then LOGIN7; the answer's payload.
  std::string log_in(const LoginFields &fields = {});

 private:
  bool fill();
  int descriptor_ = -1;
  std::string buffer_;
  std::shared_ptr<SSL_CTX> context_;
  std::shared_ptr<SSL> ssl_;
};

#endif
