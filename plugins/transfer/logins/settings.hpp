// What a Transfer Logins task was asked to do.
#ifndef GANTRY_TRANSFER_LOGINS_SETTINGS_HPP
#define GANTRY_TRANSFER_LOGINS_SETTINGS_HPP

#include <set>
#include <string>
#include <vector>

#include "plugins/transfer/common/if-exists.hpp"

namespace gantry::transfer {

enum class LoginsToTransfer { all = 0, selected = 1, of_databases = 2 };

/// Counts only with CopySids: a login of the same name with another SID, or the SID under another name.
enum class SidConflict { fail = 0, keep_destination = 1, recreate = 2 };

struct LoginSettings {
  LoginsToTransfer which = LoginsToTransfer::all;
  std::vector<std::string> logins, databases;
  IfObjectExists if_exists = IfObjectExists::fail_task;
  bool copy_sids = false;
  bool copy_hashes = false;
  bool copy_roles = false;
  bool copy_permissions = false;
  bool copy_credentials = false;
  bool repair_users = false;
  SidConflict sid_conflict = SidConflict::fail;
  /// For the proof only: logins that this run created with a random password and must be disabled.
  std::set<std::string> arrived_disabled;
};

namespace code {
inline constexpr std::uint32_t login_list_empty = 0xC002F337;
inline constexpr std::uint32_t logins_not_listed = 0xC002F338;
inline constexpr std::uint32_t if_exists_incorrect = 0x8002F339;
inline constexpr std::uint32_t login_exists = 0xC002F340;
inline constexpr std::uint32_t login_not_found = 0xC002F342;
inline constexpr std::uint32_t overwriting_login = 0x8002F343;
inline constexpr std::uint32_t logins_failed = 0xC002F344;
inline constexpr std::uint32_t database_list_empty = 0xC002F413;
}  // namespace code

}  // namespace gantry::transfer

#endif
