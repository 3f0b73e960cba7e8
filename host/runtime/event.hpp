// What a run tells: the events of Integration Services and the plans of tasks.
#ifndef GANTRY_RUNTIME_EVENT_HPP
#define GANTRY_RUNTIME_EVENT_HPP

#include "host/runtime/planned-steps.hpp"

#include <gantry/cpp/result.hpp>
#include <gantry/cpp/task.hpp>

#include <cstdint>
#include <ctime>
#include <optional>
#include <string>
#include <vector>

namespace gantry::package {
struct Executable;
}

namespace gantry::runtime {

enum class EventKind : std::uint8_t {
  package_start,
  package_end,
  pre_validate,
  post_validate,
  pre_execute,
  post_execute,
  information,
  warning,
  error,
  progress,
  task_failed,
  variable_value_changed,
  log_entry,   ///< a task's own entry; `name` says which
  diagnostic,  ///< gantry.host.log/1; `level` says how loud
};

/// The SSIS name of an event: OnError, PackageStart ...; a log entry's own name.
struct Event {
  EventKind kind = EventKind::information;
  const package::Executable *source = nullptr;  ///< the executable that raised it; null outside of any
  std::string path;                             ///< `Package\Container\Task`
  std::string source_name, source_id;
  std::string name;           ///< of a log entry
  std::string sub_component;  ///< may be empty
  std::string text;           ///< masked
  Error error;                ///< of an error or warning that has four parts; what is empty otherwise
  std::uint32_t code = 0;     ///< SSIS code or 0
  std::uint64_t done = 0, total = 0;
  int percent = 0;
  int level = 2;            ///< GANTRY_LOG_*
  std::int32_t result = 0;  ///< of post_execute and package_end: DTSExecResult
  std::time_t time = 0;

  std::string event_name() const;
};

/// One slot of a task and the server behind it.
struct SlotFacts {
  std::string slot;        ///< `DestinationConnection`
  bool writes = false;     ///< access=write in the task's note
  std::string connection;  ///< the connection manager's name; empty: bound to none
  std::string server;      ///< as reached: SERVER[\INSTANCE][,PORT]; empty: no session was opened
  std::string server_name, server_version;  ///< what the server says itself; empty when it does not
};

/// A task's plan, as prepare gave it (T1).
struct TaskPlan {
  const package::Executable *task = nullptr;
  std::string path;
  PlannedSteps steps;  ///< reading them may throw PlanUnreadable
  std::vector<SlotFacts> slots;
  /// The steps in clear, while on_plan and approve last; false when the task does not offer it.
  TaskScriptRef script;
  /// Why a run would refuse the task although its plan could be made (destinations); never set in a run.
  std::optional<Error> refusal;
  bool conditional = false;  ///< behind a failure or expression constraint, or in an event handler
  bool looped = false;       ///< inside a loop: one iteration is shown
};

/// How one connection reached its server: what every plan prints in its header.
struct SessionFacts {
  std::string connection;  ///< name in the package
  std::string server;      ///< host, instance and port as asked for
  std::string driver;      ///< class id and plugin version
  std::string encryption;  ///< `strict`, `require`, `request` or `off`
  bool certificate_verified = true;
  std::string authentication, login;
  std::string server_name, server_version;  ///< what the server says itself; empty when it does not
  friend bool operator==(const SessionFacts &, const SessionFacts &) = default;
};

/// Who runs: told before anything else.
struct RunFacts {
  std::string execution_id;  ///< a GUID; part of the application name that servers see
  std::string application;   ///< `Gantry <version> <execution id>`
};

/// A list of objects that may lack some, because the login lacks rights and the operator allowed it
/// (`--allow-partial`): whatever the task proves from it is partial.
struct PartialView {
  std::string task, connection;  ///< path of the executable, name of the connection
  std::string kind, database;    ///< of the list
  std::string rights, grants;    ///< what is missing, and the script that gives it
};

/// Called one at a time, on the thread that raised the event.
class Listener {
 public:
  virtual ~Listener() = default;
  virtual void on_event(const Event &event) = 0;
  /// May throw PlanUnreadable: then the task fails.
  virtual void on_plan(const TaskPlan &) {}
  /// Once for each connection and way of reaching it.
  virtual void on_session(const SessionFacts &) {}
  virtual void on_run(const RunFacts &) {}
  /// Once for each task, connection, kind and database.
  virtual void on_partial(const PartialView &) {}
};

}  // namespace gantry::runtime

#endif
