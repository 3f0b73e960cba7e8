#include "samples/sandbox/tds/prelogin.hpp"

#include "bytes-of.hpp"

#include <doctest.h>

using namespace sandbox::tds;

namespace {
// The example of MS-TDS 4.1 without its packet header.
const std::string example = bytes_of(
    "00 00 1A 00 06 01 00 20 00 01 02 00 21 00 01 03 00 22 00 04 04 00 26 00 01 FF 09 00 00 00 00 00 01 00 "
    "B8 0D 00 00 01");
}  // namespace

TEST_CASE("the PRELOGIN of MS-TDS 4.1 is read") {
  const auto prelogin = parse_prelogin(example);
  REQUIRE(prelogin.ok());
  CHECK(prelogin->version == 0x09000000);
  CHECK(prelogin->encryption == Encryption::on);
  CHECK(prelogin->instance.empty());
  CHECK(prelogin->thread_id == 0x0DB8);
  CHECK(prelogin->mars);
}

TEST_CASE("an instance name, FEDAUTHREQUIRED and options of the future are read") {
  const auto prelogin = parse_prelogin(
      bytes_of("00 00 1A 00 06  02 00 20 00 04  06 00 24 00 01  05 00 25 00 00  77 00 25 00 01  FF"
               "10 00 03 E8 00 00  44 45 56 00  01  AA"));
  REQUIRE(prelogin.ok());
  CHECK(prelogin->instance == "DEV");
  CHECK(prelogin->federated_authentication);
  CHECK_FALSE(prelogin->encryption.has_value());
}

TEST_CASE("every cut of a PRELOGIN is refused or read, never read past its end") {
  for (std::size_t size = 0; size < example.size(); ++size) {
    CAPTURE(size);
    CHECK_FALSE(parse_prelogin(std::string_view(example).substr(0, size)).ok());
  }
}

TEST_CASE("hostile PRELOGINs are refused with a sentence") {
  for (const char *bytes :
       {"FF", "01 00 06 00 01 FF 00", "00 FF FF 00 06 FF", "00 00 06 FF FF FF", "00 00 06 00 02 FF 00 00"}) {
    CAPTURE(bytes);
    const auto prelogin = parse_prelogin(bytes_of(bytes));
    REQUIRE_FALSE(prelogin.ok());
    CHECK_FALSE(prelogin.error().found.empty());
  }
}

TEST_CASE("the answer is a PRELOGIN itself") {
  const auto answer = parse_prelogin(write_prelogin(Encryption::required, true));
  REQUIRE(answer.ok());
  CHECK(answer->encryption == Encryption::required);
  CHECK(answer->version == 0x1000101D);
  CHECK_FALSE(answer->mars);
}

TEST_CASE("encryption is negotiated by the table of MS-TDS 2.2.6.5") {
  using P = EncryptionPolicy;
  using E = Encryption;
  struct Case {
    P policy;
    E asked, answered;
    EncryptionScope scope;
    bool accepted;
  };
  const Case cases[] = {
      {P::optional, E::off, E::off, EncryptionScope::login, true},
      {P::optional, E::on, E::on, EncryptionScope::everything, true},
      {P::optional, E::not_supported, E::not_supported, EncryptionScope::none, true},
      {P::required, E::off, E::required, EncryptionScope::everything, true},
      {P::required, E::on, E::on, EncryptionScope::everything, true},
      {P::required, E::not_supported, E::required, EncryptionScope::none, false},
      {P::off, E::off, E::not_supported, EncryptionScope::none, true},
      {P::off, E::on, E::not_supported, EncryptionScope::none, true},
      {P::off, E::not_supported, E::not_supported, EncryptionScope::none, true},
      {P::login_only, E::on, E::off, EncryptionScope::login, true},
      {P::strict_refused, E::on, E::required, EncryptionScope::none, false},
  };
  for (const Case &c : cases) {
    CAPTURE(static_cast<int>(c.policy));
    CAPTURE(static_cast<int>(c.asked));
    const EncryptionAnswer answer = negotiate(c.policy, c.asked);
    CHECK(answer.says == c.answered);
    CHECK(answer.scope == c.scope);
    CHECK(answer.accepted == c.accepted);
  }
}
