#include "host/cli/consent.hpp"

#include "host/cli/reporter.hpp"

#include <fmt/format.h>

#include <iostream>

namespace gantry::cli {

Result<> Consent::give(const runtime::TaskPlan &plan) {
  std::vector<std::size_t> destroying;
  for (std::size_t row = 0; row < plan.steps.size(); ++row)
    if (plan.steps.at(row, "action").text() == "destroy") destroying.push_back(row);
  if (destroying.empty()) return success();
  bool allowed = true;
  for (const runtime::SlotFacts &slot : plan.slots)
    if (slot.writes) allowed = allowed && rule_(slot) == DestroyRule::allow;
  if (allowed && !plan.slots.empty()) return success();

  const std::string count = counted(static_cast<std::int64_t>(destroying.size()), "step");
  const std::string first = plan.steps.at(destroying.front(), "object").text();
  const Error refused(
      Status::denied, "\\" + plan.path + " would destroy something", "somebody who says that it may",
      count + " that destroy" + (destroying.size() == 1 ? "s" : "") + ": " + first +
          (destroying.size() > 1 ? " ..." : ""),
      "look at `gantry plan`, then run with --yes, or set destroy of the destination to allow");
  if (!terminal_) return refused;

  const std::lock_guard lock(mutex_);
  screen_.clear_drawn();
  for (const std::size_t row : destroying)
    screen_.err(fmt::format("  {:>4}  {}  {}{}\n        {}\n", plan.steps.at(row, "ordinal").text(),
                            screen_.styled(Style::red, "destroy", true), plan.steps.at(row, "object").text(),
                            plan.steps.at(row, "undo").text().empty() ? "  [not undoable]" : "",
                            plan.steps.at(row, "text").text()));
  screen_.err(fmt::format("\\{} has {} that destroy. Go on? Type yes: ", plan.path, count));
  std::string answer;
  std::getline(std::cin, answer);
  if (answer == "yes") return success();
  Error error = refused;
  error.found = "the answer was not yes";
  return error;
}

}  // namespace gantry::cli
