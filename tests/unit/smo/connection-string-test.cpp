#include <doctest/doctest.h>

#include "plugins/smo/connection-string.hpp"
#include "plugins/smo/session-request.hpp"

using namespace gantry;
using namespace gantry::smo;

TEST_CASE("connection string: the form that SSIS writes") {
  Result<ConnectionString> parsed =
      parse_connection_string("SqlServerName=HOST\\INSTANCE;UseWindowsAuthentication=True;UserName=;");
  REQUIRE(parsed);
  CHECK(*parsed->server == "HOST\\INSTANCE");
  CHECK(*parsed->windows_authentication == true);
  CHECK(parsed->user->empty());
  CHECK_FALSE(parsed->password);
  CHECK(write_connection_string("HOST\\INSTANCE", true, "") ==
        "SqlServerName=HOST\\INSTANCE;UseWindowsAuthentication=True;UserName=;");
}

TEST_CASE("connection string: keys without case, blanks, missing end, quotes") {
  Result<ConnectionString> parsed = parse_connection_string(
      " sqlSERVERname = a ; username = \"x;y\"\"z\" ;; usewindowsauthentication=false");
  REQUIRE(parsed);
  CHECK(*parsed->server == "a");
  CHECK(*parsed->user == "x;y\"z");
  CHECK(*parsed->windows_authentication == false);
  // What is written is read back as it was.
  for (const char *user : {"plain", "x;y", "q\"q", " blank ", "a=b", "\"", ""}) {
    Result<ConnectionString> again = parse_connection_string(write_connection_string("h;1", false, user));
    REQUIRE(again);
    CHECK(*again->user == user);
    CHECK(*again->server == "h;1");
  }
}

TEST_CASE("connection string: refusals carry SSIS's codes and never a value") {
  const auto refused = [](const char *text) {
    Result<ConnectionString> parsed = parse_connection_string(text);
    REQUIRE_FALSE(parsed);
    CHECK(parsed.error().message().find("secret") == std::string::npos);
    CHECK_FALSE(parsed.error().todo.empty());
    return parsed.error().code;
  };
  CHECK(refused("secret") == 0xC0024108);
  CHECK(refused("Password=se;cret") == 0xC0024109);
  CHECK(refused("Password=\"secret") == 0xC0024109);
  CHECK(refused("Password=\"x\"secret;") == 0xC0024108);
  CHECK(refused("UseWindowsAuthentication=secret") == 0xC0024108);
  CHECK(refused("Data Source=secret;Integrated Security=SSPI") == 0xC0024108);
}

TEST_CASE("connection string: a password is taken") {
  Result<ConnectionString> parsed = parse_connection_string("SqlServerName=a;Password=\"p;w\";");
  REQUIRE(parsed);
  CHECK(*parsed->password == "p;w");
}

TEST_CASE("server names") {
  const auto parts = [](const char *name) {
    Result<ServerAddress> address = parse_server_name(name);
    REQUIRE(address);
    return address->host + '|' + address->instance + '|' + address->port;
  };
  CHECK(parts(".") == ".||");
  CHECK(parts("(local)\\X") == "(local)|X|");
  CHECK(parts("host,1444") == "host||1444");
  CHECK(parts("tcp:host\\I,1444") == "host|I|1444");
  CHECK(parts("[::1],1444") == "::1||1444");
  for (const char *bad : {"", "\\X", "host\\", "host,", "host,x", "host,0", "host,70000", "[::1", "[::1]x"})
    CHECK_FALSE(parse_server_name(bad));
}
