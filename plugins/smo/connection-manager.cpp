#include "plugins/smo/connection-manager.hpp"

#include "gantry/cpp/smo-server.hpp"
#include "plugins/smo/connection-string.hpp"
#include "plugins/smo/server-browser.hpp"
#include "plugins/smo/session-request.hpp"
#include "plugins/smo/smo-server-object.hpp"

namespace gantry::smo {
namespace {

constexpr std::uint32_t offline_mode = 0xC0014019;

/// What the driver has to offer: everything asked for that this manager does not provide itself (D7).
std::string required_of_driver(std::string_view required) {
  std::string ids = GANTRY_SQL_SESSION_ID;
  while (!required.empty()) {
    const std::size_t space = required.find(' ');
    const std::string_view id = required.substr(0, space);
    if (!id.empty() && id != GANTRY_SMO_SERVER_ID && id != GANTRY_SQL_SESSION_ID) ids.append(" ").append(id);
    required = space == std::string_view::npos ? std::string_view() : required.substr(space + 1);
  }
  return ids;
}

}  // namespace

const PropertyList &SmoServerConnectionManager::properties() {
  static const PropertyList list = {
      {"ConnectionString", PropertyType::string, "", {}, false, false, {"ConnectionString"}},
      {"SqlServerName", PropertyType::string, "", {}, false, false, {}},
      {"UseWindowsAuthentication", PropertyType::boolean, "True", {}, false, false, {}},
      {"UserName", PropertyType::string, "", {}, false, false, {}},
      {"Password", PropertyType::string, "", {}, true, false, {"PassWord"}},
      {"ConnectByProxy", PropertyType::boolean, "False", {}, false, false, {"ConnectByProxy"}},
      {"DataSourceID", PropertyType::string, "", {}, false, false, {"DataSourceID"}},
      {"SupportsDTCTransactions", PropertyType::boolean, "False", {}, false, true, {}},
      {"ConnectionDescription",
       PropertyType::string,
       "Connection manager for SQL Server management objects",
       {},
       false,
       true,
       {}}};
  return list;
}

SmoServerConnectionManager::SmoServerConnectionManager(const gantry_host *site) : site_(site) {
  define(properties());
}

std::string SmoServerConnectionManager::written_connection_string() const {
  return write_connection_string(text("SqlServerName"), flag("UseWindowsAuthentication"), text("UserName"));
}

Result<> SmoServerConnectionManager::property_set(const std::string &name) {
  if (name != "ConnectionString") return success();
  Result<ConnectionString> parsed = parse_connection_string(text(name));
  // What was given may hold a password: it is not kept as it came. Refused text is put back by the caller.
  wipe(const_cast<std::string &>(text(name)));
  if (!parsed) return std::move(parsed).error();
  if (parsed->server) store("SqlServerName", std::move(*parsed->server));
  if (parsed->windows_authentication)
    store("UseWindowsAuthentication", *parsed->windows_authentication ? "True" : "False");
  if (parsed->user) store("UserName", std::move(*parsed->user));
  if (parsed->password) {
    Result<> taken = set_property("Password", *parsed->password);
    if (!taken) return taken;
  }
  store(name, written_connection_string());
  return success();
}

std::string SmoServerConnectionManager::property_text(const std::string &name) {
  return name == "ConnectionString" ? written_connection_string() : text(name);
}

Result<> SmoServerConnectionManager::validate_properties() {
  if (text("SqlServerName").empty())
    return Error(Status::invalid, "the SMOServer connection manager names no server",
                 "SqlServerName as HOST, HOST\\INSTANCE or HOST,PORT", "an empty SqlServerName",
                 "set SqlServerName, or the connection string");
  if (Result<ServerAddress> address = parse_server_name(text("SqlServerName")); !address)
    return std::move(address).error();
  if (!flag("UseWindowsAuthentication") && text("UserName").empty())
    return Error(Status::invalid,
                 "the SMOServer connection manager for " + text("SqlServerName") + " names no user",
                 "UserName, because UseWindowsAuthentication is False", "an empty UserName",
                 "set UserName, or UseWindowsAuthentication to True");
  return success();
}

Result<ObjectPtr> SmoServerConnectionManager::open(std::string_view required, Call call) const {
  // A host without variables has no offline mode either.
  if (const Result<std::string> offline = site_.variable("System::OfflineMode");
      offline && (*offline == "True" || *offline == "1" || *offline == "-1"))
    return Error(Status::state, "the connection to " + text("SqlServerName") + " is not opened",
                 "a package that works online", "a package in offline mode", "run it without offline mode")
        .with_code(offline_mode);
  Result<ServerAddress> address = parse_server_name(text("SqlServerName"));
  if (!address) return std::move(address).error();

  Own<SessionRequest> request = make_object<SessionRequest>();
  const bool windows = flag("UseWindowsAuthentication");
  const std::pair<const char *, std::string> values[] = {{"server", address->host},
                                                         {"instance", address->instance},
                                                         {"port", address->port},
                                                         {"authentication", windows ? "integrated" : "sql"},
                                                         {"user", windows ? std::string() : text("UserName")},
                                                         {"application", "Gantry"}};
  for (const auto &[name, value] : values)
    if (Result<> set = request->set_property(name, value); !set) return std::move(set).error();
  if (!windows) {
    Result<> set = success();
    if (!text("Password").empty()) {
      set = request->set_property("password", text("Password"));
    } else {
      Result<std::string> secret = site_.secret("Password");
      if (secret) {
        set = request->set_property("password", *secret);
        wipe(*secret);
      } else if (secret.error().status != Status::unsupported) {
        return std::move(secret).error();
      }
    }
    if (!set) return std::move(set).error();
  }
  return site_.open_session("mssql", request->raw(), required_of_driver(required), call);
}

Result<ObjectPtr> SmoServerConnectionManager::acquire(std::string_view required, Call call) {
  if (Result<> valid = validate_properties(); !valid) return std::move(valid).error();
  Result<ObjectPtr> session = open(required, call);
  if (!session) return session;
  return make_object<SmoServerObject>(std::move(session).value()).hand_out();
}

Result<std::string> SmoServerConnectionManager::test(Call call) {
  if (Result<> valid = validate_properties(); !valid) return std::move(valid).error();
  const std::int64_t begun = monotonic_ns();
  Result<ObjectPtr> session = open({}, call);
  if (!session) return std::move(session).error();
  const std::int64_t opened = monotonic_ns();
  Server server(*session);
  Result<Table> nothing = server.query("SELECT 1 AS one;", call);
  const std::int64_t answered = monotonic_ns();
  Result<std::string> facts = nothing ? server.facts(call) : Result<std::string>(nothing.error());
  Result<> closed = server.session().close(call);
  if (!facts) return facts;
  if (!closed) return std::move(closed).error();
  std::string lines = "server=" + text("SqlServerName") + '\n' + *facts;
  for_each_line(*facts, [&](std::string_view key, std::string_view value) {
    if (key == "product-version") lines.append("version=").append(value) += '\n';
  });
  lines += "open-us=" + std::to_string((opened - begun) / 1000) + '\n';
  lines += "round-trip-us=" + std::to_string((answered - opened) / 1000) + '\n';
  return lines;
}

Result<Table> SmoServerConnectionManager::servers(Call call) {
  Result<std::vector<std::string>> names = find_servers(call);
  if (!names) return std::move(names).error();
  Table table;
  table.columns = {"name"};
  for (std::string &name : *names) table.rows.push_back({Cell(std::move(name))});
  return table;
}

}  // namespace gantry::smo
