// Which planned step a batch carries out: "the plan binds" (issue: plans that bind).
#ifndef GANTRY_RUNTIME_GUARD_PLAN_MATCH_HPP
#define GANTRY_RUNTIME_GUARD_PLAN_MATCH_HPP

#include "host/runtime/planned-steps.hpp"

#include <cstdint>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace gantry::runtime::guard {

/// A planned text against what is sent: equal, or equal but for its masks. A mask (***) stands for one
/// literal, 0x... or '...', or for a part of one; never for anything else.
bool matches_masked(std::string_view planned, std::string_view sent);

/// The steps of one task's plan and what has become of them: of each text only a hash is in memory, the text
/// itself is read again before it counts. Any thread; PlanUnreadable leaves everything as it was.
class PlanMatch {
 public:
  enum class Found { step, undo, none };
  struct Answer {
    Found found = Found::none;
    std::size_t row = 0;     ///< of the plan
    std::vector<Cell> step;  ///< the cells of this row
  };

  /// Throws PlanUnreadable.
  explicit PlanMatch(PlannedSteps steps);

  /// A step that is still to be done, else what undoes one that was begun, else a step once more (GO 5,
  /// another try). Usually the step behind the last one: then without a search. It counts as begun from here
  /// on. Throws PlanUnreadable.
  Answer begin(std::string_view connection, bool at_source, std::string_view sql);
  /// It did not happen, or was rolled back: it may come again.
  void taken_back(std::size_t row);

  const PlannedSteps &steps() const { return steps_; }
  /// Throws PlanUnreadable.
  bool has_copy_into(std::string_view connection, std::string_view database, std::string_view name) const;

 private:
  using Row = std::uint32_t;
  struct Entry {
    std::uint64_t hash = 0;  ///< of the text, or of what is before its mask
    Row row = 0;
    bool undo = false;
    /// By hash; steps the earliest first, what undoes them the latest first.
    bool operator<(const Entry &other) const;
  };
  struct Lane {
    std::vector<Entry> entries;     ///< in order
    std::vector<Row> steps;         ///< those that have a text, in order
    std::size_t cursor = 0;         ///< into steps
    std::set<std::size_t> lengths;  ///< of what is before a mask
  };
  static std::string lane_name(std::string_view connection, bool at_source);
  static void add(Lane &lane, Row row, bool undo, std::string_view text);
  Answer search(const Lane &lane, std::string_view sent) const;

  const PlannedSteps steps_;
  const int text_, undo_;  ///< columns
  std::mutex mutex_;
  std::vector<char> begun_;
  std::unordered_map<std::string, Lane> lanes_;  ///< by connection, and whether at the source
  std::vector<Row> copies_;
};

}  // namespace gantry::runtime::guard

#endif
