#include "plugins/drivers/freetds/socket.hpp"

#include <gantry/cpp/call.hpp>

#include <netdb.h>
#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace gantry::freetds {

Descriptor::~Descriptor() {
  if (number_ >= 0) ::close(number_);
}

SocketAddress::SocketAddress(const sockaddr *address, socklen_t length) : length_(length) {
  std::memcpy(&storage_, address, length);
}

Result<std::vector<SocketAddress>> resolve(const std::string &host, std::uint16_t port, int socket_type) {
  addrinfo hints{};
  hints.ai_socktype = socket_type;
  addrinfo *list = nullptr;
  const int code = ::getaddrinfo(host.c_str(), std::to_string(port).c_str(), &hints, &list);
  if (code != 0)
    return Error(Status::not_found, "the host " + host + " cannot be found", "a name or an address of a host",
                 ::gai_strerror(code), "correct the server's name, or look at name resolution");
  std::vector<SocketAddress> addresses;
  for (const addrinfo *one = list; one; one = one->ai_next)
    addresses.emplace_back(one->ai_addr, one->ai_addrlen);
  ::freeaddrinfo(list);
  return addresses;
}

bool wait_for(int descriptor, short events, const std::atomic<bool> &abandoned, std::int64_t deadline_ns) {
  for (;;) {
    if (abandoned || (deadline_ns != 0 && monotonic_ns() >= deadline_ns)) return false;
    pollfd waiting = {descriptor, events, 0};
    if (::poll(&waiting, 1, 50) > 0) return true;
  }
}

Result<Descriptor> connect_tcp(const std::string &host, std::uint16_t port,
                               const std::atomic<bool> &abandoned, std::int64_t deadline_ns) {
  Result<std::vector<SocketAddress>> addresses = resolve(host, port, SOCK_STREAM);
  if (!addresses) return std::move(addresses).error();
  const std::string server = host + ',' + std::to_string(port);
  int reason = ECONNREFUSED;
  for (const SocketAddress &address : *addresses) {
    Descriptor socket(::socket(address.family(), SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    if (socket.get() < 0) {
      reason = errno;
      continue;
    }
    if (::connect(socket.get(), address.get(), address.length()) == 0) return socket;
    reason = errno;
    if (reason != EINPROGRESS) continue;
    if (!wait_for(socket.get(), POLLOUT, abandoned, deadline_ns))
      return abandoned ? Error(Status::cancelled, "connecting to " + server + " was cancelled")
                       : Error(Status::deadline, "the server " + server + " does not answer",
                               "a connection before the deadline", "none",
                               "check host and port, the firewall, and that the server runs");
    socklen_t size = sizeof reason;
    ::getsockopt(socket.get(), SOL_SOCKET, SO_ERROR, &reason, &size);
    if (reason == 0) return socket;
  }
  return Error(Status::io, "the server " + server + " cannot be reached", "a server that listens there",
               std::strerror(reason), "check host and port, the firewall, and that the server runs");
}

}  // namespace gantry::freetds
