// How packages execute (ssis.md 7): constraints, loops, variables, expressions, handlers, error counts, logs.
#include "tests/end-to-end/support/package-text.hpp"
#include "tests/end-to-end/support/process.hpp"
#include "tests/end-to-end/support/sandbox.hpp"

#include <doctest.h>

#include <algorithm>
#include <sstream>

using namespace end_to_end;

namespace {

struct Bench {
  Folder folder;
  PackageText package;
  Bench() { package.notebook = folder.path() + "/book"; }
  Outcome go(const std::string &command = "run", std::vector<std::string> more = {}) {
    std::vector<std::string> words{gantry(), command, folder.file("test.dtsx", package.text()),
                                   "--plugin-path", GANTRY_EXAMPLE_PLUGINS};
    words.insert(words.end(), more.begin(), more.end());
    return run(words, {{"XDG_CONFIG_HOME", "/nonexistent"}});
  }
  std::vector<std::string> notes() const {
    std::vector<std::string> lines;
    std::istringstream in(read_text(package.notebook));
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    return lines;
  }
};

using Notes = std::vector<std::string>;

std::string handler(const std::string &event, const std::string &tasks, const std::string &variables = {}) {
  return "<DTS:EventHandler DTS:refId=\"Package.EventHandlers[" + event + "]\" DTS:CreationName=\"" + event +
         "\" DTS:DTSID=\"" + guid(900) + "\" DTS:EventID=\"0\" DTS:EventName=\"" + event + "\">" +
         (variables.empty() ? "" : "<DTS:Variables>" + variables + "</DTS:Variables>") + "<DTS:Executables>" +
         tasks + "</DTS:Executables></DTS:EventHandler>";
}

}  // namespace

TEST_CASE("success, failure and completion constraints choose what runs") {
  Bench bench;
  bench.package.attributes = "DTS:MaxErrorCount=\"0\"";
  bench.package.executables = note("A", "a", "Outcome=\"Failure\"") + note("OnFailure", "failed") +
                              note("OnSuccess", "succeeded") + note("Always", "completed");
  bench.package.constraints = constraint(11, "A", "OnFailure", "DTS:Value=\"1\"") +
                              constraint(12, "A", "OnSuccess") +
                              constraint(13, "OnFailure", "Always", "DTS:Value=\"2\"");
  const Outcome outcome = bench.go();
  CAPTURE(outcome.all());
  CHECK(outcome.code == 0);
  CHECK(bench.notes() == Notes{"a", "failed", "completed"});
}

TEST_CASE("an expression on a constraint, alone and with the outcome") {
  Bench bench;
  bench.package.variables = variable("Count", 3, "0");
  bench.package.executables =
      note("A", "a", "Variable=\"User::Count\" Value=\"5\"") + note("Big", "big") + note("Small", "small");
  bench.package.constraints =
      constraint(11, "A", "Big", "DTS:EvalOp=\"3\" DTS:Expression=\"@[User::Count] &gt; 3\"") +
      constraint(12, "A", "Small", "DTS:EvalOp=\"1\" DTS:Expression=\"@[User::Count] &lt;= 3\"");
  CHECK(bench.go().code == 0);
  CHECK(bench.notes() == Notes{"a", "big"});
}

TEST_CASE("a failed task fails the package; MaximumErrorCount counts what climbs") {
  Bench bench;
  bench.package.executables = note("A", "a", "Outcome=\"Failure\"");
  CHECK(bench.go().code == 1);
  bench.package.attributes = "DTS:MaxErrorCount=\"2\"";
  CHECK(bench.go().code == 0);
  bench.package.executables = note("A", "a", "Outcome=\"Failure\"") + note("B", "b", "Outcome=\"Failure\"");
  const Outcome both = bench.go();
  CHECK(both.code == 1);
}

TEST_CASE("FailPackageOnFailure, FailParentOnFailure, ForceExecutionResult") {
  Bench bench;
  bench.package.attributes = "DTS:MaxErrorCount=\"0\"";
  bench.package.executables =
      note("A", "a", "Outcome=\"Failure\"", "DTS:FailPackageOnFailure=\"True\"") + note("B", "b");
  bench.package.constraints = constraint(11, "A", "B", "DTS:Value=\"2\"");
  CHECK(bench.go().code == 1);
  CHECK(bench.notes() == Notes{"a"});
  bench.package.executables =
      note("A", "a", "Outcome=\"Failure\"", "DTS:ForceExecutionResult=\"0\"") + note("B", "b");
  bench.package.constraints = constraint(11, "A", "B");
  CHECK(bench.go().code == 0);
  CHECK(bench.notes() == Notes{"a", "a", "b"});
}

TEST_CASE("disabled executables count as success; --disable-task does the same") {
  Bench bench;
  bench.package.executables = note("A", "a", "", "DTS:Disabled=\"True\"") + note("B", "b") + note("C", "c");
  bench.package.constraints = constraint(11, "A", "B") + constraint(12, "B", "C");
  CHECK(bench.go("run", {"--disable-task", "\\Package\\B"}).code == 0);
  CHECK(bench.notes() == Notes{"c"});
}

