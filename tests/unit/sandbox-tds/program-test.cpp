#include "samples/sandbox/program/files.hpp"
#include "samples/sandbox/program/init-script.hpp"
#include "samples/sandbox/program/options.hpp"

#include "fake-server.hpp"

#include <cstdlib>
#include <filesystem>

#include <unistd.h>
#include <nlohmann/json.hpp>

using namespace sandbox;
using namespace sandbox::program;

namespace {

gantry::Result<Options> parse(std::vector<std::string> arguments, bool with_password = true) {
  if (with_password) {
    ::setenv("SANDBOX_TEST_SA", "pa'ss", 1);
    arguments.insert(arguments.end(), {"--sa-password-env", "SANDBOX_TEST_SA"});
  }
  return parse_options(arguments);
}

struct TemporaryFolder {
  std::filesystem::path path;
  TemporaryFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "sandbox-test-XXXXXX").string();
    path = ::mkdtemp(name.data());
  }
  ~TemporaryFolder() { std::filesystem::remove_all(path); }
};

}  // namespace

TEST_CASE("options have believable defaults") {
  const auto options = parse({});
  REQUIRE(options.ok());
  CHECK(options->address.host == "127.0.0.1");
  CHECK(options->port == 1433);
  CHECK(options->state == ":memory:");
  CHECK(options->sa_password == "pa'ss");
  CHECK(options->encryption == tds::EncryptionPolicy::optional);
  CHECK_FALSE(options->browser_port.has_value());
  CHECK(std::getenv("SANDBOX_TEST_SA") == nullptr);
}

TEST_CASE("options are read") {
  const auto options = parse({"--port", "0", "--name=HERE\\DEV", "--encryption", "login-only", "--ready-file",
                              "/tmp/r", "--browser-port", "0", "--fault", "drop,after=2", "--fault",
                              "error,number=1105", "--certificate-name", "elsewhere", "--exit-with-parent"});
  REQUIRE(options.ok());
  CHECK(options->port == 0);
  CHECK(options->name == "HERE\\DEV");
  CHECK(options->encryption == tds::EncryptionPolicy::login_only);
  CHECK(options->ca_file == "/tmp/r.ca.pem");
  CHECK(options->browser_port == 0);
  CHECK(options->faults.size() == 2);
  CHECK(options->certificate_names == std::vector<std::string>{"elsewhere"});
  CHECK(options->exit_with_parent);
  CHECK(parse({"--help"}, false)->help);
}

TEST_CASE("wrong options are refused with four parts") {
  const std::vector<std::vector<std::string>> cases = {{"--port", "70000"},
                                                       {"--port", "x"},
                                                       {"--host", "0.0.0.0"},
                                                       {"--encryption", "some"},
                                                       {"--certificate", "c.pem"},
                                                       {"--nonsense"},
                                                       {"--fault", "drop after"},
                                                       {"--name", ""},
                                                       {"positional"},
                                                       {"--sa-password", "x"}};
  for (const auto &arguments : cases) {
    CAPTURE(arguments[0]);
    const auto options = parse(arguments);
    REQUIRE_FALSE(options.ok());
    CHECK_FALSE(options.error().what.empty());
    CHECK_FALSE(options.error().found.empty());
    CHECK_FALSE(options.error().todo.empty());
  }
  ::unsetenv("SANDBOX_TEST_SA");
  CHECK_FALSE(parse({}, false).ok());
  CHECK_FALSE(parse({"--sa-password-env", "SANDBOX_TEST_SA"}, false).ok());
}

TEST_CASE("the password of sa from a file is its first line") {
  TemporaryFolder folder;
  const std::string file = folder.path / "sa.txt";
  REQUIRE(write_whole_file(file, "geheim \r\nsecond line\n").ok());
  const auto options = parse({"--sa-password-file", file}, false);
  REQUIRE(options.ok());
  CHECK(options->sa_password == "geheim ");
  REQUIRE(write_whole_file(file, "\n").ok());
  CHECK_FALSE(parse({"--sa-password-file", file}, false).ok());
}

