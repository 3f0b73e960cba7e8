#include "tests/unit/sandbox-security/client.hpp"

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <thread>

using namespace sandbox_test;

TEST_CASE("logins and permissions outlive the server") {
  const auto directory =
      std::filesystem::temp_directory_path() / ("sandbox-security-" + std::to_string(std::rand()));
  std::filesystem::create_directories(directory);
  sandbox::ServerOptions options;
  options.file = (directory / "state.db").string();
  options.sa_password = administrator_password;
  std::string why;
  {
    const auto server = sandbox::open_server(options, why);
    REQUIRE_MESSAGE(server != nullptr, why);
    Client sa = administrator(*server);
    sa.ok(
        "CREATE LOGIN kim WITH PASSWORD = 'Str0ng.Enough'; GRANT VIEW SERVER STATE TO kim; ALTER SERVER ROLE "
        "dbcreator ADD MEMBER kim");
    CHECK(sa.error("CREATE LOGIN [lost] WITH PASSWORD = 'Str0ng.Enough'; THROW 50001, 'x', 1") == 50001);
    sa.ok("BEGIN TRANSACTION; CREATE LOGIN gone WITH PASSWORD = 'Str0ng.Enough'");
  }
  {
    options.sa_password.clear();
    const auto server = sandbox::open_server(options, why);
    REQUIRE_MESSAGE(server != nullptr, why);
    Client kim(*server, "kim", "Str0ng.Enough"), sa = administrator(*server);
    REQUIRE(kim);
    CHECK(kim.one(
              "SELECT HAS_PERMS_BY_NAME(NULL, NULL, 'VIEW SERVER STATE') + IS_SRVROLEMEMBER('dbcreator')") ==
          "2");
    CHECK(sa.rows("SELECT name FROM sys.sql_logins WHERE name IN ('gone', 'lost')") ==
          std::vector<std::vector<std::string>>{{"lost"}});
  }
  std::filesystem::remove_all(directory);
}

TEST_CASE("sessions create logins side by side") {
  const auto server = new_server();
  constexpr int sessions = 4, each = 25;
  std::atomic<int> failures{0}, clashes{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < sessions; ++i)
    threads.emplace_back([&, i] {
      sandbox::LoginRequest request;
      request.user = "sa";
      request.password = administrator_password;
      std::vector<sandbox::Message> greetings;
      const auto session = server->login(request, greetings);
      if (!session) {
        ++failures;
        return;
      }
      for (int k = 0; k < each; ++k) {
        Collected out;
        session->execute("CREATE LOGIN own_" + std::to_string(i) + "_" + std::to_string(k) +
                             " WITH PASSWORD = 'x', CHECK_POLICY = OFF",
                         out);
        Collected shared;
        session->execute(
            "CREATE LOGIN shared_" + std::to_string(k) + " WITH PASSWORD = 'x', CHECK_POLICY = OFF", shared);
        for (const sandbox::Message &message : out.messages) failures += message.severity > 10;
        for (const sandbox::Message &message : shared.messages)
          (message.number == 15025 ? clashes : failures) += message.severity > 10;
      }
    });
  for (std::thread &thread : threads) thread.join();
  CHECK(failures == 0);
  CHECK(clashes == (sessions - 1) * each);
  Client sa = administrator(*server);
  CHECK(sa.one("SELECT COUNT(*) FROM sys.sql_logins WHERE name LIKE 'own%' OR name LIKE 'shared%'") ==
        std::to_string(sessions * each + each));
  CHECK(sa.one("SELECT COUNT(DISTINCT sid) FROM sys.sql_logins WHERE name LIKE 'own%'") ==
        std::to_string(sessions * each));
}
