// What a package keeps on a server beside its work: log entries and configurations.
#include "tests/end-to-end/support/sandbox.hpp"
#include "tests/end-to-end/support/sql-package.hpp"

#include <doctest.h>

#include <algorithm>

using namespace end_to_end;

namespace {

const std::string ole_db = "Provider=SQLNCLI11.1;Data Source=X;User ID=sa;Initial Catalog=Logs";

std::string logging_to_server(const std::string &type) {
  return "<DTS:LogProvider DTS:ConfigString=\"Destination\" DTS:CreationName=\"" + type + "\" DTS:DTSID=\"" +
         guid(62) + "\" DTS:ObjectName=\"Log\"><DTS:ObjectData/></DTS:LogProvider>";
}

const std::string logging_options =
    "<DTS:LoggingOptions DTS:FilterKind=\"0\" DTS:LoggingMode=\"1\"><DTS:Property DTS:DataType=\"8\" "
    "DTS:Name=\"EventFilter\">2,7,OnError,13,OnInformation</DTS:Property><DTS:SelectedLogProviders>"
    "<DTS:SelectedLogProvider DTS:InstanceID=\"" +
    guid(62) + "\"/></DTS:SelectedLogProviders></DTS:LoggingOptions>";

}  // namespace

TEST_CASE("the SQL Server log provider makes its table and procedure, and writes a row an event") {
  const Sandbox server("log", "CREATE DATABASE Logs;");
  const Folder folder;
  PackageText package;
  package.notebook = folder.path() + "/book";
  package.connections = sql_connection(10, "Destination", "OLEDB", ole_db);
  package.log_providers = logging_to_server("Microsoft.LogProviderSQLServer");
  package.logging = logging_options;
  package.executables = note("A", "it's noted") + SqlTask{"B", "SELECT id FROM dbo.Missing"}.text();
  const auto go = [&] {
    return gantry_between(
        server, server,
        {"run", folder.file("log.dtsx", package.text()), "--plugin-path", GANTRY_EXAMPLE_PLUGINS});
  };
  const Outcome outcome = go();
  CAPTURE(outcome.all());
  CHECK(outcome.code == 1);
  const std::vector<std::string> rows =
      server.rows("SELECT event + N'|' + source + N'|' + message FROM Logs.dbo.sysssislog ORDER BY id");
  CAPTURE(rows);
  REQUIRE(rows.size() >= 4);
  CHECK(rows.front() == "PackageStart|test|Beginning of package execution.");
  CHECK(rows.back() == "PackageEnd|test|End of package execution.");
  CHECK(std::count(rows.begin(), rows.end(), "OnInformation|A|it's noted") == 1);
  CHECK(std::any_of(rows.begin(), rows.end(), [](const std::string &row) {
    return row.rfind("OnError|B|", 0) == 0 && row.find("dbo.Missing") != std::string::npos;
  }));
  CHECK(server.value("SELECT COUNT(DISTINCT executionid) FROM Logs.dbo.sysssislog") == "1");
  // A second run appends; a procedure that was replaced is used as it is.
  (void)server.sql(
      "USE Logs; DROP PROCEDURE dbo.sp_ssis_addlogentry;\nGO\nCREATE TABLE Logs.dbo.Mine (event "
      "sysname);\nGO\n"
      "USE Logs;\nGO\nCREATE PROCEDURE dbo.sp_ssis_addlogentry @event sysname, @computer nvarchar(128), "
      "@operator "
      "nvarchar(128), @source nvarchar(1024), @sourceid uniqueidentifier, @executionid uniqueidentifier, "
      "@starttime datetime, @endtime datetime, @datacode int, @databytes image, @message nvarchar(2048) AS "
      "INSERT Logs.dbo.Mine VALUES (@event);\nGO");
  package.executables = note("A", "again");
  CHECK(go().code == 0);
  CHECK(server.rows("SELECT event FROM Logs.dbo.Mine") ==
        std::vector<std::string>{"PackageStart", "OnInformation", "PackageEnd"});
  // A server that is no destination gets no log table either.
  const Outcome unlisted =
      gantry_between(server, server,
                     {"run", folder.file("log.dtsx", package.text()), "--plugin-path", GANTRY_EXAMPLE_PLUGINS,
                      "--config", folder.file("none.json", "{}")});
  CAPTURE(unlisted.all());
  CHECK(unlisted.code == 1);
  CHECK(unlisted.says("dbo.sysssislog"));
  CHECK(unlisted.says("destinations"));
  package.log_providers = logging_to_server("DTS.LogProviderEventLog.3");
  const Outcome windows = go();
  CHECK(windows.code == 1);
  CHECK(windows.says("needs Windows"));
}

