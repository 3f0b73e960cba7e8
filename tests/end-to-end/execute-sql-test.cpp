// The Execute SQL task over the three connection managers: results, parameters, batches, errors.
#include "tests/end-to-end/support/sandbox.hpp"
#include "tests/end-to-end/support/sql-package.hpp"

#include <doctest.h>

#include <sstream>

using namespace end_to_end;

namespace {

const std::string ole_db =
    "Data Source=OLD-SERVER;User ID=sa;Initial Catalog=master;Provider=SQLNCLI11.1;Auto Translate=False;";

/// One server behind connection Destination, a notebook for what variables hold afterwards.
struct SqlBench {
  explicit SqlBench(const std::string &init = {}) : server("sql", init) {
    package.notebook = folder.path() + "/book";
    connect("OLEDB", ole_db);
  }
  void connect(const std::string &type, const std::string &text, const std::string &more = {}) {
    package.connections = sql_connection(10, "Destination", type, text, more);
  }
  Outcome go(const std::string &command = "run", std::vector<std::string> more = {}) {
    std::vector<std::string> words{command, folder.file("test.dtsx", package.text()), "--plugin-path",
                                   GANTRY_EXAMPLE_PLUGINS};
    words.insert(words.end(), more.begin(), more.end());
    return gantry_between(server, server, words);
  }
  std::vector<std::string> notes() const {
    std::vector<std::string> lines;
    std::istringstream in(read_text(package.notebook));
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    return lines;
  }
  Folder folder;
  Sandbox server;
  PackageText package;
};

using Notes = std::vector<std::string>;

/// A note task that writes an expression's value.
std::string note_of(const std::string &name, const std::string &expression) {
  return note(
      name, "x", "", "",
      "<DTS:PropertyExpression DTS:Name=\"Text\">" + attribute(expression) + "</DTS:PropertyExpression>");
}

}  // namespace

TEST_CASE("a single row goes to variables, and an expression that follows reads them") {
  SqlBench bench("CREATE TABLE dbo.T (id int, name nvarchar(50)); INSERT dbo.T VALUES (7, N'seven');");
  bench.package.variables = variable("Id", 3, "0") + variable("Name", 8, "") + variable("None", 8, "old");
  SqlTask task{"Read", "SELECT id, name, CAST(NULL AS nvarchar(9)) AS nothing FROM dbo.T"};
  task.attributes = single_row;
  task.bindings = result("id", "User::Id") + result("1", "User::Name") + result("nothing", "User::None");
  bench.package.executables =
      task.text() + note_of("Note", "(DT_WSTR,9)(@[User::Id] + 1) + @[User::Name] + \"|\" + @[User::None]");
  bench.package.constraints = constraint(30, "Read", "Note");
  const Outcome outcome = bench.go();
  CAPTURE(outcome.all());
  CHECK(outcome.code == 0);
  CHECK(bench.notes() == Notes{"8seven|"});
}

TEST_CASE("question marks are parameters of an OLE DB connection, in, out and return value") {
  SqlBench bench(
      "CREATE TABLE dbo.T (id int, name nvarchar(50));\nGO\n"
      "CREATE PROCEDURE dbo.p @in int, @out nvarchar(50) OUTPUT AS BEGIN SET @out = N'got ' + CAST(@in AS "
      "nvarchar(9)); RETURN @in + 1; END");
  bench.package.variables = variable("Id", 3, "41") + variable("Name", 8, "O'Neil? -- [x]") +
                            variable("Out", 8, "") + variable("Back", 3, "0");
  SqlTask insert{"Insert", "INSERT dbo.T (id, name) VALUES (?, ?) -- why? because"};
  insert.bindings = parameter("1", "User::Name", 130) + parameter("0", "User::Id", 3);
  SqlTask call{"Call", "EXEC ? = dbo.p ?, ? OUTPUT"};
  call.bindings = parameter("0", "User::Back", 3, "ReturnValue") + parameter("1", "User::Id", 3) +
                  parameter("2", "User::Out", 130, "Output");
  bench.package.executables =
      insert.text() + call.text() + note_of("Note", "@[User::Out] + \"/\" + (DT_WSTR,9)@[User::Back]");
  bench.package.constraints = constraint(30, "Insert", "Call") + constraint(31, "Call", "Note");
  const Outcome outcome = bench.go();
  CAPTURE(outcome.all());
  CHECK(outcome.code == 0);
  CHECK(bench.notes() == Notes{"got 41/42"});
  CHECK(bench.server.value("SELECT name FROM dbo.T WHERE id = 41") == "O'Neil? -- [x]");
}

