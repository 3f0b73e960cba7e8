#include "plugins/smo/server-browser.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>

namespace gantry::smo {
namespace {

constexpr std::uint16_t browser_port = 1434;
constexpr unsigned char ask_everyone = 0x02, answer = 0x05;
constexpr int listen_ms = 1000, poll_ms = 50;

struct Socket {
  int fd;
  ~Socket() {
    if (fd >= 0) ::close(fd);
  }
};

bool printable(std::string_view text) {
  return !text.empty() && text.size() <= 255 &&
         std::none_of(text.begin(), text.end(), [](unsigned char c) { return std::iscntrl(c) || c == '\\'; });
}

}  // namespace

std::vector<std::string> servers_of_answer(std::string_view datagram) {
  std::vector<std::string> names;
  if (datagram.size() < 3 || static_cast<unsigned char>(datagram[0]) != answer) return names;
  const std::size_t length = static_cast<unsigned char>(datagram[1]) |
                             (static_cast<std::size_t>(static_cast<unsigned char>(datagram[2])) << 8);
  std::string_view text = datagram.substr(3, length);
  // KEY;VALUE;KEY;VALUE;...;; for each instance.
  std::string server, instance;
  const auto finish = [&] {
    if (printable(server) && printable(instance))
      names.push_back(instance == "MSSQLSERVER" ? server : server + '\\' + instance);
    server.clear();
    instance.clear();
  };
  const auto token = [&text] {
    const std::size_t end = std::min(text.find(';'), text.size());
    const std::string_view part = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    return part;
  };
  while (!text.empty()) {
    const std::string_view key = token();
    if (key.empty()) {
      finish();
      continue;
    }
    const std::string_view value = token();
    if (key == "ServerName") server = value;
    if (key == "InstanceName") instance = value;
  }
  finish();
  return names;
}

Result<std::vector<std::string>> find_servers(Call call) {
  std::vector<std::string> names;
  const Socket socket{::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)};
  if (socket.fd < 0) return names;
  const int on = 1;
  (void)::setsockopt(socket.fd, SOL_SOCKET, SO_BROADCAST, &on, sizeof on);
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_port = htons(browser_port);
  to.sin_addr.s_addr = htonl(INADDR_BROADCAST);
  if (::sendto(socket.fd, &ask_everyone, 1, 0, reinterpret_cast<const sockaddr *>(&to), sizeof to) != 1)
    return names;
  const std::int64_t end = monotonic_ns() + listen_ms * 1'000'000LL;
  std::string datagram(65536, '\0');
  while (monotonic_ns() < end) {
    if (Result<> going = call.check("looking for servers"); !going) {
      if (going.error().status == Status::cancelled) return std::move(going).error();
      break;
    }
    pollfd waiting{socket.fd, POLLIN, 0};
    if (::poll(&waiting, 1, poll_ms) <= 0) continue;
    const ssize_t got = ::recv(socket.fd, datagram.data(), datagram.size(), 0);
    if (got <= 0) continue;
    for (std::string &name :
         servers_of_answer(std::string_view(datagram).substr(0, static_cast<std::size_t>(got))))
      names.push_back(std::move(name));
  }
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

}  // namespace gantry::smo
