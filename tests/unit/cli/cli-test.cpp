#include "host/cli/dtexec/console.hpp"
#include "host/cli/dtexec/options.hpp"
#include "host/cli/package-source.hpp"
#include "host/cli/screen.hpp"

#include <doctest.h>

using namespace gantry;
using namespace gantry::cli;

TEST_CASE("dtexec: slash or dash, short forms, case, arguments that begin with a slash") {
  const auto parsed = dtexec_face::parse(
      {"/F", "/data/x.dtsx", "-set", "\\Package.Variables[V].Value;1", "/REP", "V", "/W", "-va"});
  REQUIRE(parsed);
  REQUIRE(parsed->size() == 5);
  CHECK(std::string((*parsed)[0].option->name) == "file");
  CHECK((*parsed)[0].argument == "/data/x.dtsx");
  CHECK((*parsed)[1].word == 3);
  CHECK(std::string((*parsed)[3].option->name) == "warnaserror");
  CHECK(std::string((*parsed)[4].option->name) == "validate");
  CHECK_FALSE(dtexec_face::parse({"/Verify", "x"}).ok());  // short of every /Verify...
  CHECK_FALSE(dtexec_face::parse({"/F"}).ok());
  CHECK_FALSE(dtexec_face::parse({"file.dtsx"}).ok());
}

TEST_CASE("dtexec: every option of ssis.md 8 is known and has a text") {
  for (const char *name : {"file",
                           "sql",
                           "dts",
                           "isserver",
                           "project",
                           "package",
                           "decrypt",
                           "server",
                           "user",
                           "password",
                           "set",
                           "parameter",
                           "connection",
                           "configfile",
                           "commandfile",
                           "checkfile",
                           "checkpointing",
                           "restart",
                           "consolelog",
                           "logger",
                           "vlog",
                           "maxconcurrent",
                           "reporting",
                           "validate",
                           "warnaserror",
                           "verifybuild",
                           "verifypackageid",
                           "verifyversionid",
                           "verifysigned",
                           "dump",
                           "dumponerror",
                           "envreference",
                           "rem",
                           "sum",
                           "callerinfo",
                           "x86",
                           "help"}) {
    CAPTURE(name);
    bool found = false;
    for (const dtexec_face::Option &option : dtexec_face::options())
      if (std::string(option.name) == name) found = *option.text != 0;
    CHECK(found);
  }
}

TEST_CASE("dtexec: /Reporting and /ConsoleLog") {
  CHECK(dtexec_face::parse_reporting("EW;OnError")->silenced.count("OnError") == 1);
  CHECK_FALSE(dtexec_face::parse_reporting("EN").ok());
  CHECK_FALSE(dtexec_face::parse_reporting("Q").ok());
  CHECK(dtexec_face::parse_console_log("NM;I;OnError")->wants("OnError"));
  CHECK_FALSE(dtexec_face::parse_console_log("NM;I;OnError")->wants("OnWarning"));
  CHECK_FALSE(dtexec_face::parse_console_log("NM;E;OnError")->wants("OnError"));
  CHECK_FALSE(dtexec_face::parse_console_log("NM;x;OnError").ok());
}

TEST_CASE("which texts carry a secret") {
  CHECK(carries_secret("\\Package.Connections[A].Properties[Password]", "x"));
  CHECK(carries_secret("$Sensitive::\\Package.Variables[V].Value", "x"));
  CHECK(carries_secret("\\Package.Connections[A].ConnectionString", "SqlServerName=a;PASSWORD=b;"));
  CHECK_FALSE(carries_secret("\\Package.Connections[A].ConnectionString", "SqlServerName=a;"));
  CHECK_FALSE(carries_secret("\\Package.Variables[V].Value", "Password=no"));
}

TEST_CASE("columns are as wide as they look") {
  CHECK(display_width("\033[31mröd\033[0m") == 3);
  CHECK(cut_to("abcdef", 4) == "abc…");
  CHECK(aligned({{"a", "b"}, {"ccc", "d"}}) == "a    b\nccc  d\n");
}
