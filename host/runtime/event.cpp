#include "host/runtime/event.hpp"

namespace gantry::runtime {

std::string Event::event_name() const {
  switch (kind) {
    case EventKind::package_start: return "PackageStart";
    case EventKind::package_end: return "PackageEnd";
    case EventKind::pre_validate: return "OnPreValidate";
    case EventKind::post_validate: return "OnPostValidate";
    case EventKind::pre_execute: return "OnPreExecute";
    case EventKind::post_execute: return "OnPostExecute";
    case EventKind::information: return "OnInformation";
    case EventKind::warning: return "OnWarning";
    case EventKind::error: return "OnError";
    case EventKind::progress: return "OnProgress";
    case EventKind::task_failed: return "OnTaskFailed";
    case EventKind::variable_value_changed: return "OnVariableValueChanged";
    case EventKind::log_entry: return name;
    case EventKind::diagnostic: return "Diagnostic";
  }
  return {};
}

}  // namespace gantry::runtime
