// gantry copy WHAT: builds the package that would do it, then plans or runs that. What each task takes stands
// in copy-tasks.cpp.
#include "host/cli/arguments.hpp"
#include "host/cli/command.hpp"
#include "host/cli/commands/copy-package.hpp"
#include "host/cli/commands/package-run.hpp"
#include "host/cli/exit-code.hpp"
#include "host/cli/run-choices.hpp"
#include "host/dtsx/object-data.hpp"
#include "host/dtsx/writer.hpp"

namespace gantry::cli {

namespace {

/// What was given for one option of a table.
struct Given {
  bool on = false;
  std::string word;
  std::vector<std::string> items;

  bool any() const { return on || !word.empty() || !items.empty(); }
};

struct CopyLine {
  CopyEnds ends;
  std::string save;
  bool plan = false;
  RunLimits limits;  ///< what the line says about the run itself
  std::vector<Given> selections, options;
};

std::string command_of(const CopyTask &task) { return std::string("gantry copy ") + task.what; }

std::string all_tasks(const char *separator) {
  std::string text;
  for (const CopyTask &task : copy_tasks()) text += (text.empty() ? "" : separator) + std::string(task.what);
  return text;
}

void add_options(Arguments &arguments, const CopyTask &task, CopyLine &line) {
  const auto text = [](std::string &target, const std::string &name) {
    return po::value<std::string>(&target)->value_name(name);
  };
  const auto list = [](std::vector<std::string> &target, const char *name) {
    return po::value<std::vector<std::string>>(&target)->value_name(name)->composing();
  };
  auto add = arguments.options().add_options();
  add("from", text(line.ends.from, "SERVER"), "the server to read: HOST, HOST\\INSTANCE or HOST,PORT");
  add("to", text(line.ends.to, "SERVER"), "the server to write");
  add("from-user", text(line.ends.from_user, "LOGIN"),
      "SQL login there; without it Kerberos. The connection is called Source");
  add("to-user", text(line.ends.to_user, "LOGIN"), "SQL login there; the connection is called Destination");
  line.selections.resize(task.selections.size());
  for (std::size_t i = 0; i < task.selections.size(); ++i) {
    const CopySelection &selection = task.selections[i];
    Given &given = line.selections[i];
    if (selection.value_name)
      add(selection.option, list(given.items, selection.value_name), selection.help);
    else
      add(selection.option, po::bool_switch(&given.on), selection.help);
  }
  line.options.resize(task.options.size());
  for (std::size_t i = 0; i < task.options.size(); ++i) {
    const CopyOption &option = task.options[i];
    Given &given = line.options[i];
    if (option.value_name)
      add(option.option, list(given.items, option.value_name), option.help);
    else if (!option.words.empty())
      add(option.option, text(given.word, choices_of(option)), option.help);
    else
      add(option.option, po::bool_switch(&given.on), option.help);
  }
  add("plan", po::bool_switch(&line.plan), "show what would be done, change nothing");
  add("save-package", text(line.save, "FILE"), "write the package; with --plan or alone do not run it");
}

Error wrong(const CopyTask &task, std::string what, std::string expected, std::string found) {
  return Error(Status::invalid, std::move(what), std::move(expected), std::move(found),
               "see `" + command_of(task) + " --help`");
}

Result<> check(const CopyTask &task, const CopyLine &line) {
  if (line.ends.from.empty() || line.ends.to.empty())
    return wrong(task, command_of(task) + " needs both servers", "--from SERVER and --to SERVER",
                 line.ends.from.empty() && line.ends.to.empty() ? "neither"
                 : line.ends.from.empty()                       ? "only --to"
                                                                : "only --from");
  int chosen = 0;
  for (const Given &given : line.selections) chosen += given.any() ? 1 : 0;
  if (chosen == 1) return success();
  std::string expected;
  for (const CopySelection &selection : task.selections)
    expected += (expected.empty() ? "--" : ", or --") + std::string(selection.option) +
                (selection.value_name ? std::string(" ") + selection.value_name : "");
  return wrong(task, command_of(task) + " needs one selection", expected,
               chosen == 0 ? "none" : "more than one");
}

/// The property values that the line means.
Result<CopyValues> values_of(const CopyTask &task, const CopyLine &line) {
  CopyValues values;
  for (std::size_t i = 0; i < task.options.size(); ++i) {
    const CopyOption &option = task.options[i];
    const Given &given = line.options[i];
    if (!given.any()) continue;
    if (option.value_name) {
      values.emplace_back(option.property, dtsx::encode_list(given.items));
    } else if (option.words.empty()) {
      values.emplace_back(option.property, "True");
    } else {
      const char *member = nullptr;
      for (const auto &[word, name] : option.words)
        if (given.word == word || given.word == name) member = name;
      if (!member)
        return wrong(task, std::string("--") + option.option + ' ' + given.word + " is not known",
                     "one of " + choices_of(option), given.word);
      values.emplace_back(option.property, member);
    }
  }
  for (std::size_t i = 0; i < task.selections.size(); ++i) {
    const CopySelection &selection = task.selections[i];
    if (!line.selections[i].any()) continue;
    if (selection.list) values.emplace_back(selection.list, dtsx::encode_list(line.selections[i].items));
    for (const auto &[property, value] : selection.implies) {
      bool there = false;
      for (const auto &known : values) there = there || known.first == property;
      if (!there) values.emplace_back(property, value);
    }
  }
  return values;
}

Result<> save(const package::Package &package, const std::string &file) {
  Result<std::string> bytes = dtsx::write_new_package(package);
  if (!bytes) return std::move(bytes).error();
  return dtsx::write_file(file, *bytes);
}

int copy_objects(const CopyTask &task, const Words &words) {
  Arguments arguments(std::string("copy ") + task.what + " --from SERVER --to SERVER SELECTION [OPTIONS]",
                      task.text, task.examples);
  CopyLine line;
  runtime::RunOptions how;
  add_options(arguments, task, line);
  add_run_choices(arguments.options(), how);
  add_evidence_options(arguments.options(), line.limits.evidence);
  Screen screen;
  switch (arguments.parse(words, screen)) {
    case Arguments::Outcome::helped: return exit_success;
    case Arguments::Outcome::refused: return exit_command_line;
    case Arguments::Outcome::go: break;
  }
  const CommonOptions &options = arguments.common();
  screen = Screen(options.colour);
  const auto refused = [&](const Error &error, int code) {
    refuse(screen, options, error);
    return code;
  };
  if (Result<> usable = check_run_choices(how, screen); !usable)
    return refused(usable.error(), exit_command_line);
  if (Result<> complete = check(task, line); !complete) return refused(complete.error(), exit_command_line);
  Result<CopyValues> values = values_of(task, line);
  if (!values) return refused(values.error(), exit_command_line);
  Result<std::unique_ptr<Workspace>> workspace = Workspace::open(options, screen);
  if (!workspace) return refused(workspace.error(), exit_command_line);
  Result<package::Package> package = build_copy(**workspace, task, line.ends, *values);
  if (!package) return refused(package.error(), exit_failure);
  if (!line.save.empty()) {
    if (Result<> saved = save(*package, line.save); !saved) return refused(saved.error(), exit_failure);
    if (!options.quiet && !options.json())
      screen.out("wrote " + line.save + "; run it with `gantry run " + line.save + "`\n");
    if (!line.plan) return exit_success;
  }
  OpenedPackage opened;
  Result<std::string> bytes = dtsx::write_new_package(*package);
  if (!bytes) return refused(bytes.error(), exit_failure);
  opened.text = std::move(bytes).value();
  opened.package = std::move(package).value();
  return run_package(**workspace, screen, options, line.plan ? Mode::plan : Mode::run, std::move(opened),
                     line.save, how, line.limits);
}

}  // namespace

int copy_command(const Words &given) {
  for (const CopyTask &task : copy_tasks())
    if (!given.empty() && given.front() == task.what)
      return copy_objects(task, Words(given.begin() + 1, given.end()));
  // No task: the help that names them all, or a refusal.
  std::vector<std::string> examples;
  for (const CopyTask &task : copy_tasks()) examples.push_back(task.examples.front());
  Arguments arguments(
      "copy " + all_tasks("|") + " --from SERVER --to SERVER SELECTION [OPTIONS]",
      "Transfers objects between two servers as a transfer task of a package would, without writing "
      "a package.\n`gantry copy WHAT --help` explains each.",
      examples);
  Screen screen;
  // What follows an unknown word are options of nobody.
  const bool word = !given.empty() && given.front().rfind("-", 0) != 0;
  switch (arguments.parse(word ? Words{} : given, screen)) {
    case Arguments::Outcome::helped: return exit_success;
    case Arguments::Outcome::refused: return exit_command_line;
    case Arguments::Outcome::go: break;
  }
  refuse(screen, arguments.common(),
         Error(Status::invalid, "gantry copy does not know what to copy",
               "one of " + all_tasks(", ") + " right behind `gantry copy`",
               given.empty() ? "nothing" : given.front(), "see `gantry copy --help`"));
  return exit_command_line;
}

}  // namespace gantry::cli
