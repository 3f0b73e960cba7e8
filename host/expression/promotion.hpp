// Which types meet in an operator, and what becomes of them.
#ifndef GANTRY_EXPRESSION_PROMOTION_HPP
#define GANTRY_EXPRESSION_PROMOTION_HPP

#include <optional>

#include "host/expression/type.hpp"
#include "host/expression/value.hpp"

namespace gantry::expression {

/// The type both numbers are taken to; nothing where a cast has to say it (DT_UI8 with a signed integer).
std::optional<Type> common_number(Type a, Type b);
/// The type both operands of a comparison, and both values of ?:, are taken to; nothing when they do not go
/// together.
std::optional<TypeSpec> common_type(const TypeSpec &a, const TypeSpec &b);
/// A value under the common type. Errors: those of convert.
Result<Value> promoted(const Value &value, const TypeSpec &to);

}  // namespace gantry::expression

#endif
