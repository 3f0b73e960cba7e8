#include "samples/sandbox/tds/request.hpp"

#include "samples/sandbox/tds/bytes.hpp"
#include "samples/sandbox/tds/text.hpp"

#include "bytes-of.hpp"
#include "client.hpp"

#include <doctest.h>

using namespace sandbox;
using namespace sandbox::tds;

namespace {

constexpr TdsVersion v74 = TdsVersion::v7_4;

/// A call of the procedure "p" with one unnamed parameter of these bytes (TYPE_INFO and value).
std::string call_with(std::string_view parameter) {
  return all_headers() + bytes_of("01 00 70 00 00 00  00 00") + bytes_of(parameter);
}

}  // namespace

TEST_CASE("the batch of MS-TDS 4.6 is read") {
  const std::string payload = bytes_of(
      "16 00 00 00 12 00 00 00 02 00 00 00 00 00 00 00 00 01 00 00 00 00 0A 00 73 00 65 00 6C 00 65 00 63 00 "
      "74 00 20 00 27 00"
      "66 00 6F 00 6F 00 27 00 20 00 61 00 73 00 20 00 27 00 62 00 61 00 72 00 27 00 0A 00 20 00 20 00 20 00 "
      "20 00 20 00 20 00 20 00 20 00");
  const auto text = parse_batch(payload, v74);
  REQUIRE(text.ok());
  CHECK(*text == "\nselect 'foo' as 'bar'\n        ");
  CHECK(parse_batch(utf16_of("select 1"), TdsVersion::v7_1).value() == "select 1");
}

TEST_CASE("batches with broken headers or half a character are refused with 4002") {
  for (const char *bytes :
       {"", "16 00 00", "FF FF FF FF 12", "16 00 00 00 00 00 00 00", "03 00 00 00", "04 00 00 00 41"}) {
    CAPTURE(bytes);
    const auto text = parse_batch(bytes_of(bytes), v74);
    REQUIRE_FALSE(text.ok());
    CHECK(text.error().native_code == 4002);
  }
}

TEST_CASE("the RPC of MS-TDS 4.8 is read") {
  const auto calls =
      parse_rpc(bytes_of("16 00 00 00 12 00 00 00 02 00 00 00 00 00 00 00 00 01 00 00 00 00 04 00"
                         "66 00 6F 00 6F 00 33 00 00 00 00 02 26 02 00"),
                v74);
  REQUIRE(calls.ok());
  REQUIRE(calls->size() == 1);
  CHECK(calls->front().procedure == "foo3");
  // Status 2 asks for the default of a parameter given by position: NULL keeps its place.
  REQUIRE(calls->front().parameters.size() == 1);
  CHECK(calls->front().parameters[0].type.type == Type::smallint);
  CHECK(std::holds_alternative<std::monostate>(calls->front().parameters[0].value));
}

TEST_CASE("procedures by id get their names, cursors are marked") {
  const auto named = [](const char *id) {
    return parse_rpc(all_headers() + bytes_of("FF FF") + bytes_of(id) + bytes_of("00 00"), v74);
  };
  CHECK(named("0A 00")->front().procedure == "sp_executesql");
  CHECK(named("0B 00")->front().procedure == "sp_prepare");
  CHECK(named("0C 00")->front().procedure == "sp_execute");
  CHECK(named("0D 00")->front().procedure == "sp_prepexec");
  CHECK(named("0F 00")->front().procedure == "sp_unprepare");
  CHECK_FALSE(named("0A 00")->front().cursor);
  CHECK(named("02 00")->front().procedure == "sp_cursoropen");
  CHECK(named("02 00")->front().cursor);
  CHECK_FALSE(named("00 00").ok());
  CHECK_FALSE(named("10 00").ok());
}

