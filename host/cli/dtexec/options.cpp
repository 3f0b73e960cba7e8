#include "host/cli/dtexec/options.hpp"

#include <algorithm>
#include <cctype>
#include <cstring>

namespace gantry::cli::dtexec_face {

const std::vector<Option> &options() {
  using T = Treatment;
  static const std::vector<Option> list = {
      {"?", 1, true, true, T::works, "[option]: help"},
      {"help", 1, true, true, T::works, "[option]: help"},
      {"file", 1, true, false, T::works, "path: the package to run"},
      {"project", 4, true, false, T::works, "path: an .ispac file"},
      {"package", 4, true, false, T::works, "name: the package in the project"},
      {"set", 3, true, false, T::works,
       "[$Sensitive::]path;value: gives a property a value; repeatable, in order"},
      {"parameter", 3, true, false, T::works,
       "name;value: gives a parameter a value ($Package::, $Project::)"},
      {"connection", 4, true, false, T::works, "name_or_id;connection_string: replaces a connection string"},
      {"configfile", 4, true, false, T::works, "path: applies an XML configuration"},
      {"commandfile", 3, true, false, T::works, "path: reads options from a text file in place"},
      {"checkpointing", 6, true, true, T::works,
       "off works; on is refused by name (Gantry keeps no checkpoints)"},
      {"restart", 3, true, true, T::works, "deny works; force and ifPossible are refused by name"},
      {"checkfile", 6, true, false, T::ignored, "Gantry keeps no checkpoints, so the file is not written"},
      {"consolelog", 4, true, true, T::works, "[display];[I or E;names]: log entries on the console"},
      {"logger", 1, true, false, T::refused,
       "log providers belong into the package; use --format json for programs"},
      {"vlog", 4, true, true, T::works, "[path]: all events to a text file"},
      {"maxconcurrent", 1, true, false, T::works, "n: tasks at once; -1 = processors + 2"},
      {"reporting", 3, true, false, T::works, "letters N E W I C D P V: what is shown; default EWP"},
      {"validate", 2, false, false, T::works, "checks the package, runs nothing"},
      {"warnaserror", 1, false, false, T::works, "a warning makes the result a failure"},
      {"verifybuild", 7, true, false, T::works, "major[;minor[;build]]: refuses another version"},
      {"verifypackageid", 7, true, false, T::works, "GUID: refuses another package"},
      {"verifyversionid", 7, true, false, T::works, "GUID: refuses another version"},
      {"verifysigned", 7, false, false, T::refused,
       "signatures cannot be checked here: verify the file before the run"},
      {"decrypt", 2, true, false, T::refused,
       "encrypted values cannot be read; supply the secret by GANTRY_SECRET_<CONNECTION>_PASSWORD or a file"},
      {"sql", 2, true, false, T::refused, "packages in msdb: export the package to a file and use /File"},
      {"dts", 1, true, false, T::refused, "the package store: export the package to a file and use /File"},
      {"isserver", 3, true, false, T::refused, "the SSIS catalog: export the project and use /Project"},
      {"server", 3, true, false, T::refused, "goes with /SQL, /DTS and /ISServer"},
      {"user", 1, true, false, T::refused, "goes with /SQL and /DTS"},
      {"password", 1, true, false, T::refused, "goes with /SQL and /DTS"},
      {"envreference", 3, true, false, T::refused, "goes with /ISServer"},
      {"dump", 4, true, false, T::ignored, "debug dumps would hold secrets"},
      {"dumponerror", 5, false, false, T::ignored, "debug dumps would hold secrets"},
      {"rem", 3, true, true, T::works, "text: a comment"},
      {"sum", 2, false, false, T::ignored, "transfer tasks have no row counters"},
      {"callerinfo", 2, true, true, T::ignored, "only for SQL Server Agent"},
      {"x86", 3, false, false, T::ignored, "only for SQL Server Agent"},
  };
  return list;
}

namespace {

const Option *find(const std::string &word) {
  std::string name = word;
  std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) { return std::tolower(c); });
  for (const Option &option : options())
    if (name == option.name) return &option;
  for (const Option &option : options())
    if (name.size() >= option.shortest && std::strncmp(option.name, name.c_str(), name.size()) == 0)
      return &option;
  return nullptr;
}

/// A path begins with a slash too: on Linux `/data/x.dtsx` is an argument, not an option.
bool is_option(const std::string &word) {
  if (word.size() < 2 || (word[0] != '/' && word[0] != '-')) return false;
  if (word.find('/', 1) != std::string::npos) return false;
  const std::string name = word.substr(1, word.find_first_of(" \"", 1) - 1);
  return find(name) != nullptr || (word[0] == '-' && std::isalpha(static_cast<unsigned char>(word[1])) != 0);
}

std::string unquoted(const std::string &text) {
  if (text.size() < 2 || text.front() != '"' || text.back() != '"') return text;
  std::string plain;
  for (std::size_t i = 1; i + 1 < text.size(); ++i) {
    plain += text[i];
    if (text[i] == '"' && text[i + 1] == '"' && i + 2 < text.size()) ++i;
  }
  return plain;
}

}  // namespace

Result<std::vector<Given>> parse(const std::vector<std::string> &words) {
  std::vector<Given> given;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string &word = words[i];
    if (word.empty()) continue;
    const Option *option =
        word.size() >= 2 && (word[0] == '/' || word[0] == '-') ? find(word.substr(1)) : nullptr;
    if (!option)
      return Error(
          Status::invalid, "dtexec does not know " + (word.size() > 60 ? word.substr(0, 60) + "..." : word),
          "an option that begins with / or -", "argument " + std::to_string(i + 1), "see dtexec /Help");
    Given one;
    one.option = option;
    if (option->takes_argument) {
      const bool there = i + 1 < words.size() && !(option->argument_optional && is_option(words[i + 1]));
      if (there && !(is_option(words[i + 1]) && words[i + 1][0] == '-')) {
        one.argument = unquoted(words[++i]);
        one.has_argument = true;
        one.word = i;
      } else if (!option->argument_optional) {
        return Error(Status::invalid, "dtexec " + word + " needs an argument", option->text,
                     i + 1 < words.size() ? "the option " + words[i + 1] : "the end of the line",
                     "see dtexec /Help");
      }
    }
    given.push_back(std::move(one));
  }
  return given;
}

}  // namespace gantry::cli::dtexec_face
