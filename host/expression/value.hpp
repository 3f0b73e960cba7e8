// Values of expressions with their DT_ types (ssis.md 6).
#ifndef GANTRY_EXPRESSION_VALUE_HPP
#define GANTRY_EXPRESSION_VALUE_HPP

#include <gantry/cpp/result.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

#include "host/expression/date-time.hpp"
#include "host/expression/decimal.hpp"
#include "host/expression/type.hpp"

namespace gantry::expression {

/// A value or NULL, always with a type. A plain value: copying copies everything.
class Value {
 public:
  /// NULL of type DT_WSTR.
  Value() = default;
  static Value null(const TypeSpec &spec);
  static Value boolean(bool value);
  /// The value must be in the range of the type.
  static Value integer(Type type, Integer value);
  static Value real(Type type, double value);
  /// DT_NUMERIC, DT_DECIMAL or DT_CY with the precision and scale of the number.
  static Value exact(Type type, const Decimal &value);
  static Value string(std::u16string value, Type type = Type::wstr);
  /// From UTF-8.
  static Value string(std::string_view value) { return string(from_utf8(value)); }
  /// Bytes of DT_BYTES, DT_IMAGE; the sixteen bytes of DT_GUID in the order of its text.
  static Value bytes(Type type, std::string value);
  static Value date_time(Type type, const DateTime &value, int scale = 0);

  Type type() const { return spec_.type; }
  const TypeSpec &spec() const { return spec_; }
  bool is_null() const { return std::holds_alternative<std::monostate>(content_); }

  /// Each only when the type is right and the value is not NULL.
  bool as_boolean() const { return std::get<bool>(content_); }
  Integer as_integer() const { return std::get<Integer>(content_); }
  double as_real() const { return std::get<double>(content_); }
  const Decimal &as_exact() const { return std::get<Decimal>(content_); }
  const std::u16string &as_string() const { return std::get<std::u16string>(content_); }
  const std::string &as_bytes() const { return std::get<std::string>(content_); }
  const DateTime &as_date_time() const { return std::get<DateTime>(content_); }
  /// The string in UTF-8.
  std::string utf8() const;

  /// The same value under another type of its family (DT_STR as DT_WSTR, NULL as anything).
  Value retyped(const TypeSpec &spec) const;

 private:
  static std::u16string from_utf8(std::string_view value);
  TypeSpec spec_;
  std::variant<std::monostate, bool, Integer, double, Decimal, std::u16string, std::string, DateTime>
      content_;
};

/// The value of a variable of a VARTYPE (package::DataType), whose text is as packages hold it: booleans -1/0
/// or True/False, numbers with a point, dates ISO or invariant. Errors: DATA 0xC001F026; UNSUPPORTED
/// 0xC00470D0 (objects).
Result<Value> value_of(std::int32_t vartype, std::string_view text);

/// The text under which a variable of that VARTYPE holds the value; converts as SSIS assigns to a variable
/// (no loss without an error). Errors: DATA 0xC001F026 with both types.
Result<std::string> text_for(const Value &value, std::int32_t vartype);

/// The invariant text that a property is set to (P3): True/False, digits, ISO dates. NULL gives an error.
Result<std::string> property_text(const Value &value);

/// For constraints and loops. Errors: DATA 0xC0017006 when the value is no boolean; NULL is false.
Result<bool> truth_of(const Value &value);

}  // namespace gantry::expression

#endif
