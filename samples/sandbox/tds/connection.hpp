// One client from its first byte to its last.
#ifndef SANDBOX_TDS_CONNECTION_HPP
#define SANDBOX_TDS_CONNECTION_HPP

#include "samples/sandbox/engine/session.hpp"
#include "samples/sandbox/tds/certificate.hpp"
#include "samples/sandbox/tds/inbox.hpp"
#include "samples/sandbox/tds/log.hpp"
#include "samples/sandbox/tds/login7.hpp"
#include "samples/sandbox/tds/packet.hpp"
#include "samples/sandbox/tds/prelogin.hpp"
#include "samples/sandbox/tds/result-writer.hpp"

#include <memory>
#include <optional>
#include <thread>

namespace sandbox::tds {

/// What every connection of a server shares; it outlives them.
struct ServerContext {
  Server &server;
  Log &log;
  EncryptionPolicy encryption = EncryptionPolicy::optional;
  TlsContext tls;
  int login_timeout_ms = 30'000;  ///< from the connection to the end of LOGIN7
  std::size_t most_sessions = 256;
};

/// The part of "machine\instance" behind the backslash; empty for a default instance.
std::string instance_of(const std::string &server_name);

class Connection {
 public:
  /// Takes the descriptor over. `refused`: the server is full; the client is told after its LOGIN7.
  Connection(int descriptor, int number, bool refused, const ServerContext &context);

  /// Serves the client on the calling thread (and one of its own) until either side ends.
  void run();
  /// Makes run() come back soon. Any thread.
  void stop();

 private:
  bool prelogin();
  bool tls_handshake();
  bool log_in();
  bool read_login(ClientMessage &first, Login7 &login);
  void refuse_login(const Login7 &login, const std::vector<Message> &messages);
  void welcome(const Login7 &login, const std::vector<Message> &messages);
  void serve();
  void read_requests();
  bool handle(const ClientMessage &message);
  bool handle_batch(const ClientMessage &message);
  bool handle_calls(const ClientMessage &message);
  bool handle_transaction(const ClientMessage &message);
  bool refuse_request(const gantry::Error &error);
  void acknowledge_attention();
  int time_left() const;
  void log(const std::string &text) { context_.log.write(number_, text); }

  const ServerContext &context_;
  const int number_;
  const bool refused_;
  Channel channel_;
  MessageReader reader_;
  PacketWriter packets_;
  MessageReader::Clock::time_point login_deadline_;
  EncryptionScope scope_ = EncryptionScope::none;
  std::optional<ClientMessage> early_login_;  ///< LOGIN7 from a client that skips PRELOGIN
  TdsVersion version_ = TdsVersion::v7_4;
  Inbox inbox_;
  std::unique_ptr<Session> session_;
  std::optional<ResultWriter> results_;
};

}  // namespace sandbox::tds

#endif
