// Rows on their way to a side's script(): edited copies of rows, and collections of them.
#ifndef GANTRY_TRANSFER_JOBS_WISHES_HPP
#define GANTRY_TRANSFER_JOBS_WISHES_HPP

#include "plugins/transfer/common/transfer-task.hpp"

namespace gantry::transfer {

/// A row as it is wanted at the destination: a copy of the source's, edited. NULL: left alone. Not longer
/// than its table.
class WantedRow {
 public:
  WantedRow(const Table &table, std::size_t row) : columns_(&table.columns), cells_(table.rows[row]) {}
  WantedRow(const StoredTable &table, std::size_t row) : columns_(&table.columns()), cells_(table.row(row)) {}

  /// A column of the table; one that it has not is lost.
  Cell &operator[](std::string_view column);
  const std::vector<std::string> &columns() const noexcept { return *columns_; }
  const std::vector<Cell> &cells() const noexcept { return cells_; }
  /// Says something that `current` does not.
  bool differs(const WantedRow &current) const;
  /// Only these columns stay said.
  void keep_only(std::initializer_list<std::string_view> columns);

 private:
  const std::vector<std::string> *columns_;
  std::vector<Cell> cells_;
  Cell lost_;
};

/// What script() is asked for by one verb: a row each for groups of the plan. The rows are stored, for there
/// may be many.
class Wishes {
 public:
  Wishes(const char *verb, const char *kind, const char *action, const char *options = "")
      : verb_(verb), kind_(kind), action_(action), options_(options) {}

  void create(const WantedRow &wanted, std::size_t group, std::string object);
  void change(const WantedRow &wanted, const WantedRow &current, std::size_t group, std::string object);
  void drop(const WantedRow &current, std::size_t group, std::string object);
  bool empty() const noexcept { return groups_.empty(); }

  /// Scripts on a side, in portions, and hands each batch to its row's group. Errors: what script() says;
  /// DATA for a batch of a row that was not given; IO when a row could not be stored.
  Result<> script(const Side &side, Plan &plan, Call call) const;

 private:
  void keep(StoredTable &rows, const WantedRow &row);
  Result<> script_portion(const Side &side, Plan &plan, std::size_t first, const Table &wanted,
                          const Table &current, Call call) const;

  const char *verb_, *kind_, *action_, *options_;
  StoredTable wanted_, current_;  ///< a verb that needs none leaves one without columns
  Result<> kept_ = success();
  std::vector<std::size_t> groups_;
  std::vector<std::string> objects_;
};

}  // namespace gantry::transfer

#endif
