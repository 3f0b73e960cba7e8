// Accepts clients on loopback and gives each a thread.
#ifndef SANDBOX_TDS_LISTENER_HPP
#define SANDBOX_TDS_LISTENER_HPP

#include "gantry/cpp/result.hpp"
#include "samples/sandbox/tds/connection.hpp"

#include <atomic>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

namespace sandbox::tds {

/// An address of this machine's loopback: 127.0.0.0/8 or ::1; "localhost" is 127.0.0.1.
struct LoopbackAddress {
  std::string host;  ///< in numbers
  bool ipv6 = false;
};

/// Anything else is refused: this server's sessions and secrets are not for a network.
gantry::Result<LoopbackAddress> loopback_address(const std::string &host);

class Listener {
 public:
  /// `context` outlives the listener.
  explicit Listener(const ServerContext &context) : context_(context) {}
  ~Listener() { stop(); }
  Listener(const Listener &) = delete;
  Listener &operator=(const Listener &) = delete;

  /// Binds and listens; port 0 picks a free one. The port that clients use is the result.
  gantry::Result<std::uint16_t> listen(const LoopbackAddress &address, std::uint16_t port);
  /// Begins to accept, on a thread of its own.
  void start();
  /// Accepts no more, ends every connection and waits for their threads.
  void stop();

 private:
  struct Served {
    std::unique_ptr<Connection> connection;
    std::thread thread;
    std::atomic<bool> done{false};
  };
  void accept_clients();
  void serve(int descriptor);
  void reap();

  const ServerContext &context_;
  int descriptor_ = -1;
  int wake_[2] = {-1, -1};
  std::thread accepting_;
  std::mutex mutex_;
  std::list<Served> served_;
  int next_number_ = 1;
};

}  // namespace sandbox::tds

#endif
