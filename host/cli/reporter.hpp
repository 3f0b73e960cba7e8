// Shows a run: as text for people, as JSON lines for programs.
#ifndef GANTRY_CLI_REPORTER_HPP
#define GANTRY_CLI_REPORTER_HPP

#include "host/audit/run-audit.hpp"
#include "host/cli/workspace.hpp"
#include "host/dtsx/document.hpp"
#include "host/runtime/event.hpp"

#include <memory>

namespace gantry::cli {

enum class Mode { run, plan, validate };

struct RunEnd {
  package::ExecResult result = package::ExecResult::success;
  std::string folder;  ///< what a run left behind; empty: nothing
  std::vector<audit::TaskProgress>
      progress;  ///< of a run that did not succeed: what is done and what is left
};

class Reporter : public runtime::Listener {
 public:
  virtual void begin(Mode mode, const package::Package &package, const std::string &file) = 0;
  virtual void finding(const dtsx::Finding &finding) = 0;
  virtual void end(const RunEnd &end) = 0;
  /// An error that no event told.
  virtual void problem(const Error &error) = 0;
  /// Errors seen, whatever was shown of them.
  std::int64_t errors() const { return errors_; }
  std::int64_t warnings() const { return warnings_; }

 protected:
  std::int64_t errors_ = 0, warnings_ = 0;
};

/// Passes errors on and nothing else: for what is looked at before the run that is shown.
class OnlyProblems final : public runtime::Listener {
 public:
  explicit OnlyProblems(Reporter &reporter) : reporter_(reporter) {}
  void on_event(const runtime::Event &event) override {
    if (event.kind == runtime::EventKind::error) reporter_.on_event(event);
  }

 private:
  Reporter &reporter_;
};

std::unique_ptr<Reporter> make_text_reporter(Screen &screen, const CommonOptions &options);
std::unique_ptr<Reporter> make_json_reporter(Screen &screen, const CommonOptions &options);
/// For --format sql: errors and warnings only, so that standard output is the script.
std::unique_ptr<Reporter> make_silent_reporter(Screen &screen, const CommonOptions &options);
inline std::unique_ptr<Reporter> make_reporter(Screen &screen, const CommonOptions &options) {
  return options.json()            ? make_json_reporter(screen, options)
         : options.format == "sql" ? make_silent_reporter(screen, options)
                                   : make_text_reporter(screen, options);
}

/// How many steps of each action a plan has: `3 create, 1 change`; empty for none.
std::string count_actions(const runtime::PlannedSteps &steps);
const char *result_name(package::ExecResult result);
/// A count with its word: `1 error`, `2 errors`.
std::string counted(std::int64_t count, const char *word);

}  // namespace gantry::cli

#endif
