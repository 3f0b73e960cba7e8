// db-lib by itself, as a program without Gantry uses it: what the driver is held against.
#ifndef GANTRY_BENCH_DB_LIB_HPP
#define GANTRY_BENCH_DB_LIB_HPP

#include <string>

struct tds_dblib_dbprocess;

namespace gantry::bench {

struct ServerAddress {
  std::string host, port, ca_file;
};

/// db-lib, started, with one server in its configuration.
class DbLib {
 public:
  explicit DbLib(const ServerAddress &server);
  DbLib(const DbLib &) = delete;
  DbLib &operator=(const DbLib &) = delete;
  ~DbLib();

  /// As sa, encrypted, certificate and host name verified, with the same SET batch as the driver. Ends the
  /// process when it cannot.
  tds_dblib_dbprocess *log_in();

 private:
  int configuration_ = -1;
  std::string options_;
};

/// The password of sa, from SANDBOX_SA_PASSWORD.
std::string password();

}  // namespace gantry::bench

#endif
