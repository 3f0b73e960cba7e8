// Unmodified clients of the sandbox: tsql and bsqldb of FreeTDS, isql of unixODBC through tdsodbc.
#include "tests/end-to-end/support/sandbox.hpp"

#include <doctest.h>

#include <filesystem>

using namespace end_to_end;

TEST_CASE("each client logs in and reads what the sandbox says of itself") {
  const Sandbox server("CLIENTS",
                       "CREATE LOGIN [app] WITH PASSWORD = N'App-password-1', CHECK_POLICY = OFF;\n");
  CHECK(server.can_log_in("app", "App-password-1"));
  CHECK_FALSE(server.can_log_in("app", "app-password-1"));
  CHECK(server.value("SELECT CASE WHEN @@VERSION LIKE '%andbox%' THEN 'says so' END") == "says so");

  std::string driver;
  for (const char *path :
       {"/usr/lib/x86_64-linux-gnu/odbc/libtdsodbc.so", "/usr/lib/aarch64-linux-gnu/odbc/libtdsodbc.so"})
    if (std::filesystem::exists(path)) driver = path;
  REQUIRE_FALSE(driver.empty());
  const Outcome isql = run({"isql", "-k", "-b", "-d|",
                            "DRIVER=" + driver + ";SERVER=127.0.0.1;PORT=" + std::to_string(server.port()) +
                                ";UID=sa;PWD=" + sa_password + ";TDS_Version=7.4;ClientCharset=UTF-8"},
                           {}, 30, "SELECT name, type FROM sys.server_principals WHERE name = 'app'\n");
  CAPTURE(isql.all());
  CHECK(isql.says("app|S"));
}

TEST_CASE("an error has SQL Server's number, level and line at the client") {
  const Sandbox server("CLIENTS");
  const Outcome outcome = server.sql("SELECT 1\nSELECT * FROM dbo.nowhere");
  CHECK(outcome.says("Msg 208, Level 16"));
  CHECK(outcome.says("Line 2"));
}
