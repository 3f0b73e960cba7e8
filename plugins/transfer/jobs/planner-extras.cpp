// What comes along with jobs: categories, operators, proxies.
#include "plugins/transfer/jobs/planner.hpp"

namespace gantry::transfer {

std::string JobPlanner::category_at_destination(const char *of_class, const std::string &name,
                                                std::vector<std::size_t> &needs) {
  if (name.empty()) return {};
  for (std::size_t row = 0; row < to_.categories.rows.size(); ++row)
    if (to_.categories.at(row, "class").text() == of_class &&
        destination_.names.same(to_.categories.at(row, "name").text(), name))
      return to_.categories.at(row, "name").text();
  const std::string key = "AgentCategory " + std::string(of_class) + ' ' + destination_.names.key(name);
  auto made = extra_groups_.find(key);
  if (made == extra_groups_.end()) {
    for (std::size_t row = 0; row < from_.categories.rows.size(); ++row) {
      if (from_.categories.at(row, "class").text() != of_class ||
          from_.categories.at(row, "name").text() != name)
        continue;
      const std::string object = "AgentCategory " + name;
      made = extra_groups_.emplace(key, add_group(object)).first;
      new_categories_.create(WantedRow(from_.categories, row), made->second, object);
      break;
    }
  }
  if (made == extra_groups_.end()) return {};
  needs.push_back(made->second);
  return name;
}

std::size_t JobPlanner::bring_operator(std::size_t row) {
  const std::string name = from_.operators.at(row, "name").text();
  const std::string key = "Operator " + destination_.names.key(name);
  if (const auto made = extra_groups_.find(key); made != extra_groups_.end()) return made->second;
  WantedRow wanted(from_.operators, row);
  std::vector<std::size_t> needs;
  wanted["category"] =
      Cell(category_at_destination("OPERATOR", from_.operators.at(row, "category").text(), needs));
  const std::size_t group = add_group("Operator " + name, std::move(needs));
  extra_groups_.emplace(key, group);
  new_operators_.create(wanted, group, "Operator " + name);
  return group;
}

Cell JobPlanner::principals_at_destination(const Cell &list, const std::string &proxy) {
  const Result<std::vector<std::string>> names = decode_list(list.text());
  std::vector<std::string> known;
  for (const std::string &name : names ? *names : std::vector<std::string>()) {
    if (there(Reference::owner, name))
      known.push_back(name);
    else
      warn("Proxy [" + proxy + "] is not granted to login [" + name + "], which is not at the destination.");
  }
  return Cell(encode_list(known));
}

std::optional<std::size_t> JobPlanner::bring_proxy(std::size_t row, PlannedJob *job) {
  const std::string name = from_.proxies.at(row, "name").text();
  const std::string key = "Proxy " + destination_.names.key(name);
  if (const auto made = extra_groups_.find(key); made != extra_groups_.end()) return made->second;
  const std::string credential = from_.proxies.at(row, "credential").text();
  std::string target;
  if (const auto known = there(Reference::credential, credential)) target = *known;
  if (target.empty())
    target = replacement(Reference::credential, credential, job,
                         job ? "Job [" + job->name + "]" : "Proxy [" + name + "]");
  if (target.empty()) return std::nullopt;
  WantedRow wanted(from_.proxies, row);
  wanted["credential"] = Cell(target);
  wanted["logins"] = principals_at_destination(from_.proxies.at(row, "logins"), name);
  const std::size_t group = add_group("Proxy " + name);
  extra_groups_.emplace(key, group);
  new_proxies_.create(wanted, group, "Proxy " + name);
  return group;
}

/// Operators and proxies that no transferred job needs, when all are asked for.
Result<> JobPlanner::bring_all(Call) {
  if (settings_.operators == Extras::all) {
    for (std::size_t row = 0; row < from_.operators.rows.size(); ++row) {
      const std::string name = from_.operators.at(row, "name").text();
      const auto target = target_operators_.find(name);
      if (!target) {
        bring_operator(row);
        continue;
      }
      if (!settings_.overwrite_extras) continue;
      WantedRow wanted(from_.operators, row);
      std::vector<std::size_t> needs;
      wanted["id"] = Cell();
      wanted["name"] = to_.operators.at(*target, "name");
      wanted["category"] =
          Cell(category_at_destination("OPERATOR", from_.operators.at(row, "category").text(), needs));
      if (!wanted.differs(WantedRow(to_.operators, *target))) continue;
      const std::string object = "Operator " + to_.operators.at(*target, "name").text();
      changed_operators_.change(wanted, WantedRow(to_.operators, *target),
                                add_group(object, std::move(needs)), object);
    }
  }
  if (settings_.proxies == Extras::all)
    for (std::size_t row = 0; row < from_.proxies.rows.size(); ++row)
      if (!target_proxies_.has(from_.proxies.at(row, "name").text())) bring_proxy(row, nullptr);
  return success();
}

/// Proxies that are there already: granted the subsystems that transferred steps need; all of it only when
/// all proxies are to be as at the source.
Result<> JobPlanner::script_proxies(Call) {
  for (std::size_t row = 0; row < to_.proxies.rows.size(); ++row) {
    const std::string name = to_.proxies.at(row, "name").text();
    const auto used = proxy_subsystems_.find(name);
    const auto source = source_proxies_.find(name);
    const bool whole = settings_.proxies == Extras::all && settings_.overwrite_extras && source;
    if (used == proxy_subsystems_.end() && !whole) continue;
    WantedRow wanted = whole ? WantedRow(from_.proxies, *source) : WantedRow(to_.proxies, row);
    wanted["id"] = Cell();
    wanted["name"] = Cell(name);
    if (whole) {
      const std::string credential = from_.proxies.at(*source, "credential").text();
      const auto known = there(Reference::credential, credential);
      wanted["credential"] = known ? Cell(*known) : Cell();
      wanted["logins"] = principals_at_destination(from_.proxies.at(*source, "logins"), name);
    }
    Result<std::vector<std::string>> subsystems = decode_list(wanted["subsystems"].text());
    std::set<std::string> granted;
    if (subsystems) granted.insert(subsystems->begin(), subsystems->end());
    if (used != proxy_subsystems_.end()) granted.insert(used->second.begin(), used->second.end());
    wanted["subsystems"] = Cell(encode_list({granted.begin(), granted.end()}));
    if (!wanted.differs(WantedRow(to_.proxies, row))) continue;
    const std::string object = "Proxy " + name;
    const std::size_t group = add_group(object);
    changed_proxies_.change(wanted, WantedRow(to_.proxies, row), group, object);
    for (PlannedJob &job : result_.jobs)
      for (const std::size_t step : source_steps_[job.name])
        if (const auto mapped = step_proxies_.find(from_.steps.at(step, "proxy").text());
            mapped != step_proxies_.end() && mapped->second == name) {
          job.needs.push_back(group);
          break;
        }
  }
  return success();
}

Result<> JobPlanner::script_extras(Call call) {
  for (const Wishes *wishes : {&new_categories_, &new_operators_, &changed_operators_, &new_proxies_,
                               &changed_proxies_, &new_schedules_, &changed_schedules_})
    if (Result<> done = wishes->script(destination_, result_.plan, call); !done) return done;
  return success();
}

}  // namespace gantry::transfer
