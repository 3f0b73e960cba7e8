// What IfObjectExists says, for every transfer task (ssis.md 5.0).
#ifndef GANTRY_TRANSFER_COMMON_IF_EXISTS_HPP
#define GANTRY_TRANSFER_COMMON_IF_EXISTS_HPP

#include <string>

#include "gantry/cpp/properties.hpp"

namespace gantry::transfer {

enum class IfObjectExists { fail_task = 0, overwrite = 1, skip = 2 };

inline Property if_object_exists_property() {
  return {"IfObjectExists",
          PropertyType::enumeration,
          "FailTask",
          {{"FailTask", 0}, {"Overwrite", 1}, {"Skip", 2}},
          false,
          false,
          {"IfObjectExists"}};
}

/// How much of the destination one transaction covers: `Gantry.Transaction`.
enum class TransactionScope { task = 0, object = 1 };

inline Property transaction_property(const char *by_default = "Task") {
  return {
      "Gantry.Transaction", PropertyType::enumeration, by_default, {{"Task", 0}, {"Object", 1}}, false, false,
      {"Transaction"}};
}

}  // namespace gantry::transfer

#endif
