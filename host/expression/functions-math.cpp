// Functions of numbers.
#include <array>
#include <cmath>

#include "host/expression/arguments.hpp"
#include "host/expression/conversion.hpp"

namespace gantry::expression {
namespace {

constexpr TypeSpec r8{Type::r8};

Result<Value> real_result(std::string_view name, double value) {
  if (!std::isfinite(value)) return result_too_large(name, "DT_R8");
  return Value::real(Type::r8, value);
}

Result<Value> integer_result(std::string_view name, Type type, Integer value) {
  if (!in_range(value, type)) return result_too_large(name, name_of(type));
  return Value::integer(type, value);
}

/// An exact number with the precision and scale it came with; rounding up may need one digit more.
Result<Value> exact_result(std::string_view name, const Value &like, Decimal value) {
  auto result = convert(Value::exact(Type::numeric, value), like.spec());
  if (!result && like.type() == Type::numeric && like.spec().precision < max_precision) {
    TypeSpec wider = like.spec();
    ++wider.precision;
    result = convert(Value::exact(Type::numeric, value), wider);
  }
  if (!result) return result_too_large(name, name_of(like.type()));
  return result;
}

Result<Value> abs_value(const Arguments &a) {
  if (auto ok = check("ABS", a, "n"); !ok) return ok.error();
  if (any_null(a)) return a[0];
  const Type type = a[0].type();
  if (is_integer(type)) {
    const Integer value = a[0].as_integer();
    return integer_result("ABS", type, value < 0 ? -value : value);
  }
  if (is_real(type)) return Value::real(type, std::fabs(a[0].as_real()));
  Decimal value = a[0].as_exact();
  if (value.coefficient < 0) value.coefficient = -value.coefficient;
  return Value::exact(type, value);
}

/// FLOOR and CEILING: to the next whole number downwards or upwards, scale and type as before.
Result<Value> whole(std::string_view name, const Arguments &a, bool up) {
  if (auto ok = check(name, a, "n"); !ok) return ok.error();
  if (any_null(a) || is_integer(a[0].type())) return a[0];
  if (is_real(a[0].type()))
    return Value::real(a[0].type(), up ? std::ceil(a[0].as_real()) : std::floor(a[0].as_real()));
  Decimal value = a[0].as_exact();
  const Integer unit = power_of_ten(value.scale);
  const Integer rest = value.coefficient % unit;
  value.coefficient -= rest;
  if (rest > 0 && up) value.coefficient += unit;
  if (rest < 0 && !up) value.coefficient -= unit;
  return exact_result(name, a[0], value);
}

Result<Value> ceiling(const Arguments &a) { return whole("CEILING", a, true); }
Result<Value> floor_value(const Arguments &a) { return whole("FLOOR", a, false); }

Result<Value> exponential(const Arguments &a) {
  if (auto ok = check("EXP", a, "n"); !ok) return ok.error();
  if (any_null(a)) return Value::null(r8);
  return real_result("EXP", std::exp(number_as_double(a[0])));
}

Result<Value> positive(std::string_view name, std::uint32_t code, const Arguments &a,
                       double (*function)(double)) {
  if (auto ok = check(name, a, "n"); !ok) return ok.error();
  if (any_null(a)) return Value::null(r8);
  const double value = number_as_double(a[0]);
  if (!(value > 0))
    return wrong_value(name, code, "A number above zero was expected.", "It is zero or negative.");
  return real_result(name, function(value));
}

Result<Value> ln(const Arguments &a) { return positive("LN", code::natural_logarithm, a, std::log); }
Result<Value> log(const Arguments &a) { return positive("LOG", code::logarithm, a, std::log10); }

Result<Value> power(const Arguments &a) {
  if (auto ok = check("POWER", a, "nn"); !ok) return ok.error();
  if (any_null(a)) return Value::null(r8);
  const double base = number_as_double(a[0]), exponent = number_as_double(a[1]);
  if ((base == 0 && exponent < 0) || (base < 0 && exponent != std::trunc(exponent)))
    return wrong_value("POWER", code::power, "A base and an exponent with a result were expected.",
                       "They have none: zero to a negative power, or a negative number to a fraction.");
  return real_result("POWER", std::pow(base, exponent));
}

Result<Value> round_value(const Arguments &a) {
  if (auto ok = check("ROUND", a, "ni"); !ok) return ok.error();
  if (any_null(a)) return Value::null(a[0].spec());
  const Integer digits = a[1].as_integer();
  if (digits < 0)
    return wrong_value("ROUND", code::function_failed, "A length of 0 or more was expected.",
                       "It is " + to_text(digits) + ".");
  const Type type = a[0].type();
  if (is_integer(type)) return a[0];
  if (is_real(type)) {
    const double value = a[0].as_real();
    if (digits > 15) return a[0];
    const double factor = std::pow(10.0, static_cast<double>(digits));
    const double rounded = std::round(value * factor) / factor;
    return Value::real(type, std::isfinite(rounded) ? rounded : value);
  }
  const Decimal value = a[0].as_exact();
  if (digits >= value.scale) return a[0];
  const auto rounded = rescale(value, static_cast<int>(digits));
  return exact_result("ROUND", a[0], *rounded);
}

Result<Value> sign(const Arguments &a) {
  if (auto ok = check("SIGN", a, "n"); !ok) return ok.error();
  if (any_null(a)) return a[0];
  const Type type = a[0].type();
  const auto sign_of = [](auto value) { return value > 0 ? 1 : value < 0 ? -1 : 0; };
  if (is_integer(type)) return Value::integer(type, sign_of(a[0].as_integer()));
  if (is_real(type)) return Value::real(type, sign_of(a[0].as_real()));
  return exact_result("SIGN", a[0], {sign_of(a[0].as_exact().coefficient), 0, 1});
}

Result<Value> square(const Arguments &a) {
  if (auto ok = check("SQUARE", a, "n"); !ok) return ok.error();
  if (any_null(a)) return Value::null(r8);
  const double value = number_as_double(a[0]);
  return real_result("SQUARE", value * value);
}

Result<Value> square_root(const Arguments &a) {
  if (auto ok = check("SQRT", a, "n"); !ok) return ok.error();
  if (any_null(a)) return Value::null(r8);
  const double value = number_as_double(a[0]);
  if (value < 0)
    return wrong_value("SQRT", code::square_root, "A number of 0 or more was expected.", "It is negative.");
  return real_result("SQRT", std::sqrt(value));
}

constexpr std::array table = {
    Function{"ABS", 1, abs_value},   Function{"CEILING", 1, ceiling},
    Function{"EXP", 1, exponential}, Function{"FLOOR", 1, floor_value},
    Function{"LN", 1, ln},           Function{"LOG", 1, log},
    Function{"POWER", 2, power},     Function{"ROUND", 2, round_value},
    Function{"SIGN", 1, sign},       Function{"SQRT", 1, square_root},
    Function{"SQUARE", 1, square},
};

}  // namespace

FunctionTable math_functions() { return {table.data(), table.size()}; }

}  // namespace gantry::expression
