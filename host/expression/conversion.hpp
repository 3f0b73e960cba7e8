// Explicit casts: which type becomes which, and how.
#ifndef GANTRY_EXPRESSION_CONVERSION_HPP
#define GANTRY_EXPRESSION_CONVERSION_HPP

#include "host/expression/value.hpp"

namespace gantry::expression {

/// Whether a cast exists at all; a matter of types, not of values.
bool castable(Type from, Type to);

/// The value under another type. Strings longer than the target are cut; numbers that do not fit are refused;
/// digits behind the point fall off integers. NULL becomes NULL. Errors: INVALID 0xC0047095 (no such cast),
/// DATA 0xC00470C0 (does not fit), 0xC00470C2 (a text that is no such value), UNSUPPORTED 0xC00470AA (code
/// page). No error holds a value.
Result<Value> convert(const Value &value, const TypeSpec &to);

/// Whether an integer is in the range of an integer type.
bool in_range(Integer value, Type type);
/// Any number as a double, or as an exact number with the precision of its type. Numbers only, not NULL.
double number_as_double(const Value &number);
Decimal number_as_decimal(const Value &integer_or_exact);
/// Fifteen significant digits for DT_R8, seven for DT_R4.
std::string real_text(Type type, double value);
/// The text of a value that is not NULL, as a cast to an unlimited DT_WSTR gives it.
std::string plain_text(const Value &value);

}  // namespace gantry::expression

#endif