TEST_CASE("ADO.NET has named parameters and calls procedures by name; ODBC counts from 1") {
  SqlBench bench(
      "CREATE PROCEDURE dbo.p @in int, @out int OUTPUT AS BEGIN SET @out = @in * 2; RETURN 5; END");
  bench.package.variables = variable("In", 3, "21") + variable("Out", 3, "0") + variable("Back", 3, "0");
  const std::string told = "(DT_WSTR,9)@[User::Out] + \"/\" + (DT_WSTR,9)@[User::Back]";
  for (const char *type : {"ADO.NET:SQL",
                           "ADO.NET:System.Data.SqlClient.SqlConnection, System.Data, Version=4.0.0.0, "
                           "Culture=neutral, PublicKeyToken=b77a5c561934e089"}) {
    bench.connect(type, "Data Source=X;Initial Catalog=master;User ID=sa;MultipleActiveResultSets=True");
    SqlTask call{"Call", "dbo.p"};
    call.attributes = "SQLTask:IsStoredProc=\"True\"";
    call.bindings = parameter("@in", "User::In", 11) + parameter("out", "User::Out", 11, "Output") +
                    parameter("@back", "User::Back", 11, "ReturnValue");
    bench.package.executables = call.text() + note_of("Note", told);
    bench.package.constraints = constraint(30, "Call", "Note");
    const Outcome outcome = bench.go();
    CAPTURE(outcome.all());
    CHECK(outcome.code == 0);
  }
  bench.connect("ODBC", "Driver={ODBC Driver 17 for SQL Server};Server=X;Database=master;UID=sa;");
  SqlTask call{"Call", "{? = call dbo.p(?, ?)}"};
  call.bindings = parameter("1", "User::Back", 4, "ReturnValue") + parameter("2", "User::In", 4) +
                  parameter("3", "User::Out", 4, "Output");
  call.statement = "{? = call dbo.p(?, ? OUTPUT)}";
  bench.package.executables = call.text() + note_of("Note", told);
  const Outcome outcome = bench.go();
  CAPTURE(outcome.all());
  CHECK(outcome.code == 0);
  CHECK(bench.notes() == Notes{"42/5", "42/5", "42/5"});
}

TEST_CASE("GO separates batches and repeats them; an error names its batch and line") {
  SqlBench bench;
  SqlTask task{"Task",
               "CREATE TABLE dbo.T (id int)\nGO\nINSERT dbo.T VALUES (1) /*\nGO\n*/\nGO 3\nINSERT dbo.T\n"
               "VALUES (N'GO\nGO')\n"};
  bench.package.executables = task.text();
  const Outcome outcome = bench.go();
  CAPTURE(outcome.all());
  CHECK(outcome.code == 1);
  CHECK(outcome.says("batch 3 of 3, line "));
  CHECK(outcome.says("0xC002F210"));
  CHECK(bench.server.value("SELECT COUNT(*) FROM dbo.T") == "3");
  const Outcome plan = bench.go("plan", {"--format", "json"});
  CAPTURE(plan.all());
  CHECK(plan.code == 0);
  CHECK(plan.says("round 3 of 3"));
  CHECK(bench.server.value("SELECT COUNT(*) FROM dbo.T") == "3");
}

TEST_CASE("no row for a single row, NULL for a number: SSIS's errors, nothing assigned") {
  SqlBench bench;
  bench.package.variables = variable("Id", 3, "5");
  SqlTask task{"Task", "SELECT name FROM sys.databases WHERE name = N'none'"};
  task.attributes = single_row;
  task.bindings = result("0", "User::Id");
  bench.package.executables = task.text();
  const Outcome none = bench.go();
  CAPTURE(none.all());
  CHECK(none.code == 1);
  CHECK(none.says("0xC002F309"));
  task.statement = "SELECT CAST(NULL AS int) AS id";
  bench.package.executables = task.text();
  const Outcome null = bench.go();
  CAPTURE(null.all());
  CHECK(null.code == 1);
  CHECK(null.says("NULL cannot be assigned"));
  task.statement = "PRINT 'no result'";
  bench.package.executables = task.text();
  CHECK(bench.go().says("gave no result set"));
}

