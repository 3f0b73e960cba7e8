// The plan of a transfer of jobs: both sides in, groups of batches out. Made a second time after the run, for
// the jobs that were transferred, it must be empty: that is the proof.
#ifndef GANTRY_TRANSFER_JOBS_PLANNER_HPP
#define GANTRY_TRANSFER_JOBS_PLANNER_HPP

#include <set>
#include <span>
#include <unordered_map>

#include "plugins/transfer/jobs/platform.hpp"
#include "plugins/transfer/jobs/settings.hpp"
#include "plugins/transfer/jobs/wishes.hpp"

namespace gantry::transfer {

/// What the plan does with one selected job.
enum class JobFate {
  create,
  change,   ///< Overwrite: differs in something
  same,     ///< Overwrite: nothing differs
  replace,  ///< Overwrite and ReplaceJob=Drop: dropped and created
  keep,     ///< Skip
  left_out  ///< cannot be there
};

struct PlannedJob {
  std::string name;         ///< as the source spells it
  std::string target_name;  ///< as it stands, or will stand, at the destination
  std::string source_id, target_id;
  std::size_t source_row = 0;
  std::optional<std::size_t> target_row;
  JobFate fate = JobFate::left_out;
  bool left_disabled = false;       ///< refers to something that is missing
  std::vector<std::size_t> groups;  ///< of the plan, the job's own first
  std::vector<std::size_t> needs;   ///< groups of what it refers to

  bool is_transferred() const { return fate != JobFate::keep && fate != JobFate::left_out; }
};

struct JobPlan {
  Plan plan;
  std::vector<PlannedJob> jobs;
};

/// Everything of Agent on one side.
struct AgentLists {
  StoredTable jobs, steps, schedules;
  Table categories, operators, proxies, alerts;
};

class JobPlanner {
 public:
  JobPlanner(const JobSettings &settings, const Side &source, const Side &destination)
      : settings_(settings),
        source_(source),
        destination_(destination),
        platform_(agent_platform(destination)) {}
  JobPlanner(const JobPlanner &) = delete;
  JobPlanner &operator=(const JobPlanner &) = delete;

  /// Reads and decides; a fixed number of round trips. Errors: 0xC002F331 for FailTask and 0xC002F334 for
  /// names that are not there (the first; the others in details), what is missing, what cannot be made,
  /// and what the servers say (DENIED when the host finds rights missing).
  Result<JobPlan> make(Call call);

 private:
  /// Some of result_.jobs: what is written for jobs is written for so many at a time.
  using Jobs = std::span<PlannedJob>;
  /// One after the other they make the plan.
  struct Part;
  /// What stands in the way, of several jobs at once.
  struct Obstacle {
    std::string what, expected, found, action;
    std::vector<std::string> jobs;
  };
  /// A schedule of the source and what becomes of it.
  struct PlannedSchedule {
    std::string target_uid;
    std::optional<std::size_t> target_row;
    std::optional<std::size_t> group;
    bool reused = false;  ///< only its name is the same: never changed
  };
  /// The rows of job scripts, in the order in which they run.
  struct JobWishes;

