// Puts a HostConfiguration together.
#ifndef GANTRY_CONFIGURATION_LOADER_HPP
#define GANTRY_CONFIGURATION_LOADER_HPP

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "host/configuration/host-configuration.hpp"

namespace gantry::configuration {

class Loader {
 public:
  explicit Loader(const Sources &sources) : sources_(sources) {}
  Result<HostConfiguration> run();

 private:
  using Connection = HostConfiguration::Connection;

  Result<> read_file(const std::string &path, bool named);
  Result<> read_root(const nlohmann::json &root);
  Result<> read_connections(const nlohmann::json &value);
  Result<> read_connection(const nlohmann::json &value, const std::string &path, Connection &connection);
  Result<> read_secrets(const nlohmann::json &value, const std::string &path, Connection &connection);
  Result<> read_schemes(const nlohmann::json &value);
  Result<> read_plugins(const nlohmann::json &value);
  Result<> read_state(const nlohmann::json &value);
  Result<> read_destinations(const nlohmann::json &value);
  Result<> read_limits(const nlohmann::json &value);
  Result<> read_command_line();
  Result<> read_argument(std::string_view text, std::size_t number);
  Result<> check_environment();

  /// A list of texts without doubles.
  Result<std::vector<std::string>> texts(const nlohmann::json &value, const std::string &path);
  Result<> need_object(const nlohmann::json &value, const std::string &path);
  Error refuse(const std::string &path, std::string expected, std::string found, std::string todo) const;
  Error unknown_key(const std::string &path, std::string_view key,
                    const std::vector<std::string> &known) const;

  const Sources &sources_;
  HostConfiguration out_;
};

}  // namespace gantry::configuration

#endif
