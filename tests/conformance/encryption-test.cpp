// Needs sandboxes of its own with other certificates.
#include "tests/conformance/driver.hpp"
#include "tests/conformance/server.hpp"

#include <doctest.h>

using namespace gantry;
using namespace conformance;

namespace {

Changes at(const Sandbox &box, const Changes &more = {}) {
  Changes all = {{"server", box.server().host},
                 {"port", std::to_string(box.server().port)},
                 {"user", box.server().user},
                 {"password", box.server().password},
                 {"ca-file", box.server().ca_file}};
  for (const auto &[name, value] : more) all[name] = value;
  return all;
}

void start(Sandbox &box, const std::vector<std::string> &arguments) {
  std::string problem;
  if (!box.start(arguments, problem)) FAIL(problem);
}

void check_refused(const Result<ObjectPtr> &opened, Status status, const char *word) {
  REQUIRE_FALSE(opened.ok());
  CAPTURE(opened.error().message());
  CHECK(opened.error().status == status);
  CHECK(opened.error().message().find(word) != std::string::npos);
  CHECK(opened.error().message().find("Str0ng") == std::string::npos);
  CHECK_FALSE(opened.error().todo.empty());
}

}  // namespace

TEST_CASE("a certificate that nobody vouches for is refused, unless the request trusts it") {
  if (!server().is_sandbox) return;
  check_refused(open({{"ca-file", ""}}), Status::denied, "trust");
  CHECK(open({{"ca-file", ""}, {"trust-server-certificate", "True"}}).ok());
  CHECK(open({{"ca-file", ""}, {"encrypt", "request"}}).ok());
  CHECK(open({{"ca-file", "/no/such/file.pem"}}).error().status == Status::not_found);
}

TEST_CASE("a certificate for another name is refused, unless the request names it") {
  if (!server().is_sandbox) return;
  Sandbox box;
  start(box, {"--certificate-name", "db7.example.com"});
  check_refused(open(at(box)), Status::denied, "db7.example.com");
  CHECK(open(at(box, {{"host-name-in-certificate", "db7.example.com"}})).ok());
  check_refused(open(at(box, {{"host-name-in-certificate", "db8.example.com"}})), Status::denied,
                "db7.example.com");
}

TEST_CASE("an expired certificate is refused") {
  if (!server().is_sandbox) return;
  Sandbox box;
  start(box, {"--certificate-days", "-1"});
  check_refused(open(at(box)), Status::denied, "expired");
}

TEST_CASE("a server without encryption is refused, unless the request does without") {
  if (!server().is_sandbox) return;
  Sandbox box;
  start(box, {"--encryption", "off"});
  check_refused(open(at(box)), Status::denied, "encrypt");
  CHECK(open(at(box, {{"encrypt", "off"}})).ok());
  CHECK(open(at(box, {{"encrypt", "request"}})).ok());
}

TEST_CASE("a server that encrypts only the login does not pass for one that encrypts") {
  if (!server().is_sandbox) return;
  Sandbox box;
  start(box, {"--encryption", "login-only"});
  check_refused(open(at(box)), Status::denied, "encrypt");
  CHECK(open(at(box, {{"encrypt", "request"}})).ok());
}

TEST_CASE("a server that insists on encryption gets it") {
  if (!server().is_sandbox) return;
  Sandbox box;
  start(box, {"--encryption", "required"});
  CHECK(open(at(box)).ok());
  CHECK(open(at(box, {{"encrypt", "request"}})).ok());
}

TEST_CASE("IPv6") {
  if (!server().is_sandbox) return;
  Sandbox box;
  std::string problem;
  if (!box.start({"--host", "::1"}, problem)) {
    MESSAGE("left out: ", problem);
    return;
  }
  CHECK(open(at(box, {{"server", "::1"}})).ok());
  CHECK(open(at(box, {{"server", "[::1]," + std::to_string(box.server().port)}, {"port", ""}})).ok());
}

TEST_CASE("a named instance is found by the browser") {
  if (!server().is_sandbox) return;
  Sandbox box;
  std::string problem;
  if (!box.start({"--name", "BOX\\SALES", "--browser-port", "1434"}, problem)) {
    MESSAGE("left out: ", problem);
    return;
  }
  CHECK(open(at(box, {{"server", box.server().host + "\\SALES"}, {"port", ""}})).ok());
  check_refused(
      open(at(box, {{"server", box.server().host + "\\OTHER"}, {"port", ""}, {"connect-timeout", "2"}})),
      Status::not_found, "OTHER");
}
