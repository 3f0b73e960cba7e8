// The plan of a transfer of logins: both sides in, groups of batches out. Made a second time after the run,
// for the logins that were transferred, it must be empty: that is the proof.
#ifndef GANTRY_TRANSFER_LOGINS_PLANNER_HPP
#define GANTRY_TRANSFER_LOGINS_PLANNER_HPP

#include <set>

#include "plugins/transfer/logins/selection.hpp"

namespace gantry::transfer {

/// A Windows user or group, whose SID and password are the directory's.
inline bool is_windows_type(const std::string &type) { return type == "U" || type == "G"; }

/// What the plan does with one selected login.
enum class LoginFate {
  create,
  change,    ///< Overwrite: differs in something
  same,      ///< Overwrite: nothing differs
  recreate,  ///< CopySids and SidConflict=Recreate: dropped and created with the source's SID
  keep,      ///< Skip, or protected at the destination
  left_out   ///< cannot be there: unknown to Windows, its SID under another name
};

struct PlannedLogin {
  std::string name;         ///< as the source spells it
  std::string target_name;  ///< as it stands, or will stand, at the destination
  std::size_t source_row = 0;
  std::optional<std::size_t> target_row;
  LoginFate fate = LoginFate::left_out;
  bool arrives_disabled = false;    ///< created with a password that nobody knows
  std::vector<std::size_t> groups;  ///< of the plan, the login's own first
};

struct LoginPlan {
  Plan plan;
  std::vector<PlannedLogin> logins;
};

class LoginPlanner {
 public:
  LoginPlanner(const LoginSettings &settings, const Side &source, const Side &destination)
      : settings_(settings), source_(source), destination_(destination) {}

  LoginPlanner(const LoginPlanner &) = delete;
  LoginPlanner &operator=(const LoginPlanner &) = delete;
  ~LoginPlanner() {
    wipe_column(source_logins_, "password-hash");
    wipe_column(target_logins_, "password-hash");
  }

  /// Reads and decides; a fixed number of round trips. Errors: 0xC002F340 for FailTask (the first; the others
  /// in details), EXISTS for a SID conflict, DENIED when rights are missing, and what the servers say.
  Result<LoginPlan> make(Call call);

 private:
  Result<> read(Call call);
  Result<> check_hashes(Call call);
  Result<> decide(Call call);
  Result<> decide_one(PlannedLogin &login, std::vector<Error> &blocking);
  Result<> resolve_windows(Call call);
  std::vector<Cell> wanted_row(PlannedLogin &login);
  std::vector<Cell> wanted_settings(const PlannedLogin &login);
  Result<> script_logins(Call call);
  Result<> script_recreated(Call call);
  Result<> script_roles(Call call);
  Result<> script_permissions(Call call);
  Result<> script_users(Call call);
  Result<> recreate_one(PlannedLogin &login, Call call);
  Result<> remap_users(const PlannedLogin &login, std::size_t group, std::size_t drop, Call call);
  /// The undo of step `drop` makes again what the steps from `first` on do; false when it has none.
  Result<bool> bring_back_with(std::size_t group, std::size_t drop, std::size_t first);

  /// Scripts rows of one kind and hands each batch to its row's group.
  Result<> add(std::string_view verb, const char *kind, const Table &wanted, const Table &current,
               const std::vector<std::size_t> &groups, const char *action,
               const std::vector<std::string> &objects, Call call);
  std::size_t add_group(std::string object, std::vector<std::size_t> depends = {});
  /// The group for memberships, permissions and users of a login; made when first needed.
  std::size_t rights_group(PlannedLogin &login);
  /// The destination's spelling of a principal, or nothing when it neither is there nor will be.
  std::optional<std::string> target_principal(const std::string &source_name) const;
  /// A grantor for comparison and for AS: empty for sa, for this session, and for one the destination lacks.
  std::string grantor_at_destination(const std::string &source_name) const;
  void warn(std::string text, std::uint32_t number = 0);
  void inform(std::string text);
  /// Does this round of rights concern the login? Recreated logins have theirs behind their recreation.
  bool carries_rights(const PlannedLogin &login) const;
  Result<> script_late_rights(Call call);
  Result<> read_securables(Call call);
  bool has_securable(const std::string &type, const std::string &name, std::string &target,
                     std::vector<std::size_t> &depends);

  const LoginSettings &settings_;
  const Side &source_;
  const Side &destination_;
  LoginPlan result_;

  Table source_logins_, target_logins_, target_databases_, source_roles_, target_roles_, target_credentials_,
      source_permissions_, target_permissions_, target_users_;
  NameIndex target_by_name_, target_roles_by_name_, databases_by_name_, credentials_by_name_;
  std::map<std::string, std::size_t> target_by_sid_;
  std::set<std::string> languages_;                    ///< keys; empty: the server does not tell
  std::map<std::string, Cell> windows_sids_;           ///< by name of the source; NULL: nobody knows it
  std::map<std::string, std::size_t> role_groups_;     ///< roles that this plan creates, by key
  std::map<std::string, std::size_t> logins_by_name_;  ///< into result_.logins, by the source's key
  std::optional<std::set<std::string>> securables_;    ///< "ENDPOINT::key" ... at the destination
  std::set<std::string> told_grantors_;
  bool late_ = false;
  std::string source_sa_, target_sa_;
};

}  // namespace gantry::transfer

#endif
