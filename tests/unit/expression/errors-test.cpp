#include "evaluate-text.hpp"

using namespace gantry;
using namespace gantry::expression;

TEST_CASE("errors name line and column and mark the text") {
  Error error = error_of("1 +\n  2 / 0");
  CHECK(error.found == "It is zero. Line 2, column 5: 1 +   2 >>>/ 0");
  CHECK(error.line == 2);
  CHECK_FALSE(error.what.empty());
  CHECK_FALSE(error.expected.empty());
  CHECK_FALSE(error.todo.empty());
  CHECK(error_of("1 = 1").found == "There is a single =. Line 1, column 3: 1 >>>= 1");
  CHECK(error_of("(1 + 2").found == "There is none. Line 1, column 7: (1 + 2>>>");
  CHECK(error_of("1 + 2)").found.find("column 6") != std::string::npos);
  CHECK(error_of("1 +").found.find("column 4") != std::string::npos);
  CHECK(error_of("").code == 0xC004709A);
  CHECK(error_of("  \n ").code == 0xC004709A);
  CHECK(error_of("1 $ 2").found.find("column 3") != std::string::npos);
  // Columns count characters, not bytes.
  CHECK(error_of("\"\xC3\xA4\xC3\xA4\" $").found.find("column 6") != std::string::npos);
  CHECK(error_of("LEN(1 + FOO(2))").found.find("column 9") != std::string::npos);
  CHECK(error_of("@[Missing] + 1").found.find("Line 1, column 1") != std::string::npos);
}

TEST_CASE("types are named, values are not") {
  CHECK(error_of("\"x\" + 1").found.find("DT_WSTR and DT_I4") != std::string::npos);
  MapScope scope;
  scope.values["Password"] = Value::string("hunter2secret");
  for (const char *text :
       {"(DT_I4)@Password", "@Password + 1", "DATEPART(@Password, GETDATE())", "SUBSTRING(@Password,0,1)",
        "(DT_DBDATE)@Password", "(DT_BOOL)@Password", "(DT_GUID)@Password", "1 / LEN(@Password + 1)",
        "(DT_I4)\"hunter2secret\"", "\"hunter2secret\" + 1", "\"hunter2secret", "\"hunter2secret\\q\"",
        "LEN(\"hunter2secret\"", "\"hunter2secret\" \"hunter2secret\"",
        "DATEPART(\"hunter2secret\", GETDATE())"}) {
    const Error error = error_of(text, scope);
    CHECK_MESSAGE(error.message().find("hunter2") == std::string::npos, text);
    CHECK_MESSAGE(error.line > 0, text);
  }
}

TEST_CASE("marks are cut between characters") {
  const std::string umlauts = [] {
    std::string text;
    for (int i = 0; i < 40; ++i) text += "\xC3\xA4";
    return text;
  }();
  const Error error = error_of("@" + umlauts + " + ? " + "@" + umlauts);
  const std::string &found = error.found;
  for (std::size_t i = 0; i + 1 < found.size(); ++i)
    if (found[i] == '\xC3') CHECK(found[i + 1] == '\xA4');
  CHECK(found.find("\xA4\xA4") == std::string::npos);
}

TEST_CASE("hostile texts are bounded") {
  CHECK(outcome(std::string(100000, '(') + "1") == "error C0047099 data");
  CHECK(outcome(std::string(100000, '-') + "1") == "error C0047099 data");
  std::string chain = "1";
  for (int i = 0; i < 900; ++i) chain += "+1";
  CHECK(outcome(chain) == "DT_I4 901");
  for (int i = 0; i < 50000; ++i) chain += "+1";
  CHECK(outcome(chain) == "error C0047099 data");
  CHECK(outcome(std::string(1 << 19, ' ') + "1") == "error C0047099 data");
  std::string conditions = "1";
  for (int i = 0; i < 3000; ++i) conditions = "True?" + std::string("1:") + conditions;
  CHECK(outcome(conditions) == "error C0047099 data");
  CHECK(outcome("REPLICATE(REPLICATE(\"aaaaaaaaaa\", 400000), 400000)") == "error C004707F data");
  std::string doubled = "REPLICATE(\"a\", 4000000)";
  CHECK(outcome(doubled + "+" + doubled) == "error C004707E data");
  CHECK(outcome("REPLACE(REPLICATE(\"a\", 4000000), \"a\", \"aa\")") == "error C004707F data");
  CHECK(outcome(std::string("1 \0 2", 5)) == "error C0047096 data");
  CHECK(outcome("\xFF\xFE") == "error C00470A4 data");
}

TEST_CASE("searching is linear, whatever is searched") {
  // A naive search compares a million times a million characters here.
  const std::string text = "REPLICATE(\"a\", 4000000)", wanted = "(REPLICATE(\"a\", 2000000) + \"b\")";
  CHECK(outcome("FINDSTRING(" + text + ", " + wanted + ", 1)") == "DT_I4 0");
  CHECK(outcome("LEN(REPLACE(" + text + ", " + wanted + ", \"\"))") == "DT_I4 4000000");
  CHECK(outcome("TOKENCOUNT(" + text + ", REPLICATE(\"b\", 4000000))") == "DT_I4 1");
  CHECK(outcome("FINDSTRING(\"aaaa\", \"aa\", 3)") == "DT_I4 3");
  CHECK(outcome("REPLACE(\"aaaaa\", \"aa\", \"b\")") == "DT_WSTR bba");
  CHECK(outcome("FINDSTRING(\"ababac\", \"abac\", 1)") == "DT_I4 3");
}

TEST_CASE("assignments of loops") {
  const auto assignment = Assignment::parse("@[User::Counter] = @[User::Counter] + 1");
  REQUIRE(assignment);
  CHECK(assignment->variable == "User::Counter");
  MapScope scope;
  scope.values["User::Counter"] = Value::integer(Type::i4, 41);
  const auto value = assignment->expression.evaluate(scope);
  REQUIRE(value);
  CHECK(value->as_integer() == 42);
  CHECK(assignment->expression.variables() == std::vector<std::string>{"User::Counter"});
  for (const char *wrong : {"@X == 1", "1 = 1", "@X", "", "X = 1"}) {
    const auto refused = Assignment::parse(wrong);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == 0x8001F203);
  }
  const auto broken = Assignment::parse("@X = 1 +");
  REQUIRE_FALSE(broken);
  CHECK(broken.error().found.find("column 9") != std::string::npos);
  CHECK_FALSE(Assignment::parse("@X = "));
}
