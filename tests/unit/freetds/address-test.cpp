#include "plugins/drivers/freetds/address.hpp"

#include <doctest.h>

using gantry::Status;
using gantry::freetds::parse_address;

TEST_CASE("server names as SQL Server's tools write them") {
  struct Case {
    const char *text, *host, *instance;
    int port;
  };
  for (const Case &c : {Case{"db1", "db1", "", 0}, Case{"db1,1444", "db1", "", 1444},
                        Case{"db1\\SALES", "db1", "SALES", 0}, Case{"db1\\SALES,1500", "db1", "SALES", 1500},
                        Case{"tcp:db1.example.com,1433", "db1.example.com", "", 1433},
                        Case{"[fe80::1],1433", "fe80::1", "", 1433}, Case{"::1", "::1", "", 0},
                        Case{"::1,1433", "::1", "", 1433}, Case{".", "localhost", "", 0},
                        Case{"(local)\\X", "localhost", "X", 0}, Case{" db1 , 99 ", "db1", "", 99},
                        Case{"db1\\MSSQLSERVER", "db1", "", 0}}) {
    CAPTURE(std::string(c.text));
    auto address = parse_address(c.text);
    REQUIRE(address.ok());
    CHECK(address->host == c.host);
    CHECK(address->instance == c.instance);
    CHECK(address->port == c.port);
  }
}

TEST_CASE("server names that cannot be") {
  for (const char *text : {"", "db1,", "db1,0", "db1,65536", "db1,12x", "db1\\", "db1\\a b", "db1:1433",
                           "db 1", "db1;x", "db1\n[global]", "a]b"}) {
    CAPTURE(std::string(text));
    auto address = parse_address(text);
    REQUIRE_FALSE(address.ok());
    CHECK(address.error().status == Status::invalid);
    CHECK_FALSE(address.error().expected.empty());
    CHECK_FALSE(address.error().todo.empty());
  }
  CHECK(parse_address("np:\\\\db1\\pipe").error().status == Status::unsupported);
}

TEST_CASE("a server is named with its port when it is known") {
  CHECK(parse_address("db1\\SALES")->text() == "db1\\SALES");
  CHECK(parse_address("db1\\SALES,1500")->text() == "db1,1500");
}
