// What dtexec writes on the console: reports of events with time stamps, and console log entries.
#ifndef GANTRY_CLI_DTEXEC_CONSOLE_HPP
#define GANTRY_CLI_DTEXEC_CONSOLE_HPP

#include "host/cli/screen.hpp"
#include "host/runtime/event.hpp"

#include <cstdio>
#include <memory>
#include <set>
#include <string>

namespace gantry::cli::dtexec_face {

/// /Reporting: which events are shown.
struct Reporting {
  std::string letters = "EWP";     ///< upper case
  std::set<std::string> silenced;  ///< event names to leave out
  bool shows(char letter) const { return letters.find(letter) != std::string::npos || letters == "V"; }
};
Result<Reporting> parse_reporting(const std::string &text);

/// /ConsoleLog: columns and the entries to show.
struct ConsoleLog {
  bool on = false;
  std::string columns = "NCOSGXMT";
  bool include = false;
  std::set<std::string> names;
  bool wants(const std::string &event) const { return names.empty() || (names.count(event) != 0) == include; }
};
Result<ConsoleLog> parse_console_log(const std::string &text);

class Console final : public runtime::Listener {
 public:
  Console(Screen &screen, Reporting reporting, ConsoleLog log)
      : screen_(screen), reporting_(std::move(reporting)), log_(std::move(log)) {}
  /// All events into a file (/VLog PATH). Errors: IO.
  Result<> open_file(const std::string &path);
  void on_event(const runtime::Event &event) override;
  std::int64_t warnings() const { return warnings_; }

 private:
  struct Closer {
    void operator()(std::FILE *file) const { std::fclose(file); }
  };
  Screen &screen_;
  Reporting reporting_;
  ConsoleLog log_;
  std::unique_ptr<std::FILE, Closer> file_;
  std::int64_t warnings_ = 0;
};

}  // namespace gantry::cli::dtexec_face

#endif
