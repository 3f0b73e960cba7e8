// Exact numbers up to 38 digits.
#ifndef SANDBOX_ENGINE_DECIMAL_HPP
#define SANDBOX_ENGINE_DECIMAL_HPP

#include "samples/sandbox/engine/types.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace sandbox {

std::optional<Decimal> parse_decimal(std::string_view text);  ///< sign, digits, point; no exponent
std::string format_decimal(const Decimal &number);
Decimal decimal_of(std::int64_t number);
std::optional<Decimal> decimal_of(double number, int scale);
double to_double(const Decimal &number);
/// Half away from zero, or cut; nothing when it does not fit into `precision` digits.
std::optional<Decimal> rescale(const Decimal &number, int scale, int precision = 38, bool round = true);
std::optional<std::int64_t> to_integer(const Decimal &number);  ///< truncates
int compare_decimal(const Decimal &left, const Decimal &right);
/// op: + - * / %; the result has the scale asked for; nothing on overflow. Division by zero is the caller's.
std::optional<Decimal> calculate(char op, const Decimal &left, const Decimal &right, int precision,
                                 int scale);

}  // namespace sandbox

#endif