TEST_CASE("a full result set is kept in an Object variable and walked over, twice") {
  SqlBench bench(
      "CREATE TABLE dbo.T (id int, name nvarchar(50));"
      "INSERT dbo.T VALUES (1, N'one'), (2, N'two'), (3, N'three');");
  bench.package.variables = variable("Rows", 13, "") + variable("Id", 3, "0") + variable("Name", 8, "");
  SqlTask read{"Read", "SELECT id, name FROM dbo.T ORDER BY id"};
  read.attributes = full_result;
  read.bindings = result("0", "User::Rows");
  const std::string ado = "<FEEADO EnumType=\"EnumerateRowsInFirstTable\" VarName=\"User::Rows\"/>";
  SqlTask update{"Each\\Update", "UPDATE dbo.T SET name = UPPER(?) WHERE id = ?"};
  update.bindings = parameter("0", "User::Name", 130) + parameter("1", "User::Id", 3);
  bench.package.executables =
      read.text() +
      foreach_loop("Each", "Microsoft.ForEachADOEnumerator", ado, {"User::Id", "User::Name"}, update.text()) +
      foreach_loop("Again", "Microsoft.ForEachADOEnumerator", ado, {"User::Id"},
                   note_of("Again\\Note", "(DT_WSTR,9)@[User::Id]"));
  bench.package.constraints = constraint(30, "Read", "Each") + constraint(31, "Each", "Again");
  const Outcome outcome = bench.go();
  CAPTURE(outcome.all());
  CHECK(outcome.code == 0);
  CHECK(bench.notes() == Notes{"1", "2", "3"});
  CHECK(bench.server.rows("SELECT name FROM dbo.T ORDER BY id") == Notes{"ONE", "TWO", "THREE"});
}

TEST_CASE("the statement from a variable, from a file and from a property expression") {
  SqlBench bench("CREATE TABLE dbo.T (id int);");
  bench.package.variables = variable("Sql", 8, "INSERT dbo.T VALUES (1)") + variable("Table", 8, "dbo.T");
  SqlTask from_variable{"A", "User::Sql"};
  from_variable.attributes = "SQLTask:SqlStmtSourceType=\"Variable\"";
  SqlTask from_file{"B", guid(11)};
  from_file.attributes = "SQLTask:SqlStmtSourceType=\"FileConnection\"";
  SqlTask from_expression{"C", "SELECT 1"};
  from_expression.inside =
      "<DTS:PropertyExpression DTS:Name=\"SqlStatementSource\">\"INSERT \" + "
      "@[User::Table] + \" VALUES (3)\"</DTS:PropertyExpression>";
  bench.package.connections +=
      "<DTS:ConnectionManager DTS:refId=\"Package.ConnectionManagers[File]\" DTS:CreationName=\"FILE\" "
      "DTS:DTSID=\"" +
      guid(11) + "\" DTS:ObjectName=\"File\"><DTS:ObjectData><DTS:ConnectionManager DTS:ConnectionString=\"" +
      bench.folder.file("two.sql", "\xEF\xBB\xBFINSERT dbo.T VALUES (2)\n") +
      "\"/></DTS:ObjectData></DTS:ConnectionManager>";
  bench.package.executables = from_variable.text() + from_file.text() + from_expression.text();
  const Outcome outcome = bench.go();
  CAPTURE(outcome.all());
  CHECK(outcome.code == 0);
  CHECK(bench.server.rows("SELECT id FROM dbo.T ORDER BY id") == Notes{"1", "2", "3"});
}

