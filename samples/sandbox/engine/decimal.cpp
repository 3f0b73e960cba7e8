#include "samples/sandbox/engine/decimal.hpp"

#include <algorithm>
#include <cmath>

namespace sandbox {
namespace {

using Wide = Magnitude;

Wide power(int exponent) {
  Wide result = 1;
  for (int i = 0; i < exponent; ++i) result *= 10;
  return result;
}

bool fits(Wide magnitude, int precision) {
  return precision >= 38 ? magnitude < power(38) : magnitude < power(precision);
}

/// Four 64-bit limbs: enough for a product of two 38-digit numbers.
struct Product {
  std::uint64_t limb[4] = {};
};

Product multiply(Wide a, Wide b) {
  const std::uint64_t x[2] = {static_cast<std::uint64_t>(a), static_cast<std::uint64_t>(a >> 64)};
  const std::uint64_t y[2] = {static_cast<std::uint64_t>(b), static_cast<std::uint64_t>(b >> 64)};
  Product product;
  for (int i = 0; i < 2; ++i) {
    std::uint64_t carry = 0;
    for (int j = 0; j < 2; ++j) {
      const Wide sum = static_cast<Wide>(x[i]) * y[j] + product.limb[i + j] + carry;
      product.limb[i + j] = static_cast<std::uint64_t>(sum);
      carry = static_cast<std::uint64_t>(sum >> 64);
    }
    product.limb[i + 2] += carry;
  }
  return product;
}

bool is_wide(const Product &p) { return p.limb[2] || p.limb[3]; }

Wide low(const Product &p) { return (static_cast<Wide>(p.limb[1]) << 64) | p.limb[0]; }

std::uint32_t divide_small(Product &p, std::uint32_t by) {
  std::uint64_t rest = 0;
  for (int i = 3; i >= 0; --i) {
    const Wide part = (static_cast<Wide>(rest) << 64) | p.limb[i];
    p.limb[i] = static_cast<std::uint64_t>(part / by);
    rest = static_cast<std::uint64_t>(part % by);
  }
  return static_cast<std::uint32_t>(rest);
}

/// magnitude / 10^digits, half away from zero.
std::optional<Wide> shrink(Product p, int digits) {
  std::uint32_t last = 0;
  for (int i = 0; i < digits; ++i) last = divide_small(p, 10);
  if (is_wide(p)) return std::nullopt;
  Wide result = low(p);
  if (last >= 5) ++result;
  return result;
}

/// numerator / denominator by long division over bits, truncated.
std::optional<Wide> divide(Product numerator, Wide denominator) {
  Wide rest = 0;
  Product quotient;
  for (int bit = 255; bit >= 0; --bit) {
    const bool overflow = (rest >> 127) != 0;
    rest = (rest << 1) | ((numerator.limb[bit / 64] >> (bit % 64)) & 1);
    if (overflow || rest >= denominator) {
      rest -= denominator;
      quotient.limb[bit / 64] |= std::uint64_t{1} << (bit % 64);
    }
  }
  if (is_wide(quotient)) return std::nullopt;
  return low(quotient);
}

Decimal made(Wide magnitude, bool negative, int precision, int scale) {
  Decimal out;
  out.magnitude = magnitude;
  out.negative = negative && magnitude != 0;
  out.precision = static_cast<std::uint8_t>(precision);
  out.scale = static_cast<std::uint8_t>(scale);
  return out;
}

}  // namespace

std::optional<Decimal> parse_decimal(std::string_view text) {
  Decimal out;
  std::size_t i = 0;
  if (i < text.size() && (text[i] == '-' || text[i] == '+')) out.negative = text[i++] == '-';
  bool point = false, any = false;
  int digits = 0;
  for (; i < text.size(); ++i) {
    if (text[i] == '.' && !point) {
      point = true;
    } else if (text[i] >= '0' && text[i] <= '9') {
      any = true;
      if (digits >= 38) {
        if (!point) return std::nullopt;
        continue;
      }
      if (out.magnitude || text[i] != '0') ++digits;
      out.magnitude = out.magnitude * 10 + static_cast<unsigned>(text[i] - '0');
      if (point) {
        if (out.scale >= 38) return std::nullopt;
        ++out.scale;
      }
    } else {
      return std::nullopt;
    }
  }
  if (!any) return std::nullopt;
  out.precision = static_cast<std::uint8_t>(std::max({digits, static_cast<int>(out.scale), 1}));
  if (out.magnitude == 0) out.negative = false;
  return out;
}

std::string format_decimal(const Decimal &number) {
  std::string digits;
  Wide rest = number.magnitude;
  while (rest) {
    digits += static_cast<char>('0' + static_cast<int>(rest % 10));
    rest /= 10;
  }
  while (static_cast<int>(digits.size()) <= number.scale) digits += '0';
  std::reverse(digits.begin(), digits.end());
  if (number.scale) digits.insert(digits.size() - number.scale, ".");
  return (number.negative && number.magnitude ? "-" : "") + digits;
}

Decimal decimal_of(std::int64_t number) {
  const bool negative = number < 0;
  const Wide magnitude = negative ? static_cast<Wide>(std::uint64_t{0} - static_cast<std::uint64_t>(number))
                                  : static_cast<Wide>(number);
  return made(magnitude, negative, 19, 0);
}

std::optional<Decimal> decimal_of(double number, int scale) {
  if (!std::isfinite(number)) return std::nullopt;
  const long double scaled =
      std::roundl(std::fabs(static_cast<long double>(number)) * std::pow(10.0L, scale));
  if (scaled >= 1e38L) return std::nullopt;
  return made(static_cast<Wide>(scaled), number < 0, 38, scale);
}

double to_double(const Decimal &number) {
  const long double value = static_cast<long double>(number.magnitude) / std::pow(10.0L, number.scale);
  return static_cast<double>(number.negative ? -value : value);
}

std::optional<Decimal> rescale(const Decimal &number, int scale, int precision, bool round) {
  Wide magnitude = number.magnitude;
  if (scale > number.scale) {
    const Product product = multiply(magnitude, power(std::min(scale - number.scale, 38)));
    if (is_wide(product)) return std::nullopt;
    magnitude = low(product);
  } else if (scale < number.scale) {
    const Wide divisor = power(number.scale - scale);
    const Wide rest = magnitude % divisor;
    magnitude /= divisor;
    if (round && rest >= divisor - rest) ++magnitude;
  }
  if (!fits(magnitude, precision)) return std::nullopt;
  return made(magnitude, number.negative, precision, scale);
}

std::optional<std::int64_t> to_integer(const Decimal &number) {
  const Wide magnitude = number.magnitude / power(number.scale);
  const Wide limit = static_cast<Wide>(INT64_MAX) + (number.negative ? 1 : 0);
  if (magnitude > limit) return std::nullopt;
  if (number.negative)
    return static_cast<std::int64_t>(std::uint64_t{0} - static_cast<std::uint64_t>(magnitude));
  return static_cast<std::int64_t>(magnitude);
}

int compare_decimal(const Decimal &left, const Decimal &right) {
  if (left.negative != right.negative) return left.negative ? -1 : 1;
  const int scale = std::max(left.scale, right.scale);
  const Product a = multiply(left.magnitude, power(scale - left.scale));
  const Product b = multiply(right.magnitude, power(scale - right.scale));
  for (int i = 3; i >= 0; --i)
    if (a.limb[i] != b.limb[i]) return (a.limb[i] < b.limb[i]) != left.negative ? -1 : 1;
  return 0;
}

std::optional<Decimal> calculate(char op, const Decimal &left, const Decimal &right, int precision,
                                 int scale) {
  if (op == '*') {
    const int extra = left.scale + right.scale - scale;
    const auto magnitude = shrink(multiply(left.magnitude, right.magnitude), std::max(extra, 0));
    if (!magnitude) return std::nullopt;
    const Decimal product =
        made(*magnitude, left.negative != right.negative, 38, extra < 0 ? scale + extra : scale);
    return rescale(product, scale, precision);
  }
  if (op == '/') {
    const int shift = scale + right.scale - left.scale;
    if (shift < 0) {
      const auto wide = divide(multiply(left.magnitude, 1), right.magnitude);
      if (!wide) return std::nullopt;
      return rescale(made(*wide, left.negative != right.negative, 38, scale - shift), scale, precision);
    }
    if (shift > 38) return std::nullopt;
    const auto magnitude = divide(multiply(left.magnitude, power(shift)), right.magnitude);
    if (!magnitude || !fits(*magnitude, precision)) return std::nullopt;
    return made(*magnitude, left.negative != right.negative, precision, scale);
  }
  const int common = std::max(left.scale, right.scale);
  const auto a = rescale(left, common), b = rescale(right, common);
  if (!a || !b) return std::nullopt;
  if (op == '%')
    return rescale(made(a->magnitude % b->magnitude, left.negative, 38, common), scale, precision);
  const bool minus = (op == '-') != b->negative;
  Wide magnitude;
  bool negative = a->negative;
  if (a->negative == minus) {
    magnitude = a->magnitude + b->magnitude;
  } else if (a->magnitude >= b->magnitude) {
    magnitude = a->magnitude - b->magnitude;
  } else {
    magnitude = b->magnitude - a->magnitude;
    negative = !negative;
  }
  if (!fits(magnitude, 38)) return std::nullopt;
  return rescale(made(magnitude, negative, 38, common), scale, precision);
}

}  // namespace sandbox
