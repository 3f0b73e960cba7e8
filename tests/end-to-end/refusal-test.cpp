// Bad input: a clear message, the documented exit code, no secret, nothing lost.
#include "tests/end-to-end/support/sandbox.hpp"

#include <doctest.h>

using namespace end_to_end;

namespace {

const std::string package = GANTRY_SOURCE "/samples/packages/transfer-logins.dtsx";
const char *count_logins = "SELECT COUNT(*) FROM sys.sql_logins";
const Environment no_home{{"XDG_CONFIG_HOME", "/nonexistent"}};

bool four_parts(const Outcome &outcome) {
  return outcome.says("error: ") && outcome.says("expected  ") && outcome.says("found     ") &&
         outcome.says("do        ");
}

}  // namespace

TEST_CASE("packages that cannot be read: 4 when there is none, 5 when it is broken") {
  const Folder folder;
  const auto gantry_run = [](const std::string &file) { return run({gantry(), "validate", file}, no_home); };
  const Outcome missing = gantry_run(folder.path() + "/none.dtsx");
  CHECK(missing.code == 4);
  CHECK(four_parts(missing));
  const std::string whole = read_text(package);
  const Outcome truncated = gantry_run(folder.file("truncated.dtsx", whole.substr(0, whole.size() / 2)));
  CHECK(truncated.code == 5);
  CHECK(four_parts(truncated));
  CHECK(gantry_run(folder.file("text.dtsx", "this is no XML")).code == 5);
  CHECK(gantry_run(folder.file("empty.dtsx", "")).code == 5);
  std::string deep;
  for (int i = 0; i < 5000; ++i) deep += "<a>";
  CHECK(gantry_run(folder.file("deep.dtsx", deep)).code == 5);
  const Outcome entities = gantry_run(folder.file(
      "entities.dtsx", "<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY b SYSTEM \"/etc/passwd\">]><a>&b;</a>"));
  CHECK(entities.code == 5);
  CHECK_FALSE(entities.says("root:"));
}

TEST_CASE("the command line: 6, and what would have been right") {
  CHECK(run({gantry(), "runn"}, no_home).code == 6);
  CHECK(run({gantry(), "run"}, no_home).code == 6);
  CHECK(run({gantry(), "run", "--nonsense", package}, no_home).code == 6);
  const Outcome secret = run({gantry(), "run", package, "--password", "hunter2"}, no_home);
  CHECK(secret.code == 6);
  CHECK_FALSE(secret.says("hunter2"));
  const Outcome set =
      run({gantry(), "run", package, "--set", "\\Package.Connections[Source].Properties[Password];hunter2"},
          no_home);
  CHECK(set.code == 6);
  CHECK_FALSE(set.says("hunter2"));
  const Outcome setting = run({gantry(), "run", package, "--connection", "Source.encript=off"}, no_home);
  CHECK(setting.code == 6);
  CHECK(setting.says("encrypt"));
}

TEST_CASE("types without a provider are named, and the rest runs without them") {
  const Folder folder;
  std::string text = read_text(package);
  for (std::size_t at; (at = text.find("Microsoft.TransferLoginsTask")) != std::string::npos;)
    text.replace(at, 28, "Acme.TeleportTask");
  const std::string file = folder.file("acme.dtsx", text);
  const Outcome unknown = run({gantry(), "plan", file}, no_home);
  CHECK(unknown.code == 1);
  CHECK(unknown.says("Acme.TeleportTask"));
  CHECK(unknown.says("org.gantry.transfer"));
  CHECK(unknown.says("--disable-task"));
  const Outcome rest = run({gantry(), "plan", file, "--disable-task", "\\Package\\Transfer logins"}, no_home);
  CAPTURE(rest.all());
  CHECK(rest.code == 0);

  text = read_text(package);
  for (std::size_t at; (at = text.find("\"SMOServer\"")) != std::string::npos;)
    text.replace(at, 11, "\"ACME\"");
  const Outcome connection = run({gantry(), "plan", folder.file("connection.dtsx", text)}, no_home);
  CHECK(connection.code == 1);
  CHECK(connection.says("0xC0014005"));

  text = read_text(package);
  const std::size_t bound = text.find("DestinationConnection=\"") + 23;
  text.replace(bound, 38, "Nowhere");
  const Outcome unbound = run({gantry(), "plan", folder.file("unbound.dtsx", text)}, no_home);
  CHECK(unbound.code == 1);
  CHECK(unbound.says("Nowhere"));
  CHECK(unbound.says("0xC001000E"));
}

