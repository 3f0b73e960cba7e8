// A server that does not keep to the protocol: the program ends all the same, with a clear message.
#include "tests/end-to-end/support/process.hpp"
#include "tests/end-to-end/support/sandbox.hpp"
#include "tests/fuzz/fake-server.hpp"

#include <doctest.h>

namespace {

const std::string package = GANTRY_SOURCE "/samples/packages/transfer-logins.dtsx";

}  // namespace

TEST_CASE("a server whose login answer ends inside of a token that db-lib then reads for ever") {
  gantry::fuzz::FakeServer server;
  // PRELOGIN without encryption, then FEATUREEXTACK without its end (MS-TDS 2.2.6.5, 2.2.7.11).
  const std::string prelogin("\0\0\x0B\0\x06\x01\0\x11\0\x01\xFF\x10\0\x03\xE8\0\0\x02", 18);
  server.play({gantry::fuzz::packet_of(prelogin), gantry::fuzz::packet_of("\xAE\x01")});
  const std::string address = "127.0.0.1," + std::to_string(server.port());
  const end_to_end::Outcome outcome = end_to_end::run(
      {end_to_end::gantry(), "test-connection", package, "Source", "--connection", "Source.server=" + address,
       "--connection", "Source.encrypt=off", "--connection", "Source.connect-timeout=1"},
      {{"XDG_CONFIG_HOME", "/nonexistent"}, {"GANTRY_SECRET_SOURCE_PASSWORD", end_to_end::sa_password}}, 40);
  CAPTURE(outcome.all());
  CHECK(outcome.code == 1);
  CHECK(outcome.says(address));
  CHECK(outcome.says("did not end in time"));
}
