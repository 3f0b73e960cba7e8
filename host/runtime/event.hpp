// What a run tells: the events of Integration Services and the plans of tasks.
#ifndef GANTRY_RUNTIME_EVENT_HPP
#define GANTRY_RUNTIME_EVENT_HPP

#include <gantry/cpp/cell.hpp>
#include <gantry/cpp/result.hpp>

#include <cstdint>
#include <ctime>
#include <string>

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

/// A task's plan, as prepare gave it (T1).
struct TaskPlan {
  const package::Executable *task = nullptr;
  std::string path;
  Table steps;
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
  friend bool operator==(const SessionFacts &, const SessionFacts &) = default;
};

/// Called one at a time, on the thread that raised the event.
class Listener {
 public:
  virtual ~Listener() = default;
  virtual void on_event(const Event &event) = 0;
  virtual void on_plan(const TaskPlan &) {}
  /// Once for each connection and way of reaching it.
  virtual void on_session(const SessionFacts &) {}
};

}  // namespace gantry::runtime

#endif
