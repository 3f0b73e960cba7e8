// The part of the plan that gives logins what they may do: server roles, server permissions, database users.
#include <algorithm>

#include "plugins/transfer/logins/planner.hpp"

namespace gantry::transfer {
namespace {

std::vector<std::string> names_in(const Cell &list) {
  Result<std::vector<std::string>> names = decode_list(list.text());
  return names ? std::move(names).value() : std::vector<std::string>();
}

/// What the catalogue shows of built-in users is nobody's to repair.
bool is_builtin_user(const std::string &name) {
  return name == "dbo" || name == "guest" || name == "sys" || name == "INFORMATION_SCHEMA";
}

}  // namespace

std::size_t LoginPlanner::rights_group(PlannedLogin &login) {
  if (login.groups.size() > 1) return login.groups[1];
  // A login that stays as it is may still need its users repaired.
  std::vector<std::size_t> depends(login.groups);
  const std::size_t group = add_group("Login " + login.target_name, std::move(depends));
  if (login.groups.empty()) return group;
  login.groups.push_back(group);
  return group;
}

std::optional<std::string> LoginPlanner::target_principal(const std::string &source_name) const {
  if (source_name == source_sa_ && !target_sa_.empty()) return target_sa_;
  if (const auto planned = logins_by_name_.find(source_.names.key(source_name));
      planned != logins_by_name_.end()) {
    const PlannedLogin &login = result_.logins[planned->second];
    if (login.fate != LoginFate::left_out) return login.target_name;
  }
  if (const auto row = target_by_name_.find(source_name)) return target_logins_.at(*row, "name").text();
  if (const auto row = target_roles_by_name_.find(source_name)) return target_roles_.at(*row, "name").text();
  if (role_groups_.count(destination_.names.key(source_name))) return source_name;
  return std::nullopt;
}

Result<> LoginPlanner::script_roles(Call call) {
  if (!settings_.copy_roles) return success();
  struct Membership {
    std::string role, member;
    std::size_t group;
  };
  const auto planned = [&](const std::string &member) -> PlannedLogin * {
    const auto found = logins_by_name_.find(source_.names.key(member));
    if (found == logins_by_name_.end() || !carries_rights(result_.logins[found->second])) return nullptr;
    return &result_.logins[found->second];
  };

  // First the roles that are not there, so that every membership comes behind its role.
  Table created;
  created.columns = {"name", "owner"};
  std::vector<std::size_t> created_groups;
  std::vector<std::string> created_objects, created_names;
  for (std::size_t row = 0; row < source_roles_.rows.size(); ++row) {
    const std::string name = source_roles_.at(row, "name").text();
    const std::string key = destination_.names.key(name);
    if (name == "public" || target_roles_by_name_.has(name) || role_groups_.count(key)) continue;
    const std::vector<std::string> members = names_in(source_roles_.at(row, "members"));
    const bool needed = std::any_of(members.begin(), members.end(),
                                    [&](const std::string &member) { return planned(member) != nullptr; });
    if (!needed) continue;
    if (source_roles_.at(row, "fixed").flag()) {
      warn("Members of server role [" + name + "] do not become members: the destination has no such role.");
      continue;
    }
    std::vector<std::size_t> depends;
    Cell owner;
    const std::string source_owner = source_roles_.at(row, "owner").text();
    if (const auto target = target_principal(source_owner); !source_owner.empty() && target) {
      owner = Cell(*target);
      if (const auto login = logins_by_name_.find(source_.names.key(source_owner));
          login != logins_by_name_.end())
        depends = result_.logins[login->second].groups;
    } else if (!source_owner.empty()) {
      warn("Server role [" + name + "] gets this session's login as owner: [" + source_owner +
           "] is not at the destination.");
    }
    const std::string object = "ServerRole " + name;
    const std::size_t group = add_group(object, std::move(depends));
    role_groups_.emplace(key, group);
    created.rows.push_back({Cell(name), owner});
    created_groups.push_back(group);
    created_objects.push_back(object);
    created_names.push_back(name);
  }
  if (Result<> done =
          add("create", "ServerRole", created, Table(), created_groups, "create", created_objects, call);
      !done)
    return done;

  std::vector<Membership> memberships;
  for (std::size_t row = 0; row < source_roles_.rows.size(); ++row) {
    const std::string name = source_roles_.at(row, "name").text();
    if (name == "public") continue;
    const auto there = target_roles_by_name_.find(name);
    const auto made = role_groups_.find(destination_.names.key(name));
    if (!there && made == role_groups_.end()) continue;
    const std::string role = there ? target_roles_.at(*there, "name").text() : name;
    std::set<std::string> present;
    if (there)
      for (const std::string &member : names_in(target_roles_.at(*there, "members")))
        present.insert(destination_.names.key(member));
    for (const std::string &member : names_in(source_roles_.at(row, "members"))) {
      if (present.count(destination_.names.key(member))) continue;
      if (PlannedLogin *login = planned(member)) {
        const std::size_t group = rights_group(*login);
        if (made != role_groups_.end()) result_.plan.groups[group].depends.push_back(made->second);
        memberships.push_back({role, login->target_name, group});
      } else if (std::find(created_names.begin(), created_names.end(), member) != created_names.end()) {
        // A new role that is itself a member: behind both.
        std::vector<std::size_t> depends = {role_groups_.at(destination_.names.key(member))};
        if (made != role_groups_.end()) depends.push_back(made->second);
        memberships.push_back({role, member, add_group("ServerRole " + member, std::move(depends))});
      }
    }
  }
  Table wanted, current;
  wanted.columns = current.columns = {"name", "members"};
  std::vector<std::size_t> groups;
  std::vector<std::string> objects;
  for (const Membership &m : memberships) {
    wanted.rows.push_back({Cell(m.role), Cell(encode_list({m.member}))});
    current.rows.push_back({Cell(m.role), Cell("0,")});
    groups.push_back(m.group);
    objects.push_back("ServerRole " + m.role);
  }
  return add("change", "ServerRole", wanted, current, groups, "change", objects, call);
}

std::string LoginPlanner::grantor_at_destination(const std::string &source_name) const {
  if (source_name.empty() || source_name == source_sa_ ||
      source_.names.same(source_name, source_.fact("login")))
    return {};
  const std::optional<std::string> target = target_principal(source_name);
  if (!target || *target == target_sa_ || destination_.names.same(*target, destination_.fact("login")))
    return {};
  return *target;
}

Result<> LoginPlanner::read_securables(Call call) {
  securables_.emplace();
  for (const auto &[type, sql] :
       {std::pair("ENDPOINT", "SELECT name FROM sys.endpoints;"),
        std::pair("AVAILABILITY GROUP", "SELECT name FROM sys.availability_groups;")}) {
    Result<Table> names = destination_.session.query(sql, call);
    if (!names) {
      if (names.error().native_code == 0) return std::move(names).error();
      continue;  // a server without the view has no such securable either
    }
    for (const auto &row : names->rows)
      securables_->insert(std::string(type) + "::" + destination_.names.key(row[0].text()));
  }
  return success();
}

bool LoginPlanner::has_securable(const std::string &type, const std::string &name, std::string &target,
                                 std::vector<std::size_t> &depends) {
  target = name;
  if (type == "SERVER") return true;
  if (type == "ENDPOINT" || type == "AVAILABILITY GROUP")
    return securables_ && securables_->count(type + "::" + destination_.names.key(name)) > 0;
  const std::optional<std::string> principal = target_principal(name);
  if (!principal) return false;
  target = *principal;
  if (const auto login = logins_by_name_.find(source_.names.key(name)); login != logins_by_name_.end())
    depends = result_.logins[login->second].groups;
  return true;
}

Result<> LoginPlanner::script_permissions(Call call) {
  if (!settings_.copy_permissions) return success();
  const std::vector<std::string> columns = {"class", "securable", "permission",
                                            "state", "grantee",   "grantor"};
  const auto key = [&](const std::string &type, const std::string &securable, const std::string &permission,
                       const std::string &grantee, const std::string &grantor) {
    return type + '\n' + destination_.names.key(securable) + '\n' + permission + '\n' +
           destination_.names.key(grantee) + '\n' + destination_.names.key(grantor);
  };
  std::map<std::string, std::size_t> present;
  for (std::size_t row = 0; row < target_permissions_.rows.size(); ++row) {
    const auto text = [&](const char *column) { return target_permissions_.at(row, column).text(); };
    std::string grantor = text("grantor");
    if (grantor == target_sa_ || destination_.names.same(grantor, destination_.fact("login")))
      grantor.clear();
    present.emplace(key(text("class"), text("securable"), text("permission"), text("grantee"), grantor), row);
  }
  struct Row {
    std::vector<Cell> wanted;
    std::optional<std::size_t> there;
    std::size_t group;
    bool granted_on;
  };
  std::vector<Row> rows;
  for (std::size_t row = 0; row < source_permissions_.rows.size(); ++row) {
    const auto text = [&](const char *column) { return source_permissions_.at(row, column).text(); };
    const std::string type = text("class"), permission = text("permission"), state = text("state");
    // CONNECT SQL comes with every login; its denial is the login's own deny-connect.
    if (type == "SERVER" && permission == "CONNECT SQL" && state != "GRANT_WITH_GRANT_OPTION") continue;
    const std::string grantee = text("grantee");
    const auto login = logins_by_name_.find(source_.names.key(grantee));
    const auto role = role_groups_.find(destination_.names.key(grantee));
    const bool of_login = login != logins_by_name_.end() && carries_rights(result_.logins[login->second]);
    const bool of_role = !of_login && role != role_groups_.end() && !late_;
    if (!of_login && !of_role) continue;
    if ((type == "ENDPOINT" || type == "AVAILABILITY GROUP") && !securables_)
      if (Result<> known = read_securables(call); !known) return known;
    std::string securable;
    std::vector<std::size_t> depends;
    if (!has_securable(type, text("securable"), securable, depends)) {
      warn("Permission " + permission + " of [" + grantee + "] is left out: " + type + "::[" +
           text("securable") + "] is not at the destination.");
      continue;
    }
    const std::string grantor = grantor_at_destination(text("grantor"));
    if (grantor.empty() && text("grantor") != source_sa_ && !text("grantor").empty() &&
        !target_principal(text("grantor")) && told_grantors_.insert(text("grantor")).second)
      warn("What [" + text("grantor") +
           "] granted is granted by this session's login: it is not at the destination.");
    const std::string target = of_login ? result_.logins[login->second].target_name : grantee;
    const auto there = present.find(key(type, securable, permission, target, grantor));
    if (there != present.end() && target_permissions_.at(there->second, "state").text() == state) continue;
    const std::size_t group = of_login ? rights_group(result_.logins[login->second]) : role->second;
    for (const std::size_t other : depends)
      if (other < group) result_.plan.groups[group].depends.push_back(other);
    rows.push_back({{Cell(type), type == "SERVER" ? Cell() : Cell(securable), Cell(permission), Cell(state),
                     Cell(target), grantor.empty() ? Cell() : Cell(grantor)},
                    there == present.end() ? std::nullopt : std::optional(there->second),
                    group,
                    !grantor.empty()});
  }
  // Who gives on must have been given to before.
  std::stable_partition(rows.begin(), rows.end(), [](const Row &row) { return !row.granted_on; });
  for (const bool changing : {false, true}) {
    Table wanted, current;
    wanted.columns = columns;
    if (changing) current.columns = columns;
    std::vector<std::size_t> groups;
    std::vector<std::string> objects;
    for (const Row &row : rows) {
      if (row.there.has_value() != changing) continue;
      wanted.rows.push_back(row.wanted);
      if (changing) {
        std::vector<Cell> now;
        for (const std::string &column : columns) now.push_back(target_permissions_.at(*row.there, column));
        now[5] = row.wanted[5];
        current.rows.push_back(std::move(now));
      }
      groups.push_back(row.group);
      objects.push_back("ServerPermission " + row.wanted[2].text() + " of " + row.wanted[4].text());
    }
    if (Result<> done = add(changing ? "change" : "create", "ServerPermission", wanted, current, groups,
                            changing ? "change" : "create", objects, call);
        !done)
      return done;
  }
  return success();
}

Result<> LoginPlanner::script_users(Call call) {
  if (!settings_.repair_users) return success();
  std::map<std::string, PlannedLogin *> by_sid, by_name;
  for (PlannedLogin &login : result_.logins) {
    if (login.fate == LoginFate::left_out || login.fate == LoginFate::recreate) continue;
    by_sid.emplace(source_logins_.at(login.source_row, "sid").text(), &login);
    by_name.emplace(destination_.names.key(login.target_name), &login);
  }
  Table wanted, current;
  wanted.columns = {"login"};
  current.columns = target_users_.columns;
  std::vector<std::size_t> groups;
  std::vector<std::string> objects;
  for (std::size_t row = 0; row < target_users_.rows.size(); ++row) {
    const std::string name = target_users_.at(row, "name").text(),
                      type = target_users_.at(row, "type").text(),
                      database = target_users_.at(row, "database").text();
    const std::string authentication = target_users_.at(row, "authentication").text();
    const Cell &sid = target_users_.at(row, "sid");
    if (!target_users_.at(row, "login").null() || is_builtin_user(name) || type != "S" || sid.null() ||
        authentication == "NONE" || authentication == "DATABASE")
      continue;
    // The SID it had at the source says whose user it is; the name only helps where no SID does.
    auto found = by_sid.find(sid.text());
    const bool by_its_sid = found != by_sid.end();
    if (!by_its_sid) {
      found = by_name.find(destination_.names.key(name));
      if (found == by_name.end()) continue;
    }
    PlannedLogin &login = *found->second;
    const std::string login_type = source_logins_.at(login.source_row, "type").text();
    if (login_type != "S") continue;
    // A login that is created with this SID needs no help.
    if (by_its_sid && login.fate == LoginFate::create && settings_.copy_sids) continue;
    if (const auto place = databases_by_name_.find(database);
        place && target_databases_.at(*place, "read-only").flag()) {
      warn("User [" + name + "] of database [" + database + "] is not repaired: the database is read-only.");
      continue;
    }
    wanted.rows.push_back({Cell(login.target_name)});
    current.rows.push_back(target_users_.rows[row]);
    groups.push_back(rights_group(login));
    objects.push_back("DatabaseUser " + database + '.' + name);
  }
  return add("change", "DatabaseUser", wanted, current, groups, "change", objects, call);
}

Result<> LoginPlanner::script_late_rights(Call call) {
  late_ = true;
  if (Result<> roles = script_roles(call); !roles) return roles;
  return script_permissions(call);
}

}  // namespace gantry::transfer
