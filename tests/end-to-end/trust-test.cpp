// What the host keeps tasks from: servers that are not listed, statements that were not planned, two runs at
// once.
#include "tests/end-to-end/support/package-text.hpp"
#include "tests/end-to-end/support/sandbox.hpp"

#include <doctest.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <chrono>
#include <filesystem>
#include <memory>
#include <thread>

using namespace end_to_end;

namespace {

const std::string package = GANTRY_SOURCE "/samples/packages/transfer-logins.dtsx";
const char *count_logins = "SELECT COUNT(*) FROM sys.sql_logins";
const char *three_logins =
    "CREATE LOGIN [one] WITH PASSWORD = N'Pass-1-word', CHECK_POLICY = OFF;\n"
    "CREATE LOGIN [two] WITH PASSWORD = N'Pass-2-word', CHECK_POLICY = OFF;\n"
    "CREATE LOGIN [three] WITH PASSWORD = N'Pass-3-word', CHECK_POLICY = OFF;\n";

std::string configuration_file(const Folder &folder, const std::string &name, const std::string &json) {
  const std::string file = folder.file(name, json);
  chmod(file.c_str(), 0600);
  return file;
}

std::vector<std::string> copy_words(std::vector<std::string> more) {
  std::vector<std::string> words{"copy", "logins", "--from",    "a",  "--from-user", "sa",
                                 "--to", "b",      "--to-user", "sa", "--all"};
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

/// A package whose one task sends `sent` although it planned `planned`.
std::string rogue(const std::string &planned, const std::string &sent, const std::string &slot,
                  const std::string &more = {}) {
  const auto connection = [](const std::string &name, int number) {
    return "<DTS:ConnectionManager DTS:refId=\"Package.ConnectionManagers[" + name +
           "]\" DTS:CreationName=\"SMOServer\" DTS:DTSID=\"" + guid(number) + "\" DTS:ObjectName=\"" + name +
           "\"><DTS:ObjectData><SMOServerConnectionManager ConnectionString=\"SqlServerName=x;"
           "UseWindowsAuthentication=False;UserName=sa;\"/></DTS:ObjectData></DTS:ConnectionManager>";
  };
  PackageText text;
  text.notebook = "/nonexistent";
  text.connections = connection("Source", 11) + connection("Destination", 12);
  text.executables =
      "<DTS:Executable DTS:refId=\"Package\\Rogue\" DTS:CreationName=\"Test.RogueTask\" DTS:DTSID=\"" +
      guid(13) +
      "\" DTS:ExecutableType=\"Test.RogueTask\" DTS:ObjectName=\"Rogue\"><DTS:ObjectData><RogueTaskData "
      "SourceConnection=\"Source\" DestinationConnection=\"Destination\" Planned=\"" +
      planned + "\" Sent=\"" + sent + "\" Slot=\"" + slot + "\" " + more +
      "/></DTS:ObjectData></DTS:Executable>";
  return text.text();
}

/// Waits for what another process does; false after a minute.
template <typename Condition>
bool comes_true(const Condition &condition) {
  for (int i = 0; i < 600; ++i) {
    if (condition()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
  return false;
}

}  // namespace

TEST_CASE("a server that is not listed is planned for, but not written") {
  const Sandbox source("A", three_logins), destination("B");
  const Folder folder;
  const std::string none = configuration_file(folder, "none.json", "{}");
  const std::string other = configuration_file(
      folder, "other.json", "{\"destinations\": {\"" + source.address() + "\": {}, \"elsewhere\": {}}}");
  const std::string before = destination.value(count_logins);
  for (const std::string &config : {none, other}) {
    const Outcome plan = gantry_between(source, destination, {"plan", package, "--config", config});
    CAPTURE(plan.all());
    CHECK(plan.code == 0);
    CHECK(plan.says("a run would be refused"));
    CHECK(plan.says("CREATE LOGIN [one]"));
    const Outcome run = gantry_between(source, destination, {"run", package, "--config", config});
    CAPTURE(run.all());
    CHECK(run.code == 1);
    CHECK(run.says("\"destinations\": { \"" + destination.address() + "\": {} }"));
    CHECK(destination.value(count_logins) == before);
  }
  // Only a person at a terminal may open a server by a word.
  const Outcome typed =
      gantry_between(source, destination,
                     {"run", package, "--config", none, "--destination-allowed", destination.address()});
  CAPTURE(typed.all());
  CHECK(typed.code == 6);
  CHECK(typed.says("terminal"));
  CHECK(destination.value(count_logins) == before);
  // Its own name will do as well.
  const std::string own = configuration_file(folder, "own.json", "{\"destinations\": {\"b\": {}}}");
  const Outcome listed = gantry_between(source, destination, {"run", package, "--config", own});
  CAPTURE(listed.all());
  CHECK(listed.code == 0);
  CHECK(destination.value(count_logins) != before);
}

TEST_CASE("destroy = deny holds for gantry and for its dtexec face") {
  const Sandbox source("A", "CREATE LOGIN [app] WITH PASSWORD = N'Pass-1-word', CHECK_POLICY = OFF;\n"),
      destination("B", "CREATE LOGIN [app] WITH PASSWORD = N'Pass-1-word', CHECK_POLICY = OFF;\n");
  const Folder folder;
  const std::string sid = "SELECT CONVERT(varchar(100), sid, 1) FROM sys.sql_logins WHERE name = 'app'";
  const std::string before = destination.value(sid), saved = folder.path() + "/saved.dtsx";
  std::filesystem::create_directories(folder.path() + "/config/gantry");
  const std::string careful = configuration_file(
      folder, "config/gantry/gantry.json",
      "{\"connections\": {\"Source\": {\"server\": \"" + source.address() + "\", \"ca-file\": \"" +
          source.ca_file() + "\"}, \"Destination\": {\"server\": \"" + destination.address() +
          "\", \"ca-file\": \"" + destination.ca_file() + "\"}}, \"destinations\": {\"" +
          destination.address() + "\": {\"destroy\": \"deny\"}}}");
  const std::vector<std::string> recreate{"--if-exists", "overwrite", "--sids", "--sid-conflict", "recreate"};
  auto words = copy_words(recreate);
  words.insert(words.end(), {"--save-package", saved});
  REQUIRE(gantry_between(source, destination, words).code == 0);
  const Outcome run = gantry_between(source, destination, {"run", saved, "--config", careful});
  CAPTURE(run.all());
  CHECK(run.code == 1);
  CHECK(run.says("would destroy"));
  const Outcome face =
      end_to_end::run({(std::filesystem::path(gantry()).parent_path() / "dtexec").string(), "/F", saved},
                      {{"XDG_CONFIG_HOME", folder.path() + "/config"},
                       {"GANTRY_SECRET_SOURCE_PASSWORD", sa_password},
                       {"GANTRY_SECRET_DESTINATION_PASSWORD", sa_password}});
  CAPTURE(face.all());
  CHECK(face.code == 1);
  CHECK(face.says("would destroy"));
  CHECK(destination.value(sid) == before);
  CHECK(gantry_between(source, destination, {"run", saved, "--yes"}).code == 0);
  CHECK(destination.value(sid) == source.value(sid));
}

TEST_CASE("a task that does not keep to its plan") {
  const Sandbox source("A"), destination("B");
  const Folder folder;
  const auto go = [&](const std::string &text) {
    return gantry_between(source, destination,
                          {"run", folder.file("rogue.dtsx", text), "--plugin-path", GANTRY_ROGUE_PLUGINS});
  };
  const std::string create = "CREATE LOGIN [r] WITH PASSWORD = N'Pass-1-word', CHECK_POLICY = OFF;";
  const std::string masked = "CREATE LOGIN [r] WITH PASSWORD = ***, CHECK_POLICY = OFF;";
  const auto logins = [](const Sandbox &server) {
    return server.value("SELECT COUNT(*) FROM sys.sql_logins WHERE name = 'r'");
  };
  const auto refused = [&](const Outcome &outcome) {
    CAPTURE(outcome.all());
    CHECK(outcome.code == 1);
    CHECK(outcome.says("was kept from sending"));
    CHECK_FALSE(outcome.says("Pass-1-word"));
    CHECK(logins(source) == "0");
    CHECK(logins(destination) == "0");
  };
  refused(go(rogue(masked, create, "SourceConnection")));
  refused(go(rogue(masked, create, "DestinationConnection", "WhilePreparing=\"True\"")));
  refused(go(rogue("CREATE LOGIN [s] WITH PASSWORD = ***;", create, "DestinationConnection")));
  refused(go(rogue(masked, create + " EXEC sp_configure", "DestinationConnection")));
  refused(go(rogue(masked, "SELECT 1 " + create, "DestinationConnection")));
  // What it planned it may do, at the source only when the plan says so.
  const Outcome kept = go(rogue(masked, create, "DestinationConnection"));
  CAPTURE(kept.all());
  CHECK(kept.code == 0);
  CHECK(logins(destination) == "1");
  const Outcome at_source = go(rogue(masked, create, "SourceConnection", "AtSource=\"True\""));
  CAPTURE(at_source.all());
  CHECK(at_source.code == 0);
  CHECK(logins(source) == "1");
}

TEST_CASE("Ctrl-C twice stops at once, even where a task does not listen") {
  const Sandbox source("A"), destination("B");
  const Folder folder;
  std::vector<std::string> words{
      gantry(), "run",
      folder.file("deaf.dtsx", rogue("CREATE LOGIN [s] WITH PASSWORD = ***;", "SELECT 1",
                                     "DestinationConnection", "Deaf=\"True\"")),
      "--plugin-path", GANTRY_ROGUE_PLUGINS};
  const std::vector<std::string> where = bindings(source, destination);
  words.insert(words.end(), where.begin(), where.end());
  const std::string said = folder.path() + "/said";
  const pid_t run = start(words,
                          {{"GANTRY_SECRET_SOURCE_PASSWORD", sa_password},
                           {"GANTRY_SECRET_DESTINATION_PASSWORD", sa_password},
                           {"XDG_CONFIG_HOME", "/nonexistent"},
                           {"XDG_STATE_HOME", folder.path()}},
                          said);
  CHECK(comes_true([&] { return read_text(said).find("1 step") != std::string::npos; }));
  kill(run, SIGINT);
  CHECK(comes_true([&] { return read_text(said).find("press Ctrl-C again") != std::string::npos; }));
  kill(run, SIGINT);
  int status = 0;
  REQUIRE(waitpid(run, &status, 0) == run);
  CAPTURE(read_text(said));
  REQUIRE(WIFEXITED(status));
  CHECK(WEXITSTATUS(status) == 3);
}

TEST_CASE("--destination-allowed counts at a terminal, and only there") {
  const Sandbox source("A", three_logins), destination("B");
  const Folder folder;
  const std::string nowhere = folder.file("gantry.json", "{}");
  std::vector<std::string> words{"run", package, "--destination-allowed", destination.address()};
  std::string line = "'" + gantry() + "'";
  for (const std::string &word : words) line += " '" + word + "'";
  bool config = false;
  for (const std::string &word : bindings(source, destination)) {
    line += " '" + (config ? nowhere : word) + "'";
    config = word == "--config";
  }
  const Environment secrets{{"GANTRY_SECRET_SOURCE_PASSWORD", sa_password},
                            {"GANTRY_SECRET_DESTINATION_PASSWORD", sa_password},
                            {"XDG_STATE_HOME", folder.path()}};
  const Outcome piped = end_to_end::run({"sh", "-c", line}, secrets);
  CAPTURE(piped.all());
  CHECK(piped.code == 6);
  CHECK(piped.says("terminal"));
  const Outcome typed = end_to_end::run({"script", "-qefc", line, "/dev/null"}, secrets);
  CAPTURE(typed.all());
  CHECK(typed.code == 0);
  CHECK(destination.value("SELECT COUNT(*) FROM sys.sql_logins WHERE name IN ('one', 'two', 'three')") ==
        "3");
}

TEST_CASE("two runs at once: the second says who is there; sessions say which run they belong to") {
  const Sandbox source("A", three_logins),
      destination("B", "", {"--fault", "stall,statement=CREATE LOGIN,milliseconds=120000"});
  const Folder folder;
  std::vector<std::string> words{gantry(), "run", package};
  const std::vector<std::string> where = bindings(source, destination);
  words.insert(words.end(), where.begin(), where.end());
  const pid_t first = start(words,
                            {{"GANTRY_SECRET_SOURCE_PASSWORD", sa_password},
                             {"GANTRY_SECRET_DESTINATION_PASSWORD", sa_password},
                             {"XDG_CONFIG_HOME", "/nonexistent"}},
                            folder.path() + "/first");
  const char *sessions = "SELECT COUNT(*) FROM sys.dm_exec_sessions WHERE program_name LIKE 'Gantry 0.% {%}'";
  // Its turn's session and its task's.
  const bool begun = comes_true([&] { return destination.value(sessions) == "2"; });
  const Outcome second = gantry_between(source, destination, {"run", package});
  kill(first, SIGKILL);
  waitpid(first, nullptr, 0);
  CAPTURE(second.all());
  CAPTURE(read_text(folder.path() + "/first"));
  CHECK(begun);
  CHECK(second.code == 1);
  CHECK(second.says("another run writes to the server behind connection Destination"));
  CHECK(second.says("login sa"));
  CHECK(second.says("since 2"));
  // The lock went with its session.
  REQUIRE(comes_true([&] { return destination.value(sessions) == "0"; }));
  destination.sql("EXEC sandbox.inject @fault = 'clear'");
  // What the first left open is looked at before anything else is done there.
  CHECK(gantry_between(source, destination, {"run", package}).says("gantry recover"));
  CHECK(gantry_between(source, destination, {"recover"}).code == 0);
  const Outcome third = gantry_between(source, destination, {"run", package});
  CAPTURE(third.all());
  CHECK(third.code == 0);
}

TEST_CASE("source and destination are one instance, whatever they are called") {
  const Sandbox server("A", three_logins);
  const Outcome outcome = gantry_between(
      server, server,
      copy_words({"--connection", "Source.server=127.0.0.1," + std::to_string(server.port())}));
  CAPTURE(outcome.all());
  CHECK(outcome.code == 1);
  CHECK(outcome.says("0xC002F315"));
}

TEST_CASE("a rollback by the destination's trigger leaves everything as before") {
  const Sandbox source("A", three_logins),
      destination("B", "", {"--fault", "error,number=3609,statement=CREATE LOGIN,after=1"});
  const std::string before = destination.value(count_logins);
  const Outcome outcome = gantry_between(source, destination, {"run", package});
  CAPTURE(outcome.all());
  CHECK(outcome.code == 1);
  CHECK(outcome.says("3609"));
  CHECK(destination.value(count_logins) == before);
}

TEST_CASE("a deadlock takes the whole transaction, which is then run again") {
  const Sandbox source("A", three_logins),
      destination("B", "", {"--fault", "deadlock,statement=CREATE LOGIN,after=1"});
  const Outcome outcome = gantry_between(source, destination, {"run", package});
  CAPTURE(outcome.all());
  CHECK(outcome.code == 0);
  CHECK(outcome.says("is run again"));
  CHECK(destination.value("SELECT COUNT(*) FROM sys.sql_logins WHERE name IN ('one', 'two', 'three')") ==
        "3");
}

TEST_CASE("logins with exactly the documented rights, and each right missing alone") {
  // docs/tasks.md, "The rights it needs"
  const std::string mover = "CREATE LOGIN [mover] WITH PASSWORD = N'Mover-1-pass', CHECK_POLICY = OFF;\n";
  const auto server = [&](const std::string &name, const std::string &more,
                          const std::vector<std::string> &rights, const std::string &without) {
    std::string init = mover + more;
    for (const std::string &right : rights)
      if (right != without) init += "GRANT " + right + " TO [mover];\n";
    return std::make_unique<Sandbox>(name, init);
  };
  const std::vector<std::string> reads{"VIEW ANY DEFINITION"},
      writes{"VIEW ANY DEFINITION", "ALTER ANY LOGIN"};
  const auto copy = [&](const Sandbox &source, const Sandbox &destination, std::vector<std::string> more) {
    std::vector<std::string> words{"copy", "logins", "--from",    "a",     "--from-user", "mover",
                                   "--to", "b",      "--to-user", "mover", "--login",     "one"};
    words.insert(words.end(), more.begin(), more.end());
    return gantry_between(source, destination, words,
                          {{"GANTRY_SECRET_SOURCE_PASSWORD", "Mover-1-pass"},
                           {"GANTRY_SECRET_DESTINATION_PASSWORD", "Mover-1-pass"}});
  };
  const char *arrived = "SELECT COUNT(*) FROM sys.sql_logins WHERE name = 'one'";
  SUBCASE("exactly these") {
    const auto source = server("A", three_logins, reads, ""), destination = server("B", "", writes, "");
    const Outcome outcome = copy(*source, *destination, {"--sids"});
    CAPTURE(outcome.all());
    CHECK(outcome.code == 0);
    CHECK(destination->value(arrived) == "1");
    // Hashes take a right of their own.
    const Outcome hashes = copy(*source, *destination, {"--password-hashes", "--if-exists", "skip"});
    CAPTURE(hashes.all());
    CHECK(hashes.code == 1);
    CHECK(hashes.says("password hashes"));
    CHECK(hashes.says("GRANT "));
  }
  SUBCASE("each of the source missing") {
    for (const std::string &without : reads) {
      const auto source = server("A", three_logins, reads, without),
                 destination = server("B", "", writes, "");
      const Outcome blind = copy(*source, *destination, {});
      CAPTURE(blind.all());
      CHECK(blind.code == 1);
      // A server that has the narrower right asks for that.
      CHECK(blind.says("DEFINITION TO [mover];"));
      CHECK(destination->value(arrived) == "0");
      const Outcome partial = copy(*source, *destination, {"--allow-partial", "--format", "json", "--plan"});
      CHECK(partial.says("\"partial\":true"));
    }
  }
  SUBCASE("each of the destination missing") {
    for (const std::string &without : writes) {
      const auto source = server("A", three_logins, reads, ""),
                 destination = server("B", "", writes, without);
      const Outcome outcome = copy(*source, *destination, {});
      CAPTURE(without);
      CAPTURE(outcome.all());
      CHECK(outcome.code == 1);
      CHECK(destination->value(arrived) == "0");
    }
  }
}
