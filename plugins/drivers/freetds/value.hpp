// db-lib's memory layouts to values (D1).
#ifndef GANTRY_FREETDS_VALUE_HPP
#define GANTRY_FREETDS_VALUE_HPP

#include "plugins/drivers/freetds/column-type.hpp"

#include <gantry/value.h>

#include <cstddef>

namespace gantry::freetds {

/// Days from 0001-01-01 to 1900-01-01, where db-lib counts from.
inline constexpr std::int64_t days_to_1900 = 693595;

/// Reads the values of one column; what depends on the type is decided once, not at every value.
class ValueReader {
 public:
  explicit ValueReader(const ColumnType &type);

  /// A value as db-lib holds it; data null = NULL, a length of 0 with data = empty. Texts and bytes are
  /// borrowed from `data`. False when the length does not fit the type.
  bool read(const void *data, std::size_t length, gantry_value &out) const {
    if (!data) {
      out = gantry_value{};  // GANTRY_KIND_NULL
      return true;
    }
    out = begun_;
    return function_(data, length, out);
  }

 private:
  bool (*function_)(const void *data, std::size_t length, gantry_value &out);
  gantry_value begun_{};  ///< what all its values have in common
};

}  // namespace gantry::freetds

#endif
