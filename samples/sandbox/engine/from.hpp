// What the FROM clause compiles to.
#ifndef SANDBOX_ENGINE_FROM_HPP
#define SANDBOX_ENGINE_FROM_HPP

#include "samples/sandbox/engine/bind.hpp"

namespace sandbox {

struct Hint {
  std::size_t column;  ///< within the leaf
  Evaluate value;
};

struct Node {
  TableRef::Join join = TableRef::cross;
  bool leaf = true;
  int low = 0, high = 0;
  std::function<void(Eval &, const Equal &, const std::function<bool(Row &)> &)>
      scan;  ///< leaf: rows of its own columns only
  std::vector<Hint> hints;
  bool narrows = false;  ///< the leaf makes use of hints
  bool lateral = false;  ///< must be run again for each left row
  std::shared_ptr<Node> left, right;
  std::vector<std::pair<Evaluate, Evaluate>> keys;
  std::vector<Evaluate> conditions;
};
using NodePtr = std::shared_ptr<Node>;

/// Every joined row, written to `full` before each call of emit, which says whether to go on.
void run_joins(Eval &eval, int depth, const Node &root, Row &full, const std::function<bool()> &emit);

}  // namespace sandbox

#endif
