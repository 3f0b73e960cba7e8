#include "plugins/transfer/jobs/wishes.hpp"

#include <algorithm>

namespace gantry::transfer {

Cell &WantedRow::operator[](std::string_view column) {
  for (std::size_t i = 0; i < columns_->size(); ++i)
    if ((*columns_)[i] == column) return cells_[i];
  return lost_;
}

bool WantedRow::differs(const Table &current, std::size_t row) const {
  const bool same_columns = current.columns == *columns_;
  for (std::size_t i = 0; i < cells_.size(); ++i) {
    if (cells_[i].null()) continue;
    const Cell &there = same_columns ? current.rows[row][i] : current.at(row, (*columns_)[i]);
    if (cells_[i] != there && (there.null() || cells_[i].text() != there.text())) return true;
  }
  return false;
}

void WantedRow::keep_only(std::initializer_list<std::string_view> columns) {
  for (std::size_t i = 0; i < cells_.size(); ++i)
    if (std::find(columns.begin(), columns.end(), (*columns_)[i]) == columns.end()) cells_[i] = Cell();
}

void Wishes::create(const WantedRow &wanted, std::size_t group, std::string object) {
  wanted_.columns = wanted.columns();
  wanted_.rows.push_back(wanted.cells());
  groups_.push_back(group);
  objects_.push_back(std::move(object));
}

void Wishes::change(const WantedRow &wanted, const Table &current, std::size_t row, std::size_t group,
                    std::string object) {
  change(wanted, WantedRow(current, row), group, std::move(object));
}

void Wishes::change(const WantedRow &wanted, const WantedRow &current, std::size_t group,
                    std::string object) {
  create(wanted, group, std::move(object));
  current_.columns = current.columns();
  current_.rows.push_back(current.cells());
}

void Wishes::drop(const Table &current, std::size_t row, std::size_t group, std::string object) {
  current_.columns = current.columns;
  current_.rows.push_back(current.rows[row]);
  groups_.push_back(group);
  objects_.push_back(std::move(object));
}

Result<> Wishes::script(const Side &side, Plan &plan, Call call) const {
  if (groups_.empty()) return success();
  Result<std::vector<ScriptBatch>> batches =
      side.smo.script(verb_, kind_, {}, wanted_, current_, options_, call);
  if (!batches) return std::move(batches).error();
  for (ScriptBatch &batch : *batches) {
    const auto row = static_cast<std::size_t>(batch.row);
    if (row >= groups_.size())
      return Error(Status::data, "a script names a row that was not given",
                   "a row below " + std::to_string(groups_.size()), std::to_string(batch.row),
                   "report this to the connection manager's author (D5)");
    plan.groups[groups_[row]].steps.emplace_back(std::move(batch), action_, objects_[row]);
  }
  return success();
}

}  // namespace gantry::transfer
