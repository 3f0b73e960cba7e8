#include "host/runtime/event-bus.hpp"

namespace gantry::runtime {

std::string one_line(const Error &error) {
  std::string text = error.what;
  if (!error.expected.empty()) text += "; expected " + error.expected;
  if (!error.found.empty()) text += "; found " + error.found;
  if (!error.todo.empty()) text += "; " + error.todo;
  return text;
}

void EventBus::mask(Error &error) const {
  for (std::string *part : {&error.what, &error.expected, &error.found, &error.todo})
    *part = masker_.mask(*part);
  for (std::string &detail : error.details) detail = masker_.mask(detail);
}

void EventBus::raise(Node *source, Event event) {
  if (event.time == 0) event.time = std::time(nullptr);
  event.text = masker_.mask(event.text);
  mask(event.error);
  if (source) {
    event.source = source->executable;
    event.path = source->path;
    event.source_name = source->executable->name;
    event.source_id = source->executable->id;
  }
  {
    const std::lock_guard<std::recursive_mutex> lock(mutex_);
    if (event.kind == EventKind::error) ++errors_;
    for (Listener *listener : listeners_) listener->on_event(event);
    if (source && log_) log_(*source, event);
  }
  if (!source || event.kind == EventKind::diagnostic || event.kind == EventKind::log_entry ||
      event.kind == EventKind::package_start || event.kind == EventKind::package_end)
    return;
  const std::string name = event.event_name();
  bool handlers_allowed = true;
  for (Node *at = source; at; at = at->parent) {
    if (event.kind == EventKind::error) ++at->errors;
    // DisableEventHandlers silences this executable's own handlers, not those further up.
    handlers_allowed = !at->executable->disable_event_handlers();
    if (!run_handler_ || !handlers_allowed) continue;
    bool propagate = true;
    for (const std::unique_ptr<Node> &handler : at->handlers) {
      if (handler->executable->event_name() != name || handler->executable->disabled()) continue;
      if (handler->handling.exchange(true)) continue;  // an event of the handler itself
      propagate = run_handler_(*handler, event) && propagate;
      handler->handling = false;
    }
    if (!propagate) return;
  }
}

void EventBus::raise_error(Node *source, const Error &error, std::string_view sub_component) {
  Event event;
  event.kind = EventKind::error;
  event.error = error;
  event.text = one_line(error);
  event.code = error.code;
  event.sub_component = sub_component;
  raise(source, std::move(event));
}

void EventBus::raise_warning(Node *source, const Error &error, std::string_view sub_component) {
  Event event;
  event.kind = EventKind::warning;
  event.error = error;
  event.text = one_line(error);
  event.code = error.code;
  event.sub_component = sub_component;
  raise(source, std::move(event));
}

void EventBus::raise_information(Node *source, std::uint32_t code, std::string text) {
  Event event;
  event.kind = EventKind::information;
  event.code = code;
  event.text = std::move(text);
  raise(source, std::move(event));
}

void EventBus::show_plan(const TaskPlan &plan) {
  const std::lock_guard<std::recursive_mutex> lock(mutex_);
  for (Listener *listener : listeners_) listener->on_plan(plan);
}

void EventBus::show_session(const SessionFacts &facts) {
  const std::lock_guard<std::recursive_mutex> lock(mutex_);
  for (Listener *listener : listeners_) listener->on_session(facts);
}

void EventBus::show_run(const RunFacts &facts) {
  const std::lock_guard<std::recursive_mutex> lock(mutex_);
  for (Listener *listener : listeners_) listener->on_run(facts);
}

void EventBus::show_partial(const PartialView &view) {
  const std::lock_guard<std::recursive_mutex> lock(mutex_);
  for (Listener *listener : listeners_) listener->on_partial(view);
}

}  // namespace gantry::runtime
