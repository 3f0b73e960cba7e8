#include "plugins/drivers/freetds/browser.hpp"
#include "plugins/drivers/freetds/explain.hpp"
#include "plugins/drivers/freetds/probe.hpp"
#include "plugins/drivers/freetds/socket.hpp"

#include <gantry/cpp/call.hpp>

#include <arpa/inet.h>
#include <doctest.h>
#include <netinet/in.h>

#include <thread>

using namespace gantry;
using namespace gantry::freetds;

namespace {

/// A socket on a free loopback port.
struct Listener {
  Descriptor socket;
  std::uint16_t port = 0;
  explicit Listener(int type) : socket(::socket(AF_INET, type, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    REQUIRE(::bind(socket.get(), reinterpret_cast<sockaddr *>(&address), sizeof address) == 0);
    if (type == SOCK_STREAM) REQUIRE(::listen(socket.get(), 4) == 0);
    socklen_t size = sizeof address;
    ::getsockname(socket.get(), reinterpret_cast<sockaddr *>(&address), &size);
    port = ntohs(address.sin_port);
  }
};

std::string answer(const std::string &text) {
  return std::string("\x05") + static_cast<char>(text.size() & 255) + static_cast<char>(text.size() >> 8) +
         text;
}

std::int64_t in_seconds(int seconds) { return monotonic_ns() + seconds * 1'000'000'000LL; }

}  // namespace

TEST_CASE("the browser's answer") {
  const std::string text =
      "ServerName;DB1;InstanceName;A;IsClustered;No;Version;15.0;tcp;1500;;ServerName;DB1;InstanceName;B;"
      "IsClustered;No;Version;16.0;np;\\\\DB1\\pipe;tcp;1600;;";
  CHECK(parse_browser_answer(answer(text), "a") == 1500);
  CHECK(parse_browser_answer(answer(text), "B") == 1600);
  CHECK(parse_browser_answer(answer(text), "C") == 0);
  CHECK(parse_browser_answer(answer("ServerName;DB1;InstanceName;A;tcp;70000;;"), "A") == 0);
  CHECK(parse_browser_answer("", "A") == 0);
  CHECK(parse_browser_answer("\x05", "A") == 0);
}

TEST_CASE("an instance is found by asking the browser") {
  const Listener browser(SOCK_DGRAM);
  std::thread server([&] {
    char question[64];
    sockaddr_storage from{};
    socklen_t size = sizeof from;
    const ssize_t got = ::recvfrom(browser.socket.get(), question, sizeof question, 0,
                                   reinterpret_cast<sockaddr *>(&from), &size);
    const std::string asked(question, got > 0 ? static_cast<std::size_t>(got) : 0);
    const std::string said =
        answer(asked == std::string("\x04SALES\0", 7) ? "ServerName;X;InstanceName;SALES;tcp;1717;;" : "");
    ::sendto(browser.socket.get(), said.data(), said.size(), 0, reinterpret_cast<sockaddr *>(&from), size);
  });
  std::atomic<bool> abandoned{false};
  auto port = find_instance_port("127.0.0.1", "SALES", abandoned, in_seconds(10), browser.port);
  server.join();
  REQUIRE(port.ok());
  CHECK(*port == 1717);
}

TEST_CASE("a browser that is silent ends at the deadline") {
  const Listener silent(SOCK_DGRAM);
  std::atomic<bool> abandoned{false};
  auto port = find_instance_port("127.0.0.1", "SALES", abandoned, monotonic_ns() + 200'000'000, silent.port);
  CHECK(port.error().status == Status::deadline);
}

TEST_CASE("PRELOGIN") {
  const std::string packet = prelogin_packet();
  CHECK(static_cast<unsigned char>(packet[0]) == 0x12);
  CHECK(static_cast<std::size_t>(static_cast<unsigned char>(packet[3])) == packet.size());
  CHECK(prelogin_encryption(std::string_view(packet).substr(8)) == 1);
  CHECK(prelogin_encryption("") == -1);
  CHECK(prelogin_encryption(std::string("\x01\x00\xFF\x00\x01\xFF", 6)) == -1);  // points outside
  CHECK(prelogin_encryption("\xFF") == -1);
}

TEST_CASE("a server without encryption, one that is none, and one that is not there") {
  const Listener listener(SOCK_STREAM);
  const auto serve = [&](std::string said) {
    return std::thread([&listener, said = std::move(said)] {
      const Descriptor client(::accept(listener.socket.get(), nullptr, nullptr));
      char ignored[256];
      (void)!::recv(client.get(), ignored, sizeof ignored, 0);
      (void)!::send(client.get(), said.data(), said.size(), 0);
    });
  };
  std::atomic<bool> abandoned{false};
  const ProbeTarget target = {"127.0.0.1", listener.port, "", ""};
  {
    std::thread server =
        serve(std::string("\x04\x01\x00\x0F\x00\x00\x01\x00\x01\x00\x06\x00\x01\xFF\x02", 15));
    auto report = probe(target, abandoned, in_seconds(5));
    server.join();
    REQUIRE(report.ok());
    CHECK_FALSE(report->offers_encryption);
    CHECK(explain_certificate(*report, target, "x")->status == Status::denied);
  }
  {
    std::thread server = serve("HTTP/1.1 400 Bad Request\r\n\r\n");
    auto report = probe(target, abandoned, in_seconds(5));
    server.join();
    CHECK(report.error().status == Status::data);
  }
  std::uint16_t closed = 0;
  { closed = Listener(SOCK_STREAM).port; }
  CHECK(probe({"127.0.0.1", closed, "", ""}, abandoned, in_seconds(5)).error().status == Status::io);
}

TEST_CASE("what is wrong with a certificate is said") {
  ProbeReport report;
  report.offers_encryption = report.shook_hands = true;
  report.reason = "self-signed certificate";
  report.names = {"db1.example.com"};
  const ProbeTarget target = {"db1", 1433, "/etc/ca.pem", ""};
  auto error = explain_certificate(report, target, "db1,1433");
  REQUIRE(error.has_value());
  CHECK(error->what.find("not trusted") != std::string::npos);
  CHECK(error->found.find("self-signed") != std::string::npos);
  report.trusted = true;
  error = explain_certificate(report, target, "db1,1433");
  REQUIRE(error.has_value());
  CHECK(error->expected == "db1");
  CHECK(error->found == "db1.example.com");
  report.name_matches = true;
  CHECK_FALSE(explain_certificate(report, target, "db1,1433").has_value());
}
