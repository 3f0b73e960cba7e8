#include "host/expression/promotion.hpp"

#include <algorithm>

#include "host/expression/conversion.hpp"

namespace gantry::expression {
namespace {

std::optional<Type> common_integer(Type a, Type b) {
  const bool same_sign = is_signed_integer(a) == is_signed_integer(b);
  if (same_sign) return width_of(a) >= width_of(b) ? a : b;
  const Type with_sign = is_signed_integer(a) ? a : b, without = is_signed_integer(a) ? b : a;
  if (width_of(with_sign) > width_of(without)) return with_sign;
  // The next larger signed integer holds both; there is none above eight bytes.
  switch (without) {
    case Type::ui1: return Type::i2;
    case Type::ui2: return Type::i4;
    case Type::ui4: return Type::i8;
    default: return std::nullopt;
  }
}

TypeSpec numeric_for(const TypeSpec &a, const TypeSpec &b) {
  const auto whole = [](const TypeSpec &spec) {
    if (is_exact(spec.type)) return spec.precision - spec.scale;
    return spec.type == Type::ui8 ? 20 : width_of(spec.type) == 8 ? 19 : 10;
  };
  TypeSpec spec{Type::numeric};
  spec.scale = std::max(a.scale, b.scale);
  spec.precision = std::min(max_precision, spec.scale + std::max(whole(a), whole(b)));
  return spec;
}

std::optional<TypeSpec> common_moment(const TypeSpec &a, const TypeSpec &b) {
  if (is_time_of_day(a.type) != is_time_of_day(b.type)) return std::nullopt;
  if (a.type == b.type) return TypeSpec{a.type, 0, 0, std::max(a.scale, b.scale)};
  for (const Type type : {Type::dbtimestampoffset, Type::dbtimestamp2, Type::dbtime2})
    if (a.type == type || b.type == type) return TypeSpec{type, 0, 0, 7};
  return TypeSpec{Type::dbtimestamp};
}

}  // namespace

std::optional<Type> common_number(Type a, Type b) {
  if (is_integer(a) && is_integer(b)) return common_integer(a, b);
  if (a == b) return a == Type::decimal ? Type::numeric : a;
  if (is_real(a) || is_real(b)) {
    // Seven digits do not hold a four-byte integer.
    const auto small = [](Type t) { return t == Type::r4 || (is_integer(t) && width_of(t) <= 2); };
    return small(a) && small(b) ? Type::r4 : Type::r8;
  }
  return Type::numeric;
}

std::optional<TypeSpec> common_type(const TypeSpec &a, const TypeSpec &b) {
  if (is_number(a.type) && is_number(b.type)) {
    const auto type = common_number(a.type, b.type);
    if (!type) return std::nullopt;
    if (*type == Type::numeric) return numeric_for(a, b);
    if (*type == Type::cy) return TypeSpec{Type::cy, 0, 19, 4};
    return TypeSpec{*type};
  }
  if (is_string(a.type) && is_string(b.type)) return TypeSpec{Type::wstr};
  if (is_date_or_time(a.type) && is_date_or_time(b.type)) return common_moment(a, b);
  if (a.type == b.type) return TypeSpec{a.type};
  return std::nullopt;
}

Result<Value> promoted(const Value &value, const TypeSpec &to) {
  if (value.is_null()) return Value::null(to);
  if (is_string(to.type) || (value.type() == to.type && !is_exact(to.type) && !is_date_or_time(to.type)))
    return value.retyped(to);
  return convert(value, to);
}

}  // namespace gantry::expression
