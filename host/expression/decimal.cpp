#include "host/expression/decimal.hpp"

#include <algorithm>
#include <boost/multiprecision/cpp_int.hpp>
#include <cmath>
#include <cstdlib>

namespace gantry::expression {
namespace {

// A product of two 38-digit numbers has 76 digits: 253 bits.
using Wide = boost::multiprecision::int256_t;

Wide widen(Integer value) {
  const bool negative = value < 0;
  __extension__ using Unsigned = unsigned __int128;
  const Unsigned magnitude = negative ? -static_cast<Unsigned>(value) : static_cast<Unsigned>(value);
  Wide wide = static_cast<std::uint64_t>(magnitude >> 64);
  wide <<= 64;
  wide += static_cast<std::uint64_t>(magnitude);
  return negative ? Wide(-wide) : wide;
}

std::optional<Integer> narrow(const Wide &value) {
  const Wide magnitude = value < 0 ? Wide(-value) : value;
  if (magnitude >= widen(power_of_ten(max_precision))) return std::nullopt;
  const Wide low = magnitude & Wide(~std::uint64_t{0});
  const Wide high = magnitude >> 64;
  Integer result = static_cast<Integer>(static_cast<std::uint64_t>(high)) << 64;
  result += static_cast<Integer>(static_cast<std::uint64_t>(low));
  return value < 0 ? -result : result;
}

Wide wide_power(int exponent) {
  Wide result = 1;
  for (int i = 0; i < exponent; ++i) result *= 10;
  return result;
}

Wide divide_rounding(const Wide &value, const Wide &by, bool cut) {
  Wide quotient = value / by;
  if (cut) return quotient;
  Wide rest = value % by;
  if (rest < 0) rest = -rest;
  const Wide divisor = by < 0 ? Wide(-by) : by;
  if (rest * 2 >= divisor) quotient += (value < 0) != (by < 0) ? -1 : 1;
  return quotient;
}

/// The result with precision and scale of its type; beyond 38 digits the fraction gives way first, down to
/// six digits.
std::optional<Decimal> shape(Wide coefficient, int from_scale, int precision, int scale) {
  if (precision > max_precision) {
    const int whole = precision - scale;
    scale = std::max(std::min(scale, max_precision - whole), std::min(scale, 6));
    precision = max_precision;
  }
  if (from_scale > scale) coefficient = divide_rounding(coefficient, wide_power(from_scale - scale), false);
  if (from_scale < scale) coefficient *= wide_power(scale - from_scale);
  const auto narrowed = narrow(coefficient);
  if (!narrowed) return std::nullopt;
  return Decimal{*narrowed, scale, precision};
}

std::optional<Decimal> add_wide(const Decimal &a, const Wide &b_coefficient, const Decimal &b) {
  const int scale = std::max(a.scale, b.scale);
  const int precision = scale + std::max(a.precision - a.scale, b.precision - b.scale) + 1;
  const Wide sum =
      widen(a.coefficient) * wide_power(scale - a.scale) + b_coefficient * wide_power(scale - b.scale);
  return shape(sum, scale, precision, scale);
}

}  // namespace

std::string to_text(Integer value) {
  if (value == 0) return "0";
  std::string digits;
  const bool negative = value < 0;
  for (Integer rest = value; rest != 0; rest /= 10) {
    const int digit = static_cast<int>(rest % 10);
    digits += static_cast<char>('0' + (digit < 0 ? -digit : digit));
  }
  if (negative) digits += '-';
  std::reverse(digits.begin(), digits.end());
  return digits;
}

Integer power_of_ten(int exponent) {
  Integer result = 1;
  for (int i = 0; i < exponent; ++i) result *= 10;
  return result;
}

std::optional<Decimal> parse_decimal(std::string_view text) {
  Decimal value;
  bool negative = false, point = false;
  int digits = 0, significant = 0;
  std::size_t at = 0;
  if (at < text.size() && (text[at] == '-' || text[at] == '+')) negative = text[at++] == '-';
  for (; at < text.size(); ++at) {
    if (text[at] == '.' && !point) {
      point = true;
      continue;
    }
    if (text[at] < '0' || text[at] > '9') return std::nullopt;
    ++digits;
    if (value.coefficient != 0 || text[at] != '0') ++significant;
    if (point) ++value.scale;
    if (significant > max_precision || value.scale > max_precision) return std::nullopt;
    value.coefficient = value.coefficient * 10 + (text[at] - '0');
  }
  if (digits == 0) return std::nullopt;
  if (negative) value.coefficient = -value.coefficient;
  value.precision = std::max({significant, value.scale, 1});
  return value;
}

std::string to_text(const Decimal &value) {
  std::string text = to_text(value.coefficient < 0 ? -value.coefficient : value.coefficient);
  if (value.scale > 0) {
    const auto scale = static_cast<std::size_t>(value.scale);
    if (text.size() <= scale) text.insert(0, scale + 1 - text.size(), '0');
    text.insert(text.size() - scale, ".");
  }
  return value.coefficient < 0 ? "-" + text : text;
}

double to_double(const Decimal &value) {
  // Through text: the nearest double, where a division would round twice.
  return std::strtod(to_text(value).c_str(), nullptr);
}

std::optional<Decimal> from_double(double value, int scale) {
  if (!std::isfinite(value) || std::fabs(value) >= 1e38) return std::nullopt;
  const long double scaled = std::roundl(static_cast<long double>(value) * std::pow(10.0L, scale));
  if (std::fabs(scaled) >= 1e38L) return std::nullopt;
  return Decimal{static_cast<Integer>(scaled), scale, max_precision};
}

std::optional<Decimal> rescale(const Decimal &value, int scale, bool cut) {
  Wide coefficient = widen(value.coefficient);
  if (scale < value.scale)
    coefficient = divide_rounding(coefficient, wide_power(value.scale - scale), cut);
  else
    coefficient *= wide_power(scale - value.scale);
  const auto narrowed = narrow(coefficient);
  if (!narrowed) return std::nullopt;
  return Decimal{*narrowed, scale, value.precision};
}

std::optional<Decimal> add(const Decimal &a, const Decimal &b) {
  return add_wide(a, widen(b.coefficient), b);
}

std::optional<Decimal> subtract(const Decimal &a, const Decimal &b) {
  return add_wide(a, Wide(-widen(b.coefficient)), b);
}

std::optional<Decimal> multiply(const Decimal &a, const Decimal &b) {
  return shape(widen(a.coefficient) * widen(b.coefficient), a.scale + b.scale, a.precision + b.precision + 1,
               a.scale + b.scale);
}

std::optional<Decimal> divide(const Decimal &a, const Decimal &b) {
  int scale = std::max(6, a.scale + b.precision + 1);
  const int whole = a.precision - a.scale + b.scale;
  int precision = whole + scale;
  if (precision > max_precision) {
    scale = std::max(std::min(scale, max_precision - whole), 6);
    precision = max_precision;
  }
  // One division only, so that the quotient is rounded once.
  const int shift = scale - a.scale + b.scale;
  Wide dividend = widen(a.coefficient), divisor = widen(b.coefficient);
  if (shift >= 0)
    dividend *= wide_power(std::min(shift, 38));
  else
    divisor *= wide_power(-shift);
  if (shift > 38) scale -= shift - 38;
  const auto narrowed = narrow(divide_rounding(dividend, divisor, false));
  if (!narrowed) return std::nullopt;
  return Decimal{*narrowed, scale, precision};
}

int compare(const Decimal &a, const Decimal &b) {
  const int scale = std::max(a.scale, b.scale);
  const Wide left = widen(a.coefficient) * wide_power(scale - a.scale);
  const Wide right = widen(b.coefficient) * wide_power(scale - b.scale);
  return left < right ? -1 : left > right ? 1 : 0;
}

}  // namespace gantry::expression
