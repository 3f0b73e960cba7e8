#include "plugins/sql/task/statement.hpp"
#include "plugins/sql/task/batches.hpp"
#include "plugins/sql/task/classify.hpp"
#include "plugins/sql/task/markers.hpp"
#include "plugins/sql/task/parameter-value.hpp"
#include "plugins/sql/task/task-data.hpp"
#include "plugins/sql/task/tokens.hpp"

#include <doctest/doctest.h>

using namespace gantry;
using namespace gantry::sql;

namespace {

std::string renamed(const char *text) {
  int count = 0;
  return rename_markers(text, count);
}

ParameterBinding bound(std::string name, Direction direction = Direction::input, std::int64_t type = 3) {
  ParameterBinding binding;
  binding.name = std::move(name);
  binding.variable = "User::X";
  binding.direction = direction;
  binding.data_type = type;
  return binding;
}

}  // namespace

TEST_CASE("tokens put together are the text again, whatever it is") {
  for (const char *text : {"SELECT 'a''b', N'c' -- d\n[e]]f] \"g\"\"h\" /* i /* j */ k */ @l ?", "'open",
                           "[open", "/* open /* */", "", "N'", "a.b.c <> 1.5;"}) {
    std::string whole;
    for (const Token &token : tokens_of(text)) whole += token.text;
    CHECK(whole == text);
  }
}

TEST_CASE("markers in strings, names and comments are none") {
  CHECK(renamed("a = ? AND b = '?' AND [?] = \"?\" -- ?\n/* ? /* ? */ ? */ AND c=?") ==
        "a = @P1 AND b = '?' AND [?] = \"?\" -- ?\n/* ? /* ? */ ? */ AND c=@P2");
  CHECK(without_call_escape(" { ? = call dbo.[p](?, f(?), N'(') } ") == "EXEC ? = dbo.[p] ?, f(?), N'('");
  CHECK(without_call_escape("{call dbo.p}") == "EXEC dbo.p");
  CHECK(without_call_escape("SELECT 1") == "SELECT 1");
}

TEST_CASE("GO stands alone on a line, may have a count and separates nothing inside of texts") {
  const auto batches =
      split_batches("a\nGO\n-- only a comment\ngo 2 -- twice\nb\n'x\nGO\ny'\n\tGo 3;\n[GO] /*\nGO\n*/");
  REQUIRE(batches);
  REQUIRE(batches->size() == 3);
  CHECK((*batches)[0].text == "a\n");
  CHECK((*batches)[1].repeat == 3);
  CHECK((*batches)[1].line == 4);
  CHECK((*batches)[2].text.find("[GO]") != std::string::npos);
  CHECK(split_batches("GO\nGO 5\n")->empty());
  CHECK(split_batches("SELECT 1 AS GO")->size() == 1);
  for (const char *text : {"a\nGO away", "a\nGO 2 3", "a\nGO 99999999"}) CHECK_FALSE(split_batches(text));
}

TEST_CASE("the gravest word of a batch classes it") {
  const std::pair<const char *, const char *> batches[] = {
      {"SELECT [delete], 'drop' FROM t -- truncate", "read"},
      {"IF 1 = 1 PRINT 'x'", "read"},
      {"SELECT * INTO dbo.New FROM t", "create"},
      {"FETCH NEXT FROM c INTO @a", "read"},
      {"CREATE TABLE t (id int REFERENCES u ON DELETE CASCADE)", "create"},
      {"CREATE OR ALTER PROCEDURE p AS DELETE t", "create"},
      {"ALTER TRIGGER x ON t FOR DELETE AS DROP TABLE y", "change"},
      {"INSERT INTO t SELECT 1", "change"},
      {"MERGE INTO t USING s ON 1=1 WHEN MATCHED THEN DELETE;", "destroy"},
      {"dbo.p 1", "change"},
      {"EXEC dbo.p", "change"},
      {"UPDATE t SET a = 1; TRUNCATE TABLE u", "destroy"},
      {"WITH x AS (SELECT 1 AS a) SELECT a FROM x", "read"},
      {"DECLARE @drop int; SELECT @drop", "read"}};
  for (const auto &batch : batches) CHECK_MESSAGE(classify(batch.first).action == batch.second, batch.first);
  CHECK(classify("IF 1=1 DELETE FROM dbo.Audit WHERE x = 'y'").summary == "DELETE FROM dbo.Audit WHERE");
}

TEST_CASE("passwords in a text are masked, other texts are not") {
  CHECK(without_secrets("CREATE LOGIN a WITH PASSWORD=N'x''y' OLD_PASSWORD = 'z', N'keep'") ==
        "CREATE LOGIN a WITH PASSWORD=*** OLD_PASSWORD = ***, N'keep'");
  CHECK(without_secrets("EXEC p @pwd = 'x', @name = 'y'") == "EXEC p @pwd = ***, @name = 'y'");
  CHECK(without_secrets("WITH PASSWORD = 0x0200AB HASHED") == "WITH PASSWORD = *** HASHED");
  CHECK(without_secrets("SELECT 'PASSWORD = '") == "SELECT 'PASSWORD = '");
}

