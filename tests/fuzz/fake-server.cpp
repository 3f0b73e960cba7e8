#include "tests/fuzz/fake-server.hpp"

#include "tests/fuzz/target.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <utility>

namespace gantry::fuzz {
namespace {

constexpr int patience_ms = 20;
constexpr std::size_t header_size = 8;

/// Waits for the end of a request: a packet whose status has the bit for the last one. False when the client
/// hung up.
bool hear_request(int client) {
  std::string heard;
  for (;;) {
    pollfd waiting{client, POLLIN, 0};
    if (::poll(&waiting, 1, patience_ms) <= 0) return true;
    char buffer[4096];
    const ssize_t got = ::recv(client, buffer, sizeof buffer, 0);
    if (got <= 0) return false;
    heard.append(buffer, static_cast<std::size_t>(got));
    while (heard.size() >= header_size) {
      const std::size_t length =
          (static_cast<unsigned char>(heard[2]) << 8U) | static_cast<unsigned char>(heard[3]);
      if (length < header_size || heard.size() < length) break;
      const bool last = (heard[1] & 1) != 0;
      heard.erase(0, length);
      if (last) return true;
    }
  }
}

}  // namespace

FakeServer::FakeServer() : listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  require(listener_ >= 0 && ::bind(listener_, reinterpret_cast<sockaddr *>(&address), size) == 0 &&
              ::listen(listener_, 8) == 0 &&
              ::getsockname(listener_, reinterpret_cast<sockaddr *>(&address), &size) == 0,
          "there is a port on loopback");
  port_ = ntohs(address.sin_port);
  thread_ = std::thread([this] { serve(); });
}

FakeServer::~FakeServer() {
  ending_ = true;
  ::shutdown(listener_, SHUT_RDWR);
  thread_.join();
  ::close(listener_);
}

void FakeServer::play(std::vector<std::string> answers) {
  const std::lock_guard<std::mutex> lock(mutex_);
  answers_ = std::move(answers);
}

void FakeServer::serve() {
  while (!ending_) {
    const int client = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (client < 0) continue;
    talk(client);
    ::close(client);
  }
}

void FakeServer::talk(int client) {
  const int yes = 1;
  ::setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  std::vector<std::string> answers;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    answers = answers_;
  }
  for (const std::string &answer : answers) {
    if (!hear_request(client)) return;
    for (std::string_view left = answer; !left.empty();) {
      const ssize_t sent = ::send(client, left.data(), left.size(), MSG_NOSIGNAL);
      if (sent <= 0) return;
      left.remove_prefix(static_cast<std::size_t>(sent));
    }
  }
  // What the client sends now is taken off the wire, so that it hears the end and not a reset, with which it
  // could lose the last answer.
  ::shutdown(client, SHUT_WR);
  char buffer[4096];
  pollfd waiting{client, POLLIN, 0};
  while (::poll(&waiting, 1, 5 * patience_ms) > 0 && ::recv(client, buffer, sizeof buffer, 0) > 0) {
  }
}

std::string packet_of(std::string_view payload) {
  constexpr std::size_t most = 32767 - header_size;
  std::string packets;
  do {
    const std::string_view part = payload.substr(0, most);
    payload.remove_prefix(part.size());
    const std::size_t length = part.size() + header_size;
    packets += {4,
                static_cast<char>(payload.empty() ? 1 : 0),
                static_cast<char>(length >> 8),
                static_cast<char>(length & 255),
                0,
                53,
                1,
                0};
    packets += part;
  } while (!payload.empty());
  return packets;
}

}  // namespace gantry::fuzz
