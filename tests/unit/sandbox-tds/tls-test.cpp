#include "fake-server.hpp"

#include "bytes-of.hpp"

using namespace sandbox::tds;

namespace {

bool logged_in(const std::string &answer) {
  return answer.find(bytes_of("AD 32 00 01 74 00 00 04")) != std::string::npos;
}

}  // namespace

TEST_CASE("everything under TLS, verified against the server's own authority") {
  Fixture fixture(EncryptionPolicy::required);
  fixture.start();
  for (const char *host : {"localhost", "127.0.0.1", "::1"}) {
    CAPTURE(host);
    Client client(fixture.port);
    CHECK(client.prelogin(0) == 3);
    REQUIRE(client.handshake(fixture.context.tls.authority, host));
    client.send(0x10, login7_bytes({}));
    CHECK(logged_in(client.receive().payload));
    client.send(0x01, batch_bytes(std::string(100'000, 'x')).substr(0, 8000));
    CHECK(client.receive().complete);
  }
}

TEST_CASE("a name that the certificate lacks and a foreign authority are noticed by the client") {
  Fixture fixture(EncryptionPolicy::required);
  fixture.start();
  Client client(fixture.port);
  client.prelogin(1);
  CHECK_FALSE(client.handshake(fixture.context.tls.authority, "elsewhere"));
  const auto other = make_tls_context({});
  REQUIRE(other.ok());
  Client second(fixture.port);
  second.prelogin(1);
  CHECK_FALSE(second.handshake(other->authority, "localhost"));
}

TEST_CASE("an expired certificate is one") {
  CertificateRequest request;
  request.days = -1;
  Fixture fixture(EncryptionPolicy::required);
  fixture.start();
  const auto expired = make_tls_context(request);
  REQUIRE(expired.ok());
  fixture.context.tls = *expired;
  Client client(fixture.port);
  client.prelogin(1);
  CHECK_FALSE(client.handshake(expired->authority, "localhost"));
}

TEST_CASE("login-only encryption: the login is sealed, its answer is plain") {
  for (const EncryptionPolicy policy : {EncryptionPolicy::optional, EncryptionPolicy::login_only}) {
    Fixture fixture(policy);
    fixture.start();
    Client client(fixture.port);
    CHECK(client.prelogin(0) == 0);
    REQUIRE(client.handshake(fixture.context.tls.authority, "localhost"));
    client.send(0x10, login7_bytes({}));
    client.stop_tls();
    CHECK(logged_in(client.receive().payload));
    client.send(0x01, batch_bytes("x"));
    CHECK(client.receive().complete);
  }
}

TEST_CASE("less than asked: off and login-only say so to clients that want everything") {
  Fixture off(EncryptionPolicy::off), login_only(EncryptionPolicy::login_only);
  off.start();
  login_only.start();
  Client first(off.port), second(login_only.port);
  CHECK(first.prelogin(1) == 2);
  CHECK(second.prelogin(1) == 0);
}

TEST_CASE("more than the client can: required ends the connection after saying so, strict at once") {
  Fixture required(EncryptionPolicy::required), strict(EncryptionPolicy::strict_refused);
  required.start();
  strict.start();
  Client first(required.port), second(strict.port);
  CHECK(first.prelogin(2) == 3);
  CHECK(first.ended());
  CHECK(second.prelogin(1) == -1);
}

TEST_CASE("a handshake of garbage ends") {
  Fixture fixture(EncryptionPolicy::required);
  fixture.start();
  Client client(fixture.port);
  client.prelogin(1);
  client.send(0x12, std::string(100, 'g'));
  CHECK(client.ended());
}

TEST_CASE("certificate files are read, and what is wrong with them is said") {
  const auto missing = load_tls_context("/nowhere/certificate.pem", "/nowhere/key.pem");
  REQUIRE_FALSE(missing.ok());
  CHECK(missing.error().what.find("/nowhere/certificate.pem") != std::string::npos);
}
