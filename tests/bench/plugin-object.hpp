// An object of a plugin, found in the catalogue and made by the loader as the program does it, proxies off.
#ifndef GANTRY_BENCH_PLUGIN_OBJECT_HPP
#define GANTRY_BENCH_PLUGIN_OBJECT_HPP

#include <gantry/cpp/object.hpp>

#include <string>

namespace gantry::bench {

/// Ends the process when the folder has no such class. The plugin stays loaded until the process ends.
ObjectPtr plugin_object(const std::string &folder, const std::string &class_id);

}  // namespace gantry::bench

#endif