TEST_CASE("faults become batches and cannot become others") {
  CHECK(*fault_batch("drop") == "EXEC sandbox.inject @fault = N'drop'");
  CHECK(*fault_batch("error,number=1105,statement=CREATE LOGIN") ==
        "EXEC sandbox.inject @fault = N'error', @number = 1105, @statement = N'CREATE LOGIN'");
  CHECK(*fault_batch("error,text=it's") == "EXEC sandbox.inject @fault = N'error', @text = N'it''s'");
  for (const char *wrong : {"", "drop;", "drop,after", "drop,=1", "drop,a b=1", "DROP TABLE"})
    CHECK_FALSE(fault_batch(wrong).ok());
}

TEST_CASE("scripts are cut at GO as sqlcmd cuts them") {
  const auto batches = split_batches(
      "SELECT 1\ngo\nSELECT 2\n  GO 3 -- thrice\n/* GO\nGO\n*/ SELECT 'a\nGO\nb'\nGO;\ngone\nGOTO x\n-- "
      "it's\nGO\n\nGO\n");
  REQUIRE(batches.size() == 4);
  CHECK(batches[0].text == "SELECT 1\n");
  CHECK(batches[0].first_line == 1);
  CHECK(batches[1].times == 3);
  CHECK(batches[1].first_line == 3);
  CHECK(batches[2].text == "/* GO\nGO\n*/ SELECT 'a\nGO\nb'\n");
  CHECK(batches[2].first_line == 5);
  CHECK(batches[3].text == "gone\nGOTO x\n-- it's\n");
  CHECK(split_batches("").empty());
  CHECK(split_batches("\xEF\xBB\xBF"
                      "SELECT 1")[0]
            .text == "SELECT 1\n");
}

TEST_CASE("an error of a script names the script's line") {
  FakeScript script;
  int executed = 0;
  script.execute = [&](const std::string &sql, ResultSink &sink, const std::atomic<bool> &) {
    ++executed;
    sink.message({5701, 0, 1, "Changed database context to 'master'.", "", 1});
    if (sql.find("wrong") != std::string::npos)
      sink.message({208, 16, 1, "Invalid object name 'wrong'.", "", 2});
    sink.done({});
  };
  FakeSession session(script);
  const auto failed =
      run_script(session, "setup.sql", "SELECT 1\nGO\n\nSELECT * FROM\nwrong\nGO\nSELECT 3\n");
  REQUIRE_FALSE(failed.ok());
  CHECK(executed == 2);
  CHECK(failed.error().what.find("setup.sql, line 4") == 0);
  CHECK(failed.error().found.find("Msg 208, level 16") == 0);
  CHECK(run_script(session, "setup.sql", "SELECT 1\nGO 2\n").ok());
}

TEST_CASE("the ready file is whole or absent") {
  TemporaryFolder folder;
  const std::string file = folder.path / "ready.json";
  Ready ready;
  ready.host = "127.0.0.1";
  ready.name = "A\\\"B";
  ready.port = 50123;
  ready.pid = 7;
  REQUIRE(write_whole_file(file, ready_json(ready)).ok());
  const auto json = nlohmann::json::parse(*read_text_file(file));
  CHECK(json["host"] == "127.0.0.1");
  CHECK(json["port"] == 50123);
  CHECK(json["name"] == "A\\\"B");
  CHECK(json["ca_file"].is_null());
  CHECK(json["browser_port"].is_null());
  CHECK(std::distance(std::filesystem::directory_iterator(folder.path), {}) == 1);
  CHECK_FALSE(write_whole_file((folder.path / "missing" / "f").string(), "x").ok());
  CHECK_FALSE(read_text_file((folder.path / "none").string()).ok());
}
