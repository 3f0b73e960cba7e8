// Arithmetic, comparison and conversion of bound expressions.
#include "samples/sandbox/engine/bind.hpp"
#include "samples/sandbox/engine/convert.hpp"
#include "samples/sandbox/engine/datetime.hpp"
#include "samples/sandbox/engine/decimal.hpp"

#include <algorithm>
#include <cmath>

namespace sandbox {
namespace {

const char *word_of(Op op) {
  switch (op) {
    case Op::add: return "add";
    case Op::subtract: return "subtract";
    case Op::multiply: return "multiply";
    case Op::divide: return "divide";
    case Op::modulo: return "modulo";
    case Op::bit_and: return "'&'";
    case Op::bit_or: return "'|'";
    case Op::bit_xor: return "'^'";
    case Op::eq: return "equal to";
    case Op::ne: return "not equal to";
    case Op::lt: return "less than";
    case Op::le: return "less than or equal to";
    case Op::gt: return "greater than";
    default: return "greater than or equal to";
  }
}

bool same_shape(const TypeInfo &a, const TypeInfo &b) {
  return a.type == b.type && a.length == b.length && a.precision == b.precision && a.scale == b.scale;
}

[[noreturn]] void too_large(const TypeInfo &type) {
  throw error(8115, {"expression", base_name(type.type)}, 2);
}

bool zero_division_is_null(Engine &engine) {
  return !engine.options.arithabort && !engine.options.ansi_warnings;
}

Value integer_arithmetic(Engine &engine, Op op, std::int64_t a, std::int64_t b, const TypeInfo &type) {
  std::int64_t out = 0;
  bool overflow = false;
  switch (op) {
    case Op::add: overflow = __builtin_add_overflow(a, b, &out); break;
    case Op::subtract: overflow = __builtin_sub_overflow(a, b, &out); break;
    case Op::multiply: overflow = __builtin_mul_overflow(a, b, &out); break;
    case Op::divide:
    case Op::modulo:
      if (b == 0) {
        if (zero_division_is_null(engine)) return {};
        throw error(8134);
      }
      if (b == -1)
        overflow = op == Op::divide && __builtin_sub_overflow(std::int64_t{0}, a, &out);
      else
        out = op == Op::divide ? a / b : a % b;
      break;
    case Op::bit_and: out = a & b; break;
    case Op::bit_or: out = a | b; break;
    default: out = a ^ b; break;
  }
  if (!overflow) {
    if (type.type == Type::int_) overflow = out < INT32_MIN || out > INT32_MAX;
    if (type.type == Type::smallint) overflow = out < INT16_MIN || out > INT16_MAX;
    if (type.type == Type::tinyint) overflow = out < 0 || out > 255;
  }
  if (overflow) too_large(type);
  if (type.type == Type::bit) out = out != 0;
  return int_value(out);
}

TypeInfo decimal_result(Op op, const TypeInfo &a, const TypeInfo &b) {
  const int p1 = a.precision, s1 = a.scale, p2 = b.precision, s2 = b.scale;
  int precision = 38, scale = 0;
  switch (op) {
    case Op::add:
    case Op::subtract:
      scale = std::max(s1, s2);
      precision = scale + std::max(p1 - s1, p2 - s2) + 1;
      break;
    case Op::multiply:
      scale = s1 + s2;
      precision = p1 + p2 + 1;
      break;
    case Op::divide:
      scale = std::max(6, s1 + p2 + 1);
      precision = p1 - s1 + s2 + scale;
      break;
    default: scale = std::max(s1, s2); precision = std::min(p1 - s1, p2 - s2) + scale;
  }
  if (precision > 38) {
    const int whole = precision - scale;
    if (op == Op::add || op == Op::subtract)
      scale = std::max(0, 38 - std::min(whole, 38));
    else
      scale = whole < 32 ? std::min(scale, 38 - whole) : std::min(scale, 6);
    precision = 38;
  }
  return decimal_type(precision, scale);
}

/// An int constant takes part with its own digits, not with ten.
TypeInfo digits_of(Binder &binder, const Bound &bound) {
  TypeInfo type = as_decimal_type(bound.type);
  if (bound.literal && is_integer(bound.type.type) && !bound.null_literal) {
    Eval none(binder.engine());
    std::int64_t rest = as_int(bound.eval(none));
    type.precision = 1;
    while (rest /= 10) ++type.precision;
  }
  return type;
}

Bound decimal_operator(Binder &binder, Op op, const Bound &left, const Bound &right, bool money) {
  const TypeInfo a = digits_of(binder, left), b = digits_of(binder, right);
  TypeInfo result = decimal_result(op, a, b);
  if (money) {
    result = TypeInfo{};
    result.type = Type::money;
  }
  Evaluate l = converted(binder, left, a).eval, r = converted(binder, right, b).eval;
  const char symbol = op == Op::add        ? '+'
                      : op == Op::subtract ? '-'
                      : op == Op::multiply ? '*'
                      : op == Op::divide   ? '/'
                                           : '%';
  Bound out;
  out.type = result;
  out.eval = [l, r, symbol, result, money](Eval &eval) -> Value {
    const Value x = l(eval), y = r(eval);
    if (is_null(x) || is_null(y)) return {};
    const auto &p = std::get<Decimal>(x);
    const auto &q = std::get<Decimal>(y);
    if ((symbol == '/' || symbol == '%') && q.magnitude == 0) {
      if (zero_division_is_null(eval.engine)) return {};
      throw error(8134);
    }
    const auto value = calculate(symbol, p, q, money ? 19 : result.precision, money ? 4 : result.scale);
    if (!value) too_large(result);
    return *value;
  };
  return out;
}

Bound float_operator(Binder &binder, Op op, const Bound &left, const Bound &right) {
  const TypeInfo type = *type_named("float");
  Evaluate l = converted(binder, left, type).eval, r = converted(binder, right, type).eval;
  Bound out;
  out.type = type;
  if (left.type.type == Type::real && right.type.type == Type::real) out.type.type = Type::real;
  out.eval = [l, r, op](Eval &eval) -> Value {
    const Value x = l(eval), y = r(eval);
    if (is_null(x) || is_null(y)) return {};
    const double a = std::get<double>(x), b = std::get<double>(y);
    double value = 0;
    switch (op) {
      case Op::add: value = a + b; break;
      case Op::subtract: value = a - b; break;
      case Op::multiply: value = a * b; break;
      default:
        if (b == 0) {
          if (zero_division_is_null(eval.engine)) return {};
          throw error(8134);
        }
        value = a / b;
    }
    if (!std::isfinite(value)) throw error(8115, {"expression", "float"});
    return value;
  };
  return out;
}

Bound concatenation(Binder &binder, const Bound &left, const Bound &right) {
  const bool unicode = is_unicode(left.type.type) || is_unicode(right.type.type);
  const int limit = unicode ? 4000 : 8000;
  int length = -1;
  if (!is_large(left.type) && !is_large(right.type))
    length = std::min(limit, left.type.length + right.type.length);
  Bound out;
  out.type = unicode ? nvarchar_type(length) : varchar_type(length);
  (void)binder;
  out.nullable = left.nullable || right.nullable;
  out.eval = [l = left.eval, r = right.eval, length](Eval &eval) -> Value {
    const Value x = l(eval), y = r(eval);
    if (is_null(x) || is_null(y)) {
      if (eval.engine.options.concat_null || (is_null(x) && is_null(y))) return {};
      return is_null(x) ? y : x;
    }
    std::string text = as_text(x) + as_text(y);
    if (length > 0 && text.size() > static_cast<std::size_t>(length))
      text = prefix_utf16(text, static_cast<std::size_t>(length));
    return text_value(std::move(text));
  };
  return out;
}

Bound comparison(Binder &binder, Op op, const Bound &left, const Bound &right) {
  const TypeInfo common = left.null_literal    ? right.type
                          : right.null_literal ? left.type
                                               : common_type(left.type, right.type);
  for (const Type large : {Type::text, Type::ntext, Type::image, Type::xml})
    if ((left.type.type == large || right.type.type == large) && !left.null_literal && !right.null_literal)
      throw error(402, {base_name(left.type.type), base_name(right.type.type), word_of(op)});
  Evaluate l = converted(binder, left, common).eval, r = converted(binder, right, common).eval;
  Bound out;
  out.type = bit_type();
  out.condition = true;
  out.eval = [l, r, op](Eval &eval) -> Value {
    const Value x = l(eval), y = r(eval);
    if (is_null(x) || is_null(y)) {
      if (!eval.engine.options.ansi_nulls && (op == Op::eq || op == Op::ne))
        return bool_value((is_null(x) && is_null(y)) == (op == Op::eq));
      return {};
    }
    const int order = compare_values(x, y);
    switch (op) {
      case Op::eq: return bool_value(order == 0);
      case Op::ne: return bool_value(order != 0);
      case Op::lt: return bool_value(order < 0);
      case Op::le: return bool_value(order <= 0);
      case Op::gt: return bool_value(order > 0);
      default: return bool_value(order >= 0);
    }
  };
  return out;
}

Bound date_arithmetic(Binder &binder, Op op, const Bound &left, const Bound &right) {
  const bool both = is_temporal(left.type.type) && is_temporal(right.type.type);
  const auto legacy = [](const Bound &b) {
    return b.type.type == Type::datetime || b.type.type == Type::smalldatetime;
  };
  if ((is_temporal(left.type.type) && !legacy(left)) || (is_temporal(right.type.type) && !legacy(right)))
    throw error(both ? 8117 : 206,
                {both ? base_name(left.type.type)
                      : base_name(is_temporal(left.type.type) ? right.type.type : left.type.type),
                 both ? std::string(word_of(op))
                      : base_name(is_temporal(left.type.type) ? left.type.type : right.type.type)});
  if (op != Op::add && op != Op::subtract) throw error(8117, {base_name(left.type.type), word_of(op)});
  const TypeInfo number = *type_named("float");
  TypeInfo result = datetime_type();
  if (left.type.type == Type::smalldatetime || right.type.type == Type::smalldatetime)
    result = left.type.type == Type::smalldatetime ? left.type : right.type;
  if (legacy(left) && legacy(right)) result = datetime_type();
  const TypeInfo from_left = legacy(left) ? left.type : is_character(left.type.type) ? result : number;
  const TypeInfo from_right = legacy(right) ? right.type : is_character(right.type.type) ? result : number;
  Evaluate l = converted(binder, left, from_left).eval, r = converted(binder, right, from_right).eval;
  Bound out;
  out.type = result;
  out.eval = [l, r, from_left, from_right, number, result, op](Eval &eval) -> Value {
    const Value x = l(eval), y = r(eval);
    if (is_null(x) || is_null(y)) return {};
    const double a = std::get<double>(convert(x, from_left, number)),
                 b = std::get<double>(convert(y, from_right, number));
    return convert(Value(op == Op::add ? a + b : a - b), number, result);
  };
  return out;
}

}  // namespace

Bound converted(Binder &binder, Bound from, const TypeInfo &to, bool implicit) {
  if (same_shape(from.type, to)) return from;
  // A longer variable string needs no work.
  if (from.type.type == to.type &&
      (to.type == Type::nvarchar || to.type == Type::varchar || to.type == Type::varbinary) &&
      (to.length == -1 || (from.type.length != -1 && from.type.length <= to.length))) {
    from.type = to;
    return from;
  }
  if (!from.null_literal) check_convertible(from.type, to, implicit);
  Bound out;
  out.type = to;
  out.nullable = from.nullable;
  out.null_literal = from.null_literal;
  out.literal = from.literal;
  if (from.literal) {
    // Constants are converted once; a failure is kept for the moment of evaluation.
    Eval none(binder.engine());
    const Value value = from.eval(none);
    try {
      const Value ready = convert(value, from.type, to, -1, binder.engine().options.dateformat);
      out.eval = [ready](Eval &) { return ready; };
      return out;
    } catch (const SqlError &) {
    }
  }
  out.eval = [eval = from.eval, type = from.type, to](Eval &e) {
    return convert(eval(e), type, to, -1, e.engine.options.dateformat);
  };
  return out;
}

Bound binary_operator(Binder &binder, Op op, Bound left, Bound right) {
  if (op >= Op::eq && op <= Op::ge) return comparison(binder, op, left, right);
  if (left.null_literal && !right.null_literal)
    left.type = is_temporal(right.type.type) ? integer_type() : right.type;
  if (right.null_literal && !left.null_literal)
    right.type = is_temporal(left.type.type) ? integer_type() : left.type;
  const Type a = left.type.type, b = right.type.type;
  for (const Type bad :
       {Type::sql_variant, Type::uniqueidentifier, Type::xml, Type::text, Type::ntext, Type::image})
    if (a == bad || b == bad) throw error(402, {base_name(a), base_name(b), word_of(op)});
  if (is_character(a) && is_character(b)) {
    if (op != Op::add) throw error(402, {base_name(a), base_name(b), word_of(op)});
    return concatenation(binder, left, right);
  }
  if (is_binary(a) && is_binary(b) && op == Op::add) {
    Bound out;
    out.type = varbinary_type(is_large(left.type) || is_large(right.type)
                                  ? -1
                                  : std::min(8000, left.type.length + right.type.length));
    out.eval = [l = left.eval, r = right.eval](Eval &eval) -> Value {
      const Value x = l(eval), y = r(eval);
      if (is_null(x) || is_null(y)) return {};
      return Bytes{std::get<Bytes>(x).data + std::get<Bytes>(y).data};
    };
    return out;
  }
  if (is_temporal(a) || is_temporal(b)) return date_arithmetic(binder, op, left, right);
  const bool bits = op == Op::bit_and || op == Op::bit_or || op == Op::bit_xor;
  TypeInfo common = common_type(left.type, right.type);
  if (is_binary(common.type)) common = integer_type();
  if (is_binary(a) && is_integer(b)) common = right.type;
  if (is_binary(b) && is_integer(a)) common = left.type;
  if (bits && !is_integer(common.type)) throw error(402, {base_name(a), base_name(b), word_of(op)});
  if (is_float(common.type)) {
    if (op == Op::modulo) throw error(402, {base_name(a), base_name(b), "modulo"});
    return float_operator(binder, op, left, right);
  }
  if (is_decimal(common.type)) {
    const bool money = common.type == Type::money || common.type == Type::smallmoney;
    // A string takes the type of the number.
    if (is_character(a)) left = converted(binder, left, right.type);
    if (is_character(b)) right = converted(binder, right, left.type);
    return decimal_operator(binder, op, left, right, money);
  }
  if (common.type == Type::bit && !bits) {
    if (a == Type::bit && b == Type::bit) throw error(402, {"bit", "bit", word_of(op)});
    common = integer_type();
  }
  Evaluate l = converted(binder, left, common).eval, r = converted(binder, right, common).eval;
  Bound out;
  out.type = common;
  out.nullable = left.nullable || right.nullable || op == Op::divide || op == Op::modulo;
  out.eval = [l, r, op, common](Eval &eval) -> Value {
    const Value x = l(eval), y = r(eval);
    if (is_null(x) || is_null(y)) return {};
    return integer_arithmetic(eval.engine, op, as_int(x), as_int(y), common);
  };
  return out;
}

}  // namespace sandbox
