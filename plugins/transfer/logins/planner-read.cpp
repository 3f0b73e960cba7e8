// What the plan is made from: rights, lists of both sides, Windows accounts.
#include "plugins/transfer/common/principals.hpp"
#include "plugins/transfer/common/wanted-lists.hpp"
#include "plugins/transfer/logins/planner.hpp"

namespace gantry::transfer {
namespace {

std::string first_principal_of(const Table &logins) {
  for (std::size_t row = 0; row < logins.rows.size(); ++row)
    if (is_sa(logins.at(row, "sid"))) return logins.at(row, "name").text();
  return {};
}

}  // namespace

/// That all logins are seen is the host's to find out; that their hashes are is asked where they are wanted.
Result<> LoginPlanner::check_hashes(Call call) {
  if (!settings_.copy_hashes) return success();
  for (const Side *side : {&source_, &destination_}) {
    Result<Table> missing = side->smo.missing_rights("Login", {}, call);
    if (!missing) return std::move(missing).error();
    for (std::size_t i = 0; i < missing->rows.size(); ++i)
      if (missing->at(i, "property").text() == "password-hash")
        return Error(Status::denied, "the password hashes behind " + side->connection + " cannot be read",
                     "the right " + missing->at(i, "right").text() +
                         ", because Gantry.CopyPasswordHashes is on",
                     "a session of " + side->fact("login") + " without it",
                     "run there: " + missing->at(i, "grant").text())
            .with_code(code::logins_not_listed);
  }
  return success();
}

Result<> LoginPlanner::read(Call call) {
  const bool recreate = settings_.copy_sids && settings_.sid_conflict == SidConflict::recreate;
  const struct {
    WantedList list;
    bool needed;
  } lists[] = {{{&source_, "Login", &source_logins_, {}, {}}, true},
               {{&destination_, "Login", &target_logins_, {}, {}}, true},
               {{&destination_, "Database", &target_databases_, {}, {}}, true},
               {{&destination_, "Credential", &target_credentials_, {}, {}}, settings_.copy_credentials},
               {{&source_, "ServerRole", &source_roles_, {}, {}}, settings_.copy_roles},
               {{&destination_, "ServerRole", &target_roles_, {}, {}},
                settings_.copy_roles || settings_.copy_permissions || recreate},
               {{&source_, "ServerPermission", &source_permissions_, {}, {}}, settings_.copy_permissions},
               {{&destination_, "ServerPermission", &target_permissions_, {}, {}},
                settings_.copy_permissions || recreate},
               {{&destination_, "DatabaseUser", &target_users_, {}, {}}, settings_.repair_users || recreate}};
  std::vector<WantedList> wanted;
  for (const auto &[list, needed] : lists)
    if (needed) wanted.push_back(list);
  std::string_view failed;
  if (Result<> done = read_lists(wanted, call, &failed); !done) {
    Error error = std::move(done).error();
    if (error.code == 0 && failed == "Login") error.code = code::logins_not_listed;
    return error;
  }
  target_by_name_ = NameIndex(target_logins_, "name", destination_.names);
  target_roles_by_name_ = NameIndex(target_roles_, "name", destination_.names);
  databases_by_name_ = NameIndex(target_databases_, "name", destination_.names);
  credentials_by_name_ = NameIndex(target_credentials_, "name", destination_.names);
  for (std::size_t row = 0; row < target_logins_.rows.size(); ++row)
    target_by_sid_.emplace(target_logins_.at(row, "sid").text(), row);
  source_sa_ = first_principal_of(source_logins_);
  target_sa_ = first_principal_of(target_logins_);
  // Not every server has the view; without it the server itself judges the language.
  Result<Table> languages = destination_.session.query("SELECT name FROM sys.syslanguages;", call);
  if (languages)
    for (const auto &row : languages->rows) languages_.insert(NameComparer().key(row[0].text()));
  else if (languages.error().status == Status::io || languages.error().status == Status::cancelled ||
           languages.error().status == Status::deadline || languages.error().status == Status::state)
    return std::move(languages).error();
  return success();
}

/// One batch for all names: an account nobody knows any more is found here, not half-way through the run.
Result<> LoginPlanner::resolve_windows(Call call) {
  std::vector<std::string> names;
  for (const PlannedLogin &login : result_.logins)
    if (is_windows_type(source_logins_.at(login.source_row, "type").text()) && !login.target_row)
      names.push_back(login.name);
  Result<std::map<std::string, Cell>> sids = resolve_sids(destination_.session, names, call);
  if (!sids) return std::move(sids).error();
  windows_sids_ = std::move(sids).value();
  return success();
}

}  // namespace gantry::transfer
