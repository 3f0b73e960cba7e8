#include "host/runtime/guard/guarded-list.hpp"

#include "host/runtime/guard/joined-batch.hpp"

namespace gantry::runtime::guard {

namespace {

constexpr std::size_t most_together = 128, most_bytes = 128 * 1024;
constexpr std::int64_t quick_ns = 200'000'000, slow_ns = 1'000'000'000;

}  // namespace

Result<std::vector<GuardedList::Piece>> GuardedList::gather(const gantry_str *statements, std::size_t count) {
  std::vector<Piece> pieces;
  std::size_t bytes = 0;
  for (std::size_t i = 0; i < count && pieces.size() < width_; ++i) {
    const std::string_view sql = view(statements[i]);
    const bool joins = width_ > 1 && can_be_joined(sql);
    if (!pieces.empty() && (!joins || bytes + sql.size() > most_bytes)) break;
    Result<Admission> admitted = state_.guard->admit(state_.slot, sql, true);
    if (!admitted) {
      if (pieces.empty()) return std::move(admitted).error();
      break;
    }
    const bool alone = !joins || !admitted->statement || admitted->kind != BatchKind::writing;
    if (alone && !pieces.empty()) {
      if (admitted->row && !admitted->undoing) state_.guard->taken_back(*admitted->row);
      break;
    }
    pieces.push_back({sql, std::move(admitted).value()});
    bytes += sql.size();
    if (alone) break;
  }
  return pieces;
}

Result<> GuardedList::run_alone(Piece &piece, Call call) {
  gantry_object *made = nullptr;
  ErrorReceiver receiver;
  const gantry_status status =
      state_.carry_out(piece.admission, borrow(piece.sql), nullptr, 0, call.raw(), &made, receiver);
  if (status != GANTRY_OK) return receiver.error(status);
  RowReader rows(ObjectPtr::adopt(made), call);
  std::optional<std::size_t> none;
  Result<> read = read_joined(rows, none);
  if (!read) (void)rows.close();
  return read;
}

void GuardedList::settle(const std::vector<Piece> &pieces, std::optional<std::size_t> reached,
                         const Error *error, std::int64_t nanoseconds) {
  const TaskGuard &guard = *state_.guard;
  const Error not_begun(Status::state, "it was not begun: a statement sent with it failed before it");
  const std::int64_t share = nanoseconds / static_cast<std::int64_t>(pieces.size());
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    const Admission &admission = pieces[i].admission;
    const bool well = !error || (reached && i < *reached);
    guard.after(*admission.statement, well ? nullptr : reached && i > *reached ? &not_begun : error, share);
    if (!admission.row || admission.undoing) continue;
    if (well)
      state_.steps.push_back(*admission.row);
    else
      guard.taken_back(*admission.row);
  }
}

void GuardedList::adapt(std::int64_t nanoseconds) {
  if (nanoseconds < quick_ns)
    width_ = std::min(width_ * 2, most_together);
  else if (nanoseconds > slow_ns)
    width_ = 1;
}

Result<> GuardedList::run_joined(std::vector<Piece> &pieces, Call call, std::size_t &done) {
  std::vector<Statement> told;
  std::vector<std::string_view> texts;
  for (const Piece &piece : pieces) {
    told.push_back(*piece.admission.statement);
    texts.push_back(piece.sql);
  }
  if (Result<> free = state_.guard->before_all(told); !free) {
    for (const Piece &piece : pieces)
      if (piece.admission.row && !piece.admission.undoing) state_.guard->taken_back(*piece.admission.row);
    return free;
  }
  std::string batch = joined_batch(texts);
  const std::int64_t begun = monotonic_ns();
  gantry_object *made = nullptr;
  ErrorReceiver receiver;
  const Ref<gantry_sql_session> &inner = state_.session;
  const gantry_status status =
      inner->execute(inner.self, borrow(batch), nullptr, 0, call.raw(), &made, receiver);
  wipe(batch);
  std::optional<std::size_t> reached;
  Result<> outcome = success();
  if (status == GANTRY_OK) {
    RowReader rows(ObjectPtr::adopt(made), call);
    outcome = read_joined(rows, reached);
    if (!outcome) (void)rows.close();
  } else {
    outcome = receiver.error(status);
  }
  const std::int64_t spent = monotonic_ns() - begun;
  if (reached && *reached >= pieces.size()) reached.reset();
  settle(pieces, reached, outcome ? nullptr : &outcome.error(), spent);
  if (!outcome) {
    state_.failed(outcome.error().status);
    done = reached.value_or(GANTRY_STATEMENT_UNKNOWN);
    return outcome;
  }
  done = pieces.size();
  adapt(spent);
  return outcome;
}

Result<> GuardedList::run(const gantry_str *statements, std::size_t count, Call call, std::size_t &done) {
  done = 0;
  if (count == 0)
    return Error(Status::invalid, "a list of statements is empty", "at least one", "none",
                 "report this to the plugin's author (D8)");
  if (!state_.in_transaction)
    return Error(Status::state, "a list of statements needs a transaction around it",
                 "begin of gantry.transaction/1 before", "no open transaction",
                 "report this to the plugin's author (D8)");
  Result<std::vector<Piece>> pieces = gather(statements, count);
  if (!pieces) return std::move(pieces).error();
  if (pieces->size() > 1) return run_joined(*pieces, call, done);
  const std::int64_t begun = monotonic_ns();
  Result<> outcome = run_alone(pieces->front(), call);
  if (!outcome) return outcome;
  done = 1;
  adapt(monotonic_ns() - begun);
  return outcome;
}

const gantry_statement_list *GuardedList::face_table() noexcept {
  static constexpr gantry_statement_list table = {
      sizeof(gantry_statement_list), 0,
      [](gantry_object *self, const gantry_str *statements, std::size_t count, const gantry_call *call,
         std::size_t *done, gantry_error *error) noexcept {
        return guarded(error, [&] { return of(self).run(statements, count, Call(call), *done); });
      }};
  return &table;
}

}  // namespace gantry::runtime::guard
