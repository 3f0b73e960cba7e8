// Events that triggers name, and the groups they belong to.
#ifndef SANDBOX_ENGINE_TRIGGER_EVENTS_HPP
#define SANDBOX_ENGINE_TRIGGER_EVENTS_HPP

#include <string>
#include <vector>

namespace sandbox {

struct TriggerEvent {
  int type = 0;
  const char *name = nullptr;
  int parent = 0;  ///< the group, 0 for none
};

/// As sys.trigger_event_types has them: those that can happen here, and their groups.
const std::vector<TriggerEvent> &trigger_events();
/// Null when there is none of that name.
const TriggerEvent *find_trigger_event(const std::string &name);
/// The events a name stands for: itself, or all of its group.
std::vector<const TriggerEvent *> events_of(const TriggerEvent &named);

}  // namespace sandbox

#endif
