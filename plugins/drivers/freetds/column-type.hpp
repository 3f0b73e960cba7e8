// SQL Server's types as the wire numbers them, named as sys.types does.
#ifndef GANTRY_FREETDS_COLUMN_TYPE_HPP
#define GANTRY_FREETDS_COLUMN_TYPE_HPP

#include <cstdint>
#include <string>

namespace gantry::freetds {

/// Numbers of MS-TDS 2.2.5.4 that this driver meets.
enum TdsType : int {
  tds_null = 0x1F,
  tds_image = 0x22,
  tds_text = 0x23,
  tds_guid = 0x24,
  tds_intn = 0x26,
  tds_date = 0x28,
  tds_time = 0x29,
  tds_datetime2 = 0x2A,
  tds_datetimeoffset = 0x2B,
  tds_tinyint = 0x30,
  tds_bit = 0x32,
  tds_smallint = 0x34,
  tds_int = 0x38,
  tds_smalldatetime = 0x3A,
  tds_real = 0x3B,
  tds_money = 0x3C,
  tds_datetime = 0x3D,
  tds_float = 0x3E,
  tds_variant = 0x62,
  tds_ntext = 0x63,
  tds_bitn = 0x68,
  tds_decimal = 0x6A,
  tds_numeric = 0x6C,
  tds_floatn = 0x6D,
  tds_moneyn = 0x6E,
  tds_datetimen = 0x6F,
  tds_smallmoney = 0x7A,
  tds_bigint = 0x7F,
  tds_varbinary = 0xA5,
  tds_varchar = 0xA7,
  tds_binary = 0xAD,
  tds_char = 0xAF,
  tds_nvarchar = 0xE7,
  tds_nchar = 0xEF,
  tds_udt = 0xF0,
  tds_xml = 0xF1
};

/// What the server said of a column, through the library.
struct WireType {
  int type = 0;
  std::int64_t size = 0;  ///< bytes; 1073741823 and more = max
  std::int32_t user_type = 0;
  int precision = 0, scale = 0;
};

struct ColumnType {
  std::string name;             ///< empty = a number this driver does not know
  std::uint8_t kind = 0;        ///< GANTRY_KIND_*
  std::int32_t max_length = 0;  ///< as sys.columns counts
  std::uint8_t precision = 0, scale = 0;
  bool readable = true;  ///< false: db-lib gives its content without saying what it is
};

ColumnType column_type(const WireType &wire);

}  // namespace gantry::freetds

#endif
