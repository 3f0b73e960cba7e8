#include "samples/sandbox/engine/convert.hpp"

#include "samples/sandbox/engine/datetime.hpp"
#include "samples/sandbox/engine/decimal.hpp"
#include "samples/sandbox/engine/error.hpp"
#include "samples/sandbox/engine/text.hpp"

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace sandbox {
namespace {

std::string_view trimmed(std::string_view text) {
  const auto blank = [](char c) { return c == ' ' || (c >= '\t' && c <= '\r'); };
  while (!text.empty() && blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && blank(text.back())) text.remove_suffix(1);
  return text;
}

bool in_range(std::int64_t number, Type type) {
  switch (type) {
    case Type::tinyint: return number >= 0 && number <= 255;
    case Type::smallint: return number >= INT16_MIN && number <= INT16_MAX;
    case Type::int_: return number >= INT32_MIN && number <= INT32_MAX;
    default: return true;
  }
}

[[noreturn]] void overflow(const TypeInfo &from, const TypeInfo &to, std::int64_t number) {
  if (is_integer(from.type) && (to.type == Type::tinyint || to.type == Type::smallint))
    throw error(220, {base_name(to.type), std::to_string(number)});
  throw error(
      8115, {is_integer(from.type) || is_float(from.type) || from.type == Type::money ? "expression"
                                                                                      : base_name(from.type),
             base_name(to.type)});
}

Value fit_text(std::string text, const TypeInfo &to) {
  if (!is_unicode(to.type)) text = to_code_page(text);
  if (to.length > 0) {
    if (static_cast<std::int64_t>(text.size()) > to.length)
      text = prefix_utf16(text, static_cast<std::size_t>(to.length));
    if (to.type == Type::char_ || to.type == Type::nchar) {
      const std::size_t units = length_utf16(text);
      if (units < static_cast<std::size_t>(to.length))
        text.append(static_cast<std::size_t>(to.length) - units, ' ');
    }
  }
  return text_value(std::move(text));
}

Value fit_bytes(std::string bytes, const TypeInfo &to, bool keep_end) {
  if (to.length > 0 && to.type != Type::rowversion) {
    const auto length = static_cast<std::size_t>(to.length);
    if (bytes.size() > length)
      bytes = keep_end ? bytes.substr(bytes.size() - length) : bytes.substr(0, length);
    if (to.type == Type::binary && bytes.size() < length) {
      if (keep_end)
        bytes.insert(0, length - bytes.size(), '\0');
      else
        bytes.append(length - bytes.size(), '\0');
    }
  }
  return Bytes{std::move(bytes)};
}

std::int64_t integer_from_text(const std::string &text, const TypeInfo &from, const TypeInfo &to) {
  std::string_view body = trimmed(text);
  if (body.empty()) return 0;
  bool negative = false;
  if (body[0] == '-' || body[0] == '+') {
    negative = body[0] == '-';
    body.remove_prefix(1);
    body = trimmed(body);
  }
  bool valid = !body.empty(), large = false;
  Magnitude magnitude = 0;
  for (const char c : body) {
    valid = valid && c >= '0' && c <= '9';
    if (!valid) break;
    magnitude = magnitude * 10 + static_cast<unsigned>(c - '0');
    if (magnitude > (static_cast<Magnitude>(1) << 64)) {
      large = true;
      magnitude = static_cast<Magnitude>(1) << 64;
    }
  }
  if (!valid) {
    if (to.type == Type::bigint) throw error(8114, {base_name(from.type), "bigint"}, 5);
    throw error(245, {base_name(from.type), text, base_name(to.type)});
  }
  const Magnitude limit = static_cast<Magnitude>(INT64_MAX) + (negative ? 1 : 0);
  const std::int64_t number =
      large || magnitude > limit
          ? INT64_MAX
          : static_cast<std::int64_t>(negative ? std::uint64_t{0} - static_cast<std::uint64_t>(magnitude)
                                               : static_cast<std::uint64_t>(magnitude));
  if (large || magnitude > limit || !in_range(number, to.type)) {
    if (to.type == Type::bigint) throw error(8115, {"expression", "bigint"});
    if (to.type == Type::int_) throw error(248, {base_name(from.type), text});
    throw error(244, {base_name(from.type), text});
  }
  return number;
}

Value to_integer_value(const Value &value, const TypeInfo &from, const TypeInfo &to) {
  std::int64_t number = 0;
  if (const auto *integer = std::get_if<std::int64_t>(&value)) {
    number = *integer;
  } else if (const auto *d = std::get_if<double>(&value)) {
    if (!(*d >= -9.3e18 && *d <= 9.2e18)) throw error(8115, {"expression", base_name(to.type)});
    if (to.type == Type::bit) return bool_value(*d != 0);
    number = static_cast<std::int64_t>(*d);
  } else if (const auto *n = std::get_if<Decimal>(&value)) {
    if (to.type == Type::bit) return bool_value(n->magnitude != 0);
    const bool rounds = from.type == Type::money || from.type == Type::smallmoney;
    const auto whole = rounds ? rescale(*n, 0) : rescale(*n, 0, 38, false);
    const auto converted = whole ? to_integer(*whole) : std::nullopt;
    if (!converted) throw error(8115, {base_name(from.type), base_name(to.type)});
    number = *converted;
  } else if (const auto *text = std::get_if<std::string>(&value)) {
    if (to.type == Type::bit) {
      const std::string word = lower(trimmed(*text));
      if (word == "true") return bool_value(true);
      if (word == "false") return bool_value(false);
    }
    number = integer_from_text(*text, from, to);
  } else if (const auto *bytes = std::get_if<Bytes>(&value)) {
    const std::size_t width = to.type == Type::bigint     ? 8
                              : to.type == Type::int_     ? 4
                              : to.type == Type::smallint ? 2
                                                          : 1;
    const std::size_t start = bytes->data.size() > width ? bytes->data.size() - width : 0;
    std::uint64_t raw = 0;
    for (std::size_t i = start; i < bytes->data.size(); ++i)
      raw = (raw << 8) | static_cast<unsigned char>(bytes->data[i]);
    if (to.type == Type::bit) return bool_value(raw != 0);
    number = width == 8   ? static_cast<std::int64_t>(raw)
             : width == 4 ? static_cast<std::int32_t>(static_cast<std::uint32_t>(raw))
             : width == 2 ? static_cast<std::int16_t>(static_cast<std::uint16_t>(raw))
                          : static_cast<std::int64_t>(raw);
  } else if (const auto *moment = std::get_if<DateTime>(&value)) {
    number = moment->days - days_1900 + (moment->ticks * 2 >= ticks_per_day ? 1 : 0);
  } else {
    throw error(529, {base_name(from.type), base_name(to.type)});
  }
  if (to.type == Type::bit) return bool_value(number != 0);
  if (!in_range(number, to.type)) overflow(from, to, number);
  return int_value(number);
}

Value to_decimal_value(const Value &value, const TypeInfo &from, const TypeInfo &to) {
  const bool money = to.type == Type::money || to.type == Type::smallmoney;
  const int precision = to.type == Type::money ? 19 : to.type == Type::smallmoney ? 10 : to.precision;
  const int scale = money ? 4 : to.scale;
  std::optional<Decimal> number;
  if (const auto *i = std::get_if<std::int64_t>(&value)) {
    number = decimal_of(*i);
  } else if (const auto *f = std::get_if<double>(&value)) {
    number = decimal_of(*f, scale);
    if (!number) throw error(8115, {"float", base_name(to.type)}, 6);
  } else if (const auto *d = std::get_if<Decimal>(&value)) {
    number = *d;
  } else if (const auto *text = std::get_if<std::string>(&value)) {
    std::string body(trimmed(*text));
    if (money) {
      std::string plain;
      for (const char c : body)
        if (c != ',' && c != '$') plain += c;
      body = plain.empty() ? "0" : plain;
    }
    number = parse_decimal(body);
    if (!number && money) throw error(235);
    if (!number) throw error(8114, {base_name(from.type), base_name(to.type)}, 5);
  } else if (const auto *moment = std::get_if<DateTime>(&value)) {
    const double days =
        moment->days - days_1900 + static_cast<double>(moment->ticks) / static_cast<double>(ticks_per_day);
    number = decimal_of(days, scale);
  } else {
    throw error(529, {base_name(from.type), base_name(to.type)});
  }
  const auto fitted = number ? rescale(*number, scale, precision) : std::nullopt;
  if (!fitted) throw error(8115, {base_name(from.type), base_name(to.type)}, 8);
  return *fitted;
}

Value to_float_value(const Value &value, const TypeInfo &from, const TypeInfo &to) {
  double number = 0;
  if (const auto *i = std::get_if<std::int64_t>(&value)) {
    number = static_cast<double>(*i);
  } else if (const auto *f = std::get_if<double>(&value)) {
    number = *f;
  } else if (const auto *d = std::get_if<Decimal>(&value)) {
    number = to_double(*d);
  } else if (const auto *text = std::get_if<std::string>(&value)) {
    const std::string body(trimmed(*text));
    char *end = nullptr;
    const bool plain = body.find_first_not_of("0123456789+-.eE") == std::string::npos;
    number = std::strtod(body.c_str(), &end);
    if (!plain || *end) throw error(8114, {base_name(from.type), base_name(to.type)}, 5);
  } else if (const auto *moment = std::get_if<DateTime>(&value)) {
    number =
        moment->days - days_1900 + static_cast<double>(moment->ticks) / static_cast<double>(ticks_per_day);
  } else {
    throw error(529, {base_name(from.type), base_name(to.type)});
  }
  if (to.type == Type::real) {
    if (std::fabs(number) > 3.4028235e38) throw error(232, {"real", float_text(number, false)});
    number = static_cast<double>(static_cast<float>(number));
  }
  if (!std::isfinite(number)) throw error(8115, {"expression", base_name(to.type)});
  return number;
}

Value to_datetime_value(const Value &value, const TypeInfo &from, const TypeInfo &to, int style,
                        std::string_view order) {
  DateTime moment;
  if (const auto *text = std::get_if<std::string>(&value)) {
    std::string_view form = order;
    if (style == 103 || style == 104 || style == 105 || style == 3) form = "dmy";
    if (style == 101 || style == 110 || style == 1) form = "mdy";
    if (style == 102 || style == 111 || style == 120 || style == 121 || style == 126) form = "ymd";
    const auto parsed = parse_datetime(trimmed(*text), form);
    if (!parsed) throw error(241);
    moment = *parsed;
    if (trimmed(*text).empty()) moment = DateTime{days_1900, 0, 0};
  } else if (const auto *same = std::get_if<DateTime>(&value)) {
    moment = *same;
    if (from.type == Type::time && to.type != Type::time) moment.days = days_1900;
    if (from.type == Type::date && to.type == Type::time) throw error(529, {"date", "time"});
  } else if (to.type == Type::datetime || to.type == Type::smalldatetime) {
    double days = 0;
    if (const auto *i = std::get_if<std::int64_t>(&value))
      days = static_cast<double>(*i);
    else if (const auto *f = std::get_if<double>(&value))
      days = *f;
    else if (const auto *d = std::get_if<Decimal>(&value))
      days = to_double(*d);
    else
      throw error(529, {base_name(from.type), base_name(to.type)});
    if (days < -53690 || days > 2958463) throw error(8115, {"expression", base_name(to.type)});
    const double whole = std::floor(days);
    moment.days = days_1900 + static_cast<std::int32_t>(whole);
    moment.ticks = static_cast<std::int64_t>((days - whole) * static_cast<double>(ticks_per_day));
  } else {
    throw error(is_number(from.type) ? 206 : 529, {base_name(from.type), base_name(to.type)});
  }
  const auto fitted = fit_datetime(moment, to);
  if (!fitted) throw error(242, {base_name(from.type), base_name(to.type)}, 3);
  return *fitted;
}

std::string big_endian(std::uint64_t number, int width) {
  std::string out;
  for (int i = width - 1; i >= 0; --i) out += static_cast<char>((number >> (8 * i)) & 0xFF);
  return out;
}

Value to_binary_value(const Value &value, const TypeInfo &from, const TypeInfo &to, int style) {
  if (const auto *bytes = std::get_if<Bytes>(&value)) return fit_bytes(bytes->data, to, false);
  if (const auto *text = std::get_if<std::string>(&value)) {
    if (style == 1 || style == 2) {
      std::string_view digits = *text;
      if (style == 1) {
        if (digits.size() < 2 || digits[0] != '0' || (digits[1] != 'x' && digits[1] != 'X'))
          throw error(8114, {base_name(from.type), base_name(to.type)}, 5);
        digits.remove_prefix(2);
      }
      std::string out;
      if (digits.size() % 2) throw error(8114, {base_name(from.type), base_name(to.type)}, 5);
      for (std::size_t i = 0; i < digits.size(); i += 2) {
        const std::string pair(digits.substr(i, 2));
        if (pair.find_first_not_of("0123456789abcdefABCDEF") != std::string::npos)
          throw error(8114, {base_name(from.type), base_name(to.type)}, 5);
        out += static_cast<char>(std::strtol(pair.c_str(), nullptr, 16));
      }
      return fit_bytes(out, to, false);
    }
    return fit_bytes(is_unicode(from.type) ? utf16_bytes(*text) : code_page_bytes(*text), to, false);
  }
  if (const auto *i = std::get_if<std::int64_t>(&value)) {
    const int width = from.type == Type::bigint     ? 8
                      : from.type == Type::int_     ? 4
                      : from.type == Type::smallint ? 2
                                                    : 1;
    return fit_bytes(big_endian(static_cast<std::uint64_t>(*i), width), to, true);
  }
  if (const auto *guid = std::get_if<Guid>(&value))
    return fit_bytes(std::string(reinterpret_cast<const char *>(guid->bytes), 16), to, false);
  if (const auto *moment = std::get_if<DateTime>(&value)) {
    const auto days = static_cast<std::uint32_t>(moment->days - days_1900);
    return fit_bytes(big_endian(days, 4) +
                         big_endian(static_cast<std::uint64_t>((moment->ticks * 3 + 50'000) / 100'000), 4),
                     to, true);
  }
  if (const auto *f = std::get_if<double>(&value)) {
    std::uint64_t raw = 0;
    std::memcpy(&raw, f, 8);
    return fit_bytes(big_endian(raw, 8), to, true);
  }
  if (const auto *d = std::get_if<Decimal>(&value)) {
    std::string out;
    out += static_cast<char>(d->precision);
    out += static_cast<char>(d->scale);
    out += '\0';
    out += d->negative ? '\0' : '\1';
    for (auto rest = d->magnitude; rest; rest >>= 8) out += static_cast<char>(rest & 0xFF);
    while (out.size() % 4) out += '\0';
    return fit_bytes(out, to, false);
  }
  throw error(529, {base_name(from.type), base_name(to.type)});
}

std::string money_text(const Decimal &number, int style) {
  if (style == 2 || style == 126) return format_decimal(number);
  std::string text = format_decimal(rescale(number, 2).value_or(number));
  if (style == 1) {
    const std::size_t start = text[0] == '-' ? 1 : 0;
    for (auto at = static_cast<std::ptrdiff_t>(text.find('.')) - 3; at > static_cast<std::ptrdiff_t>(start);
         at -= 3)
      text.insert(static_cast<std::size_t>(at), ",");
  }
  return text;
}

Value to_text_value(const Value &value, const TypeInfo &from, const TypeInfo &to, int style) {
  std::string text;
  if (const auto *same = std::get_if<std::string>(&value)) {
    return fit_text(*same, to);
  } else if (const auto *i = std::get_if<std::int64_t>(&value)) {
    text = std::to_string(*i);
    if (to.length > 0 && static_cast<int>(text.size()) > to.length) {
      if (is_unicode(to.type) || from.type == Type::bigint)
        throw error(8115, {"expression", base_name(to.type)}, 2);
      text = "*";
    }
  } else if (const auto *f = std::get_if<double>(&value)) {
    text = float_text(*f, from.type == Type::real, style);
    if (to.length > 0 && static_cast<int>(text.size()) > to.length)
      throw error(232, {base_name(to.type), text}, 2);
  } else if (const auto *d = std::get_if<Decimal>(&value)) {
    text = from.type == Type::money || from.type == Type::smallmoney ? money_text(*d, style)
                                                                     : format_decimal(*d);
    if (to.length > 0 && static_cast<int>(text.size()) > to.length)
      throw error(8115, {base_name(from.type), base_name(to.type)}, 5);
  } else if (const auto *bytes = std::get_if<Bytes>(&value)) {
    if (style == 1 || style == 2)
      text = (style == 1 ? "0x" : "") + hex(bytes->data);
    else if (is_unicode(to.type)) {
      std::u16string units;
      for (std::size_t k = 0; k + 1 < bytes->data.size() + 1; k += 2) {
        const unsigned low = static_cast<unsigned char>(bytes->data[k]);
        const unsigned high =
            k + 1 < bytes->data.size() ? static_cast<unsigned char>(bytes->data[k + 1]) : 0U;
        units += static_cast<char16_t>(low | (high << 8));
      }
      text = to_utf8(units);
    } else {
      text = from_code_page(bytes->data);
    }
  } else if (const auto *moment = std::get_if<DateTime>(&value)) {
    text = format_datetime(*moment, from, style);
  } else if (const auto *guid = std::get_if<Guid>(&value)) {
    text = guid_text(*guid);
    if (to.length > 0 && to.length < 36) throw error(8170, {}, 2);
  } else {
    throw error(529, {base_name(from.type), base_name(to.type)});
  }
  return fit_text(std::move(text), to);
}

}  // namespace

std::string guid_text(const Guid &guid) {
  const std::uint8_t *b = guid.bytes;
  char buffer[40];
  std::snprintf(buffer, sizeof buffer, "%02X%02X%02X%02X-%02X%02X-%02X%02X-%02X%02X-%02X%02X%02X%02X%02X%02X",
                b[3], b[2], b[1], b[0], b[5], b[4], b[7], b[6], b[8], b[9], b[10], b[11], b[12], b[13], b[14],
                b[15]);
  return buffer;
}

std::optional<Guid> parse_guid(std::string_view text) {
  if (!text.empty() && text.front() == '{') {
    text.remove_prefix(1);
    if (text.size() < 37 || text[36] != '}') return std::nullopt;
  }
  if (text.size() < 36) return std::nullopt;
  static constexpr int order[16] = {3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15};
  Guid guid;
  int byte = 0;
  for (std::size_t i = 0; i < 36;) {
    if (i == 8 || i == 13 || i == 18 || i == 23) {
      if (text[i] != '-') return std::nullopt;
      ++i;
      continue;
    }
    const std::string pair(text.substr(i, 2));
    if (pair.find_first_not_of("0123456789abcdefABCDEF") != std::string::npos) return std::nullopt;
    guid.bytes[order[byte++]] = static_cast<std::uint8_t>(std::strtol(pair.c_str(), nullptr, 16));
    i += 2;
  }
  return guid;
}

std::string float_text(double number, bool single, int style) {
  char buffer[64];
  if (style == 1 || style == 2 || style == 3) {
    std::snprintf(buffer, sizeof buffer, "%.*e", style == 1 ? 7 : style == 2 ? 15 : 16, number);
    return buffer;
  }
  (void)single;
  // Six significant digits, as CONVERT(varchar, float) gives them without a style.
  std::snprintf(buffer, sizeof buffer, "%.6g", number);
  std::string text = buffer;
  if (text == "-0") text = "0";
  return text;
}

Value make_variant(const Value &value, const TypeInfo &type) {
  if (is_null(value) || type.type == Type::sql_variant) return value;
  auto variant = std::make_shared<Variant>();
  variant->type = type;
  variant->value = value;
  return Value(std::shared_ptr<const Variant>(std::move(variant)));
}

void check_convertible(const TypeInfo &from, const TypeInfo &to, bool implicit) {
  if (from.type == to.type || from.type == Type::sql_variant) {
    if (from.type != to.type && implicit) throw error(257, {"sql_variant", base_name(to.type)}, 3);
    return;
  }
  const auto clash = [&] { throw error(implicit ? 206 : 529, {base_name(from.type), base_name(to.type)}); };
  const auto needs_cast = [&] {
    if (implicit) throw error(257, {base_name(from.type), base_name(to.type)}, 3);
  };
  const bool guid = from.type == Type::uniqueidentifier || to.type == Type::uniqueidentifier;
  if (guid && !is_character(from.type) && !is_character(to.type) && !is_binary(from.type) &&
      !is_binary(to.type) && to.type != Type::sql_variant)
    clash();
  if (is_character(from.type) && is_binary(to.type)) needs_cast();
  if (is_character(to.type) && from.type == Type::xml) needs_cast();
  const bool modern_to = is_temporal(to.type) && to.type != Type::datetime && to.type != Type::smalldatetime;
  const bool modern_from =
      is_temporal(from.type) && from.type != Type::datetime && from.type != Type::smalldatetime;
  if ((is_number(from.type) && modern_to) || (modern_from && is_number(to.type))) clash();
  if (is_temporal(from.type) && is_number(to.type)) needs_cast();
  if (is_float(from.type) && is_binary(to.type)) needs_cast();
  if ((to.type == Type::text || to.type == Type::ntext || to.type == Type::image) && is_number(from.type))
    clash();
}

Value convert(const Value &value, const TypeInfo &from, const TypeInfo &to, int style,
              std::string_view date_order) {
  if (is_null(value)) return value;
  if (to.type == Type::sql_variant) return make_variant(value, from);
  if (const auto *variant = std::get_if<std::shared_ptr<const Variant>>(&value))
    return convert((*variant)->value, (*variant)->type, to, style, date_order);
  if (is_integer(to.type)) return to_integer_value(value, from, to);
  if (is_decimal(to.type)) return to_decimal_value(value, from, to);
  if (is_float(to.type)) return to_float_value(value, from, to);
  if (is_character(to.type)) return to_text_value(value, from, to, style);
  if (is_binary(to.type)) return to_binary_value(value, from, to, style);
  if (is_temporal(to.type)) return to_datetime_value(value, from, to, style, date_order);
  if (to.type == Type::uniqueidentifier) {
    if (std::holds_alternative<Guid>(value)) return value;
    if (const auto *bytes = std::get_if<Bytes>(&value)) {
      Guid guid;
      std::memcpy(guid.bytes, bytes->data.data(), std::min<std::size_t>(16, bytes->data.size()));
      return guid;
    }
    if (const auto *text = std::get_if<std::string>(&value)) {
      const auto guid = parse_guid(*text);
      if (!guid) throw error(8169, {}, 2);
      return *guid;
    }
  }
  throw error(529, {base_name(from.type), base_name(to.type)});
}

}  // namespace sandbox
