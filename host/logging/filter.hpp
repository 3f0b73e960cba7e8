// Which entries a package asked for, and which of their columns (ssis.md 4.5, 7).
#ifndef GANTRY_LOGGING_FILTER_HPP
#define GANTRY_LOGGING_FILTER_HPP

#include "host/logging/record.hpp"
#include "host/package/package.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace gantry::logging {

/// The executable whose logging options hold for the last one of `chain` (package first): the nearest that
/// does not use its parent's. Null when logging is off there.
const package::Executable *deciding(const std::vector<const package::Executable *> &chain);

/// True when `event` is wanted. PackageStart and PackageEnd always are.
bool wants(const package::LoggingOptions &options, std::string_view event);

/// Empties the columns that the options leave out for this event.
void strip(const package::LoggingOptions &options, Record &record);

}  // namespace gantry::logging

#endif
