// Which planned step a batch carries out: "the plan binds" (issue: plans that bind).
#ifndef GANTRY_RUNTIME_GUARD_PLAN_MATCH_HPP
#define GANTRY_RUNTIME_GUARD_PLAN_MATCH_HPP

#include <gantry/cpp/cell.hpp>

#include <cstdint>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace gantry::runtime::guard {

/// A planned text against what is sent: equal, or equal but for its masks. A mask (***) stands for one
/// literal, 0x... or '...', or for a part of one; never for anything else.
bool matches_masked(std::string_view planned, std::string_view sent);

/// The steps of one task's plan and what has become of them. Any thread.
class PlanMatch {
 public:
  enum class Found { step, undo, none };
  struct Answer {
    Found found = Found::none;
    std::size_t row = 0;  ///< of the plan
  };

  explicit PlanMatch(Table steps);

  /// A step that is still to be done, else what undoes one that was begun, else a step once more (GO 5,
  /// another try). Usually the step behind the last one: then without a search. It counts as begun from here
  /// on.
  Answer begin(std::string_view connection, bool at_source, std::string_view sql);
  /// It did not happen, or was rolled back: it may come again.
  void taken_back(std::size_t row);

  const Table &steps() const { return steps_; }
  bool has_copy_into(std::string_view connection, std::string_view database, std::string_view name) const;

 private:
  struct Entry {
    std::size_t row = 0;
    bool undo = false;
    std::string_view text;     ///< in steps_
    std::size_t position = 0;  ///< in in_order
  };
  using Lane = std::string;  ///< connection, and whether at the source
  static Lane lane_of(std::string_view connection, bool at_source);
  void add(const Lane &lane, Entry entry);

  const Table steps_;
  std::mutex mutex_;
  std::vector<char> begun_;
  std::vector<Entry> entries_;
  struct Steps {
    std::vector<std::size_t> in_order;  ///< entries that are no undo
    std::size_t cursor = 0;             ///< into in_order
    std::unordered_multimap<std::string_view, std::size_t>
        by_beginning;               ///< text, or what is before its mask
    std::set<std::size_t> lengths;  ///< of these beginnings
  };
  std::unordered_map<Lane, Steps> lanes_;
};

}  // namespace gantry::runtime::guard

#endif
