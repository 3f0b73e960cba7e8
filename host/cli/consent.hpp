// Asks before a plan that destroys something is executed.
#ifndef GANTRY_CLI_CONSENT_HPP
#define GANTRY_CLI_CONSENT_HPP

#include "host/cli/screen.hpp"
#include "host/runtime/event.hpp"

#include <functional>
#include <mutex>

namespace gantry::cli {

/// What is said about destroying before anybody is asked: `--yes`, or `destroy` of the destination.
enum class DestroyRule { ask, allow };

/// Any thread: tasks that run side by side ask one after the other.
class Consent {
 public:
  /// `rule` is asked for the slots that a task writes. `terminal`: somebody can be asked there.
  Consent(Screen &screen, std::function<DestroyRule(const runtime::SlotFacts &)> rule, bool terminal)
      : screen_(screen), rule_(std::move(rule)), terminal_(terminal) {}

  /// Errors: DENIED when a step destroys and nobody said that it may.
  Result<> give(const runtime::TaskPlan &plan);

 private:
  Screen &screen_;
  std::function<DestroyRule(const runtime::SlotFacts &)> rule_;
  const bool terminal_;
  std::mutex mutex_;
};

}  // namespace gantry::cli

#endif
