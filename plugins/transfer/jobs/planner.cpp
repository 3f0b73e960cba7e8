#include "plugins/transfer/jobs/planner.hpp"

#include <algorithm>

namespace gantry::transfer {
namespace {

/// The first of several errors, with the others in its details.
Error all_as_one(std::vector<Error> errors) {
  Error first = std::move(errors.front());
  for (std::size_t i = 1; i < errors.size(); ++i) first.details.push_back(errors[i].message());
  return first;
}

std::string these_jobs(const std::vector<std::string> &names) {
  std::string text = "job [" + names.front() + ']';
  if (names.size() > 1)
    text += " and " + std::to_string(names.size() - 1) + (names.size() > 2 ? " others" : " other");
  return text;
}

}  // namespace

void JobPlanner::warn(std::string text, std::uint32_t number) {
  if (told_.insert(text).second)
    result_.plan.findings.push_back({Severity::warning, number, std::move(text)});
}

void JobPlanner::inform(std::string text) {
  if (told_.insert(text).second) result_.plan.findings.push_back({Severity::information, 0, std::move(text)});
}

std::size_t JobPlanner::add_group(std::string object, std::vector<std::size_t> depends) {
  result_.plan.groups.push_back({std::move(object), {}, std::move(depends)});
  return result_.plan.groups.size() - 1;
}

void JobPlanner::obstruct(const std::string &key, Obstacle obstacle, const std::string &job) {
  for (auto &[other, there] : obstacles_)
    if (other == key) {
      if (there.jobs.empty() || there.jobs.back() != job) there.jobs.push_back(job);
      return;
    }
  obstacle.jobs.push_back(job);
  obstacles_.emplace_back(key, std::move(obstacle));
}

Result<> JobPlanner::check_blocked(Call) {
  for (const auto &[key, o] : obstacles_)
    block(Error(Status::not_found, o.what + "; " + these_jobs(o.jobs) + " needs it", o.expected, o.found,
                o.action)
              .with_code(code::jobs_failed));
  obstacles_.clear();
  if (blocking_.empty()) return success();
  return all_as_one(std::move(blocking_));
}

Result<std::vector<std::size_t>> JobPlanner::select() {
  std::vector<std::size_t> rows;
  if (settings_.all) {
    for (std::size_t row = 0; row < from_.jobs.size(); ++row) rows.push_back(row);
    return rows;
  }
  const NameIndex index(from_.jobs, "name", source_.names);
  std::set<std::size_t> seen;
  std::vector<Error> missing;
  for (const std::string &name : settings_.jobs) {
    if (const auto row = index.find(name)) {
      if (seen.insert(*row).second) rows.push_back(*row);
      continue;
    }
    missing.push_back(Error(Status::not_found, "job [" + name + "] is not at the source",
                            "a job behind " + source_.connection, "none of this name",
                            "correct JobsList, or create the job")
                          .with_code(code::job_not_found));
  }
  if (!missing.empty()) return all_as_one(std::move(missing));
  return rows;
}

void JobPlanner::decide_one(PlannedJob &job) {
  const std::string shown = "Job [" + job.name + "]";
  if (from_.jobs.at(job.source_row, "from-master").flag()) {
    warn(shown +
         " is left out: it was given to the source by a master server, which can give it to the "
         "destination too.");
    return;
  }
  job.fate = JobFate::create;
  if (!job.target_row) return;
  switch (settings_.if_exists) {
    case IfObjectExists::fail_task:
      block(Error(Status::exists, "job [" + job.name + "] is already at the destination",
                  "no job of this name behind " + destination_.connection, "one that exists",
                  "set IfObjectExists to Skip or Overwrite, or leave it out")
                .with_code(code::job_exists));
      return;
    case IfObjectExists::skip:
      job.fate = JobFate::keep;
      warn(shown + " is already at the destination and is skipped.", code::skipping_job);
      return;
    case IfObjectExists::overwrite: break;
  }
  const std::size_t there = *job.target_row;
  if (to_.jobs.at(there, "from-master").flag()) {
    block(Error(Status::exists, "job [" + job.name + "] cannot be overwritten",
                "a job of the destination's own", "one that a master server gave it",
                "leave it out, or change it at the master server")
              .with_code(code::jobs_failed));
    return;
  }
  const Result<std::vector<std::string>> since = decode_list(to_.jobs.at(there, "running-since").text());
  if (since && !since->empty()) {
    block(Error(Status::busy, "job [" + job.name + "] cannot be overwritten while it runs",
                "a job that does not run", "one that has been running since " + since->front(),
                "wait until it has ended, or stop it, and run again")
              .with_code(code::jobs_failed));
    return;
  }
  job.fate = settings_.replace == ReplaceJob::drop ? JobFate::replace : JobFate::change;
}

Result<> JobPlanner::decide(Call) {
  Result<std::vector<std::size_t>> rows = select();
  if (!rows) return std::move(rows).error();
  std::map<std::string, std::string> target_names;
  for (const std::size_t row : *rows) {
    PlannedJob job;
    job.source_row = row;
    job.name = job.target_name = from_.jobs.at(row, "name").text();
    job.source_id = from_.jobs.at(row, "id").text();
    job.target_row = target_jobs_.find(job.name);
    if (job.target_row) {
      job.target_name = to_.jobs.at(*job.target_row, "name").text();
      job.target_id = to_.jobs.at(*job.target_row, "id").text();
    }
    const auto [other, first] = target_names.emplace(destination_.names.key(job.name), job.name);
    if (!first) {
      block(Error(Status::exists, "two jobs have one name at the destination", "names that differ there",
                  "[" + other->second + "] and [" + job.name + "]", "transfer one of them")
                .with_code(code::jobs_failed));
      continue;
    }
    planned_by_name_.emplace(source_.names.key(job.name), result_.jobs.size());
    decide_one(job);
    result_.jobs.push_back(std::move(job));
  }
  return check_blocked(nullptr);
}

struct JobPlanner::Part {
  using Whole = Result<> (JobPlanner::*)(Call);
  using Portion = Result<> (JobPlanner::*)(Jobs, Call);
  constexpr Part(Whole function) : whole(function) {}      // NOLINT(google-explicit-constructor)
  constexpr Part(Portion function) : portion(function) {}  // NOLINT(google-explicit-constructor)

