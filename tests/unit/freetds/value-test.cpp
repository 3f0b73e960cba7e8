#include "plugins/drivers/freetds/value.hpp"

#include <gantry/cpp/cell.hpp>

#include <doctest.h>

#include <cstring>

using namespace gantry::freetds;
using gantry::keep;

namespace {

ColumnType type_of(int type, std::int64_t size, int precision = 0, int scale = 0, int user_type = 0) {
  return column_type({type, size, user_type, precision, scale});
}

template <typename... Parts>
std::string bytes(Parts... parts) {
  std::string text;
  (text.append(reinterpret_cast<const char *>(&parts), sizeof parts), ...);
  return text;
}

std::string read(const ColumnType &type, const std::string &data) {
  gantry_value value;
  REQUIRE(ValueReader(type).read(data.data(), data.size(), value));
  return keep(value).text();
}

std::string numeric(int precision, int scale, bool negative, std::initializer_list<int> magnitude) {
  std::string text = {static_cast<char>(precision), static_cast<char>(scale), negative ? '\1' : '\0'};
  for (const int byte : magnitude) text += static_cast<char>(byte);
  text.resize(35);
  return text;
}

}  // namespace

TEST_CASE("column types are named and measured as sys.columns does") {
  CHECK(type_of(tds_intn, 8).name == "bigint");
  CHECK(type_of(tds_nvarchar, 256).max_length == 256);
  CHECK(type_of(tds_nvarchar, 2147483647).max_length == -1);
  CHECK(type_of(tds_binary, 8, 0, 0, 80).name == "timestamp");
  CHECK(type_of(tds_datetime2, 16, 0, 7).max_length == 8);
  CHECK(type_of(tds_datetime2, 16, 0, 7).precision == 27);
  CHECK(type_of(tds_datetimeoffset, 16, 0, 7).precision == 34);
  CHECK(type_of(tds_time, 16, 0, 0).precision == 8);
  CHECK(type_of(tds_decimal, 17, 38, 10).max_length == 17);
  CHECK(type_of(tds_datetimen, 4).name == "smalldatetime");
  CHECK_FALSE(type_of(tds_variant, 8016).readable);
  CHECK_FALSE(type_of(0x77, 1).readable);
}

TEST_CASE("NULL and empty are apart") {
  gantry_value value;
  const ColumnType text = type_of(tds_nvarchar, 20);
  REQUIRE(ValueReader(text).read(nullptr, 0, value));
  CHECK(value.kind == GANTRY_KIND_NULL);
  REQUIRE(ValueReader(text).read("", 0, value));
  CHECK(value.kind == GANTRY_KIND_UTF8);
  CHECK(value.u.data.len == 0);
}

TEST_CASE("whole numbers and their borders") {
  CHECK(read(type_of(tds_intn, 1), bytes(std::uint8_t{255})) == "255");
  CHECK(read(type_of(tds_intn, 2), bytes(std::int16_t{-32768})) == "-32768");
  CHECK(read(type_of(tds_intn, 8), bytes(INT64_MIN)) == "-9223372036854775808");
  CHECK(read(type_of(tds_bitn, 1), bytes(std::uint8_t{1})) == "True");
  gantry_value value;
  CHECK_FALSE(ValueReader(type_of(tds_intn, 4)).read("abc", 3, value));
}

TEST_CASE("decimals of every length") {
  CHECK(read(type_of(tds_decimal, 5, 5, 2), numeric(5, 2, true, {0, 0x30, 0x39})) == "-123.45");
  CHECK(read(type_of(tds_decimal, 5, 2, 0), numeric(2, 0, false, {99})) == "99");
  CHECK(read(type_of(tds_decimal, 17, 38, 0), numeric(38, 0, false,
                                                      {0x4B, 0x3B, 0x4C, 0xA8, 0x5A, 0x86, 0xC4, 0x7A, 0x09,
                                                       0x8A, 0x22, 0x3F, 0xFF, 0xFF, 0xFF, 0xFF})) ==
        "99999999999999999999999999999999999999");
  CHECK(read(type_of(tds_decimal, 17, 38, 38),
             numeric(38, 38, false, {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1})) ==
        "0.00000000000000000000000000000000000001");
  CHECK(read(type_of(tds_decimal, 5, 5, 2), numeric(5, 2, true, {0, 0, 0})) == "0.00");  // no minus zero
}

TEST_CASE("money and its least value") {
  CHECK(read(type_of(tds_moneyn, 8), bytes(std::int32_t{INT32_MIN}, std::uint32_t{0})) ==
        "-922337203685477.5808");
  CHECK(read(type_of(tds_moneyn, 8), bytes(std::int32_t{0}, std::uint32_t{0xFFFFFFFF})) == "429496.7295");
  CHECK(read(type_of(tds_moneyn, 4), bytes(std::int32_t{-12345})) == "-1.2345");
}

TEST_CASE("dates and times without loss") {
  const auto moment = [](std::uint64_t ticks, std::int32_t days, std::int16_t offset = 0) {
    return bytes(ticks, days, offset, std::uint16_t{0});
  };
  CHECK(read(type_of(tds_date, 16), moment(0, -693595)) == "0001-01-01");
  CHECK(read(type_of(tds_time, 16, 0, 7), moment(863'999'999'999, 0)) == "23:59:59.9999999");
  CHECK(read(type_of(tds_datetime2, 16, 0, 7), moment(1, 45000)) == "2023-03-17 00:00:00.0000001");
  CHECK(read(type_of(tds_datetimeoffset, 16, 0, 3), moment(0, 0, -330)) == "1899-12-31 18:30:00.000 -05:30");
  CHECK(read(type_of(tds_datetimen, 8), bytes(std::int32_t{-53690}, std::int32_t{25919999})) ==
        "1753-01-01 23:59:59.997");
  CHECK(read(type_of(tds_datetimen, 4), bytes(std::uint16_t{65535}, std::uint16_t{1439})) ==
        "2079-06-06 23:59:00.000");
}

TEST_CASE("bytes of a uniqueidentifier stay as on the wire") {
  std::string raw;
  for (int i = 0; i < 16; ++i) raw += static_cast<char>(i);
  CHECK(read(type_of(tds_guid, 16), raw) == "03020100-0504-0706-0809-0A0B0C0D0E0F");
}
