#include "plugins/transfer/common/step-runner.hpp"

#include <gantry/cpp/sleep.hpp>

namespace gantry::transfer {
namespace {

constexpr std::int64_t clean_up_ns = 30'000'000'000;

/// After these the session is of no use, or nobody waits for it any more.
bool ends_conversation(const Error &error) {
  switch (error.status) {
    case Status::cancelled:
    case Status::deadline:
    case Status::io:
    case Status::state:
    case Status::outcome_unknown: return true;
    default: return false;
  }
}

std::string quoted(const std::string &name) {
  std::string text = "[";
  for (const char c : name) {
    text += c;
    if (c == ']') text += ']';
  }
  return text += ']';
}

}  // namespace

std::vector<StepPlace> places_of(const Plan &plan, TransactionScope scope) {
  std::vector<StepPlace> places;
  places.reserve(plan.steps());
  std::int64_t number = 0, first = 0;
  bool at_source = false;
  for (const StepGroup &group : plan.groups) {
    // No transaction spans two servers.
    if (scope == TransactionScope::object || group.at_source != at_source) first = 0;
    at_source = group.at_source;
    for (const PlannedStep &step : group.steps) {
      ++number;
      if (first == 0 && step.transactional()) first = number;
      places.push_back({&step, step.transactional() ? first : number});
    }
  }
  return places;
}

Result<> StepRunner::use_database(const std::string &database, Call call) {
  const std::string &target = database.empty() ? home_ : database;
  if (target == current_) return success();
  if (home_.empty()) {
    Result<Table> now = session_.query("SELECT DB_NAME() AS name;", call);
    if (!now) return std::move(now).error();
    home_ = current_ = now->rows.empty() ? "master" : now->rows[0][0].text();
    return use_database(database, call);
  }
  Result<> used = session_.run("USE " + quoted(target) + ";", call);
  if (used) current_ = target;
  return used;
}

Result<> StepRunner::begin(Call call) {
  to_undo_.clear();
  set_options_.clear();
  if (!session_.has_transactions()) return success();
  Result<> begun = session_.begin(call);
  open_ = begun.ok();
  return begun;
}

Result<> StepRunner::commit(Call call, bool &rolled_back) {
  to_undo_.clear();
  if (!open_) return success();
  open_ = false;
  Result<> committed = session_.commit(call);
  if (!committed && committed.error().status != Status::outcome_unknown) {
    open_ = true;
    rolled_back = take_back();
  }
  return committed;
}

bool StepRunner::take_back() {
  Result<ChildCall> child = site_.derive(nullptr, monotonic_ns() + clean_up_ns, true);
  const Call call = child ? static_cast<Call>(*child) : Call();
  if (open_) {
    open_ = false;
    const Result<> rolled_back = session_.rollback(call);  // lost sessions are rolled back by the server
    for (auto step = set_options_.rbegin(); step != set_options_.rend(); ++step)
      (void)session_.run((*step)->read().batch.undo, call);
    set_options_.clear();
    if (!home_.empty()) (void)use_database({}, call);
    return rolled_back.ok();
  }
  while (!to_undo_.empty()) {
    const StepContent step = to_undo_.back()->read();
    to_undo_.pop_back();
    if (step.batch.undo.empty()) {
      site_.warning(0, step.object + " stays changed: the step cannot be undone");
      continue;
    }
    Result<> undone = use_database(step.batch.database, call);
    if (undone) undone = session_.run(step.batch.undo, call);
    if (!undone) site_.warning(0, step.object + " stays changed: " + undone.error().what);
  }
  return false;
}

/// After a conflict over locks or versions, which rolled everything back, the same may go well.
bool StepRunner::try_again(const Error &error, bool rolled_back, int tries, Call call) {
  constexpr int most_tries = 3, first_wait_ms = 500;
  const bool conflict = error.native_code == 1205 || error.native_code == 1222 || error.native_code == 3960;
  if (!conflict || !rolled_back || tries >= most_tries) return false;
  if (!sleep_unless_ended(call, first_wait_ms << (2 * (tries - 1)))) return false;
  site_.information(0, "The transaction was rolled back by error " + std::to_string(error.native_code) +
                           " of the server and is run again (try " + std::to_string(tries + 1) + " of " +
                           std::to_string(most_tries) + ").");
  return true;
}

void StepRunner::report_progress(const StepContent &step) {
  ++done_;
  const int percent = total_ == 0 ? 100 : static_cast<int>(done_ * 100 / total_);
  if (percent == shown_percent_) return;
  shown_percent_ = percent;
  site_.progress(done_, total_, step.object, step.action + ' ' + step.object);
}

std::vector<StepRunner::Placed> StepRunner::steps_of(const Plan &plan, std::size_t begin, std::size_t end,
                                                     Part part) {
  std::vector<Placed> steps;
  for (std::size_t group = begin; group < end; ++group)
    for (const PlannedStep &step : plan.groups[group].steps)
      if ((part == Part::transactional) == step.transactional()) steps.push_back({&step, group});
  return steps;
}

void StepRunner::succeeded(const PlannedStep &step, const StepContent &content) {
  if (!open_)
    to_undo_.push_back(&step);
  else if (content.batch.text.rfind("SET ", 0) == 0)
    set_options_.push_back(&step);
  report_progress(content);
}

std::vector<StepContent> StepRunner::read_some(const std::vector<Placed> &steps, std::size_t begin) const {
  // As many as the host may take, and not more than a round trip should hold.
  constexpr std::size_t most_steps = 128, most_bytes = std::size_t{128} * 1024;
  std::vector<StepContent> some;
  std::size_t bytes = 0;
  for (std::size_t i = begin; i < steps.size() && some.size() < most_steps && bytes < most_bytes; ++i) {
    StepContent next = steps[i].step->read();
    if (!some.empty() && next.batch.database != some.front().batch.database) break;
    bytes += next.bytes();
    some.push_back(std::move(next));
    if (!list_ || !open_) break;
  }
  return some;
}

Result<> StepRunner::run_some(const std::vector<StepContent> &steps, std::size_t &done, Call call) {
  done = 0;
  const auto of = [&](Error error, std::size_t first, const char *more) {
    error.what = steps[first].object + more + ": " + error.what;
    return error;
  };
  if (!list_ || !open_) {
    Result<> ran = session_.run(steps.front().batch.text, call);
    if (!ran) return of(std::move(ran).error(), 0, "");
    done = 1;
    return success();
  }
  std::vector<gantry_str> texts;
  for (const StepContent &step : steps) texts.push_back(borrow(step.batch.text));
  StatementListRef::Progress progress = list_.run(texts, 0, call);
  done = progress.done.value_or(0);
  if (progress.outcome) return success();
  return progress.done ? of(std::move(progress.outcome).error(), done, "")
                       : of(std::move(progress.outcome).error(), 0, ", or a step sent with it");
}

Result<> StepRunner::run_steps(const std::vector<Placed> &steps, std::size_t &failed_group, Call call) {
  for (std::size_t at = 0; at < steps.size();) {
    failed_group = steps[at].group;
    const std::vector<StepContent> some = read_some(steps, at);
    Result<> done = call.check("the transfer");
    if (done) done = use_database(some.front().batch.database, call);
    if (!done) {
      Error error = std::move(done).error();
      error.what = some.front().object + ": " + error.what;
      return error;
    }
    std::size_t count = 0;
    done = run_some(some, count, call);
    for (std::size_t i = 0; i < count; ++i) succeeded(*steps[at + i].step, some[i]);
    at += count;
    if (done) continue;
    failed_group = steps[at].group;
    return done;
  }
  return success();
}

void StepRunner::run_as_one(const Plan &plan, RunOutcome &outcome, Call call) {
  bool committed = false;
  const auto fail = [&](std::size_t index, Error error) {
    outcome.stopped = outcome.stopped || ends_conversation(error);
    for (std::size_t i = 0; i < outcome.groups.size(); ++i)
      if (!committed || i >= index) outcome.groups[i] = GroupState::left_out;
    if (index < outcome.groups.size()) outcome.groups[index] = GroupState::failed;
    outcome.errors.push_back(std::move(error));
  };
  const std::vector<Placed> steps = steps_of(plan, 0, plan.groups.size(), Part::transactional);
  for (int tries = 1;; ++tries) {
    std::size_t at = 0;
    Result<> done = begin(call);
    if (done) done = run_steps(steps, at, call);
    // Back home inside the transaction: a rollback does not change the session's database.
    if (done && !home_.empty()) done = use_database({}, call);
    bool rolled_back = false;
    if (done)
      done = commit(call, rolled_back);
    else
      rolled_back = take_back();
    if (done) break;
    if (!try_again(done.error(), rolled_back, tries, call)) return fail(at, std::move(done).error());
    done_ = 0;
  }
  committed = true;
  for (std::size_t i = 0; i < plan.groups.size(); ++i) {
    std::size_t at = i;
    if (Result<> done = run_steps(steps_of(plan, i, i + 1, Part::barred), at, call); !done)
      return fail(i, std::move(done).error());
    outcome.groups[i] = GroupState::done;
  }
}

void StepRunner::run_group(const Plan &plan, std::size_t index, RunOutcome &outcome, Call call) {
  const StepGroup &group = plan.groups[index];
  for (const std::size_t other : group.depends)
    if (outcome.groups[other] != GroupState::done) {
      outcome.groups[index] = GroupState::left_out;
      return;
    }
  if (group.steps.empty()) {
    outcome.groups[index] = GroupState::done;
    return;
  }
  Result<> done = success();
  for (int tries = 1;; ++tries) {
    const std::size_t before = done_;
    bool rolled_back = false;
    done = begin(call);
    if (done) done = run_steps(steps_of(plan, index, index + 1, Part::transactional), index, call);
    if (done && !home_.empty()) done = use_database({}, call);
    if (done)
      done = commit(call, rolled_back);
    else
      rolled_back = take_back();
    if (done || !try_again(done.error(), rolled_back, tries, call)) break;
    done_ = before;
  }
  if (done) done = run_steps(steps_of(plan, index, index + 1, Part::barred), index, call);
  if (done) {
    outcome.groups[index] = GroupState::done;
    return;
  }
  outcome.groups[index] = GroupState::failed;
  outcome.stopped = ends_conversation(done.error());
  outcome.errors.push_back(std::move(done).error());
}

void StepRunner::run_failed_again(const Plan &plan, RunOutcome &outcome, Call call) {
  for (bool progress = true; progress && !outcome.stopped;) {
    progress = false;
    std::vector<std::size_t> failed;
    for (std::size_t i = 0; i < outcome.groups.size(); ++i)
      if (outcome.groups[i] == GroupState::failed) failed.push_back(i);
    // Alone it has nothing to wait for, and after a round it is told why it failed in that round.
    if (failed.empty() || failed.size() == outcome.groups.size()) return;
    outcome.errors.clear();
    for (const std::size_t i : failed) {
      if (outcome.stopped) break;
      run_group(plan, i, outcome, call);
      progress = progress || outcome.groups[i] == GroupState::done;
    }
  }
}

RunOutcome StepRunner::run(const Plan &plan, Call call) {
  RunOutcome outcome;
  outcome.groups.assign(plan.groups.size(), GroupState::pending);
  if (total_ == 0) total_ = plan.steps();
  if (scope_ == TransactionScope::task) {
    if (plan.steps() > 0)
      run_as_one(plan, outcome, call);
    else
      outcome.groups.assign(plan.groups.size(), GroupState::done);
  } else {
    for (std::size_t i = 0; i < plan.groups.size() && !outcome.stopped; ++i)
      run_group(plan, i, outcome, call);
    if (plan.retry) run_failed_again(plan, outcome, call);
    for (GroupState &state : outcome.groups)
      if (state == GroupState::pending) state = GroupState::left_out;
  }
  return outcome;
}

}  // namespace gantry::transfer
