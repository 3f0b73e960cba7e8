#include "evaluate-text.hpp"

using namespace gantry;
using namespace gantry::expression;

TEST_CASE("precedence and associativity") {
  CHECK(outcome("2 + 3 * 4") == "DT_I4 14");
  CHECK(outcome("(2 + 3) * 4") == "DT_I4 20");
  CHECK(outcome("10 - 3 - 2") == "DT_I4 5");
  CHECK(outcome("100 / 10 / 2") == "DT_I4 5");
  CHECK(outcome("-2 * 3 + 1") == "DT_I4 -5");
  CHECK(outcome("1 + 2 < 4") == "DT_BOOL True");
  CHECK(outcome("1 < 2 == 3 < 4") == "DT_BOOL True");
  CHECK(outcome("6 & 3 ^ 1 | 8") == "DT_I4 11");
  CHECK(outcome("True || False && False") == "DT_BOOL True");
  CHECK(outcome("False ? 1 : True ? 2 : 3") == "DT_I4 2");
  CHECK(outcome("1 == 1 ? \"y\" : \"n\"") == "DT_WSTR y");
  CHECK(outcome("!(1 == 2) && ~0 == -1") == "DT_BOOL True");
  CHECK(outcome("- - 5") == "DT_I4 5");
  CHECK(outcome("(DT_I4)2.9 * 2") == "DT_I4 4");
  CHECK(outcome("-(DT_I4)\"3\"") == "DT_I4 -3");
}

TEST_CASE("integers promote to a type that holds both") {
  CHECK(outcome("(DT_I1)1 + (DT_I1)2") == "DT_I1 3");
  CHECK(outcome("(DT_I1)1 + (DT_UI1)2") == "DT_I2 3");
  CHECK(outcome("(DT_I2)1 + (DT_UI2)2") == "DT_I4 3");
  CHECK(outcome("1 + 2U") == "DT_I8 3");
  CHECK(outcome("1L + 2U") == "DT_I8 3");
  CHECK(outcome("1 + 2L") == "DT_I8 3");
  CHECK(outcome("1U + 2UL") == "DT_UI8 3");
  CHECK(outcome("1 + 2UL") == "error C0047080 invalid");
  CHECK(outcome("2147483647 + 1") == "error C004707E data");
  CHECK(outcome("2147483647L + 1") == "DT_I8 2147483648");
  CHECK(outcome("1U - 2U") == "error C004707E data");
  CHECK(outcome("9223372036854775807L * 9223372036854775807L") == "error C004707E data");
  CHECK(outcome("18446744073709551615UL * 18446744073709551615UL") == "error C004707E data");
  CHECK(outcome("(DT_I8)\"-9223372036854775808\" / -1") == "error C004707E data");
}

TEST_CASE("division and modulo") {
  CHECK(outcome("7 / 2") == "DT_I4 3");
  CHECK(outcome("-7 / 2") == "DT_I4 -3");
  CHECK(outcome("42 % 13") == "DT_I4 3");
  CHECK(outcome("-7 % 3") == "DT_I4 -1");
  CHECK(outcome("1 / 0") == "error C004707B data");
  CHECK(outcome("1 % 0") == "error C004707B data");
  CHECK(outcome("1.0 / 0.0") == "error C004707B data");
  CHECK(outcome("1e1 / 0") == "error C004707B data");
  CHECK(outcome("7.5 % 2") == "error C0047081 invalid");
}

