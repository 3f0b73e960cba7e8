// gantry run, plan, validate
#include "host/cli/arguments.hpp"
#include "host/cli/command.hpp"
#include "host/cli/commands/package-run.hpp"
#include "host/cli/exit-code.hpp"
#include "host/cli/run-choices.hpp"

namespace gantry::cli {

namespace {

void add_options(Mode mode, Arguments &arguments, RunLimits &limits, std::string &plan_file) {
  po::options_description &options = arguments.options();
  if (mode == Mode::run)
    options.add_options()  //
        ("plan", po::value<std::string>(&plan_file)->value_name("FILE"),
         "hold the run to a plan of `gantry plan --out`; anything else is refused before anything is "
         "changed");
  if (mode == Mode::run) add_evidence_options(options, limits.evidence);
  if (mode == Mode::plan) {
    arguments.allow_format("sql");
    options.add_options()  //
        ("out", po::value<std::string>(&limits.output.file)->value_name("FILE"),
         "save the plan for `gantry run --plan FILE`; with --format sql: the script")  //
        ("with-hashes", po::bool_switch(&limits.output.with_hashes),
         "secrets in clear in the script of --format sql --out FILE")  //
        ("exit-code", po::bool_switch(&limits.exit_code),
         "exit with 0 when there is nothing to do, with 2 when there is");
  }
}

/// Options that do not go together.
Result<> check_options(Mode mode, const CommonOptions &options, const RunLimits &limits) {
  if (mode != Mode::plan || !limits.output.with_hashes) return success();
  if (options.format == "sql" && !limits.output.file.empty()) return success();
  return Error(Status::invalid, "--with-hashes needs a file that only you can read",
               "--format sql and --out FILE with it",
               options.format == "sql" ? "no --out" : "--format " + options.format, "add what is missing");
}

/// The plan that binds fills in what the command line leaves open.
void bind_plan(const audit::PlanFile &plan, PackageOptions &package) {
  if (package.file.empty()) package.file = plan.package.file;
  PackageOptions planned = options_of(plan.package);
  planned.file = package.file;
  if (package.package_name.empty()) package.package_name = planned.package_name;
  const auto before = [](std::vector<std::string> &mine, const std::vector<std::string> &theirs) {
    mine.insert(mine.begin(), theirs.begin(), theirs.end());
  };
  before(package.set, planned.set);
  before(package.parameters, planned.parameters);
  before(package.configurations, planned.configurations);
  before(package.disable_tasks, planned.disable_tasks);
}

Result<> same_package(const audit::PlanFile &plan, const OpenedPackage &opened) {
  if (plan.package.sha256 == opened.record.sha256) return success();
  return Error(Status::invalid, "plan file " + plan.path + " is of another package",
               plan.package.file + " as it was, SHA-256 " + plan.package.sha256,
               opened.record.file + ", SHA-256 " + opened.record.sha256,
               "run the package that was planned, or plan again");
}

int package_command(Mode mode, Arguments arguments, const Words &words) {
  PackageOptions package;
  runtime::RunOptions how;
  RunLimits limits;
  std::string plan_file;
  arguments.positional("FILE", 1);
  arguments.add_package_options(package);
  add_options(mode, arguments, limits, plan_file);
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
  const auto wrong = [&](const Error &error, int code) {
    refuse(screen, options, error);
    return code;
  };
  limits.output.script = options.format == "sql";
  if (Result<> fit = check_options(mode, options, limits); !fit) return wrong(fit.error(), exit_command_line);
  if (arguments.has("FILE")) package.file = arguments.given()["FILE"].as<std::vector<std::string>>().front();
  std::optional<audit::PlanFile> plan;
  if (!plan_file.empty()) {
    Result<audit::PlanFile> loaded = audit::load_plan(plan_file);
    if (!loaded) return wrong(loaded.error(), exit_failure);
    plan = std::move(loaded).value();
    limits.evidence.bound = &*plan;
    bind_plan(*plan, package);
  }
  if (package.file.empty())
    return wrong(Error(Status::invalid, "no package is named", "the path of a .dtsx or .ispac file",
                       "nothing", "see `gantry run --help`"),
                 exit_command_line);
  if (Result<> usable = check_run_choices(how, screen); !usable)
    return wrong(usable.error(), exit_command_line);
  Result<std::unique_ptr<Workspace>> workspace = Workspace::open(options, screen);
  if (!workspace) return wrong(workspace.error(), exit_command_line);
  package.recorded = mode == Mode::run || limits.output.wanted();
  bool not_found = false;
  Result<OpenedPackage> opened = open_package((*workspace)->host(), package, not_found);
  if (!opened)
    return wrong(opened.error(), not_found                                 ? exit_not_found
                                 : opened.error().status == Status::denied ? exit_command_line
                                                                           : exit_not_loadable);
  if (plan)
    if (Result<> same = same_package(*plan, *opened); !same) return wrong(same.error(), exit_failure);
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
          "order of their constraints. Each task plans its steps just before it executes exactly those. "
          "Before a "
          "step\n"
          "that destroys something somebody is asked, or --yes is needed. What a run leaves behind (journal, "
          "undo\n"
          "script, report) is below the state folder; see also `gantry recover`.",
          {"gantry run deploy.dtsx",
           "gantry run deploy.dtsx --connection Source.server=db1 --disable-task '\\Package\\Mail'",
           "gantry run --plan deploy.plan", "gantry run deploy.dtsx --yes --report reports/",
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
                {"gantry plan deploy.dtsx", "gantry plan deploy.dtsx --out deploy.plan",
                 "gantry plan deploy.dtsx --format sql > review.sql",
                 "gantry plan deploy.dtsx --format sql --with-hashes --out deploy.sql",
                 "gantry plan deploy.dtsx --exit-code --quiet || echo \"something to do\"",
                 "gantry plan deploy.dtsx --format json | jq '.steps[]?'"}),
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
