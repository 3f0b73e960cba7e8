#include <doctest/doctest.h>

#include <map>

#include "plugins/smo/connection-manager.hpp"
#include "plugins/smo/server-browser.hpp"
#include "plugins/smo/smo-server-object.hpp"
#include "tests/unit/smo/fake-session.hpp"

using namespace gantry;
using namespace gantry::smo;
using namespace gantry::test;

namespace {

/// A host with sessions, secrets and variables, that notes what it was asked for.
struct FakeHost {
  gantry_host host{sizeof(gantry_host), GANTRY_ABI_MAJOR, GANTRY_ABI_MINOR, "test", "1", &FakeHost::query};
  std::map<std::string, std::string> request, variables;
  std::string required, secret;
  int opened = 0;
  FakeSession *last = nullptr;

  static FakeHost &of(const gantry_host *host) {
    return *const_cast<FakeHost *>(reinterpret_cast<const FakeHost *>(host));
  }
  static const void *query(const gantry_host *, const char *iid) {
    static const gantry_host_sessions sessions = {
        sizeof(gantry_host_sessions), 0,
        [](const gantry_host *site, gantry_str scheme, gantry_object *asked, gantry_str ids,
           const gantry_call *, gantry_object **session, gantry_error *) -> gantry_status {
          FakeHost &self = of(site);
          CHECK(view(scheme) == "mssql");
          const PropertiesRef properties(ObjectPtr::share(asked));
          for (const char *name :
               {"server", "instance", "port", "authentication", "user", "password", "application"}) {
            Result<std::string> value = properties.get(name, true);
            REQUIRE(value);
            self.request[name] = *value;
          }
          self.required = view(ids);
          ++self.opened;
          Own<FakeSession> made = make_object<FakeSession>();
          answer_as_server(*made, {});
          made->answer("SELECT 1", table({"one"}, {{Cell(1)}}));
          self.last = made.get();
          *session = made.hand_out().release();
          return GANTRY_OK;
        }};
    static const gantry_host_secrets secrets = {
        sizeof(gantry_host_secrets), 0,
        [](const gantry_host *site, gantry_str, gantry_sink out, gantry_error *error) -> gantry_status {
          if (of(site).secret.empty())
            return fill(error, Error(Status::not_found, "no secret", "a", "b", "c"));
          return put(out, of(site).secret);
        }};
    static const gantry_host_variables variables = {
        sizeof(gantry_host_variables), 0,
        [](const gantry_host *site, gantry_str name, std::int32_t *, gantry_sink out,
           gantry_error *error) -> gantry_status {
          const auto found = of(site).variables.find(std::string(view(name)));
          if (found == of(site).variables.end()) return fill(error, Error(Status::not_found, "no variable"));
          return put(out, found->second);
        },
        nullptr};
    const std::string_view id(iid);
    if (id == GANTRY_HOST_SESSIONS_ID) return &sessions;
    if (id == GANTRY_HOST_SECRETS_ID) return &secrets;
    if (id == GANTRY_HOST_VARIABLES_ID) return &variables;
    return nullptr;
  }
};

struct Fixture {
  FakeHost host;
  Own<SmoServerConnectionManager> manager = make_object<SmoServerConnectionManager>(&host.host);
  PropertiesRef properties{ObjectPtr::share(manager->raw())};

  void set(const char *name, const char *value) {
    Result<> done = properties.set(name, value);
    if (!done) FAIL(done.error().message());
  }
};

}  // namespace

TEST_CASE("properties and connection string are one") {
  Fixture f;
  CHECK(*f.properties.get("ConnectionString") == "SqlServerName=;UseWindowsAuthentication=True;UserName=;");
  f.set("ConnectionString",
        "sqlservername=a\\b;UseWindowsAuthentication=False;UserName=joe;Password=\"p;w\";");
  CHECK(*f.properties.get("SqlServerName") == "a\\b");
  CHECK(*f.properties.get("UseWindowsAuthentication") == "False");
  CHECK(*f.properties.get("UserName") == "joe");
  CHECK(f.properties.get("Password").error().status == Status::denied);
  CHECK(*f.properties.get("ConnectionString") ==
        "SqlServerName=a\\b;UseWindowsAuthentication=False;UserName=joe;");
  f.set("UserName", "x;y");
  CHECK(*f.properties.get("ConnectionString") ==
        "SqlServerName=a\\b;UseWindowsAuthentication=False;UserName=\"x;y\";");
  // A string that cannot be read changes nothing.
  CHECK_FALSE(f.properties.set("ConnectionString", "SqlServerName=zzz;rubbish"));
  CHECK(*f.properties.get("SqlServerName") == "a\\b");
  CHECK(*f.properties.get("SupportsDTCTransactions") == "False");
  CHECK_FALSE(f.properties.set("SupportsDTCTransactions", "True"));
}