TEST_CASE("exact numbers keep their digits") {
  CHECK(outcome("5 + 6.09 + 7.0") == "DT_NUMERIC 18.09");
  CHECK(outcome("0.1 + 0.2 == 0.3") == "DT_BOOL True");
  CHECK(outcome("1.5 * 1.5") == "DT_NUMERIC 2.25");
  CHECK(outcome("10.0 / 3.0") == "DT_NUMERIC 3.333333");
  CHECK(outcome("(DT_DECIMAL,2)1 + (DT_DECIMAL,2)2") == "DT_NUMERIC 3.00");
  CHECK(outcome("(DT_CY)1.5 + (DT_CY)1") == "DT_CY 2.5000");
  CHECK(outcome("(DT_NUMERIC,38,0)\"99999999999999999999999999999999999999\" + 1.0") ==
        "error C004707D data");
  CHECK(outcome("1.50 == 1.5") == "DT_BOOL True");
  CHECK(outcome("1 == 1.0") == "DT_BOOL True");
  CHECK(outcome("1.5f + 1") == "DT_R8 2.5");
  CHECK(outcome("1.5f + (DT_I2)1") == "DT_R4 2.5");
  CHECK(outcome("1.5e0 + 0.25") == "DT_R8 1.75");
  CHECK(outcome("1e308 * 10") == "error C004707E data");
}

TEST_CASE("texts are joined, nothing else is turned into one") {
  CHECK(outcome("\"a\" + \"b\"") == "DT_WSTR ab");
  CHECK(outcome("\"a\" + (DT_WSTR,10)1") == "DT_WSTR a1");
  CHECK(outcome("\"a\" + 1") == "error C0047080 invalid");
  CHECK(outcome("1 + \"a\"") == "error C0047080 invalid");
  CHECK(outcome("\"a\" + GETDATE()") == "error C0047080 invalid");
  CHECK(outcome("\"a\" - \"b\"") == "error C0047081 invalid");
  CHECK(outcome("True + True") == "error C0047081 invalid");
  CHECK(outcome("\"a\" + NULL(DT_WSTR,5)") == "DT_WSTR NULL");
  CHECK(outcome("(DT_STR,5,1252)\"a\" + \"b\"") == "DT_WSTR ab");
  CHECK(outcome("(DT_STR,5,1252)\"a\"") == "DT_STR a");
}

TEST_CASE("comparisons") {
  CHECK(outcome("\"a\" == \"A\"") == "DT_BOOL False");
  CHECK(outcome("\"a\" < \"b\"") == "DT_BOOL True");
  CHECK(outcome("\"a \" == \"a\"") == "DT_BOOL False");
  CHECK(outcome("2 >= 2 && 2 <= 2 && 2 != 3") == "DT_BOOL True");
  CHECK(outcome("True == True") == "DT_BOOL True");
  CHECK(outcome("True == 1") == "error C0047080 invalid");
  CHECK(outcome("\"1\" == 1") == "error C0047080 invalid");
  CHECK(outcome("1 == NULL(DT_I4)") == "DT_BOOL NULL");
  CHECK(outcome("NULL(DT_I4) == NULL(DT_I4)") == "DT_BOOL NULL");
  CHECK(outcome("-1 < 1U") == "DT_BOOL True");
  CHECK(outcome("(DT_DBDATE)\"2003-08-06\" < (DT_DBTIMESTAMP)\"2003-08-06 00:00:01\"") == "DT_BOOL True");
  CHECK(outcome("\"7/4/2003\" == (DT_DBTIMESTAMP)\"2003-07-04\"") == "DT_BOOL True");
  CHECK(outcome("(DT_DBTIME)\"10:00:00\" == (DT_DBDATE)\"2003-08-06\"") == "error C0047080 invalid");
  CHECK(outcome("(DT_DBTIMESTAMPOFFSET,3)\"1999-10-11 20:34:52.123 -3:30\" != (DT_DBDATE)\"1999-10-12\"") ==
        "DT_BOOL True");
  CHECK(outcome("(DT_DBTIMESTAMPOFFSET,0)\"2000-01-01 01:00:00 +01:00\" == (DT_DBTIMESTAMP)\"2000-01-01\"") ==
        "DT_BOOL True");
  const std::string guid = "(DT_GUID)\"{0123ABCD-0123-4567-89AB-0123456789ab}\"";
  CHECK(outcome(guid + " == " + guid) == "DT_BOOL True");
  CHECK(outcome(guid) == "DT_GUID {0123ABCD-0123-4567-89AB-0123456789AB}");
}

