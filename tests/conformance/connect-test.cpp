#include "tests/conformance/call.hpp"
#include "tests/conformance/driver.hpp"
#include "tests/conformance/server.hpp"

#include <arpa/inet.h>
#include <doctest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <thread>

using namespace gantry;
using namespace conformance;

namespace {

/// Accepts connections and says nothing.
struct Silent {
  int socket = ::socket(AF_INET, SOCK_STREAM, 0);
  int port = 0;
  Silent() {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    REQUIRE(::bind(socket, reinterpret_cast<sockaddr *>(&address), size) == 0);
    REQUIRE(::listen(socket, 8) == 0);
    ::getsockname(socket, reinterpret_cast<sockaddr *>(&address), &size);
    port = ntohs(address.sin_port);
  }
  ~Silent() { ::close(socket); }
};

void check_four_parts(const Error &error) {
  CHECK_FALSE(error.what.empty());
  CHECK_FALSE(error.expected.empty());
  CHECK_FALSE(error.found.empty());
  CHECK_FALSE(error.todo.empty());
}

void check_no_secret(const Error &error, const std::string &secret) {
  CHECK(error.message().find(secret) == std::string::npos);
  for (const std::string &detail : error.details) CHECK(detail.find(secret) == std::string::npos);
}

}  // namespace

TEST_CASE("a session opens and answers") {
  const SessionRef s = session();
  CHECK(scalar(s, "SELECT 1") == Cell(1));
  CHECK(scalar(s, "SELECT DB_NAME()").text() == "tempdb");
  CHECK(s.close(nullptr).ok());
}

TEST_CASE("the session's options are those that scripts need") {
  const SessionRef s = session();
  const std::int64_t options = scalar(s, "SELECT @@OPTIONS").number();
  for (const int bit : {8, 16, 32, 64, 256, 4096}) {
    CAPTURE(bit);
    CHECK((options & bit) != 0);
  }
  CHECK((options & (2 | 512 | 8192)) == 0);
  CHECK(scalar(s, "SELECT @@TEXTSIZE").number() == 2147483647);
}

TEST_CASE("a wrong password is 18456") {
  const Result<ObjectPtr> refused = open({{"password", "Wrong!Passw0rd"}});
  REQUIRE_FALSE(refused.ok());
  CHECK(refused.error().status == Status::unauthenticated);
  CHECK(refused.error().native_code == 18456);
  CHECK(refused.error().severity == 14);
  CHECK(refused.error().sqlstate == "28000");
  check_four_parts(refused.error());
  check_no_secret(refused.error(), "Wrong!Passw0rd");
}

TEST_CASE("an unknown login is refused in the same way") {
  const Result<ObjectPtr> refused = open({{"user", "nobody_at_all"}});
  REQUIRE_FALSE(refused.ok());
  CHECK(refused.error().native_code == 18456);
  check_no_secret(refused.error(), password());
}

TEST_CASE("a database that is not there is 4060") {
  const Result<ObjectPtr> refused = open({{"database", "no_such_database"}});
  REQUIRE_FALSE(refused.ok());
  CHECK(refused.error().status == Status::denied);
  CHECK(refused.error().native_code == 4060);
  check_four_parts(refused.error());
}

TEST_CASE("nobody listens there") {
  int port = 0;
  {
    const Silent gone;
    port = gone.port;
  }
  const Result<ObjectPtr> refused = open({{"server", "127.0.0.1"}, {"port", std::to_string(port)}});
  REQUIRE_FALSE(refused.ok());
  CHECK(refused.error().status == Status::io);
  check_four_parts(refused.error());
}

TEST_CASE("a host that does not exist") {
  const Result<ObjectPtr> refused = open({{"server", "no-such-host.invalid"}});
  REQUIRE_FALSE(refused.ok());
  CHECK((refused.error().status == Status::not_found || refused.error().status == Status::io));
  check_four_parts(refused.error());
}

TEST_CASE("a server that says nothing: the deadline holds") {
  const Silent silent;
  const TestCall call(400);
  const std::int64_t begin = monotonic_ns();
  const Result<ObjectPtr> refused =
      open({{"server", "127.0.0.1"}, {"port", std::to_string(silent.port)}, {"connect-timeout", "3"}}, &call);
  REQUIRE_FALSE(refused.ok());
  CHECK(refused.error().status == Status::deadline);
  CHECK((monotonic_ns() - begin) / 1'000'000 < 1500);
}

TEST_CASE("a server that says nothing: connecting can be cancelled") {
  const Silent silent;
  TestCall call;
  std::thread other([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
    call.cancel();
  });
  const std::int64_t begin = monotonic_ns();
  const Result<ObjectPtr> refused =
      open({{"server", "127.0.0.1"}, {"port", std::to_string(silent.port)}, {"connect-timeout", "3"}}, &call);
  other.join();
  REQUIRE_FALSE(refused.ok());
  CHECK(refused.error().status == Status::cancelled);
  CHECK((monotonic_ns() - begin) / 1'000'000 < 1500);
  CHECK(call.open_watches() == 0);
}

TEST_CASE("closing is legal twice, and in any order with rows") {
  SessionRef s = session();
  Result<RowReader> rows = s.execute("SELECT 1 AS a UNION ALL SELECT 2", nullptr);
  REQUIRE(rows.ok());
  CHECK(s.close(nullptr).ok());
  CHECK(s.close(nullptr).ok());
  CHECK(rows->close().ok());
  CHECK(rows->close().ok());
  CHECK(s.run("SELECT 1", nullptr).error().status == Status::state);
  s = session();
  rows = s.execute("SELECT 1 AS a UNION ALL SELECT 2", nullptr);
  s = SessionRef();  // the rows hold the session
  const Result<Table> table = rows->read_all();
  REQUIRE(table.ok());
  CHECK(table->rows.size() == 2);
  CHECK(rows->close().ok());
}

TEST_CASE("many sessions open at once, each with its own settings") {
  std::atomic<int> opened{0}, refused{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i)
    threads.emplace_back([&, i] {
      const Result<ObjectPtr> one = open(i % 2 ? Changes{{"application", "conformance " + std::to_string(i)}}
                                               : Changes{{"password", "Wrong!Passw0rd"}});
      if (!one) {
        refused += one.error().native_code == 18456 ? 1 : 0;
        return;
      }
      const SessionRef s(*one);
      opened += scalar(s, "SELECT APP_NAME()").text() == "conformance " + std::to_string(i) ? 1 : 0;
    });
  for (std::thread &thread : threads) thread.join();
  CHECK(opened == 4);
  CHECK(refused == 4);
}
