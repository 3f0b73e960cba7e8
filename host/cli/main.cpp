#include "host/cli/command.hpp"
#include "host/cli/exit-code.hpp"
#include "host/cli/screen.hpp"
#include "host/loader/loader.hpp"

#include <gantry/version.h>

#include <algorithm>
#include <cstring>
#include <exception>

namespace gantry::cli {
namespace {

struct Command {
  const char *name, *summary;
  int (*run)(const Words &);
};

constexpr Command commands[] = {
    {"run", "run a package", run_command},
    {"plan", "show what a run would change, change nothing", plan_command},
    {"validate", "check that a package can run", validate_command},
    {"copy", "transfer logins, jobs, messages or procedures between two servers without a package",
     copy_command},
    {"recover", "put right what runs left that did not end", recover_command},
    {"test-connection", "open and close a package's connections", test_connection_command},
    {"connections", "list a package's connection managers", connections_command},
    {"plugins", "list, inspect, explain and reset plugins", plugins_command},
    {"drivers", "list drivers; explain which one would be chosen", drivers_command},
    {"sandbox", "start a stand-in SQL Server for trying things", sandbox_command},
};

std::string overview(const Screen &screen) {
  std::string text =
      screen.styled(Style::bold, "gantry") +
      " runs SQL Server Integration Services packages (.dtsx); every connection is a plugin.\n\nUsage\n"
      "  gantry COMMAND [OPTIONS] [ARGUMENTS]      gantry COMMAND --help\n\nCommands\n";
  std::vector<std::vector<std::string>> rows;
  for (const Command &command : commands) rows.push_back({command.name, command.summary});
  rows.push_back({"dtexec", "take dtexec's options: gantry dtexec /File PACKAGE ..."});
  rows.push_back({"version", "show the version"});
  text += aligned(rows, "  ");
  text +=
      "\nExamples\n"
      "  gantry plan deploy.dtsx\n"
      "  gantry run deploy.dtsx --connection Destination.server=db2.example\n"
      "  gantry copy logins --from db1 --to db2 --all --plan\n"
      "\nExit codes: 0 success, 1 failure, 3 cancelled, 4 package not found, 5 package not loadable, 6 wrong "
      "command line\n";
  return text;
}

int dispatch(int argc, char **argv) {
  const char *slash = std::strrchr(argv[0], '/');
  const std::string program = slash ? slash + 1 : argv[0];
  if (program == "dtexec") return dtexec(argc, argv);
  const Words words(argv + 1, argv + argc);
  Screen screen;
  if (words.empty() || words[0] == "--help" || words[0] == "-h" || words[0] == "help") {
    if (words.size() > 1)
      for (const Command &command : commands)
        if (words[1] == command.name) return command.run({"--help"});
    screen.out(overview(screen));
    return words.empty() ? exit_command_line : exit_success;
  }
  if (words[0] == "version" || words[0] == "--version") {
    screen.out("gantry 0.1.0, plugin ABI " + std::to_string(GANTRY_ABI_MAJOR) + "." +
               std::to_string(GANTRY_ABI_MINOR) + "\n");
    return exit_success;
  }
  // The program starts itself so to look at a suspect plugin (section 13).
  if (words[0] == "--probe-plugin" && words.size() == 2) return loader::run_probe(words[1]);
  if (words[0] == "dtexec") return dtexec(argc - 1, argv + 1);
  for (const Command &command : commands)
    if (words[0] == command.name) return command.run({words.begin() + 1, words.end()});
  std::string known;
  for (const Command &command : commands) known += (known.empty() ? "" : ", ") + std::string(command.name);
  show_error(screen, Error(Status::invalid, "gantry has no command " + words[0], "one of " + known, words[0],
                           "see `gantry --help`"));
  return exit_command_line;
}

}  // namespace
}  // namespace gantry::cli

int main(int argc, char **argv) {
  try {
    return gantry::cli::dispatch(argc, argv);
  } catch (const std::exception &thrown) {
    gantry::cli::Screen screen;
    gantry::cli::show_error(
        screen, gantry::Error(gantry::Status::internal, "gantry ended by an unexpected error", "none",
                              thrown.what(), "report this with the command line"));
    return gantry::cli::exit_command_line;
  }
}
