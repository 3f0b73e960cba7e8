#include "plugins/transfer/common/planned-step.hpp"

namespace gantry::transfer {

std::shared_ptr<StoredTable> PlannedStep::make_table() {
  return std::make_shared<StoredTable>(
      std::vector<std::string>{"action", "object", "database", "text", "undo", "reason"});
}

Result<PlannedStep> PlannedStep::store(const std::shared_ptr<StoredTable> &table, StepContent content) {
  if (content.has_secrets()) return PlannedStep(std::move(content));
  const bool transactional = content.batch.transactional;
  const std::size_t row = table->size();
  Result<> added = table->add({Cell(std::move(content.action)), Cell(std::move(content.object)),
                               Cell(std::move(content.batch.database)), Cell(std::move(content.batch.text)),
                               Cell(std::move(content.batch.undo)), Cell(std::move(content.batch.reason))});
  if (!added) return std::move(added).error();
  return PlannedStep(table, row, transactional);
}

StepContent PlannedStep::read() const {
  if (kept_) return *kept_;
  const std::vector<Cell> cells = table_->row(row_);
  ScriptBatch batch;
  batch.database = cells[2].text();
  batch.text = cells[3].text();
  batch.undo = cells[4].text();
  batch.reason = cells[5].text();
  batch.transactional = transactional_;
  return {std::move(batch), cells[0].text(), cells[1].text()};
}

}  // namespace gantry::transfer
