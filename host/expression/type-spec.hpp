// Data types with their parameters, as casts and NULL() name them.
#ifndef GANTRY_EXPRESSION_TYPE_SPEC_HPP
#define GANTRY_EXPRESSION_TYPE_SPEC_HPP

#include <gantry/cpp/result.hpp>

#include <string_view>
#include <vector>

#include "host/expression/decimal.hpp"
#include "host/expression/type.hpp"

namespace gantry::expression {

/// `DT_NUMERIC` with {10, 3}. Errors: DATA 0xC00470BE (no such type), 0xC00470AB precision, 0xC00470AC scale,
/// 0xC00470F1 length, 0xC0047094 (too few or too many); without position.
Result<TypeSpec> make_type_spec(std::string_view name, const std::vector<Integer> &parameters);

}  // namespace gantry::expression

#endif
