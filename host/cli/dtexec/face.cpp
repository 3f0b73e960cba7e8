// gantry under the name dtexec: its options, its console, its exit codes (ssis.md 8).
#include "host/cli/command.hpp"
#include "host/cli/commands/package-run.hpp"
#include "host/cli/dtexec/console.hpp"
#include "host/cli/dtexec/options.hpp"
#include "host/cli/evidence.hpp"
#include "host/cli/exit-code.hpp"
#include "host/cli/interrupt.hpp"
#include "host/package/names.hpp"

#include <algorithm>
#include <cctype>
#include <fstream>
#include <sstream>

namespace gantry::cli {

namespace dtexec_face {
namespace {

struct Job {
  PackageOptions package;
  runtime::RunOptions how;
  Reporting reporting;
  ConsoleLog log;
  std::string event_file;
  std::vector<std::string> notes;  ///< what was ignored
  std::string verify_build, verify_package, verify_version;
  bool validate_only = false, secret_seen = false;
};

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::tolower(c); });
  return text;
}

std::string help() {
  std::string text =
      "dtexec /option [value] [/option [value]] ...\nRuns an Integration Services package with Gantry. "
      "Options begin with / or -.\n\n";
  std::vector<std::vector<std::string>> rows;
  for (const Option &option : options()) {
    if (std::string(option.name) == "?") continue;
    std::string name = option.name;
    for (std::size_t i = 0; i < option.shortest && i < name.size(); ++i)
      name[i] = static_cast<char>(std::toupper(static_cast<unsigned char>(name[i])));
    const char *state = option.treatment == Treatment::works     ? "works"
                        : option.treatment == Treatment::ignored ? "ignored"
                                                                 : "refused";
    rows.push_back({"/" + name, state, option.text});
  }
  return text + aligned(rows, "  ") +
         "\nExit codes: 0 success, 1 failure, 3 cancelled, 4 not found, 5 not loadable, 6 command line\n";
}

/// The words of a /CommandFile: separated by blanks and line ends, quotes keep blanks together.
Result<std::vector<std::string>> read_command_file(const std::string &path) {
  std::ifstream in(path, std::ios::binary);
  if (!in)
    return Error(Status::not_found, "command file " + path + " cannot be read", "a text file with options",
                 "no such file", "correct /CommandFile");
  std::vector<std::string> words;
  std::string word;
  bool quoted = false, open = false;
  for (char c; in.get(c);) {
    // As a shell would: quotes keep blanks together and are gone; doubled ones inside stand for one.
    if (c == '"') {
      if (quoted && in.peek() == '"') {
        word += static_cast<char>(in.get());
        continue;
      }
      quoted = !quoted;
      open = true;
      continue;
    }
    if (!quoted && (c == ' ' || c == '\t' || c == '\n' || c == '\r')) {
      if (open) words.push_back(word);
      word.clear();
      open = false;
      continue;
    }
    word += c;
    open = true;
  }
  if (open) words.push_back(word);
  return words;
}

/// Splits at the first semicolon outside of quotes.
std::pair<std::string, std::string> halves(const std::string &text) {
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '"') quoted = !quoted;
    if (text[i] == ';' && !quoted) return {text.substr(0, i), text.substr(i + 1)};
  }
  return {text, ""};
}

Result<> take(Job &job, const Given &given, int depth);

Result<> take_words(Job &job, const std::vector<std::string> &words, int depth,
                    std::vector<std::size_t> *secrets) {
  Result<std::vector<Given>> all = parse(words);
  if (!all) return std::move(all).error();
  for (const Given &given : *all) {
    const bool before = job.secret_seen;
    job.secret_seen = false;
    if (Result<> done = take(job, given, depth); !done) return done;
    if (job.secret_seen && secrets && given.has_argument) secrets->push_back(given.word);
    job.secret_seen = job.secret_seen || before;
  }
  return success();
}

Error refused(const Option &option, const std::string &found) {
  return Error(Status::unsupported, "dtexec /" + std::string(option.name) + " is refused",
               "another way: " + std::string(option.text),
               found.empty() ? "/" + std::string(option.name) : found, "see dtexec /Help");
}