TEST_CASE("a For loop with its three expressions, and property expressions in it") {
  Bench bench;
  bench.package.variables = variable("I", 3, "0");
  bench.package.executables =
      "<DTS:Executable DTS:refId=\"Package\\Loop\" DTS:CreationName=\"STOCK:FORLOOP\" DTS:DTSID=\"" +
      guid(50) +
      "\" DTS:ExecutableType=\"STOCK:FORLOOP\" DTS:ObjectName=\"Loop\" DTS:InitExpression=\"@I = 1\" "
      "DTS:EvalExpression=\"@I &lt;= 3\" "
      "DTS:AssignExpression=\"@I = @I + 1\"><DTS:Executables>" +
      note("Loop\\T", "x", "", "",
           "<DTS:PropertyExpression DTS:Name=\"Text\">\"round \" + (DT_WSTR, 10) "
           "@[User::I]</DTS:PropertyExpression>") +
      "</DTS:Executables></DTS:Executable>";
  const Outcome outcome = bench.go();
  CAPTURE(outcome.all());
  CHECK(outcome.code == 0);
  CHECK(bench.notes() == Notes{"round 1", "round 2", "round 3"});
  const Outcome plan = bench.go("plan");
  CHECK(plan.code == 0);
  CHECK(plan.says("one iteration"));
  CHECK(bench.notes().size() == 3);
}

TEST_CASE("a Foreach loop over an enumerator plugin") {
  Bench bench;
  bench.package.variables = variable("Item", 8, "");
  bench.package.executables =
      "<DTS:Executable DTS:refId=\"Package\\Each\" DTS:CreationName=\"STOCK:FOREACHLOOP\" DTS:DTSID=\"" +
      guid(51) +
      "\" DTS:ExecutableType=\"STOCK:FOREACHLOOP\" DTS:ObjectName=\"Each\"><DTS:ForEachEnumerator "
      "DTS:CreationName=\"Example.ForEachListEnumerator\" DTS:DTSID=\"" +
      guid(52) +
      "\" DTS:ObjectName=\"E\"><DTS:ObjectData><ListEnumeratorData "
      "Items=\"2,3,one,3,two,\"/></DTS:ObjectData></DTS:ForEachEnumerator>"
      "<DTS:Executables>" +
      note("Each\\T", "x", "", "",
           "<DTS:PropertyExpression DTS:Name=\"Text\">@[User::Item]</DTS:PropertyExpression>") +
      "</DTS:Executables><DTS:ForEachVariableMappings><DTS:ForEachVariableMapping DTS:CreationName=\"\" "
      "DTS:DTSID=\"" +
      guid(53) +
      "\" DTS:ObjectName=\"M\" DTS:ValueIndex=\"0\" "
      "DTS:VariableName=\"User::Item\"/></DTS:ForEachVariableMappings></DTS:Executable>";
  const Outcome outcome = bench.go();
  CAPTURE(outcome.all());
  CHECK(outcome.code == 0);
  CHECK(bench.notes() == Notes{"one", "two"});
}

TEST_CASE("event handlers run; Propagate False keeps the error from the package") {
  Bench bench;
  const std::string task = note("A", "a", "Outcome=\"Failure\"");
  const std::string says = note("A.EventHandlers[OnError]\\H", "x", "", "",
                                "<DTS:PropertyExpression DTS:Name=\"Text\">\"handler of \" + "
                                "@[System::SourceName]</DTS:PropertyExpression>");
  const auto with = [&](const std::string &propagate) {
    std::string text = task;
    const std::string handlers =
        "<DTS:EventHandlers>" + handler("OnError", says, variable("Propagate", 11, propagate, "", "System")) +
        "</DTS:EventHandlers>";
    text.insert(text.find("<DTS:ObjectData>"), handlers);
    return text;
  };
  bench.package.executables = with("-1");
  const Outcome climbs = bench.go();
  CAPTURE(climbs.all());
  CHECK(climbs.code == 1);
  CHECK(bench.notes() == Notes{"a", "handler of A"});
  bench.package.executables = with("0");
  CHECK(bench.go().code == 0);
}

TEST_CASE("independent tasks run at once, and MaxConcurrentExecutables holds them back") {
  Bench bench;
  bench.package.executables = note("A", "a", "Milliseconds=\"300\"") +
                              note("B", "b", "Milliseconds=\"300\"") + note("C", "c", "Milliseconds=\"300\"");
  const Outcome outcome = bench.go();
  CHECK(outcome.code == 0);
  Notes notes = bench.notes();
  std::sort(notes.begin(), notes.end());
  CHECK(notes == Notes{"a", "b", "c"});
  bench.package.attributes = "DTS:MaxConcurrentExecutables=\"1\"";
  CHECK(bench.go().code == 0);
  bench.package.attributes = "DTS:MaxConcurrentExecutables=\"0\"";
  CHECK(bench.go().code == 1);
}

