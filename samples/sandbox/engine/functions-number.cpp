// Arithmetic, hashing and chance.
#include "samples/sandbox/engine/function-types.hpp"

#include "samples/sandbox/engine/convert.hpp"
#include "samples/sandbox/engine/decimal.hpp"
#include "samples/sandbox/engine/password.hpp"

#include <cmath>
#include <cstring>
#include <numbers>

namespace sandbox {
namespace {

TypeInfo float_type() { return *type_named("float"); }

/// ABS, ROUND and the like keep an exact type; smaller integers become int, texts float.
TypeInfo number_type(const std::vector<Bound> &arguments) {
  TypeInfo type = arguments[0].type;
  if (is_character(type.type)) return float_type();
  if (type.type == Type::bit || type.type == Type::tinyint || type.type == Type::smallint)
    return integer_type();
  if (type.type == Type::real) return float_type();
  if (type.type == Type::smallmoney) return *type_named("money");
  return type;
}

Value as_number(const Value &value, const TypeInfo &type) {
  return is_character(type.type) ? convert(value, type, float_type()) : value;
}

double real_of(const Value &value) {
  if (const auto *real = std::get_if<double>(&value)) return *real;
  if (const auto *exact = std::get_if<Decimal>(&value)) return to_double(*exact);
  return static_cast<double>(as_int(value));
}

Value checked(double value) {
  if (!std::isfinite(value)) throw error(3623);
  return value;
}

Value round_value(const Value &value, std::int64_t places, bool cut) {
  if (const auto *exact = std::get_if<Decimal>(&value)) {
    const int scale = exact->scale;
    if (places >= scale) return value;
    Decimal out;
    if (places >= 0) {
      out = rescale(*exact, static_cast<int>(places), 38, !cut).value_or(*exact);
    } else {
      Decimal unit = decimal_of(static_cast<std::int64_t>(
          std::pow(10.0, static_cast<double>(std::min<std::int64_t>(-places, 18)))));
      const auto quotient = calculate('/', *exact, unit, 38, scale + static_cast<int>(-places));
      const auto whole = quotient ? rescale(*quotient, 0, 38, !cut) : std::nullopt;
      out = whole ? calculate('*', *whole, unit, 38, 0).value_or(*exact) : *exact;
    }
    out = rescale(out, scale).value_or(out);
    out.precision = exact->precision;
    return out;
  }
  if (const auto *whole = std::get_if<std::int64_t>(&value)) {
    if (places >= 0) return value;
    if (places < -18) return int_value(0);
    const auto unit = static_cast<std::int64_t>(std::pow(10.0, static_cast<double>(-places)));
    const std::int64_t rest = *whole % unit, base = *whole - rest;
    if (!cut && std::abs(rest) * 2 >= unit) return int_value(base + (*whole < 0 ? -unit : unit));
    return int_value(base);
  }
  const double unit = std::pow(10.0, static_cast<double>(places)), scaled = real_of(value) * unit;
  return (cut ? std::trunc(scaled) : std::round(scaled)) / unit;
}

std::int32_t checksum_of(const Arguments &a, bool folded) {
  std::uint32_t out = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::string key;
    if (const auto *text = std::get_if<std::string>(&a[i]); text && !folded)
      key = *text;
    else
      append_key(key, a[i]);
    std::uint32_t part = 2166136261U;
    for (const char c : key) part = (part ^ static_cast<unsigned char>(c)) * 16777619U;
    out = (out << 4 | out >> 28) ^ part;
  }
  return static_cast<std::int32_t>(out);
}

void add_rounding(FunctionTable &t) {
  add_function(t, "ABS", "v", number_type, [](Engine &, Arguments &a) -> Value {
    Value value = as_number(a[0], a.types[0]);
    if (auto *whole = std::get_if<std::int64_t>(&value)) {
      if (*whole == INT64_MIN || (a.types[0].type == Type::int_ && *whole == INT32_MIN))
        throw error(8115, {"expression", base_name(a.types[0].type)});
      *whole = std::abs(*whole);
    }
    if (auto *real = std::get_if<double>(&value)) *real = std::fabs(*real);
    if (auto *exact = std::get_if<Decimal>(&value)) exact->negative = false;
    return value;
  });
  add_function(t, "SIGN", "v", number_type, [](Engine &, Arguments &a) -> Value {
    const Value value = as_number(a[0], a.types[0]);
    const double number = real_of(value);
    const int sign = number > 0 ? 1 : number < 0 ? -1 : 0;
    if (std::holds_alternative<Decimal>(value)) {
      Decimal out = rescale(decimal_of(sign), std::get<Decimal>(value).scale).value_or(decimal_of(sign));
      out.precision = std::get<Decimal>(value).precision;
      return out;
    }
    if (std::holds_alternative<double>(value)) return static_cast<double>(sign);
    return int_value(sign);
  });
  add_function(t, "ROUND", "vi?i", number_type, [](Engine &, Arguments &a) {
    return round_value(as_number(a[0], a.types[0]), a.integer(1), a.size() > 2 && a.integer(2) != 0);
  });
  const auto whole_type = [](const std::vector<Bound> &arguments) {
    TypeInfo type = number_type(arguments);
    if (type.type == Type::decimal || type.type == Type::numeric) type.scale = 0;
    return type;
  };
  for (const bool up : {false, true})
    add_function(t, up ? "CEILING" : "FLOOR", "v", whole_type, [up](Engine &, Arguments &a) -> Value {
      const Value value = as_number(a[0], a.types[0]);
      if (std::holds_alternative<std::int64_t>(value)) return value;
      if (const auto *real = std::get_if<double>(&value)) return up ? std::ceil(*real) : std::floor(*real);
      const auto &exact = std::get<Decimal>(value);
      Decimal out = rescale(exact, 0, 38, false).value_or(exact);
      const int order = compare_decimal(exact, out);
      if (up && order > 0) out = calculate('+', out, decimal_of(1), 38, 0).value_or(out);
      if (!up && order < 0) out = calculate('-', out, decimal_of(1), 38, 0).value_or(out);
      if (a.types[0].type == Type::money || a.types[0].type == Type::smallmoney)
        out = rescale(out, 4).value_or(out);
      return out;
    });
  add_function(t, "POWER", "vf", number_type, [](Engine &, Arguments &a) -> Value {
    const Value value = as_number(a[0], a.types[0]);
    const double out = std::pow(real_of(value), std::get<double>(a[1]));
    if (!std::isfinite(out)) throw error(3623);
    if (std::holds_alternative<double>(value)) return out;
    if (const auto *exact = std::get_if<Decimal>(&value)) {
      const auto made = decimal_of(out, exact->scale);
      if (!made) throw error(8115, {"expression", "numeric"});
      return *made;
    }
    const bool small = a.types[0].type != Type::bigint;
    if (std::fabs(out) > (small ? 2147483647.0 : 9.2e18))
      throw error(232, {small ? "int" : "bigint", float_text(out, false)});
    return int_value(static_cast<std::int64_t>(out));
  });
}

void add_floats(FunctionTable &t) {
  using Real = double (*)(double);
  const std::pair<const char *, Real> functions[] = {
      {"SQRT", std::sqrt}, {"EXP", std::exp},   {"LOG10", std::log10}, {"SIN", std::sin},  {"COS", std::cos},
      {"TAN", std::tan},   {"ASIN", std::asin}, {"ACOS", std::acos},   {"ATAN", std::atan}};
  for (const auto &[name, function] : functions)
    add_function(t, name, "f", always(float_type()), [function = function](Engine &, Arguments &a) {
      return checked(function(std::get<double>(a[0])));
    });
  add_function(t, "LOG", "f?f", always(float_type()), [](Engine &, Arguments &a) {
    const double value = std::log(std::get<double>(a[0]));
    return checked(a.size() > 1 ? value / std::log(std::get<double>(a[1])) : value);
  });
  add_function(t, "SQUARE", "f", always(float_type()), [](Engine &, Arguments &a) {
    return checked(std::get<double>(a[0]) * std::get<double>(a[0]));
  });
  add_function(t, "PI", "", always(float_type()),
               [](Engine &, Arguments &) -> Value { return std::numbers::pi; });
  add_function(t, "ATN2", "ff", always(float_type()), [](Engine &, Arguments &a) {
    return checked(std::atan2(std::get<double>(a[0]), std::get<double>(a[1])));
  });
  add_function(t, "RAND", "?i", always(float_type()), [](Engine &, Arguments &a) -> Value {
    std::uint64_t word = 0;
    if (a.size()) {
      word = static_cast<std::uint64_t>(a.integer(0)) * 6364136223846793005ULL + 1442695040888963407ULL;
    } else {
      const std::string bytes = random_bytes(8);
      std::memcpy(&word, bytes.data(), 8);
    }
    return static_cast<double>(word >> 11) / 9007199254740992.0;
  });
  vary(t, "RAND", Function::reference);
}

void add_bytes(FunctionTable &t) {
  add_function(
      t, "CHECKSUM", "v?v*", always(integer_type()),
      [](Engine &, Arguments &a) { return int_value(checksum_of(a, true)); }, true);
  add_function(
      t, "BINARY_CHECKSUM", "v?v*", always(integer_type()),
      [](Engine &, Arguments &a) { return int_value(checksum_of(a, false)); }, true);
  add_function(t, "HASHBYTES", "sv", always(varbinary_type(8000)), [](Engine &, Arguments &a) -> Value {
    static const std::pair<const char *, const char *> methods[] = {
        {"MD5", "MD5"}, {"SHA", "SHA1"}, {"SHA1", "SHA1"}, {"SHA2_256", "SHA256"}, {"SHA2_512", "SHA512"}};
    std::string data;
    if (const auto *bytes = std::get_if<Bytes>(&a[1]))
      data = bytes->data;
    else if (is_unicode(a.types[1].type))
      data = utf16_bytes(a.text(1));
    else
      data = code_page_bytes(as_text(convert(a[1], a.types[1], varchar_type(-1))));
    for (const auto &[name, method] : methods)
      if (same_name(a.text(0), name)) return Bytes{digest(method, data)};
    return {};
  });
  add_function(t, "CRYPT_GEN_RANDOM", "i?b", always(varbinary_type(8000)),
               [](Engine &, Arguments &a) -> Value {
                 if (a.integer(0) < 1 || a.integer(0) > 8000) return {};
                 return Bytes{random_bytes(static_cast<std::size_t>(a.integer(0)))};
               });
  vary(t, "CRYPT_GEN_RANDOM", Function::call);
  for (const char *name : {"NEWID", "NEWSEQUENTIALID"}) {
    add_function(t, name, "", always(*type_named("uniqueidentifier")), [](Engine &, Arguments &) -> Value {
      Guid guid;
      const std::string bytes = random_bytes(16);
      std::memcpy(guid.bytes, bytes.data(), 16);
      guid.bytes[7] = static_cast<std::uint8_t>((guid.bytes[7] & 0x0F) | 0x40);
      guid.bytes[8] = static_cast<std::uint8_t>((guid.bytes[8] & 0x3F) | 0x80);
      return guid;
    });
    vary(t, name, Function::call);
  }
}

}  // namespace

void add_number_functions(FunctionTable &table) {
  add_rounding(table);
  add_floats(table);
  add_bytes(table);
}

}  // namespace sandbox
