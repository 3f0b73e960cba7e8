// The data types of Integration Services.
#ifndef GANTRY_EXPRESSION_TYPE_HPP
#define GANTRY_EXPRESSION_TYPE_HPP

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace gantry::expression {

enum class Type : std::uint8_t {
  boolean,
  i1,
  i2,
  i4,
  i8,
  ui1,
  ui2,
  ui4,
  ui8,
  r4,
  r8,
  cy,
  decimal,
  numeric,
  str,
  wstr,
  text,
  ntext,
  image,
  bytes,
  guid,
  date,
  dbdate,
  dbtime,
  dbtime2,
  dbtimestamp,
  dbtimestamp2,
  dbtimestampoffset,
  filetime
};

/// A type with what it may carry between its parentheses; 0 where a type has none of it.
struct TypeSpec {
  Type type = Type::wstr;
  int length = 0;  ///< characters of strings, bytes of DT_BYTES; 0 = not limited
  int precision = 0;
  int scale = 0;  ///< of exact numbers, and digits of fractional seconds
  int code_page = 0;
};

/// `DT_I4`
std::string_view name_of(Type type);
/// By name in any case: `DT_I4`.
std::optional<Type> type_named(std::string_view name);

constexpr bool is_signed_integer(Type t) { return t >= Type::i1 && t <= Type::i8; }
constexpr bool is_unsigned_integer(Type t) { return t >= Type::ui1 && t <= Type::ui8; }
constexpr bool is_integer(Type t) { return t >= Type::i1 && t <= Type::ui8; }
constexpr bool is_real(Type t) { return t == Type::r4 || t == Type::r8; }
constexpr bool is_exact(Type t) { return t >= Type::cy && t <= Type::numeric; }
constexpr bool is_number(Type t) { return t >= Type::i1 && t <= Type::numeric; }
constexpr bool is_string(Type t) { return t == Type::str || t == Type::wstr; }
constexpr bool is_long_text(Type t) { return t == Type::text || t == Type::ntext; }
constexpr bool is_binary(Type t) { return t == Type::bytes || t == Type::image; }
constexpr bool is_time_of_day(Type t) { return t == Type::dbtime || t == Type::dbtime2; }
constexpr bool is_date_or_time(Type t) { return t >= Type::date && t <= Type::filetime; }
/// Bytes of an integer type.
int width_of(Type integer);

}  // namespace gantry::expression

#endif