Result<> take(Job &job, const Given &given, int depth) {
  const Option &option = *given.option;
  const std::string name = option.name;
  const std::string &value = given.argument;
  if (option.treatment == Treatment::refused) {
    if (name == "password" || name == "decrypt") job.secret_seen = true;
    return refused(option, "");
  }
  if (option.treatment == Treatment::ignored) {
    job.notes.push_back("/" + name + " is ignored: " + option.text);
    return success();
  }
  if (name == "file" || name == "project") {
    if (!job.package.file.empty())
      return Error(Status::invalid, "dtexec got two packages", "one of /File and /Project",
                   job.package.file + " and " + value, "leave one out");
    job.package.file = value;
  } else if (name == "package") {
    job.package.package_name = value;
  } else if (name == "set") {
    const auto [path, text] = halves(value);
    if (carries_secret(path, text)) job.secret_seen = true;
    job.package.set.push_back(value);
  } else if (name == "parameter") {
    job.package.parameters.push_back(value);
  } else if (name == "connection") {
    auto [connection, text] = halves(value);
    if (connection.empty() || text.empty())
      return Error(Status::invalid, "dtexec /Connection needs a name and a connection string",
                   "name_or_id;connection_string", "only one of them", "give both");
    if (text.size() >= 2 && text.front() == '"' && text.back() == '"') text = text.substr(1, text.size() - 2);
    if (connection.size() >= 2 && connection.front() == '"' && connection.back() == '"')
      connection = connection.substr(1, connection.size() - 2);
    const std::string path = "\\Package.Connections[" + connection + "].Properties[ConnectionString]";
    if (carries_secret(path, text)) job.secret_seen = true;
    job.package.set.push_back(path + ";" + text);
  } else if (name == "configfile") {
    job.package.configurations.push_back(value);
  } else if (name == "commandfile") {
    if (depth > 8)
      return Error(Status::invalid, "command files name each other", "at most eight, one inside the other",
                   value, "break the circle");
    Result<std::vector<std::string>> words = read_command_file(value);
    if (!words) return std::move(words).error();
    return take_words(job, *words, depth + 1, nullptr);
  } else if (name == "checkpointing") {
    if (!given.has_argument || lower(value) != "off") return refused(option, "/CheckPointing " + value);
    job.package.set.push_back("\\Package.Properties[SaveCheckpoints];False");
    job.package.set.push_back("\\Package.Properties[CheckpointUsage];0");
  } else if (name == "restart") {
    if (lower(value) != "deny") return refused(option, "/Restart " + (given.has_argument ? value : "force"));
    job.package.set.push_back("\\Package.Properties[CheckpointUsage];0");
  } else if (name == "consolelog") {
    Result<ConsoleLog> log = parse_console_log(value);
    if (!log) return std::move(log).error();
    job.log = std::move(log).value();
  } else if (name == "vlog") {
    job.event_file = value;
    if (!given.has_argument)
      return Error(Status::unsupported, "dtexec /VLog without a path is refused", "a path", "none",
                   "name a file: events then go there as text");
  } else if (name == "maxconcurrent") {
    char *end = nullptr;
    job.how.max_concurrent = std::strtoll(value.c_str(), &end, 10);
    if (value.empty() || *end != 0 || job.how.max_concurrent == 0 || job.how.max_concurrent < -1)
      return Error(Status::invalid, "dtexec /MaxConcurrent " + value + " is wrong", "-1 or a number above 0",
                   value, "correct it");
  } else if (name == "reporting") {
    Result<Reporting> reporting = parse_reporting(value);
    if (!reporting) return std::move(reporting).error();
    job.reporting = std::move(reporting).value();
  } else if (name == "validate") {
    job.validate_only = true;
  } else if (name == "warnaserror") {
    job.how.warnings_as_errors = true;
  } else if (name == "verifybuild") {
    job.verify_build = value;
  } else if (name == "verifypackageid") {
    job.verify_package = value;
  } else if (name == "verifyversionid") {
    job.verify_version = value;
  }
  return success();
}

Result<> verify(const Job &job, const package::Package &package) {
  const auto differs = [](const std::string &what, const std::string &expected, const std::string &found) {
    return Error(Status::invalid,
                 "the package is not the one that dtexec was told to run: its " + what + " differs", expected,
                 found, "run the right file, or leave the check out");
  };
  if (!job.verify_package.empty() && !package::same_guid(job.verify_package, package.root.id))
    return differs("id", job.verify_package, package.root.id);
  if (!job.verify_version.empty() && !package::same_guid(job.verify_version, package.version_guid()))
    return differs("version id", job.verify_version, std::string(package.version_guid()));
  if (!job.verify_build.empty()) {
    std::istringstream in(job.verify_build);
    const std::int64_t numbers[] = {package.version_major(), package.version_minor(),
                                    package.version_build()};
    std::size_t i = 0;
    for (std::string part; std::getline(in, part, ';') && i < 3; ++i)
      if (part != std::to_string(numbers[i]))
        return differs(
            "version", job.verify_build,
            std::to_string(numbers[0]) + ";" + std::to_string(numbers[1]) + ";" + std::to_string(numbers[2]));
  }
  return success();
}

}  // namespace
}  // namespace dtexec_face

