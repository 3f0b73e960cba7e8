#include "samples/sandbox/tds/login7.hpp"

#include "bytes-of.hpp"
#include "client.hpp"

#include <doctest.h>

using namespace sandbox::tds;

namespace {
// The example of MS-TDS 4.2 without its packet header.
const std::string example = bytes_of(
    "88 00 00 00 02 00 09 72 00 10 00 00 00 00 00 07 00 01 00 00 00 00 00 00 E0 03 00 00 E0 01 00 00 09 04 "
    "00 00"
    "5E 00 08 00 6E 00 02 00 72 00 00 00 72 00 07 00 80 00 00 00 80 00 00 00 80 00 04 00 88 00 00 00 88 00 "
    "00 00"
    "00 50 8B E2 B7 8F 88 00 00 00 88 00 00 00 88 00 00 00 00 00 00 00"
    "73 00 6B 00 6F 00 73 00 74 00 6F 00 76 00 31 00 73 00 61 00 4F 00 53 00 51 00 4C 00 2D 00 33 00 32 00"
    "4F 00 44 00 42 00 43 00");
}  // namespace

TEST_CASE("the LOGIN7 of MS-TDS 4.2 is read") {
  const auto login = parse_login7(example);
  REQUIRE(login.ok());
  CHECK(login->version == TdsVersion::v7_2);
  CHECK(login->packet_size == 4096);
  CHECK(login->client_process == 256);
  CHECK(login->host == "skostov1");
  CHECK(login->user == "sa");
  CHECK(login->password.empty());
  CHECK(login->application == "OSQL-32");
  CHECK(login->client_library == "ODBC");
  CHECK(login->odbc);
  CHECK_FALSE(login->integrated);
}

TEST_CASE("no cut of a LOGIN7 is read") {
  for (std::size_t size = 0; size < example.size(); ++size) {
    CAPTURE(size);
    CHECK_FALSE(parse_login7(std::string_view(example).substr(0, size)).ok());
  }
}

TEST_CASE("a byte changed anywhere in a LOGIN7 never harms") {
  for (std::size_t at = 0; at < example.size(); ++at) {
    for (const int value : {0x00, 0x7F, 0x80, 0xFF}) {
      std::string changed = example;
      changed[at] = static_cast<char>(value);
      const auto login = parse_login7(changed);
      if (!login.ok()) CHECK_FALSE(login.error().what.empty());
    }
  }
}

TEST_CASE("passwords are revealed and never shown") {
  // "a" is 61 00: nibbles swapped 16 00, XOR A5: B3 A5.
  CHECK(hex_of(reveal_password(bytes_of("B3 A5"))) == "61 00");
  LoginFields fields;
  fields.password = "geheim-\xC3\xA4\xE2\x82\xAC";
  const auto login = parse_login7(login7_bytes(fields));
  REQUIRE(login.ok());
  CHECK(login->password == fields.password);
  std::string broken = login7_bytes(fields);
  broken[36] = '\xFF';  // the host name's offset
  broken[37] = '\xFF';
  const auto refused = parse_login7(broken);
  REQUIRE_FALSE(refused.ok());
  CHECK(refused.error().message().find("geheim") == std::string::npos);
}

TEST_CASE("versions, flags and sizes are understood") {
  LoginFields fields;
  fields.packet_size = 100'000;
  fields.type_flags = 0x20;
  fields.option_flags2 = 0x80;
  auto login = parse_login7(login7_bytes(fields));
  REQUIRE(login.ok());
  CHECK(login->packet_size == 32767);
  CHECK(login->read_only_intent);
  CHECK(login->integrated);
  fields.packet_size = 16;
  login = parse_login7(login7_bytes(fields));
  CHECK(login->packet_size == 512);
  const std::pair<std::uint32_t, TdsVersion> versions[] = {
      {0x71000001, TdsVersion::v7_1},  {0x07010000, TdsVersion::v7_1},  {0x72090002, TdsVersion::v7_2},
      {0x730A0003, TdsVersion::v7_3a}, {0x730B0003, TdsVersion::v7_3b}, {0x74000004, TdsVersion::v7_4}};
  for (const auto &[asked, got] : versions) {
    fields.version = asked;
    login = parse_login7(login7_bytes(fields));
    REQUIRE(login.ok());
    CHECK(login->version == got);
  }
  fields.version = 0x70000000;
  login = parse_login7(login7_bytes(fields));
  REQUIRE_FALSE(login.ok());
  CHECK(login.error().status == gantry::Status::unsupported);
}

TEST_CASE("the feature extension is listed and bounded") {
  LoginFields fields;
  fields.features = bytes_of("0A 01 00 00 00 01  04 00 00 00 00  FF");
  auto login = parse_login7(login7_bytes(fields));
  REQUIRE(login.ok());
  CHECK(login->features == std::vector<std::uint8_t>{0x0A, 0x04});
  for (const char *hostile : {"0A FF FF FF FF 01 FF", "0A 01 00 00 00", "0A 01 00 00 00 01"}) {
    CAPTURE(hostile);
    fields.features = bytes_of(hostile);
    CHECK_FALSE(parse_login7(login7_bytes(fields)).ok());
  }
}
