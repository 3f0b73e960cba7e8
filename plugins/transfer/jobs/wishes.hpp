// Rows on their way to a side's script(): edited copies of rows, and collections of them.
#ifndef GANTRY_TRANSFER_JOBS_WISHES_HPP
#define GANTRY_TRANSFER_JOBS_WISHES_HPP

#include "plugins/transfer/common/transfer-task.hpp"

namespace gantry::transfer {

/// A row as it is wanted at the destination: a copy of the source's, edited. NULL: left alone.
class WantedRow {
 public:
  WantedRow(const Table &table, std::size_t row) : columns_(&table.columns), cells_(table.rows[row]) {}

  /// A column of the table; one that it has not is lost.
  Cell &operator[](std::string_view column);
  const std::vector<std::string> &columns() const noexcept { return *columns_; }
  const std::vector<Cell> &cells() const noexcept { return cells_; }
  /// Says something that the row of `current` does not.
  bool differs(const Table &current, std::size_t row) const;
  /// Only these columns stay said.
  void keep_only(std::initializer_list<std::string_view> columns);

 private:
  const std::vector<std::string> *columns_;
  std::vector<Cell> cells_;
  Cell lost_;
};

/// What one call of script() is asked for: a row each for groups of the plan.
class Wishes {
 public:
  Wishes(const char *verb, const char *kind, const char *action, const char *options = "")
      : verb_(verb), kind_(kind), action_(action), options_(options) {}

  void create(const WantedRow &wanted, std::size_t group, std::string object);
  void change(const WantedRow &wanted, const Table &current, std::size_t row, std::size_t group,
              std::string object);
  void change(const WantedRow &wanted, const WantedRow &current, std::size_t group, std::string object);
  void drop(const Table &current, std::size_t row, std::size_t group, std::string object);
  bool empty() const noexcept { return groups_.empty(); }

  /// Scripts on a side and hands each batch to its row's group. Errors: what script() says; DATA for a batch
  /// of a row that was not given.
  Result<> script(const Side &side, Plan &plan, Call call) const;

 private:
  const char *verb_, *kind_, *action_, *options_;
  Table wanted_, current_;
  std::vector<std::size_t> groups_;
  std::vector<std::string> objects_;
};

}  // namespace gantry::transfer

#endif
