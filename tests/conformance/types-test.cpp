#include "tests/conformance/driver.hpp"

#include <doctest.h>

using namespace gantry;
using namespace conformance;

namespace {

struct Sample {
  const char *type;        ///< as T-SQL declares it
  const char *expression;  ///< its value
  const char *text;        ///< as invariant text
};

const Sample samples[] = {
    {"bit", "0", "False"},
    {"bit", "1", "True"},
    {"tinyint", "255", "255"},
    {"smallint", "-32768", "-32768"},
    {"int", "2147483647", "2147483647"},
    {"int", "-2147483648", "-2147483648"},
    {"bigint", "9223372036854775807", "9223372036854775807"},
    {"bigint", "-9223372036854775808", "-9223372036854775808"},
    {"decimal(5,2)", "-123.45", "-123.45"},
    {"decimal(9,0)", "999999999", "999999999"},
    {"numeric(19,4)", "922337203685477.5807", "922337203685477.5807"},
    {"decimal(38,0)", "99999999999999999999999999999999999999", "99999999999999999999999999999999999999"},
    {"decimal(38,38)", "-0.00000000000000000000000000000000000001",
     "-0.00000000000000000000000000000000000001"},
    {"money", "-922337203685477.5808", "-922337203685477.5808"},
    {"money", "922337203685477.5807", "922337203685477.5807"},
    {"smallmoney", "-214748.3648", "-214748.3648"},
    {"real", "1.5", "1.5"},
    {"float", "1.7976931348623157E308", "1.7976931348623157e+308"},
    {"float", "0.1", "0.10000000000000001"},
    {"date", "'0001-01-01'", "0001-01-01"},
    {"date", "'9999-12-31'", "9999-12-31"},
    {"time(7)", "'23:59:59.9999999'", "23:59:59.9999999"},
    {"time(0)", "'00:00:00'", "00:00:00"},
    {"datetime2(7)", "'9999-12-31 23:59:59.9999999'", "9999-12-31 23:59:59.9999999"},
    {"datetime2(3)", "'0001-01-01 00:00:00.001'", "0001-01-01 00:00:00.001"},
    {"datetimeoffset(7)", "'2024-02-29 12:34:56.1234567 -05:30'", "2024-02-29 12:34:56.1234567 -05:30"},
    {"datetimeoffset(0)", "'0001-01-02 00:00:00 +14:00'", "0001-01-02 00:00:00 +14:00"},
    {"datetime", "'1753-01-01 00:00:00.003'", "1753-01-01 00:00:00.003"},
    {"datetime", "'9999-12-31 23:59:59.997'", "9999-12-31 23:59:59.997"},
    {"smalldatetime", "'2079-06-06 23:59:00'", "2079-06-06 23:59:00.000"},
    {"char(5)", "'ab'", "ab   "},
    {"varchar(20)", "'plain'", "plain"},
    {"varchar(20)", "''", ""},
    {"varchar(20)", "' '", " "},
    {"nchar(3)", "N'\xC3\xA4'", "\xC3\xA4  "},
    {"nvarchar(20)", "N'\xE2\x82\xAC \xD0\x96 \xE6\xBC\xA2'", "\xE2\x82\xAC \xD0\x96 \xE6\xBC\xA2"},
    {"nvarchar(20)", "N'\xF0\x9F\x98\x80'", "\xF0\x9F\x98\x80"},
    {"nvarchar(20)", "N''", ""},
    {"nvarchar(max)", "N'it''s'", "it's"},
    {"varchar(max)", "''", ""},
    {"binary(4)", "0x0102", "0x01020000"},
    {"varbinary(10)", "0x00FF00", "0x00FF00"},
    {"varbinary(10)", "0x", "0x"},
    {"varbinary(max)", "0x00", "0x00"},
    {"uniqueidentifier", "'6F9619FF-8B86-D011-B42D-00C04FC964FF'", "6F9619FF-8B86-D011-B42D-00C04FC964FF"},
    {"xml", "'<a>b</a>'", "<a>b</a>"},
    {"text", "'old'", "old"},
    {"ntext", "N'old \xC3\xA4'", "old \xC3\xA4"},
    {"image", "0x010203", "0x010203"},
};

/// The type's name without its size.
std::string bare(const std::string &type) { return type.substr(0, type.find('(')); }

}  // namespace

