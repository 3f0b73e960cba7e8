// Runs a plan on the destination: transactions, undo, progress.
#ifndef GANTRY_TRANSFER_COMMON_STEP_RUNNER_HPP
#define GANTRY_TRANSFER_COMMON_STEP_RUNNER_HPP

#include "gantry/cpp/driver.hpp"
#include "gantry/cpp/statement-list.hpp"
#include "plugins/transfer/common/if-exists.hpp"
#include "plugins/transfer/common/plan.hpp"

namespace gantry::transfer {

/// A step where `gantry plan` shows it.
struct StepPlace {
  const PlannedStep *step;  ///< in the plan
  /// The first step, from 1, of those that are kept or taken back together with it, as StepRunner does it:
  /// what the server bars from transactions stands for itself once everything before it is committed.
  std::int64_t unit;
};
/// Every step of a plan, in order. Holds as long as the plan is not changed.
std::vector<StepPlace> places_of(const Plan &plan, TransactionScope scope);

enum class GroupState { pending, done, failed, left_out };

struct RunOutcome {
  std::vector<GroupState> groups;
  std::vector<Error> errors;  ///< one for each group that failed
  bool stopped = false;       ///< the conversation ended (network, cancellation): later groups were not tried

  bool whole() const { return errors.empty() && !stopped; }
};

/// Steps that SQL Server bars from transactions run behind the commit of what they belong to. A batch that
/// names a database runs there; at the end the session is where it was.
class StepRunner {
 public:
  StepRunner(const SessionRef &session, const Site &site, TransactionScope scope)
      : session_(session), list_(session.object()), site_(site), scope_(scope) {}

  /// A transaction that the server rolled back for 1205, 1222 or 3960 is run again, three times at most.
  /// Scope task: everything or nothing (the first error rolls all back). Scope object: each group for itself;
  /// a failed one does not hold up the others. The server's errors are in the outcome, with the step they
  /// belong to.
  RunOutcome run(const Plan &plan, Call call);
  /// Progress counts on from here: the plan is a part of a longer one.
  void part_of(std::size_t done_before, std::size_t total) {
    done_ = done_before;
    total_ = total;
  }
  std::size_t steps_done() const noexcept { return done_; }

 private:
  enum class Part { transactional, barred };
  struct Placed {
    const PlannedStep *step;
    std::size_t group;
  };
  /// The steps of one part of groups [begin, end).
  static std::vector<Placed> steps_of(const Plan &plan, std::size_t begin, std::size_t end, Part part);
  /// Runs steps in order. `failed_group` is set with an error. Errors: with the step's object in front.
  Result<> run_steps(const std::vector<Placed> &steps, std::size_t &failed_group, Call call);
  /// Runs the first step, or in a transaction as many as the host takes together; all are in one database.
  /// `done` is how many went well. Errors: of which step, or of one of which steps.
  Result<> run_some(const std::vector<StepContent> &steps, std::size_t &done, Call call);
  /// The contents of as many steps from `begin` on as are sent together.
  std::vector<StepContent> read_some(const std::vector<Placed> &steps, std::size_t begin) const;
  Result<> use_database(const std::string &database, Call call);
  Result<> begin(Call call);
  /// `rolled_back`: it failed, and the transaction with it.
  Result<> commit(Call call, bool &rolled_back);
  /// Rolls back, or without transactions runs what undoes, last first. Works after a cancel too. True when
  /// the server says that it rolled back.
  bool take_back();
  bool try_again(const Error &error, bool rolled_back, int tries, Call call);
  void run_as_one(const Plan &plan, RunOutcome &outcome, Call call);
  void run_group(const Plan &plan, std::size_t index, RunOutcome &outcome, Call call);
  /// Groups that failed, again and again, until a round brings none of them about.
  void run_failed_again(const Plan &plan, RunOutcome &outcome, Call call);
  void succeeded(const PlannedStep &step, const StepContent &content);
  void report_progress(const StepContent &step);

  const SessionRef &session_;
  const StatementListRef list_;  ///< none: each step is a round trip
  const Site &site_;
  TransactionScope scope_;
  bool open_ = false;
  std::vector<const PlannedStep *> to_undo_;  ///< done since begin, without a transaction around them
  /// SET done since begin: a rollback leaves them as they are.
  std::vector<const PlannedStep *> set_options_;
  std::string home_, current_;
  std::size_t done_ = 0, total_ = 0;
  int shown_percent_ = -1;
};

}  // namespace gantry::transfer

#endif
