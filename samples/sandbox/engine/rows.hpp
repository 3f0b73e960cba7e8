// What rows.cpp compiles once for a table.
#ifndef SANDBOX_ENGINE_ROWS_HPP
#define SANDBOX_ENGINE_ROWS_HPP

#include "samples/sandbox/engine/bind.hpp"

namespace sandbox {

struct RowRules {
  std::vector<std::pair<CheckInfo, Evaluate>> checks;
  std::vector<std::pair<std::size_t, Bound>> computed;  ///< column, expression
  std::vector<std::optional<Bound>> defaults;           ///< by column
};

/// "db.schema.table", as messages about data name it.
std::string full_name(const TableInfo &table);

}  // namespace sandbox

#endif
