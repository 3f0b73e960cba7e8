// Package paths as dtexec's /Set and package configurations write them.
#ifndef GANTRY_PACKAGE_PACKAGE_PATH_HPP
#define GANTRY_PACKAGE_PACKAGE_PATH_HPP

#include <string>
#include <string_view>
#include <variant>

#include "gantry/cpp/result.hpp"
#include "host/package/package.hpp"

namespace gantry::package {

using PathObject = std::variant<Executable *, ConnectionManager *, Variable *, Parameter *, LogProvider *,
                                PrecedenceConstraint *, ForeachEnumerator *, LoggingOptions *>;

struct PathTarget {
  PathObject object;
  std::string property;  ///< empty when the path ends at the object
};

/// Resolves `\Package.Connections[NAME].Properties[SqlServerName]`, `\Package.Variables[User::X].Value`,
/// `\Package\Container\Task.Properties[X]`, `\Package.EventHandlers[OnError]\Task.Variables[Y].Value` ...
/// Pointers are valid until the package changes. Errors: NOT_FOUND 0xC001F02F with the position and the
/// names that are there.
Result<PathTarget> resolve(Package &package, std::string_view path);

struct SetOptions {
  bool sensitive = false;  ///< `$Sensitive::` was given: the value is masked wherever it is shown
};

/// Gives a property a value for this run. What the host itself holds (variables, parameters, Disabled,
/// MaximumErrorCount ..., in SSIS's spelling or the file's) is changed at once; a property of a live object
/// (SqlServerName ...) becomes an Override, which the runtime sets later and never saves.
/// Errors: NOT_FOUND 0xC001F02F, INVALID 0xC001F026 (value), DENIED 0xC001F021 (read-only).
Result<> set_value(Package &package, std::string_view path, std::string_view value,
                   const SetOptions &options = {});

}  // namespace gantry::package

#endif
