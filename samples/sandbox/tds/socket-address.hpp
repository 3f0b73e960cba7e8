// Sockets on loopback, for the listener and the browser.
#ifndef SANDBOX_TDS_SOCKET_ADDRESS_HPP
#define SANDBOX_TDS_SOCKET_ADDRESS_HPP

#include "gantry/cpp/result.hpp"
#include "samples/sandbox/tds/listener.hpp"

#include <netinet/in.h>
#include <sys/socket.h>

namespace sandbox::tds {

struct SocketAddress {
  sockaddr_storage storage{};
  socklen_t size = 0;
  sockaddr *get() { return reinterpret_cast<sockaddr *>(&storage); }
};

SocketAddress socket_address(const LoopbackAddress &address, std::uint16_t port);

/// A bound socket of that kind (SOCK_STREAM, SOCK_DGRAM) that the caller closes; `port` becomes the real one.
gantry::Result<int> bound_socket(const LoopbackAddress &address, std::uint16_t &port, int kind);

}  // namespace sandbox::tds

#endif
