#include "host/expression/conversion.hpp"

#include <cmath>
#include <cstdio>
#include <cstdlib>

#include "host/expression/code-page.hpp"
#include "host/expression/codes.hpp"
#include "host/expression/text.hpp"

namespace gantry::expression {
namespace {

std::string names(Type from, Type to) {
  return std::string(name_of(from)) + " to " + std::string(name_of(to));
}

Error does_not_fit(Type from, Type to) {
  return Error(Status::data, "A value could not be converted from " + names(from, to) + ".",
               "A value that " + std::string(name_of(to)) + " can hold was expected.",
               "It is too large for it.", "Cast to a larger type.")
      .with_code(code::conversion_overflow);
}

Error not_such_a_value(Type from, Type to, const char *form) {
  return Error(Status::data, "A value could not be converted from " + names(from, to) + ".",
               std::string(form) + " was expected.", "The text is none.", "Correct the value or the cast.")
      .with_code(code::conversion_failed);
}

Error no_such_cast(Type from, Type to) {
  return Error(Status::invalid, "A value could not be converted from " + names(from, to) + ".",
               "A cast that the expression language has was expected.", "There is none between these types.",
               "Cast over a type between them, usually DT_WSTR.")
      .with_code(code::invalid_cast);
}

std::optional<double> parse_real(std::string_view text) {
  // strtod takes more than numbers (hex, inf, nan), so the characters are checked first.
  if (text.empty() || text.size() > 400 ||
      text.find_first_not_of("0123456789+-.eE") != std::string_view::npos)
    return std::nullopt;
  const std::string copy(text);
  char *end = nullptr;
  const double value = std::strtod(copy.c_str(), &end);
  if (end != copy.c_str() + copy.size()) return std::nullopt;
  return value;
}

Result<Value> to_integer(const Value &value, Type to) {
  const Type from = value.type();
  Integer result = 0;
  if (from == Type::boolean) {
    result = value.as_boolean() ? (is_unsigned_integer(to) ? 1 : -1) : 0;
  } else if (is_integer(from)) {
    result = value.as_integer();
  } else if (is_real(from) || from == Type::date) {
    const double real = from == Type::date ? to_ole(value.as_date_time()) : value.as_real();
    if (!(std::fabs(real) < 1e20)) return does_not_fit(from, to);
    result = static_cast<Integer>(std::trunc(real));
  } else if (is_exact(from)) {
    result = rescale(value.as_exact(), 0, true)->coefficient;
  } else {
    const std::string text(trim(value.utf8()));
    const auto number = parse_decimal(text);
    if (!number) return not_such_a_value(from, to, "A whole number");
    result = rescale(*number, 0, true)->coefficient;
  }
  if (!in_range(result, to)) return does_not_fit(from, to);
  return Value::integer(to, result);
}

Result<Value> to_real(const Value &value, Type to) {
  const Type from = value.type();
  double result = 0;
  if (from == Type::boolean) {
    result = value.as_boolean() ? -1 : 0;
  } else if (from == Type::date) {
    result = to_ole(value.as_date_time());
  } else if (is_number(from)) {
    result = number_as_double(value);
  } else {
    const auto number = parse_real(trim(value.utf8()));
    if (!number) return not_such_a_value(from, to, "A number");
    result = *number;
  }
  if (!std::isfinite(result) || (to == Type::r4 && std::fabs(result) > 3.4028234663852886e38))
    return does_not_fit(from, to);
  return Value::real(to, result);
}

Result<Value> to_exact(const Value &value, const TypeSpec &to) {
  const Type from = value.type();
  const int scale = to.type == Type::cy ? 4 : to.scale;
  const int precision = to.type == Type::cy ? 19 : to.type == Type::decimal ? 29 : to.precision;
  std::optional<Decimal> number;
  if (from == Type::boolean) {
    number = Decimal{value.as_boolean() ? -1 : 0, 0, 1};
  } else if (is_real(from) || from == Type::date) {
    const double real = from == Type::date ? to_ole(value.as_date_time()) : value.as_real();
    number = from_double(real, scale);
    if (!number) return does_not_fit(from, to.type);
  } else if (is_number(from)) {
    number = number_as_decimal(value);
  } else {
    const std::string text(trim(value.utf8()));
    number = parse_decimal(text);
    if (!number)
      if (const auto real = parse_real(text)) number = from_double(*real, scale);
    if (!number) return not_such_a_value(from, to.type, "A number");
  }
  const auto scaled = rescale(*number, scale);
  if (!scaled) return does_not_fit(from, to.type);
  const Integer magnitude = scaled->coefficient < 0 ? -scaled->coefficient : scaled->coefficient;
  __extension__ using Unsigned = unsigned __int128;
  // The mantissa of DT_DECIMAL has 96 bits, that of DT_CY 63.
  const bool fits = to.type == Type::cy        ? magnitude <= INT64_MAX
                    : to.type == Type::decimal ? static_cast<Unsigned>(magnitude) >> 96 == 0
                                               : magnitude < power_of_ten(precision);
  if (!fits) return does_not_fit(from, to.type);
  return Value::exact(to.type, {scaled->coefficient, scale, precision});
}

Result<Value> to_boolean(const Value &value) {
  const Type from = value.type();
  if (is_integer(from)) return Value::boolean(value.as_integer() != 0);
  if (is_real(from)) return Value::boolean(value.as_real() != 0);
  if (is_exact(from)) return Value::boolean(value.as_exact().coefficient != 0);
  const std::string text(trim(value.utf8()));
  if (same_word(text, "true")) return Value::boolean(true);
  if (same_word(text, "false")) return Value::boolean(false);
  if (const auto number = parse_real(text)) return Value::boolean(*number != 0);
  return not_such_a_value(from, Type::boolean, "True or False");
}

Result<Value> to_string(const Value &value, const TypeSpec &to) {
  const Type from = value.type();
  std::u16string text =
      is_string(from) || is_long_text(from) ? value.as_string() : to_utf16(plain_text(value));
  if (to.type == Type::str || to.type == Type::text) {
    auto cut = through_code_page(text, to.code_page, to.length);
    if (!cut) return cut.error();
    if (cut->lost_end && is_number(from)) return does_not_fit(from, to.type);
    text = std::move(cut->text);
  } else if (to.length > 0 && text.size() > static_cast<std::size_t>(to.length)) {
    // The head of a number is another number; the head of a text or of a time is what was asked for.
    if (is_number(from)) return does_not_fit(from, to.type);
    text.resize(static_cast<std::size_t>(to.length));
  }
  return Value::string(std::move(text), to.type).retyped(to);
}

std::optional<std::string> parse_guid(std::string_view text) {
  if (text.size() == 38 && text.front() == '{' && text.back() == '}') text = text.substr(1, 36);
  if (text.size() != 36) return std::nullopt;
  std::string bytes;
  int digit = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (at == 8 || at == 13 || at == 18 || at == 23) {
      if (c != '-') return std::nullopt;
      continue;
    }
    const int value = c >= '0' && c <= '9'   ? c - '0'
                      : c >= 'a' && c <= 'f' ? c - 'a' + 10
                      : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                             : -1;
    if (value < 0) return std::nullopt;
    if (digit++ % 2 == 0)
      bytes += static_cast<char>(value << 4);
    else
      bytes.back() = static_cast<char>(static_cast<unsigned char>(bytes.back()) | value);
  }
  return bytes;
}

Result<Value> to_guid(const Value &value) {
  if (value.type() == Type::guid) return value;
  auto bytes = parse_guid(trim(value.utf8()));
  if (!bytes) return not_such_a_value(value.type(), Type::guid, "A GUID");
  return Value::bytes(Type::guid, std::move(*bytes));
}

Result<Value> to_bytes(const Value &value, const TypeSpec &to) {
  std::string bytes;
  if (is_binary(value.type()) || value.type() == Type::guid) {
    bytes = value.as_bytes();
  } else {
    // The bytes of UTF-16, as the text lies in memory on Windows.
    for (const char16_t unit : value.as_string()) {
      bytes += static_cast<char>(unit & 0xFF);
      bytes += static_cast<char>(unit >> 8);
    }
  }
  if (to.length > 0 && bytes.size() > static_cast<std::size_t>(to.length))
    bytes.resize(static_cast<std::size_t>(to.length));
  return Value::bytes(to.type, std::move(bytes)).retyped(to);
}

std::int64_t cut_ticks(std::int64_t ticks, int digits) {
  std::int64_t unit = 1;
  for (int i = digits; i < 7; ++i) unit *= 10;
  return ticks - ticks % unit;
}

Result<Value> to_date_time(const Value &value, const TypeSpec &to) {
  const Type from = value.type();
  DateTime moment;
  bool has_date = true;
  if (is_date_or_time(from)) {
    moment = value.as_date_time();
    has_date = !is_time_of_day(from);
    // What has no zone is UTC; what loses its zone becomes UTC.
    if (from == Type::dbtimestampoffset && to.type != from) {
      std::int64_t ticks = moment.ticks - moment.offset * 60 * ticks_per_second;
      if (ticks < 0) {
        ticks += ticks_per_day;
        --moment.days;
      } else if (ticks >= ticks_per_day) {
        ticks -= ticks_per_day;
        ++moment.days;
      }
      moment.ticks = ticks;
      moment.offset = 0;
    }
  } else if (is_number(from)) {
    const auto date = from_ole(number_as_double(value));
    if (!date) return does_not_fit(from, to.type);
    moment = *date;
  } else {
    const auto parsed = parse_date_time(value.utf8());
    if (!parsed) return not_such_a_value(from, to.type, "A date or time such as 2003-08-06 16:34:52");
    if (to.type == Type::dbdate && !parsed->has_date)
      return not_such_a_value(from, to.type, "A date such as 2003-08-06");
    if (is_time_of_day(to.type) && !parsed->has_time)
      return not_such_a_value(from, to.type, "A time such as 16:34:52");
    moment = parsed->value;
    has_date = parsed->has_date;
    if (to.type != Type::dbtimestampoffset) moment.offset = 0;
  }
  if (!has_date) moment.days = now_local().days;
  int scale = 0;
  switch (to.type) {
    case Type::dbdate: moment.ticks = 0; break;
    case Type::dbtime:
      moment.ticks = cut_ticks(moment.ticks, 0);
      moment.days = 0;
      break;
    case Type::dbtime2:
      moment.ticks = cut_ticks(moment.ticks, to.scale);
      moment.days = 0;
      scale = to.scale;
      break;
    case Type::dbtimestamp2:
    case Type::dbtimestampoffset:
      moment.ticks = cut_ticks(moment.ticks, to.scale);
      scale = to.scale;
      break;
    default: moment.ticks = cut_ticks(moment.ticks, 3); break;
  }
  if (!in_calendar(moment.days)) return does_not_fit(from, to.type);
  return Value::date_time(to.type, moment, scale);
}

}  // namespace

