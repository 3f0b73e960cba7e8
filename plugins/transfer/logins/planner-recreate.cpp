// SidConflict=Recreate: a login dropped and made again with the source's SID, and everything that hung on it
// put back: ownership, memberships, permissions in both directions, users in every database.
#include "plugins/transfer/common/way-back.hpp"
#include "plugins/transfer/logins/chain-of-grants.hpp"
#include "plugins/transfer/logins/planner.hpp"

namespace gantry::transfer {
namespace {

/// For a comment: names may hold line breaks.
std::string one_line(std::string text) {
  for (char &c : text)
    if (static_cast<unsigned char>(c) < ' ') c = ' ';
  return text;
}

}  // namespace

Result<> LoginPlanner::script_recreated(Call call) {
  for (PlannedLogin &login : result_.logins)
    if (login.fate == LoginFate::recreate)
      if (Result<> done = recreate_one(login, call); !done) return done;
  return success();
}

Result<> LoginPlanner::recreate_one(PlannedLogin &login, Call call) {
  const std::string object = "Login " + login.target_name;
  const std::size_t there = *login.target_row;
  const auto refuse = [&](std::string expected, std::string found, std::string todo) {
    return Error(Status::unsupported, "login [" + login.name + "] cannot be recreated with the source's SID",
                 std::move(expected), std::move(found), std::move(todo));
  };
  // Nobody's password is thrown away.
  if (!settings_.copy_hashes && target_logins_.at(there, "password-hash").null())
    return refuse("a password hash that can be read at the destination", "none that the session may see",
                  "use a login with CONTROL SERVER there, or set Gantry.SidConflict to KeepDestination");
  const std::size_t group = add_group(object);
  login.groups.push_back(group);
  const auto one = [&](std::string_view verb, const char *kind, const Table &wanted, const Table &current,
                       const char *action) {
    const std::size_t rows = std::max(wanted.rows.size(), current.rows.size());
    return add(verb, kind, wanted, current, std::vector<std::size_t>(rows, group), action,
               std::vector<std::string>(rows, object), call);
  };

  // Ownership goes to sa for the while.
  const std::string keeper = target_sa_.empty() ? destination_.fact("login") : target_sa_;
  Table databases_away, databases_back, roles_away, roles_back;
  for (Table *table : {&databases_away, &databases_back, &roles_away, &roles_back})
    table->columns = {"name", "owner"};
  const Result<std::vector<std::string>> owned = decode_list(target_logins_.at(there, "owns").text());
  for (const std::string &possession : owned ? *owned : std::vector<std::string>()) {
    const std::size_t colons = possession.find("::");
    const std::string type = possession.substr(0, colons),
                      name = colons == std::string::npos ? std::string() : possession.substr(colons + 2);
    if (type != "DATABASE" && type != "SERVER ROLE")
      return refuse("a login that owns databases and server roles only", possession,
                    "give it another owner first, or set Gantry.SidConflict to KeepDestination");
    (type == "DATABASE" ? databases_away : roles_away).rows.push_back({Cell(name), Cell(keeper)});
    (type == "DATABASE" ? databases_back : roles_back).rows.push_back({Cell(name), Cell(login.target_name)});
  }
  if (Result<> done = one("change", "Database", databases_away, databases_back, "change"); !done) return done;
  if (Result<> done = one("change", "ServerRole", roles_away, roles_back, "change"); !done) return done;

  // A login that has granted something cannot be dropped (15173); what it was granted goes with it.
  Table taken, given_again, fallen;
  taken.columns = given_again.columns = fallen.columns = target_permissions_.columns;
  for (const std::size_t row : given_by(target_permissions_, login.target_name)) {
    given_again.rows.push_back(target_permissions_.rows[row]);
    taken.rows.insert(taken.rows.begin(), target_permissions_.rows[row]);
  }
  for (const std::size_t row : fallen_with(target_permissions_, login.target_name)) {
    fallen.rows.push_back(target_permissions_.rows[row]);
    const std::string grantor = target_permissions_.at(row, "grantor").text();
    if (grantor == target_sa_ || destination_.names.same(grantor, destination_.fact("login")))
      fallen.rows.back()[static_cast<std::size_t>(fallen.column("grantor"))] = Cell();
  }
  if (Result<> done = one("drop", "ServerPermission", Table(), taken, "change"); !done) return done;

  Table dropped;
  dropped.columns = target_logins_.columns;
  dropped.rows.push_back(target_logins_.rows[there]);
  if (Result<> done = one("drop", "Login", Table(), dropped, "destroy"); !done) return done;
  const std::size_t drop = result_.plan.groups[group].steps.size() - 1;

  Table created;
  created.columns = {"name",
                     "sid",
                     "type",
                     "disabled",
                     "deny-connect",
                     "default-database",
                     "default-language",
                     "policy",
                     "expiration",
                     "password-hash",
                     "credentials",
                     "certificate",
                     "asymmetric-key"};
  std::vector<Cell> row = wanted_row(login);
  // Credentials that it had are mapped again even when the source's are not asked for.
  if (row[10].null()) row[10] = target_logins_.at(there, "credentials");
  created.rows.push_back(std::move(row));
  if (Result<> done = one("create", "Login", created, Table(), "create"); !done) return done;

  Table members, nobody;
  members.columns = nobody.columns = {"name", "members"};
  for (std::size_t role = 0; role < target_roles_.rows.size(); ++role) {
    const Result<std::vector<std::string>> names = decode_list(target_roles_.at(role, "members").text());
    for (const std::string &name : names ? *names : std::vector<std::string>())
      if (name == login.target_name) {
        members.rows.push_back({target_roles_.at(role, "name"), Cell(encode_list({name}))});
        nobody.rows.push_back({target_roles_.at(role, "name"), Cell("0,")});
      }
  }
  const std::size_t with_login = result_.plan.groups[group].steps.size();
  if (Result<> done = one("change", "ServerRole", members, nobody, "change"); !done) return done;
  if (Result<> done = one("create", "ServerPermission", fallen, Table(), "create"); !done) return done;
  if (Result<bool> brought = bring_back_with(group, drop, with_login); !brought)
    return std::move(brought).error();
  if (Result<> done = one("create", "ServerPermission", given_again, Table(), "create"); !done) return done;
  if (Result<> done = one("change", "Database", databases_back, databases_away, "change"); !done) return done;
  if (Result<> done = one("change", "ServerRole", roles_back, roles_away, "change"); !done) return done;
  return remap_users(login, group, drop, call);
}

/// Users hold the old SID; dbo follows its database's owner.
Result<> LoginPlanner::remap_users(const PlannedLogin &login, std::size_t group, std::size_t drop,
                                   Call call) {
  Table wanted, orphans;
  wanted.columns = {"login"};
  orphans.columns = target_users_.columns;
  const Cell &old_sid = target_logins_.at(*login.target_row, "sid");
  std::vector<std::string> objects;
  for (std::size_t user = 0; user < target_users_.rows.size(); ++user) {
    if (target_users_.at(user, "sid") != old_sid || target_users_.at(user, "name").text() == "dbo") continue;
    std::vector<Cell> cells = target_users_.rows[user];
    cells[static_cast<std::size_t>(orphans.column("login"))] = Cell();
    orphans.rows.push_back(std::move(cells));
    wanted.rows.push_back({Cell(login.target_name)});
    objects.push_back("DatabaseUser " + target_users_.at(user, "database").text() + '.' +
                      target_users_.at(user, "name").text());
  }
  if (!objects.empty())
    inform("Recreating login [" + login.name + "] remaps " + std::to_string(objects.size()) + " users.");
  const std::size_t first = result_.plan.groups[group].steps.size();
  Result<> remapped = add("change", "DatabaseUser", wanted, orphans,
                          std::vector<std::size_t>(objects.size(), group), "change", objects, call);
  if (!remapped) return remapped;
  Result<bool> brought = bring_back_with(group, drop, first);
  if (!brought) return std::move(brought).error();
  if (!*brought) return success();
  // Until the login with the old SID is there, nothing can be said about its users.
  for (std::size_t step = first; step < result_.plan.groups[group].steps.size(); ++step) {
    StepContent changed = result_.plan.groups[group].steps[step].read();
    changed.batch.undo = "-- " + one_line(objects[step - first]) + " comes back with its login, below.";
    changed.batch.undo_secrets.clear();
    if (Result<> kept = result_.plan.replace(group, step, std::move(changed)); !kept) return kept;
  }
  return success();
}

Result<bool> LoginPlanner::bring_back_with(std::size_t group, std::size_t drop, std::size_t first) {
  const std::vector<PlannedStep> &steps = result_.plan.groups[group].steps;
  StepContent dropped = steps[drop].read();
  if (dropped.batch.undo.empty()) return false;
  for (std::size_t step = first; step < steps.size(); ++step)
    bring_back(dropped.batch, steps[step].read().batch);
  if (Result<> kept = result_.plan.replace(group, drop, std::move(dropped)); !kept)
    return std::move(kept).error();
  return true;
}

}  // namespace gantry::transfer
