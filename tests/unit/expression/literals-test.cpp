#include "evaluate-text.hpp"

using namespace gantry;
using namespace gantry::expression;

TEST_CASE("integers take the type of their suffix") {
  CHECK(outcome("457") == "DT_I4 457");
  CHECK(outcome("785u") == "DT_UI4 785");
  CHECK(outcome("986L") == "DT_I8 986");
  CHECK(outcome("7945ul") == "DT_UI8 7945");
  CHECK(outcome("7945LU") == "DT_UI8 7945");
  CHECK(outcome("2147483647") == "DT_I4 2147483647");
  CHECK(outcome("2147483648") == "error C004707C data");
  CHECK(outcome("2147483648L") == "DT_I8 2147483648");
  CHECK(outcome("4294967295U") == "DT_UI4 4294967295");
  CHECK(outcome("4294967296U") == "error C004707C data");
  CHECK(outcome("9223372036854775808L") == "error C004707C data");
  CHECK(outcome("18446744073709551615UL") == "DT_UI8 18446744073709551615");
  CHECK(outcome("99999999999999999999999999999999999999999") == "error C004707C data");
  CHECK(outcome("5LL") == "error C0047096 data");
  CHECK(outcome("5x") == "error C0047096 data");
}

TEST_CASE("hexadecimal literals") {
  CHECK(outcome("0xFF0A") == "DT_I4 65290");
  CHECK(outcome("0X000010000U") == "DT_UI4 65536");
  CHECK(outcome("0xFFFFFFFF") == "error C004707C data");
  CHECK(outcome("0xFFFFFFFFu") == "DT_UI4 4294967295");
  CHECK(outcome("0x100000000u") == "error C004707C data");
  CHECK(outcome("0x") == "error C0047096 data");
}

TEST_CASE("numbers with a point or an exponent") {
  CHECK(outcome("5.8") == "DT_NUMERIC 5.8");
  CHECK(outcome(".9") == "DT_NUMERIC 0.9");
  CHECK(outcome("6.") == "DT_NUMERIC 6");
  CHECK(outcome("0.346") == "DT_NUMERIC 0.346");
  CHECK(outcome("6.45E3f") == "DT_R4 6450");
  CHECK(outcome(".89E-2l") == "DT_R8 0.0089");
  CHECK(outcome("13e-2f") == "DT_R4 0.13");
  CHECK(outcome("4E8l") == "DT_R8 400000000");
  CHECK(outcome("1.5e2") == "DT_R8 150");
  CHECK(outcome("1.5f") == "DT_R4 1.5");
  CHECK(outcome("1.5L") == "DT_R8 1.5");
  CHECK(outcome("1e400") == "error C004707C data");
  CHECK(outcome("1e40f") == "error C004707C data");
  CHECK(outcome("1.000000000000000000000000000000000000001") == "error C004707C data");
}

TEST_CASE("strings and their escapes") {
  CHECK(outcome("\"\"") == "DT_WSTR ");
  CHECK(outcome(R"("a\"b\\c\td\x0041e")") == "DT_WSTR a\"b\\c\tdAe");
  CHECK(outcome(R"("\a\b\f\n\r\v")") == "DT_WSTR \a\b\f\n\r\v");
  CHECK(outcome(R"("\xd83d\xde00")") == "DT_WSTR \xF0\x9F\x98\x80");
  CHECK(outcome(R"("\q")") == "error C00470B8 data");
  CHECK(outcome(R"("\x00g0")") == "error C00470B7 data");
  CHECK(outcome(R"("\x0000")") == "error C00470B7 data");
  CHECK(outcome("\"open") == "error C00470A7 data");
  CHECK(outcome("\"open\\") == "error C00470B8 data");
  CHECK(outcome("'x'") == "error C00470D6 data");
}

TEST_CASE("booleans in any case, names are no values") {
  CHECK(outcome("TRUE") == "DT_BOOL True");
  CHECK(outcome("false") == "DT_BOOL False");
  CHECK(outcome("Column") == "error C00470A4 data");
  CHECK(outcome("#12") == "error C00470A5 data");
}

TEST_CASE("NULL of a type") {
  CHECK(outcome("NULL(DT_WSTR, 50)") == "DT_WSTR NULL");
  CHECK(outcome("null(dt_i4)") == "DT_I4 NULL");
  CHECK(outcome("NULL(DT_NUMERIC,10,3)") == "DT_NUMERIC NULL");
  CHECK(outcome("NULL(DT_WSTR)") == "error C0047094 data");
  CHECK(outcome("NULL(4)") == "error C00470BE data");
  CHECK(outcome("NULL(DT_NOTHING)") == "error C00470BE data");
}

TEST_CASE("variables by every spelling") {
  MapScope scope;
  scope.values["X"] = Value::integer(Type::i4, 1);
  scope.values["User::X"] = Value::integer(Type::i4, 2);
  scope.values["$Package::P"] = Value::string("p");
  scope.values["Profit%"] = Value::integer(Type::i4, 7);
  CHECK(outcome("@X", scope) == "DT_I4 1");
  CHECK(outcome("@[X]", scope) == "DT_I4 1");
  CHECK(outcome("@[User::X]", scope) == "DT_I4 2");
  CHECK(outcome("@[$Package::P]", scope) == "DT_WSTR p");
  CHECK(outcome("@[Profit%]", scope) == "DT_I4 7");
  CHECK(outcome("@x", scope) == "error C00470A6 other");
  CHECK(outcome("@User::X", scope) == "error C00470A7 data");
  CHECK(outcome("@[]", scope) == "error C00470A7 data");
  CHECK(outcome("@[X", scope) == "error C00470A7 data");
  CHECK(outcome("@ X", scope) == "error C00470A7 data");
  const auto parsed = Expression::parse("@[User::X] + @X + LEN(@[$Package::P]) + @X");
  REQUIRE(parsed);
  CHECK(parsed->variables() == std::vector<std::string>{"User::X", "X", "$Package::P"});
}
