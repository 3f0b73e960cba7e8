// == != < > <= >=
#include "host/expression/conversion.hpp"
#include "host/expression/operators.hpp"
#include "host/expression/promotion.hpp"

namespace gantry::expression {
namespace {

template <typename T>
int order(const T &a, const T &b) {
  return a < b ? -1 : b < a ? 1 : 0;
}

/// Minutes of the zone taken off, so that moments of different zones compare.
std::int64_t utc_ticks(const DateTime &value) {
  return value.ticks - static_cast<std::int64_t>(value.offset) * 60 * ticks_per_second;
}

int order_moments(const DateTime &a, const DateTime &b) {
  const std::int64_t days = a.days - b.days;
  const std::int64_t ticks = utc_ticks(a) - utc_ticks(b);
  // No zone is a day away, so two days decide alone and no product can overflow.
  if (days > 2 || days < -2) return days < 0 ? -1 : 1;
  return order(days * ticks_per_day + ticks, std::int64_t{0});
}

int order_values(const Value &a, const Value &b) {
  const Type type = a.type();
  if (type == Type::boolean) return order(a.as_boolean(), b.as_boolean());
  if (is_integer(type)) return order(a.as_integer(), b.as_integer());
  if (is_real(type)) return order(a.as_real(), b.as_real());
  if (is_exact(type)) return compare(a.as_exact(), b.as_exact());
  if (is_date_or_time(type)) return order_moments(a.as_date_time(), b.as_date_time());
  if (is_string(type) || is_long_text(type)) return order(a.as_string(), b.as_string());
  return order(a.as_bytes(), b.as_bytes());
}

bool holds(Operator op, int order) {
  switch (op) {
    case Operator::equal: return order == 0;
    case Operator::unequal: return order != 0;
    case Operator::less: return order < 0;
    case Operator::greater: return order > 0;
    case Operator::less_or_equal: return order <= 0;
    default: return order >= 0;
  }
}

}  // namespace

Result<Value> compare_values(Operator op, const Value &left, const Value &right) {
  const Type a = left.type(), b = right.type();
  auto type = common_type(left.spec(), right.spec());
  // A text meets a date as a date: "7/4/2003" == GETDATE().
  if (!type && is_string(a) && is_date_or_time(b)) type = right.spec();
  if (!type && is_date_or_time(a) && is_string(b)) type = left.spec();
  if (!type) return types_do_not_go_together(op, a, b);
  const bool only_equality = is_long_text(type->type) || type->type == Type::image;
  if (only_equality && op != Operator::equal && op != Operator::unequal)
    return type_not_for_operator(op, a, "A data type that has an order was expected.");
  if (left.is_null() || right.is_null()) return Value::null({Type::boolean});
  if (is_exact(type->type))
    // The digits of both sides count; no rounding to a common scale.
    return Value::boolean(holds(op, compare(number_as_decimal(left), number_as_decimal(right))));
  const auto first = promoted(left, *type), second = promoted(right, *type);
  if (!first) return first.error();
  if (!second) return second.error();
  return Value::boolean(holds(op, order_values(*first, *second)));
}

}  // namespace gantry::expression
