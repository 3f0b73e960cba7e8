// What a planner wants to know of both sides, read from both at the same time.
#ifndef GANTRY_TRANSFER_COMMON_WANTED_LISTS_HPP
#define GANTRY_TRANSFER_COMMON_WANTED_LISTS_HPP

#include <variant>

#include "plugins/transfer/common/transfer-task.hpp"

namespace gantry::transfer {

struct WantedList {
  const Side *side;
  const char *kind;
  std::variant<Table *, StoredTable *> table;  ///< where it goes; secrets are never stored
  std::vector<std::string> names;              ///< only these; empty: all
  std::string database;
};

/// Each side's lists in the order given, one side beside the other. Errors: of the first list, in the order
/// given, that could not be read; `failed` is then its kind.
Result<> read_lists(const std::vector<WantedList> &lists, Call call, std::string_view *failed = nullptr);

}  // namespace gantry::transfer

#endif
