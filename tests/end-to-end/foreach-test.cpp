// Foreach loops over the enumerators that come with Gantry, feeding tasks over real TDS.
#include "tests/end-to-end/support/sandbox.hpp"
#include "tests/end-to-end/support/sql-package.hpp"

#include <doctest.h>

#include <filesystem>
#include <sstream>

using namespace end_to_end;

namespace {

using Notes = std::vector<std::string>;

struct LoopBench {
  Folder folder;
  PackageText package;
  LoopBench() { package.notebook = folder.path() + "/book"; }
  std::string file() const { return folder.file("test.dtsx", package.text()); }
  Outcome go(const std::string &command = "run") const {
    return run({gantry(), command, file(), "--plugin-path", GANTRY_EXAMPLE_PLUGINS},
               {{"XDG_CONFIG_HOME", "/nonexistent"}});
  }
  Notes notes() const {
    Notes lines;
    std::istringstream in(read_text(package.notebook));
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    return lines;
  }
};

std::string note_of(const std::string &name, const std::string &expression) {
  return note(
      name, "x", "", "",
      "<DTS:PropertyExpression DTS:Name=\"Text\">" + attribute(expression) + "</DTS:PropertyExpression>");
}

std::string smo_urn(const std::string &collection, const std::string &type, const std::string &below = {}) {
  return "<FEESMO EnumURN=\"RuntimeServer[@Connection='" + guid(12) + "']/Server[@Name='OLD\\ONE']" + below +
         "/SMOEnumObj[@Name='" + collection + "']/SMOEnumType[@Name='" + type + "']\"/>";
}

}  // namespace

TEST_CASE("Foreach Item: typed values of several columns go to variables") {
  LoopBench bench;
  bench.package.variables = variable("Name", 8, "") + variable("Count", 3, "0") + variable("Flag", 11, "0");
  const std::string items =
      "<FEIEItems><FEIEItem><FEIEItemValue Type=\"8\" Value=\"a, b\"/><FEIEItemValue Type=\"3\" Value=\"1\"/>"
      "<FEIEItemValue Type=\"11\" Value=\"-1\"/></FEIEItem><FEIEItem><FEIEItemValue Type=\"8\" Value=\"c\"/>"
      "<FEIEItemValue Type=\"3\" Value=\"2\"/><FEIEItemValue Type=\"11\" "
      "Value=\"0\"/></FEIEItem></FEIEItems>";
  const std::string told =
      note_of("Each\\Note",
              "@[User::Name] + (DT_WSTR,9)(@[User::Count] * 10) + (@[User::Flag] ? \" yes\" : \" no\")");
  for (const char *type : {"Microsoft.ForEachItemEnumerator", "DTS.ForEachItemEnumerator.2"}) {
    bench.package.executables =
        foreach_loop("Each", type, items, {"User::Name", "User::Count", "User::Flag"}, told);
    const Outcome outcome = bench.go();
    CAPTURE(outcome.all());
    CHECK(outcome.code == 0);
  }
  CHECK(bench.notes() == Notes{"a, b10 yes", "c20 no", "a, b10 yes", "c20 no"});
  bench.package.executables =
      foreach_loop("Each", "Microsoft.ForEachItemEnumerator",
                   "<FEIEItems><FEIEItem><FEIEItemValue Type=\"8\" Value=\"many\"/></FEIEItem></FEIEItems>",
                   {"User::Count"}, told);
  CHECK(bench.go().code == 1);
}