  Result<> run(JobPlanner &planner, Call call) const {
    if (whole) return (planner.*whole)(call);
    // Rows on their way to script() are kept several times meanwhile.
    constexpr std::size_t most_jobs = 50;
    const Jobs all(planner.result_.jobs);
    for (std::size_t first = 0; first < all.size(); first += most_jobs)
      if (Result<> done =
              (planner.*portion)(all.subspan(first, std::min(most_jobs, all.size() - first)), call);
          !done)
        return done;
    return success();
  }

  Whole whole = nullptr;
  Portion portion = nullptr;
};

Result<JobPlan> JobPlanner::make(Call call) {
  // Groups run in the order in which they are made: what is needed first, enabling last.
  constexpr Part parts[] = {
      &JobPlanner::read,           &JobPlanner::decide,        &JobPlanner::read_owners,
      &JobPlanner::refer,          &JobPlanner::bring_all,     &JobPlanner::check_blocked,
      &JobPlanner::script_proxies, &JobPlanner::script_jobs,   &JobPlanner::script_alerts,
      &JobPlanner::check_blocked,  &JobPlanner::script_extras, &JobPlanner::script_way_back,
      &JobPlanner::script_guards,  &JobPlanner::script_source, &JobPlanner::script_enabling};
  for (const Part &part : parts) {
    if (Result<> going = call.check("planning"); !going) return std::move(going).error();
    if (Result<> done = part.run(*this, call); !done) return std::move(done).error();
  }
  return std::move(result_);
}

}  // namespace gantry::transfer
