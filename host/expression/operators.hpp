// What the operators do with values.
#ifndef GANTRY_EXPRESSION_OPERATORS_HPP
#define GANTRY_EXPRESSION_OPERATORS_HPP

#include "host/expression/nodes.hpp"

namespace gantry::expression {

/// - ! ~. Errors without position: INVALID 0xC0047086 (type), DATA 0xC00470E5.
Result<Value> apply_unary(Operator op, const Value &operand);
/// All binary operators but && and ||. NULL on either side gives NULL. Errors without position: INVALID
/// 0xC0047080, 0xC0047081, 0xC0047082 (types), DATA 0xC004707B, 0xC004707D, 0xC004707E (values).
Result<Value> apply_binary(Operator op, const Value &left, const Value &right);
/// && and || over True, False and NULL. Both are DT_BOOL.
Value apply_logical(Operator op, const Value &left, const Value &right);

/// INVALID 0xC0047080
Error types_do_not_go_together(Operator op, Type left, Type right);
/// INVALID 0xC0047081
Error type_not_for_operator(Operator op, Type type, std::string expected);

Result<Value> compare_values(Operator op, const Value &left, const Value &right);
Result<Value> calculate(Operator op, const Value &left, const Value &right);
Result<Value> combine_bits(Operator op, const Value &left, const Value &right);

}  // namespace gantry::expression

#endif
