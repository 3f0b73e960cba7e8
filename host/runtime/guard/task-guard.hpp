// What the host knows of one task while it holds sessions: how far it is, its plan, who is told.
#ifndef GANTRY_RUNTIME_GUARD_TASK_GUARD_HPP
#define GANTRY_RUNTIME_GUARD_TASK_GUARD_HPP

#include "host/runtime/event.hpp"
#include "host/runtime/guard/batch-kind.hpp"
#include "host/runtime/guard/plan-match.hpp"
#include "host/runtime/statement-observer.hpp"

#include <gantry/cpp/driver.hpp>
#include <gantry/cpp/smo-server.hpp>

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace gantry::runtime::guard {

/// A slot of the task, as a guarded object knows it.
struct SlotUse {
  std::string slot, connection;
  bool writes = false;
};

/// What the guard asks of the run. Borrowed until retire.
struct GuardSite {
  std::string task;  ///< path of the executable
  const std::vector<StatementObserver *> &observers;
  bool allow_partial = false;
  std::function<void(const Error &)> warn;
  std::function<void(std::string)> inform;
  std::function<void(const std::string &)> log;
  std::function<void(const PartialView &)> partial;
  std::function<std::string(std::string_view)> masked;  ///< known secrets taken out
};

/// A batch that may be sent.
struct Admission {
  BatchKind kind = BatchKind::reading;
  bool transaction_control = false;
  std::optional<std::size_t> row;  ///< the planned step
  bool undoing = false;
  std::optional<Statement> statement;  ///< to be told to observers
};

/// Shared by the task and the objects that it was given; these may outlive it. Any thread.
class TaskGuard : public std::enable_shared_from_this<TaskGuard> {
 public:
  explicit TaskGuard(GuardSite site) : site_(std::move(site)) {}

  /// From here on what the plan holds may be sent. Errors: IO (its steps cannot be read).
  Result<> start_executing(PlannedSteps steps);
  /// The task is gone: whatever still comes is refused.
  void retire() { phase_ = Phase::over; }

  /// Wraps what a slot gives.
  ObjectPtr wrap(SlotUse slot, ObjectPtr object, const gantry_call *call);
  /// Whether what the slot reaches is the instance of one of the task's read slots; nothing when it was not
  /// found out.
  std::optional<bool> same_instance(const std::string &write_slot) const;

  // For guarded objects.
  /// DENIED: a batch that writes where or when it must not, or that no step plans. IO: the plan cannot be
  /// read.
  Result<Admission> admit(const SlotUse &slot, std::string_view sql, bool in_transaction);
  /// DENIED: bulk copy that no step plans. IO: the plan cannot be read.
  Result<> admit_copy(const SlotUse &slot, std::string_view database, std::string_view name);
  Result<> before(const Statement &statement) const { return before_all({statement}); }
  Result<> before_all(const std::vector<Statement> &statements) const;
  void after(const Statement &statement, const Error *error, std::int64_t nanoseconds) const;
  Result<> moment(const SlotUse &slot, TransactionMoment moment) const;
  void taken_back(std::size_t row) const;
  /// DENIED when the login does not see every object of the kind; with allow_partial a warning.
  Result<> sees_everything(const SlotUse &slot, const gantry_smo_server *table, gantry_object *self,
                           std::string_view kind, std::string_view database, Call call) const;
  void inform(std::string text) const;
  void entered(const void *object, const SlotUse &slot, SessionRef session, Call call);
  void left(const void *object);

 private:
  enum class Phase { checking, executing, over };
  Result<Admission> admit_as_planned(const SlotUse &slot, std::string_view sql, bool in_transaction);
  void describe_step(const PlanMatch::Answer &answer, Admission &admission, Statement &statement) const;
  Error refusal(const SlotUse &slot, const BatchVerdict &verdict, std::string expected,
                std::string todo) const;

  const GuardSite site_;
  std::atomic<Phase> phase_{Phase::checking};
  std::shared_ptr<PlanMatch> plan_;  ///< set before phase_ says executing
  struct Open {
    SlotUse slot;
    SessionRef session;
  };
  mutable std::mutex mutex_;
  std::map<const void *, Open> open_;
  std::map<std::string, bool> same_instance_;  ///< by write slot
};

}  // namespace gantry::runtime::guard

#endif
