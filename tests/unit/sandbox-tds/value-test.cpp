#include "samples/sandbox/tds/wire-value.hpp"

#include "bytes-of.hpp"

#include <doctest.h>

using namespace sandbox;
using namespace sandbox::tds;

namespace {

constexpr TdsVersion v74 = TdsVersion::v7_4;

TypeInfo type(Type kind, std::int32_t length = 0, std::uint8_t precision = 0, std::uint8_t scale = 0) {
  return {kind, length, precision, scale};
}

Decimal decimal(std::uint64_t magnitude, std::uint8_t scale, bool negative = false) {
  Decimal number;
  number.magnitude = magnitude;
  number.scale = scale;
  number.negative = negative;
  return number;
}

DateTime moment(std::int32_t days, std::int64_t ticks, std::int16_t offset = 0) {
  return {days, ticks, offset};
}

std::string info(const TypeInfo &kind, bool nullable = true, TdsVersion version = v74,
                 const char *collation = "SQL_Latin1_General_CP1_CI_AS") {
  ByteWriter out;
  write_type_info(out, wire_type_of(kind, nullable, collation_of(collation), version));
  return hex_of(out.data());
}

std::string written(const TypeInfo &kind, const Value &value, bool nullable = true, TdsVersion version = v74,
                    const char *collation = "SQL_Latin1_General_CP1_CI_AS") {
  ByteWriter out;
  std::string problem;
  if (!write_value(out, wire_type_of(kind, nullable, collation_of(collation), version), value, problem))
    return "refused";
  return hex_of(out.data());
}

}  // namespace

TEST_CASE("types are announced in their fixed and nullable forms") {
  CHECK(info(type(Type::int_), false) == "38");
  CHECK(info(type(Type::int_)) == "26 04");
  CHECK(info(type(Type::bit), false) == "32");
  CHECK(info(type(Type::bit)) == "68 01");
  CHECK(info(type(Type::tinyint), false) == "30");
  CHECK(info(type(Type::smallint), false) == "34");
  CHECK(info(type(Type::bigint), false) == "7F");
  CHECK(info(type(Type::bigint)) == "26 08");
  CHECK(info(type(Type::real)) == "6D 04");
  CHECK(info(type(Type::float_), false) == "3E");
  CHECK(info(type(Type::money)) == "6E 08");
  CHECK(info(type(Type::smallmoney), false) == "7A");
  CHECK(info(type(Type::datetime)) == "6F 08");
  CHECK(info(type(Type::smalldatetime), false) == "3A");
  CHECK(info(type(Type::decimal, 0, 9, 2)) == "6A 05 09 02");
  CHECK(info(type(Type::numeric, 0, 38, 10), false) == "6C 11 26 0A");
  CHECK(info(type(Type::date)) == "28");
  CHECK(info(type(Type::time, 0, 0, 7)) == "29 07");
  CHECK(info(type(Type::datetime2, 0, 0, 3)) == "2A 03");
  CHECK(info(type(Type::datetimeoffset, 0, 0, 7)) == "2B 07");
  CHECK(info(type(Type::varchar, 3), false) == "A7 03 00 09 04 D0 00 34");
  CHECK(info(type(Type::varchar, -1)) == "A7 FF FF 09 04 D0 00 34");
  CHECK(info(type(Type::nvarchar, 128)) == "E7 00 01 09 04 D0 00 34");
  CHECK(info(type(Type::nchar, 2)) == "EF 04 00 09 04 D0 00 34");
  CHECK(info(type(Type::varbinary, -1)) == "A5 FF FF");
  CHECK(info(type(Type::binary, 8)) == "AD 08 00");
  CHECK(info(type(Type::rowversion), false) == "AD 08 00");
  CHECK(info(type(Type::uniqueidentifier)) == "24 10");
  CHECK(info(type(Type::xml)) == "F1 00");
  CHECK(info(type(Type::sql_variant)) == "62 49 1F 00 00");
  CHECK(info(type(Type::text)) == "23 FF FF FF 7F 09 04 D0 00 34");
  CHECK(info(type(Type::image)) == "22 FF FF FF 7F");
}

