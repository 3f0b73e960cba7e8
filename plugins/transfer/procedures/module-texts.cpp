#include "plugins/transfer/procedures/module-texts.hpp"

namespace gantry::transfer {

ModuleTexts::ModuleTexts(StoredTable rows, const std::vector<std::string> &names)
    : rows_(std::move(rows)), number_(rows_.column("number")), definition_(rows_.column("definition")) {
  by_name_.reserve(names.size());
  for (const std::string &name : names) by_name_[name];
  const int object = rows_.column("object");
  for (std::size_t row = 0; row < rows_.size(); ++row)
    if (const auto asked = by_name_.find(rows_.at(row, object).text()); asked != by_name_.end())
      asked->second.push_back(static_cast<std::uint32_t>(row));
}

const std::vector<std::uint32_t> &ModuleTexts::rows_of(const std::string &name) const {
  static const std::vector<std::uint32_t> none;
  const auto found = by_name_.find(name);
  return found == by_name_.end() ? none : found->second;
}

Cell ModuleTexts::definition(const std::string &name) const {
  for (const std::uint32_t row : rows_of(name))
    if (number(row) == 0) return rows_.at(row, definition_);
  return {};
}

std::vector<std::pair<int, Cell>> ModuleTexts::numbered(const std::string &name) const {
  std::vector<std::pair<int, Cell>> texts;
  for (const std::uint32_t row : rows_of(name))
    if (const int number_of_row = number(row); number_of_row > 0)
      texts.emplace_back(number_of_row, rows_.at(row, definition_));
  return texts;
}

}  // namespace gantry::transfer
