// Joins at run time: hash joins, nested loops, APPLY.
#include "samples/sandbox/engine/from.hpp"

#include <unordered_map>

namespace sandbox {
namespace {

struct Runner {
  Eval &eval;
  int depth;

  const Row *swap_row(const Row *row) {
    Eval::Frame &frame = eval.frame(depth);
    const Row *before = frame.row;
    frame.row = row;
    return before;
  }

  bool run(const Node &node, Row &full, const std::function<bool()> &emit) {
    return node.leaf ? run_leaf(node, full, emit) : run_join(node, full, emit);
  }

  bool run_leaf(const Node &node, Row &full, const std::function<bool()> &emit) {
    Equal equal;
    for (const Hint &hint : node.hints) {
      Value value = hint.value(eval);
      if (is_null(value)) return true;
      equal.emplace_back(hint.column, std::move(value));
    }
    bool more = true;
    int count = 0;
    node.scan(eval, equal, [&](Row &row) {
      if ((++count & 255) == 0) eval.engine.check_cancel();
      for (std::size_t i = 0; i < row.size(); ++i)
        full[static_cast<std::size_t>(node.low) + i] = std::move(row[i]);
      more = emit();
      return more;
    });
    return more;
  }

  bool holds(const Node &node, const Row &full) {
    const Row *before = swap_row(&full);
    bool all = true;
    for (const Evaluate &condition : node.conditions) {
      const Value value = condition(eval);
      if (is_null(value) || !as_int(value)) {
        all = false;
        break;
      }
    }
    swap_row(before);
    return all;
  }

  bool run_apply(const Node &node, Row &full, const std::function<bool()> &emit) {
    const auto low = static_cast<std::size_t>(node.right->low),
               high = static_cast<std::size_t>(node.right->high);
    return run(*node.left, full, [&] {
      bool matched = false;
      Row right_row = full;
      const Row *before = swap_row(&right_row);
      std::vector<Row> rows;
      run(*node.right, right_row, [&] {
        rows.emplace_back(right_row.begin() + static_cast<std::ptrdiff_t>(low),
                          right_row.begin() + static_cast<std::ptrdiff_t>(high));
        return true;
      });
      swap_row(before);
      for (const Row &row : rows) {
        for (std::size_t i = low; i < high; ++i) full[i] = row[i - low];
        if (!holds(node, full)) continue;
        matched = true;
        if (!emit()) return false;
      }
      if (!matched && (node.join == TableRef::outer_apply || node.join == TableRef::left)) {
        for (std::size_t i = low; i < high; ++i) full[i] = Value();
        return emit();
      }
      return true;
    });
  }

  bool key_of(const Node &node, const Row &full, bool left, std::string &key) {
    const Row *before = swap_row(&full);
    bool whole = true;
    for (const auto &[a, b] : node.keys) {
      const Value value = left ? a(eval) : b(eval);
      if (is_null(value)) {
        whole = false;
        break;
      }
      append_key(key, value);
    }
    swap_row(before);
    return whole;
  }

  bool run_join(const Node &node, Row &full, const std::function<bool()> &emit) {
    if (node.join == TableRef::cross_apply || node.join == TableRef::outer_apply)
      return run_apply(node, full, emit);
    const auto low = static_cast<std::size_t>(node.right->low),
               high = static_cast<std::size_t>(node.right->high);
    std::vector<Row> rights;
    std::vector<bool> matched;
    std::unordered_map<std::string, std::vector<std::size_t>> index;
    run(*node.right, full, [&] {
      const std::size_t at = rights.size();
      rights.emplace_back(full.begin() + static_cast<std::ptrdiff_t>(low),
                          full.begin() + static_cast<std::ptrdiff_t>(high));
      if (!node.keys.empty()) {
        std::string key;
        if (key_of(node, full, false, key)) index[key].push_back(at);
      }
      return true;
    });
    matched.assign(rights.size(), false);
    const bool keep_left = node.join == TableRef::left || node.join == TableRef::full;
    const bool keep_right = node.join == TableRef::right || node.join == TableRef::full;
    const auto put = [&](const Row &row) {
      for (std::size_t i = low; i < high; ++i) full[i] = row[i - low];
    };
    int count = 0;
    bool more = run(*node.left, full, [&] {
      bool found = false;
      const auto attempt = [&](std::size_t at) {
        if ((++count & 255) == 0) eval.engine.check_cancel();
        put(rights[at]);
        if (!holds(node, full)) return true;
        found = true;
        matched[at] = true;
        return emit();
      };
      if (node.keys.empty()) {
        for (std::size_t at = 0; at < rights.size(); ++at)
          if (!attempt(at)) return false;
      } else {
        std::string key;
        if (key_of(node, full, true, key)) {
          const auto entry = index.find(key);
          if (entry != index.end())
            for (const std::size_t at : entry->second)
              if (!attempt(at)) return false;
        }
      }
      if (!found && keep_left) {
        for (std::size_t i = low; i < high; ++i) full[i] = Value();
        return emit();
      }
      return true;
    });
    if (!more || !keep_right) return more;
    for (auto i = static_cast<std::size_t>(node.left->low); i < static_cast<std::size_t>(node.left->high);
         ++i)
      full[i] = Value();
    for (std::size_t at = 0; at < rights.size(); ++at) {
      if (matched[at]) continue;
      put(rights[at]);
      if (!emit()) return false;
    }
    return true;
  }
};

}  // namespace

void run_joins(Eval &eval, int depth, const Node &root, Row &full, const std::function<bool()> &emit) {
  Runner runner{eval, depth};
  runner.run(root, full, emit);
}

}  // namespace sandbox
