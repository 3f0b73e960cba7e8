// GRANT, DENY and REVOKE, wherever the permission is.
#ifndef GANTRY_SMO_PERMISSION_TEXT_HPP
#define GANTRY_SMO_PERMISSION_TEXT_HPP

#include "plugins/smo/kind.hpp"

namespace gantry::smo {

/// One permission: the columns that every kind of permission has, and `on`, its securable as T-SQL (empty:
/// the server or database itself).
struct PermissionText {
  std::string permission, on, grantee;
  Cell grantor;

  /// The statement that brings a state about: GRANT, DENY or GRANT_WITH_GRANT_OPTION.
  std::string give(const std::string &state) const;
  std::string take(const std::string &state) const;
  /// Without the right to give it on.
  std::string take_option() const;
};

/// Permission names go into the statement unquoted, so nothing but capital letters and spaces may be in one.
Result<> check_permission(const Wish &wish, bool of_wanted);

/// GRANT, DENY or GRANT_WITH_GRANT_OPTION of the state column of sys.server_permissions and
/// sys.database_permissions; empty: a row that stands for nothing (R).
std::string permission_state(const std::string &catalogue_state);

/// The three verbs of a kind of permission, for a text made of its columns.
Result<> give_permission(const Wish &wish, Script &script, const PermissionText &text);
Result<> change_permission(const Wish &wish, Script &script, const PermissionText &text);
Result<> take_permission(const Wish &wish, Script &script, const PermissionText &text);

}  // namespace gantry::smo

#endif
