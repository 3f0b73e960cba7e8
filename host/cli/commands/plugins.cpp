// gantry plugins list, inspect, why, reset
#include "host/cli/arguments.hpp"
#include "host/cli/command.hpp"
#include "host/cli/commands/package-run.hpp"
#include "host/cli/exit-code.hpp"
#include "host/cli/json.hpp"

#include <filesystem>

namespace gantry::cli {

namespace {

Json json_of(const catalog::ClassNote &note) {
  Json slots = Json::array();
  for (const catalog::SlotNote &slot : note.slots)
    slots.push_back({{"property", slot.property},
                     {"requires", slot.requires_},
                     {"wants", slot.wants},
                     {"access", slot.writes ? "write" : "read"}});
  return {{"class", note.id},
          {"kind", std::string(catalog::kind_name(note.kind))},
          {"creation-names", note.creation_names},
          {"xml", note.xml},
          {"slots", slots},
          {"provides", note.provides},
          {"forwards", note.forwards},
          {"schemes", note.schemes},
          {"priority", note.priority},
          {"capabilities", note.capabilities},
          {"quirks", note.quirks}};
}

Json json_of(const catalog::PluginFile &file) {
  Json classes = Json::array();
  for (const catalog::ClassNote &note : file.note.classes) classes.push_back(json_of(note));
  Json json{{"path", file.path},
            {"origin", file.origin},
            {"state", std::string(catalog::state_name(file.state))},
            {"id", file.note.id},
            {"version", file.note.version},
            {"name", file.note.name},
            {"vendor", file.note.vendor},
            {"license", file.note.license},
            {"classes", classes}};
  if (file.reason.number) {
    json["reason"] = file.reason.number;
    json["message"] = cli::json_of(file.reason.text);
  }
  return json;
}

std::string joined(const std::vector<std::string> &items) {
  std::string text;
  for (const std::string &item : items) text += (text.empty() ? "" : " ") + item;
  return text;
}

int list(Workspace &workspace, Screen &screen, const CommonOptions &options) {
  if (options.json()) {
    Json all = Json::array();
    for (const catalog::PluginFile &file : workspace.catalog().files()) all.push_back(json_of(file));
    screen.out(line_of(all));
    return exit_success;
  }
  std::vector<std::vector<std::string>> rows{{"PLUGIN", "VERSION", "STATE", "PROVIDES", "FILE"}};
  for (const catalog::PluginFile &file : workspace.catalog().files()) {
    std::string provides;
    for (const catalog::ClassNote &note : file.note.classes)
      provides += (provides.empty() ? "" : ", ") + std::string(catalog::kind_name(note.kind)) + " " +
                  (note.creation_names.empty() ? joined(note.schemes) : note.creation_names.front());
    std::string state(catalog::state_name(file.state));
    if (file.reason.number) state += " (" + std::to_string(file.reason.number) + ")";
    const Style style = file.usable()                                ? Style::green
                        : file.state == catalog::FileState::shadowed ? Style::dim
                                                                     : Style::yellow;
    rows.push_back({file.note.id.empty() ? "?" : file.note.id, file.note.version, screen.styled(style, state),
                    provides, screen.styled(Style::dim, file.path)});
  }
  screen.out(aligned(rows));
  for (const auto &[path, reason] : workspace.catalog().refused_folders()) {
    Error error = reason.text;
    show_error(screen, error, true);
  }
  if (rows.size() == 1) screen.out("no plugins; the folders looked at are listed by `gantry plugins why`\n");
  return exit_success;
}

/// By path or by plugin id; several files may hold one id.
std::vector<const catalog::PluginFile *> find(const Workspace &, const catalog::Catalog &catalog,
                                              const std::string &key) {
  std::vector<const catalog::PluginFile *> found;
  std::error_code ignored;
  const std::string path = std::filesystem::weakly_canonical(key, ignored).string();
  for (const catalog::PluginFile &file : catalog.files())
    if (file.note.id == key || file.path == key || file.path == path ||
        std::filesystem::path(file.path).filename() == key)
      found.push_back(&file);
  return found;
}

Error not_there(const std::string &key) {
  return Error(Status::not_found, "plugin " + key + " is not known",
               "a plugin's id, or the path of a file in a plugin folder", key, "see `gantry plugins list`");
}

void show(Screen &screen, const catalog::PluginFile &file) {
  std::vector<std::vector<std::string>> rows{
      {"file", file.path},
      {"found in", file.origin},
      {"state", std::string(catalog::state_name(file.state))},
      {"id", file.note.id},
      {"version", file.note.version},
      {"ABI", std::to_string(file.note.abi_major) + "." + std::to_string(file.note.abi_minor)},
      {"name", file.note.name},
      {"vendor", file.note.vendor},
      {"license", file.note.license}};
  screen.out(aligned(rows));
  for (const catalog::ClassNote &note : file.note.classes) {
    screen.out("\n" + screen.styled(Style::bold, std::string(catalog::kind_name(note.kind)) + " " + note.id) +
               "\n");
    std::vector<std::vector<std::string>> lines;
    for (const std::string &name : note.creation_names) lines.push_back({"known as", name});
    if (!note.xml.empty()) lines.push_back({"in packages", "<" + note.xml + ">"});
    for (const catalog::SlotNote &slot : note.slots)
      lines.push_back({"connection", slot.property + " (" + (slot.writes ? "written" : "read") +
                                         ") requires " + joined(slot.requires_) +
                                         (slot.wants.empty() ? "" : ", wants " + joined(slot.wants))});
    if (!note.provides.empty()) lines.push_back({"provides", joined(note.provides)});
    if (!note.forwards.empty())
      lines.push_back({"forwards", "what a driver for " + joined(note.forwards) + " offers"});
    if (!note.schemes.empty())
      lines.push_back({"speaks", joined(note.schemes) + ", priority " + std::to_string(note.priority)});
    for (const auto &[name, value] : note.capabilities) lines.push_back({"capability", name + "=" + value});
    for (const auto &[name, value] : note.quirks) lines.push_back({"quirk", name + "=" + value});
    screen.out(aligned(lines, "  "));
  }
}

int inspect(Workspace &workspace, Screen &screen, const CommonOptions &options, const std::string &key,
            bool deep) {
  const auto found = find(workspace, workspace.catalog(), key);
  if (found.empty()) {
    refuse(screen, options, not_there(key));
    return exit_failure;
  }
  for (const catalog::PluginFile *file : found) {
    if (options.json())
      screen.out(line_of(json_of(*file)));
    else
      show(screen, *file);
    if (file->reason.number) refuse(screen, options, file->reason.text);
    if (!deep || !file->usable()) continue;
    Result<loader::Plugin *> loaded = workspace.loader().load(*file);
    if (!loaded) {
      refuse(screen, options, loaded.error());
      return exit_failure;
    }
    for (const catalog::ClassNote &note : file->note.classes) {
      Result<std::string> text = (*loaded)->describe(note.id);
      if (!text) {
        refuse(screen, options, text.error());
        return exit_failure;
      }
      screen.out(options.json() ? line_of({{"class", note.id}, {"describe", *text}})
                                : "\n" + screen.styled(Style::bold, "describe " + note.id) + "\n" + *text);
    }
  }
  return exit_success;
}

int why(Workspace &workspace, Screen &screen, const CommonOptions &options, const std::string &key) {
  if (key.empty()) {
    std::vector<std::vector<std::string>> rows{{"FOLDER", "NAMED BY"}};
    Json all = Json::array();
    for (const catalog::ScanOptions::Folder &folder : workspace.places().folders) {
      rows.push_back({folder.path, folder.origin});
      all.push_back({{"folder", folder.path}, {"origin", folder.origin}});
    }
    screen.out(options.json() ? line_of(all) : aligned(rows));
    for (const auto &[path, reason] : workspace.catalog().refused_folders())
      refuse(screen, options, reason.text);
    return exit_success;
  }
  const auto found = find(workspace, workspace.catalog(), key);
  if (found.empty()) {
    refuse(screen, options, not_there(key));
    return exit_failure;
  }
  for (const catalog::PluginFile *file : found) {
    if (options.json()) {
      screen.out(line_of(json_of(*file)));
      continue;
    }
    screen.out(file->path + "  " + std::string(catalog::state_name(file->state)) + "\n");
    if (file->reason.number) {
      screen.out("  reason " + std::to_string(file->reason.number) + " (docs/refusals.md)\n");
      show_error(screen, file->reason.text, true);
    }
  }
  return exit_success;
}

}  // namespace

int plugins_command(const Words &given) {
  Arguments arguments(
      "plugins [list | inspect FILE | why [FILE] | reset FILE] [OPTIONS]",
      "list      every plugin file found, its state and what it provides\n"
      "inspect   all that a plugin's note says (--deep: loads it and shows what it describes)\n"
      "why       why a file is not used; without FILE the folders looked at\n"
      "reset     forget that a file crashed\n\n"
      "FILE is a plugin's id, a file name or a path. Only inspect --deep runs any plugin code.",
      {"gantry plugins list", "gantry plugins inspect org.gantry.smo", "gantry plugins why ./acme.so"});
  bool deep = false;
  arguments.positional("WORDS", -1);
  arguments.options().add_options()("deep", po::bool_switch(&deep),
                                    "with inspect: load the plugin and ask it");
  Screen screen;
  switch (arguments.parse(given, screen)) {
    case Arguments::Outcome::helped: return exit_success;
    case Arguments::Outcome::refused: return exit_command_line;
    case Arguments::Outcome::go: break;
  }
  const CommonOptions &options = arguments.common();
  screen = Screen(options.colour);
  const std::vector<std::string> words =
      arguments.has("WORDS") ? arguments.given()["WORDS"].as<std::vector<std::string>>() : Words{"list"};
  const std::string key = words.size() > 1 ? words[1] : "";
  const bool needs_key = words[0] == "inspect" || words[0] == "reset";
  if ((words[0] != "list" && words[0] != "why" && !needs_key) || (needs_key && key.empty())) {
    refuse(screen, options,
           Error(Status::invalid,
                 "gantry plugins " + words[0] + (needs_key ? " names no plugin" : " is not known"),
                 needs_key ? "a plugin's id or file" : "list, inspect, why or reset",
                 needs_key ? "nothing" : words[0], "see `gantry plugins --help`"));
    return exit_command_line;
  }
  Result<std::unique_ptr<Workspace>> workspace = Workspace::open(options, screen);
  if (!workspace) {
    refuse(screen, options, workspace.error());
    return exit_command_line;
  }
  if (words[0] == "list") return list(**workspace, screen, options);
  if (words[0] == "inspect") return inspect(**workspace, screen, options, key, deep);
  if (words[0] == "why") return why(**workspace, screen, options, key);
  const auto found = find(**workspace, (*workspace)->catalog(), key);
  const std::string path = found.empty() ? key : found.front()->path;
  if (Result<> done = catalog::reset_marks((*workspace)->places().marker_folder, path); !done) {
    refuse(screen, options, done.error());
    return exit_failure;
  }
  if (!options.quiet) screen.out(path + " will be tried again\n");
  return exit_success;
}

}  // namespace gantry::cli
