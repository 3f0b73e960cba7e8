#include "host/runtime/guard/guarded-session.hpp"

#include "host/runtime/guard/guarded-rows.hpp"
#include "host/runtime/guard/retry.hpp"

namespace gantry::runtime::guard {

void SessionState::begun() {
  in_transaction = true;
  steps.clear();
  (void)guard->moment(slot, TransactionMoment::begun);
}

void SessionState::ended(TransactionMoment moment) {
  const bool undone = moment == TransactionMoment::rolled_back;
  if (undone)
    for (const std::size_t row : steps) guard->taken_back(row);
  steps.clear();
  if (!in_transaction) return;
  in_transaction = false;
  (void)guard->moment(slot, moment);
}

/// A session that is lost takes its open transaction with it.
void SessionState::failed(Status status) {
  if (in_transaction && (status == Status::io || status == Status::state))
    ended(TransactionMoment::rolled_back);
}

gantry_status SessionState::read(gantry_str sql, const gantry_parameter *parameters, std::size_t count,
                                 const gantry_call *call, gantry_object **rows, gantry_error *error,
                                 bool repeatable) {
  for (int tries = 1;; ++tries) {
    const gantry_status status = session->execute(session.self, sql, parameters, count, call, rows, error);
    if (status == GANTRY_OK) return status;
    const bool again = repeatable && error && error->struct_size >= sizeof(gantry_error) &&
                       is_lock_conflict(error->native_code) && tries < most_tries;
    if (!again || !wait_before_retry(tries, call)) {
      failed(static_cast<Status>(status));
      return status;
    }
    guard->inform("A reading at connection " + slot.connection + " met error " +
                  std::to_string(error->native_code) + " of the server and is sent again.");
  }
}

gantry_status SessionState::carry_out(Admission &admitted, gantry_str sql, const gantry_parameter *parameters,
                                      std::size_t count, const gantry_call *call, gantry_object **rows,
                                      gantry_error *error) {
  if (admitted.transaction_control) own_control = true;
  if (!admitted.statement)
    return read(sql, parameters, count, call, rows, error,
                admitted.kind == BatchKind::reading && !in_transaction && !own_control);

  const bool step = admitted.row && !admitted.undoing;
  if (Result<> told = guard->before(*admitted.statement); !told) {
    if (step) guard->taken_back(*admitted.row);
    return fill(error, told.error());
  }
  const std::int64_t begun = monotonic_ns();
  ErrorReceiver own;
  gantry_error *const receiver = error ? error : static_cast<gantry_error *>(own);
  gantry_object *made = nullptr;
  const gantry_status status = session->execute(session.self, sql, parameters, count, call, &made, receiver);
  const std::int64_t spent = monotonic_ns() - begun;
  if (status != GANTRY_OK) {
    Error seen(static_cast<Status>(status), std::string(receiver->message, receiver->message_length));
    seen.native_code = receiver->native_code;
    guard->after(*admitted.statement, &seen, spent);
    if (step) guard->taken_back(*admitted.row);
    failed(seen.status);
    return status;
  }
  if (step) steps.push_back(*admitted.row);
  *rows =
      watch_rows(ObjectPtr::adopt(made), [guard = guard, statement = std::move(*admitted.statement), spent,
                                          step, row = admitted.row.value_or(0)](const Error *error_behind) {
        guard->after(statement, error_behind, spent);
        if (error_behind && step) guard->taken_back(row);
      }).release();
  return GANTRY_OK;
}

gantry_status GuardedSession::execute(gantry_str sql, const gantry_parameter *parameters, std::size_t count,
                                      const gantry_call *call, gantry_object **rows, gantry_error *error) {
  Result<Admission> admitted = state_.guard->admit(state_.slot, view(sql), state_.in_transaction);
  if (!admitted) return fill(error, admitted.error());
  return state_.carry_out(*admitted, sql, parameters, count, call, rows, error);
}

const gantry_sql_session *GuardedSession::face_table() noexcept {
  static constexpr gantry_sql_session table = {
      sizeof(gantry_sql_session), 0,
      [](gantry_object *self, gantry_str sql, const gantry_parameter *parameters, std::size_t count,
         const gantry_call *call, gantry_object **rows, gantry_error *error) noexcept {
        try {
          return of(self).execute(sql, parameters, count, call, rows, error);
        } catch (const std::exception &thrown) {
          return fill(error, Error(Status::internal, "a batch was not sent", "no exception in the host",
                                   thrown.what(), "report this"));
        }
      },
      [](gantry_object *self, const gantry_call *call, gantry_error *error) noexcept {
        return guarded(error, [&]() -> Result<> {
          SessionState &state = of(self).state_;
          ErrorReceiver receiver;
          const gantry_status status = state.session->close(state.session.self, call, receiver);
          state.ended(TransactionMoment::rolled_back);
          return receiver.result(status);
        });
      }};
  return &table;
}

namespace {

/// Calls the inner transaction and gives its error on as it is.
template <typename Function>
Result<> pass(Function &&function) {
  ErrorReceiver receiver;
  return receiver.result(function(static_cast<gantry_error *>(receiver)));
}

}  // namespace

const gantry_transaction *GuardedTransaction::face_table() noexcept {
  static constexpr gantry_transaction table = {
      sizeof(gantry_transaction),
      0,
      [](gantry_object *self, std::int32_t isolation, const gantry_call *call, gantry_error *error) noexcept {
        return guarded(error, [&]() -> Result<> {
          SessionState &state = of(self).state_;
          Result<> done = pass([&](gantry_error *e) {
            return state.transaction->begin(state.transaction.self, isolation, call, e);
          });
          if (done) state.begun();
          return done;
        });
      },
      [](gantry_object *self, const gantry_call *call, gantry_error *error) noexcept {
        return guarded(error, [&]() -> Result<> {
          SessionState &state = of(self).state_;
          if (state.in_transaction)
            if (Result<> told = state.guard->moment(state.slot, TransactionMoment::committing); !told)
              return told;
          Result<> done = pass(
              [&](gantry_error *e) { return state.transaction->commit(state.transaction.self, call, e); });
          if (done)
            state.ended(TransactionMoment::committed);
          else if (done.error().status == Status::outcome_unknown)
            state.ended(TransactionMoment::unknown);
          else
            state.failed(done.error().status);
          return done;
        });
      },
      [](gantry_object *self, const gantry_call *call, gantry_error *error) noexcept {
        return guarded(error, [&]() -> Result<> {
          SessionState &state = of(self).state_;
          Result<> done = pass(
              [&](gantry_error *e) { return state.transaction->rollback(state.transaction.self, call, e); });
          if (done || done.error().status == Status::io) state.ended(TransactionMoment::rolled_back);
          return done;
        });
      },
      [](gantry_object *self, gantry_str name, const gantry_call *call, gantry_error *error) noexcept {
        return guarded(error, [&] {
          SessionState &state = of(self).state_;
          return pass([&](gantry_error *e) {
            return state.transaction->save(state.transaction.self, name, call, e);
          });
        });
      },
      [](gantry_object *self, gantry_str name, const gantry_call *call, gantry_error *error) noexcept {
        return guarded(error, [&] {
          SessionState &state = of(self).state_;
          Result<> done = pass([&](gantry_error *e) {
            return state.transaction->rollback_to(state.transaction.self, name, call, e);
          });
          // Which of them came behind the savepoint is not known: all may come again.
          if (done)
            for (const std::size_t row : state.steps) state.guard->taken_back(row);
          return done;
        });
      },
      [](gantry_object *self, const gantry_call *call, std::int32_t *now, gantry_error *error) noexcept {
        const Ref<gantry_transaction> &inner = of(self).state_.transaction;
        return inner->state(inner.self, call, now, error);
      }};
  return &table;
}

}  // namespace gantry::runtime::guard