TEST_CASE("every type arrives without loss, and NULL is not empty") {
  const SessionRef s = session();
  for (const Sample &sample : samples) {
    const std::string type = sample.type, expression = sample.expression;
    CAPTURE(type);
    CAPTURE(expression);
    Result<RowReader> rows = s.execute(
        "SELECT CAST(" + expression + " AS " + type + ") AS filled, CAST(NULL AS " + type + ") AS missing",
        nullptr);
    if (!rows) {
      FAIL_CHECK(rows.error().message());
      continue;
    }
    REQUIRE(rows->column_count() == 2);
    const Result<gantry_column> column = rows->column(0);
    REQUIRE(column.ok());
    CHECK(view(column->name) == "filled");
    CHECK(view(column->type_name) == bare(type));
    Result<gantry_batch> batch = rows->next_batch();
    if (!batch) {
      FAIL_CHECK(batch.error().message());
      REQUIRE(rows->close().ok());
      continue;
    }
    REQUIRE(batch->rows == 1);
    const gantry_value &value = batch->values[0];
    CHECK(batch->values[1].kind == GANTRY_KIND_NULL);
    const bool text_kind = value.kind == GANTRY_KIND_UTF8 || value.kind == GANTRY_KIND_UTF16LE;
    CHECK((value.kind == column->kind || (text_kind && column->kind != GANTRY_KIND_NULL)));
    CHECK(keep(value).text() == sample.text);
    REQUIRE(rows->close().ok());
  }
}

TEST_CASE("a table gives the columns' names, types, lengths and whether they take NULL") {
  const SessionRef s = session();
  REQUIRE(s.run("CREATE TABLE #c (id int IDENTITY NOT NULL, n nvarchar(50) NULL, m nvarchar(max) NULL, d "
                "decimal(12,3) NOT NULL, "
                "t datetime2(4) NULL, v varbinary(16) NULL, r rowversion)",
                nullptr)
              .ok());
  REQUIRE(s.run("INSERT #c (n, m, d, t, v) VALUES (N'', NULL, 1.5, NULL, 0x)", nullptr).ok());
  Result<RowReader> rows = s.execute("SELECT id, n, m, d, t, v, r FROM #c", nullptr);
  REQUIRE(rows.ok());
  struct Expected {
    const char *name, *type;
    int length, precision, scale;
  };
  const Expected expected[] = {{"id", "int", 4, 10, 0},      {"n", "nvarchar", 100, 0, 0},
                               {"m", "nvarchar", -1, 0, 0},  {"d", "decimal", 9, 12, 3},
                               {"t", "datetime2", 7, 24, 4}, {"v", "varbinary", 16, 0, 0},
                               {"r", "timestamp", 8, 0, 0}};
  REQUIRE(rows->column_count() == std::size(expected));
  for (std::uint32_t i = 0; i < std::size(expected); ++i) {
    const std::string name = expected[i].name;
    CAPTURE(name);
    const Result<gantry_column> column = rows->column(i);
    REQUIRE(column.ok());
    CHECK(view(column->name) == expected[i].name);
    CHECK((view(column->type_name) == expected[i].type || (i == 3 && view(column->type_name) == "numeric")));
    CHECK(column->max_length == expected[i].length);
    if (expected[i].precision) CHECK(column->precision == expected[i].precision);
    CHECK(column->scale == expected[i].scale);
  }
  CHECK((rows->column(0)->flags & GANTRY_COLUMN_IDENTITY) != 0);
  CHECK((rows->column(0)->flags & GANTRY_COLUMN_NULLABLE) == 0);
  CHECK((rows->column(1)->flags & GANTRY_COLUMN_NULLABLE) != 0);
  const Result<Table> table = rows->read_all();
  REQUIRE(table.ok());
  CHECK_FALSE(table->at(0, "n").null());
  CHECK(table->at(0, "n").text().empty());
  CHECK(table->at(0, "m").null());
  CHECK_FALSE(table->at(0, "v").null());
  CHECK(table->at(0, "v").bytes().empty());
  CHECK(table->at(0, "r").bytes().size() == 8);
  CHECK(rows->column(99).error().status == Status::invalid);
  REQUIRE(rows->close().ok());
}

