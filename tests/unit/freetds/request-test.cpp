#include "plugins/drivers/freetds/request.hpp"

#include <doctest.h>

using namespace gantry;
using namespace gantry::freetds;

namespace {

class Request : public Implements<PropertyBag> {
 public:
  Request() { define(list()); }
  bool gives_sensitive(const std::string &) const override { return true; }

 private:
  static const PropertyList &list() {
    static const PropertyList all = [] {
      PropertyList names;
      for (const char *name : {"server", "instance", "port", "database", "user", "authentication", "encrypt",
                               "trust-server-certificate", "host-name-in-certificate", "ca-file",
                               "application", "application-intent", "connect-timeout", "statement-timeout",
                               "driver.allow-tdsdump", "driver.packet-size", "driver.lock-timeout"})
        names.push_back({name, PropertyType::string, "", {}, false, false, {}});
      return names;
    }();
    return all;
  }
};

Result<ConnectionRequest> read(std::initializer_list<std::pair<const char *, const char *>> values) {
  ObjectPtr object = make_object<Request>().hand_out();
  const PropertiesRef properties(object);
  for (const auto &[name, value] : values) REQUIRE(properties.set(name, value).ok());
  return read_request(properties);
}

}  // namespace

TEST_CASE("encryption with verification is what one gets without asking") {
  auto request = read({{"server", "db1"}, {"user", "sa"}});
  REQUIRE(request.ok());
  CHECK(request->encryption == Encryption::require);
  CHECK(request->verifies());
  CHECK(request->encryption_text() == "require, certificate and host name verified");
  CHECK(request->connect_timeout == 15);
}

TEST_CASE("weaker modes say so") {
  CHECK(read({{"server", "db1"}, {"user", "sa"}, {"trust-server-certificate", "True"}})->encryption_text() ==
        "require, certificate NOT verified");
  CHECK(read({{"server", "db1"}, {"user", "sa"}, {"encrypt", "off"}})->encryption_text() == "off");
  CHECK(read({{"server", "db1"}, {"user", "sa"}, {"encrypt", "request"}})->encryption_text() ==
        "request, certificate not verified");
  CHECK(read({{"server", "db1"}, {"user", "sa"}, {"encrypt", "strict"}}).error().status ==
        Status::unsupported);
}

TEST_CASE("instance and port may stand in properties of their own, but not contradict the server") {
  auto request = read({{"server", "db1"}, {"instance", "SALES"}, {"port", "1500"}, {"user", "sa"}});
  REQUIRE(request.ok());
  CHECK(request->address.instance == "SALES");
  CHECK(request->address.port == 1500);
  CHECK_FALSE(read({{"server", "db1,1433"}, {"port", "1500"}, {"user", "sa"}}).ok());
  CHECK_FALSE(read({{"server", "db1\\A"}, {"instance", "B"}, {"user", "sa"}}).ok());
}

TEST_CASE("users fit the way they authenticate") {
  CHECK_FALSE(read({{"server", "db1"}}).ok());
  CHECK_FALSE(read({{"server", "db1"}, {"user", "CORP\\ann"}}).ok());
  CHECK_FALSE(read({{"server", "db1"}, {"user", "ann"}, {"authentication", "ntlm"}}).ok());
  CHECK(read({{"server", "db1"}, {"user", "CORP\\ann"}, {"authentication", "ntlm"}}).ok());
  CHECK(read({{"server", "db1"}, {"authentication", "integrated"}}).ok());
}

TEST_CASE("values out of range are refused with their property's name") {
  for (const auto &[name, value] :
       {std::pair{"connect-timeout", "soon"}, std::pair{"statement-timeout", "-1"},
        std::pair{"ca-file", "relative.pem"}, std::pair{"application-intent", "both"},
        std::pair{"driver.packet-size", "40000"}, std::pair{"trust-server-certificate", "maybe"}}) {
    const std::string named = name;  // clang 14 does not capture bindings
    CAPTURE(named);
    auto request = read({{"server", "db1"}, {"user", "sa"}, {name, value}});
    REQUIRE_FALSE(request.ok());
    CHECK(request.error().status == Status::invalid);
    CHECK(request.error().what.find(name) != std::string::npos);
  }
  CHECK_FALSE(read({{"server", "db1"}, {"user", std::string(129, 'x').c_str()}}).ok());
}
