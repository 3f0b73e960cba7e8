// gantry drivers list, why
#include "host/cli/arguments.hpp"
#include "host/cli/command.hpp"
#include "host/cli/commands/package-run.hpp"
#include "host/cli/exit-code.hpp"
#include "host/cli/json.hpp"

namespace gantry::cli {

namespace {

int list(Workspace &workspace, Screen &screen, const CommonOptions &options) {
  Json all = Json::array();
  std::vector<std::vector<std::string>> rows{
      {"DRIVER", "VERSION", "SPEAKS", "PRIORITY", "OFFERS", "CAPABILITIES"}};
  for (const catalog::Provider &provider : workspace.catalog().all(catalog::ClassKind::driver)) {
    std::string schemes, offers, capabilities;
    for (const std::string &scheme : provider.note->schemes) schemes += (schemes.empty() ? "" : " ") + scheme;
    for (const std::string &iid : provider.note->provides) offers += (offers.empty() ? "" : " ") + iid;
    for (const auto &[name, value] : provider.note->capabilities)
      capabilities += (capabilities.empty() ? "" : " ") + name + "=" + value;
    rows.push_back({provider.note->id, provider.file->note.version, schemes,
                    std::to_string(provider.note->priority), offers, capabilities});
    all.push_back({{"driver", provider.note->id},
                   {"version", provider.file->note.version},
                   {"file", provider.file->path},
                   {"schemes", provider.note->schemes},
                   {"priority", provider.note->priority},
                   {"provides", provider.note->provides},
                   {"capabilities", provider.note->capabilities},
                   {"quirks", provider.note->quirks}});
  }
  screen.out(options.json() ? line_of(all) : aligned(rows));
  return exit_success;
}

int why(Workspace &workspace, Screen &screen, const CommonOptions &options, const std::string &scheme,
        const std::string &connection, const std::vector<std::string> &required) {
  const auto setting = connection.empty()
                           ? std::optional<configuration::Setting>()
                           : workspace.configuration().connection_setting(connection, "driver");
  std::vector<catalog::Attempt> attempts;
  Result<std::vector<catalog::Provider>> chosen =
      workspace.catalog().drivers(scheme, required, setting ? setting->value : "",
                                  workspace.configuration().drivers_of(scheme), attempts);
  Json all = Json::array();
  std::vector<std::vector<std::string>> rows{{"DRIVER", "STATE", "REASON", ""}};
  if (chosen)
    for (std::size_t i = 0; i < chosen->size(); ++i) {
      const char *state = i == 0 ? "would be chosen" : "next if it cannot be loaded";
      rows.push_back(
          {(*chosen)[i].note->id, screen.styled(i == 0 ? Style::green : Style::plain, state), "", ""});
      all.push_back({{"driver", (*chosen)[i].note->id}, {"state", state}, {"reason", 0}, {"text", ""}});
    }
  for (const catalog::Attempt &attempt : attempts) {
    bool listed = false;
    if (chosen)
      for (const catalog::Provider &provider : *chosen)
        listed = listed || provider.note->id == attempt.driver;
    if (listed) continue;
    rows.push_back(
        {attempt.driver, attempt.state, attempt.reason ? std::to_string(attempt.reason) : "", attempt.text});
    all.push_back({{"driver", attempt.driver},
                   {"state", attempt.state},
                   {"reason", attempt.reason},
                   {"text", attempt.text}});
  }
  screen.out(options.json() ? line_of(all) : aligned(rows));
  if (!chosen) {
    refuse(screen, options, chosen.error());
    return exit_failure;
  }
  return exit_success;
}

}  // namespace

int drivers_command(const Words &given) {
  Arguments arguments(
      "drivers [list | why [SCHEME]] [OPTIONS]",
      "list   the drivers there are and what they offer\n"
      "why    which one would serve a session and why not the others; SCHEME is mssql unless given\n\n"
      "The operator chooses with connections.<name>.driver or schemes.<scheme>.drivers in gantry.json.",
      {"gantry drivers list", "gantry drivers why mssql --for Source"});
  std::string connection;
  std::vector<std::string> required;
  arguments.positional("WORDS", -1);
  arguments.options().add_options()  //
      ("for", po::value<std::string>(&connection)->value_name("CONNECTION"),
       "as configured for that connection")  //
      ("requires", po::value<std::vector<std::string>>(&required)->value_name("ID")->composing(),
       "an interface id or capability:<name> that is needed");
  Screen screen;
  switch (arguments.parse(given, screen)) {
    case Arguments::Outcome::helped: return exit_success;
    case Arguments::Outcome::refused: return exit_command_line;
    case Arguments::Outcome::go: break;
  }
  const CommonOptions &options = arguments.common();
  screen = Screen(options.colour);
  const Words words =
      arguments.has("WORDS") ? arguments.given()["WORDS"].as<std::vector<std::string>>() : Words{"list"};
  if (words[0] != "list" && words[0] != "why") {
    refuse(screen, options,
           Error(Status::invalid, "gantry drivers " + words[0] + " is not known", "list or why", words[0],
                 "see `gantry drivers --help`"));
    return exit_command_line;
  }
  Result<std::unique_ptr<Workspace>> workspace = Workspace::open(options, screen);
  if (!workspace) {
    refuse(screen, options, workspace.error());
    return exit_command_line;
  }
  if (words[0] == "list") return list(**workspace, screen, options);
  return why(**workspace, screen, options, words.size() > 1 ? words[1] : "mssql", connection, required);
}

}  // namespace gantry::cli
