// db-lib's memory layouts to values (D1).
#ifndef GANTRY_FREETDS_VALUE_HPP
#define GANTRY_FREETDS_VALUE_HPP

#include "plugins/drivers/freetds/column-type.hpp"

#include <gantry/value.h>

#include <cstddef>

namespace gantry::freetds {

/// Days from 0001-01-01 to 1900-01-01, where db-lib counts from.
inline constexpr std::int64_t days_to_1900 = 693595;

/// One column's data as db-lib holds it; data null = NULL, a length of 0 with data = empty. Texts and bytes
/// are borrowed from `data`. False when the length does not fit the type.
bool read_value(const ColumnType &type, const void *data, std::size_t length, gantry_value &out);

}  // namespace gantry::freetds

#endif
