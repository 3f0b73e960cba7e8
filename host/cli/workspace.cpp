#include "host/cli/workspace.hpp"

#include <fcntl.h>
#include <sys/auxv.h>
#include <termios.h>
#include <unistd.h>
#include <gantry/cpp/text.hpp>

#include <climits>
#include <cstdlib>
#include <filesystem>
#include <iostream>

namespace gantry::cli {

std::string program_path() {
  char path[PATH_MAX];
  const ssize_t length = readlink("/proc/self/exe", path, sizeof path);
  return length > 0 ? std::string(path, static_cast<std::size_t>(length)) : std::string();
}

Result<std::string> ask_secret(const std::string &question) {
  const int terminal = ::open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
  if (terminal < 0)
    return Error(Status::state, question + ": nobody can be asked", "a terminal", "none",
                 "supply it by environment, file or --password-stdin");
  termios before{};
  tcgetattr(terminal, &before);
  termios silent = before;
  silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
  tcsetattr(terminal, TCSAFLUSH, &silent);
  const std::string prompt = question + ": ";
  std::string answer;
  if (write(terminal, prompt.data(), prompt.size()) >= 0) {
    char byte = 0;
    while (read(terminal, &byte, 1) == 1 && byte != '\n') answer += byte;
    (void)!write(terminal, "\n", 1);
  }
  tcsetattr(terminal, TCSAFLUSH, &before);
  close(terminal);
  return answer;
}

namespace {

std::string folder(const configuration::Environment &environment, const char *name, const char *below_home) {
  if (const auto set = environment(name); set && !set->empty() && set->front() == '/') return *set;
  const auto home = environment("HOME");
  return home && !home->empty() ? *home + below_home : std::string();
}

/// `--password-stdin`, or `--password-stdin CONNECTION`: one line each, in the order given.
Result<> read_standard_input(const std::vector<std::string> &wanted, configuration::SecretStore &secrets) {
  for (const std::string &connection : wanted) {
    std::string line;
    if (!std::getline(std::cin, line))
      return Error(Status::data, "--password-stdin: standard input ended early",
                   std::to_string(wanted.size()) + " lines, one a --password-stdin", "fewer",
                   "give each password on a line of its own");
    if (!line.empty() && line.back() == '\r') line.pop_back();
    secrets.give(connection, "Password", line);
    wipe(line);
  }
  return success();
}

}  // namespace

Result<std::unique_ptr<Workspace>> Workspace::open(const CommonOptions &options, Screen &screen) {
  std::unique_ptr<Workspace> made(new Workspace);
  if (!options.allow_core) configuration::make_process_undumpable();
  const bool privileged = getauxval(AT_SECURE) != 0;
  // A set-uid program takes nothing from whoever started it (section 13).
  const configuration::Environment environment =
      privileged
          ? configuration::Environment([](const std::string &) { return std::optional<std::string>(); })
          : configuration::process_environment();

  configuration::Sources sources;
  sources.file = options.config;
  sources.command_line = options.connection;
  sources.environment = environment;
  sources.privileged = privileged;
  Result<configuration::HostConfiguration> loaded = configuration::HostConfiguration::load(sources);
  if (!loaded) return std::move(loaded).error();
  made->configuration_ = std::move(loaded).value();

  made->secrets_ =
      std::make_unique<configuration::SecretStore>(made->configuration_, environment, made->masker_);
  if (isatty(STDIN_FILENO) && screen.err_is_terminal())
    made->secrets_->set_prompt([&screen](const std::string &question) {
      screen.clear_drawn();
      return ask_secret(question);
    });
  if (Result<> read = read_standard_input(options.password_stdin, *made->secrets_); !read)
    return std::move(read).error();

  catalog::SearchSources places;
  places.command_line = options.plugin_path;
  places.configured = made->configuration_.plugin_search();
  places.environment_path = environment("GANTRY_PLUGIN_PATH").value_or("");
  places.data_home = folder(environment, "XDG_DATA_HOME", "/.local/share");
  places.cache_home = folder(environment, "XDG_CACHE_HOME", "/.cache");
  places.state_home = folder(environment, "XDG_STATE_HOME", "/.local/state");
  made->state_home_ = places.state_home;
  places.program = program_path();
  places.privileged = privileged;
  places.strict = options.strict;
  std::string notice;
  made->places_ = catalog::search_places(places, notice);
  if (!notice.empty()) screen.err("note: " + notice + "\n");
  made->catalog_ = std::make_unique<catalog::Catalog>(catalog::Catalog::scan(made->places_));

  loader::LoaderOptions loading;
  loading.marker_folder = made->places_.marker_folder;
  loading.probe_program = places.program;
  loading.check_calls =
      options.check_calls || (!privileged && environment("GANTRY_CHECK_CALLS").value_or("") == "1");
  if (options.verbose)
    loading.log = [&screen](const std::string &plugin, int, std::string_view text) {
      screen.err(plugin + ": " + std::string(text) + "\n");
    };
  made->loader_ = std::make_unique<loader::Loader>(std::move(loading));
  made->host_ = std::make_unique<runtime::Host>(
      runtime::Host{*made->catalog_, *made->loader_, made->configuration_, *made->secrets_, made->masker_});
  return made;
}

std::string Workspace::state_folder(const CommonOptions &options) const {
  if (!options.state_folder.empty())
    return std::filesystem::absolute(options.state_folder).lexically_normal().string();
  if (!configuration_.state_folder().empty()) return configuration_.state_folder();
  // A user without a home: a service. systemd's StateDirectory would say where.
  return (state_home_.empty() ? std::string("/var/lib") : state_home_) + "/gantry";
}

}  // namespace gantry::cli
