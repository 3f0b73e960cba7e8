// Addresses and descriptors for the driver's own questions (browser, probe).
#ifndef GANTRY_FREETDS_SOCKET_HPP
#define GANTRY_FREETDS_SOCKET_HPP

#include <gantry/cpp/result.hpp>

#include <sys/socket.h>

#include <atomic>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace gantry::freetds {

class Descriptor {
 public:
  explicit Descriptor(int number = -1) noexcept : number_(number) {}
  Descriptor(Descriptor &&other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Descriptor &operator=(Descriptor &&other) noexcept {
    std::swap(number_, other.number_);
    return *this;
  }
  ~Descriptor();
  int get() const noexcept { return number_; }

 private:
  int number_;
};

class SocketAddress {
 public:
  SocketAddress(const sockaddr *address, socklen_t length);
  const sockaddr *get() const { return reinterpret_cast<const sockaddr *>(&storage_); }
  socklen_t length() const { return length_; }
  int family() const { return storage_.ss_family; }

 private:
  sockaddr_storage storage_{};
  socklen_t length_;
};

/// Addresses of a host, IPv4 and IPv6, in the system's order. May block. Errors: NOT_FOUND.
Result<std::vector<SocketAddress>> resolve(const std::string &host, std::uint16_t port, int socket_type);

/// A TCP connection, non-blocking. Errors: IO (the last address's reason), NOT_FOUND, CANCELLED, DEADLINE.
Result<Descriptor> connect_tcp(const std::string &host, std::uint16_t port,
                               const std::atomic<bool> &abandoned, std::int64_t deadline_ns);

/// Waits for `events` in steps of 50 ms; false when abandoned or too late.
bool wait_for(int descriptor, short events, const std::atomic<bool> &abandoned, std::int64_t deadline_ns);

}  // namespace gantry::freetds

#endif
