#include "plugins/drivers/freetds/column-type.hpp"

#include <gantry/value.h>

namespace gantry::freetds {
namespace {

/// db-lib gives max types this size, or twice as much.
constexpr std::int64_t no_limit = 1073741823;
constexpr std::int32_t rowversion_user_type = 80;

std::uint8_t small(int number) { return static_cast<std::uint8_t>(number); }

/// -1 for max.
std::int32_t length(std::int64_t size) {
  return size >= no_limit || size < 0 ? -1 : static_cast<std::int32_t>(size);
}

std::int32_t decimal_length(int precision) {
  return precision <= 9 ? 5 : precision <= 19 ? 9 : precision <= 28 ? 13 : 17;
}

std::int32_t time_length(int scale) { return scale <= 2 ? 3 : scale <= 4 ? 4 : 5; }

/// Digits and the point between hours and fraction, as sys.columns counts a time's precision.
std::uint8_t time_precision(int before, int scale) { return small(scale > 0 ? before + 1 + scale : before); }

ColumnType integer(std::int64_t size) {
  switch (size) {
    case 1: return {"tinyint", GANTRY_KIND_INT64, 1, 3, 0};
    case 2: return {"smallint", GANTRY_KIND_INT64, 2, 5, 0};
    case 8: return {"bigint", GANTRY_KIND_INT64, 8, 19, 0};
    default: return {"int", GANTRY_KIND_INT64, 4, 10, 0};
  }
}

ColumnType binary(const char *name, std::int64_t size) { return {name, GANTRY_KIND_BYTES, length(size)}; }
ColumnType characters(const char *name, std::int64_t size) { return {name, GANTRY_KIND_UTF8, length(size)}; }

}  // namespace

ColumnType column_type(const WireType &wire) {
  const int scale = wire.scale;
  switch (wire.type) {
    case tds_null: return {"int", GANTRY_KIND_NULL, 4};
    case tds_image: return {"image", GANTRY_KIND_BYTES, 16};
    case tds_text: return {"text", GANTRY_KIND_UTF8, 16};
    case tds_ntext: return {"ntext", GANTRY_KIND_UTF8, 16};
    case tds_guid: return {"uniqueidentifier", GANTRY_KIND_GUID, 16};
    case tds_intn: return integer(wire.size);
    case tds_tinyint: return integer(1);
    case tds_smallint: return integer(2);
    case tds_int: return integer(4);
    case tds_bigint: return integer(8);
    case tds_bit:
    case tds_bitn: return {"bit", GANTRY_KIND_BOOL, 1, 1, 0};
    case tds_date: return {"date", GANTRY_KIND_DATE, 3, 10, 0};
    case tds_time:
      return {"time", GANTRY_KIND_TIME, time_length(scale), time_precision(8, scale), small(scale)};
    case tds_datetime2:
      return {"datetime2", GANTRY_KIND_DATETIME2, time_length(scale) + 3, time_precision(19, scale),
              small(scale)};
    case tds_datetimeoffset:
      return {"datetimeoffset", GANTRY_KIND_DATETIMEOFFSET, time_length(scale) + 5, time_precision(26, scale),
              small(scale)};
    case tds_smalldatetime: return {"smalldatetime", GANTRY_KIND_DATETIME, 4, 16, 0};
    case tds_datetime: return {"datetime", GANTRY_KIND_DATETIME, 8, 23, 3};
    case tds_datetimen:
      return wire.size == 4 ? ColumnType{"smalldatetime", GANTRY_KIND_DATETIME, 4, 16, 0}
                            : ColumnType{"datetime", GANTRY_KIND_DATETIME, 8, 23, 3};
    case tds_real: return {"real", GANTRY_KIND_DOUBLE, 4, 24, 0};
    case tds_float: return {"float", GANTRY_KIND_DOUBLE, 8, 53, 0};
    case tds_floatn:
      return wire.size == 4 ? ColumnType{"real", GANTRY_KIND_DOUBLE, 4, 24, 0}
                            : ColumnType{"float", GANTRY_KIND_DOUBLE, 8, 53, 0};
    case tds_money: return {"money", GANTRY_KIND_DECIMAL, 8, 19, 4};
    case tds_smallmoney: return {"smallmoney", GANTRY_KIND_DECIMAL, 4, 10, 4};
    case tds_moneyn:
      return wire.size == 4 ? ColumnType{"smallmoney", GANTRY_KIND_DECIMAL, 4, 10, 4}
                            : ColumnType{"money", GANTRY_KIND_DECIMAL, 8, 19, 4};
    case tds_decimal:
    case tds_numeric:
      return {wire.type == tds_decimal ? "decimal" : "numeric", GANTRY_KIND_DECIMAL,
              decimal_length(wire.precision), small(wire.precision), small(scale)};
    case tds_varbinary: return binary("varbinary", wire.size);
    case tds_binary:
      return wire.user_type == rowversion_user_type ? binary("timestamp", 8) : binary("binary", wire.size);
    case tds_varchar: return characters("varchar", wire.size);
    case tds_char: return characters("char", wire.size);
    case tds_nvarchar: return characters("nvarchar", wire.size);
    case tds_nchar: return characters("nchar", wire.size);
    case tds_xml: return {"xml", GANTRY_KIND_UTF8, -1};
    case tds_udt: return {"udt", GANTRY_KIND_BYTES, -1};
    case tds_variant: {
      ColumnType type{"sql_variant", GANTRY_KIND_NULL, 8016};
      type.readable = false;
      return type;
    }
    default: {
      ColumnType unknown;
      unknown.readable = false;
      return unknown;
    }
  }
}

}  // namespace gantry::freetds
