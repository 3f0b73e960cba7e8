// SQL Server Browser (MC-SQLR): tells UDP clients the port of a named instance.
#ifndef SANDBOX_TDS_BROWSER_HPP
#define SANDBOX_TDS_BROWSER_HPP

#include "gantry/cpp/result.hpp"
#include "samples/sandbox/tds/listener.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <thread>

namespace sandbox::tds {

struct BrowserEntry {
  std::string server;    ///< before the backslash
  std::string instance;  ///< MSSQLSERVER for a default instance
  std::uint16_t port = 0;
};

BrowserEntry browser_entry(const std::string &server_name, std::uint16_t port);

/// The answer to one datagram; nothing for datagrams that get none: other instances, other requests, garbage.
std::optional<std::string> answer_browser(std::string_view datagram, const BrowserEntry &entry);

class Browser {
 public:
  Browser() = default;
  ~Browser() { stop(); }
  Browser(const Browser &) = delete;
  Browser &operator=(const Browser &) = delete;

  /// Answers on that port (0 picks a free one, the result) until stop().
  gantry::Result<std::uint16_t> start(const LoopbackAddress &address, std::uint16_t port,
                                      const BrowserEntry &entry);
  void stop();

 private:
  int descriptor_ = -1;
  int wake_[2] = {-1, -1};
  std::thread thread_;
};

}  // namespace sandbox::tds

#endif
