// What every transfer task does alike: two connections, a plan, its run, its proof (ssis.md 5.0, T1).
#ifndef GANTRY_TRANSFER_COMMON_TRANSFER_TASK_HPP
#define GANTRY_TRANSFER_COMMON_TRANSFER_TASK_HPP

#include <map>
#include <optional>

#include "gantry/cpp/driver.hpp"
#include "gantry/cpp/smo-server.hpp"
#include "gantry/cpp/task.hpp"
#include "plugins/transfer/common/if-exists.hpp"
#include "plugins/transfer/common/left-behind.hpp"
#include "plugins/transfer/common/names.hpp"
#include "plugins/transfer/common/plan.hpp"
#include "plugins/transfer/common/step-runner.hpp"

namespace gantry::transfer {

/// One end of a transfer while it lasts.
struct Side {
  std::string connection;  ///< the connection manager's name, for messages
  SmoServerRef smo;
  SessionRef session;
  std::map<std::string, std::string> facts;
  NameComparer names;

  const std::string &fact(const std::string &key) const {
    static const std::string none;
    const auto found = facts.find(key);
    return found == facts.end() ? none : found->second;
  }
  /// From an object with gantry.smo-server/1 and gantry.sql-session/1. Errors: UNSUPPORTED, and facts' own.
  static Result<Side> open(std::string connection, ObjectPtr object, Call call);
};

/// SSIS codes that all transfer tasks share.
namespace code {
inline constexpr std::uint32_t source_connection_required = 0xC0029293;
inline constexpr std::uint32_t destination_connection_required = 0xC0029294;
inline constexpr std::uint32_t connection_not_found = 0xC0029295;
inline constexpr std::uint32_t source_is_newer = 0xC0029297;
inline constexpr std::uint32_t source_database_missing = 0xC0029299;
inline constexpr std::uint32_t not_smo_server = 0xC002F302;
inline constexpr std::uint32_t same_server = 0xC002F315;
inline constexpr std::uint32_t no_transaction_support = 0xC002F319;
inline constexpr std::uint32_t execution_failed = 0xC002F325;
}  // namespace code

/// SourceConnection, DestinationConnection and ExecutionValue; a task appends its own.
PropertyList common_properties();

/// 0xC002F315 when both ends are one server, 0xC0029297 when the source is newer. `same_instance`: what the
/// host found out by a lock; without it names and start times are compared.
Result<> check_sides(const Side &source, const Side &destination, std::optional<bool> same_instance = {});

class TransferTask : public Implements<Task, TaskScript, PropertyBag> {
 public:
  Result<> validate_properties() override;
  Result<> validate(Call call) override;
  Result<ObjectPtr> prepare_rows(Call call) override;
  Result<TaskResult> execute(Call call) override;
  Result<std::string> script_text(std::int64_t ordinal) override;
  Result<std::string> script_undo(std::int64_t ordinal) override;
  Result<std::string> script_identity(std::int64_t ordinal) override;
  Result<std::int64_t> script_unit(std::int64_t ordinal) override;

 protected:
  TransferTask(const gantry_host *site, std::string what, std::string log_prefix)
      : site_(site), what_(std::move(what)), log_prefix_(std::move(log_prefix)) {}

  /// Settings against each other, without I/O; findings after the first go into its details.
  virtual Result<> check_settings() = 0;
  /// Reads both sides and works out the steps; changes nothing.
  virtual Result<Plan> plan(const Side &source, const Side &destination, Call call) = 0;
  /// Called before the first change: warnings for what will be overwritten.
  virtual void announce(const Plan &plan) = 0;
  /// Objects transferred, for ExecutionValue.
  virtual std::size_t transferred(const Plan &plan, const RunOutcome &outcome) const = 0;
  /// Reads both sides again; every difference that is left is an error.
  virtual Result<std::vector<Finding>> prove(const Plan &plan, const RunOutcome &outcome, const Side &source,
                                             const Side &destination, Call call) = 0;
  /// What of the servers this task does not carry but belongs to what it does; reported at the end.
  virtual const std::vector<LeftBehindKind> &left_behind_kinds() const {
    static const std::vector<LeftBehindKind> none;
    return none;
  }
  /// Names of the plan's objects that could not go; why was told when planning.
  virtual std::vector<std::string> could_not_go() const { return {}; }
  /// The SSIS code of "some or all failed".
  virtual std::uint32_t failure_code() const = 0;
  /// The SSIS code of "so many transferred"; most tasks have none of their own.
  virtual std::uint32_t summary_code() const { return 0; }
  virtual TransactionScope scope() const {
    return static_cast<TransactionScope>(member("Gantry.Transaction"));
  }

  const Site &site() const noexcept { return site_; }
  void tell(const Finding &finding) const;

 private:
  Result<Side> open_side(const char *slot, Call call) const;
  /// Errors: STATE (not prepared), NOT_FOUND.
  Result<StepPlace> planned_step(std::int64_t ordinal) const;
  /// Whether the host knows both ends to be one instance.
  std::optional<bool> same_instance() const;
  /// After a commit whose outcome is unknown: looks at the destination, on a new session, and corrects
  /// `outcome`. True when it is known that everything was committed.
  bool look(const Plan &planned, RunOutcome &outcome, const Side &source, Call call);
  void report(const RunOutcome &outcome) const;
  Result<> check_slot(const char *slot, std::uint32_t missing_code) const;

  Site site_;
  std::string what_;        ///< "logins": a plural in s
  std::string log_prefix_;  ///< "TransferLoginsTask"
  std::optional<Side> source_, destination_;
  std::optional<Plan> plan_;
  std::vector<StepPlace> places_;       ///< of plan_
  std::optional<std::size_t> counted_;  ///< objects transferred, when look has planned again
  std::vector<Finding> left_behind_;
};

}  // namespace gantry::transfer

#endif
