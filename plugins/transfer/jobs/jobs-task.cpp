#include "plugins/transfer/jobs/jobs-task.hpp"

namespace gantry::transfer {
namespace {

Property flag_property(const char *name, std::vector<std::string> xml) {
  return {name, PropertyType::boolean, "False", {}, false, false, std::move(xml)};
}

Property choice(const char *name, const char *by_default, std::vector<std::pair<std::string, int>> members) {
  return {std::string("Gantry.") + name,
          PropertyType::enumeration,
          by_default,
          std::move(members),
          false,
          false,
          {name}};
}

}  // namespace

const PropertyList &TransferJobsTask::properties() {
  static const PropertyList list = [] {
    PropertyList all = common_properties();
    all.push_back(flag_property("TransferAllJobs", {"TransferAllJobs"}));
    all.push_back({"JobsList", PropertyType::list, "", {}, false, false, {"JobsList"}});
    all.push_back(if_object_exists_property());
    all.push_back(flag_property("EnableJobsAtDestination", {"EnableJobsAtDestination"}));
    all.push_back(flag_property("Gantry.KeepDisabled", {"KeepDisabled"}));
    all.push_back(flag_property("Gantry.DisableAtSource", {"DisableAtSource"}));
    all.push_back(choice("ReplaceJob", "Edit", {{"Edit", 0}, {"Drop", 1}}));
    all.push_back(choice("IfMissing", "Fail", {{"Fail", 0}, {"Map", 1}, {"LeaveDisabled", 2}}));
    all.push_back({"Gantry.Replacements", PropertyType::list, "", {}, false, false, {"Replacements"}});
    for (const char *name : {"CopyOperators", "CopyProxies", "CopyAlerts"})
      all.push_back(choice(name, "Needed", {{"None", 0}, {"Needed", 1}, {"All", 2}}));
    all.push_back(choice("ScheduleClash", "Fail", {{"Fail", 0}, {"Reuse", 1}, {"Add", 2}}));
    all.push_back(transaction_property("Object"));
    return all;
  }();
  return list;
}

const std::vector<std::string> &TransferJobsTask::log_entries() {
  static const std::vector<std::string> names = {"TransferJobsTaskStartTransferringObjects",
                                                 "TransferJobsTaskFinishedTransferringObjects"};
  return names;
}

TransferJobsTask::TransferJobsTask(const gantry_host *site) : TransferTask(site, "jobs", "TransferJobsTask") {
  define(properties());
}

Result<JobSettings> TransferJobsTask::settings() const {
  JobSettings out;
  out.all = flag("TransferAllJobs");
  out.jobs = list("JobsList");
  out.if_exists = static_cast<IfObjectExists>(member("IfObjectExists"));
  out.enable = flag("EnableJobsAtDestination");
  out.keep_disabled = flag("Gantry.KeepDisabled");
  out.disable_at_source = flag("Gantry.DisableAtSource");
  out.replace = static_cast<ReplaceJob>(member("Gantry.ReplaceJob"));
  out.if_missing = static_cast<IfMissing>(member("Gantry.IfMissing"));
  Result<Replacements> replacements = Replacements::parse(list("Gantry.Replacements"));
  if (!replacements) return std::move(replacements).error();
  out.replacements = std::move(replacements).value();
  out.operators = static_cast<Extras>(member("Gantry.CopyOperators"));
  out.proxies = static_cast<Extras>(member("Gantry.CopyProxies"));
  out.alerts = static_cast<Extras>(member("Gantry.CopyAlerts"));
  out.schedule_clash = static_cast<ScheduleClash>(member("Gantry.ScheduleClash"));
  out.overwrite_extras = out.if_exists == IfObjectExists::overwrite;
  return out;
}

Result<> TransferJobsTask::check_settings() {
  const Result<JobSettings> chosen = settings();
  if (!chosen) return chosen.error();
  if (!chosen->all && chosen->jobs.empty())
    return Error(Status::invalid, "the list of jobs to transfer is empty", "at least one name in JobsList",
                 "none, while TransferAllJobs is False", "fill JobsList, or set TransferAllJobs")
        .with_code(code::job_list_empty);
  if (!chosen->replacements.empty() && chosen->if_missing == IfMissing::fail)
    return Error(Status::invalid, "Gantry.Replacements would never be used",
                 "Gantry.IfMissing Map or LeaveDisabled, or no replacements", "Gantry.IfMissing Fail",
                 "set Gantry.IfMissing to Map")
        .with_code(code::jobs_failed);
  return success();
}

Result<Plan> TransferJobsTask::plan(const Side &source, const Side &destination, Call call) {
  jobs_.clear();
  Result<JobSettings> chosen = settings();
  if (!chosen) return std::move(chosen).error();
  Result<JobPlan> made = JobPlanner(*chosen, source, destination).make(call);
  if (!made) return std::move(made).error();
  jobs_ = std::move(made->jobs);
  return std::move(made->plan);
}

void TransferJobsTask::announce(const Plan &) {
  for (const PlannedJob &job : jobs_)
    if (job.fate == JobFate::change || job.fate == JobFate::replace)
      site().warning(code::overwriting_job,
                     "Job [" + job.target_name + "] is being overwritten at the destination.");
}

bool TransferJobsTask::all_done(const PlannedJob &job, const RunOutcome &outcome) {
  for (const std::size_t group : job.groups)
    if (outcome.groups[group] != GroupState::done) return false;
  return true;
}

std::size_t TransferJobsTask::transferred(const Plan &plan, const RunOutcome &outcome) const {
  std::size_t count = 0;
  for (const PlannedJob &job : jobs_) {
    if (!job.is_transferred() || !all_done(job, outcome)) continue;
    std::size_t steps = 0;
    for (const std::size_t group : job.groups) steps += plan.groups[group].steps.size();
    if (steps > 0) ++count;
  }
  return count;
}

/// Tokens and scripts that name a job by its id have to follow.
void TransferJobsTask::report_ids(const PlannedJob &before, const PlannedJob &after,
                                  std::vector<Finding> &findings) {
  if (before.fate != JobFate::create && before.fate != JobFate::replace) return;
  std::string text = "Job [" + after.target_name + "] has id " + after.target_id + "; at the source it is " +
                     after.source_id;
  if (before.fate == JobFate::replace) text += ", and before it was " + before.target_id;
  findings.push_back({Severity::information, 0, text + '.'});
}

Result<std::vector<Finding>> TransferJobsTask::prove(const Plan &, const RunOutcome &outcome,
                                                     const Side &source, const Side &destination, Call call) {
  std::vector<Finding> findings;
  Result<JobSettings> again = settings();
  if (!again) return std::move(again).error();
  again->all = false;
  again->jobs.clear();
  again->if_exists = IfObjectExists::overwrite;
  again->replace = ReplaceJob::edit;
  std::map<std::string, const PlannedJob *> before;
  for (const PlannedJob &job : jobs_) {
    if (!job.is_transferred() || !all_done(job, outcome)) continue;
    again->jobs.push_back(job.name);
    before.emplace(job.name, &job);
  }
  if (again->jobs.empty()) return findings;
  const auto differs = [&](std::string text) {
    findings.push_back({Severity::error, code::jobs_failed, "After the transfer " + std::move(text)});
  };
  Result<JobPlan> left = JobPlanner(*again, source, destination).make(call);
  if (!left) {
    Error error = std::move(left).error();
    if (error.status == Status::cancelled || error.status == Status::deadline || error.status == Status::io)
      return error;
    differs("both sides could not be shown to agree: " + error.message());
    return findings;
  }
  for (const PlannedJob &job : left->jobs) {
    if (job.fate == JobFate::create || job.fate == JobFate::left_out)
      differs("job [" + job.name + "] is not at the destination.");
    else
      report_ids(*before.at(job.name), job, findings);
  }
  for (const StepGroup &group : left->plan.groups)
    for (const PlannedStep &left_step : group.steps) {
      const StepContent step = left_step.read();
      differs("both sides differ in " + step.object + ": " + step.batch.masked() + " is still to be done.");
    }
  return findings;
}

}  // namespace gantry::transfer