bool castable(Type from, Type to) {
  if (is_string(from) || is_long_text(from)) return to != Type::image || is_long_text(from);
  if (is_string(to) || to == Type::ntext || to == Type::text) return from != Type::image;
  if (is_number(from) || from == Type::boolean) {
    if (to == Type::date) return from != Type::boolean;
    return is_number(to) || to == Type::boolean;
  }
  if (is_date_or_time(from)) {
    if (from == Type::date && is_number(to)) return true;
    // A date says nothing about the time of day, and the other way round.
    if (from == Type::dbdate && is_time_of_day(to)) return false;
    return is_date_or_time(to);
  }
  if (from == Type::guid) return to == Type::guid || to == Type::bytes;
  return is_binary(from) && is_binary(to);
}

Result<Value> convert(const Value &value, const TypeSpec &to) {
  if (!castable(value.type(), to.type)) return no_such_cast(value.type(), to.type);
  if (value.is_null()) return Value::null(to);
  if (is_integer(to.type)) return to_integer(value, to.type);
  if (is_real(to.type)) return to_real(value, to.type);
  if (is_exact(to.type)) return to_exact(value, to);
  if (is_date_or_time(to.type)) return to_date_time(value, to);
  switch (to.type) {
    case Type::boolean: return value.type() == Type::boolean ? Result<Value>(value) : to_boolean(value);
    case Type::guid: return to_guid(value);
    case Type::bytes:
    case Type::image: return to_bytes(value, to);
    default: return to_string(value, to);
  }
}

