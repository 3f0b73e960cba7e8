// Tables as the executor sees them: columns, keys, checks, and where their rows are.
#ifndef SANDBOX_ENGINE_TABLE_HPP
#define SANDBOX_ENGINE_TABLE_HPP

#include "samples/sandbox/engine/types.hpp"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace sandbox {

struct ColumnInfo {
  int id = 0;
  std::string name;
  TypeInfo type;
  bool nullable = true, identity = false, computed = false, sysname = false, rowguid = false;
  std::int64_t seed = 1, increment = 1;
  std::string default_text, default_name, computed_text;
};

struct KeyInfo {
  int index_id = 0;
  std::string name;
  bool primary = false, constraint = false, unique = true;
  std::vector<std::size_t> columns;
};

struct CheckInfo {
  std::string name, text;
};

struct ForeignKeyInfo {
  std::string name;
  std::int64_t child = 0, parent = 0;
  std::vector<int> child_columns, parent_columns;  ///< column ids
  int key_index = 0;
  std::string on_delete = "NO_ACTION", on_update = "NO_ACTION";
  bool disabled = false;
};

struct MemoryRows {
  std::map<std::int64_t, Row> rows;
  std::vector<std::unordered_map<std::string, std::int64_t>> keys;
  std::int64_t next = 1;
  std::optional<std::int64_t> identity;
  bool variable = false;  ///< a table variable: transactions leave it alone
};

/// Checks, defaults and computed columns, compiled; rows.cpp knows what is in it.
struct RowRules;

struct TableInfo : std::enable_shared_from_this<TableInfo> {
  int database = 0;
  std::int64_t id = 0;
  std::string name, schema, database_name;
  std::int64_t schema_id = 1;
  std::vector<ColumnInfo> columns;
  std::vector<KeyInfo> keys;
  std::vector<CheckInfo> checks;
  std::vector<ForeignKeyInfo> references, referenced;
  std::shared_ptr<MemoryRows> memory;
  std::shared_ptr<RowRules> rules;

  int find(const std::string &column) const;
  int identity_column() const {
    for (std::size_t i = 0; i < columns.size(); ++i)
      if (columns[i].identity) return static_cast<int>(i);
    return -1;
  }
  std::string storage() const { return "t_" + std::to_string(database) + "_" + std::to_string(id); }
  std::string key_storage(int index) const {
    return "k_" + std::to_string(database) + "_" + std::to_string(id) + "_" + std::to_string(index);
  }
};
using TablePtr = std::shared_ptr<TableInfo>;

}  // namespace sandbox

#endif
