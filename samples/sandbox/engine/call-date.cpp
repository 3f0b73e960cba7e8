// DATEADD, DATEDIFF, DATEPART, DATENAME.
#include "samples/sandbox/engine/bind.hpp"
#include "samples/sandbox/engine/convert.hpp"
#include "samples/sandbox/engine/datetime.hpp"

#include <algorithm>

namespace sandbox {
namespace {

enum class Part {
  year,
  quarter,
  month,
  dayofyear,
  day,
  week,
  weekday,
  hour,
  minute,
  second,
  millisecond,
  microsecond,
  nanosecond,
  tz,
  iso_week
};

std::optional<Part> part_named(const std::string &word) {
  static const std::unordered_map<std::string, Part> names = {
      {"YEAR", Part::year},       {"YY", Part::year},
      {"YYYY", Part::year},       {"QUARTER", Part::quarter},
      {"QQ", Part::quarter},      {"Q", Part::quarter},
      {"MONTH", Part::month},     {"MM", Part::month},
      {"M", Part::month},         {"DAYOFYEAR", Part::dayofyear},
      {"DY", Part::dayofyear},    {"Y", Part::dayofyear},
      {"DAY", Part::day},         {"DD", Part::day},
      {"D", Part::day},           {"WEEK", Part::week},
      {"WK", Part::week},         {"WW", Part::week},
      {"WEEKDAY", Part::weekday}, {"DW", Part::weekday},
      {"W", Part::weekday},       {"HOUR", Part::hour},
      {"HH", Part::hour},         {"MINUTE", Part::minute},
      {"MI", Part::minute},       {"N", Part::minute},
      {"SECOND", Part::second},   {"SS", Part::second},
      {"S", Part::second},        {"MILLISECOND", Part::millisecond},
      {"MS", Part::millisecond},  {"MICROSECOND", Part::microsecond},
      {"MCS", Part::microsecond}, {"NANOSECOND", Part::nanosecond},
      {"NS", Part::nanosecond},   {"TZOFFSET", Part::tz},
      {"TZ", Part::tz},           {"ISO_WEEK", Part::iso_week}};
  const auto found = names.find(word);
  if (found == names.end()) return std::nullopt;
  return found->second;
}

std::int64_t part_of(const DateTime &moment, Part part, int datefirst) {
  const Civil c = civil_of(moment);
  const std::int32_t days = days_of(c.year, c.month, c.day);
  const std::int32_t of_year = days - days_of(c.year, 1, 1) + 1;
  switch (part) {
    case Part::year: return c.year;
    case Part::quarter: return (c.month + 2) / 3;
    case Part::month: return c.month;
    case Part::dayofyear: return of_year;
    case Part::day: return c.day;
    case Part::week: {
      const int first = (weekday_of(days_of(c.year, 1, 1)) - (datefirst - 1) + 7) % 7;
      return (of_year + first - 1) / 7 + 1;
    }
    case Part::iso_week: {
      const int weekday = weekday_of(days);
      const std::int32_t thursday = days - weekday + 3;
      DateTime at;
      at.days = thursday;
      return (thursday - days_of(civil_of(at).year, 1, 1)) / 7 + 1;
    }
    case Part::weekday: return (weekday_of(days) - (datefirst - 1) + 7) % 7 + 1;
    case Part::hour: return c.hour;
    case Part::minute: return c.minute;
    case Part::second: return c.second;
    case Part::millisecond: return c.ticks / 10'000;
    case Part::microsecond: return c.ticks / 10;
    case Part::nanosecond: return static_cast<std::int64_t>(c.ticks) * 100;
    case Part::tz: return moment.offset_minutes;
  }
  return 0;
}

DateTime date_add(DateTime moment, Part part, std::int64_t amount, const TypeInfo &type) {
  const auto fail = [&] { throw error(517, {base_name(type.type)}); };
  if (part == Part::year || part == Part::quarter || part == Part::month) {
    Civil c = civil_of(moment);
    if (amount > 200'000 || amount < -200'000) fail();
    const std::int64_t months = c.year * 12LL + c.month - 1 +
                                amount * (part == Part::year      ? 12
                                          : part == Part::quarter ? 3
                                                                  : 1);
    if (months < 12 || months >= 10'000 * 12) fail();
    c.year = static_cast<int>(months / 12);
    c.month = static_cast<int>(months % 12) + 1;
    c.day = std::min(c.day, days_in_month(c.year, c.month));
    DateTime out = moment_of(c);
    out.ticks -= moment.offset_minutes * 60 * ticks_per_second;
    out.offset_minutes = moment.offset_minutes;
    return out;
  }
  __extension__ __int128 unit = 0;
  switch (part) {
    case Part::week: unit = ticks_per_day * 7; break;
    case Part::hour: unit = 3600 * ticks_per_second; break;
    case Part::minute: unit = 60 * ticks_per_second; break;
    case Part::second: unit = ticks_per_second; break;
    case Part::millisecond: unit = 10'000; break;
    case Part::microsecond: unit = 10; break;
    case Part::nanosecond:
      amount /= 100;
      unit = 1;
      break;
    default: unit = ticks_per_day;
  }
  __extension__ __int128 total = static_cast<std::int64_t>(moment.days);
  total = total * ticks_per_day + moment.ticks + unit * amount;
  if (type.type == Type::time) {
    total %= ticks_per_day;
    if (total < 0) total += ticks_per_day;
  }
  if (total < 0 || total / ticks_per_day > days_of(9999, 12, 31)) fail();
  moment.days = static_cast<std::int32_t>(total / ticks_per_day);
  moment.ticks = static_cast<std::int64_t>(total % ticks_per_day);
  return moment;
}

std::int64_t date_difference(const DateTime &from, const DateTime &to, Part part) {
  const Civil a = civil_of(from), b = civil_of(to);
  switch (part) {
    case Part::year: return b.year - a.year;
    case Part::quarter: return (b.year * 4 + (b.month - 1) / 3) - (a.year * 4 + (a.month - 1) / 3);
    case Part::month: return (b.year * 12 + b.month) - (a.year * 12 + a.month);
    case Part::week: return (to.days + 1) / 7 - (from.days + 1) / 7;
    default: break;
  }
  std::int64_t unit = ticks_per_day;
  switch (part) {
    case Part::hour: unit = 3600 * ticks_per_second; break;
    case Part::minute: unit = 60 * ticks_per_second; break;
    case Part::second: unit = ticks_per_second; break;
    case Part::millisecond: unit = 10'000; break;
    case Part::microsecond: unit = 10; break;
    case Part::nanosecond: unit = 1; break;
    default: break;
  }
  const auto count = [unit](const DateTime &m) { return m.days * (ticks_per_day / unit) + m.ticks / unit; };
  return (count(to) - count(from)) * (part == Part::nanosecond ? 100 : 1);
}

}  // namespace

Bound Binder::date_function(const Expr &expr) {
  const std::size_t wanted = expr.name == "DATEPART" || expr.name == "DATENAME" ? 2 : 3;
  if (expr.args.size() != wanted) throw error(174, {lower(expr.name), std::to_string(wanted)});
  const Expr &word = *expr.args[0];
  const auto part =
      word.kind == Expr::column && word.parts.size() == 1 ? part_named(upper(word.parts[0])) : std::nullopt;
  if (!part) throw error(155, {word.parts.empty() ? "?" : word.parts[0], lower(expr.name)});
  const auto moment = [this](const ExprPtr &argument, TypeInfo &type) {
    Bound bound = bind(argument);
    type = is_temporal(bound.type.type)    ? bound.type
           : is_character(bound.type.type) ? *type_named("datetime2")
                                           : datetime_type();
    return converted(*this, bound, type).eval;
  };
  Bound out;
  if (wanted == 2) {
    TypeInfo type;
    Evaluate when = moment(expr.args[1], type);
    const bool name = expr.name == "DATENAME";
    out.type = name ? nvarchar_type(30) : integer_type();
    out.eval = [when, part = *part, name](Eval &eval) -> Value {
      const Value value = when(eval);
      if (is_null(value)) return {};
      const auto &at = std::get<DateTime>(value);
      const std::int64_t number = part_of(at, part, eval.engine.options.datefirst);
      if (!name) return int_value(number);
      static const char *months[] = {"January", "February", "March",     "April",   "May",      "June",
                                     "July",    "August",   "September", "October", "November", "December"};
      static const char *days[] = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                   "Friday", "Saturday", "Sunday"};
      if (part == Part::month) return text_value(months[number - 1]);
      if (part == Part::weekday) return text_value(days[weekday_of(at.days)]);
      return text_value(std::to_string(number));
    };
    return out;
  }
  if (expr.name == "DATEADD") {
    Evaluate amount = converted(*this, bind(expr.args[1]), bigint_type()).eval;
    TypeInfo type;
    Evaluate when = moment(expr.args[2], type);
    if (is_character(bind(expr.args[2]).type.type)) {
      type = datetime_type();
      when = converted(*this, bind(expr.args[2]), type).eval;
    }
    out.type = type;
    out.eval = [amount, when, part = *part, type](Eval &eval) -> Value {
      const Value number = amount(eval), value = when(eval);
      if (is_null(number) || is_null(value)) return {};
      const auto fitted = fit_datetime(date_add(std::get<DateTime>(value), part, as_int(number), type), type);
      if (!fitted) throw error(517, {base_name(type.type)});
      return *fitted;
    };
    return out;
  }
  TypeInfo first, second;
  Evaluate from = moment(expr.args[1], first), to = moment(expr.args[2], second);
  const bool big = expr.name == "DATEDIFF_BIG";
  out.type = big ? bigint_type() : integer_type();
  out.eval = [from, to, part = *part, big](Eval &eval) -> Value {
    const Value a = from(eval), b = to(eval);
    if (is_null(a) || is_null(b)) return {};
    const std::int64_t number = date_difference(std::get<DateTime>(a), std::get<DateTime>(b), part);
    if (!big && (number > INT32_MAX || number < INT32_MIN)) throw error(535);
    return int_value(number);
  };
  return out;
}

}  // namespace sandbox