TEST_CASE("an expression's error has its position") {
  const Folder folder;
  std::string text = read_text(package);
  const std::size_t at = text.find("      <DTS:Variables />");
  REQUIRE(at != std::string::npos);
  text.insert(at, "      <DTS:PropertyExpression DTS:Name=\"CopySids\">1 + * 2</DTS:PropertyExpression>\n");
  const Outcome bad = run({gantry(), "plan", folder.file("expression.dtsx", text)}, no_home);
  CHECK(bad.code == 1);
  CHECK(bad.says("CopySids"));
  CHECK(bad.says("column 5"));
}

TEST_CASE("secrets: a missing one lists the ways, a wrong one is 18456 and stays unseen") {
  const Sandbox source("A"), destination("B");
  const Outcome missing =
      gantry_between(source, destination, {"plan", package}, {{"GANTRY_SECRET_SOURCE_PASSWORD", ""}});
  CAPTURE(missing.all());
  CHECK(missing.code == 1);
  CHECK(missing.says("GANTRY_SECRET_SOURCE_PASSWORD"));
  const Outcome wrong = gantry_between(source, destination, {"plan", package, "-v"},
                                       {{"GANTRY_SECRET_SOURCE_PASSWORD", "Not-the-password-9"}});
  CAPTURE(wrong.all());
  CHECK(wrong.code == 1);
  CHECK(wrong.says("18456"));
  CHECK_FALSE(wrong.says("Not-the-password-9"));
  CHECK_FALSE(wrong.says(sa_password));
  // From standard input, and from a file that others may not read.
  std::vector<std::string> words{gantry(), "test-connection",  package,
                                 "Source", "--password-stdin", "Source"};
  const std::vector<std::string> where = bindings(source, destination);
  words.insert(words.end(), where.begin(), where.end());
  CHECK(run(words, no_home, 60, sa_password + "\n").code == 0);
}

