#include "plugins/drivers/freetds/request.hpp"

#include <cstdlib>

namespace gantry::freetds {
namespace {

/// Names the library cannot send longer than this many bytes.
constexpr std::size_t longest_name = 128;

class Reader {
 public:
  explicit Reader(const PropertiesRef &properties) : properties_(properties) {}

  std::string text(const char *name) { return properties_.optional(name); }
  std::string name(const char *property) {
    std::string value = text(property);
    if (value.size() > longest_name)
      fail(property, "at most 128 bytes, the most FreeTDS can send", std::to_string(value.size()) + " bytes");
    if (value.find('\0') != std::string::npos || value.find('\n') != std::string::npos)
      fail(property, "text without line breaks", "a control character");
    return value;
  }
  bool flag(const char *property) {
    const std::string value = text(property);
    if (value.empty() || value == "False" || value == "false" || value == "0") return false;
    if (value == "True" || value == "true" || value == "1") return true;
    fail(property, "True or False", '"' + value + '"');
    return false;
  }
  std::int64_t number(const char *property, std::int64_t otherwise, std::int64_t least, std::int64_t most) {
    const std::string value = text(property);
    if (value.empty()) return otherwise;
    char *end = nullptr;
    const long long parsed = std::strtoll(value.c_str(), &end, 10);
    if (*end != 0 || parsed < least || parsed > most) {
      fail(property, "a number from " + std::to_string(least) + " to " + std::to_string(most),
           '"' + value + '"');
      return otherwise;
    }
    return parsed;
  }
  void fail(const char *property, std::string expected, std::string found) {
    if (!failed_)
      error_ = Error(Status::invalid, std::string("the connection request's ") + property + " cannot be used",
                     std::move(expected), std::move(found), std::string("correct ") + property);
    failed_ = true;
  }
  bool failed() const { return failed_; }
  const Error &error() const { return error_; }

 private:
  const PropertiesRef &properties_;
  bool failed_ = false;
  Error error_;
};

Result<Address> read_address(Reader &reader) {
  Result<Address> address = parse_address(reader.text("server"));
  if (!address) return address;
  if (const std::string instance = reader.text("instance"); !instance.empty()) {
    if (!address->instance.empty() && address->instance != instance)
      reader.fail("instance", "the instance that server names, " + address->instance, instance);
    Result<Address> checked = parse_address(address->host + '\\' + instance);
    if (!checked) return checked;
    address->instance = checked->instance;
  }
  if (const std::string text = reader.text("port"); !text.empty() && text != "0") {
    Result<std::uint16_t> port = parse_port(text);
    if (!port) return std::move(port).error();
    if (address->port != 0 && address->port != *port)
      reader.fail("port", "the port that server names, " + std::to_string(address->port), text);
    address->port = *port;
  }
  return address;
}

void read_authentication(Reader &reader, ConnectionRequest &request) {
  const std::string text = reader.text("authentication");
  if (text.empty() || text == "sql")
    request.authentication = Authentication::sql;
  else if (text == "integrated")
    request.authentication = Authentication::integrated;
  else if (text == "ntlm")
    request.authentication = Authentication::ntlm;
  else
    reader.fail("authentication", "sql, integrated or ntlm", '"' + text + '"');
  const bool domain = request.user.find('\\') != std::string::npos;
  if (request.authentication == Authentication::sql) {
    if (request.user.empty())
      reader.fail("user", "a login's name", "none");
    else if (domain)
      reader.fail("user", "a SQL Server login, which has no backslash; or authentication ntlm",
                  "DOMAIN\\user");
  } else if (request.authentication == Authentication::ntlm && !domain) {
    reader.fail("user", "DOMAIN\\user for authentication ntlm", "a name without a domain");
  }
}

Result<> read_encryption(Reader &reader, ConnectionRequest &request) {
  const std::string text = reader.text("encrypt");
  if (text.empty() || text == "require")
    request.encryption = Encryption::require;
  else if (text == "request")
    request.encryption = Encryption::request;
  else if (text == "off")
    request.encryption = Encryption::off;
  else if (text == "strict")
    return Error(Status::unsupported, "the FreeTDS driver cannot encrypt strictly (TDS 8.0)",
                 "encrypt = require, request or off", "strict, which FreeTDS has from 1.5 on",
                 "set encrypt to require; it verifies certificate and host name as well");
  else
    reader.fail("encrypt", "off, request, require or strict", '"' + text + '"');
  return success();
}

}  // namespace

std::string ConnectionRequest::encryption_text() const {
  switch (encryption) {
    case Encryption::off: return "off";
    case Encryption::request: return "request, certificate not verified";
    case Encryption::require: break;
  }
  return trust_server_certificate ? "require, certificate NOT verified"
                                  : "require, certificate and host name verified";
}

Result<ConnectionRequest> read_request(const PropertiesRef &properties) {
  Reader reader(properties);
  ConnectionRequest request;
  Result<Address> address = read_address(reader);
  if (!address) return std::move(address).error();
  request.address = std::move(address).value();
  request.database = reader.name("database");
  request.user = reader.name("user");
  read_authentication(reader, request);
  if (Result<> read = read_encryption(reader, request); !read) return std::move(read).error();
  request.trust_server_certificate = reader.flag("trust-server-certificate");
  request.host_name_in_certificate = reader.text("host-name-in-certificate");
  request.ca_file = reader.text("ca-file");
  if (const std::string application = reader.name("application"); !application.empty())
    request.application = application;
  const std::string intent = reader.text("application-intent");
  request.read_only = intent == "read-only";
  if (!intent.empty() && intent != "read-only" && intent != "read-write")
    reader.fail("application-intent", "read-write or read-only", '"' + intent + '"');
  request.connect_timeout = reader.number("connect-timeout", 15, 0, 86400);
  if (request.connect_timeout == 0)
    request.connect_timeout = 600;  // "no limit": an abandoned attempt must end
  request.statement_timeout = reader.number("statement-timeout", 0, 0, 86400 * 30);
  request.allow_dump = reader.flag("driver.allow-tdsdump");
  request.user_configuration = reader.text("driver.freetds-conf");
  request.user_section = reader.text("driver.freetds-section");
  request.principal = reader.name("driver.spn");
  // The driver's own in milliseconds beats the neutral one in seconds, where 0 waits without end.
  const std::int64_t neutral = reader.number("lock-timeout", 0, 0, 86400);
  request.lock_timeout =
      reader.number("driver.lock-timeout", neutral == 0 ? -1 : neutral * 1000, -1, 2147483647);
  request.packet_size = reader.number("driver.packet-size", 0, 0, 32767);
  if (request.packet_size != 0 && request.packet_size < 512)
    reader.fail("driver.packet-size", "512 to 32767", std::to_string(request.packet_size));
  if (!request.ca_file.empty() && request.ca_file.front() != '/')
    reader.fail("ca-file", "an absolute path", '"' + request.ca_file + '"');
  if (!request.user_configuration.empty() && request.user_configuration.front() != '/')
    reader.fail("driver.freetds-conf", "an absolute path", '"' + request.user_configuration + '"');
  if (reader.failed()) return reader.error();
  return request;
}

}  // namespace gantry::freetds