TEST_CASE(
    "parameters by position belong to the batch that mentions them; outputs are read by a last SELECT") {
  const std::vector<ParameterBinding> bindings = {bound("1", Direction::output), bound("0")};
  const auto made = make_statement("INSERT t VALUES (?)\nGO\nSELECT ? = 1", false, Binding::ole_db, bindings);
  REQUIRE(made);
  REQUIRE(made->size() == 2);
  CHECK((*made)[0].text == "INSERT t VALUES (@P1)\n");
  REQUIRE((*made)[0].parameters.size() == 1);
  CHECK((*made)[0].parameters[0].type_name == "int");
  CHECK((*made)[1].line == 2);
  REQUIRE((*made)[1].outputs.size() == 1);
  CHECK((*made)[1].text.find("SELECT @P2 = 1\n;SELECT N'' AS [gantry:output], @P2 AS [@P2];") !=
        std::string::npos);
}

TEST_CASE("a procedure's name becomes a call with named or counted arguments") {
  const std::vector<ParameterBinding> named = {bound("@r", Direction::return_value, 11),
                                               bound("a", Direction::input, 11),
                                               bound("@b", Direction::output, 16)};
  const auto call = make_statement("dbo.p ;", true, Binding::ado_net, named);
  REQUIRE(call);
  CHECK((*call)[0].text.rfind("EXEC @r = dbo.p @a = @a, @b = @b OUTPUT\n", 0) == 0);
  CHECK((*call)[0].outputs.size() == 2);
  CHECK((*call)[0].parameters[2].type_name == "nvarchar(max)");
  const std::vector<ParameterBinding> counted = {bound("1"), bound("2", Direction::return_value)};
  CHECK((*make_statement("p", true, Binding::odbc, {bound("1", Direction::input, 4)}))[0].text ==
        "EXEC p @P1");
  CHECK_FALSE(
      make_statement("p", true, Binding::odbc, counted));  // 3 is no SQL type that ODBC's 3 is: decimal
}

TEST_CASE("bindings that do not fit are refused before anything is sent") {
  CHECK_FALSE(make_statement("", false, Binding::ole_db, {}));
  CHECK_FALSE(make_statement("-- nothing\nGO", false, Binding::ole_db, {}));
  CHECK_FALSE(make_statement("SELECT ?", false, Binding::ole_db, {}));
  CHECK_FALSE(make_statement("SELECT ?", false, Binding::ole_db, {bound("1")}));
  CHECK_FALSE(make_statement("SELECT ?", false, Binding::ole_db, {bound("@x")}));
  CHECK_FALSE(make_statement("SELECT ?, ?", false, Binding::ole_db, {bound("0"), bound("0")}));
  CHECK_FALSE(make_statement("SELECT 1", false, Binding::ole_db, {bound("0")}));
  CHECK_FALSE(make_statement("SELECT ?", false, Binding::ado_net, {bound("@x", Direction::input, 11)}));
  CHECK_FALSE(make_statement("SELECT @x", false, Binding::ado_net, {bound("@x", Direction::input, 99)}));
  CHECK_FALSE(binding_of("FLATFILE"));
  CHECK(*binding_of("ADO.NET:SQL") == Binding::ado_net);
}

TEST_CASE("texts of variables become values of parameters; NULL goes only where it can") {
  CHECK(parameter_value("@p", "int", 3, "-7")->number() == -7);
  CHECK(parameter_value("@p", "bit", 11, "True")->flag());
  CHECK(parameter_value("@p", "datetime2", 7, "2026-01-02 03:04:05")->text() == "2026-01-02T03:04:05");
  CHECK(parameter_value("@p", "varbinary(max)", 8, "0x00ff")->bytes() == std::string("\0\xff", 2));
  CHECK(parameter_value("@p", "nvarchar(max)", 0, "")->null());
  CHECK(parameter_value("@p", "nvarchar(max)", 8, "")->text().empty());
  CHECK_FALSE(parameter_value("@p", "nvarchar(max)", 8, "")->null());
  for (const auto &each :
       {std::pair("int", "x"), {"int", ""}, {"bit", "maybe"}, {"float", "1,5"}, {"varbinary(max)", "0xF"}})
    CHECK_FALSE(parameter_value("@p", each.first, 8, each.second));
  CHECK(*variable_text("V", 8, Cell()) == "");
  CHECK(variable_text("V", 3, Cell()).error().code == 0xC002F309);
}

TEST_CASE("the task's XML is read with any prefix and written in its namespace") {
  const auto data = read_task_data(
      "<s:SqlTaskData xmlns:s=\"www.microsoft.com/sqlserver/dts/tasks/sqltask\" s:Connection=\"{1}\" "
      "s:SqlStatementSource=\"a&#xA;b\" s:ResultType=\"ResultSetType_SingleRow\" s:IsStoredProc=\"False\">"
      "<s:ResultBinding s:ResultName=\"n\" s:DtsVariableName=\"User::A\"/>"
      "<s:ParameterBinding s:ParameterName=\"0\" s:DtsVariableName=\"User::B\" "
      "s:ParameterDirection=\"Output\" "
      "s:DataType=\"130\" s:ParameterSize=\"50\"/></s:SqlTaskData>");
  REQUIRE(data);
  REQUIRE(data->parameters.size() == 1);
  CHECK(data->parameters[0].direction == Direction::output);
  CHECK(data->parameters[0].size == 50);
  REQUIRE(data->results.size() == 1);
  const auto again = read_task_data(write_task_data(*data));
  REQUIRE(again);
  CHECK(again->properties == data->properties);
  CHECK(again->results[0].variable == "User::A");
  CHECK(again->parameters[0].data_type == 130);
  for (const char *xml :
       {"", "<a/>", "<SqlTaskData><ParameterBinding ParameterDirection=\"Up\"/></SqlTaskData>",
        "<SqlTaskData><ParameterBinding DataType=\"x\"/></SqlTaskData>", "<SqlTaskData>"})
    CHECK_FALSE(read_task_data(xml));
}
