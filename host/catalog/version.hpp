// Semantic versions (semver.org 2.0): only what comparing needs.
#ifndef GANTRY_CATALOG_VERSION_HPP
#define GANTRY_CATALOG_VERSION_HPP

#include <string_view>

namespace gantry::catalog {

/// `MAJOR.MINOR.PATCH[-PRERELEASE][+BUILD]`.
bool is_semantic_version(std::string_view text);

/// Below 0, 0, above 0 by precedence; build metadata does not count. Numbers of any length. What is no
/// semantic version is lower than everything that is one.
int compare_versions(std::string_view a, std::string_view b);

}  // namespace gantry::catalog

#endif
