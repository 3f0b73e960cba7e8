// + - * / % and the bitwise operators.
#include <cmath>

#include "host/expression/codes.hpp"
#include "host/expression/conversion.hpp"
#include "host/expression/operators.hpp"
#include "host/expression/promotion.hpp"

namespace gantry::expression {
namespace {

Error overflow(Operator op, Type type) {
  return Error(Status::data, "The operator " + std::string(symbol_of(op)) + " could not be evaluated.",
               "A result that " + std::string(name_of(type)) + " can hold was expected.", "It is too large.",
               "Cast an operand to a larger type.")
      .with_code(type == Type::numeric ? code::numeric_overflow : code::binary_overflow);
}

Error by_zero(Operator op) {
  return Error(Status::data, "The operator " + std::string(symbol_of(op)) + " could not be evaluated.",
               "A divisor other than zero was expected.", "It is zero.",
               "Test the divisor with the conditional operator first.")
      .with_code(code::divide_by_zero);
}

Result<Value> integers(Operator op, Integer a, Integer b, Type type) {
  Integer result = 0;
  bool lost = false;
  switch (op) {
    case Operator::add: result = a + b; break;
    case Operator::subtract: result = a - b; break;
    case Operator::multiply: lost = __builtin_mul_overflow(a, b, &result); break;
    default:
      if (b == 0) return by_zero(op);
      result = op == Operator::divide ? a / b : a % b;
      break;
  }
  if (lost || !in_range(result, type)) return overflow(op, type);
  return Value::integer(type, result);
}

Result<Value> reals(Operator op, double a, double b, Type type) {
  double result = 0;
  switch (op) {
    case Operator::add: result = a + b; break;
    case Operator::subtract: result = a - b; break;
    case Operator::multiply: result = a * b; break;
    default:
      if (b == 0) return by_zero(op);
      result = a / b;
      break;
  }
  if (!std::isfinite(result) || (type == Type::r4 && std::fabs(result) > 3.4028234663852886e38))
    return overflow(op, type);
  return Value::real(type, result);
}

Result<Value> exacts(Operator op, const Decimal &a, const Decimal &b, Type type) {
  if (op == Operator::divide && b.coefficient == 0) return by_zero(op);
  const auto result = op == Operator::add        ? add(a, b)
                      : op == Operator::subtract ? subtract(a, b)
                      : op == Operator::multiply ? multiply(a, b)
                                                 : divide(a, b);
  if (!result) return overflow(op, type);
  if (type != Type::cy) return Value::exact(Type::numeric, *result);
  auto money = convert(Value::exact(Type::numeric, *result), {Type::cy, 0, 19, 4});
  if (!money) return overflow(op, type);
  return money;
}

}  // namespace

Result<Value> calculate(Operator op, const Value &left, const Value &right) {
  const Type a = left.type(), b = right.type();
  if (!is_number(a) || !is_number(b)) {
    // Two of a kind name the kind, two kinds name both.
    if (a == b)
      return type_not_for_operator(
          op, a, op == Operator::add ? "Numbers or texts were expected." : "Numbers were expected.");
    return types_do_not_go_together(op, a, b);
  }
  if (op == Operator::modulo)
    for (const Type type : {a, b})
      if (!is_integer(type)) return type_not_for_operator(op, type, "Integers were expected.");
  const auto type = common_number(a, b);
  if (!type) return types_do_not_go_together(op, a, b);
  if (left.is_null() || right.is_null())
    return Value::null(common_type(left.spec(), right.spec()).value_or(TypeSpec{*type}));
  if (is_integer(*type)) return integers(op, left.as_integer(), right.as_integer(), *type);
  if (is_real(*type)) return reals(op, number_as_double(left), number_as_double(right), *type);
  return exacts(op, number_as_decimal(left), number_as_decimal(right), *type);
}

Result<Value> combine_bits(Operator op, const Value &left, const Value &right) {
  for (const Value *side : {&left, &right})
    if (!is_integer(side->type())) return type_not_for_operator(op, side->type(), "Integers were expected.");
  if (is_signed_integer(left.type()) != is_signed_integer(right.type())) {
    Error error = types_do_not_go_together(op, left.type(), right.type());
    error.expected = "Two signed or two unsigned integers were expected.";
    return error.with_code(code::sign_mismatch);
  }
  const Type type = *common_number(left.type(), right.type());
  if (left.is_null() || right.is_null()) return Value::null({type});
  const Integer a = left.as_integer(), b = right.as_integer();
  return Value::integer(type, op == Operator::bitwise_and  ? a & b
                              : op == Operator::bitwise_or ? a | b
                                                           : a ^ b);
}

}  // namespace gantry::expression
