// Decides which children of a container may start: precedence constraints without any I/O (ssis.md 4.4, 7).
#ifndef GANTRY_RUNTIME_SCHEDULER_HPP
#define GANTRY_RUNTIME_SCHEDULER_HPP

#include "host/package/package.hpp"

#include <cstddef>
#include <functional>
#include <string_view>
#include <vector>

namespace gantry::runtime {

/// One pass over the children of one container. Not thread-safe: the container's executor owns it.
class Scheduler {
 public:
  /// `evaluate` works out a constraint's expression; an error in it counts as false (the caller reports it).
  Scheduler(const package::Executable &container,
            std::function<bool(const package::PrecedenceConstraint &)> evaluate);

  /// Indices of children that may start now; each is given once.
  std::vector<std::size_t> take_ready();
  /// The child has ended. A disabled child is finished with success.
  void finished(std::size_t child, package::ExecResult result);
  /// True when nothing runs and nothing will start any more.
  bool idle() const { return running_ == 0; }

 private:
  enum class State { waiting, running, done, never };
  struct Edge {
    std::size_t from = 0;
    const package::PrecedenceConstraint *constraint = nullptr;
    int outcome = -1;  ///< -1 not known, 0 false, 1 true
  };
  struct Child {
    State state = State::waiting;
    package::ExecResult result = package::ExecResult::success;
    std::vector<Edge> incoming;
  };
  void settle(Edge &edge);

  std::function<bool(const package::PrecedenceConstraint &)> evaluate_;
  std::vector<Child> children_;
  std::size_t running_ = 0;
};

}  // namespace gantry::runtime

#endif
