// gantry run, plan, validate
#include "host/cli/arguments.hpp"
#include "host/cli/command.hpp"
#include "host/cli/commands/package-run.hpp"
#include "host/cli/exit-code.hpp"
#include "host/cli/run-choices.hpp"

namespace gantry::cli {

namespace {

int package_command(Mode mode, Arguments arguments, const Words &words) {
  PackageOptions package;
  runtime::RunOptions how;
  RunLimits limits;
  arguments.positional("FILE", 1);
  arguments.add_package_options(package);
  arguments.options().add_options()                                        //
      ("offline", po::bool_switch(&how.offline), "acquire no connection")  //
      ("max-concurrent", po::value<std::int64_t>(&how.max_concurrent)->value_name("N"),
       "tasks at once, instead of what the package says")                                                  //
      ("warn-as-error", po::bool_switch(&how.warnings_as_errors), "a warning makes the result a failure")  //
      ("timeout", po::value<double>(&limits.timeout_seconds)->value_name("SECONDS"),
       "end the whole run after that");
  if (mode != Mode::validate) add_run_choices(arguments.options(), how);
  Screen screen;
  switch (arguments.parse(words, screen)) {
    case Arguments::Outcome::helped: return exit_success;
    case Arguments::Outcome::refused: return exit_command_line;
    case Arguments::Outcome::go: break;
  }
  const CommonOptions &options = arguments.common();
  screen = Screen(options.colour);
  if (!arguments.has("FILE")) {
    refuse(screen, options,
           Error(Status::invalid, "no package is named", "the path of a .dtsx or .ispac file", "nothing",
                 "see `gantry run --help`"));
    return exit_command_line;
  }
  if (Result<> usable = check_run_choices(how, screen); !usable) {
    refuse(screen, options, usable.error());
    return exit_command_line;
  }
  package.file = arguments.given()["FILE"].as<std::vector<std::string>>().front();
  Result<std::unique_ptr<Workspace>> workspace = Workspace::open(options, screen);
  if (!workspace) {
    refuse(screen, options, workspace.error());
    return exit_command_line;
  }
  bool not_found = false;
  Result<OpenedPackage> opened = open_package((*workspace)->host(), package, not_found);
  if (!opened) {
    refuse(screen, options, opened.error());
    return not_found                                 ? exit_not_found
           : opened.error().status == Status::denied ? exit_command_line
                                                     : exit_not_loadable;
  }
  return run_package(**workspace, screen, options, mode, std::move(opened).value(), package.file, how,
                     limits);
}

}  // namespace

int run_command(const Words &words) {
  return package_command(
      Mode::run,
      Arguments(
          "run [OPTIONS] FILE",
          "Runs a package: checks that plugins and connections fit, validates every task, then executes them "
          "in the\n"
          "order of their constraints. Each task plans its steps just before it executes exactly those.",
          {"gantry run deploy.dtsx",
           "gantry run deploy.dtsx --connection Source.server=db1 --disable-task '\\Package\\Mail'",
           "gantry run nightly.ispac --package Logins.dtsx --format json"}),
      words);
}

int plan_command(const Words &words) {
  return package_command(
      Mode::plan,
      Arguments("plan [OPTIONS] FILE",
                "Shows every step that a run would take and why, statement by statement, and changes "
                "nothing. Tasks behind a\n"
                "failure or expression constraint are marked; of a loop one iteration is shown.",
                {"gantry plan deploy.dtsx", "gantry plan deploy.dtsx --format json | jq '.steps[]?'"}),
      words);
}

int validate_command(const Words &words) {
  return package_command(Mode::validate,
                         Arguments("validate [OPTIONS] FILE",
                                   "Checks a package as Integration Services does before it runs: structure, "
                                   "plugins, connections, each task.",
                                   {"gantry validate deploy.dtsx", "gantry validate --offline deploy.dtsx"}),
                         words);
}

}  // namespace gantry::cli
