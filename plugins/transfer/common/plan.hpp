// What a transfer will do: groups of batches, in the order in which they run.
#ifndef GANTRY_TRANSFER_COMMON_PLAN_HPP
#define GANTRY_TRANSFER_COMMON_PLAN_HPP

#include <string>
#include <vector>

#include "gantry/cpp/task.hpp"
#include "plugins/transfer/common/planned-step.hpp"

namespace gantry::transfer {

/// Overwrites the binary values of a column: password hashes are secrets.
inline void wipe_column(Table &table, std::string_view name) {
  const int index = table.column(name);
  if (index < 0) return;
  for (std::vector<Cell> &row : table.rows)
    if (const Blob *blob = row[static_cast<std::size_t>(index)].blob())
      wipe(const_cast<std::string &>(blob->data));  // the cell is ours and not constant
}

/// Steps that belong together: with Gantry.Transaction=Object they succeed or fail as one.
struct StepGroup {
  std::string object;                ///< "Login alice"
  std::vector<PlannedStep> steps;    ///< may be empty: nothing to do for this object
  std::vector<std::size_t> depends;  ///< groups without which this one is left out
  bool at_source = false;            ///< runs on the source's session, when what stands before it is done
};

enum class Severity { information, warning, error };

/// Something to tell about an object that is not a step.
struct Finding {
  Severity severity = Severity::information;
  std::uint32_t code = 0;
  std::string text;
};

struct Plan {
  std::vector<StepGroup> groups;
  std::vector<Finding> findings;
  /// A group that failed may succeed behind the others: with scope object it is tried again while that helps.
  bool retry = false;

  std::size_t steps() const {
    std::size_t count = 0;
    for (const StepGroup &group : groups) count += group.steps.size();
    return count;
  }
  /// Behind the other steps of the group. Errors: IO (no room for it).
  Result<> add(std::size_t group, StepContent content);
  /// Puts another step in the place of one. Errors: as add.
  Result<> replace(std::size_t group, std::size_t step, StepContent content);
  /// Nobody asks for them any more: their groups stay.
  void forget_steps();
  /// As `gantry plan` prints it, secrets masked: the columns of gantry.task/1. The connections' names.
  /// Errors: IO.
  Result<StoredTable> shown(const std::string &destination, const std::string &source = {}) const;

 private:
  std::shared_ptr<StoredTable> contents_ = PlannedStep::make_table();
};

}  // namespace gantry::transfer

#endif
