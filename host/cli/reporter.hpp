// Shows a run: as text for people, as JSON lines for programs.
#ifndef GANTRY_CLI_REPORTER_HPP
#define GANTRY_CLI_REPORTER_HPP

#include "host/cli/workspace.hpp"
#include "host/dtsx/document.hpp"
#include "host/runtime/event.hpp"

#include <memory>

namespace gantry::cli {

enum class Mode { run, plan, validate };

class Reporter : public runtime::Listener {
 public:
  virtual void begin(Mode mode, const package::Package &package, const std::string &file) = 0;
  virtual void finding(const dtsx::Finding &finding) = 0;
  virtual void end(package::ExecResult result) = 0;
  /// Errors seen, whatever was shown of them.
  std::int64_t errors() const { return errors_; }
  std::int64_t warnings() const { return warnings_; }

 protected:
  std::int64_t errors_ = 0, warnings_ = 0;
};

std::unique_ptr<Reporter> make_text_reporter(Screen &screen, const CommonOptions &options);
std::unique_ptr<Reporter> make_json_reporter(Screen &screen, const CommonOptions &options);
inline std::unique_ptr<Reporter> make_reporter(Screen &screen, const CommonOptions &options) {
  return options.json() ? make_json_reporter(screen, options) : make_text_reporter(screen, options);
}

/// How many steps of each action a plan has: `3 create, 1 change`; empty for none.
std::string count_actions(const Table &steps);
const char *result_name(package::ExecResult result);
/// A count with its word: `1 error`, `2 errors`.
std::string counted(std::int64_t count, const char *word);

}  // namespace gantry::cli

#endif
