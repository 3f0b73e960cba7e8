#include "samples/sandbox/tds/browser.hpp"

#include "bytes-of.hpp"
#include "fake-server.hpp"

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace sandbox::tds;

TEST_CASE("only loopback addresses are listened on") {
  CHECK(loopback_address("localhost")->host == "127.0.0.1");
  CHECK(loopback_address("127.9.9.9").ok());
  CHECK(loopback_address("::1")->ipv6);
  for (const char *host :
       {"0.0.0.0", "192.168.1.1", "::", "", "example.org", "128.0.0.1", "localhost.example.org"}) {
    CAPTURE(host);
    CHECK_FALSE(loopback_address(host).ok());
  }
}

TEST_CASE("a taken port is an error with four parts") {
  Fixture fixture;
  fixture.start();
  Listener second(fixture.context);
  const auto taken = second.listen({"127.0.0.1", false}, fixture.port);
  REQUIRE_FALSE(taken.ok());
  CHECK(taken.error().what.find(std::to_string(fixture.port)) != std::string::npos);
  CHECK_FALSE(taken.error().found.empty());
  CHECK_FALSE(taken.error().todo.empty());
}

TEST_CASE("the browser answers for its own instance only") {
  const BrowserEntry entry = browser_entry("HERE\\DEV", 50123);
  const std::string text = "ServerName;HERE;InstanceName;DEV;IsClustered;No;Version;16.0.4125.3;tcp;50123;;";
  const auto one = answer_browser(std::string("\x04"
                                              "dev\0",
                                              5),
                                  entry);
  REQUIRE(one.has_value());
  CHECK(one->substr(3) == text);
  CHECK(static_cast<std::uint8_t>((*one)[0]) == 5);
  CHECK(static_cast<std::size_t>(static_cast<std::uint8_t>((*one)[1])) == text.size());
  CHECK(answer_browser("\x03", entry).has_value());
  CHECK(answer_browser("\x02", entry).has_value());
  CHECK(answer_browser("\x04OTHER", entry) == std::nullopt);
  CHECK(answer_browser("\x04", entry) == std::nullopt);
  CHECK(answer_browser("", entry) == std::nullopt);
  CHECK(answer_browser("\x0F\x01"
                       "DEV",
                       entry) == std::nullopt);
  CHECK(browser_entry("HERE", 1).instance == "MSSQLSERVER");
}

TEST_CASE("the browser answers over UDP") {
  Browser browser;
  const auto port = browser.start({"127.0.0.1", false}, 0, browser_entry("HERE\\DEV", 50123));
  REQUIRE(port.ok());
  const int client = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(*port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  ::sendto(client,
           "\x04"
           "DEV",
           5, 0, reinterpret_cast<sockaddr *>(&address), sizeof address);
  pollfd waiting{client, POLLIN, 0};
  REQUIRE(::poll(&waiting, 1, 5000) == 1);
  char buffer[512];
  const ssize_t size = ::recv(client, buffer, sizeof buffer, 0);
  ::close(client);
  REQUIRE(size > 3);
  CHECK(std::string(buffer, static_cast<std::size_t>(size)).find("tcp;50123") != std::string::npos);
}
