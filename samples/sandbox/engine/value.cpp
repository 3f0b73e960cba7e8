#include "samples/sandbox/engine/value.hpp"

#include "samples/sandbox/engine/datetime.hpp"
#include "samples/sandbox/engine/decimal.hpp"
#include "samples/sandbox/engine/text.hpp"

#include <algorithm>
#include <cstring>

namespace sandbox {
namespace {

struct TypeFacts {
  Type type;
  const char *name;
  int system_id, bytes, precision, scale, rank;
};

// Ids, sizes and precision as sys.types; rank is data type precedence, greater wins.
constexpr TypeFacts facts[] = {
    {Type::bit, "bit", 104, 1, 1, 0, 9},
    {Type::tinyint, "tinyint", 48, 1, 3, 0, 10},
    {Type::smallint, "smallint", 52, 2, 5, 0, 11},
    {Type::int_, "int", 56, 4, 10, 0, 12},
    {Type::bigint, "bigint", 127, 8, 19, 0, 13},
    {Type::decimal, "decimal", 106, 17, 18, 0, 16},
    {Type::numeric, "numeric", 108, 17, 18, 0, 16},
    {Type::money, "money", 60, 8, 19, 4, 15},
    {Type::smallmoney, "smallmoney", 122, 4, 10, 4, 14},
    {Type::real, "real", 59, 4, 24, 0, 17},
    {Type::float_, "float", 62, 8, 53, 0, 18},
    {Type::date, "date", 40, 3, 10, 0, 20},
    {Type::time, "time", 41, 5, 16, 7, 19},
    {Type::datetime2, "datetime2", 42, 8, 27, 7, 23},
    {Type::datetimeoffset, "datetimeoffset", 43, 10, 34, 7, 24},
    {Type::datetime, "datetime", 61, 8, 23, 3, 22},
    {Type::smalldatetime, "smalldatetime", 58, 4, 16, 0, 21},
    {Type::char_, "char", 175, 1, 0, 0, 3},
    {Type::varchar, "varchar", 167, 1, 0, 0, 4},
    {Type::nchar, "nchar", 239, 2, 0, 0, 5},
    {Type::nvarchar, "nvarchar", 231, 2, 0, 0, 6},
    {Type::text, "text", 35, 16, 0, 0, 4},
    {Type::ntext, "ntext", 99, 16, 0, 0, 6},
    {Type::binary, "binary", 173, 1, 0, 0, 1},
    {Type::varbinary, "varbinary", 165, 1, 0, 0, 2},
    {Type::image, "image", 34, 16, 0, 0, 2},
    {Type::uniqueidentifier, "uniqueidentifier", 36, 16, 0, 0, 7},
    {Type::xml, "xml", 241, -1, 0, 0, 25},
    {Type::sql_variant, "sql_variant", 98, 8016, 0, 0, 26},
    {Type::rowversion, "timestamp", 189, 8, 0, 0, 2},
};

const TypeFacts &facts_of(Type type) {
  for (const TypeFacts &fact : facts)
    if (fact.type == type) return fact;
  return facts[3];
}

TypeInfo made(Type type, int length = 0, int precision = 0, int scale = 0) {
  TypeInfo info;
  info.type = type;
  info.length = length;
  info.precision = static_cast<std::uint8_t>(precision);
  info.scale = static_cast<std::uint8_t>(scale);
  return info;
}

}  // namespace

bool is_character(Type type) {
  return type == Type::char_ || type == Type::varchar || type == Type::nchar || type == Type::nvarchar ||
         type == Type::text || type == Type::ntext || type == Type::xml;
}
bool is_unicode(Type type) {
  return type == Type::nchar || type == Type::nvarchar || type == Type::ntext || type == Type::xml;
}
bool is_binary(Type type) {
  return type == Type::binary || type == Type::varbinary || type == Type::image || type == Type::rowversion;
}
bool is_integer(Type type) {
  return type == Type::bit || type == Type::tinyint || type == Type::smallint || type == Type::int_ ||
         type == Type::bigint;
}
bool is_decimal(Type type) {
  return type == Type::decimal || type == Type::numeric || type == Type::money || type == Type::smallmoney;
}
bool is_float(Type type) { return type == Type::real || type == Type::float_; }
bool is_temporal(Type type) { return type >= Type::date && type <= Type::smalldatetime; }
bool is_number(Type type) { return is_integer(type) || is_decimal(type) || is_float(type); }
bool is_large(const TypeInfo &type) {
  return type.length == -1 || type.type == Type::text || type.type == Type::ntext ||
         type.type == Type::image || type.type == Type::xml;
}

std::string base_name(Type type) { return facts_of(type).name; }

std::string type_name(const TypeInfo &type) {
  const std::string base = base_name(type.type);
  const auto sized = [&] {
    return base + "(" + (type.length == -1 ? "max" : std::to_string(type.length)) + ")";
  };
  switch (type.type) {
    case Type::char_:
    case Type::varchar:
    case Type::nchar:
    case Type::nvarchar:
    case Type::binary:
    case Type::varbinary: return sized();
    case Type::decimal:
    case Type::numeric:
      return base + "(" + std::to_string(type.precision) + "," + std::to_string(type.scale) + ")";
    case Type::time:
    case Type::datetime2:
    case Type::datetimeoffset: return base + "(" + std::to_string(type.scale) + ")";
    default: return base;
  }
}

std::optional<TypeInfo> type_named(std::string_view name) {
  std::string key = lower(name);
  if (key == "sysname") return nvarchar_type(128);
  if (key == "integer") key = "int";
  if (key == "dec") key = "decimal";
  if (key == "character") key = "char";
  if (key == "rowversion") key = "timestamp";
  for (const TypeFacts &fact : facts) {
    if (key != fact.name) continue;
    TypeInfo info = made(fact.type);
    switch (fact.type) {
      case Type::char_:
      case Type::varchar:
      case Type::nchar:
      case Type::nvarchar:
      case Type::binary:
      case Type::varbinary: info.length = 1; break;
      case Type::text:
      case Type::ntext:
      case Type::image:
      case Type::xml: info.length = -1; break;
      case Type::rowversion: info.length = 8; break;
      case Type::decimal:
      case Type::numeric: info.precision = 18; break;
      case Type::time:
      case Type::datetime2:
      case Type::datetimeoffset: info.scale = 7; break;
      default: break;
    }
    return info;
  }
  return std::nullopt;
}

TypeIdentity identity_of(const TypeInfo &type) {
  const TypeFacts &fact = facts_of(type.type);
  TypeIdentity id{fact.system_id, fact.system_id, fact.bytes, fact.precision, fact.scale};
  switch (type.type) {
    case Type::char_:
    case Type::varchar:
    case Type::binary:
    case Type::varbinary: id.max_length = type.length; break;
    case Type::nchar:
    case Type::nvarchar: id.max_length = type.length == -1 ? -1 : type.length * 2; break;
    case Type::decimal:
    case Type::numeric:
      id.precision = type.precision;
      id.scale = type.scale;
      id.max_length = type.precision <= 9 ? 5 : type.precision <= 19 ? 9 : type.precision <= 28 ? 13 : 17;
      break;
    case Type::time:
    case Type::datetime2:
    case Type::datetimeoffset: {
      const int less = type.scale <= 2 ? 2 : type.scale <= 4 ? 1 : 0;
      id.scale = type.scale;
      id.max_length -= less;
      id.precision -= 7 - type.scale + (type.scale == 0 ? 1 : 0);
      break;
    }
    default: break;
  }
  return id;
}

int precedence(Type type) { return facts_of(type).rank; }

TypeInfo integer_type() { return made(Type::int_); }
TypeInfo bigint_type() { return made(Type::bigint); }
TypeInfo bit_type() { return made(Type::bit); }
TypeInfo nvarchar_type(int length) { return made(Type::nvarchar, length); }
TypeInfo varchar_type(int length) { return made(Type::varchar, length); }
TypeInfo varbinary_type(int length) { return made(Type::varbinary, length); }
TypeInfo sysname_type() { return nvarchar_type(128); }
TypeInfo datetime_type() { return made(Type::datetime); }
TypeInfo decimal_type(int precision, int scale) { return made(Type::numeric, 0, precision, scale); }

TypeInfo as_decimal_type(const TypeInfo &type) {
  switch (type.type) {
    case Type::bit: return decimal_type(1, 0);
    case Type::tinyint: return decimal_type(3, 0);
    case Type::smallint: return decimal_type(5, 0);
    case Type::int_: return decimal_type(10, 0);
    case Type::bigint: return decimal_type(19, 0);
    case Type::money: return decimal_type(19, 4);
    case Type::smallmoney: return decimal_type(10, 4);
    case Type::decimal:
    case Type::numeric: return type;
    default: return decimal_type(38, 10);
  }
}

TypeInfo common_type(const TypeInfo &left, const TypeInfo &right) {
  const bool left_wins = precedence(left.type) >= precedence(right.type);
  const TypeInfo &winner = left_wins ? left : right;
  const TypeInfo &loser = left_wins ? right : left;
  TypeInfo out = winner;
  if (is_character(winner.type) && (is_character(loser.type))) {
    if (winner.type == Type::xml) return out;
    if (is_large(winner) || is_large(loser)) {
      out.length = -1;
      if (winner.type != Type::text && winner.type != Type::ntext)
        out.type = is_unicode(winner.type) ? Type::nvarchar : Type::varchar;
    } else {
      out.length = std::max(winner.length, loser.length);
      if (winner.length != loser.length || winner.type != loser.type)
        out.type = is_unicode(winner.type) ? Type::nvarchar : Type::varchar;
    }
    return out;
  }
  if (is_binary(winner.type) && is_binary(loser.type)) {
    out.type = winner.type == Type::binary && winner.length == loser.length ? Type::binary : Type::varbinary;
    out.length = is_large(winner) || is_large(loser) ? -1 : std::max(winner.length, loser.length);
    return out;
  }
  if ((winner.type == Type::decimal || winner.type == Type::numeric) &&
      (is_decimal(loser.type) || is_integer(loser.type))) {
    const TypeInfo other = as_decimal_type(loser);
    const int scale = std::max(winner.scale, other.scale);
    const int whole = std::max(winner.precision - winner.scale, other.precision - other.scale);
    out.precision = static_cast<std::uint8_t>(std::min(38, whole + scale));
    out.scale = static_cast<std::uint8_t>(std::min(scale, 38 - std::min(whole, 38)));
    return out;
  }
  if (is_temporal(winner.type) && winner.type == loser.type) out.scale = std::max(winner.scale, loser.scale);
  return out;
}

Value text_value(std::string text) { return Value(std::in_place_type<std::string>, std::move(text)); }
Value int_value(std::int64_t number) { return Value(number); }
Value bool_value(bool flag) { return Value(std::int64_t{flag ? 1 : 0}); }

namespace {
int sign(bool less, bool greater) { return less ? -1 : greater ? 1 : 0; }

double number_of(const Value &value) {
  if (const auto *i = std::get_if<std::int64_t>(&value)) return static_cast<double>(*i);
  if (const auto *d = std::get_if<Decimal>(&value)) return to_double(*d);
  if (const auto *f = std::get_if<double>(&value)) return *f;
  return 0;
}
}  // namespace

int compare_values(const Value &left, const Value &right) {
  if (left.index() != right.index()) {
    const auto *a = std::get_if<std::shared_ptr<const Variant>>(&left);
    const auto *b = std::get_if<std::shared_ptr<const Variant>>(&right);
    if (a && *a) return compare_values((*a)->value, right);
    if (b && *b) return compare_values(left, (*b)->value);
    const bool numbers = left.index() >= 1 && left.index() <= 3 && right.index() >= 1 && right.index() <= 3;
    if (numbers) return sign(number_of(left) < number_of(right), number_of(left) > number_of(right));
    return left.index() < right.index() ? -1 : 1;
  }
  switch (left.index()) {
    case 1: return sign(as_int(left) < as_int(right), as_int(left) > as_int(right));
    case 2:
      return sign(std::get<double>(left) < std::get<double>(right),
                  std::get<double>(left) > std::get<double>(right));
    case 3: return compare_decimal(std::get<Decimal>(left), std::get<Decimal>(right));
    case 4: return compare_text(as_text(left), as_text(right));
    case 5: {
      // Trailing zero bytes do not tell binary values apart.
      std::string_view a = std::get<Bytes>(left).data, b = std::get<Bytes>(right).data;
      const std::size_t common = std::min(a.size(), b.size());
      const int order = common ? std::memcmp(a.data(), b.data(), common) : 0;
      if (order) return order;
      const std::string_view rest = a.size() > b.size() ? a.substr(common) : b.substr(common);
      if (rest.find_first_not_of('\0') == std::string_view::npos) return 0;
      return a.size() < b.size() ? -1 : 1;
    }
    case 6: {
      const auto &a = std::get<DateTime>(left), &b = std::get<DateTime>(right);
      if (a.days != b.days) return a.days < b.days ? -1 : 1;
      return sign(a.ticks<b.ticks, a.ticks> b.ticks);
    }
    case 7: {
      const auto &a = std::get<Guid>(left), &b = std::get<Guid>(right);
      static constexpr int order[16] = {10, 11, 12, 13, 14, 15, 8, 9, 6, 7, 4, 5, 0, 1, 2, 3};
      for (const int i : order)
        if (a.bytes[i] != b.bytes[i]) return a.bytes[i] < b.bytes[i] ? -1 : 1;
      return 0;
    }
    case 8: {
      const auto &a = std::get<std::shared_ptr<const Variant>>(left);
      const auto &b = std::get<std::shared_ptr<const Variant>>(right);
      return compare_values(a->value, b->value);
    }
    default: return 0;
  }
}

void append_key(std::string &key, const Value &value) {
  const auto put = [&key](char tag, std::string_view bytes) {
    key += tag;
    const auto size = static_cast<std::uint32_t>(bytes.size());
    key.append(reinterpret_cast<const char *>(&size), sizeof size);
    key += bytes;
  };
  switch (value.index()) {
    case 1: {
      const std::int64_t number = as_int(value);
      put('i', {reinterpret_cast<const char *>(&number), sizeof number});
      break;
    }
    case 2: {
      double number = std::get<double>(value);
      if (number == 0) number = 0;
      put('f', {reinterpret_cast<const char *>(&number), sizeof number});
      break;
    }
    case 3: {
      Decimal number = std::get<Decimal>(value);
      while (number.scale && number.magnitude % 10 == 0) {
        number.magnitude /= 10;
        --number.scale;
      }
      put('d', format_decimal(number));
      break;
    }
    case 4: put('s', fold_key(as_text(value))); break;
    case 5: {
      std::string_view data = std::get<Bytes>(value).data;
      while (!data.empty() && data.back() == '\0') data.remove_suffix(1);
      put('b', data);
      break;
    }
    case 6: {
      const auto &moment = std::get<DateTime>(value);
      const std::int64_t ticks = moment.days * ticks_per_day + moment.ticks;
      put('t', {reinterpret_cast<const char *>(&ticks), sizeof ticks});
      break;
    }
    case 7: put('g', {reinterpret_cast<const char *>(std::get<Guid>(value).bytes), 16}); break;
    case 8: append_key(key, std::get<std::shared_ptr<const Variant>>(value)->value); break;
    default: put('0', {}); break;
  }
}

std::string encode_variant(const TypeInfo &type, const Value &value) {
  std::string out;
  out += static_cast<char>(type.type);
  out.append(reinterpret_cast<const char *>(&type.length), sizeof type.length);
  out += static_cast<char>(type.precision);
  out += static_cast<char>(type.scale);
  out += static_cast<char>(value.index());
  switch (value.index()) {
    case 1: out.append(reinterpret_cast<const char *>(&std::get<std::int64_t>(value)), 8); break;
    case 2: out.append(reinterpret_cast<const char *>(&std::get<double>(value)), 8); break;
    case 3: out += format_decimal(std::get<Decimal>(value)); break;
    case 4: out += as_text(value); break;
    case 5: out += std::get<Bytes>(value).data; break;
    case 6: out += iso_text(std::get<DateTime>(value)); break;
    case 7: out.append(reinterpret_cast<const char *>(std::get<Guid>(value).bytes), 16); break;
    default: break;
  }
  return out;
}

Value decode_variant(std::string_view bytes) {
  if (bytes.size() < 8) return {};
  auto variant = std::make_shared<Variant>();
  variant->type.type = static_cast<Type>(bytes[0]);
  std::memcpy(&variant->type.length, bytes.data() + 1, sizeof variant->type.length);
  variant->type.precision = static_cast<std::uint8_t>(bytes[5]);
  variant->type.scale = static_cast<std::uint8_t>(bytes[6]);
  const char kind = bytes[7];
  bytes.remove_prefix(8);
  switch (kind) {
    case 1:
    case 2: {
      if (bytes.size() < 8) return {};
      std::int64_t raw = 0;
      double real = 0;
      std::memcpy(&raw, bytes.data(), 8);
      std::memcpy(&real, bytes.data(), 8);
      variant->value = kind == 1 ? Value(raw) : Value(real);
      break;
    }
    case 3: variant->value = parse_decimal(bytes).value_or(Decimal{}); break;
    case 4: variant->value = text_value(std::string(bytes)); break;
    case 5: variant->value = Bytes{std::string(bytes)}; break;
    case 6: variant->value = from_iso_text(bytes); break;
    case 7: {
      Guid guid;
      if (bytes.size() >= 16) std::memcpy(guid.bytes, bytes.data(), 16);
      variant->value = guid;
      break;
    }
    default: return {};
  }
  return Value(std::shared_ptr<const Variant>(std::move(variant)));
}

}  // namespace sandbox
