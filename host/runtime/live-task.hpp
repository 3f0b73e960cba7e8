// A task or enumerator of the package at work: its plugin object at its place in the tree (T1, T2, T3).
#ifndef GANTRY_RUNTIME_LIVE_TASK_HPP
#define GANTRY_RUNTIME_LIVE_TASK_HPP

#include "host/runtime/guard/task-guard.hpp"
#include "host/runtime/live-connection.hpp"

#include <gantry/cpp/rows.hpp>

namespace gantry::runtime {

/// The object of one execution; a further iteration makes a new one. Its own functions: one thread at a time.
/// What the plugin asks (SiteContext): any thread.
class LiveTask final : public SiteContext {
 public:
  /// Makes the object and gives it ObjectData, overrides and the values of its property expressions.
  /// Errors: NOT_FOUND (no provider: with the providers looked at), the loader's, DATA, 0xC0017003
  /// (expression).
  static Result<std::unique_ptr<LiveTask>> make_task(RunContext &run, Connections &connections, Node &node);
  /// Of a Foreach loop.
  static Result<std::unique_ptr<LiveTask>> make_enumerator(RunContext &run, Connections &connections,
                                                           Node &loop);

  /// Values first, then the task's own checks; false after errors, which have been raised as events.
  bool validate(const gantry_call *call);
  /// Whether the task has slots that servers serve.
  bool uses_servers() const;
  /// The plan; errors have been raised when nothing comes back.
  std::optional<PlannedSteps> prepare(const gantry_call *call);
  /// What listeners and approve are shown of a plan.
  TaskPlan describe_plan(PlannedSteps steps);
  /// From here on the plan binds: nothing else may be sent.
  package::ExecResult execute(TaskPlan plan, const gantry_call *call);
  /// Of an enumerator: its values, and that its slots name connection managers. No round trip.
  Result<> validate_enumerator();
  Result<ObjectPtr> open_enumerator(const gantry_call *call);
  /// The property ExecutionValue, empty when there is none.
  std::string execution_value() const;

  void log(std::int32_t level, std::string_view text) override;
  Result<> message(std::int32_t severity, std::uint32_t code, std::string_view sub_component,
                   std::string_view text) override;
  Result<> progress(std::uint64_t done, std::uint64_t total, std::string_view sub_component,
                    std::string_view text) override;
  Result<> log_entry(std::string_view name, std::string_view text) override;
  Result<VariableText> variable(std::string_view name) override;
  Result<> set_variable(std::string_view name, std::string_view value) override;
  Result<> put_rows(std::string_view name, const ObjectPtr &rows, const gantry_call *call) override;
  Result<ObjectPtr> rows(std::string_view name) override;
  Result<ObjectPtr> acquire(std::string_view slot, std::string_view iid, const gantry_call *call) override;
  Result<std::string> describe_slot(std::string_view slot) override;
  Result<ObjectPtr> open_session(std::string_view scheme, const PropertiesRef &request,
                                 std::string_view required, const gantry_call *call) override;
  Result<std::string> secret(std::string_view property) override;
  bool reap(gantry_object *object) override { return run_.reaper.take(object); }

 private:
  LiveTask(RunContext &run, Connections &connections, Node &node, catalog::Provider provider,
           std::string name);
  static Result<std::unique_ptr<LiveTask>> make(RunContext &run, Connections &connections, Node &node,
                                                catalog::ClassKind kind,
                                                const std::vector<std::string> &names,
                                                const package::Object &object,
                                                const package::ObjectData &data, std::string name);
  Result<LiveConnection *> bound(std::string_view slot);
  void failed(Error error);

  guard::GuardSite guard_site();

  RunContext &run_;
  Connections &connections_;
  Node &node_;
  std::atomic<int> errors_{0};  ///< raised by this object
  /// In front of live_: the guard is retired when the plugin's object is gone.
  struct Guard {
    std::shared_ptr<guard::TaskGuard> task;
    ~Guard() { task->retire(); }
  } guard_;
  LiveObject live_;
};

/// The refusal for a type that no plugin provides: names the element, the names looked for, the providers
/// looked at.
Error no_provider(const RunContext &run, catalog::ClassKind kind, const std::string &element,
                  const std::string &path, const std::vector<std::string> &names);

}  // namespace gantry::runtime

#endif
