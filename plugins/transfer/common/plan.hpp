// What a transfer will do: groups of batches, in the order in which they run.
#ifndef GANTRY_TRANSFER_COMMON_PLAN_HPP
#define GANTRY_TRANSFER_COMMON_PLAN_HPP

#include <string>
#include <vector>

#include "gantry/cpp/smo-server.hpp"
#include "gantry/cpp/task.hpp"

namespace gantry::transfer {

/// Overwrites the binary values of a column: password hashes are secrets.
inline void wipe_column(Table &table, std::string_view name) {
  const int index = table.column(name);
  if (index < 0) return;
  for (std::vector<Cell> &row : table.rows)
    if (const Blob *blob = row[static_cast<std::size_t>(index)].blob())
      wipe(const_cast<std::string &>(blob->data));  // the cell is ours and not constant
}

/// One batch, as the destination's gantry.smo-server/1 wrote it, and what it is for.
struct PlannedStep {
  ScriptBatch batch;
  std::string action;  ///< create, change, destroy or copy
  std::string object;  ///< "Login alice"

  PlannedStep(ScriptBatch b, std::string a, std::string o)
      : batch(std::move(b)), action(std::move(a)), object(std::move(o)) {}
  PlannedStep(PlannedStep &&) = default;
  PlannedStep &operator=(PlannedStep &&) = default;
  PlannedStep(const PlannedStep &) = delete;
  PlannedStep &operator=(const PlannedStep &) = delete;
  ~PlannedStep() {
    wipe(batch.text);
    wipe(batch.undo);
  }
};

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
  /// As `gantry plan` prints it, secrets masked. The connections' names.
  std::vector<Step> shown(const std::string &destination, const std::string &source = {}) const {
    std::vector<Step> all;
    for (const StepGroup &group : groups)
      for (const PlannedStep &step : group.steps)
        all.push_back({group.at_source ? source : destination, group.at_source, step.batch.database,
                       step.action, step.object, step.batch.masked(), step.batch.transactional,
                       step.batch.masked_undo(), step.batch.reason});
    return all;
  }
};

}  // namespace gantry::transfer

#endif