TEST_CASE("a configuration from a table gives values to variables and connection managers") {
  const Sandbox server(
      "configuration",
      "CREATE TABLE dbo.[SSIS Configurations] (ConfigurationFilter nvarchar(255) NOT NULL, "
      "ConfiguredValue nvarchar(255) NULL, PackagePath nvarchar(255) NOT NULL, "
      "ConfiguredValueType nvarchar(20) NOT NULL);\n"
      "INSERT dbo.[SSIS Configurations] VALUES "
      "(N'It''s mine', N'from the table', N'\\Package.Variables[User::Text].Value', N'String'), "
      "(N'other', N'wrong', N'\\Package.Variables[User::Text].Value', N'String');");
  const Folder folder;
  PackageText package;
  package.notebook = folder.path() + "/book";
  package.attributes = "DTS:EnableConfig=\"True\"";
  package.variables = variable("Text", 8, "from the package");
  package.connections = sql_connection(
      10, "Destination", "OLEDB", "Provider=SQLNCLI11.1;Data Source=X;User ID=sa;Initial Catalog=master");
  package.executables = note(
      "A", "x", "", "", "<DTS:PropertyExpression DTS:Name=\"Text\">@[User::Text]</DTS:PropertyExpression>");
  const auto go = [&](const std::string &type, const std::string &text) {
    std::string whole = package.text();
    const std::string configuration = "<DTS:Configurations><DTS:Configuration DTS:ConfigurationString=\"" +
                                      attribute(text) + "\" DTS:ConfigurationType=\"" + type +
                                      "\" DTS:CreationName=\"\" DTS:DTSID=\"" + guid(70) +
                                      "\" DTS:ObjectName=\"C\"/></DTS:Configurations>";
    whole.insert(whole.find("<DTS:Variables>"), configuration);
    return gantry_between(server, server,
                          {"run", folder.file("c.dtsx", whole), "--plugin-path", GANTRY_EXAMPLE_PLUGINS},
                          {{"CONFIGURED", "\"Destination\";\"dbo.[SSIS Configurations]\";\"It's mine\";"}});
  };
  const Outcome outcome = go("7", "\"Destination\";\"[dbo].[SSIS Configurations]\";\"It's mine\";");
  CAPTURE(outcome.all());
  CHECK(outcome.code == 0);
  CHECK(read_text(package.notebook) == "from the table\n");
  CHECK(go("8", "CONFIGURED").code == 0);
  CHECK(read_text(package.notebook) == "from the table\nfrom the table\n");
  const Outcome none = go("7", "\"Destination\";\"[dbo].[SSIS Configurations]\";\"nobody\";");
  CAPTURE(none.all());
  CHECK(none.code == 0);
  CHECK(none.says("0x80012059"));
  const Outcome injected = go("7", "\"Destination\";\"[dbo].[x]; DROP TABLE dbo.[y]\";\"nobody\";");
  CAPTURE(injected.all());
  CHECK(injected.says("has no name that can be read"));
  const Outcome registry = go("3", "HKEY");
  CHECK(registry.code != 0);
}
