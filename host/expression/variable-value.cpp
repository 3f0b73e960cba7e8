// Values of variables, properties and constraints.
#include <cmath>
#include <limits>
#include <optional>

#include "host/expression/codes.hpp"
#include "host/expression/conversion.hpp"
#include "host/expression/text.hpp"
#include "host/expression/value.hpp"

namespace gantry::expression {
namespace {

/// VARTYPE numbers as they stand in packages.
enum Vartype {
  vt_empty = 0,
  vt_null = 1,
  vt_i2 = 2,
  vt_i4 = 3,
  vt_r4 = 4,
  vt_r8 = 5,
  vt_cy = 6,
  vt_date = 7,
  vt_string = 8,
  vt_boolean = 11,
  vt_object = 13,
  vt_decimal = 14,
  vt_i1 = 16,
  vt_ui1 = 17,
  vt_ui2 = 18,
  vt_ui4 = 19,
  vt_i8 = 20,
  vt_ui8 = 21
};

std::optional<Type> type_of(std::int32_t vartype) {
  switch (vartype) {
    case vt_i2: return Type::i2;
    case vt_i4: return Type::i4;
    case vt_r4: return Type::r4;
    case vt_r8: return Type::r8;
    case vt_cy: return Type::cy;
    case vt_date: return Type::date;
    case vt_string: return Type::wstr;
    case vt_boolean: return Type::boolean;
    case vt_decimal: return Type::decimal;
    case vt_i1: return Type::i1;
    case vt_ui1: return Type::ui1;
    case vt_ui2: return Type::ui2;
    case vt_ui4: return Type::ui4;
    case vt_i8: return Type::i8;
    case vt_ui8: return Type::ui8;
    default: return std::nullopt;
  }
}

std::string vartype_name(std::int32_t vartype) {
  static constexpr struct {
    std::int32_t number;
    const char *name;
  } names[] = {{vt_i2, "Int16"},        {vt_i4, "Int32"},      {vt_r4, "Single"},       {vt_r8, "Double"},
               {vt_date, "DateTime"},   {vt_string, "String"}, {vt_boolean, "Boolean"}, {vt_object, "Object"},
               {vt_decimal, "Decimal"}, {vt_i1, "SByte"},      {vt_ui1, "Byte"},        {vt_ui2, "UInt16"},
               {vt_ui4, "UInt32"},      {vt_i8, "Int64"},      {vt_ui8, "UInt64"},      {vt_cy, "Currency"}};
  for (const auto &candidate : names)
    if (candidate.number == vartype) return candidate.name;
  return "VARTYPE " + std::to_string(vartype);
}

Error no_such_value(std::int32_t vartype) {
  return Error(Status::data, "The value of a variable could not be read.",
               "A text that is a value of type " + vartype_name(vartype) + " was expected.",
               "The text is none.", "Correct the value of the variable.")
      .with_code(code::assignment);
}

Error cannot_assign(Type from, std::int32_t vartype, std::string found, std::string todo) {
  return Error(Status::data,
               "A value of type " + std::string(name_of(from)) + " could not become that of a variable.",
               "A value that a variable of type " + vartype_name(vartype) + " can hold was expected.",
               std::move(found), std::move(todo))
      .with_code(code::assignment);
}

std::optional<Value> integer_of(std::string_view text, Type type) {
  const auto number = parse_decimal(text);
  if (!number || number->scale != 0 || !in_range(number->coefficient, type)) return std::nullopt;
  return Value::integer(type, number->coefficient);
}

std::string iso_text(const DateTime &moment) {
  const std::int64_t milliseconds = moment.ticks % ticks_per_second / (ticks_per_second / 1000);
  return date_text(moment) + "T" + time_text(moment, milliseconds != 0 ? 3 : 0);
}

/// Enough digits to read the same number again.
std::string exact_real_text(Type type, double value) {
  char buffer[64];
  for (int digits = type == Type::r4 ? 6 : 15; digits <= 17; ++digits) {
    std::snprintf(buffer, sizeof buffer, "%.*G", digits, value);
    const double again = std::strtod(buffer, nullptr);
    if (type == Type::r4 ? static_cast<float>(again) == static_cast<float>(value) : again == value) break;
  }
  return buffer;
}

bool is_whole(const Value &number) {
  if (is_integer(number.type())) return true;
  if (is_real(number.type())) return std::trunc(number.as_real()) == number.as_real();
  return number.as_exact().coefficient % power_of_ten(number.as_exact().scale) == 0;
}

Result<std::string> number_text(const Value &value, std::int32_t vartype, Type target) {
  const Type from = value.type();
  if (is_integer(target) && !is_whole(value))
    return cannot_assign(from, vartype, "It has digits behind the point.", "Round it, or cast it.");
  TypeSpec spec{target};
  // DT_DECIMAL takes the scale the value has, as far as it has room.
  if (target == Type::decimal)
    spec = {target, 0, 29, is_exact(from) ? std::min(value.spec().scale, 28) : is_real(from) ? 15 : 0};
  auto converted = convert(value, spec);
  if (!converted) return cannot_assign(from, vartype, "It is too large.", "Use a variable of a larger type.");
  // An integer that a double cannot hold would come back as another one.
  if (is_real(target) && !is_real(from) &&
      (is_integer(from) && static_cast<Integer>(converted->as_real()) != value.as_integer()))
    return cannot_assign(from, vartype, "It has more digits than the type holds.",
                         "Use a variable of another type.");
  return property_text(*converted);
}

}  // namespace

Result<Value> value_of(std::int32_t vartype, std::string_view text) {
  if (vartype == vt_empty || vartype == vt_null) return Value();
  const auto type = type_of(vartype);
  if (!type)
    return Error(Status::unsupported, "The value of a variable could not be read.",
                 "A variable of a type that expressions know was expected.",
                 "Its type is " + vartype_name(vartype) + ".", "Use a variable of another type.")
        .with_code(code::variable_type);
  if (*type == Type::wstr) return Value::string(text);
  const std::string_view bare = trim(text);
  if (is_integer(*type)) {
    auto value = integer_of(bare, *type);
    if (!value) return no_such_value(vartype);
    return *value;
  }
  TypeSpec spec{*type};
  if (*type == Type::decimal) {
    const auto number = parse_decimal(bare);
    spec.scale = number ? std::min(number->scale, 28) : 15;
  }
  auto value = convert(Value::string(bare), spec);
  if (!value) return no_such_value(vartype);
  return value;
}

Result<std::string> text_for(const Value &value, std::int32_t vartype) {
  const Type from = value.type();
  if (vartype == vt_empty || vartype == vt_null || vartype == vt_object)
    return value.is_null() ? Result<std::string>(std::string()) : property_text(value);
  const auto target = type_of(vartype);
  if (!target)
    return cannot_assign(from, vartype, "The type is none of a variable.", "Use another variable.");
  if (value.is_null())
    return cannot_assign(from, vartype, "It is NULL.",
                         "Replace it with REPLACENULL or the conditional operator.");
  if (is_number(*target) && is_number(from)) return number_text(value, vartype, *target);
  const bool same_kind =
      (*target == Type::boolean && from == Type::boolean) ||
      (*target == Type::wstr && (is_string(from) || is_long_text(from) || from == Type::guid)) ||
      (*target == Type::date && is_date_or_time(from));
  if (!same_kind) return cannot_assign(from, vartype, "Its type differs.", "Cast it in the expression.");
  if (*target != Type::date) return property_text(value);
  auto moment = convert(value, {Type::date});
  if (!moment) return cannot_assign(from, vartype, "It is out of range.", "Correct the expression.");
  return iso_text(moment->as_date_time());
}

Result<std::string> property_text(const Value &value) {
  const Type type = value.type();
  if (value.is_null())
    return Error(Status::data, "NULL could not become the value of a property.", "A value was expected.",
                 "It is NULL of type " + std::string(name_of(type)) + ".",
                 "Replace it with REPLACENULL or the conditional operator.")
        .with_code(code::assignment);
  if (is_real(type)) return exact_real_text(type, value.as_real());
  if (type == Type::dbdate || is_time_of_day(type)) return plain_text(value);
  if (is_date_or_time(type)) {
    const DateTime &moment = value.as_date_time();
    if (type == Type::dbtimestampoffset) return iso_text(moment) + offset_text(moment.offset);
    return iso_text(moment);
  }
  return plain_text(value);
}

Result<bool> truth_of(const Value &value) {
  if (value.type() != Type::boolean)
    return Error(Status::data, "The expression does not say yes or no.", "A boolean was expected.",
                 "Its data type is " + std::string(name_of(value.type())) + ".",
                 "Compare it, or cast it to DT_BOOL.")
        .with_code(code::not_boolean);
  return !value.is_null() && value.as_boolean();
}

}  // namespace gantry::expression
