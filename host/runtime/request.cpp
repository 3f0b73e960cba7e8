#include "host/runtime/request.hpp"

#include <algorithm>
#include <cctype>

namespace gantry::runtime {

const PropertyList &Request::properties() {
  static const PropertyList list = {
      {"server", PropertyType::string, "", {}, false, false, {}},
      {"instance", PropertyType::string, "", {}, false, false, {}},
      {"port", PropertyType::int32, "0", {}, false, false, {}},
      {"authentication", PropertyType::string, "sql", {}, false, false, {}},
      {"user", PropertyType::string, "", {}, false, false, {}},
      {"password", PropertyType::string, "", {}, true, false, {}},
      {"database", PropertyType::string, "", {}, false, false, {}},
      {"encrypt",
       PropertyType::enumeration,
       "require",
       {{"off", 0}, {"request", 1}, {"require", 2}, {"strict", 3}},
       false,
       false,
       {}},
      {"trust-server-certificate", PropertyType::boolean, "False", {}, false, false, {}},
      {"host-name-in-certificate", PropertyType::string, "", {}, false, false, {}},
      {"ca-file", PropertyType::string, "", {}, false, false, {}},
      {"application", PropertyType::string, "Gantry", {}, false, false, {}},
      {"application-intent",
       PropertyType::enumeration,
       "read-write",
       {{"read-write", 0}, {"read-only", 1}},
       false,
       false,
       {}},
      {"connect-timeout", PropertyType::int32, "15", {}, false, false, {}},
      {"statement-timeout", PropertyType::int32, "0", {}, false, false, {}},
      {"lock-timeout", PropertyType::int32, "30", {}, false, false, {}},
      {"driver", PropertyType::string, "", {}, false, false, {}}};
  return list;
}

RequestProperties::RequestProperties(const std::vector<configuration::Setting> &settings)
    : all(Request::properties()) {
  for (const configuration::Setting &setting : settings)
    if (setting.key.rfind("driver.", 0) == 0)
      all.push_back({setting.key, PropertyType::string, "", {}, false, false, {}});
}

Request::Request(const std::vector<configuration::Setting> &settings) : RequestProperties(settings) {
  define(all);
}

Result<> Request::copy_from(const PropertiesRef &request) {
  for (const Property &property : properties()) {
    if (property.name == "driver") continue;  // the package does not choose drivers (T5)
    Result<std::string> value = request.get(property.name, property.sensitive);
    if (!value) continue;  // a manager need not know every name
    if (value->empty()) continue;
    const Result<> set = set_property(property.name, *value);
    if (property.sensitive) wipe(*value);
    if (!set) return set.error();
  }
  return success();
}

Result<> Request::overlay(const std::vector<configuration::Setting> &settings) {
  for (const configuration::Setting &setting : settings) {
    if (setting.key == "local-server") {
      local_server_ = setting.value;
      continue;
    }
    if (Result<> set = set_property(setting.key, setting.value); !set) {
      Error error = std::move(set).error();
      error.what = setting.origin + ": " + error.what;
      return error;
    }
    if (setting.key == "server") {
      server_from_operator_ = true;
      store("instance", "");
    }
  }
  return success();
}

Result<> Request::judge_server(std::string_view connection) {
  std::string server = text("server");
  // `.\INSTANCE`, `localhost,1433`: only the machine's part is judged.
  const std::size_t end = server.find_first_of("\\,");
  std::string machine = server.substr(0, end);
  const std::string rest = end == std::string::npos ? "" : server.substr(end);
  std::transform(machine.begin(), machine.end(), machine.begin(),
                 [](unsigned char c) { return std::tolower(c); });
  if (machine.empty() && rest.empty())
    return Error(
        Status::invalid, "connection " + std::string(connection) + " names no server", "a server's name",
        "an empty one",
        "set SqlServerName in the package, or --connection \"" + std::string(connection) + ".server=HOST\"");
  const bool means_here = machine == "." || machine == "(local)" || machine == "localhost" || machine.empty();
  if (!means_here || server_from_operator_) {
    if (machine == "." || machine == "(local)" || machine.empty()) store("server", "127.0.0.1" + rest);
    return success();
  }
  if (local_server_.empty())
    return Error(Status::invalid,
                 "connection " + std::string(connection) + " asks for server \"" + server +
                     "\", which on the machine where the package was made meant that machine",
                 "a server's name, or a setting that says which server is meant here", "\"" + server + "\"",
                 "set connections." + std::string(connection) +
                     ".local-server (or .server) in gantry.json, or --connection \"" +
                     std::string(connection) + ".server=HOST\"");
  store("server", local_server_ + rest);
  return success();
}

}  // namespace gantry::runtime
