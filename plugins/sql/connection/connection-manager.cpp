#include "plugins/sql/connection/connection-manager.hpp"

#include <algorithm>

#include "gantry/cpp/driver.hpp"
#include "plugins/sql/connection/session-request.hpp"

namespace gantry::sql {
namespace {

constexpr std::uint32_t offline_mode = 0xC0014019;

bool yes(std::string_view value) {
  static constexpr std::string_view words[] = {"true", "yes", "sspi", "1", "mandatory"};
  return std::any_of(std::begin(words), std::end(words),
                     [&](std::string_view word) { return same_key(word, value); });
}

/// What the driver has to offer: statements, and whatever else the slot asks for.
std::string required_of_driver(std::string_view required) {
  std::string ids = GANTRY_SQL_SESSION_ID;
  while (!required.empty()) {
    const std::size_t space = required.find(' ');
    const std::string_view id = required.substr(0, space);
    if (!id.empty() && id != GANTRY_SQL_SESSION_ID) ids.append(" ").append(id);
    required = space == std::string_view::npos ? std::string_view() : required.substr(space + 1);
  }
  return ids;
}

/// The properties that are pairs of the string, too.
struct Mirror {
  const char *property;
  Meaning meaning;
  std::string_view Dialect::*spelling;
};
constexpr Mirror mirrors[] = {{"ServerName", Meaning::server, &Dialect::server_key},
                              {"InitialCatalog", Meaning::database, &Dialect::database_key},
                              {"UserName", Meaning::user, &Dialect::user_key}};

}  // namespace

const PropertyList &SqlConnectionManager::properties() {
  static const PropertyList list = {
      {"ConnectionString",
       PropertyType::string,
       "",
       {},
       false,
       false,
       {"DTS:ConnectionString", "ConnectionString"}},
      {"ServerName", PropertyType::string, "", {}, false, false, {}},
      {"InitialCatalog", PropertyType::string, "", {}, false, false, {}},
      {"UserName", PropertyType::string, "", {}, false, false, {}},
      {"Password", PropertyType::string, "", {}, true, false, {"DTS:Password", "Password"}},
      {"RetainSameConnection", PropertyType::boolean, "False", {}, false, false, {"DTS:Retain", "Retain"}},
      {"DataSourceID", PropertyType::string, "", {}, false, false, {"DTS:DataSourceID", "DataSourceID"}},
      {"ConnectByProxy", PropertyType::boolean, "False", {}, false, false, {"DTS:ConnectByProxy"}},
      {"ConnectRetryCount", PropertyType::int32, "1", {}, false, false, {"DTS:ConnectRetryCount"}},
      {"ConnectRetryInterval", PropertyType::int32, "5", {}, false, false, {"DTS:ConnectRetryInterval"}},
      {"SupportsDTCTransactions", PropertyType::boolean, "False", {}, false, true, {}}};
  return list;
}

SqlConnectionManager::SqlConnectionManager(const gantry_host *site, const Dialect &dialect)
    : site_(site), dialect_(dialect), retained_(std::make_shared<RetainedSession>()) {
  define(properties());
}

const std::string *SqlConnectionManager::value(Meaning meaning) const {
  const std::string *found = nullptr;
  for (const Pair &pair : pairs_) {
    if (dialect_.meaning(pair.key) != meaning) continue;
    found = &pair.value;
    if (dialect_.first_wins) break;
  }
  return found;
}

void SqlConnectionManager::change_pair(Meaning meaning, std::string_view spelling, const std::string &value) {
  if (const std::string *stands = this->value(meaning))
    *const_cast<std::string *>(stands) = value;
  else if (!value.empty())
    pairs_.push_back({std::string(spelling), value});
}

Result<> SqlConnectionManager::take_connection_string() {
  Result<std::vector<Pair>> parsed = parse_pairs(text("ConnectionString"), dialect_.grammar);
  // What was given may hold a password: it is not kept as it came.
  wipe(const_cast<std::string &>(text("ConnectionString")));
  if (!parsed) return std::move(parsed).error();
  std::vector<Pair> kept;
  std::vector<std::string> dropped;
  Result<> taken = success();
  for (Pair &pair : *parsed) {
    const bool password = dialect_.meaning(pair.key) == Meaning::password;
    const bool secret = dialect_.meaning(pair.key) == Meaning::unknown && Dialect::looks_secret(pair.key);
    if (!password && !secret) {
      kept.push_back(std::move(pair));
      continue;
    }
    if (secret) dropped.push_back(pair.key);
    if (password && !pair.value.empty() && taken) taken = set_property("Password", pair.value);
    wipe(pair.value);
  }
  if (!taken) return taken;
  pairs_ = std::move(kept);
  dropped_ = std::move(dropped);
  for (const Mirror &mirror : mirrors) {
    const std::string *stands = value(mirror.meaning);
    store(mirror.property, stands ? *stands : std::string());
  }
  store("ConnectionString", write_pairs(pairs_, dialect_.grammar));
  return success();
}

Result<> SqlConnectionManager::property_set(const std::string &name) {
  if (name == "ConnectionString") return take_connection_string();
  for (const Mirror &mirror : mirrors)
    if (name == mirror.property) change_pair(mirror.meaning, dialect_.*mirror.spelling, text(name));
  return success();
}

std::string SqlConnectionManager::property_text(const std::string &name) {
  return name == "ConnectionString" ? write_pairs(pairs_, dialect_.grammar) : text(name);
}

bool SqlConnectionManager::integrated() const {
  const std::string *said = value(Meaning::integrated);
  return said && yes(*said);
}

Result<> SqlConnectionManager::validate_properties() {
  const std::string type(dialect_.type);
  if (const std::string *provider = value(Meaning::provider); provider && !dialect_.providers.empty())
    if (!provider->empty() && !dialect_.is_sql_server(*provider))
      return Error(Status::unsupported,
                   "the " + type + " connection manager asks for another server's driver",
                   "a provider or driver of SQL Server (SQLNCLI, MSOLEDBSQL, SQLOLEDB; ODBC Driver for SQL "
                   "Server, SQL Server Native Client, FreeTDS)",
                   *provider, "use a package whose connection goes to SQL Server");
  for (const Pair &pair : pairs_) {
    const bool off = pair.value.empty() || same_key(pair.value, "false") || same_key(pair.value, "no") ||
                     same_key(pair.value, "disabled");
    if (dialect_.meaning(pair.key) == Meaning::refused && !off)
      return Error(Status::unsupported,
                   "the connection string asks for " + pair.key + ", which Gantry does not do",
                   "a string without it", pair.key + " with a value",
                   "take it out, or say what it was for in the host configuration");
  }
  if (const std::string *how = value(Meaning::authentication);
      how && !how->empty() && !same_key(*how, "SqlPassword") && !same_key(*how, "Sql Password") &&
      !same_key(*how, "NotSpecified"))
    return Error(Status::unsupported, "the connection string asks for Authentication=" + *how,
                 "SqlPassword, or integrated security", *how,
                 "use one of these, or say `authentication` in the host configuration");
  for (const Meaning number : {Meaning::connect_timeout, Meaning::statement_timeout})
    if (const std::string *said = value(number);
        said && said->find_first_not_of("0123456789") != std::string::npos)
      return Error(Status::invalid, "a timeout of the connection string is no number", "whole seconds",
                   "\"" + *said + "\"", "correct the connection string");
  if (!integrated() && text("UserName").empty() && !value(Meaning::data_source))
    return Error(Status::invalid, "the " + type + " connection manager names no user",
                 "a user, because integrated security is not asked for", "none",
                 "set UserName, or integrated security in the connection string");
  return success();
}

Result<> SqlConnectionManager::fill(PropertyBag &request) const {
  std::string server = text("ServerName");
  if (server.size() > 4 && same_key(std::string_view(server).substr(0, 4), "tcp:")) server.erase(0, 4);
  const auto said = [&](Meaning meaning) {
    const std::string *found = value(meaning);
    return found ? *found : std::string();
  };
  const std::string encrypt = said(Meaning::encrypt), application = said(Meaning::application);
  const std::pair<const char *, std::string> values[] = {
      {"server", server},
      {"database", text("InitialCatalog")},
      {"authentication", integrated() ? "integrated" : "sql"},
      {"user", integrated() ? std::string() : text("UserName")},
      // A package may ask for more protection than the host's default, never for less.
      {"encrypt", same_key(encrypt, "strict") ? "strict"
                  : yes(encrypt)              ? "require"
                                              : ""},
      {"host-name-in-certificate", said(Meaning::host_name_in_certificate)},
      {"application", application.empty() ? "Gantry" : application},
      {"application-intent",
       same_key(said(Meaning::application_intent), "ReadOnly") ? "read-only" : "read-write"},
      {"connect-timeout", said(Meaning::connect_timeout)},
      {"statement-timeout", said(Meaning::statement_timeout)}};
  for (const auto &[name, text] : values)
    if (!text.empty())
      if (Result<> set = request.set_property(name, text); !set) return set;
  if (integrated()) return success();
  if (!text("Password").empty()) return request.set_property("password", text("Password"));
  Result<std::string> secret = site_.secret("Password");
  if (!secret)
    return secret.error().status == Status::unsupported ? success() : Result<>(std::move(secret).error());
  Result<> set = request.set_property("password", *secret);
  wipe(*secret);
  return set;
}

void SqlConnectionManager::tell_once() {
  if (told_.exchange(true)) return;
  for (const std::string &key : dropped_)
    site_.warning(0, "the connection string has a key \"" + key +
                         "\" that sounds like a secret and is not "
                         "known; its value was not kept");
  for (const Pair &pair : pairs_) {
    switch (dialect_.meaning(pair.key)) {
      case Meaning::unknown:
        site_.warning(0, "the connection string has a key \"" + pair.key +
                             "\" that is not known; it is kept "
                             "in the package and left aside");
        break;
      case Meaning::trust_certificate:
        if (yes(pair.value))
          site_.warning(0,
                        "the connection string asks to trust any certificate; a package cannot decide "
                        "that: certificates are verified unless the host configuration says "
                        "trust-server-certificate");
        break;
      default: break;
    }
  }
}

Result<ObjectPtr> SqlConnectionManager::open(std::string_view required, Call call) {
  tell_once();
  Own<SessionRequest> request = make_object<SessionRequest>();
  if (Result<> filled = fill(*request); !filled) return std::move(filled).error();
  Result<ObjectPtr> session = site_.open_session("mssql", request->raw(), required_of_driver(required), call);
  const std::string *data_source = value(Meaning::data_source);
  if (!session && session.error().status == Status::invalid && data_source && text("ServerName").empty())
    return Error(Status::invalid,
                 "the ODBC data source \"" + *data_source +
                     "\" is known only to the machine where the package "
                     "was made",
                 "a server's name", "a data source and no server",
                 "say which server is meant: --connection NAME.server=HOST, or `server` of the connection in "
                 "gantry.json");
  return session;
}

Result<ObjectPtr> SqlConnectionManager::acquire(std::string_view required, Call call) {
  if (Result<> valid = validate_properties(); !valid) return std::move(valid).error();
  // A host without variables has no offline mode either.
  if (const Result<std::string> offline = site_.variable("System::OfflineMode");
      offline && (*offline == "True" || *offline == "1" || *offline == "-1"))
    return Error(Status::state, "the connection to " + text("ServerName") + " is not opened",
                 "a package that works online", "a package in offline mode", "run it without offline mode")
        .with_code(offline_mode);
  if (!flag("RetainSameConnection")) return open(required, call);
  return retained_->lend([&] { return open(required, call); }, call);
}

Result<std::string> SqlConnectionManager::test(Call call) {
  if (Result<> valid = validate_properties(); !valid) return std::move(valid).error();
  const std::int64_t begun = monotonic_ns();
  Result<ObjectPtr> opened = open({}, call);
  if (!opened) return std::move(opened).error();
  const std::int64_t connected = monotonic_ns();
  const SessionRef session(*opened);
  Result<Table> facts = session.query(
      "SELECT CAST(SERVERPROPERTY('ProductVersion') AS nvarchar(128)) AS version, DB_NAME() AS db, "
      "SUSER_SNAME() AS login;",
      call);
  const std::int64_t answered = monotonic_ns();
  Result<> closed = session.close(call);
  if (!facts) return std::move(facts).error();
  if (!closed) return std::move(closed).error();
  std::string lines = "server=" + text("ServerName") + '\n';
  if (!facts->rows.empty())
    lines += "version=" + facts->at(0, "version").text() + "\ndatabase=" + facts->at(0, "db").text() +
             "\nlogin=" + facts->at(0, "login").text() + '\n';
  lines += "open-us=" + std::to_string((connected - begun) / 1000) + '\n';
  lines += "round-trip-us=" + std::to_string((answered - connected) / 1000) + '\n';
  return lines;
}

}  // namespace gantry::sql
