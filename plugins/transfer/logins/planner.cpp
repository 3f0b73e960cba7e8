#include "plugins/transfer/logins/planner.hpp"

namespace gantry::transfer {
namespace {

constexpr const char *login_columns[] = {"name",
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

}  // namespace

void LoginPlanner::warn(std::string text, std::uint32_t number) {
  result_.plan.findings.push_back({Severity::warning, number, std::move(text)});
}

void LoginPlanner::inform(std::string text) {
  result_.plan.findings.push_back({Severity::information, 0, std::move(text)});
}

std::size_t LoginPlanner::add_group(std::string object, std::vector<std::size_t> depends) {
  result_.plan.groups.push_back({std::move(object), {}, std::move(depends)});
  return result_.plan.groups.size() - 1;
}

bool LoginPlanner::carries_rights(const PlannedLogin &login) const {
  if (login.fate == LoginFate::keep || login.fate == LoginFate::left_out) return false;
  return (login.fate == LoginFate::recreate) == late_;
}

Result<> LoginPlanner::add(std::string_view verb, const char *kind, const Table &wanted, const Table &current,
                           const std::vector<std::size_t> &groups, const char *action,
                           const std::vector<std::string> &objects, Call call) {
  if (groups.empty()) return success();
  Result<std::vector<ScriptBatch>> batches =
      destination_.smo.script(verb, kind, {}, wanted, current, {}, call);
  if (!batches) return std::move(batches).error();
  for (ScriptBatch &batch : *batches) {
    const auto row = static_cast<std::size_t>(batch.row);
    if (row >= groups.size())
      return Error(Status::data, "a script names a row that was not given",
                   "a row below " + std::to_string(groups.size()), std::to_string(batch.row),
                   "report this to the connection manager's author (D5)");
    if (Result<> kept = result_.plan.add(groups[row], {std::move(batch), action, objects[row]}); !kept)
      return kept;
  }
  return success();
}

Result<> LoginPlanner::decide_one(PlannedLogin &login, std::vector<Error> &blocking) {
  const std::size_t row = login.source_row;
  const std::string type = source_logins_.at(row, "type").text();
  const std::string shown = "Login [" + login.name + "]";
  if (login.target_row) {
    const std::size_t there = *login.target_row;
    const Cell &protection = target_logins_.at(there, "protected");
    if (settings_.if_exists == IfObjectExists::fail_task &&
        (protection.null() || settings_.which == LoginsToTransfer::selected)) {
      blocking.push_back(Error(Status::exists, "login [" + login.name + "] is already at the destination",
                               "no login of this name behind " + destination_.connection, "one that exists",
                               "set IfObjectExists to Skip or Overwrite, or leave it out")
                             .with_code(code::login_exists));
      return success();
    }
    login.fate = LoginFate::keep;
    if (!protection.null()) {
      warn(shown + " is left as it is at the destination: " + protection.text() + '.');
      return success();
    }
    if (settings_.if_exists == IfObjectExists::skip) {
      warn(shown + " is already at the destination and is skipped.");
      return success();
    }
    if (type != target_logins_.at(there, "type").text()) {
      blocking.push_back(Error(Status::exists, "login [" + login.name + "] cannot be overwritten",
                               "type " + type + " on both sides",
                               "type " + target_logins_.at(there, "type").text() + " at the destination",
                               "leave it out, or remove it at the destination"));
      return success();
    }
    login.fate = LoginFate::change;
    if (settings_.copy_sids && type == "S" &&
        source_logins_.at(row, "sid") != target_logins_.at(there, "sid")) {
      if (settings_.sid_conflict == SidConflict::fail)
        blocking.push_back(Error(Status::exists,
                                 "login [" + login.name + "] has another SID at the destination",
                                 source_logins_.at(row, "sid").text(), target_logins_.at(there, "sid").text(),
                                 "set Gantry.SidConflict to KeepDestination or Recreate"));
      else if (settings_.sid_conflict == SidConflict::keep_destination)
        inform(shown + " keeps the SID that it has at the destination.");
      else
        login.fate = LoginFate::recreate;
    }
    return success();
  }
  Cell sid = settings_.copy_sids && type == "S" ? source_logins_.at(row, "sid") : Cell();
  if (is_windows_type(type)) {
    sid = windows_sids_[login.name];
    if (sid.null()) {
      warn(shown + " is left out: nobody at the destination knows this Windows account.");
      return success();
    }
  }
  if (!sid.null()) {
    if (const auto other = target_by_sid_.find(sid.text()); other != target_by_sid_.end()) {
      const std::string other_name = target_logins_.at(other->second, "name").text();
      if (is_windows_type(type) || settings_.sid_conflict == SidConflict::keep_destination) {
        warn(shown + " is left out: its SID belongs to login [" + other_name + "] at the destination.");
        return success();
      }
      blocking.push_back(Error(Status::exists,
                               "the SID of login [" + login.name + "] is in use at the destination",
                               "a free SID, or the same name", "login [" + other_name + "]",
                               "rename that login, or set Gantry.SidConflict to KeepDestination"));
      return success();
    }
  }
  if ((type == "C" && source_logins_.at(row, "certificate").null()) ||
      (type == "K" && source_logins_.at(row, "asymmetric-key").null())) {
    warn(shown + " is left out: the certificate or key that it is mapped to cannot be seen at the source.");
    return success();
  }
  if (type == "S" && settings_.copy_hashes && source_logins_.at(row, "password-hash").null()) {
    blocking.push_back(Error(Status::denied, "the password hash of login [" + login.name + "] cannot be read",
                             "a hash, because Gantry.CopyPasswordHashes is on",
                             "none that the session may see",
                             "use a login with CONTROL SERVER at the source"));
    return success();
  }
  login.fate = LoginFate::create;
  if (settings_.copy_hashes && source_logins_.at(row, "must-change").flag())
    warn(shown +
         " must change its password at the source; with the hash kept, it need not at the destination.");
  for (const char *state : {"locked", "expired"})
    if (source_logins_.at(row, state).flag())
      inform(shown + " is " + state + " at the source; it is not at the destination.");
  return success();
}

Result<> LoginPlanner::decide(Call call) {
  Result<LoginSelection> selected = select_logins(settings_, source_logins_, source_, call);
  if (!selected) return std::move(selected).error();
  for (Finding &finding : selected->findings) result_.plan.findings.push_back(std::move(finding));
  for (const std::size_t row : selected->rows) {
    PlannedLogin login;
    login.source_row = row;
    login.name = login.target_name = source_logins_.at(row, "name").text();
    login.target_row = target_by_name_.find(login.name);
    if (login.target_row) login.target_name = target_logins_.at(*login.target_row, "name").text();
    logins_by_name_.emplace(source_.names.key(login.name), result_.logins.size());
    result_.logins.push_back(std::move(login));
  }
  if (Result<> resolved = resolve_windows(call); !resolved) return resolved;
  std::vector<Error> blocking;
  for (PlannedLogin &login : result_.logins)
    if (Result<> decided = decide_one(login, blocking); !decided) return decided;
  if (blocking.empty()) return success();
  Error first = std::move(blocking.front());
  for (std::size_t i = 1; i < blocking.size(); ++i) first.details.push_back(blocking[i].message());
  return first;
}

/// Default database and language, policy: what create and change have in common.
std::vector<Cell> LoginPlanner::wanted_settings(const PlannedLogin &login) {
  const std::size_t row = login.source_row;
  Cell database = source_logins_.at(row, "default-database");
  if (!database.null() && !databases_by_name_.has(database.text())) {
    warn("Login [" + login.name + "] gets master as default database: [" + database.text() +
         "] is not at the destination.");
    database = Cell("master");
  }
  Cell language = source_logins_.at(row, "default-language");
  if (!language.null() && !languages_.empty() && !languages_.count(NameComparer().key(language.text()))) {
    warn("Login [" + login.name + "] keeps the server's default language: " + language.text() +
         " is not at the destination.");
    language = Cell();
  }
  // A name that differs in case only is no difference where case does not count.
  if (login.target_row) {
    for (Cell *cell : {&database, &language}) {
      const char *column = cell == &database ? "default-database" : "default-language";
      const Cell &there = target_logins_.at(*login.target_row, column);
      if (!cell->null() && !there.null() && destination_.names.same(cell->text(), there.text()))
        *cell = there;
    }
  }
  return {database, language, source_logins_.at(row, "policy"), source_logins_.at(row, "expiration")};
}

std::vector<Cell> LoginPlanner::wanted_row(PlannedLogin &login) {
  const std::size_t row = login.source_row;
  const std::string type = source_logins_.at(row, "type").text();
  const bool sql = type == "S", creating = login.fate != LoginFate::change;
  const std::vector<Cell> common = wanted_settings(login);

  Cell hash = sql && settings_.copy_hashes ? source_logins_.at(row, "password-hash") : Cell();
  Cell disabled = source_logins_.at(row, "disabled");
  if (creating) {
    if (login.fate == LoginFate::recreate && hash.null()) {
      // The password that people know at the destination survives.
      hash = target_logins_.at(*login.target_row, "password-hash");
      disabled = target_logins_.at(*login.target_row, "disabled");
    } else if (sql && hash.null()) {
      disabled = Cell(true);
      login.arrives_disabled = true;
    }
  } else if (settings_.arrived_disabled.count(login.name)) {
    disabled = Cell(true);
  } else if (sql && !settings_.copy_hashes && !disabled.flag()) {
    // Enabling is the administrator's, who alone knows whether the login has a password by now.
    disabled = Cell();
  }
  if (!creating && !hash.null()) {
    const std::string &here = hash.bytes(),
                      &there = target_logins_.at(*login.target_row, "password-hash").bytes();
    if (here.size() >= 2 && there.size() >= 2 && here.compare(0, 2, there, 0, 2) != 0) {
      warn("Login [" + login.name + "] keeps its password: hashes of different versions cannot be compared.");
      hash = Cell();
    }
  }

  Cell credentials;
  if (settings_.copy_credentials) {
    const Result<std::vector<std::string>> mapped = decode_list(source_logins_.at(row, "credentials").text());
    std::vector<std::string> kept;
    if (login.target_row) {
      const Result<std::vector<std::string>> there =
          decode_list(target_logins_.at(*login.target_row, "credentials").text());
      if (there) kept = *there;
    }
    for (const std::string &credential : mapped ? *mapped : std::vector<std::string>()) {
      const auto found = credentials_by_name_.find(credential);
      if (!found) {
        warn("Login [" + login.name + "] is not mapped to credential [" + credential +
             "], which is not at the destination.");
        continue;
      }
      const std::string name = target_credentials_.at(*found, "name").text();
      if (std::find(kept.begin(), kept.end(), name) == kept.end()) kept.push_back(name);
    }
    credentials = Cell(encode_list(kept));
  }
  return {Cell(login.target_name),
          creating && sql && settings_.copy_sids ? source_logins_.at(row, "sid") : Cell(),
          Cell(type),
          disabled,
          source_logins_.at(row, "deny-connect"),
          common[0],
          common[1],
          sql ? common[2] : Cell(),
          sql ? common[3] : Cell(),
          hash,
          credentials,
          source_logins_.at(row, "certificate"),
          source_logins_.at(row, "asymmetric-key")};
}

Result<> LoginPlanner::script_logins(Call call) {
  Table created, wanted, current;
  created.columns.assign(std::begin(login_columns), std::end(login_columns));
  wanted.columns = created.columns;
  current.columns = created.columns;
  std::vector<std::size_t> create_groups, change_groups;
  std::vector<std::string> create_objects, change_objects;
  std::vector<PlannedLogin *> changed;
  for (PlannedLogin &login : result_.logins) {
    if (login.fate != LoginFate::create && login.fate != LoginFate::change) continue;
    const std::string object = "Login " + login.target_name;
    const std::size_t group = add_group(object);
    login.groups.push_back(group);
    if (login.fate == LoginFate::create) {
      created.rows.push_back(wanted_row(login));
      create_groups.push_back(group);
      create_objects.push_back(object);
      continue;
    }
    wanted.rows.push_back(wanted_row(login));
    std::vector<Cell> now;
    for (const std::string &column : current.columns)
      now.push_back(target_logins_.at(*login.target_row, column));
    current.rows.push_back(std::move(now));
    change_groups.push_back(group);
    change_objects.push_back(object);
    changed.push_back(&login);
  }
  if (Result<> done = add("create", "Login", created, Table(), create_groups, "create", create_objects, call);
      !done)
    return done;
  if (Result<> done = add("change", "Login", wanted, current, change_groups, "change", change_objects, call);
      !done)
    return done;
  for (PlannedLogin *login : changed)
    if (result_.plan.groups[login->groups.front()].steps.empty()) login->fate = LoginFate::same;
  return success();
}

Result<LoginPlan> LoginPlanner::make(Call call) {
  using Part = Result<> (LoginPlanner::*)(Call);
  // What destroys comes last.
  constexpr Part parts[] = {&LoginPlanner::check_hashes,
                            &LoginPlanner::read,
                            &LoginPlanner::decide,
                            &LoginPlanner::script_logins,
                            &LoginPlanner::script_roles,
                            &LoginPlanner::script_permissions,
                            &LoginPlanner::script_users,
                            &LoginPlanner::script_recreated,
                            &LoginPlanner::script_late_rights};
  for (const Part part : parts) {
    if (Result<> going = call.check("planning"); !going) return std::move(going).error();
    if (Result<> done = (this->*part)(call); !done) return std::move(done).error();
  }
  return std::move(result_);
}

}  // namespace gantry::transfer
