// The tree of executables as a run walks it: each package executable with its parent and its state of this
// run.
#ifndef GANTRY_RUNTIME_NODE_HPP
#define GANTRY_RUNTIME_NODE_HPP

#include "host/package/package.hpp"

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace gantry::runtime {

/// Text of a variable with its VARTYPE.
struct VariableText {
  package::DataType type = package::DataType::string;
  std::string text;
};

struct Node {
  package::Executable *executable = nullptr;
  Node *parent = nullptr;
  std::vector<std::unique_ptr<Node>> children;
  std::vector<std::unique_ptr<Node>> handlers;
  std::string path;  ///< `Package\Container\Task`; an event handler stands as `EventHandlers[OnError]`

  /// Error events that reached this executable in its present execution.
  std::atomic<std::int64_t> errors{0};
  /// A child asked this container to fail at once (FailParentOnFailure).
  std::atomic<bool> failed_by_child{false};
  /// True while an event handler runs: its own events do not start it again.
  std::atomic<bool> handling{false};
  /// System variables of this place (System::TaskName, in handlers System::ErrorCode ...). Guarded by
  /// Variables.
  std::map<std::string, VariableText, std::less<>> system;

  bool in_event_handler() const;
  /// Package first, this one last.
  std::vector<const package::Executable *> chain() const;
};

/// The package stays where it is while the tree lives.
std::unique_ptr<Node> make_tree(package::Package &package);

}  // namespace gantry::runtime

#endif
