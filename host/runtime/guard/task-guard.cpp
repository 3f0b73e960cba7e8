#include "host/runtime/guard/task-guard.hpp"

#include "host/runtime/guard/guarded-object.hpp"
#include "host/runtime/guard/rights.hpp"
#include "host/runtime/guard/same-instance.hpp"

namespace gantry::runtime::guard {

Result<> TaskGuard::start_executing(PlannedSteps steps) {
  return reading_plan(site_.task, [&]() -> Result<> {
    plan_ = std::make_shared<PlanMatch>(std::move(steps));
    phase_ = Phase::executing;
    return success();
  });
}

ObjectPtr TaskGuard::wrap(SlotUse slot, ObjectPtr object, const gantry_call *call) {
  return guard_object(shared_from_this(), std::move(slot), std::move(object), call);
}

std::optional<bool> TaskGuard::same_instance(const std::string &write_slot) const {
  const std::lock_guard<std::mutex> lock(mutex_);
  const auto found = same_instance_.find(write_slot);
  return found == same_instance_.end() ? std::nullopt : std::optional<bool>(found->second);
}

Error TaskGuard::refusal(const SlotUse &slot, const BatchVerdict &verdict, std::string expected,
                         std::string todo) const {
  return Error(Status::denied,
               "task \\" + site_.task + " was kept from sending a batch to connection " + slot.connection,
               std::move(expected), verdict.because + ", which writes or may write", std::move(todo));
}

void TaskGuard::describe_step(const PlanMatch::Answer &answer, Admission &admission,
                              Statement &statement) const {
  const auto planned = [&](std::string_view column) {
    const int index = plan_->steps().column(column);
    return index < 0 ? Cell() : answer.step[static_cast<std::size_t>(index)];
  };
  admission.row = answer.row;
  admission.undoing = answer.found == PlanMatch::Found::undo;
  statement.ordinal = planned("ordinal").number(static_cast<std::int64_t>(answer.row) + 1);
  statement.database = planned("database").text();
  statement.action = admission.undoing ? "undo" : planned("action").text();
  statement.object = planned("object").text();
  statement.text = planned(admission.undoing ? "undo" : "text").text();
  admission.statement = std::move(statement);
}

Result<Admission> TaskGuard::admit(const SlotUse &slot, std::string_view sql, bool in_transaction) {
  return reading_plan(site_.task, [&] { return admit_as_planned(slot, sql, in_transaction); });
}

Result<Admission> TaskGuard::admit_as_planned(const SlotUse &slot, std::string_view sql,
                                              bool in_transaction) {
  const Phase phase = phase_;
  if (phase == Phase::over)
    return Error(Status::state, "task \\" + site_.task + " has ended", "a batch while the task is in use",
                 "a later one", "report this to the plugin's author (B1)");
  const BatchVerdict verdict = judge_batch(sql);
  Admission admission;
  admission.kind = verdict.kind;
  admission.transaction_control = verdict.transaction_control;
  const bool executing = phase == Phase::executing;
  // SET may be a step of its own; what only reads or stays in the session else needs no plan.
  if (verdict.kind < BatchKind::setting || (verdict.kind < BatchKind::transaction && !executing))
    return admission;

  Statement statement;
  statement.task = site_.task;
  statement.connection = slot.connection;
  statement.at_source = !slot.writes;
  statement.transactional = in_transaction;
  if (verdict.kind <= BatchKind::transaction) {
    if (!executing || site_.observers.empty()) return admission;
    const PlanMatch::Answer answer = plan_->begin(slot.connection, !slot.writes, sql);
    if (answer.found != PlanMatch::Found::none) {
      describe_step(answer, admission, statement);
    } else if (verdict.kind == BatchKind::transaction) {
      statement.text = site_.masked(sql);
      admission.statement = std::move(statement);
    }
    return admission;
  }

  const std::string author = "report this to the author of the task's plugin (T1)";
  if (phase == Phase::checking)
    return refusal(slot, verdict, "only readings while a task is validated and prepared", author);
  PlanMatch::Answer answer = plan_->begin(slot.connection, !slot.writes, sql);
  // USE and SET in front of the step are the task's affair.
  if (answer.found == PlanMatch::Found::none && verdict.body > 0 &&
      judge_batch(sql.substr(0, verdict.body)).kind <= BatchKind::setting)
    answer = plan_->begin(slot.connection, !slot.writes, sql.substr(verdict.body));
  switch (answer.found) {
    case PlanMatch::Found::none:
      return slot.writes ? refusal(slot, verdict, "only statements that the task's plan shows", author)
                         : refusal(slot, verdict,
                                   "only readings, because its slot " + slot.slot +
                                       " is a source, and what the plan marks as at-source",
                                   author);
    case PlanMatch::Found::step:
    case PlanMatch::Found::undo: break;
  }
  describe_step(answer, admission, statement);
  return admission;
}

Result<> TaskGuard::admit_copy(const SlotUse &slot, std::string_view database, std::string_view name) {
  const Phase phase = phase_;
  const Result<bool> planned = reading_plan(site_.task, [&]() -> Result<bool> {
    return phase == Phase::executing && slot.writes && plan_->has_copy_into(slot.connection, database, name);
  });
  if (!planned) return planned.error();
  if (*planned) return success();
  return Error(Status::denied,
               "task \\" + site_.task + " was kept from loading rows into " + std::string(name) +
                   " through connection " + slot.connection,
               phase == Phase::checking ? "only readings while a task is validated and prepared"
                                        : "a step of its plan that copies into it",
               "none", "report this to the author of the task's plugin (T1)");
}

Result<> TaskGuard::before_all(const std::vector<Statement> &statements) const {
  if (phase_ == Phase::over) return success();
  for (StatementObserver *observer : site_.observers)
    if (Result<> told = observer->before_all(statements); !told) return told;
  return success();
}

void TaskGuard::after(const Statement &statement, const Error *error, std::int64_t nanoseconds) const {
  if (phase_ == Phase::over) return;
  for (StatementObserver *observer : site_.observers) observer->after(statement, error, nanoseconds);
}

Result<> TaskGuard::moment(const SlotUse &slot, TransactionMoment moment) const {
  if (phase_ != Phase::executing) return success();
  for (StatementObserver *observer : site_.observers)
    if (Result<> told = observer->transaction(site_.task, slot.connection, moment); !told) return told;
  return success();
}

void TaskGuard::taken_back(std::size_t row) const {
  if (phase_ == Phase::executing) plan_->taken_back(row);
}

Result<> TaskGuard::sees_everything(const SlotUse &slot, const gantry_smo_server *table, gantry_object *self,
                                    std::string_view kind, std::string_view database, Call call) const {
  if (phase_ == Phase::over) return success();
  Result<std::vector<MissingRight>> missing = missing_rights(table, self, kind, database, call);
  // A kind that there is not is the list's to refuse.
  if (!missing)
    return missing.error().status == Status::not_found || missing.error().status == Status::unsupported
               ? success()
               : Result<>(std::move(missing).error());
  if (missing->empty()) return success();
  Error blind = blindness(slot.connection, kind, database, *missing);
  if (!site_.allow_partial) return blind;
  site_.warn(blind);
  site_.partial({site_.task, slot.connection, std::string(kind), std::string(database), rights_of(*missing),
                 grants_of(*missing)});
  return success();
}

void TaskGuard::inform(std::string text) const {
  if (phase_ != Phase::over) site_.inform(std::move(text));
}

void TaskGuard::entered(const void *object, const SlotUse &slot, SessionRef session, Call call) {
  std::vector<Open> others;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    for (const auto &[key, other] : open_)
      if (other.slot.writes != slot.writes) others.push_back(other);
    open_.emplace(object, Open{slot, session});
    if (slot.writes) same_instance_.erase(slot.slot);
  }
  for (const Open &other : others) {
    const SessionRef &writing = slot.writes ? session : other.session;
    const SessionRef &reading = slot.writes ? other.session : session;
    Result<bool> same = share_an_instance(writing, reading, call);
    if (!same) {
      site_.log("whether " + slot.connection + " and " + other.slot.connection +
                " are one server was not found out by a lock: " + same.error().what);
      continue;
    }
    const std::lock_guard<std::mutex> lock(mutex_);
    bool &known = same_instance_[slot.writes ? slot.slot : other.slot.slot];
    known = known || *same;
  }
}

void TaskGuard::left(const void *object) {
  const std::lock_guard<std::mutex> lock(mutex_);
  open_.erase(object);
}

}  // namespace gantry::runtime::guard
