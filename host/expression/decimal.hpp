// Exact numbers of up to 38 digits, as DT_NUMERIC, DT_DECIMAL and DT_CY hold them.
#ifndef GANTRY_EXPRESSION_DECIMAL_HPP
#define GANTRY_EXPRESSION_DECIMAL_HPP

#include <optional>
#include <string>
#include <string_view>

namespace gantry::expression {

/// Wide enough for every integer type and for 38 digits.
__extension__ typedef __int128 Integer;

std::string to_text(Integer value);

/// coefficient / 10^scale; `precision` is that of its type, not of the digits at hand.
struct Decimal {
  Integer coefficient = 0;
  int scale = 0;
  int precision = 38;
};

inline constexpr int max_precision = 38;

/// 10^exponent, exponent 0 to 38.
Integer power_of_ten(int exponent);

/// An optional sign, digits, an optional point; its precision is the number of digits. Nothing else is taken,
/// nothing beyond 38 digits.
std::optional<Decimal> parse_decimal(std::string_view text);
std::string to_text(const Decimal &value);
double to_double(const Decimal &value);
/// The nearest with that scale. Nothing when it does not fit or is no number.
std::optional<Decimal> from_double(double value, int scale);

/// The same value with another scale; digits that fall off are rounded half away from zero, or cut.
/// Nothing when the digits do not fit.
std::optional<Decimal> rescale(const Decimal &value, int scale, bool cut = false);

/// Precision and scale of results follow those of SQL Server. Nothing: the result does not fit.
std::optional<Decimal> add(const Decimal &a, const Decimal &b);
std::optional<Decimal> subtract(const Decimal &a, const Decimal &b);
std::optional<Decimal> multiply(const Decimal &a, const Decimal &b);
/// The divisor is not zero.
std::optional<Decimal> divide(const Decimal &a, const Decimal &b);
/// -1, 0, 1
int compare(const Decimal &a, const Decimal &b);

}  // namespace gantry::expression

#endif
