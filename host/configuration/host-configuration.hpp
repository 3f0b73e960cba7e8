// What the operator configures outside of packages: connections, schemes, plugin search
// (docs/configuration.md).
#ifndef GANTRY_CONFIGURATION_HOST_CONFIGURATION_HPP
#define GANTRY_CONFIGURATION_HOST_CONFIGURATION_HPP

#include <gantry/cpp/result.hpp>

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gantry::configuration {

/// Reads an environment variable; nothing when it is not set. Tests give their own.
using Environment = std::function<std::optional<std::string>(const std::string &name)>;
Environment process_environment();

/// One setting of a connection and where it comes from.
struct Setting {
  std::string key;     ///< a request property of D6 (`server`, `encrypt`, `driver` ...), `local-server`,
                       ///< `statement-timeout`, `lock-timeout`
  std::string value;   ///< invariant text, checked
  std::string origin;  ///< `gantry.json: connections.Source`, `GANTRY_CONNECTION_SOURCE_ENCRYPT`,
                       ///< `--connection Source.encrypt`
};

/// A server that may be written.
struct Destination {
  std::string name;  ///< as the connection reaches it (HOST[\INSTANCE][,PORT]), or as the server calls itself
  bool destroy = true;           ///< plans may hold steps that destroy
  bool destroy_unasked = false;  ///< nobody is asked about them
};

/// What holds for every run unless its command line says otherwise; 0: no limit.
struct RunLimits {
  std::int64_t step_timeout = 0;  ///< seconds for a statement
  std::int64_t max_streams = 0;   ///< tasks that hold sessions at once
};

/// Where a secret of a connection is to be found; the value itself is read when it is asked for.
struct SecretReference {
  enum class Kind { environment, file, credential } kind = Kind::environment;
  std::string name;  ///< of the variable, path or credential
  std::string origin;
};

struct Sources {
  std::optional<std::string> file;        ///< --config; absent: the documented places are tried
  std::vector<std::string> command_line;  ///< `NAME.key=value`, one a --connection
  Environment environment;
  bool privileged = false;  ///< AT_SECURE: environment and home are ignored
  std::string system_file = "/etc/gantry/gantry.json";
};

/// Immutable once loaded; any thread. Variables of the environment are looked up when a connection is asked
/// for, because only then its name is known; a value of theirs that is not valid is passed on as it is, with
/// its origin, for the request to refuse. Those of connections that the file or the command line names are
/// checked by load.
class HostConfiguration {
 public:
  /// Unknown keys are refused with the nearest known one; a secret in clear in file or argument is refused.
  /// Errors: INVALID (what, file and path of the key, what is allowed), NOT_FOUND (a file that was named),
  /// IO, DENIED (a file others can write).
  static Result<HostConfiguration> load(const Sources &sources);

  /// Settings of a connection, `defaults` included; later origins have already won (file < environment <
  /// command line). `driver.<name>` are those that the file or the command line has.
  std::vector<Setting> connection(std::string_view name) const;
  std::optional<Setting> connection_setting(std::string_view name, std::string_view key) const;
  std::optional<SecretReference> secret(std::string_view connection, std::string_view property) const;
  /// Driver ids of a scheme in the configured order; empty: none configured.
  std::vector<std::string> drivers_of(std::string_view scheme) const;
  const std::vector<Destination> &destinations() const { return destinations_; }
  const RunLimits &limits() const { return limits_; }
  /// Absolute folders.
  const std::vector<std::string> &plugin_search() const { return plugin_search_; }
  /// Where runs leave their folders; absolute, empty: not configured.
  const std::string &state_folder() const { return state_folder_; }
  /// The file that was read; empty when there was none.
  const std::string &file() const { return file_; }

 private:
  struct Connection {
    std::map<std::string, Setting> settings;
    std::map<std::string, SecretReference> secrets;
  };
  friend class Loader;
  const Connection *find(std::string_view name) const;
  Environment environment_;                         ///< empty when privileged
  std::map<std::string, Connection> connections_;   ///< of the file, by name in lower case
  std::map<std::string, Connection> command_line_;  ///< likewise
  Connection defaults_;
  std::map<std::string, std::vector<std::string>> schemes_;
  std::vector<std::string> plugin_search_;
  std::string state_folder_;
  std::vector<Destination> destinations_;
  RunLimits limits_;
  std::string file_;
};

}  // namespace gantry::configuration

#endif