TEST_CASE("validation needs a server, and a user where it matters") {
  Fixture f;
  CHECK_FALSE(f.properties.validate());
  f.set("SqlServerName", ".");
  CHECK(f.properties.validate());
  f.set("UseWindowsAuthentication", "False");
  Result<> valid = f.properties.validate();
  REQUIRE_FALSE(valid);
  CHECK(valid.error().expected.find("UserName") != std::string::npos);
  f.set("UserName", "joe");
  CHECK(f.properties.validate());
}

TEST_CASE("every acquire gives a new object with a session of its own") {
  Fixture f;
  f.set("ConnectionString",
        "SqlServerName=host\\I,1444;UseWindowsAuthentication=False;UserName=joe;Password=pw;");
  Result<ObjectPtr> first =
      f.manager->acquire("gantry.smo-server/1 gantry.transaction/1 capability:x", nullptr);
  REQUIRE(first);
  CHECK(f.host.required == "gantry.sql-session/1 gantry.transaction/1 capability:x");
  CHECK(f.host.request == std::map<std::string, std::string>{{"server", "host"},
                                                             {"instance", "I"},
                                                             {"port", "1444"},
                                                             {"authentication", "sql"},
                                                             {"user", "joe"},
                                                             {"password", "pw"},
                                                             {"application", "Gantry"}});
  Result<ObjectPtr> second = f.manager->acquire("", nullptr);
  REQUIRE(second);
  CHECK(first->get() != second->get());
  CHECK(f.host.opened == 2);
  CHECK(first->query<gantry_smo_server>());
}

TEST_CASE("Windows authentication sends neither user nor password") {
  Fixture f;
  f.set("ConnectionString", "SqlServerName=(local);UserName=joe;Password=pw;");
  REQUIRE(f.manager->acquire("", nullptr));
  CHECK(f.host.request["authentication"] == "integrated");
  CHECK(f.host.request["user"].empty());
  CHECK(f.host.request["password"].empty());
  CHECK(f.host.request["server"] == "(local)");
}

TEST_CASE("a password that the package lacks comes from the host's secrets") {
  Fixture f;
  f.set("ConnectionString", "SqlServerName=h;UseWindowsAuthentication=False;UserName=joe;");
  CHECK(f.manager->acquire("", nullptr).error().status == Status::not_found);
  f.host.secret = "kept elsewhere";
  REQUIRE(f.manager->acquire("", nullptr));
  CHECK(f.host.request["password"] == "kept elsewhere");
}

TEST_CASE("offline mode is refused with its code") {
  Fixture f;
  f.set("SqlServerName", "h");
  f.host.variables["System::OfflineMode"] = "True";
  Result<ObjectPtr> object = f.manager->acquire("", nullptr);
  REQUIRE_FALSE(object);
  CHECK(object.error().code == 0xC0014019);
  CHECK(f.host.opened == 0);
}

TEST_CASE("Test Connection opens, tells, closes and changes nothing") {
  Fixture f;
  f.set("SqlServerName", "h");
  Result<std::string> lines = f.manager->test(nullptr);
  if (!lines) FAIL(lines.error().message());
  CHECK(lines->find("server=h\n") == 0);
  CHECK(lines->find("version=16.0.4100.1\n") != std::string::npos);
  CHECK(lines->find("login=admin\n") != std::string::npos);
  CHECK(lines->find("round-trip-us=") != std::string::npos);
  CHECK(*f.properties.get("ConnectionString") == "SqlServerName=h;UseWindowsAuthentication=True;UserName=;");
}

TEST_CASE("answers of SQL Server Browser") {
  const auto answer = [](const std::string &text) {
    return std::string("\x05") + static_cast<char>(text.size() & 255) + static_cast<char>(text.size() >> 8) +
           text;
  };
  CHECK(servers_of_answer(answer(
            "ServerName;BOX;InstanceName;MSSQLSERVER;IsClustered;No;Version;16.0;tcp;1433;;"
            "ServerName;BOX;InstanceName;TWO;tcp;1444;;")) == std::vector<std::string>{"BOX", "BOX\\TWO"});
  CHECK(servers_of_answer("").empty());
  CHECK(servers_of_answer("\x05\xff\xff").empty());
  CHECK(servers_of_answer(answer("ServerName;B\nOX;InstanceName;X;;")).empty());
  CHECK(servers_of_answer(answer(";;;;ServerName")).empty());
}
