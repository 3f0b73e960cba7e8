// What Integration Services can do and Gantry refuses by name, so that nothing is silently left out.
#ifndef GANTRY_RUNTIME_REFUSALS_HPP
#define GANTRY_RUNTIME_REFUSALS_HPP

#include "host/runtime/node.hpp"

#include <vector>

namespace gantry::runtime {

/// Checkpoints (0xC001F083) and distributed transactions (0xC001401A) of enabled executables, each with its
/// place.
std::vector<Error> refused_features(const Node &root, const package::Package &package);

}  // namespace gantry::runtime

#endif
