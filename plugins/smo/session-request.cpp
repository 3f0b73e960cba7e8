#include "plugins/smo/session-request.hpp"

namespace gantry::smo {

Result<ServerAddress> parse_server_name(std::string_view name) {
  const auto refuse = [&](std::string found) {
    return Error(Status::invalid, "SqlServerName \"" + std::string(name) + "\" is no server name",
                 "HOST, HOST\\INSTANCE or HOST,PORT", std::move(found), "correct SqlServerName");
  };
  ServerAddress address;
  std::string_view rest = name;
  if (rest.size() > 4 && (rest.substr(0, 4) == "tcp:" || rest.substr(0, 4) == "TCP:")) rest.remove_prefix(4);
  if (!rest.empty() && rest.front() == '[') {
    const std::size_t close = rest.find(']');
    if (close == std::string_view::npos) return refuse("a bracket that is not closed");
    address.host = rest.substr(1, close - 1);
    rest.remove_prefix(close + 1);
  } else {
    const std::size_t end = rest.find_first_of("\\,");
    address.host = rest.substr(0, end);
    rest = end == std::string_view::npos ? std::string_view() : rest.substr(end);
  }
  if (address.host.empty()) return refuse("no host");
  if (!rest.empty() && rest.front() == '\\') {
    const std::size_t comma = rest.find(',');
    address.instance = rest.substr(1, comma == std::string_view::npos ? comma : comma - 1);
    if (address.instance.empty()) return refuse("a backslash without an instance");
    rest = comma == std::string_view::npos ? std::string_view() : rest.substr(comma);
  }
  if (rest.empty()) return address;
  if (rest.front() != ',') return refuse("text behind the host");
  rest.remove_prefix(1);
  while (!rest.empty() && rest.front() == ' ') rest.remove_prefix(1);
  long number = 0;
  for (const char c : rest) {
    if (c < '0' || c > '9' || number > 65535) return refuse("a port that is no number");
    number = number * 10 + (c - '0');
  }
  if (number < 1 || number > 65535) return refuse("a port outside 1 to 65535");
  address.port = std::to_string(number);
  return address;
}

SessionRequest::SessionRequest() { define(properties()); }

const PropertyList &SessionRequest::properties() {
  static const PropertyList list = [] {
    PropertyList all;
    for (const char *name : {"server", "instance", "port", "database", "user", "authentication", "encrypt",
                             "trust-server-certificate", "host-name-in-certificate", "ca-file", "application",
                             "application-intent", "connect-timeout", "statement-timeout", "driver"})
      all.push_back({name, PropertyType::string, "", {}, false, false, {}});
    all.push_back({"password", PropertyType::string, "", {}, true, false, {}});
    return all;
  }();
  return list;
}

}  // namespace gantry::smo
