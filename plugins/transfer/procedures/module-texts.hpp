// The texts of one side's procedures: stored, for they are long, and found by name.
#ifndef GANTRY_TRANSFER_PROCEDURES_MODULE_TEXTS_HPP
#define GANTRY_TRANSFER_PROCEDURES_MODULE_TEXTS_HPP

#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "gantry/cpp/stored-table.hpp"

namespace gantry::transfer {

class ModuleTexts {
 public:
  ModuleTexts() = default;
  /// `rows`: a list of ModuleDefinition. Only the texts of `names` are found, each [schema].[name].
  ModuleTexts(StoredTable rows, const std::vector<std::string> &names);

  /// NULL: not read, or there is none.
  Cell definition(const std::string &name) const;
  /// Definitions of `name;2` and so on, with their numbers.
  std::vector<std::pair<int, Cell>> numbered(const std::string &name) const;

 private:
  const std::vector<std::uint32_t> &rows_of(const std::string &name) const;
  int number(std::uint32_t row) const { return static_cast<int>(rows_.at(row, number_).number()); }

  StoredTable rows_;
  int number_ = -1, definition_ = -1;
  std::unordered_map<std::string, std::vector<std::uint32_t>> by_name_;
};

}  // namespace gantry::transfer

#endif
