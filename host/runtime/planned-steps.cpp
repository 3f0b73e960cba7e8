#include "host/runtime/planned-steps.hpp"

namespace gantry::runtime {

namespace {

template <typename Body>
auto told(Body body) -> decltype(body()) {
  try {
    return body();
  } catch (const std::runtime_error &thrown) {
    throw PlanUnreadable(thrown.what());
  }
}

}  // namespace

std::shared_ptr<const StoredTable> PlannedSteps::none() {
  static const auto empty = std::make_shared<const StoredTable>();
  return empty;
}

PlannedSteps::PlannedSteps(StoredTable table)
    : table_(std::make_shared<const StoredTable>(std::move(table))) {}

Result<PlannedSteps> PlannedSteps::store(ObjectPtr rows, Call call) {
  Result<StoredTable> table = store_table(std::move(rows), call);
  if (!table) return std::move(table).error();
  return PlannedSteps(std::move(table).value());
}

Result<PlannedSteps> PlannedSteps::store(const std::vector<Step> &steps) {
  return store(rows_of(steps_table(steps)));
}

Cell PlannedSteps::at(std::size_t row, int column) const {
  return told([&] { return table_->at(row, column); });
}

std::vector<Cell> PlannedSteps::row(std::size_t row) const {
  return told([&] { return table_->row(row); });
}

Error plan_unreadable(const std::string &task, const PlanUnreadable &thrown) {
  return Error(Status::io, "the plan of task \\" + task + " could not be read",
               "the steps that it showed, in a file without a name", thrown.what(),
               "look at the disk below $TMPDIR or /var/tmp, then run again");
}

}  // namespace gantry::runtime
