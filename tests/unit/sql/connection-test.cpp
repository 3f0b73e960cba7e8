#include "plugins/sql/connection/connection-manager.hpp"

#include <doctest/doctest.h>

#include <map>

using namespace gantry;
using namespace gantry::sql;

namespace {

/// Offers sessions and notes the request; it opens none, so acquire ends in UNSUPPORTED.
struct AskingHost {
  gantry_host host{sizeof(gantry_host), GANTRY_ABI_MAJOR, GANTRY_ABI_MINOR, "test", "1", &AskingHost::query};
  std::map<std::string, std::string> request;
  std::vector<std::string> warnings;
  std::string required;

  static AskingHost &of(const gantry_host *host) {
    return *const_cast<AskingHost *>(reinterpret_cast<const AskingHost *>(host));
  }
  static const void *query(const gantry_host *, const char *iid) {
    static const gantry_host_sessions sessions = {
        sizeof(gantry_host_sessions), 0,
        [](const gantry_host *site, gantry_str, gantry_object *asked, gantry_str ids, const gantry_call *,
           gantry_object **, gantry_error *error) -> gantry_status {
          of(site).required = view(ids);
          const PropertiesRef properties(ObjectPtr::share(asked));
          for (const char *name : {"server", "database", "authentication", "user", "password", "encrypt",
                                   "application", "application-intent", "connect-timeout"})
            of(site).request[name] = *properties.get(name, true);
          return fill(error, Error(Status::unsupported, "no driver here"));
        }};
    static const gantry_host_events events = {
        sizeof(gantry_host_events), 0,
        [](const gantry_host *site, std::int32_t, std::uint32_t, gantry_str, gantry_str text,
           std::int32_t *) -> gantry_status {
          of(site).warnings.emplace_back(view(text));
          return GANTRY_OK;
        },
        nullptr, nullptr};
    const std::string_view id(iid);
    if (id == GANTRY_HOST_SESSIONS_ID) return &sessions;
    if (id == GANTRY_HOST_EVENTS_ID) return &events;
    return nullptr;
  }
};

template <typename Manager>
struct Asked {
  AskingHost host;
  Own<Manager> manager = make_object<Manager>(&host.host);
  explicit Asked(const std::string &text) {
    REQUIRE(manager->set_property("ConnectionString", text));
    (void)manager->acquire("gantry.bulk-copy/1", Call());
  }
  std::string operator[](const char *name) { return host.request[name]; }
};

std::string refusal(SqlConnectionManager &manager) {
  const Result<> valid = manager.validate_properties();
  return valid ? std::string() : valid.error().message();
}

}  // namespace

TEST_CASE("pairs are read with quotes, doubled quotes and braces, and written so that they read the same") {
  const auto quoted =
      parse_pairs(" Data Source = a;b=\"x;y\"\"z\" ;; c = 'it''s' ; d==e = f;", Grammar::quotes);
  REQUIRE(quoted);
  REQUIRE(quoted->size() == 4);
  CHECK((*quoted)[0].key == "Data Source");
  CHECK((*quoted)[0].value == "a");
  CHECK((*quoted)[1].value == "x;y\"z");
  CHECK((*quoted)[2].value == "it's");
  CHECK((*quoted)[3].key == "d=e");
  const auto again = parse_pairs(write_pairs(*quoted, Grammar::quotes), Grammar::quotes);
  REQUIRE(again);
  CHECK((*again)[1].value == "x;y\"z");
  CHECK((*again)[3].key == "d=e");
  const auto braced = parse_pairs("Driver={SQL Server};PWD={a;b}}c};X=\"y", Grammar::braces);
  REQUIRE(braced);
  CHECK((*braced)[0].value == "SQL Server");
  CHECK((*braced)[1].value == "a;b}c");
  CHECK((*braced)[2].value == "\"y");
}

TEST_CASE("what is no connection string is refused with a position and without its values") {
  for (const char *text : {"server", "a=b;hunter2", "a=\"hunter2", "=hunter2", "a='x'hunter2"}) {
    const auto parsed = parse_pairs(text, Grammar::quotes);
    REQUIRE_MESSAGE(!parsed, text);
    CHECK(parsed.error().message().find("hunter2") == std::string::npos);
    CHECK(parsed.error().found.find("position") != std::string::npos);
    CHECK((parsed.error().code == 0xC0024108 || parsed.error().code == 0xC0024109));
  }
}