TEST_CASE("RetainSameConnection: a temporary table of one task is there for the next") {
  SqlBench bench("CREATE TABLE dbo.T (id int);");
  SqlTask make{"Make", "CREATE TABLE #t (id int); INSERT #t VALUES (9);"};
  SqlTask use{"Use", "INSERT dbo.T SELECT id FROM #t;"};
  bench.package.executables = make.text() + use.text();
  bench.package.constraints = constraint(30, "Make", "Use");
  const Outcome apart = bench.go();
  CHECK(apart.code == 1);
  bench.connect("OLEDB", ole_db, "DTS:Retain=\"True\"");
  const Outcome outcome = bench.go();
  CAPTURE(outcome.all());
  CHECK(outcome.code == 0);
  CHECK(bench.server.value("SELECT id FROM dbo.T") == "9");
}

TEST_CASE("passwords in a statement are masked; TimeOut ends a statement") {
  SqlBench bench;
  SqlTask login{"Login", "CREATE LOGIN app WITH PASSWORD = N'S3cret-word!x', CHECK_POLICY = OFF"};
  bench.package.executables = login.text();
  for (const char *command : {"plan", "run"}) {
    const Outcome outcome = bench.go(command);
    CAPTURE(outcome.all());
    CHECK(outcome.code == 0);
    CHECK_FALSE(outcome.says("S3cret"));
    CHECK(outcome.says("CREATE LOGIN app WITH PASSWORD = ***") == (std::string(command) == "plan"));
  }
  CHECK(bench.server.can_log_in("app", "S3cret-word!x"));
  SqlTask slow{"Slow", "WAITFOR DELAY '00:00:50'"};
  slow.attributes = "SQLTask:TimeOut=\"1\"";
  bench.package.executables = slow.text();
  const Outcome outcome = bench.go();
  CAPTURE(outcome.all());
  CHECK(outcome.code == 1);
}

TEST_CASE("connections: what is refused by name, and a data source that the host configuration answers") {
  SqlBench bench;
  SqlTask task{"Task", "SELECT 1"};
  bench.package.executables = task.text();
  bench.connect("OLEDB", "Provider=Microsoft.Jet.OLEDB.4.0;Data Source=x.mdb;User ID=a");
  CHECK(bench.go().says("Microsoft.Jet.OLEDB.4.0"));
  bench.connect("ADO.NET:OLEDB", "Data Source=x");
  CHECK(bench.go().says("ADO.NET:OLEDB"));
  bench.connect("ODBC", "DSN=Warehouse;UID=sa");
  CHECK(bench.go().code == 0);
  const Outcome alone =
      run({gantry(), "run", bench.folder.file("dsn.dtsx", bench.package.text()), "--plugin-path",
           GANTRY_EXAMPLE_PLUGINS},
          {{"XDG_CONFIG_HOME", "/nonexistent"}, {"GANTRY_SECRET_DESTINATION_PASSWORD", sa_password}});
  CAPTURE(alone.all());
  CHECK(alone.code == 1);
  CHECK(alone.says("\"Warehouse\""));
  bench.connect("OLEDB",
                "Provider=SQLOLEDB;Data Source=x;User ID=sa;Password=" + sa_password + ";Colour=red");
  const Outcome unknown = bench.go();
  CAPTURE(unknown.all());
  CHECK(unknown.code == 0);
  CHECK(unknown.says("\"Colour\""));
  CHECK_FALSE(unknown.says(sa_password));
  const Outcome test = bench.go("test-connection", {"Destination"});
  CAPTURE(test.all());
  CHECK(test.code == 0);
  CHECK(test.says("works"));
  CHECK(test.says("login"));
  CHECK_FALSE(test.says(sa_password));
}

TEST_CASE("an XML result is one text below a root element over OLE DB") {
  SqlBench bench;
  bench.package.variables = variable("Xml", 8, "");
  SqlTask task{"Task", "SELECT N'<a/>' AS x UNION ALL SELECT N'<b/>'"};
  task.attributes = xml_result;
  task.bindings = result("0", "User::Xml");
  bench.package.executables = task.text() + note_of("Note", "@[User::Xml]");
  bench.package.constraints = constraint(30, "Task", "Note");
  const Outcome outcome = bench.go();
  CAPTURE(outcome.all());
  CHECK(outcome.code == 0);
  CHECK(bench.notes() == Notes{"<ROOT><a/><b/></ROOT>"});
}
