// Names as a server compares them.
#ifndef GANTRY_TRANSFER_COMMON_NAMES_HPP
#define GANTRY_TRANSFER_COMMON_NAMES_HPP

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "gantry/cpp/stored-table.hpp"

namespace gantry::transfer {

/// Which spellings are one name on a server: case counts only where its collation says so.
class NameComparer {
 public:
  NameComparer() = default;
  explicit NameComparer(std::string_view collation);

  /// Two names are the same exactly when their keys are. Folds Latin, Greek and Cyrillic letters.
  std::string key(std::string_view name) const;
  bool same(std::string_view a, std::string_view b) const { return key(a) == key(b); }

 private:
  bool case_matters_ = false;
};

/// Rows of a table by name: of several with one name the first.
class NameIndex {
 public:
  NameIndex() = default;
  NameIndex(const Table &table, std::string_view column, NameComparer comparer);
  NameIndex(const StoredTable &table, std::string_view column, NameComparer comparer);

  std::optional<std::size_t> find(std::string_view name) const;
  bool has(std::string_view name) const { return find(name).has_value(); }

 private:
  void add(std::string_view name) { rows_.emplace_back(comparer_.key(name), rows_.size()); }
  void sort();

  NameComparer comparer_;
  std::vector<std::pair<std::string, std::size_t>> rows_;  ///< by key
};

}  // namespace gantry::transfer

#endif
