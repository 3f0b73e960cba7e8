#include "host/audit/recovery.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace gantry::audit {
namespace {

/// What the task would do now: fingerprints, and what it would do to which object.
struct PlannedNow {
  std::multimap<std::string, int> fingerprints, subjects;
};

std::string subject(const StepRecord &step) {
  return step.connection + "\n" + step.database + "\n" + step.action + "\n" + step.object + "\n" + step.text;
}

PlannedNow planned_now(const std::vector<TaskRecord> &now, const std::string &task) {
  PlannedNow planned;
  for (const TaskRecord &record : now) {
    if (record.task != task) continue;
    for (const StepRecord &step : record.steps.in_memory()) {
      planned.fingerprints.emplace(step.fingerprint, 0);
      planned.subjects.emplace(subject(step), 0);
    }
  }
  return planned;
}

bool needs_look(StepState state) { return state == StepState::open || state == StepState::unknown; }

/// A transaction is one thing: its steps are done together or not at all.
void check_transactions(const RunRecord &run, Recovery &recovery) {
  struct Sides {
    std::size_t done = 0, not_done = 0;
    StepState before = StepState::unknown;
  };
  std::map<int, Sides> sides;
  for (const FoundStep &found : recovery.steps) {
    const StatementRecord *latest = run.latest(found.task_index, found.ordinal);
    const int transaction = latest ? latest->transaction_index : -1;
    if (transaction < 0 || !needs_look(found.before)) continue;
    Sides &side = sides[transaction];
    side.before = found.before;
    ++(found.found == StepState::done ? side.done : side.not_done);
  }
  for (const auto &[transaction, side] : sides) {
    const std::string &task = run.transactions[static_cast<std::size_t>(transaction)].task;
    if (side.done > 0 && side.not_done > 0)
      recovery.contradictions.push_back(fmt::format(
          "{}: {} steps of one transaction are there and {} are not: somebody else changed the destination",
          task, side.done, side.not_done));
    else if (side.done > 0 && side.before == StepState::open)
      recovery.contradictions.push_back(fmt::format(
          "{}: {} steps are there although no commit was sent: somebody else made them", task, side.done));
  }
}

}  // namespace

std::vector<const FoundStep *> Recovery::to_undo() const {
  std::vector<const FoundStep *> list;
  for (auto step = steps.rbegin(); step != steps.rend(); ++step)
    if (step->undo) list.push_back(&*step);
  return list;
}

Recovery decide(const RunRecord &run, const std::vector<TaskRecord> &now) {
  Recovery recovery;
  for (std::size_t index = 0; index < run.tasks.size(); ++index) {
    const TaskRecord &task = run.tasks[index];
    const PlannedNow planned = planned_now(now, task.task);
    std::map<std::int64_t, std::pair<std::size_t, std::size_t>> units;  ///< done, all
    std::vector<std::int64_t> unit_of;                                  ///< of those that were sent
    const std::size_t first = recovery.steps.size();
    const Result<> read = task.steps.each([&](const StepRecord &step) {
      FoundStep found;
      found.task_index = static_cast<int>(index);
      found.ordinal = step.ordinal;
      found.undoable = !step.undo.empty();
      found.before = found.found = run.state(found.task_index, step.ordinal);
      if (found.before == StepState::failed) found.found = StepState::taken_back;
      if (needs_look(found.before)) {
        // The same step but for its secret means that the source changed since: it is not done either way.
        const bool again =
            planned.fingerprints.count(step.fingerprint) > 0 || planned.subjects.count(subject(step)) > 0;
        found.found = again ? StepState::taken_back : StepState::done;
      }
      std::pair<std::size_t, std::size_t> &unit = units[step.unit];
      ++unit.second;
      if (found.found == StepState::done) ++unit.first;
      if (found.before != StepState::not_begun) {
        recovery.steps.push_back(found);
        unit_of.push_back(step.unit);
      }
      return success();
    });
    if (!read) recovery.contradictions.push_back(read.error().message());
    for (std::size_t i = first; i < recovery.steps.size(); ++i) {
      FoundStep &found = recovery.steps[i];
      const auto &[done, all] = units[unit_of[i - first]];
      found.undo = found.found == StepState::done && done < all;
    }
  }
  check_transactions(run, recovery);
  return recovery;
}

}  // namespace gantry::audit
