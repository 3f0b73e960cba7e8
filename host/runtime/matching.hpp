// Are there plugins for everything, and do connections offer what tasks require? From notes alone (T3).
#ifndef GANTRY_RUNTIME_MATCHING_HPP
#define GANTRY_RUNTIME_MATCHING_HPP

#include "host/runtime/live-task.hpp"

#include <vector>

namespace gantry::runtime {

struct Mismatch {
  Node *node = nullptr;  ///< null: it concerns the package as a whole
  Error error;
  bool warning = false;  ///< a connection manager that nothing enabled uses
};

/// Looks at every enabled executable below `root`; loads no library. Slots whose binding comes from an
/// expression are judged later, when they are bound.
std::vector<Mismatch> match(const RunContext &run, Node &root);

}  // namespace gantry::runtime

#endif
