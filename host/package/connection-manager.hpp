// The host's side of a connection manager, and the collection a package keeps them in.
#ifndef GANTRY_PACKAGE_CONNECTION_MANAGER_HPP
#define GANTRY_PACKAGE_CONNECTION_MANAGER_HPP

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "gantry/cpp/result.hpp"
#include "host/package/object.hpp"

namespace gantry::package {

enum class Scope { package, project };

/// `name`, `id`, `description`, `creation_name` and the other members of Object are those of SSIS's
/// ConnectionManager; names may hold any character (`.`, `HOST\INSTANCE`).
struct ConnectionManager : Object {
  ObjectData object_data;
  Scope scope = Scope::package;
  std::string source_file;  ///< NAME.conmgr of a project-level manager

  bool delay_validation() const { return properties.boolean("DelayValidation", false); }
  void set_delay_validation(bool on) { properties.set_boolean("DelayValidation", on); }
  bool has_expressions() const { return !expressions.empty(); }
  /// The type before the colon: `ADO.NET` of `ADO.NET:SQL`.
  std::string_view type() const;
  /// What stands behind the colon, empty when there is none.
  std::string_view qualifier() const;
  /// Once only and before the run. Errors: STATE 0xC001400A (has one), INVALID 0xC001400B (empty).
  Result<> set_qualifier(std::string_view text);
  /// `\Package.Connections[NAME]`
  std::string package_path() const;
};

/// Look-up takes a name, a DTSID (braces and case do not matter), or a refId
/// (`Package.ConnectionManagers[NAME]`, `Project.ConnectionManagers[NAME]`); a suffix `:external` behind an
/// id is ignored. Exact names win over ids, and over names that differ in case only.
/// References and pointers are valid until the collection changes.
class Connections {
 public:
  /// Appends a manager with a fresh id and a name nobody has: the creation name, with ` 1`, ` 2` ... if
  /// taken. Whether the type exists is judged by the caller (0xC0014005).
  ConnectionManager &add(std::string_view creation_name);
  /// Appends one as it is. Errors: EXISTS 0xC0014100 when name or id is taken in its scope.
  Result<> join(ConnectionManager manager);
  /// As join, but keeps what a file says even when names are doubled.
  void append(ConnectionManager manager) { items_.push_back(std::move(manager)); }

  ConnectionManager *find(std::string_view key);
  const ConnectionManager *find(std::string_view key) const;
  bool contains(std::string_view key) const { return find(key) != nullptr; }
  /// Errors: NOT_FOUND 0xC001000E.
  Result<ConnectionManager *> get(std::string_view key);
  Result<const ConnectionManager *> get(std::string_view key) const;
  Result<ConnectionManager *> get(std::size_t index);
  Result<> remove(std::string_view key);
  Result<> remove(std::size_t index);
  /// Errors: EXISTS 0xC0014101, NOT_FOUND 0xC001000E. Keeps refIds in step.
  Result<> rename(std::string_view key, std::string_view new_name);

  std::size_t size() const { return items_.size(); }
  bool empty() const { return items_.empty(); }
  auto begin() { return items_.begin(); }
  auto end() { return items_.end(); }
  auto begin() const { return items_.begin(); }
  auto end() const { return items_.end(); }

 private:
  std::vector<ConnectionManager> items_;
};

}  // namespace gantry::package

#endif