TEST_CASE("older clients get what they know") {
  CHECK(info(type(Type::varchar, -1), true, TdsVersion::v7_1) == "23 FF FF FF 7F 09 04 D0 00 34");
  CHECK(info(type(Type::nvarchar, -1), true, TdsVersion::v7_1) == "63 FE FF FF 7F 09 04 D0 00 34");
  CHECK(info(type(Type::varbinary, -1), true, TdsVersion::v7_1) == "22 FF FF FF 7F");
  CHECK(info(type(Type::xml), true, TdsVersion::v7_1) == "63 FE FF FF 7F 09 04 D0 00 34");
  CHECK(info(type(Type::date), true, TdsVersion::v7_2) == "E7 14 00 09 04 D0 00 34");
  CHECK(written(type(Type::date), moment(693'595, 0), true, TdsVersion::v7_2) ==
        "14 00 31 00 39 00 30 00 30 00 2D 00 30 00 31 00 2D 00 30 00 31 00");
}

TEST_CASE("dates as text for older clients") {
  CHECK(text_of(moment(738'944, 452'961'234'567), type(Type::datetime2, 0, 0, 7)) ==
        "2024-02-29 12:34:56.1234567");
  CHECK(text_of(moment(738'944, 452'961'234'567), type(Type::time, 0, 0, 3)) == "12:34:56.123");
  CHECK(text_of(moment(738'944, 863'400'000'000, 90), type(Type::datetimeoffset, 0, 0, 0)) ==
        "2024-03-01 01:29:00 +01:30");
  CHECK(text_of(moment(738'945, 0, -60), type(Type::datetimeoffset, 0, 0, 0)) ==
        "2024-02-29 23:00:00 -01:00");
  CHECK(text_of(moment(0, 0), type(Type::date)) == "0001-01-01");
  CHECK(text_of(moment(3'652'058, 0), type(Type::date)) == "9999-12-31");
}

TEST_CASE("numbers are exact") {
  CHECK(written(type(Type::int_), std::int64_t{-2}) == "04 FE FF FF FF");
  CHECK(written(type(Type::int_), std::int64_t{-2}, false) == "FE FF FF FF");
  CHECK(written(type(Type::tinyint), std::int64_t{255}) == "01 FF");
  CHECK(written(type(Type::tinyint), std::int64_t{256}) == "refused");
  CHECK(written(type(Type::smallint), std::int64_t{40'000}) == "refused");
  CHECK(written(type(Type::int_), std::int64_t{1} << 31) == "refused");
  CHECK(written(type(Type::bigint), std::int64_t{INT64_MIN}) == "08 00 00 00 00 00 00 00 80");
  CHECK(written(type(Type::bit), std::int64_t{1}) == "01 01");
  CHECK(written(type(Type::real), 1.0) == "04 00 00 80 3F");
  CHECK(written(type(Type::float_), 1.0) == "08 00 00 00 00 00 00 F0 3F");
  CHECK(written(type(Type::real), 1e300) == "refused");
  CHECK(written(type(Type::decimal, 0, 9, 2), decimal(12345, 2, true)) == "05 00 39 30 00 00");
  CHECK(written(type(Type::decimal, 0, 9, 2), decimal(5, 0)) == "05 01 F4 01 00 00");
  CHECK(written(type(Type::decimal, 0, 9, 2), decimal(5, 3)) == "refused");
  CHECK(written(type(Type::decimal, 0, 5, 0), decimal(100'000, 0)) == "refused");
  CHECK(written(type(Type::decimal, 0, 19, 0), decimal(1, 0)) == "09 01 01 00 00 00 00 00 00 00");
  Decimal largest;
  for (int i = 0; i < 38; ++i) largest.magnitude = largest.magnitude * 10 + 9;
  CHECK(written(type(Type::decimal, 0, 38, 0), largest) ==
        "11 01 FF FF FF FF 3F 22 8A 09 7A C4 86 5A A8 4C 3B 4B");
  CHECK(written(type(Type::money), decimal(2, 4, true)) == "08 FF FF FF FF FE FF FF FF");
  CHECK(written(type(Type::money), decimal(15, 1)) == "08 00 00 00 00 98 3A 00 00");
  CHECK(written(type(Type::smallmoney), decimal(2'147'483'648, 4)) == "refused");
  CHECK(written(type(Type::smallmoney), decimal(2'147'483'648, 4, true)) == "04 00 00 00 80");
}

TEST_CASE("dates and times are exact") {
  CHECK(written(type(Type::date), moment(693'595, 0)) == "03 5B 95 0A");
  CHECK(written(type(Type::time, 0, 0, 7), moment(0, 10'000'001)) == "05 81 96 98 00 00");
  CHECK(written(type(Type::time, 0, 0, 0), moment(0, 10'000'000)) == "03 01 00 00");
  CHECK(written(type(Type::datetime2, 0, 0, 3), moment(693'595, 10'000)) == "07 01 00 00 00 5B 95 0A");
  CHECK(written(type(Type::datetimeoffset, 0, 0, 0), moment(693'595, 0, -90)) ==
        "08 00 00 00 5B 95 0A A6 FF");
  CHECK(written(type(Type::datetime), moment(693'595, 30'000)) == "08 00 00 00 00 01 00 00 00");  // .003
  CHECK(written(type(Type::datetime), moment(693'595, 70'000)) == "08 00 00 00 00 02 00 00 00");  // .007
  CHECK(written(type(Type::datetime), moment(693'594, 863'999'970'000)) == "08 FF FF FF FF FF 81 8B 01");
  CHECK(written(type(Type::smalldatetime), moment(693'596, 600'000'000)) == "04 01 00 01 00");
  CHECK(written(type(Type::smalldatetime), moment(693'594, 0)) == "refused");
  CHECK(written(type(Type::date), moment(-1, 0)) == "refused");
}

TEST_CASE("characters go through the code page, UTF-16 or UTF-8") {
  CHECK(written(type(Type::varchar, 10), std::string("\xE2\x82\xAC\xC3\xA4")) == "02 00 80 E4");
  CHECK(written(type(Type::varchar, 10), std::string("\xD0\x96")) == "01 00 3F");  // not in 1252
  CHECK(written(type(Type::varchar, 10), std::string("\xC3\xA4"), true, v74,
                "Latin1_General_100_CI_AS_SC_UTF8") == "02 00 C3 A4");
  CHECK(written(type(Type::nvarchar, 2), std::string("\xF0\x9F\x98\x80")) == "04 00 3D D8 00 DE");
  CHECK(written(type(Type::char_, 3), std::string("a")) == "03 00 61 20 20");
  CHECK(written(type(Type::nchar, 2), std::string("a")) == "04 00 61 00 20 00");
  CHECK(written(type(Type::binary, 2), Bytes{"\x01"}) == "02 00 01 00");
  CHECK(written(type(Type::varchar, 2), std::string("abc")) == "refused");
  CHECK(written(type(Type::varchar, 2), std::string()) == "00 00");
  CHECK(written(type(Type::varchar, -1), std::string("ab")) ==
        "02 00 00 00 00 00 00 00 02 00 00 00 61 62 00 00 00 00");
  CHECK(written(type(Type::varchar, -1), std::string()) == "00 00 00 00 00 00 00 00 00 00 00 00");
  CHECK(written(type(Type::xml), std::string("<a/>")) ==
        "08 00 00 00 00 00 00 00 08 00 00 00 3C 00 61 00 2F 00 3E 00 00 00 00 00");
  const std::string text = written(type(Type::text), std::string("hi"));
  CHECK(text.substr(0, 2) == "10");
  CHECK(text.size() == (1 + 16 + 8 + 4 + 2) * 3 - 1);
  CHECK(text.substr(text.size() - 17) == "02 00 00 00 68 69");
}

TEST_CASE("NULL has its form in every shape but the fixed ones") {
  CHECK(written(type(Type::int_), Value{}) == "00");
  CHECK(written(type(Type::int_), Value{}, false) == "refused");
  CHECK(written(type(Type::varchar, 3), Value{}) == "FF FF");
  CHECK(written(type(Type::varchar, -1), Value{}) == "FF FF FF FF FF FF FF FF");
  CHECK(written(type(Type::text), Value{}) == "00");
  CHECK(written(type(Type::sql_variant), Value{}) == "00 00 00 00");
  CHECK(written(type(Type::uniqueidentifier), Value{}) == "00");
}

TEST_CASE("a sql_variant carries its base type") {
  const auto variant = [](TypeInfo base, Value value) {
    return Value{std::make_shared<const Variant>(Variant{base, std::move(value)})};
  };
  CHECK(written(type(Type::sql_variant), variant(type(Type::int_), std::int64_t{7})) ==
        "06 00 00 00 38 00 07 00 00 00");
  CHECK(written(type(Type::sql_variant), variant(type(Type::nvarchar, 4), std::string("a"))) ==
        "0B 00 00 00 E7 07 09 04 D0 00 34 08 00 61 00");
  CHECK(written(type(Type::sql_variant), variant(type(Type::decimal, 0, 9, 2), decimal(5, 2))) ==
        "09 00 00 00 6A 02 09 02 01 05 00 00 00");
  CHECK(written(type(Type::sql_variant), variant(type(Type::date), moment(693'595, 0))) ==
        "05 00 00 00 28 00 5B 95 0A");
  CHECK(written(type(Type::sql_variant), variant(type(Type::varchar, -1), std::string("a"))) == "refused");
}

TEST_CASE("a value of another kind than announced is refused") {
  CHECK(written(type(Type::int_), std::string("7")) == "refused");
  CHECK(written(type(Type::varchar, 3), std::int64_t{7}) == "refused");
  CHECK(written(type(Type::datetime), 1.0) == "refused");
}

TEST_CASE("what is written can be read again") {
  const std::pair<TypeInfo, Value> cases[] = {
      {type(Type::int_), std::int64_t{-5}},
      {type(Type::bigint), std::int64_t{INT64_MAX}},
      {type(Type::float_), 0.1},
      {type(Type::nvarchar, 20), std::string("gr\xC3\xBC\xC3\x9F \xF0\x9F\x98\x80")},
      {type(Type::varchar, 20), std::string("gr\xC3\xBC\xC3\x9F")},
      {type(Type::varchar, -1), std::string(100'000, 'x')},
      {type(Type::varbinary, 4), Bytes{std::string("\0\1\2\3", 4)}},
  };
  for (const auto &[kind, value] : cases) {
    const WireType wire = wire_type_of(kind, true, Collation{}, v74);
    ByteWriter out;
    std::string problem;
    write_type_info(out, wire);
    REQUIRE(write_value(out, wire, value, problem));
    ByteReader in(out.data());
    const auto read_type = read_type_info(in, v74);
    REQUIRE(read_type.ok());
    const auto read = read_value(in, *read_type, std::size_t{1} << 20);
    REQUIRE(read.ok());
    CHECK(in.at_end());
    CHECK(value.index() == read->index());
    if (const auto *text = std::get_if<std::string>(&value)) CHECK(std::get<std::string>(*read) == *text);
    if (const auto *number = std::get_if<std::int64_t>(&value))
      CHECK(std::get<std::int64_t>(*read) == *number);
    if (const auto *bytes = std::get_if<Bytes>(&value)) CHECK(std::get<Bytes>(*read).data == bytes->data);
  }
}

TEST_CASE("collations by name") {
  const auto bytes = [](const char *name) { return hex_of(collation_of(name).view()); };
  CHECK(bytes("SQL_Latin1_General_CP1_CI_AS") == "09 04 D0 00 34");
  CHECK(bytes("Latin1_General_CI_AS") == "09 04 D0 00 00");
  CHECK(bytes("Latin1_General_100_CI_AS") == "09 04 D0 20 00");
  CHECK(bytes("Latin1_General_CS_AS") == "09 04 C0 00 00");
  CHECK(bytes("Latin1_General_BIN2") == "09 04 00 02 00");
  CHECK(bytes("Latin1_General_100_CI_AS_SC_UTF8") == "09 04 D0 24 00");
}