TEST_CASE("servers: unreachable, hanging, dying, speaking less encryption than required") {
  const Sandbox source("A",
                       "CREATE LOGIN [one] WITH PASSWORD = N'Pass-1-word', CHECK_POLICY = OFF;\n"
                       "CREATE LOGIN [two] WITH PASSWORD = N'Pass-2-word', CHECK_POLICY = OFF;\n"
                       "CREATE LOGIN [three] WITH PASSWORD = N'Pass-3-word', CHECK_POLICY = OFF;\n");
  SUBCASE("unreachable") {
    Sandbox destination("B");
    destination.kill_now();
    const Outcome outcome = gantry_between(source, destination, {"run", package});
    CHECK(outcome.code == 1);
    CHECK(outcome.says(std::to_string(destination.port())));
  }
  SUBCASE("dies in the middle: the destination is as before") {
    const Sandbox destination("B", "", {"--fault", "drop,statement=CREATE LOGIN,after=1"});
    const std::string before = destination.value(count_logins);
    const Outcome outcome = gantry_between(source, destination, {"run", package});
    CAPTURE(outcome.all());
    CHECK(outcome.code == 1);
    CHECK(destination.value(count_logins) == before);
    CHECK(gantry_between(source, destination, {"run", package}).code == 0);
  }
  SUBCASE("hangs: the deadline ends it") {
    const Sandbox destination("B", "", {"--fault", "stall,statement=CREATE LOGIN,milliseconds=60000"});
    const Outcome outcome = gantry_between(source, destination, {"run", package, "--timeout", "4"}, {}, 40);
    CAPTURE(outcome.all());
    CHECK(outcome.code == 1);
  }
  SUBCASE("an error in the middle rolls back") {
    const Sandbox destination("B", "", {"--fault", "error,number=1204,statement=CREATE LOGIN,after=2"});
    const std::string before = destination.value(count_logins);
    const Outcome outcome = gantry_between(source, destination, {"run", package});
    CHECK(outcome.code == 1);
    CHECK(outcome.says("1204"));
    CHECK(destination.value(count_logins) == before);
  }
  SUBCASE("no encryption") {
    const Sandbox destination("B", "", {"--encryption", "off"});
    const Outcome outcome = gantry_between(source, destination, {"run", package});
    CAPTURE(outcome.all());
    CHECK(outcome.code == 1);
    CHECK(outcome.says("encrypt"));
    const Outcome allowed =
        gantry_between(source, destination, {"plan", package, "--connection", "Destination.encrypt=off"});
    CAPTURE(allowed.all());
    CHECK(allowed.code == 0);
    CHECK(allowed.says("NOT encrypted"));
  }
  SUBCASE("a certificate nobody vouches for, one of another host, one that has expired") {
    const Sandbox destination("B"), named("C", "", {"--certificate-name", "db.example"}),
        old("D", "", {"--certificate-days", "-1"});
    const Outcome untrusted =
        run({gantry(), "test-connection", package, "Source", "--connection",
             "Source.server=" + destination.address()},
            {{"XDG_CONFIG_HOME", "/nonexistent"}, {"GANTRY_SECRET_SOURCE_PASSWORD", sa_password}});
    CAPTURE(untrusted.all());
    CHECK(untrusted.code == 1);
    CHECK(untrusted.says("certificate"));
    CHECK(gantry_between(named, destination, {"test-connection", package, "Source"}).code == 1);
    CHECK(gantry_between(old, destination, {"test-connection", package, "Source"}).code == 1);
    CHECK(gantry_between(destination, destination, {"test-connection", package, "Source"}).code == 0);
  }
}

TEST_CASE("localhost means this machine only when the operator says so") {
  const Sandbox source("A"), destination("B");
  const Folder folder;
  std::string text = read_text(package);
  text.replace(text.find("SALES-OLD"), 9, "localhost");
  const std::string file = folder.file("local.dtsx", text);
  std::vector<std::string> words{gantry(), "plan", file};
  const std::vector<std::string> where = bindings(source, destination);
  for (std::size_t i = 2; i < where.size(); ++i) words.push_back(where[i]);  // all but Source.server
  const Environment secrets{{"GANTRY_SECRET_SOURCE_PASSWORD", sa_password},
                            {"GANTRY_SECRET_DESTINATION_PASSWORD", sa_password},
                            {"XDG_CONFIG_HOME", "/nonexistent"}};
  const Outcome refused = run(words, secrets);
  CHECK(refused.code == 1);
  CHECK(refused.says("local-server"));
  words.insert(words.end(), {"--connection", "Source.local-server=127.0.0.1", "--connection",
                             "Source.port=" + std::to_string(source.port())});
  const Outcome told = run(words, secrets);
  CAPTURE(told.all());
  CHECK(told.code == 0);
}

TEST_CASE("TDSDUMP would write secrets and is refused") {
  const Sandbox source("A"), destination("B");
  const Folder folder;
  const Outcome outcome =
      gantry_between(source, destination, {"plan", package}, {{"TDSDUMP", folder.path() + "/dump"}});
  CHECK(outcome.code == 1);
  CHECK(outcome.says("TDSDUMP"));
  CHECK(read_text(folder.path() + "/dump").empty());
  // Who asks for it gets it: the setting goes through to the driver.
  const Outcome allowed = gantry_between(
      source, destination,
      {"test-connection", package, "Source", "--connection", "Source.driver.allow-tdsdump=True"},
      {{"TDSDUMP", folder.path() + "/dump"}});
  CAPTURE(allowed.all());
  CHECK(allowed.code == 0);
  CHECK_FALSE(read_text(folder.path() + "/dump").empty());
}
