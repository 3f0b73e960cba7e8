// gantry.sql-session/1 and gantry.transaction/1 as a task sees them: judged, told to observers, passed on.
#ifndef GANTRY_RUNTIME_GUARD_GUARDED_SESSION_HPP
#define GANTRY_RUNTIME_GUARD_GUARDED_SESSION_HPP

#include "host/runtime/guard/task-guard.hpp"

namespace gantry::runtime::guard {

/// What both faces of one session know. [object]
struct SessionState {
  std::shared_ptr<TaskGuard> guard;
  SlotUse slot;
  Ref<gantry_sql_session> session;
  Ref<gantry_transaction> transaction;
  bool in_transaction = false;
  bool own_control = false;        ///< the task begins and ends transactions by batches: nothing is known
  std::vector<std::size_t> steps;  ///< carried out in the open transaction

  void begun();
  void ended(TransactionMoment moment);
  void failed(Status status);
  /// Sends what was admitted, told to observers before and after.
  gantry_status carry_out(Admission &admitted, gantry_str sql, const gantry_parameter *parameters,
                          std::size_t count, const gantry_call *call, gantry_object **rows,
                          gantry_error *error);

 private:
  gantry_status read(gantry_str sql, const gantry_parameter *parameters, std::size_t count,
                     const gantry_call *call, gantry_object **rows, gantry_error *error, bool repeatable);
};

class GuardedSession : public Face<GuardedSession, gantry_sql_session> {
 public:
  explicit GuardedSession(SessionState &state) : state_(state) {}
  ~GuardedSession() = default;
  static const gantry_sql_session *face_table() noexcept;

 private:
  gantry_status execute(gantry_str sql, const gantry_parameter *parameters, std::size_t count,
                        const gantry_call *call, gantry_object **rows, gantry_error *error);
  SessionState &state_;
};

class GuardedTransaction : public Face<GuardedTransaction, gantry_transaction> {
 public:
  explicit GuardedTransaction(SessionState &state) : state_(state) {}
  ~GuardedTransaction() = default;
  static const gantry_transaction *face_table() noexcept;

 private:
  SessionState &state_;
};

}  // namespace gantry::runtime::guard

#endif
