// The dtexec face: its options, its secrets, its exit codes (ssis.md 8).
#include "tests/end-to-end/support/package-text.hpp"
#include "tests/end-to-end/support/sandbox.hpp"

#include <doctest.h>

#include <filesystem>

using namespace end_to_end;

namespace {
std::string dtexec() { return std::filesystem::path(gantry()).parent_path() / "dtexec"; }

Outcome face(std::vector<std::string> words) {
  words.insert(words.begin(), dtexec());
  return run(words, {{"XDG_CONFIG_HOME", "/nonexistent"}, {"GANTRY_PLUGIN_PATH", GANTRY_EXAMPLE_PLUGINS}});
}
}  // namespace

TEST_CASE("dtexec's exit codes") {
  Folder folder;
  PackageText package;
  package.notebook = folder.path() + "/book";
  package.executables = note("A", "a");
  const std::string good = folder.file("good.dtsx", package.text());
  package.executables = note("A", "a", "Outcome=\"Failure\"");
  const std::string bad = folder.file("bad.dtsx", package.text());
  const Outcome success = face({"/File", good});
  CAPTURE(success.all());
  CHECK(success.code == 0);
  CHECK(success.says("DTSER_SUCCESS (0)"));
  CHECK(face({"-f", bad}).code == 1);
  CHECK(face({"/F", folder.path() + "/none.dtsx"}).code == 4);
  CHECK(face({"/F", folder.file("broken.dtsx", "<a")}).code == 5);
  CHECK(face({"/Nonsense"}).code == 6);
  CHECK(face({}).code == 6);
  CHECK(face({"/Va", "/FILE", good}).code == 0);
  CHECK(face({"/F", good, "/VerifyPackageID", guid(7)}).code == 5);
  CHECK(face({"/F", good, "/VerifyPackageID", guid(1)}).code == 0);
  CHECK(face({"/SQL", "x"}).code == 6);
  CHECK(face({"/F", good, "/CheckPointing", "on"}).code == 6);
  CHECK(face({"/F", good, "/CheckP", "off", "/Restart", "deny"}).code == 0);
  CHECK(face({"/?"}).code == 0);
  CHECK(run({gantry(), "dtexec", "/F", good},
            {{"XDG_CONFIG_HOME", "/nonexistent"}, {"GANTRY_PLUGIN_PATH", GANTRY_EXAMPLE_PLUGINS}})
            .code == 0);
}

TEST_CASE("/Set, /CommandFile, /Reporting, /ConsoleLog, /VLog") {
  Folder folder;
  PackageText package;
  package.notebook = folder.path() + "/book";
  package.variables = variable("V", 8, "x");
  package.executables =
      note("A", "a", "", "", "<DTS:PropertyExpression DTS:Name=\"Text\">@[User::V]</DTS:PropertyExpression>");
  const std::string file = folder.file("p.dtsx", package.text());
  const std::string commands = folder.file(
      "options.txt", "/File " + file + "\n/Set \\Package.Variables[User::V].Value;\"two words\"\n/Rep I");
  const std::string log = folder.path() + "/events.log";
  const Outcome outcome = face({"/CommandFile", commands, "/ConsoleLog", "NM", "/VLog", log});
  CAPTURE(outcome.all());
  CHECK(outcome.code == 0);
  CHECK(read_text(package.notebook) == "two words\n");
  CHECK(outcome.says("Info: "));
  CHECK(outcome.says("Name: PackageStart"));
  CHECK(read_text(log).find("OnInformation") != std::string::npos);
  CHECK(face({"/F", file, "/Rep", "N"}).out.empty());
}

TEST_CASE("a secret in an argument is taken, warned of once, and gone from the process list") {
  const Sandbox source("A"), destination("B");
  const Folder folder;
  std::string package = read_text(GANTRY_SOURCE "/samples/packages/transfer-logins.dtsx");
  const auto put = [&](const std::string &name, const Sandbox &server) {
    package.replace(package.find(name), name.size(), "127.0.0.1," + std::to_string(server.port()));
  };
  put("SALES-OLD", source);
  put("SALES-NEW", destination);
  const std::string file = folder.file("p.dtsx", package);
  const std::string config =
      folder.file("gantry.json", "{\"connections\": {\"Source\": {\"ca-file\": \"" + source.ca_file() +
                                     "\"}, \"Destination\": {\"ca-file\": \"" + destination.ca_file() +
                                     "\"}}, \"destinations\": {\"" + destination.address() + "\": {}}}");
  std::filesystem::create_directories(folder.path() + "/config/gantry");
  std::filesystem::rename(config, folder.path() + "/config/gantry/gantry.json");
  std::filesystem::permissions(folder.path() + "/config/gantry/gantry.json", std::filesystem::perms(0600));
  const std::string shell =
      dtexec() + " /F '" + file + "' /Set '\\Package.Connections[Source].Properties[Password];" +
      sa_password + "' /Conn 'Destination;SqlServerName=127.0.0.1,'" + std::to_string(destination.port()) +
      "';UseWindowsAuthentication=False;UserName=sa;Password=" + sa_password +
      "' & p=$!; sleep 0.3; tr '\\0' ' ' < /proc/$p/cmdline; wait $p; echo code $?";
  const Outcome outcome = run({"bash", "-c", shell}, {{"XDG_CONFIG_HOME", folder.path() + "/config"}});
  CAPTURE(outcome.all());
  CHECK(outcome.says("code 0"));
  CHECK(outcome.says("warning: a secret was given in an argument"));
  CHECK_FALSE(outcome.says(sa_password));
}
