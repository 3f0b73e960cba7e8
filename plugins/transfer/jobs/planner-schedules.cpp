// Schedules: created once, attached to many, matched by schedule_uid.
#include "plugins/transfer/jobs/planner.hpp"

namespace gantry::transfer {

/// A schedule of the job's at the destination that goes by this name: an earlier copy may have given it
/// another uid.
std::optional<std::size_t> JobPlanner::own_schedule_named(const PlannedJob &job,
                                                          const std::string &name) const {
  if (!job.target_row) return std::nullopt;
  const Result<std::vector<std::string>> uids = decode_list(to_.jobs.at(*job.target_row, "schedules").text());
  for (const std::string &uid : uids ? *uids : std::vector<std::string>())
    if (const auto row = target_schedules_.find(uid);
        row != target_schedules_.end() && !taken_schedules_.count(uid) &&
        destination_.names.same(to_.schedules.at(row->second, "name").text(), name))
      return row->second;
  return std::nullopt;
}

void JobPlanner::bring_schedule(PlannedJob &job, std::size_t row, PlannedSchedule &schedule) {
  const std::string uid = from_.schedules.at(row, "uid").text(),
                    name = from_.schedules.at(row, "name").text();
  if (const auto same = target_schedules_.find(uid); same != target_schedules_.end())
    schedule.target_row = same->second;
  // What is reused for its name is taken as it is, now and in every later run.
  if (!schedule.target_row && (schedule.target_row = own_schedule_named(job, name)))
    schedule.reused = settings_.schedule_clash == ScheduleClash::reuse;
  if (!schedule.target_row && settings_.schedule_clash != ScheduleClash::add) {
    const auto others = target_schedule_names_.find(destination_.names.key(name));
    for (const std::size_t other :
         others == target_schedule_names_.end() ? std::vector<std::size_t>() : others->second) {
      if (settings_.schedule_clash == ScheduleClash::fail) {
        block(Error(Status::exists,
                    "the schedule [" + name + "] of job [" + job.name + "] has another's name",
                    "no other schedule of this name at the destination, or the same schedule_uid",
                    "schedule_uid " + to_.schedules.at(other, "uid").text() + " there, " + uid +
                        " at the source",
                    "set Gantry.ScheduleClash to Reuse (attach the one there) or Add (two of one name), or "
                    "rename")
                  .with_code(code::jobs_failed));
        return;
      }
      if (schedule.target_row) {
        block(Error(Status::exists, "the schedule [" + name + "] of job [" + job.name + "] cannot be reused",
                    "one schedule of this name at the destination", "several",
                    "set Gantry.ScheduleClash to Add, or rename them")
                  .with_code(code::jobs_failed));
        return;
      }
      schedule.target_row = other;
      schedule.reused = true;
    }
  }
  WantedRow wanted(from_.schedules, row);
  for (const char *column : {"id", "owner-sid", "jobs"}) wanted[column] = Cell();
  const std::string object = "Schedule " + name;
  if (!schedule.target_row) {
    wanted["owner"] = Cell(
        owner_at_destination(from_.schedules.at(row, "owner"), from_.schedules.at(row, "owner-sid"), job));
    schedule.target_uid = uid;
    schedule.group = add_group(object);
    new_schedules_.create(wanted, *schedule.group, object);
    return;
  }
  const std::size_t target = *schedule.target_row;
  schedule.target_uid = to_.schedules.at(target, "uid").text();
  taken_schedules_.insert(schedule.target_uid);
  if (schedule.reused) return;
  wanted["uid"] = Cell();
  const std::string owner =
      owner_at_destination(from_.schedules.at(row, "owner"), from_.schedules.at(row, "owner-sid"), job);
  const Cell &owner_now = to_.schedules.at(target, "owner");
  wanted["owner"] = destination_.names.same(owner, owner_now.text()) ? owner_now : Cell(owner);
  if (!wanted.differs(WantedRow(to_.schedules, target))) return;
  if (!settings_.overwrite_extras) {
    warn("Schedule [" + name + "] is at the destination already and stays as it is there.");
    return;
  }
  schedule.group = add_group(object);
  changed_schedules_.change(wanted, WantedRow(to_.schedules, target), *schedule.group, object);
  const Result<std::vector<std::string>> users = decode_list(to_.schedules.at(target, "jobs").text());
  for (const std::string &user : users ? *users : std::vector<std::string>())
    if (!planned_by_name_.count(source_.names.key(user)))
      warn("Schedule [" + name + "] changes for job [" + user + "] of the destination too, which shares it.");
}

Cell JobPlanner::schedules_at_destination(PlannedJob &job) {
  const Result<std::vector<std::string>> uids =
      decode_list(from_.jobs.at(job.source_row, "schedules").text());
  std::set<std::string> attached, names;
  for (const std::string &uid : uids ? *uids : std::vector<std::string>()) {
    const auto row = source_schedules_.find(uid);
    if (row == source_schedules_.end()) continue;
    const std::string name = from_.schedules.at(row->second, "name").text();
    if (!names.insert(destination_.names.key(name)).second && settings_.schedule_clash == ScheduleClash::fail)
      block(Error(Status::invalid, "job [" + job.name + "] has two schedules of one name",
                  "schedules that can be told apart by name", "[" + name + "] twice",
                  "rename one at the source, or set Gantry.ScheduleClash to Add")
                .with_code(code::jobs_failed));
    const auto [planned, first] = schedules_.try_emplace(uid);
    if (first) bring_schedule(job, row->second, planned->second);
    if (planned->second.group) job.needs.push_back(*planned->second.group);
    if (!planned->second.target_uid.empty()) attached.insert(planned->second.target_uid);
  }
  return Cell(encode_list({attached.begin(), attached.end()}));
}

}  // namespace gantry::transfer
