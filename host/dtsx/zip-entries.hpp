// The files in a zip, read with bounds.
#ifndef GANTRY_DTSX_ZIP_ENTRIES_HPP
#define GANTRY_DTSX_ZIP_ENTRIES_HPP

#include <map>
#include <string>
#include <string_view>

#include "gantry/cpp/result.hpp"
#include "host/dtsx/project.hpp"

namespace gantry::dtsx {

/// Name to content; names with their %20 resolved. Sizes stated in the zip are never trusted: reading stops
/// at the limits. Errors: DATA 0xC0011003.
Result<std::map<std::string, std::string>> read_zip(std::string_view bytes, const std::string &name,
                                                    const ProjectLimits &limits);

}  // namespace gantry::dtsx

#endif