TEST_CASE("what Gantry does not do is refused by name") {
  Bench bench;
  bench.package.executables = note("A", "a", "", "DTS:TransactionOption=\"2\"");
  const Outcome transaction = bench.go();
  CHECK(transaction.code == 1);
  CHECK(transaction.says("0xC001401A"));
  bench.package.executables = note("A", "a");
  bench.package.attributes =
      "DTS:SaveCheckpoints=\"True\" DTS:CheckpointUsage=\"1\" DTS:CheckpointFileName=\"c.xml\"";
  const Outcome checkpoint = bench.go();
  CHECK(checkpoint.code == 1);
  CHECK(checkpoint.says("checkpoints"));
  CHECK(bench.notes().empty());
}

TEST_CASE("log providers write over FILE connection managers; others are refused by name") {
  Bench bench;
  const std::string log = bench.folder.path() + "/run.log", xml = bench.folder.path() + "/run.xml";
  const auto file = [](int id, const std::string &name, const std::string &path) {
    return "<DTS:ConnectionManager DTS:refId=\"Package.ConnectionManagers[" + name +
           "]\" DTS:CreationName=\"FILE\" DTS:DTSID=\"" + guid(id) + "\" DTS:ObjectName=\"" + name +
           "\"><DTS:ObjectData><DTS:ConnectionManager DTS:FileUsageType=\"1\" DTS:ConnectionString=\"" +
           path + "\"/></DTS:ObjectData></DTS:ConnectionManager>";
  };
  const auto provider = [](int id, const std::string &kind, const std::string &connection) {
    return "<DTS:LogProvider DTS:ConfigString=\"" + connection + "\" DTS:CreationName=\"" + kind +
           "\" DTS:DTSID=\"" + guid(id) + "\" DTS:ObjectName=\"" + kind +
           "\"><DTS:ObjectData/></DTS:LogProvider>";
  };
  const auto logging = [](std::vector<int> ids) {
    std::string selected;
    for (const int id : ids) selected += "<DTS:SelectedLogProvider DTS:InstanceID=\"" + guid(id) + "\"/>";
    return "<DTS:LoggingOptions DTS:FilterKind=\"0\" DTS:LoggingMode=\"1\"><DTS:Property DTS:DataType=\"8\" "
           "DTS:Name=\"EventFilter\">2,7,OnError,13,OnInformation</DTS:Property>"
           "<DTS:SelectedLogProviders>" +
           selected + "</DTS:SelectedLogProviders></DTS:LoggingOptions>";
  };
  bench.package.connections = file(60, "Text", log) + file(61, "Xml", xml);
  bench.package.log_providers = provider(62, "Microsoft.LogProviderTextFile", "Text") +
                                provider(63, "Microsoft.LogProviderXMLFile", "Xml");
  bench.package.logging = logging({62, 63});
  bench.package.executables = note("A", "hello log");
  const Outcome outcome = bench.go();
  CAPTURE(outcome.all());
  CHECK(outcome.code == 0);
  for (const std::string &path : {log, xml}) {
    const std::string text = read_text(path);
    CAPTURE(text);
    CHECK(text.find("PackageStart") != std::string::npos);
    CHECK(text.find("hello log") != std::string::npos);
    CHECK(text.find("PackageEnd") != std::string::npos);
  }
  bench.package.log_providers = provider(62, "Microsoft.LogProviderEventLog", "Text");
  const Outcome windows = bench.go();
  CHECK(windows.code == 1);
  CHECK(windows.says("Microsoft.LogProviderEventLog"));
  // A file is no server.
  bench.package.log_providers = provider(62, "Microsoft.LogProviderSQLServer", "Text");
  const Outcome sql = bench.go();
  CHECK(sql.code == 1);
  CHECK(sql.says("gantry.sql-session/1"));
}

TEST_CASE("Ctrl-C cancels: exit code 3") {
  Bench bench;
  bench.package.executables = note("A", "never", "Milliseconds=\"30000\"");
  const std::string file = bench.folder.file("slow.dtsx", bench.package.text());
  const Outcome outcome = run({"timeout", "--foreground", "--preserve-status", "--signal=INT", "2", gantry(),
                               "run", file, "--plugin-path", GANTRY_EXAMPLE_PLUGINS},
                              {{"XDG_CONFIG_HOME", "/nonexistent"}}, 30);
  CAPTURE(outcome.all());
  CHECK(outcome.code == 3);
  CHECK(bench.notes().empty());
}

TEST_CASE("JSON: one object a line, nothing else on standard output") {
  Bench bench;
  bench.package.executables = note("A", "a");
  const Outcome outcome = bench.go("run", {"--format", "json"});
  CHECK(outcome.code == 0);
  std::istringstream in(outcome.out);
  std::string line, last;
  while (std::getline(in, line)) {
    CHECK(line.front() == '{');
    CHECK(line.back() == '}');
    last = line;
  }
  CHECK(last.find("\"result\":\"success\"") != std::string::npos);
}
