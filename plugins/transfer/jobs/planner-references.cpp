// What jobs refer to: each thing is at the destination, comes along, is replaced, or stands in the way.
#include "plugins/transfer/jobs/flow.hpp"
#include "plugins/transfer/jobs/planner.hpp"

namespace gantry::transfer {
namespace {

bool is_sa(const Cell &sid) { return sid.bytes().size() == 1 && sid.bytes()[0] == '\1'; }

constexpr const char *operator_columns[][2] = {{"notify-level-email", "notify-email-operator"},
                                               {"notify-level-netsend", "notify-netsend-operator"},
                                               {"notify-level-page", "notify-page-operator"}};

}  // namespace

std::optional<std::string> JobPlanner::there(Reference reference, const std::string &name) const {
  const auto named = [&](const NameIndex &index, const Table &table) {
    const auto row = index.find(name);
    return row ? std::optional<std::string>(table.at(*row, "name").text()) : std::nullopt;
  };
  switch (reference) {
    case Reference::owner: {
      const auto known = owners_.find(name);
      return known != owners_.end() && !known->second.null() ? std::optional<std::string>(name)
                                                             : std::nullopt;
    }
    case Reference::database: return named(databases_, target_databases_);
    case Reference::operator_: return named(target_operators_, to_.operators);
    case Reference::credential: return named(credentials_, target_credentials_);
    case Reference::proxy: return named(target_proxies_, to_.proxies);
  }
  return std::nullopt;
}

std::string JobPlanner::replacement(Reference reference, const std::string &name, PlannedJob *job,
                                    const std::string &subject) {
  const std::string what = std::string(reference_name(reference)) + " [" + name + "]";
  if (settings_.if_missing != IfMissing::fail) {
    if (const auto other = settings_.replacements.find(reference, name, source_.names)) {
      if (const auto spelled = there(reference, *other)) return *spelled;
      obstruct("replacement " + what,
               {what + " is replaced by [" + *other + "], which is not at the destination either",
                "a name that is known behind " + destination_.connection,
                "none",
                "correct Gantry.Replacements, or create it",
                {}},
               subject);
      return {};
    }
  }
  if (settings_.if_missing == IfMissing::leave_disabled) {
    if (job) job->left_disabled = true;
    warn(subject + (job ? " arrives disabled: " : " goes without it: ") + what +
         " is not at the destination.");
    return {};
  }
  obstruct(
      what,
      {what + " is not at the destination",
       "one of this name behind " + destination_.connection,
       "none",
       "create it there, or name another in Gantry.Replacements (" + std::string(reference_name(reference)) +
           ":" + name + "=...) with Gantry.IfMissing=Map, or set Gantry.IfMissing to LeaveDisabled",
       {}},
      job ? job->name : subject);
  return {};
}

std::string JobPlanner::owner_at_destination(const Cell &owner, const Cell &sid, PlannedJob &job) {
  // The first login keeps its SID whatever it is called on either side.
  if (is_sa(sid) && !target_sa_.empty()) return target_sa_;
  const std::string name = owner.text().empty() ? "SID " + sid.text() : owner.text();
  if (const auto known = there(Reference::owner, name)) return *known;
  std::string other = replacement(Reference::owner, name, &job, "Job [" + job.name + "]");
  // A job must have an owner: the session's login is whom the procedures would take.
  return other.empty() ? destination_.fact("login") : other;
}

std::string JobPlanner::operator_at_destination(const std::string &name, PlannedJob *job,
                                                const std::string &subject, std::vector<std::size_t> &needs) {
  if (name.empty()) return {};
  if (const auto known = there(Reference::operator_, name)) return *known;
  const auto row = source_operators_.find(name);
  if (settings_.operators != Extras::none && row) {
    needs.push_back(bring_operator(*row));
    return name;
  }
  return replacement(Reference::operator_, name, job, subject);
}

Cell JobPlanner::operators_at_destination(const Cell &list, const std::string &subject,
                                          std::vector<std::size_t> &needs) {
  const Result<std::vector<std::string>> names = decode_list(list.text());
  std::set<std::string> kept;
  for (const std::string &name : names ? *names : std::vector<std::string>())
    if (std::string known = operator_at_destination(name, nullptr, subject, needs); !known.empty())
      kept.insert(std::move(known));
  return Cell(encode_list({kept.begin(), kept.end()}));
}

std::string JobPlanner::proxy_at_destination(const std::string &name, const std::string &subsystem,
                                             PlannedJob &job) {
  if (name.empty()) return {};
  if (const auto known = there(Reference::proxy, name)) {
    proxy_subsystems_[*known].insert(subsystem);
    return *known;
  }
  const auto row = source_proxies_.find(name);
  if (settings_.proxies != Extras::none && row) {
    if (const auto group = bring_proxy(*row, &job)) job.needs.push_back(*group);
    return job.left_disabled && !extra_groups_.count("Proxy " + name) ? std::string() : name;
  }
  std::string other = replacement(Reference::proxy, name, &job, "Job [" + job.name + "]");
  if (!other.empty()) proxy_subsystems_[other].insert(subsystem);
  return other;
}

void JobPlanner::refer_steps(PlannedJob &job) {
  for (const std::size_t row : source_steps_[job.name]) {
    const std::string subsystem = from_.steps.at(row, "subsystem").text();
    const std::string database = from_.steps.at(row, "database").text();
    if (subsystem == "TSQL" && !database.empty()) {
      const auto known = there(Reference::database, database);
      std::string target =
          known ? *known : replacement(Reference::database, database, &job, "Job [" + job.name + "]");
      if (target.empty() && settings_.if_missing == IfMissing::leave_disabled) {
        // The server takes no step that names a database it has not.
        target = "master";
        warn("Job [" + job.name + "], step " + from_.steps.at(row, "id").text() +
             ": stands in master until [" + database + "] is at the destination; overwrite the job then.");
      }
      step_databases_[database] = target;
    }
    const std::string proxy = from_.steps.at(row, "proxy").text();
    if (proxy.empty()) continue;
    const std::string target = proxy_at_destination(proxy, subsystem, job);
    step_proxies_[proxy] = target;
    if (target.empty() && job.left_disabled)
      warn("Job [" + job.name + "], step " + from_.steps.at(row, "id").text() + ": without proxy [" + proxy +
           "] it would run as the service account of SQL Server Agent.");
  }
}

void JobPlanner::refer_one(PlannedJob &job, WantedRow &wanted) {
  const std::size_t row = job.source_row;
  const StoredTable &jobs = from_.jobs;
  wanted["name"] = Cell(job.target_name);
  for (const char *column :
       {"id", "owner-sid", "from-master", "maintenance-plans", "running-since", "start-step"})
    wanted[column] = Cell();
  wanted["owner"] = Cell(owner_at_destination(jobs.at(row, "owner"), jobs.at(row, "owner-sid"), job));
  wanted["category"] = Cell(category_at_destination("JOB", jobs.at(row, "category").text(), job.needs));
  for (const auto &[level, column] : operator_columns) {
    const std::string name = jobs.at(row, column).text();
    const std::string known = operator_at_destination(name, &job, "Job [" + job.name + "]", job.needs);
    wanted[column] = Cell(known);
    // A level asks for an operator.
    if (known.empty() && !name.empty()) wanted[level] = Cell(0);
  }
  wanted["schedules"] = schedules_at_destination(job);

  const Result<std::vector<std::string>> servers = decode_list(jobs.at(row, "servers").text());
  std::set<std::string> targets;
  if (job.target_row && job.fate == JobFate::change)
    if (const Result<std::vector<std::string>> now =
            decode_list(to_.jobs.at(*job.target_row, "servers").text()))
      targets.insert(now->begin(), now->end());
  for (const std::string &server : servers ? *servers : std::vector<std::string>()) {
    if (server == "(local)")
      targets.insert(server);
    else
      warn("Job [" + job.name + "] runs on target server " + server +
           " of the source's group; the destination would have to enlist it, so it is left out.");
  }
  wanted["servers"] = Cell(encode_list({targets.begin(), targets.end()}));
  refer_steps(job);
}

void JobPlanner::check_job(PlannedJob &job) {
  std::vector<FlowStep> steps;
  for (const std::size_t row : source_steps_[job.name]) {
    const auto number = [&](const char *column) { return from_.steps.at(row, column).number(); };
    steps.push_back({number("id"), from_.steps.at(row, "step").text(), number("on-success"),
                     number("on-success-step"), number("on-failure"), number("on-failure-step")});
  }
  const FlowFindings flow = check_flow(steps, from_.jobs.at(job.source_row, "start-step").number());
  for (const std::string &wrong : flow.wrong)
    block(Error(Status::invalid, "job [" + job.name + "] cannot be made as it is at the source",
                "steps that lead to steps there are", wrong, "correct the job at the source, or leave it out")
              .with_code(code::jobs_failed));
  for (const std::string &doubtful : flow.doubtful) inform("Job [" + job.name + "]: " + doubtful + '.');
  for (const std::size_t row : source_steps_[job.name]) {
    const std::string subsystem = from_.steps.at(row, "subsystem").text();
    if (target_subsystems_.rows.empty() || subsystems_.has(subsystem)) continue;
    if (settings_.if_missing == IfMissing::leave_disabled) {
      job.fate = JobFate::left_out;
      warn("Job [" + job.name + "] is left out: the destination has no subsystem " + subsystem + '.');
      return;
    }
    obstruct("subsystem " + subsystem,
             {"subsystem " + subsystem + " is not at the destination",
              "one of the subsystems of SQL Server Agent behind " + destination_.connection,
              "none",
              "leave the jobs out, or set Gantry.IfMissing to LeaveDisabled, which does",
              {}},
             job.name);
  }
  check_platform(job);
}

void JobPlanner::check_platform(const PlannedJob &job) {
  const std::string shown = "Job [" + job.name + "]";
  const Result<std::vector<std::string>> plans =
      decode_list(from_.jobs.at(job.source_row, "maintenance-plans").text());
  for (const std::string &plan : plans ? *plans : std::vector<std::string>())
    warn(shown + " belongs to maintenance plan [" + plan +
         "], a package in the source's msdb that does not come along.");
  if (from_.jobs.at(job.source_row, "category").text().rfind("REPL-", 0) == 0)
    warn(shown + " belongs to replication, which does not come along.");
  if (platform_.name.empty()) return;
  std::set<std::string> lacking;
  for (const std::size_t row : source_steps_[job.name])
    if (const std::string subsystem = from_.steps.at(row, "subsystem").text(); !platform_.runs(subsystem))
      lacking.insert(subsystem);
  for (const std::string &subsystem : lacking)
    warn(shown + " has steps of subsystem " + subsystem + ", which " + platform_.name + " does not run.");
  const bool pages = from_.jobs.at(job.source_row, "notify-level-page").number() > 0 ||
                     from_.jobs.at(job.source_row, "notify-level-netsend").number() > 0;
  if (pages && !platform_.pager_and_netsend)
    warn(shown + " notifies by pager or net send, which " + platform_.name + " does not.");
}

Result<> JobPlanner::refer(Call call) {
  wanted_jobs_ = StoredTable(from_.jobs.columns());
  for (PlannedJob &job : result_.jobs) {
    if (Result<> going = call.check("planning"); !going) return going;
    WantedRow wanted(from_.jobs, job.source_row);
    if (job.is_transferred()) check_job(job);
    if (job.is_transferred()) refer_one(job, wanted);
    if (Result<> kept = wanted_jobs_.add(wanted.cells()); !kept) return kept;
  }
  return success();
}

}  // namespace gantry::transfer
