#include "host/expression/operators.hpp"

#include "host/expression/codes.hpp"
#include "host/expression/conversion.hpp"

namespace gantry::expression {
namespace {

std::string operation(Operator op) { return "The operator " + std::string(symbol_of(op)); }

Result<Value> concatenate(const Value &left, const Value &right) {
  const bool long_text = is_long_text(left.type()) || is_long_text(right.type());
  const TypeSpec spec{long_text ? Type::ntext : Type::wstr};
  if (left.is_null() || right.is_null()) return Value::null(spec);
  if (left.as_string().size() + right.as_string().size() > max_characters)
    return Error(Status::data, "The operator + could not be evaluated.",
                 "A string of at most " + std::to_string(max_characters) + " characters was expected.",
                 "It would be longer.", "Shorten the strings.")
        .with_code(code::binary_overflow);
  return Value::string(left.as_string() + right.as_string(), spec.type);
}

}  // namespace

Error types_do_not_go_together(Operator op, Type left, Type right) {
  return Error(Status::invalid, operation(op) + " could not be evaluated.",
               "Operands whose data types go together were expected.",
               "They are " + std::string(name_of(left)) + " and " + std::string(name_of(right)) + ".",
               "Cast one of them to the type of the other; to append to a text, cast to (DT_WSTR, n).")
      .with_code(code::binary_mismatch);
}

Error type_not_for_operator(Operator op, Type type, std::string expected) {
  return Error(Status::invalid, operation(op) + " could not be evaluated.", std::move(expected),
               "The data type is " + std::string(name_of(type)) + ".", "Cast the operand.")
      .with_code(code::binary_type);
}

Result<Value> apply_unary(Operator op, const Value &operand) {
  const Type type = operand.type();
  const bool allowed = op == Operator::logical_not   ? type == Type::boolean
                       : op == Operator::bitwise_not ? is_integer(type)
                                                     : is_number(type) && !is_unsigned_integer(type);
  if (!allowed) {
    Error error = type_not_for_operator(op, type,
                                        op == Operator::logical_not   ? "A boolean was expected."
                                        : op == Operator::bitwise_not ? "An integer was expected."
                                                                      : "A signed number was expected.");
    return error.with_code(code::unary_type);
  }
  if (operand.is_null()) return operand;
  if (op == Operator::logical_not) return Value::boolean(!operand.as_boolean());
  if (is_integer(type)) {
    Integer value = op == Operator::negate ? -operand.as_integer() : ~operand.as_integer();
    if (op == Operator::bitwise_not && is_unsigned_integer(type))
      value += static_cast<Integer>(1) << (width_of(type) * 8);
    if (!in_range(value, type))
      return Error(Status::data, operation(op) + " could not be evaluated.",
                   "A value whose negation " + std::string(name_of(type)) + " can hold was expected.",
                   "It is the smallest of the type.", "Cast to a larger type.")
          .with_code(code::unary_overflow);
    return Value::integer(type, value);
  }
  if (is_real(type)) return Value::real(type, -operand.as_real());
  Decimal value = operand.as_exact();
  value.coefficient = -value.coefficient;
  return Value::exact(type, value);
}

Result<Value> apply_binary(Operator op, const Value &left, const Value &right) {
  const Type a = left.type(), b = right.type();
  switch (op) {
    case Operator::add: {
      const auto textual = [](Type t) { return is_string(t) || is_long_text(t); };
      if (textual(a) && textual(b)) return concatenate(left, right);
      return calculate(op, left, right);
    }
    case Operator::subtract:
    case Operator::multiply:
    case Operator::divide:
    case Operator::modulo: return calculate(op, left, right);
    case Operator::bitwise_and:
    case Operator::bitwise_or:
    case Operator::bitwise_xor: return combine_bits(op, left, right);
    default: return compare_values(op, left, right);
  }
}

Value apply_logical(Operator op, const Value &left, const Value &right) {
  // The value that decides alone: False for &&, True for ||.
  const bool decides = op == Operator::logical_or;
  for (const Value *side : {&left, &right})
    if (!side->is_null() && side->as_boolean() == decides) return Value::boolean(decides);
  if (left.is_null() || right.is_null()) return Value::null({Type::boolean});
  return Value::boolean(!decides);
}

}  // namespace gantry::expression
