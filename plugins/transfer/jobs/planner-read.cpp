// What the plan is made from: lists of both sides, owners.
#include "plugins/transfer/common/principals.hpp"
#include "plugins/transfer/common/wanted-lists.hpp"
#include "plugins/transfer/jobs/planner.hpp"

namespace gantry::transfer {
namespace {

using Rows = std::unordered_map<std::string, std::vector<std::size_t>>;

/// `key` makes one key of what stands in the column.
template <typename Key>
Rows rows_by(const StoredTable &table, std::string_view name, Key key) {
  Rows rows;
  const int column = table.column(name);
  if (column < 0) return rows;
  for (std::size_t row = 0; row < table.size(); ++row) rows[key(table.at(row, column).text())].push_back(row);
  return rows;
}

Rows rows_by(const StoredTable &table, std::string_view name) {
  return rows_by(table, name, [](std::string text) { return text; });
}

std::unordered_map<std::string, std::size_t> row_by(const StoredTable &table, std::string_view name) {
  std::unordered_map<std::string, std::size_t> rows;
  const int column = table.column(name);
  for (std::size_t row = 0; row < table.size(); ++row) rows.emplace(table.at(row, column).text(), row);
  return rows;
}

}  // namespace

Result<> JobPlanner::read(Call call) {
  const std::vector<std::string> none, names = settings_.all ? none : settings_.jobs;
  // Alerts of jobs that are not transferred look for their jobs too.
  const std::vector<std::string> &target_names = settings_.alerts == Extras::all ? none : names;
  if (Result<> done = read_lists({{&source_, "Job", &from_.jobs, names, {}},
                                  {&source_, "JobStep", &from_.steps, names, {}},
                                  {&source_, "Schedule", &from_.schedules, none, {}},
                                  {&source_, "AgentCategory", &from_.categories, none, {}},
                                  {&source_, "Operator", &from_.operators, none, {}},
                                  {&source_, "Proxy", &from_.proxies, none, {}},
                                  {&source_, "Alert", &from_.alerts, none, {}},
                                  {&destination_, "Job", &to_.jobs, target_names, {}},
                                  {&destination_, "JobStep", &to_.steps, names, {}},
                                  {&destination_, "Schedule", &to_.schedules, none, {}},
                                  {&destination_, "AgentCategory", &to_.categories, none, {}},
                                  {&destination_, "Operator", &to_.operators, none, {}},
                                  {&destination_, "Proxy", &to_.proxies, none, {}},
                                  {&destination_, "Alert", &to_.alerts, none, {}},
                                  {&destination_, "Database", &target_databases_, none, {}},
                                  {&destination_, "Credential", &target_credentials_, none, {}},
                                  {&destination_, "AgentSubsystem", &target_subsystems_, none, {}}},
                                 call);
      !done)
    return done;
  target_jobs_ = NameIndex(to_.jobs, "name", destination_.names);
  target_operators_ = NameIndex(to_.operators, "name", destination_.names);
  target_proxies_ = NameIndex(to_.proxies, "name", destination_.names);
  target_alerts_ = NameIndex(to_.alerts, "name", destination_.names);
  databases_ = NameIndex(target_databases_, "name", destination_.names);
  credentials_ = NameIndex(target_credentials_, "name", destination_.names);
  subsystems_ = NameIndex(target_subsystems_, "name", destination_.names);
  source_operators_ = NameIndex(from_.operators, "name", source_.names);
  source_proxies_ = NameIndex(from_.proxies, "name", source_.names);
  source_steps_ = rows_by(from_.steps, "job");
  target_steps_ = rows_by(to_.steps, "job");
  source_schedules_ = row_by(from_.schedules, "uid");
  target_schedules_ = row_by(to_.schedules, "uid");
  target_schedule_names_ =
      rows_by(to_.schedules, "name", [&](const std::string &name) { return destination_.names.key(name); });
  return success();
}

/// Every name that could be an owner or use a proxy, in one round trip.
Result<> JobPlanner::read_owners(Call call) {
  std::set<std::string> names;
  for (const StoredTable *table : {&from_.jobs, &from_.schedules}) {
    const int owner = table->column("owner");
    for (std::size_t row = 0; row < table->size(); ++row) names.insert(table->at(row, owner).text());
  }
  for (std::size_t row = 0; row < from_.proxies.rows.size(); ++row)
    if (const Result<std::vector<std::string>> logins = decode_list(from_.proxies.at(row, "logins").text()))
      names.insert(logins->begin(), logins->end());
  for (std::string &name : settings_.replacements.targets(Reference::owner)) names.insert(std::move(name));
  names.erase("");
  Result<std::map<std::string, Cell>> sids =
      resolve_sids(destination_.session, {names.begin(), names.end()}, call);
  if (!sids) return std::move(sids).error();
  owners_ = std::move(sids).value();
  Result<Table> first = destination_.session.query("SELECT SUSER_SNAME(0x01) AS name;", call);
  if (!first) return std::move(first).error();
  target_sa_ = first->rows.empty() ? std::string() : first->at(0, "name").text();
  return success();
}

}  // namespace gantry::transfer
