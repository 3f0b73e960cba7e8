// Functions of dates and times.
#include <array>
#include <optional>

#include "host/expression/arguments.hpp"
#include "host/expression/conversion.hpp"
#include "host/expression/text.hpp"

namespace gantry::expression {
namespace {

enum class Part { year, quarter, month, day_of_year, day, week, weekday, hour, minute, second, millisecond };

struct PartName {
  std::string_view name;
  Part part;
};

constexpr std::array part_names = {
    PartName{"year", Part::year},       PartName{"yy", Part::year},
    PartName{"yyyy", Part::year},       PartName{"quarter", Part::quarter},
    PartName{"qq", Part::quarter},      PartName{"q", Part::quarter},
    PartName{"month", Part::month},     PartName{"mm", Part::month},
    PartName{"m", Part::month},         PartName{"dayofyear", Part::day_of_year},
    PartName{"dy", Part::day_of_year},  PartName{"y", Part::day_of_year},
    PartName{"day", Part::day},         PartName{"dd", Part::day},
    PartName{"d", Part::day},           PartName{"week", Part::week},
    PartName{"wk", Part::week},         PartName{"ww", Part::week},
    PartName{"weekday", Part::weekday}, PartName{"dw", Part::weekday},
    PartName{"w", Part::weekday},       PartName{"hour", Part::hour},
    PartName{"hh", Part::hour},         PartName{"minute", Part::minute},
    PartName{"mi", Part::minute},       PartName{"n", Part::minute},
    PartName{"second", Part::second},   PartName{"ss", Part::second},
    PartName{"s", Part::second},        PartName{"millisecond", Part::millisecond},
    PartName{"ms", Part::millisecond},
};

Result<Part> part_of(std::string_view function, const Value &value) {
  const std::string text = value.utf8();
  for (const PartName &candidate : part_names)
    if (same_word(candidate.name, text)) return candidate.part;
  return wrong_value(
      function, code::date_part,
      "A date part was expected as parameter 1: Year, Quarter, Month, DayOfYear, Day, Week, Weekday, "
      "Hour, Minute, Second, Millisecond.",
      "The text is none.");
}

constexpr std::int64_t ticks_per_millisecond = ticks_per_second / 1000;

/// Ticks of the parts that are a fixed time long; 0 for the others.
std::int64_t ticks_of(Part part) {
  switch (part) {
    case Part::hour: return 3600 * ticks_per_second;
    case Part::minute: return 60 * ticks_per_second;
    case Part::second: return ticks_per_second;
    case Part::millisecond: return ticks_per_millisecond;
    default: return 0;
  }
}

/// A date as DT_DBTIMESTAMP, from a date type or a text. Moments with a zone keep their local time.
Result<DateTime> date_of(const Value &value) {
  if (value.type() == Type::dbtimestampoffset) {
    DateTime local = value.as_date_time();
    local.offset = 0;
    return local;
  }
  auto converted =
      convert(value, value.type() == Type::dbtimestamp2 ? value.spec() : TypeSpec{Type::dbtimestamp});
  if (!converted) return converted.error();
  return converted->as_date_time();
}

/// Months since year 0; the day is kept as far as the month has it.
std::optional<std::int64_t> add_months(std::int64_t days, Integer months) {
  const Civil civil = civil_of(days);
  const Integer total = static_cast<Integer>(civil.year) * 12 + civil.month - 1 + months;
  if (total < 12 || total >= 120000) return std::nullopt;
  Civil moved;
  moved.year = static_cast<int>(total / 12);
  moved.month = static_cast<int>(total % 12) + 1;
  moved.day = std::min(civil.day, days_in_month(moved.year, moved.month));
  return days_of(moved);
}

Result<Value> dateadd(const Arguments &a) {
  if (auto ok = check("DATEADD", a, "sid"); !ok) return ok.error();
  if (any_null(a)) return Value::null({Type::dbtimestamp});
  const auto part = part_of("DATEADD", a[0]);
  if (!part) return part.error();
  auto date = date_of(a[2]);
  if (!date) return date.error();
  const Integer number = a[1].as_integer();
  const Integer month_count = *part == Part::year      ? 12
                              : *part == Part::quarter ? 3
                              : *part == Part::month   ? 1
                                                       : 0;
  DateTime moved = *date;
  if (month_count != 0) {
    const auto days = add_months(moved.days, number * month_count);
    if (!days) return result_too_large("DATEADD", "DT_DBTIMESTAMP");
    moved.days = *days;
  } else {
    const Integer unit =
        ticks_of(*part) != 0 ? ticks_of(*part) : (*part == Part::week ? 7 : 1) * Integer{ticks_per_day};
    const Integer total = static_cast<Integer>(moved.days) * ticks_per_day + moved.ticks + number * unit;
    Integer days = total / ticks_per_day, ticks = total % ticks_per_day;
    if (ticks < 0) {
      ticks += ticks_per_day;
      --days;
    }
    if (days < days_of({1, 1, 1}) || days > days_of({9999, 12, 31}))
      return result_too_large("DATEADD", "DT_DBTIMESTAMP");
    moved.days = static_cast<std::int64_t>(days);
    moved.ticks = static_cast<std::int64_t>(ticks);
  }
  moved.ticks -= moved.ticks % ticks_per_millisecond;
  return Value::date_time(Type::dbtimestamp, moved);
}

/// The number of the part that holds the moment, counted from a fixed beginning: boundaries are differences
/// of these.
Integer count_of(Part part, const DateTime &value) {
  const Civil civil = civil_of(value.days);
  switch (part) {
    case Part::year: return civil.year;
    case Part::quarter: return civil.year * 4 + (civil.month - 1) / 3;
    case Part::month: return civil.year * 12 + civil.month - 1;
    case Part::week: return (value.days - weekday_of(value.days) + 7 * 200000) / 7;
    case Part::day_of_year:
    case Part::day:
    case Part::weekday: return value.days;
    default: return (static_cast<Integer>(value.days) * ticks_per_day + value.ticks) / ticks_of(part);
  }
}

Result<Value> datediff(const Arguments &a) {
  if (auto ok = check("DATEDIFF", a, "sdd"); !ok) return ok.error();
  if (any_null(a)) return Value::null({Type::i4});
  const auto part = part_of("DATEDIFF", a[0]);
  if (!part) return part.error();
  DateTime moments[2];
  for (std::size_t i = 0; i < 2; ++i) {
    auto date = date_of(a[i + 1]);
    if (!date) return date.error();
    // Counted from year 1, so that no count is negative and division rounds one way only.
    moments[i] = *date;
    if (ticks_of(*part) != 0) moments[i].days -= days_of({1, 1, 1});
  }
  const Integer difference = count_of(*part, moments[1]) - count_of(*part, moments[0]);
  if (!in_range(difference, Type::i4)) return result_too_large("DATEDIFF", "DT_I4");
  return Value::integer(Type::i4, difference);
}

Integer part_value(Part part, const DateTime &value) {
  const Civil civil = civil_of(value.days);
  const std::int64_t new_year = days_of({civil.year, 1, 1});
  const std::int64_t seconds = value.ticks / ticks_per_second;
  switch (part) {
    case Part::year: return civil.year;
    case Part::quarter: return (civil.month - 1) / 3 + 1;
    case Part::month: return civil.month;
    case Part::day_of_year: return value.days - new_year + 1;
    case Part::day: return civil.day;
    case Part::week: return (value.days - new_year + weekday_of(new_year)) / 7 + 1;
    case Part::weekday: return weekday_of(value.days) + 1;
    case Part::hour: return seconds / 3600;
    case Part::minute: return seconds / 60 % 60;
    case Part::second: return seconds % 60;
    default: return value.ticks % ticks_per_second / ticks_per_millisecond;
  }
}

Result<Value> datepart(const Arguments &a) {
  if (!is_string(a[0].type())) return wrong_parameter("DATEPART", 0, a[0], "A string");
  // Parts of a time of day are those of a date with it.
  if (!is_time_of_day(a[1].type()))
    if (auto ok = check("DATEPART", a, "sd"); !ok) return ok.error();
  if (any_null(a)) return Value::null({Type::i4});
  const auto part = part_of("DATEPART", a[0]);
  if (!part) return part.error();
  if (is_time_of_day(a[1].type())) {
    if (ticks_of(*part) == 0) return wrong_parameter("DATEPART", 1, a[1], "A date");
    return Value::integer(Type::i4, part_value(*part, a[1].as_date_time()));
  }
  auto date = date_of(a[1]);
  if (!date) return date.error();
  return Value::integer(Type::i4, part_value(*part, *date));
}

Result<Value> date_field(std::string_view name, Part part, const Arguments &a) {
  if (auto ok = check(name, a, "d"); !ok) return ok.error();
  if (any_null(a)) return Value::null({Type::i4});
  auto date = date_of(a[0]);
  if (!date) return date.error();
  return Value::integer(Type::i4, part_value(part, *date));
}

Result<Value> day(const Arguments &a) { return date_field("DAY", Part::day, a); }
Result<Value> month(const Arguments &a) { return date_field("MONTH", Part::month, a); }
Result<Value> year(const Arguments &a) { return date_field("YEAR", Part::year, a); }
Result<Value> getdate(const Arguments &) { return Value::date_time(Type::dbtimestamp, now_local()); }
Result<Value> getutcdate(const Arguments &) { return Value::date_time(Type::dbtimestamp, now_utc()); }

constexpr std::array table = {
    Function{"DATEADD", 3, dateadd}, Function{"DATEDIFF", 3, datediff}, Function{"DATEPART", 2, datepart},
    Function{"DAY", 1, day},         Function{"GETDATE", 0, getdate},   Function{"GETUTCDATE", 0, getutcdate},
    Function{"MONTH", 1, month},     Function{"YEAR", 1, year},
};

}  // namespace

FunctionTable date_functions() { return {table.data(), table.size()}; }

}  // namespace gantry::expression
