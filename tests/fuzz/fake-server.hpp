// A server on loopback that answers each request with the next part of a script, whatever was asked.
#ifndef GANTRY_FUZZ_FAKE_SERVER_HPP
#define GANTRY_FUZZ_FAKE_SERVER_HPP

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace gantry::fuzz {

/// One client at a time, in a thread of its own; lives until the process ends.
class FakeServer {
 public:
  FakeServer();
  FakeServer(const FakeServer &) = delete;
  FakeServer &operator=(const FakeServer &) = delete;
  ~FakeServer();

  std::uint16_t port() const { return port_; }

  /// What the next client hears. After the last answer the server hangs up; when the client asks for nothing,
  /// it is answered after a moment all the same, because it may be waiting for the rest of a packet that says
  /// it is longer.
  void play(std::vector<std::string> answers);

 private:
  void serve();
  void talk(int client);

  int listener_ = -1;
  std::uint16_t port_ = 0;
  std::mutex mutex_;
  std::vector<std::string> answers_;
  std::atomic<bool> ending_{false};
  std::thread thread_;
};

/// An answer as the wire has it: in one packet of the kind that servers send.
std::string packet_of(std::string_view payload);

}  // namespace gantry::fuzz

#endif
