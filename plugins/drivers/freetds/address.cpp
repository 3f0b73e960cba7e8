#include "plugins/drivers/freetds/address.hpp"

#include <algorithm>
#include <cctype>

namespace gantry::freetds {
namespace {

constexpr std::size_t longest_host = 200;  // a line of the library's configuration holds 255 bytes

std::string lower(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return result;
}

std::string_view trim(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

Error refuse(std::string_view server, const char *expected, std::string found) {
  return Error(Status::invalid, "the server name \"" + std::string(server) + "\" cannot be read", expected,
               std::move(found), "write HOST, HOST,PORT or HOST\\INSTANCE");
}

bool is_host_character(unsigned char c) {
  return std::isalnum(c) || c == '.' || c == '-' || c == '_' || c == ':' || c == '%' || c >= 0x80;
}

}  // namespace

std::string Address::text() const {
  if (port != 0) return host + ',' + std::to_string(port);
  return instance.empty() ? host : host + '\\' + instance;
}

Result<std::uint16_t> parse_port(std::string_view text) {
  text = trim(text);
  unsigned value = 0;
  bool digits = !text.empty() && text.size() <= 5;
  for (const char c : text) {
    digits = digits && c >= '0' && c <= '9';
    if (digits) value = value * 10 + static_cast<unsigned>(c - '0');
  }
  if (!digits || value < 1 || value > 65535)
    return Error(Status::invalid, "the port cannot be used", "a number from 1 to 65535",
                 '"' + std::string(text) + '"', "correct the port");
  return static_cast<std::uint16_t>(value);
}

Result<Address> parse_address(std::string_view server) {
  Address address;
  std::string_view rest = trim(server);
  const std::string prefix = lower(rest.substr(0, rest.find(':')));
  const bool has_prefix = rest.find(':') != std::string_view::npos;
  if (has_prefix && prefix == "tcp")
    rest.remove_prefix(4);
  else if (has_prefix && (prefix == "np" || prefix == "lpc" || prefix == "admin"))
    return Error(Status::unsupported,
                 "the server name \"" + std::string(server) + "\" asks for another transport", "TCP", prefix,
                 "write the server without \"" + prefix + ":\"");
  rest = trim(rest);

  if (const std::size_t comma = rest.rfind(','); comma != std::string_view::npos) {
    Result<std::uint16_t> port = parse_port(rest.substr(comma + 1));
    if (!port) return refuse(server, "a port from 1 to 65535 after the comma", port.error().found);
    address.port = *port;
    rest = trim(rest.substr(0, comma));
  }
  if (const std::size_t backslash = rest.find('\\'); backslash != std::string_view::npos) {
    address.instance = trim(rest.substr(backslash + 1));
    rest = trim(rest.substr(0, backslash));
    const bool legal = !address.instance.empty() && address.instance.size() <= 32 &&
                       std::all_of(address.instance.begin(), address.instance.end(), [](unsigned char c) {
                         return std::isalnum(c) || c == '_' || c == '$' || c == '#' || c >= 0x80;
                       });
    if (!legal) return refuse(server, "an instance name after the backslash", '"' + address.instance + '"');
    if (lower(address.instance) == "mssqlserver") address.instance.clear();
  }
  if (rest.size() >= 2 && rest.front() == '[' && rest.back() == ']') rest = rest.substr(1, rest.size() - 2);
  if (rest == "." || lower(rest) == "(local)") rest = "localhost";
  if (rest.empty()) return refuse(server, "a host", "none");
  if (rest.size() > longest_host)
    return refuse(server, "a host name of at most 200 bytes", std::to_string(rest.size()) + " bytes");
  if (std::count(rest.begin(), rest.end(), ':') == 1)
    return refuse(server, "a comma before the port", "a colon");
  for (const char c : rest)
    if (!is_host_character(static_cast<unsigned char>(c)))
      return refuse(server, "letters, digits, '.', '-' and '_' in the host", "another character");
  address.host = rest;
  return address;
}

}  // namespace gantry::freetds
