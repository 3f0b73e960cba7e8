#include "samples/sandbox/tds/browser.hpp"

#include "samples/sandbox/tds/bytes.hpp"
#include "samples/sandbox/tds/socket-address.hpp"

#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <poll.h>
#include <strings.h>
#include <unistd.h>

namespace sandbox::tds {

BrowserEntry browser_entry(const std::string &server_name, std::uint16_t port) {
  const std::string instance = instance_of(server_name);
  return {server_name.substr(0, server_name.find('\\')), instance.empty() ? "MSSQLSERVER" : instance, port};
}

std::optional<std::string> answer_browser(std::string_view datagram, const BrowserEntry &entry) {
  constexpr char broadcast = 0x02, every_instance = 0x03, one_instance = 0x04;
  constexpr std::size_t longest_name = 32;
  if (datagram.empty()) return std::nullopt;
  if (datagram[0] == one_instance) {
    std::string name(datagram.substr(1, longest_name + 1));
    name.resize(std::strlen(name.c_str()));
    if (strcasecmp(name.c_str(), entry.instance.c_str()) != 0) return std::nullopt;
  } else if (datagram.size() != 1 || (datagram[0] != broadcast && datagram[0] != every_instance)) {
    return std::nullopt;
  }
  const std::string text = "ServerName;" + entry.server + ";InstanceName;" + entry.instance +
                           ";IsClustered;No;Version;" + std::to_string(server_major) + "." +
                           std::to_string(server_minor) + "." + std::to_string(server_build) + "." +
                           std::to_string(server_revision) + ";tcp;" + std::to_string(entry.port) + ";;";
  ByteWriter out;
  out.u8(0x05);
  out.u16(text.size());
  out.bytes(text);
  return out.take();
}

gantry::Result<std::uint16_t> Browser::start(const LoopbackAddress &address, std::uint16_t port,
                                             const BrowserEntry &entry) {
  gantry::Result<int> bound = bound_socket(address, port, SOCK_DGRAM);
  if (!bound) return std::move(bound).error();
  descriptor_ = *bound;
  if (::pipe2(wake_, O_CLOEXEC) != 0) {
    return gantry::Error{gantry::Status::io, "the browser cannot start", "a pipe", std::strerror(errno),
                         "close other programs"};
  }
  thread_ = std::thread([this, entry] {
    for (;;) {
      pollfd waiting[2] = {{descriptor_, POLLIN, 0}, {wake_[0], POLLIN, 0}};
      if (::poll(waiting, 2, -1) < 0 && errno != EINTR) return;
      if (waiting[1].revents != 0) return;
      if (waiting[0].revents == 0) continue;
      char buffer[1024];
      SocketAddress client;
      client.size = sizeof client.storage;
      const ssize_t size = ::recvfrom(descriptor_, buffer, sizeof buffer, 0, client.get(), &client.size);
      if (size <= 0) continue;
      if (const auto answer = answer_browser({buffer, static_cast<std::size_t>(size)}, entry)) {
        ::sendto(descriptor_, answer->data(), answer->size(), 0, client.get(), client.size);
      }
    }
  });
  return port;
}

void Browser::stop() {
  if (thread_.joinable()) {
    const char byte = 0;
    if (::write(wake_[1], &byte, 1) != 1) return;
    thread_.join();
  }
  for (int *descriptor : {&descriptor_, &wake_[0], &wake_[1]}) {
    if (*descriptor >= 0) ::close(*descriptor);
    *descriptor = -1;
  }
}

}  // namespace sandbox::tds
