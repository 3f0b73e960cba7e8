// A sandbox server of a test, and queries to it by an unmodified client.
#ifndef GANTRY_TESTS_END_TO_END_SANDBOX_HPP
#define GANTRY_TESTS_END_TO_END_SANDBOX_HPP

#include "tests/end-to-end/support/process.hpp"

#include <string>
#include <vector>

namespace end_to_end {

inline const std::string sa_password = "End-2-end#sa!";

class Sandbox {
 public:
  /// `init`: T-SQL run before it listens. `more`: further options.
  explicit Sandbox(const std::string &name, const std::string &init = {},
                   const std::vector<std::string> &more = {});
  Sandbox(const Sandbox &) = delete;
  Sandbox &operator=(const Sandbox &) = delete;
  ~Sandbox();

  int port() const { return port_; }
  const std::string &ca_file() const { return ca_file_; }
  std::string address() const { return "127.0.0.1," + std::to_string(port_); }
  void kill_now();

  /// Runs SQL by bsqldb of FreeTDS; rows are lines, columns are joined by `|`.
  Outcome sql(const std::string &text, const std::string &user = "sa",
              const std::string &password = sa_password) const;
  /// The rows as lines, sorted as they came. Throws when the query fails.
  std::vector<std::string> rows(const std::string &query) const;
  std::string value(const std::string &query) const;
  /// Whether `tsql` can log in.
  bool can_log_in(const std::string &user, const std::string &password) const;

 private:
  std::string configuration() const;
  Folder folder_;
  pid_t pid_ = -1;
  int port_ = 0;
  std::string ca_file_;
};

/// The gantry program of this build.
std::string gantry();
/// A host configuration that allows writing to these servers; gives its path.
std::string host_configuration(const std::vector<const Sandbox *> &destinations);
/// gantry with the two servers bound to the connections Source and Destination; both may be written unless
/// `words` name a --config.
Outcome gantry_between(const Sandbox &source, const Sandbox &destination, std::vector<std::string> words,
                       const Environment &environment = {}, int seconds = 60);
/// The words that bind them; `may_write`: with a host configuration that lists both.
std::vector<std::string> bindings(const Sandbox &source, const Sandbox &destination, bool may_write = true);

}  // namespace end_to_end

#endif
