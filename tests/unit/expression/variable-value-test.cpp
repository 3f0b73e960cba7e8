#include "evaluate-text.hpp"

using namespace gantry;
using namespace gantry::expression;

namespace {

std::string read(int vartype, std::string_view text) {
  const auto value = value_of(vartype, text);
  if (!value) return "error";
  return std::string(name_of(value->type())) + " " + (value->is_null() ? "NULL" : plain_text(*value));
}

std::string write(std::string_view expression, int vartype) {
  const auto value = evaluate(expression, MapScope());
  REQUIRE(value);
  const auto text = text_for(*value, vartype);
  if (text) return *text;
  CHECK(text.error().code == 0xC001F026);
  return "error";
}

std::string property(std::string_view expression) {
  const auto value = evaluate(expression, MapScope());
  REQUIRE(value);
  const auto text = property_text(*value);
  return text ? *text : "error";
}

}  // namespace

TEST_CASE("values of variables as packages hold them") {
  CHECK(read(3, "42") == "DT_I4 42");
  CHECK(read(3, " -7 ") == "DT_I4 -7");
  CHECK(read(3, "4.5") == "error");
  CHECK(read(3, "") == "error");
  CHECK(read(3, "2147483648") == "error");
  CHECK(read(2, "1") == "DT_I2 1");
  CHECK(read(16, "-128") == "DT_I1 -128");
  CHECK(read(17, "255") == "DT_UI1 255");
  CHECK(read(18, "65535") == "DT_UI2 65535");
  CHECK(read(19, "4294967295") == "DT_UI4 4294967295");
  CHECK(read(20, "9223372036854775807") == "DT_I8 9223372036854775807");
  CHECK(read(21, "18446744073709551615") == "DT_UI8 18446744073709551615");
  CHECK(read(4, "1.5") == "DT_R4 1.5");
  CHECK(read(5, "1.5E3") == "DT_R8 1500");
  CHECK(read(14, "1.25") == "DT_DECIMAL 1.25");
  CHECK(read(11, "-1") == "DT_BOOL True");
  CHECK(read(11, "0") == "DT_BOOL False");
  CHECK(read(11, "True") == "DT_BOOL True");
  CHECK(read(11, "maybe") == "error");
  CHECK(read(8, " text ") == "DT_WSTR  text ");
  CHECK(read(7, "11/24/2026 1:02:03 AM") == "DT_DATE 2026-11-24 01:02:03");
  CHECK(read(7, "2026-11-24T01:02:03") == "DT_DATE 2026-11-24 01:02:03");
  CHECK(read(0, "") == "DT_WSTR NULL");
  const auto object = value_of(13, "");
  REQUIRE_FALSE(object);
  CHECK(object.error().code == 0xC00470D0);
  const auto secret = value_of(3, "hunter2secret");
  REQUIRE_FALSE(secret);
  CHECK(secret.error().message().find("hunter2") == std::string::npos);
}

TEST_CASE("values go back into variables without loss") {
  CHECK(write("42", 3) == "42");
  CHECK(write("42", 20) == "42");
  CHECK(write("42L", 3) == "42");
  CHECK(write("2147483648L", 3) == "error");
  CHECK(write("-1", 21) == "error");
  CHECK(write("2.0", 3) == "2");
  CHECK(write("2.5", 3) == "error");
  CHECK(write("2.5", 5) == "2.5");
  CHECK(write("2.5", 14) == "2.5");
  CHECK(write("9007199254740993L", 5) == "error");
  CHECK(write("\"a\"", 8) == "a");
  CHECK(write("1", 8) == "error");
  CHECK(write("\"1\"", 3) == "error");
  CHECK(write("True", 11) == "True");
  CHECK(write("1", 11) == "error");
  CHECK(write("True", 3) == "error");
  CHECK(write("(DT_DBTIMESTAMP)\"2026-11-24 01:02:03\"", 7) == "2026-11-24T01:02:03");
  CHECK(write("\"2026-11-24\"", 7) == "error");
  CHECK(write("NULL(DT_I4)", 3) == "error");
  CHECK(write("NULL(DT_I4)", 13) == "");
  CHECK(write("5", 13) == "5");
  const auto value = text_for(Value::string("hunter2secret"), 3);
  REQUIRE_FALSE(value);
  CHECK(value.error().what.find("DT_WSTR") != std::string::npos);
  CHECK(value.error().expected.find("Int32") != std::string::npos);
  CHECK(value.error().message().find("hunter2") == std::string::npos);
}

TEST_CASE("what is written is read again") {
  for (const char *text : {"0.1e0", "1e300", "123456789.123456789e0", "-0.5e0"}) {
    const std::string written = write(text, 5);
    const auto back = value_of(5, written), value = evaluate(text, MapScope());
    REQUIRE(back);
    REQUIRE(value);
    CHECK(back->as_real() == value->as_real());
  }
}

TEST_CASE("texts of properties") {
  CHECK(property("True") == "True");
  CHECK(property("1 == 2") == "False");
  CHECK(property("7") == "7");
  CHECK(property("7.50") == "7.50");
  CHECK(property("0.1e0") == "0.1");
  CHECK(property("\"HOST\\\\INST\"") == "HOST\\INST");
  CHECK(property("(DT_DBDATE)\"2026-11-24\"") == "2026-11-24");
  CHECK(property("(DT_DBTIMESTAMP)\"2026-11-24 01:02:03.5\"") == "2026-11-24T01:02:03.500");
  CHECK(property("NULL(DT_WSTR,5)") == "error");
}

TEST_CASE("truth") {
  const auto yes = truth_of(Value::boolean(true)), null = truth_of(Value::null({Type::boolean})),
             number = truth_of(Value::integer(Type::i4, 1));
  REQUIRE(yes);
  CHECK(*yes);
  REQUIRE(null);
  CHECK_FALSE(*null);
  REQUIRE_FALSE(number);
  CHECK(number.error().code == 0xC0017006);
}