TEST_CASE("Foreach File: wildcards, folders below, three forms of names, expressions on Directory") {
  LoopBench bench;
  const std::string root = bench.folder.path() + "/in";
  std::filesystem::create_directories(root + "/below");
  for (const char *name : {"/b.CSV", "/a.csv", "/c.txt", "/below/d.csv"})
    bench.folder.file("in" + std::string(name), "x");
  bench.package.variables = variable("File", 8, "") + variable("Folder", 8, root);
  const auto loop = [&](const std::string &retrieval, const std::string &recurse,
                        const std::string &folder = "C:\\Drop") {
    return foreach_loop(
        "Each", "Microsoft.ForEachFileEnumerator",
        "<ForEachFileEnumeratorProperties><FEFEProperty Folder=\"" + folder +
            "\"/><FEFEProperty FileSpec=\"*.csv\"/><FEFEProperty FileNameRetrievalType=\"" + retrieval +
            "\"/><FEFEProperty Recurse=\"" + recurse + "\"/></ForEachFileEnumeratorProperties>",
        {"User::File"}, note_of("Each\\Note", "@[User::File]"),
        folder == "C:\\Drop" ? "<DTS:PropertyExpression DTS:Name=\"Directory\">@[User::Folder]"
                               "</DTS:PropertyExpression>"
                             : "");
  };
  bench.package.executables = loop("1", "0");
  const Outcome outcome = bench.go();
  CAPTURE(outcome.all());
  CHECK(outcome.code == 0);
  bench.package.executables = loop("2", "-1");
  CHECK(bench.go().code == 0);
  bench.package.executables = loop("0", "0", root);
  CHECK(bench.go().code == 0);
  CHECK(bench.notes() == Notes{"a.csv", "b.CSV", "a", "b", "d", root + "/a.csv", root + "/b.CSV"});
  bench.package.executables = loop("0", "0", root + "/none");
  CHECK(bench.go().says(root + "/none"));
  bench.package.executables = loop("0", "0", "D:\\Drop");
  const Outcome windows = bench.go("validate");
  CAPTURE(windows.all());
  CHECK(windows.code == 1);
  CHECK(windows.says("path of Windows"));
}

TEST_CASE("format 3: an element-style package with its long names loops over items into Execute SQL") {
  const Sandbox server("old-package", "CREATE TABLE master.dbo.Seen (name nvarchar(50));");
  const Folder folder;
  const auto property = [](const std::string &name, const std::string &value) {
    return "<DTS:Property DTS:Name=\"" + name + "\">" + value + "</DTS:Property>";
  };
  const auto identity = [&](int id, const std::string &name, const std::string &creation) {
    return property("ObjectName", name) + property("DTSID", guid(id)) + property("CreationName", creation);
  };
  const std::string task_type =
      "Microsoft.SqlServer.Dts.Tasks.ExecuteSQLTask.ExecuteSQLTask, Microsoft.SqlServer.SQLTask, "
      "Version=10.0.0.0, Culture=neutral, PublicKeyToken=89845dcd8080cc91";
  const std::string text =
      "<?xml version=\"1.0\"?><DTS:Executable xmlns:DTS=\"www.microsoft.com/SqlServer/Dts\" "
      "DTS:ExecutableType=\"SSIS.Package.2\">" +
      property("PackageFormatVersion", "3") + "<DTS:ConnectionManager>" +
      identity(10, "Destination", "OLEDB") + "<DTS:ObjectData><DTS:ConnectionManager>" +
      property("Retain", "-1") +
      property("ConnectionString", "Data Source=X;User ID=sa;Initial Catalog=master;Provider=SQLNCLI10.1;") +
      "</DTS:ConnectionManager></DTS:ObjectData></DTS:ConnectionManager><DTS:Variable>" +
      property("Namespace", "User") + identity(11, "Name", "{1}") +
      "<DTS:VariableValue DTS:DataType=\"8\"></DTS:VariableValue></DTS:Variable>"
      "<DTS:Executable DTS:ExecutableType=\"STOCK:FOREACHLOOP\"><DTS:ForEachEnumerator>" +
      identity(12, "E", "DTS.ForEachItemEnumerator.2") +
      "<DTS:ObjectData><FEIEItems><FEIEItem><FEIEItemValue Type=\"8\" Value=\"a\"/></FEIEItem><FEIEItem>"
      "<FEIEItemValue Type=\"8\" Value=\"b\"/></FEIEItem></FEIEItems></DTS:ObjectData>"
      "</DTS:ForEachEnumerator><DTS:Executable DTS:ExecutableType=\"" +
      task_type + "\">" + identity(13, "Insert", task_type) +
      "<DTS:ObjectData><SQLTask:SqlTaskData SQLTask:Connection=\"" + guid(10) +
      "\" SQLTask:SqlStatementSource=\"INSERT dbo.Seen VALUES (?)\" "
      "xmlns:SQLTask=\"www.microsoft.com/sqlserver/dts/tasks/sqltask\">" +
      parameter("0", "User::Name", 130) +
      "</SQLTask:SqlTaskData></DTS:ObjectData></DTS:Executable><DTS:ForEachVariableMapping>" +
      property("VariableName", "User::Name") + property("ValueIndex", "0") + identity(14, "M", "{2}") +
      "</DTS:ForEachVariableMapping>" + identity(15, "Each", "STOCK:FOREACHLOOP") + "</DTS:Executable>" +
      identity(1, "old", "SSIS.Package.2") + "</DTS:Executable>";
  const Outcome outcome = gantry_between(server, server, {"run", folder.file("old.dtsx", text)});
  CAPTURE(outcome.all());
  CHECK(outcome.code == 0);
  CHECK(server.rows("SELECT name FROM master.dbo.Seen ORDER BY name") == Notes{"a", "b"});
}