bool in_range(Integer value, Type type) {
  const int bits = width_of(type) * 8;
  const Integer one = 1;
  if (is_unsigned_integer(type)) return value >= 0 && value < one << bits;
  return value >= -(one << (bits - 1)) && value < one << (bits - 1);
}

double number_as_double(const Value &number) {
  if (is_real(number.type())) return number.as_real();
  if (is_integer(number.type())) return static_cast<double>(number.as_integer());
  return to_double(number.as_exact());
}

Decimal number_as_decimal(const Value &number) {
  if (is_exact(number.type())) return number.as_exact();
  static constexpr int precisions[] = {0, 3, 5, 0, 10, 0, 0, 0, 19};
  const int precision = number.type() == Type::ui8 ? 20 : precisions[width_of(number.type())];
  return {number.as_integer(), 0, precision};
}

std::string real_text(Type type, double value) {
  char buffer[64];
  std::snprintf(buffer, sizeof buffer, type == Type::r4 ? "%.7G" : "%.15G", value);
  return buffer;
}

std::string plain_text(const Value &value) {
  const Type type = value.type();
  if (type == Type::boolean) return value.as_boolean() ? "True" : "False";
  if (is_integer(type)) return to_text(value.as_integer());
  if (is_real(type)) return real_text(type, value.as_real());
  if (is_exact(type)) return to_text(value.as_exact());
  if (is_string(type) || is_long_text(type)) return value.utf8();
  if (is_date_or_time(type)) {
    const DateTime &moment = value.as_date_time();
    const bool fraction = moment.ticks % ticks_per_second != 0;
    switch (type) {
      case Type::dbdate: return date_text(moment);
      case Type::dbtime: return time_text(moment, 0);
      case Type::dbtime2: return time_text(moment, value.spec().scale);
      case Type::dbtimestamp2: return date_text(moment) + " " + time_text(moment, value.spec().scale);
      case Type::dbtimestampoffset:
        return date_text(moment) + " " + time_text(moment, value.spec().scale) + " " +
               offset_text(moment.offset);
      case Type::dbtimestamp: return date_text(moment) + " " + time_text(moment, fraction ? 9 : 0);
      case Type::filetime: return date_text(moment) + " " + time_text(moment, 3);
      default: return date_text(moment) + (moment.ticks == 0 ? "" : " " + time_text(moment, 0));
    }
  }
  static constexpr char digits[] = "0123456789ABCDEF";
  std::string text = type == Type::guid ? "{" : "";
  int count = 0;
  for (const char c : value.as_bytes()) {
    if (type == Type::guid && (count == 4 || count == 6 || count == 8 || count == 10)) text += '-';
    text += digits[static_cast<unsigned char>(c) >> 4];
    text += digits[static_cast<unsigned char>(c) & 15];
    ++count;
  }
  return type == Type::guid ? text + "}" : text;
}

}  // namespace gantry::expression
