#include "plugins/transfer/logins/logins-task.hpp"

namespace gantry::transfer {
namespace {

Property extra_flag(const char *name) {
  return {std::string("Gantry.") + name, PropertyType::boolean, "False", {}, false, false, {name}};
}

}  // namespace

const PropertyList &TransferLoginsTask::properties() {
  static const PropertyList list = [] {
    PropertyList all = common_properties();
    all.push_back({"LoginsToTransfer",
                   PropertyType::enumeration,
                   "AllLogins",
                   {{"AllLogins", 0}, {"SelectedLogins", 1}, {"AllLoginsFromSelectedDatabases", 2}},
                   false,
                   false,
                   {"LoginsToTransfer"}});
    all.push_back({"LoginsList", PropertyType::list, "", {}, false, false, {"LoginList", "LoginsList"}});
    all.push_back(
        {"DatabasesList", PropertyType::list, "", {}, false, false, {"DatabasesList", "DatabaseList"}});
    all.push_back(if_object_exists_property());
    all.push_back({"CopySids", PropertyType::boolean, "False", {}, false, false, {"CopySids"}});
    for (const char *name :
         {"CopyPasswordHashes", "CopyServerRoles", "CopyServerPermissions", "CopyCredentials", "RepairUsers"})
      all.push_back(extra_flag(name));
    all.push_back({"Gantry.SidConflict",
                   PropertyType::enumeration,
                   "Fail",
                   {{"Fail", 0}, {"KeepDestination", 1}, {"Recreate", 2}},
                   false,
                   false,
                   {"SidConflict"}});
    all.push_back(transaction_property());
    return all;
  }();
  return list;
}

/// The same, but IfObjectExists takes any text: one that is no member is a warning, not an error
/// (0x8002F339).
const PropertyList &TransferLoginsTask::lenient_properties() {
  static const PropertyList list = [] {
    PropertyList all = properties();
    for (Property &property : all)
      if (property.name == "IfObjectExists") property.type = PropertyType::string;
    return all;
  }();
  return list;
}

const std::vector<std::string> &TransferLoginsTask::log_entries() {
  static const std::vector<std::string> names = {"TransferLoginsTaskStartTransferringObjects",
                                                 "TransferLoginsTaskFinishedTransferringObjects"};
  return names;
}

TransferLoginsTask::TransferLoginsTask(const gantry_host *site)
    : TransferTask(site, "logins", "TransferLoginsTask") {
  define(lenient_properties());
}

Result<> TransferLoginsTask::property_set(const std::string &name) {
  if (name == "LoginsToTransfer") which_given_ = true;
  if (name != "IfObjectExists") return success();
  const NameComparer without_case;
  const Property property = if_object_exists_property();
  for (const auto &[member_name, number] : property.members)
    if (without_case.same(text(name), member_name) || text(name) == std::to_string(number)) {
      store(name, member_name);
      if_exists_incorrect_ = false;
      return success();
    }
  store(name, property.default_text);
  if_exists_incorrect_ = true;
  return success();
}

LoginSettings TransferLoginsTask::settings() const {
  LoginSettings out;
  out.which = static_cast<LoginsToTransfer>(member("LoginsToTransfer"));
  out.logins = list("LoginsList");
  out.databases = list("DatabasesList");
  // Real packages hold a LoginList without LoginsToTransfer, and mean the list.
  if (!which_given_ && !out.logins.empty()) out.which = LoginsToTransfer::selected;
  out.if_exists = static_cast<IfObjectExists>(member("IfObjectExists"));
  out.copy_sids = flag("CopySids");
  out.copy_hashes = flag("Gantry.CopyPasswordHashes");
  out.copy_roles = flag("Gantry.CopyServerRoles");
  out.copy_permissions = flag("Gantry.CopyServerPermissions");
  out.copy_credentials = flag("Gantry.CopyCredentials");
  out.repair_users = flag("Gantry.RepairUsers");
  out.sid_conflict = static_cast<SidConflict>(member("Gantry.SidConflict"));
  return out;
}

Result<> TransferLoginsTask::validate(Call call) {
  if (if_exists_incorrect_)
    site().warning(code::if_exists_incorrect, "IfObjectExists holds no known option; FailTask is taken.");
  return TransferTask::validate(call);
}

Result<> TransferLoginsTask::check_settings() {
  const LoginSettings chosen = settings();
  if (chosen.which == LoginsToTransfer::selected && chosen.logins.empty())
    return Error(Status::invalid, "the list of logins to transfer is empty",
                 "at least one name in LoginsList", "none, while LoginsToTransfer is SelectedLogins",
                 "fill LoginsList, or transfer AllLogins")
        .with_code(code::login_list_empty);
  if (chosen.which == LoginsToTransfer::of_databases && chosen.databases.empty())
    return Error(Status::invalid, "the list of databases whose logins to transfer is empty",
                 "at least one name in DatabasesList",
                 "none, while LoginsToTransfer is AllLoginsFromSelectedDatabases",
                 "fill DatabasesList, or transfer AllLogins")
        .with_code(code::database_list_empty);
  return success();
}

Result<Plan> TransferLoginsTask::plan(const Side &source, const Side &destination, Call call) {
  const LoginSettings chosen = settings();
  Result<LoginPlan> made = LoginPlanner(chosen, source, destination).make(call);
  if (!made) return std::move(made).error();
  logins_ = std::move(made->logins);
  return std::move(made->plan);
}

void TransferLoginsTask::announce(const Plan &) {
  for (const PlannedLogin &login : logins_)
    if (login.fate == LoginFate::change || login.fate == LoginFate::recreate)
      site().warning(code::overwriting_login,
                     "Login [" + login.target_name + "] is being overwritten at the destination.");
}

const std::vector<LeftBehindKind> &TransferLoginsTask::left_behind_kinds() const {
  static const std::vector<LeftBehindKind> kinds = {
      {"Credential", "credentials",
       "Their secrets cannot be read: create them at the destination by hand, then map logins to them."},
      {"LinkedServer", "linked servers",
       "Their passwords cannot be read: add them at the destination by hand."},
      {"Endpoint", "endpoints", "Create them at the destination by hand, with their certificates."},
      {"ServerTrigger", "server triggers",
       "Script them and create them at the destination when all transfers are done."}};
  return kinds;
}

std::vector<std::string> TransferLoginsTask::could_not_go() const {
  std::vector<std::string> names;
  for (const PlannedLogin &login : logins_)
    if (login.fate == LoginFate::left_out) names.push_back(login.name);
  return names;
}

bool TransferLoginsTask::all_done(const PlannedLogin &login, const RunOutcome &outcome) {
  for (const std::size_t group : login.groups)
    if (outcome.groups[group] != GroupState::done) return false;
  return true;
}

std::size_t TransferLoginsTask::transferred(const Plan &plan, const RunOutcome &outcome) const {
  std::size_t count = 0;
  for (const PlannedLogin &login : logins_) {
    if (login.fate == LoginFate::keep || login.fate == LoginFate::left_out || !all_done(login, outcome))
      continue;
    std::size_t steps = 0;
    for (const std::size_t group : login.groups) steps += plan.groups[group].steps.size();
    if (steps > 0) ++count;
  }
  return count;
}

Result<std::vector<Finding>> TransferLoginsTask::prove(const Plan &, const RunOutcome &outcome,
                                                       const Side &source, const Side &destination,
                                                       Call call) {
  std::vector<Finding> differences;
  LoginSettings again = settings();
  again.which = LoginsToTransfer::selected;
  again.logins.clear();
  again.if_exists = IfObjectExists::overwrite;
  if (again.sid_conflict == SidConflict::recreate) again.sid_conflict = SidConflict::fail;
  for (const PlannedLogin &login : logins_) {
    if (login.fate == LoginFate::keep || login.fate == LoginFate::left_out || !all_done(login, outcome))
      continue;
    again.logins.push_back(login.name);
    if (login.fate == LoginFate::create && login.arrives_disabled) again.arrived_disabled.insert(login.name);
  }
  if (again.logins.empty()) return differences;
  Result<LoginPlan> left = LoginPlanner(again, source, destination).make(call);
  if (!left) {
    Error error = std::move(left).error();
    if (error.status == Status::cancelled || error.status == Status::deadline || error.status == Status::io)
      return error;
    differences.push_back({Severity::error, code::logins_failed,
                           "After the transfer both sides could not be shown to agree: " + error.message()});
    return differences;
  }
  for (const PlannedLogin &login : left->logins)
    if (login.fate == LoginFate::create || login.fate == LoginFate::left_out)
      differences.push_back({Severity::error, code::logins_failed,
                             "After the transfer login [" + login.name + "] is not at the destination."});
  for (const StepGroup &group : left->plan.groups)
    for (const PlannedStep &left_step : group.steps) {
      const StepContent step = left_step.read();
      differences.push_back({Severity::error, code::logins_failed,
                             "After the transfer both sides differ in " + step.object + ": " +
                                 step.batch.masked() + " is still to be done."});
    }
  return differences;
}

}  // namespace gantry::transfer
