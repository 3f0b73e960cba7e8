#include "plugins/drivers/freetds/browser.hpp"

#include "plugins/drivers/freetds/socket.hpp"

#include <gantry/cpp/call.hpp>

#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <cctype>
#include <cstring>

namespace gantry::freetds {
namespace {

constexpr int tries = 5;
constexpr int milliseconds_a_try = 1000;

bool same(std::string_view a, std::string_view b) {
  return a.size() == b.size() &&
         std::equal(a.begin(), a.end(), b.begin(),
                    [](unsigned char x, unsigned char y) { return std::tolower(x) == std::tolower(y); });
}

std::string_view take_field(std::string_view &text) {
  const std::size_t end = text.find(';');
  const std::string_view field = text.substr(0, end);
  text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
  return field;
}

}  // namespace

std::uint16_t parse_browser_answer(std::string_view answer, std::string_view instance) {
  if (answer.size() < 3 || answer[0] != 5) return 0;
  answer.remove_prefix(3);
  bool ours = false;
  while (!answer.empty()) {
    const std::string_view key = take_field(answer);
    if (key.empty()) {  // ";;" between instances
      ours = false;
      continue;
    }
    const std::string_view value = take_field(answer);
    if (same(key, "InstanceName")) ours = same(value, instance);
    if (ours && same(key, "tcp")) {
      unsigned port = 0;
      for (const char c : value) {
        if (c < '0' || c > '9' || port > 65535) return 0;
        port = port * 10 + static_cast<unsigned>(c - '0');
      }
      return port <= 65535 ? static_cast<std::uint16_t>(port) : 0;
    }
  }
  return 0;
}

Result<std::uint16_t> find_instance_port(const std::string &host, const std::string &instance,
                                         const std::atomic<bool> &abandoned, std::int64_t deadline_ns,
                                         std::uint16_t browser_port) {
  const std::string what = "the port of instance " + instance + " at " + host + " is not known";
  Result<std::vector<SocketAddress>> addresses = resolve(host, browser_port, SOCK_DGRAM);
  if (!addresses) return std::move(addresses).error();
  // A browser is silent about an instance it does not know, so all are asked for as well.
  std::string question = "\x04" + instance;
  question += '\0';
  const std::string all = "\x03";
  for (int attempt = 0; attempt < tries; ++attempt) {
    for (const SocketAddress &address : *addresses) {
      const Descriptor socket(::socket(address.family(), SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
      if (socket.get() < 0 || ::connect(socket.get(), address.get(), address.length()) != 0 ||
          ::send(socket.get(), question.data(), question.size(), 0) < 0 ||
          ::send(socket.get(), all.data(), all.size(), 0) < 0)
        continue;
      int left = milliseconds_a_try;
      while (left > 0) {
        if (abandoned) return Error(Status::cancelled, what, "an answer of the browser", "a cancellation");
        if (deadline_ns != 0 && monotonic_ns() >= deadline_ns)
          return Error(Status::deadline, what, "an answer of SQL Server Browser (UDP 1434) in time", "none",
                       "start the browser, or name the port: " + host + ",PORT");
        pollfd waiting = {socket.get(), POLLIN, 0};
        if (::poll(&waiting, 1, std::min(left, 50)) > 0) {
          char answer[65536];
          const ssize_t got = ::recv(socket.get(), answer, sizeof answer, 0);
          if (got < 0) break;  // refused: nobody listens
          const std::uint16_t port = parse_browser_answer({answer, static_cast<std::size_t>(got)}, instance);
          if (port != 0) return port;
          return Error(Status::not_found, what, "the instance among those of the host, with TCP enabled",
                       "SQL Server Browser does not list it", "correct the instance, or enable TCP for it");
        }
        left -= 50;
      }
    }
  }
  return Error(Status::io, what, "an answer of SQL Server Browser (UDP 1434)", "none",
               "start the browser, open UDP 1434, or name the port: " + host + ",PORT");
}

}  // namespace gantry::freetds