TEST_CASE("long values are whole, deferred or not") {
  const SessionRef s = session();
  const std::string sql =
      "SELECT REPLICATE(CAST(N'\xC3\xA4' AS nvarchar(max)), 300000) AS t, "
      "CAST(REPLICATE(CAST('xyz' AS varchar(max)), 200000) AS varbinary(max)) AS b, N'end' AS e";
  std::string umlauts, letters;
  for (int i = 0; i < 300000; ++i) umlauts += "\xC3\xA4";
  for (int i = 0; i < 200000; ++i) letters += "xyz";
  for (const std::size_t limit : {std::size_t{0}, std::size_t{1000}}) {
    CAPTURE(limit);
    Result<RowReader> rows = s.execute(sql, nullptr);
    REQUIRE(rows.ok());
    rows->fetch.inline_limit = limit;
    const Result<Table> table = rows->read_all();
    REQUIRE(table.ok());
    REQUIRE(table->rows.size() == 1);
    CHECK(table->rows[0][0].text() == umlauts);
    CHECK(table->rows[0][1].bytes() == letters);
    CHECK(table->rows[0][2].text() == "end");
    REQUIRE(rows->close().ok());
  }
}

TEST_CASE("what a driver cannot read it refuses by name") {
  if (!declares("quirk.sql-variant", "refused")) return;
  const SessionRef s = session();
  Result<RowReader> rows = s.execute("SELECT CAST(1 AS sql_variant) AS odd", nullptr);
  REQUIRE(rows.ok());
  const Result<gantry_batch> batch = rows->next_batch();
  REQUIRE_FALSE(batch.ok());
  CHECK(batch.error().status == Status::unsupported);
  CHECK(batch.error().what.find("odd") != std::string::npos);
  CHECK(batch.error().found.find("sql_variant") != std::string::npos);
  CHECK(rows->close().ok());
  CHECK(scalar(s, "SELECT 2") == Cell(2));
}

TEST_CASE("parameters") {
  if (!declares("capability.parameters", "1")) return;
  const SessionRef s = session();
  const auto value = [](const Cell &cell) { return cell.value(); };
  const Cell text("it's; DROP TABLE x --"), number(std::int64_t{-7}), bytes(Blob{std::string("\0\xFF", 2)}),
      none;
  std::vector<gantry_parameter> parameters;
  const auto add = [&](const char *name, const Cell &cell, const char *type) {
    gantry_parameter p{};
    p.struct_size = sizeof p;
    p.name = borrow(name);
    p.type_name = borrow(type);
    p.value = value(cell);
    parameters.push_back(p);
  };
  add("@t", text, "");
  add("@n", number, "");
  add("@b", bytes, "varbinary(10)");
  add("@z", none, "nvarchar(5)");
  Result<RowReader> rows = s.execute("SELECT @t, @n, @b, @z", nullptr, parameters);
  if (!rows) FAIL(rows.error().message());
  const Result<Table> table = rows->read_all();
  REQUIRE(table.ok());
  CHECK(table->rows[0][0] == text);
  CHECK(table->rows[0][1] == number);
  CHECK(table->rows[0][2] == bytes);
  CHECK(table->rows[0][3].null());
  CHECK(rows->close().ok());
}

TEST_CASE("statements in Unicode, and text that is none") {
  const SessionRef s = session();
  CHECK(scalar(s, "SELECT N'\xF0\x9F\x98\x80\xC3\xA9' AS [\xC3\xBC]").text() == "\xF0\x9F\x98\x80\xC3\xA9");
  CHECK(s.run("SELECT '\xFF'", nullptr).error().status == Status::invalid);
  CHECK(s.run(std::string_view("SELECT 1\0", 9), nullptr).error().status == Status::invalid);
  CHECK(scalar(s, "SELECT 3") == Cell(3));
}