TEST_CASE("several calls in one message are told apart") {
  const std::string one = bytes_of("01 00 70 00 00 00  02 40 00 61 00 01 38 07 00 00 00");
  const auto calls = parse_rpc(all_headers() + one + "\xFF" + one, v74);
  REQUIRE(calls.ok());
  REQUIRE(calls->size() == 2);
  CHECK((*calls)[1].parameters[0].name == "@a");
  CHECK((*calls)[1].parameters[0].output);
  CHECK(std::get<std::int64_t>((*calls)[1].parameters[0].value) == 7);
  CHECK(parse_rpc(one + "\x80" + one, TdsVersion::v7_1)->size() == 2);
}

TEST_CASE("parameters of every type are read") {
  const auto value = [](const char *bytes) {
    auto calls = parse_rpc(call_with(bytes), v74);
    REQUIRE_MESSAGE(calls.ok(), bytes, ": ", calls.ok() ? "" : calls.error().message());
    REQUIRE(calls->front().parameters.size() == 1);
    return calls->front().parameters[0];
  };
  CHECK(std::get<std::int64_t>(value("32 01").value) == 1);
  CHECK(std::get<std::int64_t>(value("30 FF").value) == 255);
  CHECK(std::get<std::int64_t>(value("34 FE FF").value) == -2);
  CHECK(std::get<std::int64_t>(value("38 FE FF FF FF").value) == -2);
  CHECK(std::get<std::int64_t>(value("7F 00 00 00 00 00 00 00 80").value) == INT64_MIN);
  CHECK(std::get<std::int64_t>(value("26 08 08 05 00 00 00 00 00 00 00").value) == 5);
  CHECK(std::get<std::int64_t>(value("68 01 01 01").value) == 1);
  CHECK(std::get<double>(value("3B 00 00 80 3F").value) == 1.0);
  CHECK(std::get<double>(value("6D 08 08 00 00 00 00 00 00 F0 3F").value) == 1.0);
  const auto decimal = std::get<Decimal>(value("6A 05 09 02 05 00 39 30 00 00").value);
  CHECK(static_cast<std::uint64_t>(decimal.magnitude) == 12345);
  CHECK(decimal.negative);
  CHECK(decimal.scale == 2);
  const auto money = std::get<Decimal>(value("6E 08 08 FF FF FF FF FE FF FF FF").value);
  CHECK(static_cast<std::uint64_t>(money.magnitude) == 2);
  CHECK(money.negative);
  CHECK(std::get<std::string>(value("E7 04 00 09 04 D0 00 34 02 00 E4 00").value) == "\xC3\xA4");
  CHECK(std::get<std::string>(value("A7 04 00 09 04 D0 00 34 01 00 80").value) == "\xE2\x82\xAC");
  CHECK(std::get<std::string>(value("A7 04 00 09 04 D0 00 34 00 00").value).empty());
  CHECK(std::holds_alternative<std::monostate>(value("A7 04 00 09 04 D0 00 34 FF FF").value));
  CHECK(std::get<Bytes>(value("A5 04 00 02 00 01 02").value).data == "\x01\x02");
  CHECK(std::get<std::string>(value("E7 FF FF 09 04 D0 00 34  FE FF FF FF FF FF FF FF  02 00 00 00 41 00  02 "
                                    "00 00 00 42 00  00 00 00 00")
                                  .value) == "AB");
  CHECK(value("E7 FF FF 09 04 D0 00 34  FF FF FF FF FF FF FF FF").type.length == -1);
  CHECK(
      std::get<std::string>(
          value("F1 00  08 00 00 00 00 00 00 00  08 00 00 00 FF FE 3C 00 61 00 3E 00  00 00 00 00").value) ==
      "<a>");
  CHECK(std::get<std::string>(value("63 04 00 00 00 09 04 D0 00 34 02 00 00 00 41 00").value) == "A");
  CHECK(std::holds_alternative<std::monostate>(value("63 04 00 00 00 09 04 D0 00 34 FF FF FF FF").value));
  CHECK(std::get<DateTime>(value("28 03 5B 95 0A").value).days == 693'595);  // 1900-01-01
  CHECK(std::get<DateTime>(value("29 00 03 01 00 00").value).ticks == 10'000'000);
  const auto datetime = std::get<DateTime>(value("6F 08 08 01 00 00 00 2C 01 00 00").value);
  CHECK(datetime.days == 693'596);
  CHECK(datetime.ticks == 10'000'000);
  const auto offset = std::get<DateTime>(value("2B 00 08 01 00 00 5B 95 0A 3C 00").value);
  CHECK(offset.offset_minutes == 60);
  const auto variant = value("62 41 1F 00 00 06 00 00 00 38 00 07 00 00 00").value;
  CHECK(std::get<std::int64_t>(std::get<std::shared_ptr<const Variant>>(variant)->value) == 7);
  CHECK(std::get<Guid>(value("24 10 10 00 01 02 03 04 05 06 07 08 09 0A 0B 0C 0D 0E 0F").value).bytes[15] ==
        0x0F);
}

TEST_CASE("types and lengths that do not exist are refused by number") {
  const std::pair<const char *, int> cases[] = {
      {"F3 00 00 00", 8009},                                                  // table-valued
      {"F0 FF FF", 8009},                                                     // CLR
      {"99 00", 8009},                                                        // unknown
      {"26 03 00", 8016},                                                     // an integer of three bytes
      {"6A 11 27 00 00", 8016},                                               // decimal(39)
      {"6A 11 05 06 00", 8016},                                               // a scale above its precision
      {"29 08 00", 8016},                                                     // time(8)
      {"E7 04 00 09 04 D0 00 34 05 00 41 00", 8016},                          // longer than declared
      {"26 04 04 01 02", 8016},                                               // cut off
      {"E7 FF FF 09 04 D0 00 34 FE FF FF FF FF FF FF FF FF FF FF FF", 8016},  // a chunk of 4 GB
      {"6A 05 01 00 05 01 FF FF FF FF", 8016},                                // more digits than declared
  };
  for (const auto &[given, number] : cases) {
    const char *bytes = given;  // clang 14 captures no structured bindings
    CAPTURE(bytes);
    const auto calls = parse_rpc(call_with(bytes), v74);
    REQUIRE_FALSE(calls.ok());
    CHECK(calls.error().native_code == number);
    CHECK(calls.error().what.find("Parameter 1") == 0);
  }
}

TEST_CASE("no cut and no changed byte of a call harms") {
  const std::string call = call_with("62 41 1F 00 00 09 00 00 00 6A 02 09 02 01 39 30 00 00");
  for (std::size_t size = 0; size < call.size(); ++size)
    (void)parse_rpc(std::string_view(call).substr(0, size), v74);
  for (std::size_t at = 0; at < call.size(); ++at) {
    for (int value = 0; value < 256; ++value) {
      std::string changed = call;
      changed[at] = static_cast<char>(value);
      (void)parse_rpc(changed, v74);
    }
  }
  CHECK(parse_rpc(call, v74).ok());
}

TEST_CASE("transaction requests are read") {
  const auto begin = parse_transaction(all_headers() + bytes_of("05 00 02 02 41 00"), v74);
  REQUIRE(begin.ok());
  CHECK(begin->front().name == "A");
  CHECK(begin->front().isolation == 2);
  const auto chained = parse_transaction(all_headers() + bytes_of("07 00 00 01 04 00"), v74);
  REQUIRE(chained.ok());
  REQUIRE(chained->size() == 2);
  CHECK((*chained)[0].request == Session::TransactionRequest::commit);
  CHECK((*chained)[1].request == Session::TransactionRequest::begin);
  CHECK((*chained)[1].isolation == 4);
  CHECK_FALSE(parse_transaction(all_headers() + bytes_of("09 00 00"), v74).ok());
  CHECK_FALSE(parse_transaction(all_headers() + bytes_of("05 00 06 00"), v74).ok());
  CHECK(parse_transaction(all_headers() + bytes_of("06 00"), v74).error().native_code == 8501);
}
