#include "host/runtime/guard/destinations.hpp"

#include "host/runtime/guard/batch-kind.hpp"
#include "host/runtime/guard/tokens.hpp"

namespace gantry::runtime::guard {

std::string comparable_server(std::string_view name) {
  std::string text;
  for (const char c : lower_case(name))
    if (c != ' ') text += c;
  if (text.rfind("tcp:", 0) == 0) text.erase(0, 4);
  constexpr std::string_view default_port = ",1433";
  if (text.size() > default_port.size() &&
      text.compare(text.size() - default_port.size(), std::string::npos, default_port) == 0 &&
      text.find('\\') == std::string::npos)
    text.resize(text.size() - default_port.size());
  return text;
}

Destinations::Destinations(const configuration::HostConfiguration &configuration,
                           const std::vector<std::string> &typed)
    : file_(configuration.file()) {
  const auto add = [&](const std::string &name, bool destroy) {
    rules_.push_back({comparable_server(name), destroy});
    listed_ += (listed_.empty() ? "" : ", ") + name;
  };
  for (const configuration::Destination &destination : configuration.destinations())
    add(destination.name, destination.destroy);
  for (const std::string &name : typed) add(name, true);
}

Result<> Destinations::judge(const TaskPlan &plan) const {
  for (std::size_t row = 0; row < plan.steps.size(); ++row) {
    // A step may be a reading: the text of an Execute SQL task, for instance.
    const std::string action = plan.steps.at(row, "action").text();
    if (action != "copy" && action != "destroy" &&
        judge_batch(plan.steps.at(row, "text").text()).kind <= BatchKind::transaction)
      continue;
    const std::string connection = plan.steps.at(row, "connection").text();
    const SlotFacts *slot = nullptr;
    for (const SlotFacts &each : plan.slots)
      if (each.connection == connection && !each.server.empty()) slot = &each;
    // Without a session behind it nothing can be sent there: the guard hands out no other.
    if (!slot) continue;
    const std::string shown =
        slot->server + (slot->server_name.empty() ? "" : " (which calls itself " + slot->server_name + ")");
    bool listed = false, destroys = true;
    for (const Rule &rule : rules_) {
      if (rule.name != comparable_server(slot->server) &&
          (slot->server_name.empty() || rule.name != comparable_server(slot->server_name)))
        continue;
      listed = true;
      destroys = destroys && rule.destroy;
    }
    if (!listed)
      return Error(Status::denied,
                   "task \\" + plan.path + " would write to " + shown + " through connection " + connection,
                   "a server that the host configuration lists under destinations",
                   listed_.empty() ? "none is listed" : "listed are only " + listed_,
                   "add \"destinations\": { \"" + slot->server + "\": {} } to " +
                       (file_.empty() ? std::string("gantry.json (--config)") : file_) +
                       ", or at a terminal --destination-allowed " + slot->server);
    if (!destroys && action == "destroy")
      return Error(
          Status::denied,
          "task \\" + plan.path + " would destroy " + plan.steps.at(row, "object").text() + " at " + shown,
          "a plan without destroy steps: the host configuration denies them for this server",
          "step " + plan.steps.at(row, "ordinal").text() + " of the plan",
          "change the task's options, or destinations in " + file_);
  }
  return success();
}

}  // namespace gantry::runtime::guard