  // planner-read.cpp
  Result<> read(Call call);
  Result<> read_owners(Call call);
  // planner.cpp
  Result<> decide(Call call);
  Result<std::vector<std::size_t>> select();
  void decide_one(PlannedJob &job);
  Result<> check_blocked(Call call);
  // planner-references.cpp
  Result<> refer(Call call);
  void refer_one(PlannedJob &job, WantedRow &wanted);
  void refer_steps(PlannedJob &job);
  void check_job(PlannedJob &job);
  void check_platform(const PlannedJob &job);
  /// The name that takes the place of `name`; empty when nothing does (the job is then left disabled, or the
  /// plan has an obstacle).
  std::string replacement(Reference reference, const std::string &name, PlannedJob *job,
                          const std::string &subject);
  std::string owner_at_destination(const Cell &owner, const Cell &sid, PlannedJob &job);
  std::string operator_at_destination(const std::string &name, PlannedJob *job, const std::string &subject,
                                      std::vector<std::size_t> &needs);
  std::string proxy_at_destination(const std::string &name, const std::string &subsystem, PlannedJob &job);
  /// As the destination spells it; nothing when it is not there.
  std::optional<std::string> there(Reference reference, const std::string &name) const;
  /// A list of operators as they are at the destination.
  Cell operators_at_destination(const Cell &list, const std::string &subject,
                                std::vector<std::size_t> &needs);
  // planner-extras.cpp
  std::string category_at_destination(const char *of_class, const std::string &name,
                                      std::vector<std::size_t> &needs);
  /// Makes the plan create it; gives its group.
  std::size_t bring_operator(std::size_t row);
  std::optional<std::size_t> bring_proxy(std::size_t row, PlannedJob *job);
  Cell principals_at_destination(const Cell &list, const std::string &proxy);
  Result<> bring_all(Call call);
  Result<> script_proxies(Call call);
  Result<> script_extras(Call call);
  // planner-schedules.cpp
  Cell schedules_at_destination(PlannedJob &job);
  void bring_schedule(PlannedJob &job, std::size_t row, PlannedSchedule &schedule);
  std::optional<std::size_t> own_schedule_named(const PlannedJob &job, const std::string &name) const;
  // planner-alerts.cpp
  Result<> script_alerts(Call call);
  Result<> wish_alert(std::size_t row, Wishes &created, Wishes &changed, Call call);
  std::optional<std::string> alert_on_same(WantedRow &wanted) const;
  Result<bool> has_message(const Cell &number, Call call);
  // planner-jobs.cpp
  WantedRow wanted_step(const PlannedJob &job, std::size_t row) const;
  Result<> script_jobs(Jobs jobs, Call call);
  void wish_job(PlannedJob &job, const WantedRow &wanted, JobWishes &wishes);
  void wish_steps(PlannedJob &job, JobWishes &wishes);
  Result<> script_guards(Jobs jobs, Call call);
  Result<> script_source(Jobs jobs, Call call);
  Result<> script_enabling(Jobs jobs, Call call);
  bool is_to_be_enabled(const PlannedJob &job) const;
  // planner-way-back.cpp
  Result<> script_way_back(Jobs jobs, Call call);

  std::size_t add_group(std::string object, std::vector<std::size_t> depends = {});
  void warn(std::string text, std::uint32_t number = 0);
  void inform(std::string text);
  void obstruct(const std::string &key, Obstacle obstacle, const std::string &job);
  void block(Error error) { blocking_.push_back(std::move(error)); }

  const JobSettings &settings_;
  const Side &source_;
  const Side &destination_;
  const AgentPlatform platform_;
  JobPlan result_;

  AgentLists from_, to_;
  Table target_databases_, target_credentials_, target_subsystems_;
  NameIndex target_jobs_, target_operators_, target_proxies_, target_alerts_, databases_, credentials_,
      subsystems_, source_operators_, source_proxies_;
  std::unordered_map<std::string, std::vector<std::size_t>> source_steps_, target_steps_;  ///< rows by job
  std::unordered_map<std::string, std::size_t> source_schedules_, target_schedules_;       ///< rows by uid
  std::unordered_map<std::string, std::vector<std::size_t>> target_schedule_names_;  ///< rows by name's key
  std::map<std::string, std::size_t> planned_by_name_;  ///< into result_.jobs, by the source's key
  StoredTable wanted_jobs_;                             ///< as result_.jobs
  std::map<std::string, Cell> owners_;                  ///< SIDs at the destination, by name
  std::string target_sa_;
  std::optional<std::set<std::int64_t>> target_messages_;  ///< of users; read when an alert waits for one

  std::map<std::string, std::size_t> extra_groups_;   ///< "Operator key", ...: groups that this plan makes
  std::map<std::string, PlannedSchedule> schedules_;  ///< by the source's uid
  std::set<std::string> taken_schedules_;             ///< uids of the destination
  std::map<std::string, std::string> step_proxies_, step_databases_;  ///< as the destination has them
  std::map<std::string, std::set<std::string>> proxy_subsystems_;     ///< that transferred steps need
  std::vector<std::pair<std::string, Obstacle>> obstacles_;
  std::vector<Error> blocking_;
  std::set<std::string> told_;

  Wishes new_categories_{"create", "AgentCategory", "create"};
  Wishes new_operators_{"create", "Operator", "create"}, changed_operators_{"change", "Operator", "change"};
  Wishes new_proxies_{"create", "Proxy", "create"}, changed_proxies_{"change", "Proxy", "change"};
  Wishes new_schedules_{"create", "Schedule", "create"}, changed_schedules_{"change", "Schedule", "change"};
};

}  // namespace gantry::transfer

#endif