TEST_CASE("OLE DB, ADO.NET and ODBC strings become the same request") {
  Asked<OleDbConnectionManager> ole_db(
      "Provider=SQLNCLI11.1;Data Source=tcp:DB1\\SALES;Initial Catalog=Shop;User ID=app;Password=s;Use "
      "Encryption for Data=True;Application Name=Me;Connect Timeout=7;Auto Translate=False");
  Asked<AdoNetConnectionManager> ado_net(
      "server=DB1\\SALES;database=Shop;uid=app;pwd=s;Encrypt=Mandatory;App=Me;Timeout=7;"
      "MultipleActiveResultSets=True");
  Asked<OdbcConnectionManager> odbc(
      "Driver={ODBC Driver 18 for SQL "
      "Server};Server=DB1\\SALES;Database=Shop;UID=app;PWD={s};Encrypt=yes;APP=Me;"
      "Database=ignored");
  for (auto *host : {&ole_db.host, &ado_net.host, &odbc.host}) {
    CHECK(host->request["server"] == "DB1\\SALES");
    CHECK(host->request["database"] == "Shop");
    CHECK(host->request["user"] == "app");
    CHECK(host->request["password"] == "s");
    CHECK(host->request["authentication"] == "sql");
    CHECK(host->request["encrypt"] == "require");
    CHECK(host->request["application"] == "Me");
    CHECK(host->required == "gantry.sql-session/1 gantry.bulk-copy/1");
    CHECK(host->warnings.empty());
  }
  CHECK(ole_db["connect-timeout"] == "7");
}

TEST_CASE("integrated security, read-only intent; a package cannot lower protection") {
  Asked<AdoNetConnectionManager> asked(
      "Data Source=a;Integrated Security=SSPI;ApplicationIntent=ReadOnly;Encrypt=False;"
      "TrustServerCertificate=True;Colour=red");
  CHECK(asked["authentication"] == "integrated");
  CHECK(asked["user"] == "");
  CHECK(asked["application-intent"] == "read-only");
  CHECK(asked["encrypt"] == "");
  REQUIRE(asked.host.warnings.size() == 2);
  CHECK(asked.host.warnings[1].find("Colour") != std::string::npos);
  (void)asked.manager->acquire("", Call());
  CHECK(asked.host.warnings.size() == 2);
}

TEST_CASE("properties and string stay in step, and a password is in neither") {
  AskingHost host;
  const auto manager = make_object<OleDbConnectionManager>(&host.host);
  REQUIRE(manager->set_property("ConnectionString",
                                "Provider=MSOLEDBSQL;Data Source=a;User ID=u;Password=hunter2;Foo=1;"));
  CHECK(manager->property_text("ConnectionString") == "Provider=MSOLEDBSQL;Data Source=a;User ID=u;Foo=1;");
  CHECK(manager->text("ServerName") == "a");
  REQUIRE(manager->set_property("ServerName", "b;c"));
  REQUIRE(manager->set_property("InitialCatalog", "Shop"));
  CHECK(manager->property_text("ConnectionString") ==
        "Provider=MSOLEDBSQL;Data Source=\"b;c\";User ID=u;Foo=1;Initial Catalog=Shop;");
  StringSink sink;
  ErrorReceiver error;
  const ObjectPtr object = ObjectPtr::share(manager->raw());
  CHECK_FALSE(PropertiesRef(object).get("Password"));
  REQUIRE(
      manager->set_property("ConnectionString", "Data Source=a;Old Password=hunter2;KeyStoreSecret=hunter2"));
  CHECK(manager->property_text("ConnectionString") == "Data Source=a;");
}

TEST_CASE("other servers, data files and ways to log in are refused by name") {
  AskingHost host;
  const auto ole = make_object<OleDbConnectionManager>(&host.host);
  const std::pair<const char *, const char *> strings[] = {
      {"Provider=Microsoft.ACE.OLEDB.12.0;Data Source=x;User ID=u", "Microsoft.ACE.OLEDB.12.0"},
      {"Provider=SQLNCLI11;Server=x;UID=u;AttachDBFilename=c.mdf", "AttachDBFilename"},
      {"Provider=SQLNCLI11;Server=x;UID=u;Authentication=ActiveDirectoryPassword", "ActiveDirectoryPassword"},
      {"Provider=SQLNCLI11;Server=x", "no user"}};
  for (const auto &each : strings) {
    REQUIRE(ole->set_property("ConnectionString", each.first));
    CHECK_MESSAGE(refusal(*ole).find(each.second) != std::string::npos, refusal(*ole));
  }
  const auto odbc = make_object<OdbcConnectionManager>(&host.host);
  REQUIRE(odbc->set_property("ConnectionString", "Driver={MySQL ODBC 8.0};Server=x;UID=u"));
  CHECK(refusal(*odbc).find("MySQL") != std::string::npos);
  REQUIRE(odbc->set_property("ConnectionString", "DSN=Warehouse"));
  CHECK(refusal(*odbc).empty());
}
