// The server under test: named in the environment, or a sandbox that the suite starts.
#ifndef GANTRY_CONFORMANCE_SERVER_HPP
#define GANTRY_CONFORMANCE_SERVER_HPP

#include <sys/types.h>

#include <cstdint>
#include <string>
#include <vector>

namespace conformance {

struct Server {
  std::string host, user, password, ca_file;
  std::uint16_t port = 1433;
  bool is_sandbox = false;  ///< faults can be injected
};

/// A sandbox process on a free port, ended with its object.
class Sandbox {
 public:
  Sandbox() = default;
  Sandbox(const Sandbox &) = delete;
  Sandbox &operator=(const Sandbox &) = delete;
  ~Sandbox();

  /// False when this build has none, or it does not start (a port in use): `problem` says it.
  bool start(const std::vector<std::string> &arguments, std::string &problem);
  const Server &server() const { return server_; }

 private:
  pid_t process_ = 0;
  std::string folder_;
  Server server_;
};

bool start_server(std::string &problem);
void stop_server();
const Server &server();

}  // namespace conformance

#endif
