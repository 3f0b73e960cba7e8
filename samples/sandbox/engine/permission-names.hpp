// Names and four-letter codes of permissions, by securable class.
#ifndef SANDBOX_ENGINE_PERMISSION_NAMES_HPP
#define SANDBOX_ENGINE_PERMISSION_NAMES_HPP

#include <optional>
#include <string>
#include <vector>

namespace sandbox {

struct PermissionName {
  int type_class;  ///< 0 database, 1 object, 3 schema, 4 database principal, 100 server, 101 server
                   ///< principal, 105 endpoint
  const char *type;
  const char *name;
};

const std::vector<PermissionName> &permission_names();
std::optional<std::string> permission_type(int type_class, const std::string &name);
/// The permission of the same class that contains this one; empty when only CONTROL or CONTROL SERVER does.
std::string covering_permission(int type_class, const std::string &name);

}  // namespace sandbox

#endif
