// The properties that the host itself holds for an object, in SSIS's spelling and in the file's.
#ifndef GANTRY_PACKAGE_HOST_PROPERTIES_HPP
#define GANTRY_PACKAGE_HOST_PROPERTIES_HPP

#include <string_view>

#include "gantry/cpp/result.hpp"
#include "host/package/package.hpp"

namespace gantry::package {

/// Each gives the object's own property a value, as /Set, a configuration or a property expression does.
/// True: done. False: not a property of the host; it belongs to the live object behind it.
/// `name` may be SSIS's (`Disable`, `MaximumErrorCount`) or the file's (`Disabled`, `MaxErrorCount`).
/// Errors: INVALID 0xC001F026 (not a value of that type), DENIED 0xC001F021 (read-only).
Result<bool> set_host_property(Executable &object, std::string_view name, std::string_view value);
Result<bool> set_host_property(ConnectionManager &object, std::string_view name, std::string_view value);
Result<bool> set_host_property(LogProvider &object, std::string_view name, std::string_view value);
Result<bool> set_host_property(PrecedenceConstraint &object, std::string_view name, std::string_view value);
Result<bool> set_host_property(LoggingOptions &object, std::string_view name, std::string_view value);
Result<bool> set_host_property(Variable &object, std::string_view name, std::string_view value);
Result<bool> set_host_property(Parameter &object, std::string_view name, std::string_view value);

/// The file's spelling of a property of executables; the same text when it is none.
std::string_view file_spelling(std::string_view name);

/// Whether a text is a value of a variable of that type. Dates and objects are taken as they are.
bool fits(DataType type, std::string_view text);

}  // namespace gantry::package

#endif
