#include "plugins/transfer/jobs/wishes.hpp"

#include <algorithm>

#include "plugins/transfer/common/portion.hpp"

namespace gantry::transfer {

Cell &WantedRow::operator[](std::string_view column) {
  for (std::size_t i = 0; i < columns_->size(); ++i)
    if ((*columns_)[i] == column) return cells_[i];
  return lost_;
}

bool WantedRow::differs(const WantedRow &current) const {
  static const Cell none;
  const bool same_columns = current.columns_ == columns_ || *current.columns_ == *columns_;
  for (std::size_t i = 0; i < cells_.size(); ++i) {
    if (cells_[i].null()) continue;
    const auto place = same_columns
                           ? current.columns_->begin() + static_cast<std::ptrdiff_t>(i)
                           : std::find(current.columns_->begin(), current.columns_->end(), (*columns_)[i]);
    const Cell &there = place == current.columns_->end()
                            ? none
                            : current.cells_[static_cast<std::size_t>(place - current.columns_->begin())];
    if (cells_[i] != there && (there.null() || cells_[i].text() != there.text())) return true;
  }
  return false;
}

void WantedRow::keep_only(std::initializer_list<std::string_view> columns) {
  for (std::size_t i = 0; i < cells_.size(); ++i)
    if (std::find(columns.begin(), columns.end(), (*columns_)[i]) == columns.end()) cells_[i] = Cell();
}

void Wishes::keep(StoredTable &rows, const WantedRow &row) {
  if (rows.columns().empty()) rows = StoredTable(row.columns());
  if (kept_) kept_ = rows.add(row.cells());
}

void Wishes::create(const WantedRow &wanted, std::size_t group, std::string object) {
  keep(wanted_, wanted);
  groups_.push_back(group);
  objects_.push_back(std::move(object));
}

void Wishes::change(const WantedRow &wanted, const WantedRow &current, std::size_t group,
                    std::string object) {
  create(wanted, group, std::move(object));
  keep(current_, current);
}

void Wishes::drop(const WantedRow &current, std::size_t group, std::string object) {
  keep(current_, current);
  groups_.push_back(group);
  objects_.push_back(std::move(object));
}

Result<> Wishes::script(const Side &side, Plan &plan, Call call) const {
  if (!kept_) return kept_.error();
  for (std::size_t first = 0; first < groups_.size();) {
    Table wanted{wanted_.columns(), {}}, current{current_.columns(), {}};
    Portion portion;
    std::size_t row = first;
    for (; row < groups_.size() && !portion.full(); ++row)
      for (const auto &[from, to] : {std::pair(&wanted_, &wanted), std::pair(&current_, &current)}) {
        if (from->columns().empty()) continue;
        to->rows.push_back(from->row(row));
        portion.add(to->rows.back());
      }
    if (Result<> done = script_portion(side, plan, first, wanted, current, call); !done) return done;
    first = row;
  }
  return success();
}

Result<> Wishes::script_portion(const Side &side, Plan &plan, std::size_t first, const Table &wanted,
                                const Table &current, Call call) const {
  Result<std::vector<ScriptBatch>> batches =
      side.smo.script(verb_, kind_, {}, wanted, current, options_, call);
  if (!batches) return std::move(batches).error();
  const std::size_t given = std::max(wanted.rows.size(), current.rows.size());
  for (ScriptBatch &batch : *batches) {
    const auto row = static_cast<std::size_t>(batch.row);
    if (row >= given)
      return Error(Status::data, "a script names a row that was not given",
                   "a row below " + std::to_string(given), std::to_string(batch.row),
                   "report this to the connection manager's author (D5)");
    if (Result<> kept = plan.add(groups_[first + row], {std::move(batch), action_, objects_[first + row]});
        !kept)
      return kept;
  }
  return success();
}

}  // namespace gantry::transfer
