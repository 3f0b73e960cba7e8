// User-defined messages from one server to another.
#include "tests/end-to-end/support/sandbox.hpp"

#include <doctest.h>

using namespace end_to_end;

namespace {

const std::string package = GANTRY_SOURCE "/samples/packages/transfer-messages.dtsx";
const std::string source_script = read_text(GANTRY_SOURCE "/samples/packages/messages-old.sql");
const std::string target_script = read_text(GANTRY_SOURCE "/samples/packages/messages-new.sql");

const char *messages_query =
    "SELECT message_id, language_id, severity, is_event_logged, text FROM sys.messages WHERE message_id > "
    "50000 "
    "ORDER BY message_id, language_id";

std::vector<std::string> copy(std::vector<std::string> more) {
  std::vector<std::string> words = {"copy", "messages", "--from", "a",         "--from-user",
                                    "sa",   "--to",     "b",      "--to-user", "sa"};
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

}  // namespace

TEST_CASE(
    "messages: a package brings both sides to agree, changing only what differs; then nothing is to do") {
  const Sandbox source("SHOP-OLD", source_script), destination("SHOP-NEW", target_script);
  const std::vector<std::string> before = destination.rows(messages_query);
  const Outcome plan = gantry_between(source, destination, {"plan", package});
  CAPTURE(plan.all());
  REQUIRE(plan.code == 0);
  CHECK(plan.says("sp_addmessage @msgnum = 50010"));
  CHECK(plan.says("@replace = 'replace'"));
  CHECK(plan.says("text as at the source"));
  CHECK(destination.rows(messages_query) == before);

  const Outcome run = gantry_between(source, destination, {"run", package});
  CAPTURE(run.all());
  REQUIRE(run.code == 0);
  CHECK(run.says("messages transferred"));
  CHECK(source.rows(messages_query) == destination.rows(messages_query));
  CHECK(source.rows(messages_query).size() > before.size());

  const Outcome again = gantry_between(source, destination, {"run", package});
  CHECK(again.code == 0);
  CHECK(again.says("nothing to do"));
  const std::string option = "\\Package\\Transfer messages.Properties[IfObjectExists];";
  const Outcome skip = gantry_between(source, destination, {"run", package, "--set", option + "2"});
  CHECK(skip.code == 0);
  CHECK(skip.says("nothing to do"));
  const Outcome fail = gantry_between(source, destination, {"run", package, "--set", option + "0"});
  CHECK(fail.code == 1);
  CHECK(fail.says("already at the destination"));
  CHECK(source.rows(messages_query) == destination.rows(messages_query));
}

TEST_CASE("copy messages: chosen ones, chosen languages, what is not there") {
  const Sandbox source("A", source_script), destination("B");
  const Outcome german = gantry_between(
      source, destination, copy({"--message", "50010", "--language", "us_english", "--language", "German"}));
  CAPTURE(german.all());
  REQUIRE(german.code == 0);
  CHECK(destination.rows("SELECT language_id FROM sys.messages WHERE message_id > 50000 ORDER BY 1") ==
        std::vector<std::string>{"1031", "1033"});

  const Outcome absent = gantry_between(
      source, destination, copy({"--message", "50999", "--message", "50020", "--message", "60000"}));
  CHECK(absent.code == 1);
  CHECK(absent.says("50999"));
  CHECK(absent.says("60000"));
  CHECK(destination.value("SELECT COUNT(*) FROM sys.messages WHERE message_id = 50020") == "0");

  const Outcome alone =
      gantry_between(source, destination, copy({"--message", "50020", "--language", "Deutsch"}));
  CHECK(alone.code == 1);
  CHECK(alone.says("needs its us_english text"));

  const Outcome rest = gantry_between(source, destination, copy({"--all", "--if-exists", "skip"}));
  CAPTURE(rest.all());
  CHECK(rest.code == 0);
  CHECK(source.rows(messages_query) == destination.rows(messages_query));
}

TEST_CASE("messages: an error half-way leaves the destination as it was, or number by number") {
  for (const bool whole : {true, false}) {
    const Sandbox source("A", source_script), destination("B");
    const Outcome fault = destination.sql(
        "EXEC sandbox.inject @fault = 'error', @number = 15040, @match = '50020', @times = 1");
    CAPTURE(fault.all());
    REQUIRE(fault.code == 0);
    const Outcome run =
        gantry_between(source, destination, copy({"--all", "--transaction", whole ? "task" : "object"}));
    CAPTURE(run.all());
    CHECK(run.code == 1);
    // Also where it was sent together with others.
    CHECK(run.says("UserDefinedMessage 50020 us_english: "));
    CHECK_FALSE(run.says("sent with it"));
    CHECK((destination.value("SELECT COUNT(*) FROM sys.messages WHERE message_id = 50010") == "0") == whole);
    CHECK(destination.value("SELECT COUNT(*) FROM sys.messages WHERE message_id = 50020") == "0");
  }
}

TEST_CASE("messages: a login that may not add them fails with the server's words, and nothing is there") {
  const Sandbox source("A", source_script),
      destination("B", "CREATE LOGIN [visitor] WITH PASSWORD = N'Only-looking-1', CHECK_POLICY = OFF;");
  const Outcome run = gantry_between(
      source, destination,
      {"copy", "messages", "--from", "a", "--from-user", "sa", "--to", "b", "--to-user", "visitor", "--all"},
      {{"GANTRY_SECRET_DESTINATION_PASSWORD", "Only-looking-1"}});
  CAPTURE(run.all());
  CHECK(run.code == 1);
  CHECK(run.says("permission"));
  CHECK(destination.value("SELECT COUNT(*) FROM sys.messages WHERE message_id > 50000") == "0");
}

TEST_CASE("messages: check proxies find nothing to say") {
  const Sandbox source("SHOP-OLD", source_script), destination("SHOP-NEW", target_script);
  const Outcome run = gantry_between(source, destination, {"run", package, "--check-calls"});
  CAPTURE(run.all());
  CHECK(run.code == 0);
  CHECK_FALSE(run.says("PLUGIN"));
  CHECK_FALSE(run.says("HOST"));
}

TEST_CASE("messages: no room for what does not fit into memory is told before anything is sent") {
  std::string script;
  for (int id = 60000; id < 60800; ++id)
    script += "EXEC sp_addmessage " + std::to_string(id) + ", 16, N'" + std::string(200, 'm') + "';\nGO\n";
  const Sandbox source("A", script), destination("B");
  const Outcome run = gantry_between(source, destination, copy({"--all"}), {{"TMPDIR", "/no/such/folder"}});
  CAPTURE(run.all());
  CHECK(run.code == 1);
  CHECK(run.says("a temporary file in /no/such/folder could not be made"));
  CHECK(run.says("or name another folder in TMPDIR"));
  CHECK(destination.value("SELECT COUNT(*) FROM sys.messages WHERE message_id > 50000") == "0");
}
