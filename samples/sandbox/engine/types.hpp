// Types and values as the engine knows them. How they look on the wire belongs to tds/.
#ifndef SANDBOX_ENGINE_TYPES_HPP
#define SANDBOX_ENGINE_TYPES_HPP

#include <cstdint>
#include <memory>
#include <string>
#include <variant>
#include <vector>

namespace sandbox {

enum class Type : std::uint8_t {
  bit,
  tinyint,
  smallint,
  int_,
  bigint,
  decimal,
  numeric,
  money,
  smallmoney,
  real,
  float_,
  date,
  time,
  datetime2,
  datetimeoffset,
  datetime,
  smalldatetime,
  char_,
  varchar,
  nchar,
  nvarchar,
  text,
  ntext,
  binary,
  varbinary,
  image,
  uniqueidentifier,
  xml,
  sql_variant,
  rowversion,
};

/// A type with its size as T-SQL writes it.
struct TypeInfo {
  Type type = Type::int_;
  std::int32_t length = 0;     ///< characters (n/char types) or bytes (binary); -1 = max
  std::uint8_t precision = 0;  ///< decimal, numeric
  std::uint8_t scale = 0;      ///< decimal, numeric, time, datetime2, datetimeoffset
};

__extension__ using Magnitude = unsigned __int128;

/// magnitude * 10^-scale, exact up to 38 digits.
struct Decimal {
  Magnitude magnitude = 0;
  bool negative = false;
  std::uint8_t precision = 38, scale = 0;
};

/// Every date and time type. days since 0001-01-01; ticks of 100 ns since midnight (UTC for datetimeoffset).
struct DateTime {
  std::int32_t days = 0;
  std::int64_t ticks = 0;
  std::int16_t offset_minutes = 0;
};

struct Bytes {
  std::string data;
  bool operator==(const Bytes &other) const { return data == other.data; }
};

/// Wire order (mixed endian), 16 bytes, as SQL Server stores it.
struct Guid {
  std::uint8_t bytes[16] = {};
};

struct Variant;

/// NULL is monostate. Integers and bit are int64, real and float double, money a Decimal of scale 4,
/// every character type UTF-8 text, every binary type (rowversion too) Bytes.
using Value = std::variant<std::monostate, std::int64_t, double, Decimal, std::string, Bytes, DateTime, Guid,
                           std::shared_ptr<const Variant>>;

/// A sql_variant that is not NULL: its base type and value.
struct Variant {
  TypeInfo type;
  Value value;
};

using Row = std::vector<Value>;

/// A column of a result set.
struct Column {
  std::string name;
  TypeInfo type;
  bool nullable = true;
  bool identity = false;
  bool computed = false;
  std::string collation = "SQL_Latin1_General_CP1_CI_AS";
};

}  // namespace sandbox

#endif
