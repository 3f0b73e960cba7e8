// gantry connections list, gantry test-connection
#include "host/cli/arguments.hpp"
#include "host/cli/command.hpp"
#include "host/cli/commands/package-run.hpp"
#include "host/cli/exit-code.hpp"
#include "host/cli/json.hpp"
#include "host/runtime/call.hpp"

#include <algorithm>

namespace gantry::cli {

namespace {

/// Parses, opens workspace and package; the exit code when that did not work out.
struct Opened {
  Screen screen;
  std::unique_ptr<Workspace> workspace;
  OpenedPackage package;
  int failed = -1;
};

Opened open_all(Arguments &arguments, PackageOptions &package, const Words &words) {
  Opened opened;
  switch (arguments.parse(words, opened.screen)) {
    case Arguments::Outcome::helped: opened.failed = exit_success; return opened;
    case Arguments::Outcome::refused: opened.failed = exit_command_line; return opened;
    case Arguments::Outcome::go: break;
  }
  const CommonOptions &options = arguments.common();
  opened.screen = Screen(options.colour);
  if (!arguments.has("FILE")) {
    refuse(opened.screen, options,
           Error(Status::invalid, "no package is named", "the path of a .dtsx or .ispac file", "nothing",
                 "see --help"));
    opened.failed = exit_command_line;
    return opened;
  }
  package.file = arguments.given()["FILE"].as<std::vector<std::string>>().front();
  Result<std::unique_ptr<Workspace>> workspace = Workspace::open(options, opened.screen);
  if (!workspace) {
    refuse(opened.screen, options, workspace.error());
    opened.failed = exit_command_line;
    return opened;
  }
  opened.workspace = std::move(workspace).value();
  bool not_found = false;
  Result<OpenedPackage> read = open_package(opened.workspace->host(), package, not_found);
  if (!read) {
    refuse(opened.screen, options, read.error());
    opened.failed = not_found ? exit_not_found : exit_not_loadable;
    return opened;
  }
  opened.package = std::move(read).value();
  return opened;
}

/// `key=value` lines as an object.
Json json_of_lines(const std::string &lines) {
  Json object = Json::object();
  for_each_line(lines, [&](std::string_view key, std::string_view value) {
    object[std::string(key)] = std::string(value);
  });
  return object;
}

}  // namespace

int connections_command(const Words &given) {
  Words words = given;
  Arguments arguments(
      "connections list [OPTIONS] FILE",
      "Lists the connection managers of a package: name, type, the plugin that provides it, and what the\n"
      "operator's configuration says about it. Loads no plugin and opens nothing.",
      {"gantry connections list deploy.dtsx"});
  PackageOptions package;
  arguments.positional("FILE", 1);
  arguments.add_package_options(package);
  if (!words.empty() && words[0] == "list") words.erase(words.begin());
  Opened opened = open_all(arguments, package, words);
  if (opened.failed >= 0) return opened.failed;
  const bool json = arguments.common().json();
  Json list = Json::array();
  std::vector<std::vector<std::string>> rows{{"NAME", "TYPE", "PLUGIN", "SETTINGS"}};
  for (const package::ConnectionManager &manager : opened.package.package.connections) {
    const catalog::Provider provider = opened.workspace->catalog().find(
        catalog::ClassKind::connection_manager, {manager.creation_name, std::string(manager.type())});
    std::string settings;
    Json json_settings = Json::array();
    for (const configuration::Setting &setting : opened.workspace->configuration().connection(manager.name)) {
      settings += (settings.empty() ? "" : ", ") + setting.key + "=" + setting.value;
      json_settings.push_back({{"key", setting.key}, {"value", setting.value}, {"origin", setting.origin}});
    }
    const std::string plugin =
        provider.file ? provider.file->note.id + " " + provider.file->note.version : "none";
    rows.push_back({manager.name, manager.creation_name, plugin, settings});
    list.push_back({{"name", manager.name},
                    {"id", manager.id},
                    {"type", manager.creation_name},
                    {"scope", manager.scope == package::Scope::project ? "project" : "package"},
                    {"plugin", provider.file ? Json(plugin) : Json(nullptr)},
                    {"settings", json_settings}});
  }
  opened.screen.out(json ? line_of(list) : aligned(rows));
  return exit_success;
}

int test_connection_command(const Words &words) {
  Arguments arguments(
      "test-connection [OPTIONS] FILE [NAME...]",
      "Opens each named connection manager of a package (all, when none is named), shows how its server was\n"
      "reached, and closes it.",
      {"gantry test-connection deploy.dtsx", "gantry test-connection deploy.dtsx Source --format json"});
  PackageOptions package;
  arguments.positional("FILE", -1);
  arguments.add_package_options(package);
  double timeout = 0;
  arguments.options().add_options()("timeout", po::value<double>(&timeout)->value_name("SECONDS"),
                                    "give up after that");
  Opened opened = open_all(arguments, package, words);
  if (opened.failed >= 0) return opened.failed;
  const CommonOptions &options = arguments.common();
  std::vector<std::string> names = arguments.given()["FILE"].as<std::vector<std::string>>();
  names.erase(names.begin());
  if (names.empty())
    for (const package::ConnectionManager &manager : opened.package.package.connections)
      names.push_back(manager.name);
  const auto call = runtime::CallNode::make_root(
      timeout > 0 ? monotonic_ns() + static_cast<std::int64_t>(timeout * 1e9) : 0);
  runtime::Run run(opened.workspace->host(), std::move(opened.package.package));
  int code = exit_success;
  for (const std::string &name : names) {
    Result<std::string> lines = run.test_connection(name, call.get());
    if (!lines) {
      code = exit_failure;
      Error error = std::move(lines).error();
      error.what = opened.workspace->masker().mask(error.what);
      error.found = opened.workspace->masker().mask(error.found);
      if (options.json())
        opened.screen.out(line_of({{"connection", name}, {"works", false}, {"message", json_of(error)}}));
      else
        show_error(opened.screen, error);
      continue;
    }
    if (options.json()) {
      opened.screen.out(line_of({{"connection", name}, {"works", true}, {"facts", json_of_lines(*lines)}}));
      continue;
    }
    opened.screen.out(opened.screen.styled(Style::green, "works") + "  " +
                      opened.screen.styled(Style::bold, name) + "\n");
    std::vector<std::vector<std::string>> rows;
    for_each_line(*lines, [&](std::string_view key, std::string_view value) {
      rows.push_back({std::string(key), std::string(value)});
    });
    opened.screen.out(aligned(rows, "       "));
  }
  return code;
}

}  // namespace gantry::cli
