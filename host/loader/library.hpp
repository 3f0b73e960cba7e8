// Opens a shared library and finds its entry (E1, E2, L1).
#ifndef GANTRY_LOADER_LIBRARY_HPP
#define GANTRY_LOADER_LIBRARY_HPP

#include "host/catalog/note.hpp"

#include <gantry/plugin.h>
#include <gantry/cpp/result.hpp>

#include <string>
#include <vector>

namespace gantry::loader {

/// Loads `path` (absolute) with all symbols bound at once and visible to itself only, for ever (L1), and
/// gives its checked descriptor. Errors: 601 to 606, 618.
Result<const gantry_plugin *> open_library(const std::string &path);

/// Descriptor and note say the same (M4). Errors: 607 with both values.
Result<> check_agreement(const std::string &path, const gantry_plugin &descriptor,
                         const catalog::PluginNote &note);

/// `describe` of each class, in order, and the note say the same (M4). Errors: 608 with both values.
Result<> check_classes(const std::string &path, const std::vector<std::string> &described,
                       const catalog::PluginNote &note);

}  // namespace gantry::loader

#endif
