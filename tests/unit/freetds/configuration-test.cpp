#include "plugins/drivers/freetds/configuration.hpp"
#include "plugins/drivers/freetds/environment.hpp"
#include "plugins/drivers/freetds/login.hpp"

#include <doctest.h>

#include <fstream>
#include <sstream>

#include <cstring>
#include <thread>

using namespace gantry::freetds;
using gantry::Status;

namespace {
std::string content(const ConfigurationFile &file) {
  std::ostringstream text;
  text << std::ifstream(file.path()).rdbuf();
  return text.str();
}
std::chrono::steady_clock::time_point soon() {
  return std::chrono::steady_clock::now() + std::chrono::milliseconds(50);
}
}  // namespace

TEST_CASE("a section holds what was asked") {
  ConnectionRequest request;
  request.address = {"db1", "", 1444};
  auto text = section_text("db1,1444", settings_of(request, 1444, "system", true));
  REQUIRE(text.ok());
  CHECK(text->rfind("[db1,1444]\n", 0) == 0);
  for (const char *line :
       {"host = db1\n", "port = 1444\n", "tds version = 7.4\n", "client charset = UTF-8\n",
        "encryption = require\n", "ca file = system\n", "check certificate hostname = yes\n"})
    CHECK(text->find(line) != std::string::npos);
  request.encryption = Encryption::off;
  CHECK(section_text("x", settings_of(request, 1, "", false))->find("encryption = off\n") !=
        std::string::npos);
}

TEST_CASE("nothing can be smuggled into a section") {
  for (const char *value : {"a\nencryption = off", "a;b", "a#b", "a  b", " a", "a]"}) {
    CAPTURE(std::string(value));
    CHECK(section_text("x", {{"ca file", value}}).error().status == Status::invalid);
    CHECK_FALSE(section_text(value, {}).ok());
  }
  CHECK_FALSE(section_text("x", {{"ca file", std::string(300, 'a')}}).ok());
}

TEST_CASE("a user's configuration gives defaults from its section and [global] only") {
  const std::string text =
      "[global]\n\ttds version = 7.1 ; old\n# note\n[other]\nport = 9\n[DB1]\n  Client   "
      "Charset=ISO-8859-1\nport =  1444 \n";
  const Settings settings = parse_user_configuration(text, "db1");
  CHECK(settings == Settings{{"tds version", "7.1"}, {"client charset", "ISO-8859-1"}, {"port", "1444"}});
  CHECK(parse_user_configuration(text, "absent").empty());
}

TEST_CASE("sections stay as they are while a login needs them") {
  ConfigurationFile file;
  REQUIRE(file.create().ok());
  REQUIRE(*file.enter("a", "[a]\nport = 1\n", soon()));
  REQUIRE(*file.enter("b", "[b]\nport = 2\n", soon()));
  CHECK(content(file) == "[a]\nport = 1\n[b]\nport = 2\n");
  CHECK(*file.enter("a", "[a]\nport = 1\n", soon()));        // the same: shared
  CHECK_FALSE(*file.enter("a", "[a]\nport = 3\n", soon()));  // another: waits, and gives up
  file.leave("a");
  file.leave("a");
  CHECK(*file.enter("a", "[a]\nport = 3\n", soon()));
  CHECK(content(file) == "[a]\nport = 1\n[b]\nport = 2\n[a]\nport = 3\n");
  file.leave("a");
  file.leave("b");
  CHECK(content(file).empty());
}

TEST_CASE("who waits for a section gets it when it is free") {
  ConfigurationFile file;
  REQUIRE(file.create().ok());
  REQUIRE(*file.enter("a", "[a]\nport = 1\n", soon()));
  std::thread other([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    file.leave("a");
  });
  CHECK(*file.enter("a", "[a]\nport = 2\n", std::chrono::steady_clock::now() + std::chrono::seconds(5)));
  other.join();
  CHECK(content(file) == "[a]\nport = 2\n");
}

TEST_CASE("variables that dump statements or move the connection are refused") {
  const auto only = [](const char *set) {
    return
        [set](const char *name) -> const char * { return std::strcmp(name, set) == 0 ? "/tmp/x" : nullptr; };
  };
  CHECK(check_environment(false, only("HOME")).ok());
  for (const char *name : {"TDSDUMP", "TDSDUMPCONFIG"}) {
    const auto refused = check_environment(false, only(name));
    REQUIRE_FALSE(refused.ok());
    CHECK(refused.error().status == Status::state);
    CHECK(refused.error().what.find(name) != std::string::npos);
    CHECK(check_environment(true, only(name)).ok());
  }
  for (const char *name : {"TDSHOST", "TDSPORT", "TDSVER"})
    CHECK_FALSE(check_environment(true, only(name)).ok());
}

TEST_CASE("session options are checked by @@OPTIONS") {
  CHECK(wrong_options(8 | 16 | 32 | 64 | 256 | 4096).empty());
  CHECK(wrong_options(8 | 16 | 32 | 64 | 256) == "CONCAT_NULL_YIELDS_NULL is OFF");
  CHECK(wrong_options(8 | 16 | 32 | 64 | 256 | 4096 | 512) == "NOCOUNT is ON");
  const std::string text = session_options({});
  CHECK(text.find("SET TEXTSIZE 2147483647") != std::string::npos);
  CHECK(text.find("LOCK_TIMEOUT") == std::string::npos);
}

TEST_CASE("a user's configuration says where the server is, and weakens nothing") {
  ConnectionRequest request;
  request.address = {"alias", "", 0};
  const Settings kept = apply_user_settings({{"host", "db1.example.com"},
                                             {"port", "1444"},
                                             {"encryption", "off"},
                                             {"ca file", "/tmp/x.pem"},
                                             {"dump file", "/tmp/dump"},
                                             {"crl file", "/etc/crl.pem"}},
                                            request);
  CHECK(request.address.text() == "db1.example.com,1444");
  CHECK(kept == Settings{{"crl file", "/etc/crl.pem"}});
  CHECK(request.verifies());
  request.address = {"alias", "", 1500};
  apply_user_settings({{"port", "1444"}}, request);
  CHECK(request.address.port == 1500);
}
