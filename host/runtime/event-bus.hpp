// Carries the events of a run: to listeners, to logs, and up the tree to event handlers (ssis.md 7).
#ifndef GANTRY_RUNTIME_EVENT_BUS_HPP
#define GANTRY_RUNTIME_EVENT_BUS_HPP

#include "host/configuration/masker.hpp"
#include "host/runtime/event.hpp"
#include "host/runtime/node.hpp"

#include <functional>
#include <mutex>
#include <vector>

namespace gantry::runtime {

/// Any thread. Texts are masked before anybody sees them.
class EventBus {
 public:
  explicit EventBus(const configuration::Masker &masker) : masker_(masker) {}

  void add(Listener &listener) { listeners_.push_back(&listener); }
  /// Runs one event handler; true when the event climbs on (System::Propagate).
  void on_handler(std::function<bool(Node &handler, const Event &event)> run) {
    run_handler_ = std::move(run);
  }
  /// Writes to the package's log providers.
  void on_log(std::function<void(const Node &source, const Event &event)> write) { log_ = std::move(write); }

  /// `source` null: the event belongs to no executable and climbs nowhere.
  void raise(Node *source, Event event);
  /// A refusal as OnError or OnWarning.
  void raise_error(Node *source, const Error &error, std::string_view sub_component = {});
  void raise_warning(Node *source, const Error &error, std::string_view sub_component = {});
  void raise_information(Node *source, std::uint32_t code, std::string text);
  void show_plan(const TaskPlan &plan);
  void show_session(const SessionFacts &facts);
  void show_run(const RunFacts &facts);
  void show_partial(const PartialView &view);

  /// Error events so far, wherever they came from.
  std::int64_t error_count() const { return errors_.load(); }

 private:
  void mask(Error &error) const;

  const configuration::Masker &masker_;
  std::vector<Listener *> listeners_;
  std::function<bool(Node &, const Event &)> run_handler_;
  std::function<void(const Node &, const Event &)> log_;
  std::recursive_mutex mutex_;
  std::atomic<std::int64_t> errors_{0};
};

/// `what: expected E, found F; do D` in one line, for logs and event texts.
std::string one_line(const Error &error);

}  // namespace gantry::runtime

#endif