TEST_CASE("Foreach SMO: logins and databases feed an Execute SQL task; the plan shows the first of them") {
  const Sandbox server("smo",
                       "CREATE DATABASE Sales; CREATE DATABASE Stock;\nGO\n"
                       "CREATE LOGIN zoe WITH PASSWORD = N'Quiet-1234-tree!';\nGO\n"
                       "CREATE TABLE master.dbo.Seen (name nvarchar(400));");
  LoopBench bench;
  bench.package.variables = variable("Name", 8, "");
  bench.package.connections =
      sql_connection(10, "Destination", "OLEDB", "Provider=MSOLEDBSQL;Data Source=X;User ID=sa") +
      smo_connection(12, "Source");
  SqlTask insert{"Each\\Insert", "INSERT master.dbo.Seen VALUES (?)"};
  insert.bindings = parameter("0", "User::Name", 130);
  const auto go = [&](const std::string &command, const std::string &enumerator) {
    bench.package.executables =
        foreach_loop("Each", "Microsoft.ForEachSMOEnumerator", enumerator, {"User::Name"}, insert.text());
    return gantry_between(server, server, {command, bench.file(), "--plugin-path", GANTRY_EXAMPLE_PLUGINS});
  };
  const Outcome plan = go("plan", smo_urn("Logins", "Names"));
  CAPTURE(plan.all());
  CHECK(plan.code == 0);
  CHECK(plan.says("one iteration"));
  CHECK(server.value("SELECT COUNT(*) FROM master.dbo.Seen") == "0");
  const Outcome logins = go("run", smo_urn("Logins", "Names"));
  CAPTURE(logins.all());
  CHECK(logins.code == 0);
  CHECK(server.value("SELECT COUNT(*) FROM master.dbo.Seen WHERE name = N'zoe'") == "1");
  const Outcome databases = go("run", smo_urn("Databases", "URNs"));
  CAPTURE(databases.all());
  CHECK(databases.code == 0);
  CHECK(server.value("SELECT COUNT(*) FROM master.dbo.Seen WHERE name = N'Server[@Name=''OLD\\ONE'']/"
                     "Database[@Name=''Sales'']'") == "1");
  const Outcome objects = go("run", smo_urn("Databases", "Objects"));
  CHECK(objects.code == 0);
  CHECK(server.value("SELECT COUNT(*) FROM master.dbo.Seen WHERE name = N'Stock'") == "1");
  CHECK(go("validate", smo_urn("Databases", "Locations")).says("Locations"));
  CHECK(go("validate", smo_urn("Tableaux", "Names")).says("Tableaux"));
  const Outcome nowhere = go("validate",
                             "<FEESMO EnumURN=\"RuntimeServer[@Connection='none']/Server/"
                             "SMOEnumObj[@Name='Logins']/SMOEnumType[@Name='Names']\"/>");
  CAPTURE(nowhere.all());
  CHECK(nowhere.code == 1);
  CHECK(nowhere.says("\"none\""));
}
