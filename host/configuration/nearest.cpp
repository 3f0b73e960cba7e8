#include "host/configuration/nearest.hpp"

#include <algorithm>
#include <cstddef>

#include "host/configuration/names.hpp"

namespace gantry::configuration {
namespace {

/// Insertions, deletions and replacements between two words.
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

std::string nearest(std::string_view word, const std::vector<std::string> &known) {
  if (word.empty() || word.size() > 64) return {};
  const std::string lower = lower_case(word);
  std::string best;
  std::size_t least = std::max<std::size_t>(2, word.size() / 3) + 1;
  for (const std::string &candidate : known)
    if (const std::size_t away = distance(lower, lower_case(candidate)); away < least) {
      least = away;
      best = candidate;
    }
  return best;
}

std::string suggestion(std::string_view word, const std::vector<std::string> &known) {
  const std::string near = nearest(word, known);
  return near.empty() ? "Use one of " + joined(known) + "." : "Did you mean '" + near + "'?";
}

std::string joined(const std::vector<std::string> &words) {
  std::string text;
  for (const std::string &word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

}  // namespace gantry::configuration
