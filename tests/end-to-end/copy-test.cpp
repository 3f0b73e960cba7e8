// gantry copy: what each of its tasks takes, without a server.
#include "tests/end-to-end/support/sandbox.hpp"

#include <doctest.h>

using namespace end_to_end;

namespace {

std::vector<std::string> line(std::vector<std::string> words) {
  words.insert(words.begin(), {gantry(), "copy"});
  return words;
}

}  // namespace

TEST_CASE("copy: its help names every task, and each task's help shows how") {
  const Outcome all = run(line({"--help"}));
  CHECK(all.code == 0);
  for (const char *what : {"logins", "jobs", "messages", "procedures"}) {
    CHECK(all.says(std::string("gantry copy ") + what + " --from db1 --to db2 --all --plan"));
    const Outcome help = run(line({what, "--help"}));
    CHECK(help.code == 0);
    for (const char *part : {"Examples", "--all", "--if-exists fail|overwrite|skip",
                             "--transaction task|object", "--save-package FILE"})
      CHECK(help.says(part));
  }
  CHECK(run(line({"messages", "--help"})).says("--language NAME"));
  CHECK(run(line({"procedures", "--help"})).says("--schema NAME"));
  CHECK(run(line({"logins", "--help"})).says("--sid-conflict fail|keep-destination|recreate"));
}

TEST_CASE("copy: a wrong line is refused with what was expected") {
  const auto refused = [](std::vector<std::string> words, const char *part) {
    const Outcome outcome = run(line(std::move(words)));
    CAPTURE(outcome.all());
    CHECK(outcome.code == 6);
    CHECK(outcome.says(part));
  };
  refused({}, "one of logins, jobs, messages, procedures");
  refused({"tables", "--from", "a"}, "one of logins, jobs, messages, procedures");
  refused({"messages", "--from", "a", "--all"}, "only --from");
  refused({"messages", "--from", "a", "--to", "b"}, "--all, or --message NUMBER");
  refused({"procedures", "--from", "a", "--to", "b", "--all", "--procedure", "x"}, "more than one");
  refused({"procedures", "--from", "a", "--to", "b", "--all", "--if-exists", "replace"},
          "one of fail|overwrite|skip");
  refused({"messages", "--from", "a", "--to", "b", "--all", "--sids"}, "sids");
}

TEST_CASE("copy: options become the properties of the package's task, and what is not given stays out") {
  const Folder folder;
  const auto saved = [&](std::vector<std::string> words) {
    const std::string file = folder.path() + "/saved.dtsx";
    words.insert(words.end(), {"--from", "a", "--to", "b", "--save-package", file});
    const Outcome outcome = run(line(std::move(words)));
    CAPTURE(outcome.all());
    REQUIRE(outcome.code == 0);
    CHECK(run({gantry(), "validate", "--offline", file}).code == 0);
    return read_text(file);
  };
  const auto holds = [](const std::string &text, const char *part) {
    CAPTURE(part);
    CHECK(text.find(part) != std::string::npos);
  };
  std::string text = saved({"messages", "--message", "50010", "--message", "50020"});
  holds(text, "Microsoft.TransferErrorMessagesTask");
  holds(text, "ErrorMessagesList=\"2,5,50010,5,50020,\"");
  holds(text, ":Languages=\"1,1,*,\"");
  CHECK(text.find("TransferAllErrorMessages") == std::string::npos);
  CHECK(text.find("IfObjectExists") == std::string::npos);
  text = saved(
      {"messages", "--all", "--language", "Deutsch", "--transaction", "object", "--if-exists", "overwrite"});
  holds(text, "TransferAllErrorMessages=\"True\"");
  holds(text, ":Languages=\"1,7,Deutsch,\"");
  holds(text, ":Transaction=\"Object\"");
  holds(text, "IfObjectExists=\"Overwrite\"");
  text = saved({"procedures", "--procedure", "tools.check", "--schema", "*", "--if-exists", "skip"});
  holds(text, "Microsoft.TransferStoredProceduresTask");
  holds(text, "m_DestinationConnectionID=\"{");
  holds(text, "StoredProceduresList=\"1,11,tools.check,\"");
  holds(text, ":Schemas=\"1,1,*,\"");
  text = saved({"logins", "--login", "app", "--sids", "--password-hashes", "--sid-conflict", "recreate"});
  holds(text, "LoginsToTransfer=\"SelectedLogins\"");
  holds(text, "CopySids=\"True\"");
  holds(text, ":CopyPasswordHashes=\"True\"");
  holds(text, ":SidConflict=\"Recreate\"");
}