int dtexec(int argc, char **argv) {
  using namespace dtexec_face;
  Screen screen;
  std::vector<std::string> words(argv + 1, argv + argc);
  if (!words.empty() && words[0].size() >= 2 &&
      (lower(words[0].substr(1)) == "?" || lower(words[0].substr(1)) == "h" ||
       lower(words[0].substr(1)) == "help" || words[0] == "--help")) {
    screen.out(help());
    return exit_success;
  }
  CommonOptions options;
  Job job;
  job.package.allow_secrets = true;
  std::vector<std::size_t> secrets;
  Result<> taken = take_words(job, words, 0, &secrets);
  for (const std::size_t word : secrets) {
    configuration::wipe_argument(argv[word + 1]);
    wipe(words[word]);
  }
  if (!taken) {
    show_error(screen, taken.error());
    return exit_command_line;
  }
  if (job.package.file.empty()) {
    show_error(screen, Error(Status::invalid, "dtexec was given no package",
                             "/File PATH, or /Project PATH /Package NAME", "neither", "see dtexec /Help"));
    return exit_command_line;
  }
  if (job.secret_seen)
    screen.err(
        "warning: a secret was given in an argument, where others may have seen it; use "
        "GANTRY_SECRET_<CONNECTION>_PASSWORD "
        "or the host configuration instead\n");
  for (const std::string &note : job.notes) screen.err("warning: " + note + "\n");

  Result<std::unique_ptr<Workspace>> workspace = Workspace::open(options, screen);
  if (!workspace) {
    show_error(screen, workspace.error());
    return exit_command_line;
  }
  bool not_found = false;
  Result<OpenedPackage> opened = open_package((*workspace)->host(), job.package, not_found);
  for (std::string &text : job.package.set) wipe(text);
  if (!opened) {
    show_error(screen, opened.error());
    return not_found ? exit_not_found : exit_not_loadable;
  }
  for (std::string &secret : opened->secrets) {
    (*workspace)->masker().add(secret);
    wipe(secret);
  }
  if (Result<> same = verify(job, opened->package); !same) {
    show_error(screen, same.error());
    return exit_not_loadable;
  }
  Console console(screen, job.reporting, job.log);
  if (!job.event_file.empty())
    if (Result<> file = console.open_file(job.event_file); !file) {
      show_error(screen, file.error());
      return exit_command_line;
    }
  const auto call = runtime::CallNode::make_root();
  const std::time_t started = std::time(nullptr);
  package::ExecResult result = package::ExecResult::failure;
  {
    const Interrupt interrupt(call, screen);
    // Nobody sits before a job's console: what destroys needs the host configuration's word.
    EvidenceOptions nobody;
    nobody.ask = false;
    Evidence evidence(**workspace, screen, options, nobody, *opened);
    if (!job.validate_only) evidence.ask_in(job.how);
    runtime::Run run((*workspace)->host(), std::move(opened->package), job.how);
    run.add_listener(console);
    Result<> kept = job.validate_only ? success() : evidence.attach(run);
    if (kept) result = job.validate_only ? run.validate(call.get()) : run.execute(call.get());
    if (kept && !job.validate_only) kept = evidence.close(result);
    if (!kept) {
      show_error(screen, kept.error());
      result = package::ExecResult::failure;
    }
  }
  if (job.how.warnings_as_errors && console.warnings() > 0 && result == package::ExecResult::success)
    result = package::ExecResult::failure;
  if (job.reporting.letters != "N") {
    const char *name = result == package::ExecResult::success    ? "DTSER_SUCCESS (0)"
                       : result == package::ExecResult::canceled ? "DTSER_CANCELED (3)"
                                                                 : "DTSER_FAILURE (1)";
    screen.out("DTExec: The package execution returned " + std::string(name) +
               ".\nElapsed:  " + std::to_string(std::time(nullptr) - started) + " seconds\n");
  }
  return exit_code(result);
}

}  // namespace gantry::cli
