#include "host/runtime/node.hpp"

#include <algorithm>

namespace gantry::runtime {

namespace {

std::unique_ptr<Node> make_node(package::Executable &executable, Node *parent) {
  auto node = std::make_unique<Node>();
  node->executable = &executable;
  node->parent = parent;
  if (!parent)
    node->path = "Package";
  else if (executable.kind == package::ExecutableKind::event_handler)
    node->path = parent->path + ".EventHandlers[" + std::string(executable.event_name()) + "]";
  else
    node->path = parent->path + "\\" + executable.name;
  for (package::Executable &child : executable.executables)
    node->children.push_back(make_node(child, node.get()));
  for (package::Executable &handler : executable.event_handlers)
    node->handlers.push_back(make_node(handler, node.get()));
  return node;
}

}  // namespace

bool Node::in_event_handler() const {
  for (const Node *at = this; at; at = at->parent)
    if (at->executable->kind == package::ExecutableKind::event_handler) return true;
  return false;
}

std::vector<const package::Executable *> Node::chain() const {
  std::vector<const package::Executable *> chain;
  for (const Node *at = this; at; at = at->parent) chain.push_back(at->executable);
  std::reverse(chain.begin(), chain.end());
  return chain;
}

std::unique_ptr<Node> make_tree(package::Package &package) { return make_node(package.root, nullptr); }

}  // namespace gantry::runtime
