#include "host/cli/dtexec/console.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <cstring>
#include <sstream>
#include <vector>

namespace gantry::cli::dtexec_face {

using runtime::Event;
using runtime::EventKind;

namespace {

std::vector<std::string> split(const std::string &text) {
  std::vector<std::string> parts;
  std::istringstream in(text);
  for (std::string part; std::getline(in, part, ';');) parts.push_back(part);
  return parts;
}

std::string upper(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::toupper(c); });
  return text;
}

/// `YY/MM/DD HH:MM:SS`
std::string stamp(std::time_t time) {
  std::tm parts{};
  localtime_r(&time, &parts);
  char text[32];
  std::strftime(text, sizeof text, "%y/%m/%d %H:%M:%S", &parts);
  return text;
}

char letter_of(EventKind kind) {
  switch (kind) {
    case EventKind::error: return 'E';
    case EventKind::warning: return 'W';
    case EventKind::information: return 'I';
    case EventKind::log_entry: return 'C';
    case EventKind::progress: return 'P';
    default: return 'V';
  }
}

}  // namespace

Result<Reporting> parse_reporting(const std::string &text) {
  Reporting reporting;
  std::vector<std::string> parts = split(text);
  if (parts.empty()) return reporting;
  reporting.letters = upper(parts[0]);
  const bool alone =
      reporting.letters.size() > 1 && reporting.letters.find_first_of("NV") != std::string::npos;
  if (alone || reporting.letters.find_first_not_of("NEWICDPV") != std::string::npos)
    return Error(Status::invalid, "dtexec /Reporting " + parts[0] + " is wrong",
                 "letters of E W I C D P, or N or V alone", parts[0], "see dtexec /Help Reporting");
  reporting.silenced.insert(parts.begin() + 1, parts.end());
  return reporting;
}

Result<ConsoleLog> parse_console_log(const std::string &text) {
  ConsoleLog log;
  log.on = true;
  std::vector<std::string> parts = split(text);
  if (!parts.empty() && !parts[0].empty()) {
    log.columns = upper(parts[0]);
    if (log.columns.find_first_not_of("NCOSGXMT") != std::string::npos)
      return Error(Status::invalid, "dtexec /ConsoleLog " + parts[0] + " is wrong",
                   "letters of N C O S G X M T", parts[0], "see dtexec /Help ConsoleLog");
  }
  if (parts.size() > 1) {
    const std::string kind = upper(parts[1]);
    if (kind != "I" && kind != "E")
      return Error(Status::invalid, "dtexec /ConsoleLog has a list that is neither included nor excluded",
                   "I or E", parts[1], "see dtexec /Help ConsoleLog");
    log.include = kind == "I";
    log.names.insert(parts.begin() + 2, parts.end());
  }
  return log;
}

Result<> Console::open_file(const std::string &path) {
  file_.reset(std::fopen(path.c_str(), "ae"));
  if (!file_)
    return Error(Status::io, "the log file " + path + " cannot be written", "a file that can be appended to",
                 std::strerror(errno), "choose another path");
  return success();
}

void Console::on_event(const Event &event) {
  if (event.kind == EventKind::warning) ++warnings_;
  const std::string name = event.event_name();
  const std::string when = stamp(event.time);
  if (file_) {
    const std::string line =
        fmt::format("{},{},{},0x{:08X},{}\n", when, name, event.source_name, event.code, event.text);
    std::fwrite(line.data(), 1, line.size(), file_.get());
    std::fflush(file_.get());
  }
  if (log_.on && event.kind != EventKind::progress && log_.wants(name)) {
    std::string text = "Log:\n";
    const auto add = [&](char column, const char *label, const std::string &value) {
      if (log_.columns.find(column) != std::string::npos) text += fmt::format("     {}: {}\n", label, value);
    };
    add('N', "Name", name);
    add('S', "Source Name", event.source_name);
    add('G', "Source GUID", event.source_id);
    add('M', "Message", event.text);
    add('T', "Start Time", when);
    add('T', "End Time", when);
    screen_.out(text + "End Log\n");
  }
  const char letter = letter_of(event.kind);
  if (reporting_.letters == "N" || !reporting_.shows(letter) || reporting_.silenced.count(name)) return;
  if (letter == 'V' && event.kind == EventKind::diagnostic) return;
  switch (event.kind) {
    case EventKind::progress:
      screen_.out(fmt::format("Progress: {}\n   Source: {}\n   {}: {}% complete\nEnd Progress\n", when,
                              event.source_name, event.text, event.percent));
      return;
    case EventKind::error:
    case EventKind::warning:
    case EventKind::information: {
      const char *word = event.kind == EventKind::error     ? "Error"
                         : event.kind == EventKind::warning ? "Warning"
                                                            : "Info";
      screen_.out(fmt::format("{}: {}\n   Code: 0x{:08X}\n   Source: {} {}\n   Description: {}\nEnd {}\n",
                              word, when, event.code, event.source_name, event.sub_component, event.text,
                              word));
      return;
    }
    default:
      screen_.out(fmt::format("{}: {}\n   Source: {}\n{}End {}\n", name, when, event.source_name,
                              event.text.empty() ? "" : "   Description: " + event.text + "\n", name));
  }
}

}  // namespace gantry::cli::dtexec_face
