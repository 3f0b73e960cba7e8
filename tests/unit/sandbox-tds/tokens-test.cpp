#include "samples/sandbox/tds/tokens.hpp"

#include "bytes-of.hpp"

#include <doctest.h>

using namespace sandbox;
using namespace sandbox::tds;

TEST_CASE("the batch response of MS-TDS 4.7") {
  Column column;
  column.name = "bar";
  column.type = {Type::varchar, 3};
  column.nullable = false;
  column.computed = true;
  const std::vector<Column> columns = {column};
  const auto types = wire_types_of(columns, TdsVersion::v7_4);
  std::string problem;
  const std::string response = column_metadata_token(columns, types, TdsVersion::v7_4) +
                               row_token(columns, types, {std::string("foo")}, TdsVersion::v7_4, problem) +
                               done_token(Token::done, done_status::count, 0xC1, 1, TdsVersion::v7_4);
  CHECK(hex_of(response) ==
        "81 01 00 00 00 00 00 20 00 A7 03 00 09 04 D0 00 34 03 62 00 61 00 72 00 D1 03 00 66 6F 6F FD 10 00 "
        "C1 00 01 00 00 00 00 00 00 00");
}

TEST_CASE("TDS 7.1 has shorter fields") {
  Column column;
  column.name = "a";
  column.type = {Type::int_};
  const std::vector<Column> columns = {column};
  const auto types = wire_types_of(columns, TdsVersion::v7_1);
  CHECK(hex_of(column_metadata_token(columns, types, TdsVersion::v7_1)) ==
        "81 01 00 00 00 09 00 26 04 01 61 00");
  CHECK(hex_of(done_token(Token::done_in_procedure, 0x11, 0xC1, 2, TdsVersion::v7_1)) ==
        "FF 11 00 C1 00 02 00 00 00");
  CHECK(hex_of(message_token({2812, 16, 62, "x", "p", 3}, "S", TdsVersion::v7_1)) ==
        "AA 12 00 FC 0A 00 00 3E 10 01 00 78 00 01 53 00 01 70 00 03 00");
}

TEST_CASE("errors and messages") {
  CHECK(hex_of(message_token({2812, 16, 62, "x", "p", 3}, "S", TdsVersion::v7_4)) ==
        "AA 14 00 FC 0A 00 00 3E 10 01 00 78 00 01 53 00 01 70 00 03 00 00 00");
  CHECK(hex_of(message_token({5701, 0, 2, "", "", 1}, "", TdsVersion::v7_4)).substr(0, 2) == "AB");
  CHECK(hex_of(message_token({50000, 11, 1, "", "", 1}, "", TdsVersion::v7_4)).substr(0, 2) == "AA");
  const std::string longest = message_token({1, 16, 1, std::string(100'000, 'x'), std::string(300, 'p'), 1},
                                            std::string(300, 's'), TdsVersion::v7_4);
  CHECK(longest.size() < 65'536);
  CHECK(static_cast<std::size_t>(static_cast<std::uint8_t>(longest[1]) | static_cast<std::uint8_t>(longest[2])
                                                                             << 8) == longest.size() - 3);
}

TEST_CASE("LOGINACK and ENVCHANGE") {
  const std::string ack = login_ack_token(TdsVersion::v7_4);
  CHECK(hex_of(ack).substr(0, 27) == "AD 32 00 01 74 00 00 04 14 ");
  CHECK(hex_of(ack).substr(hex_of(ack).size() - 11) == "10 00 10 1D");
  CHECK(hex_of(env_change_token(EnvChange::packet_size, "8000", "4096")) ==
        "E3 13 00 04 04 38 00 30 00 30 00 30 00 04 34 00 30 00 39 00 36 00");
  CHECK(hex_of(env_change_bytes_token(EnvChange::collation, Collation{}.view(), {})) ==
        "E3 08 00 07 05 09 04 D0 00 34 00");
  CHECK(hex_of(env_change_bytes_token(EnvChange::begin_transaction, std::string(8, '\1'), {})) ==
        "E3 0B 00 08 08 01 01 01 01 01 01 01 01 00");
}

TEST_CASE("rows with NULLs are compact for clients that know NBCROW") {
  std::vector<Column> columns(9);
  for (Column &column : columns) column.type = {Type::tinyint};
  Row row(9, Value{std::int64_t{7}});
  row[0] = Value{};
  row[8] = Value{};
  std::string problem;
  const auto types = wire_types_of(columns, TdsVersion::v7_4);
  CHECK(hex_of(row_token(columns, types, row, TdsVersion::v7_4, problem)) ==
        "D2 01 01 01 07 01 07 01 07 01 07 01 07 01 07 01 07");
  CHECK(hex_of(row_token(columns, types, row, TdsVersion::v7_3a, problem)) ==
        "D1 00 01 07 01 07 01 07 01 07 01 07 01 07 01 07 00");
  CHECK(problem.empty());
}

TEST_CASE("a value that its column cannot hold is told, not cut") {
  Column column;
  column.name = "c";
  column.type = {Type::varchar, 2};
  const std::vector<Column> columns = {column};
  const auto types = wire_types_of(columns, TdsVersion::v7_4);
  std::string problem;
  CHECK(row_token(columns, types, {std::string("abc")}, TdsVersion::v7_4, problem).empty());
  CHECK(problem.find("'c'") != std::string::npos);
}

TEST_CASE("identity, key-less text columns and row versions in the metadata") {
  Column identity, text, version;
  identity.type = {Type::int_};
  identity.nullable = false;
  identity.identity = true;
  text.type = {Type::text};
  version.type = {Type::rowversion};
  version.nullable = false;
  const auto metadata = [](const Column &column, TdsVersion tds) {
    const std::vector<Column> columns = {column};
    return hex_of(column_metadata_token(columns, wire_types_of(columns, tds), tds));
  };
  CHECK(metadata(identity, TdsVersion::v7_4) == "81 01 00 00 00 00 00 10 00 38 00");
  CHECK(metadata(text, TdsVersion::v7_4) == "81 01 00 00 00 00 00 09 00 23 FF FF FF 7F 09 04 D0 00 34 00 00");
  CHECK(metadata(text, TdsVersion::v7_1) == "81 01 00 00 00 09 00 23 FF FF FF 7F 09 04 D0 00 34 00 00 00");
  CHECK(metadata(version, TdsVersion::v7_4) == "81 01 00 50 00 00 00 08 00 AD 08 00 00");
}
