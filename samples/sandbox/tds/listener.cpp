#include "samples/sandbox/tds/listener.hpp"

#include "samples/sandbox/tds/socket-address.hpp"

#include <cerrno>
#include <cstring>

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace sandbox::tds {

gantry::Result<LoopbackAddress> loopback_address(const std::string &host) {
  if (host == "localhost") return LoopbackAddress{"127.0.0.1", false};
  in_addr v4{};
  if (inet_pton(AF_INET, host.c_str(), &v4) == 1 && (ntohl(v4.s_addr) >> 24) == 127)
    return LoopbackAddress{host, false};
  in6_addr v6{};
  if (inet_pton(AF_INET6, host.c_str(), &v6) == 1 && IN6_IS_ADDR_LOOPBACK(&v6))
    return LoopbackAddress{"::1", true};
  return gantry::Error{gantry::Status::invalid, "the sandbox does not listen on " + host,
                       "localhost, an address 127.x.x.x, or ::1", "another address",
                       "leave --host out; a stand-in server is not for a network"};
}

SocketAddress socket_address(const LoopbackAddress &address, std::uint16_t port) {
  SocketAddress result;
  if (address.ipv6) {
    auto *v6 = reinterpret_cast<sockaddr_in6 *>(&result.storage);
    v6->sin6_family = AF_INET6;
    v6->sin6_port = htons(port);
    v6->sin6_addr = in6addr_loopback;
    result.size = sizeof(sockaddr_in6);
  } else {
    auto *v4 = reinterpret_cast<sockaddr_in *>(&result.storage);
    v4->sin_family = AF_INET;
    v4->sin_port = htons(port);
    inet_pton(AF_INET, address.host.c_str(), &v4->sin_addr);
    result.size = sizeof(sockaddr_in);
  }
  return result;
}

gantry::Result<int> bound_socket(const LoopbackAddress &address, std::uint16_t &port, int kind) {
  const auto failed = [&](const char *step) {
    return gantry::Error{gantry::Status::io,
                         "the sandbox cannot listen on " + address.host + ", port " + std::to_string(port),
                         "a port that is free and allowed", std::string(step) + ": " + std::strerror(errno),
                         "choose another port; 0 picks a free one"};
  };
  const int descriptor = ::socket(address.ipv6 ? AF_INET6 : AF_INET, kind | SOCK_CLOEXEC, 0);
  if (descriptor < 0) return failed("socket");
  const int one = 1;
  if (kind == SOCK_STREAM) ::setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
  SocketAddress name = socket_address(address, port);
  if (::bind(descriptor, name.get(), name.size) != 0) {
    const auto error = failed("bind");
    ::close(descriptor);
    return error;
  }
  ::getsockname(descriptor, name.get(), &name.size);
  port = ntohs(address.ipv6 ? reinterpret_cast<sockaddr_in6 *>(&name.storage)->sin6_port
                            : reinterpret_cast<sockaddr_in *>(&name.storage)->sin_port);
  return descriptor;
}

gantry::Result<std::uint16_t> Listener::listen(const LoopbackAddress &address, std::uint16_t port) {
  gantry::Result<int> bound = bound_socket(address, port, SOCK_STREAM);
  if (!bound) return std::move(bound).error();
  descriptor_ = *bound;
  if (::listen(descriptor_, 64) != 0 || ::pipe2(wake_, O_CLOEXEC) != 0) {
    return gantry::Error{gantry::Status::io, "the sandbox cannot listen on port " + std::to_string(port),
                         "a listening socket", std::strerror(errno), "choose another port"};
  }
  return port;
}

void Listener::start() {
  accepting_ = std::thread([this] { accept_clients(); });
}

void Listener::accept_clients() {
  for (;;) {
    pollfd waiting[2] = {{descriptor_, POLLIN, 0}, {wake_[0], POLLIN, 0}};
    if (::poll(waiting, 2, -1) < 0 && errno != EINTR) return;
    if (waiting[1].revents != 0) return;
    if (waiting[0].revents == 0) continue;
    const int client = ::accept4(descriptor_, nullptr, nullptr, SOCK_CLOEXEC);
    if (client < 0) {
      if (errno == EMFILE || errno == ENFILE) ::poll(nullptr, 0, 100);  // until a connection ends
      continue;
    }
    serve(client);
  }
}

void Listener::serve(int client) {
  const int one = 1;
  ::setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  const std::lock_guard lock(mutex_);
  reap();
  // A few more than may log in are let in far enough to be told so.
  constexpr std::size_t told_apart = 16;
  if (served_.size() >= context_.most_sessions + told_apart) {
    ::close(client);
    return;
  }
  const bool full = served_.size() >= context_.most_sessions;
  Served &served = served_.emplace_back();
  served.connection = std::make_unique<Connection>(client, next_number_++, full, context_);
  served.thread = std::thread([&served] {
    served.connection->run();
    // The client sees the end now, not when the list is next looked through.
    served.connection->stop();
    served.done = true;
  });
}

void Listener::reap() {
  for (auto it = served_.begin(); it != served_.end();) {
    if (!it->done) {
      ++it;
      continue;
    }
    it->thread.join();
    it = served_.erase(it);
  }
}

void Listener::stop() {
  if (accepting_.joinable()) {
    const char byte = 0;
    if (::write(wake_[1], &byte, 1) != 1) ::shutdown(descriptor_, SHUT_RDWR);
    accepting_.join();
  }
  const std::lock_guard lock(mutex_);
  for (Served &served : served_) served.connection->stop();
  for (Served &served : served_) served.thread.join();
  served_.clear();
  for (int *descriptor : {&descriptor_, &wake_[0], &wake_[1]}) {
    if (*descriptor >= 0) ::close(*descriptor);
    *descriptor = -1;
  }
}

}  // namespace sandbox::tds