TEST_CASE("bits") {
  CHECK(outcome("3 & 5") == "DT_I4 1");
  CHECK(outcome("3 | 5") == "DT_I4 7");
  CHECK(outcome("3 ^ 5") == "DT_I4 6");
  CHECK(outcome("~170") == "DT_I4 -171");
  CHECK(outcome("~(DT_UI1)170") == "DT_UI1 85");
  CHECK(outcome("3 & 5U") == "error C0047082 invalid");
  CHECK(outcome("3 & 5.0") == "error C0047081 invalid");
  CHECK(outcome("-5U") == "error C0047086 invalid");
  CHECK(outcome("!1") == "error C0047086 invalid");
  CHECK(outcome("~1.0") == "error C0047086 invalid");
  CHECK(outcome("-((DT_I1)\"-128\")") == "error C00470E5 data");
}

TEST_CASE("three-valued logic") {
  const std::string null = "NULL(DT_BOOL)";
  CHECK(outcome("True && " + null) == "DT_BOOL NULL");
  CHECK(outcome("False && " + null) == "DT_BOOL False");
  CHECK(outcome(null + " && False") == "DT_BOOL False");
  CHECK(outcome("True || " + null) == "DT_BOOL True");
  CHECK(outcome(null + " || True") == "DT_BOOL True");
  CHECK(outcome(null + " || False") == "DT_BOOL NULL");
  CHECK(outcome("!" + null) == "DT_BOOL NULL");
  CHECK(outcome("True && 1") == "error C0047081 invalid");
  CHECK(outcome("1 && True") == "error C0047081 invalid");
  CHECK(outcome("False && \"x\"") == "error C0047081 invalid");
}

TEST_CASE("what is not needed is typed, not computed") {
  MapScope scope;
  scope.values["Zero"] = Value::integer(Type::i4, 0);
  CHECK(outcome("@Zero == 0 ? 0 : 10 / @Zero", scope) == "DT_I4 0");
  CHECK(outcome("@Zero != 0 && 10 / @Zero > 1", scope) == "DT_BOOL False");
  CHECK(outcome("@Zero == 0 || 10 / @Zero > 1", scope) == "DT_BOOL True");
  CHECK(outcome("@Zero != 0 || 10 / @Zero > 1", scope) == "error C004707B data");
  CHECK(outcome("True ? 1 : \"x\"") == "error C004709F invalid");
  CHECK(outcome("True ? 1 : @Missing", scope) == "error C00470A6 other");
}

TEST_CASE("the conditional operator") {
  CHECK(outcome("True ? 1 : 2.5") == "DT_NUMERIC 1.0");
  CHECK(outcome("True ? 1 : 2L") == "DT_I8 1");
  CHECK(outcome("NULL(DT_BOOL) ? 1 : 2") == "DT_I4 NULL");
  CHECK(outcome("NULL(DT_BOOL) ? 1/0 : 2") == "DT_I4 NULL");
  CHECK(outcome("True ? NULL(DT_I4) : 2") == "DT_I4 NULL");
  CHECK(outcome("False ? NULL(DT_I4) : 2") == "DT_I4 2");
  CHECK(outcome("1 ? 1 : 2") == "error C004709E invalid");
  CHECK(outcome("True ? 1") == "error C00470A7 data");
}

TEST_CASE("NULL spreads with the type of the result") {
  CHECK(outcome("1 + NULL(DT_I8)") == "DT_I8 NULL");
  CHECK(outcome("NULL(DT_I4) / 0") == "DT_I4 NULL");
  CHECK(outcome("-NULL(DT_I4)") == "DT_I4 NULL");
  CHECK(outcome("(DT_WSTR,5)NULL(DT_I4)") == "DT_WSTR NULL");
  CHECK(outcome("ISNULL(NULL(DT_I4))") == "DT_BOOL True");
  CHECK(outcome("ISNULL(1)") == "DT_BOOL False");
}
