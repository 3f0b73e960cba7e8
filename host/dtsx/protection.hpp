// Protection levels: what may be read, and what is told about sensitive nodes.
#ifndef GANTRY_DTSX_PROTECTION_HPP
#define GANTRY_DTSX_PROTECTION_HPP

#include <vector>

#include "host/dtsx/document.hpp"
#include "host/dtsx/vocabulary.hpp"

namespace gantry::dtsx {

/// Refuses what cannot be read at all: levels 3, 4 and 5, and files that are encrypted as a whole.
/// Errors: UNSUPPORTED 0xC0014037, 0xC0014060, 0xC0014061.
Result<> check_readable(const xml::Source &source);

/// One finding for each sensitive node whose value cannot be had (0xC0016016 at levels 0 and 1, 0xC001405F at
/// level 2) and for each that stands in clear; at most a thousand.
std::vector<Finding> sensitive_findings(const xml::Source &source, package::ProtectionLevel level);

}  // namespace gantry::dtsx

#endif
