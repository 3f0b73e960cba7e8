#include "host/expression/functions.hpp"

#include <algorithm>

#include "host/expression/text.hpp"

namespace gantry::expression {
namespace {

/// Insertions, deletions and replacements between two words in capitals.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t above = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1)});
      diagonal = above;
    }
  }
  return row[b.size()];
}

}  // namespace

const Function *find_function(std::string_view name) {
  for (const FunctionTable table : {string_functions(), math_functions(), date_functions()})
    for (std::size_t i = 0; i < table.count; ++i)
      if (same_word(table.first[i].name, name)) return &table.first[i];
  return nullptr;
}

std::string_view nearest_function(std::string_view name) {
  if (name.size() > 32) return {};
  std::string capitals(name);
  for (char &c : capitals)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 32);
  std::string_view best;
  std::size_t least = 3;
  for (const FunctionTable table : {string_functions(), math_functions(), date_functions()})
    for (std::size_t i = 0; i < table.count; ++i) {
      const std::size_t away = distance(capitals, table.first[i].name);
      if (away < least && away < table.first[i].name.size()) {
        least = away;
        best = table.first[i].name;
      }
    }
  return best;
}

}  // namespace gantry::expression
