// Secrets: where they come from and how they stay out of sight.
#ifndef GANTRY_CONFIGURATION_SECRET_STORE_HPP
#define GANTRY_CONFIGURATION_SECRET_STORE_HPP

#include "host/configuration/host-configuration.hpp"
#include "host/configuration/masker.hpp"

#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

namespace gantry::configuration {

/// Looks a secret up in this order: given (--password-stdin, dtexec face),
/// GANTRY_SECRET_<CONNECTION>_<PROPERTY>, the reference of the host configuration,
/// $CREDENTIALS_DIRECTORY/<connection>.<property>, the prompt. Any thread.
class SecretStore {
 public:
  SecretStore(const HostConfiguration &configuration, Environment environment, Masker &masker);
  SecretStore(const SecretStore &) = delete;
  SecretStore &operator=(const SecretStore &) = delete;
  ~SecretStore();

  /// For one connection, or for all when `connection` is empty.
  void give(std::string_view connection, std::string_view property, std::string secret);
  /// Asks on a terminal; without one there is no prompt. The prompt's text has no trailing blank.
  void set_prompt(std::function<Result<std::string>(const std::string &question)> prompt);
  /// The secret, known to the masker from now on; the caller wipes its copy. Errors: NOT_FOUND with every
  /// place that was looked at; DENIED for a file that others can read; IO.
  Result<std::string> get(std::string_view connection, std::string_view property);

 private:
  const HostConfiguration &configuration_;
  Environment environment_;
  Masker &masker_;
  std::mutex mutex_;
  std::map<std::string, std::string> given_;
  std::function<Result<std::string>(const std::string &)> prompt_;
};

/// Overwrites an argument of this process so that no process list shows it.
void wipe_argument(char *argument);
/// No core files, no ptrace by others of the same user (PR_SET_DUMPABLE, RLIMIT_CORE).
void make_process_undumpable();

}  // namespace gantry::configuration

#endif
