// The steps of a plan, as prepare showed them: on disk when they are many.
#ifndef GANTRY_RUNTIME_PLANNED_STEPS_HPP
#define GANTRY_RUNTIME_PLANNED_STEPS_HPP

#include <gantry/cpp/stored-table.hpp>
#include <gantry/cpp/task.hpp>

#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gantry::runtime {

/// Thrown where a step cannot be read any more; reading_plan makes an error of it.
class PlanUnreadable : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Masked texts, hence they may lie in a file. Copies share the steps, which never change. Any thread.
class PlannedSteps {
 public:
  PlannedSteps() = default;
  // No moves: what was moved from would have no table.
  PlannedSteps(const PlannedSteps &) = default;
  PlannedSteps &operator=(const PlannedSteps &) = default;
  ~PlannedSteps() = default;
  /// What prepare gave. Errors: the rows', IO (no room for them).
  static Result<PlannedSteps> store(ObjectPtr rows, Call call = nullptr);
  /// Those of the host itself, and of tests.
  static Result<PlannedSteps> store(const std::vector<Step> &steps);

  std::size_t size() const noexcept { return table_->size(); }
  bool empty() const noexcept { return table_->empty(); }
  const std::vector<std::string> &columns() const noexcept { return table_->columns(); }
  /// The index of a column, or -1.
  int column(std::string_view name) const noexcept { return table_->column(name); }
  /// A cell; NULL where there is no such column. Throws PlanUnreadable.
  Cell at(std::size_t row, int column) const;
  Cell at(std::size_t row, std::string_view name) const { return at(row, column(name)); }
  /// All cells of a step, as long as the columns. Throws PlanUnreadable.
  std::vector<Cell> row(std::size_t row) const;

 private:
  explicit PlannedSteps(StoredTable table);

  std::shared_ptr<const StoredTable> table_ = none();
  static std::shared_ptr<const StoredTable> none();
};

Error plan_unreadable(const std::string &task, const PlanUnreadable &thrown);

/// What `body` gives; IO when it comes upon a step that cannot be read. `task`: a path.
template <typename Body>
auto reading_plan(const std::string &task, Body body) -> decltype(body()) {
  try {
    return body();
  } catch (const PlanUnreadable &thrown) {
    return plan_unreadable(task, thrown);
  }
}

}  // namespace gantry::runtime

#endif
