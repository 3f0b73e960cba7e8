// The clock and the calendar. DATEADD, DATEDIFF, DATEPART and DATENAME are in call.cpp.
#include "samples/sandbox/engine/function-types.hpp"

#include "samples/sandbox/engine/convert.hpp"
#include "samples/sandbox/engine/datetime.hpp"

namespace sandbox {
namespace {

Value fitted(const DateTime &moment, const TypeInfo &type) {
  const auto out = fit_datetime(moment, type);
  if (!out) throw error(517, {base_name(type.type)});
  return *out;
}

DateTime offset_now() {
  const DateTime local = now_local(), utc = now_utc();
  DateTime out = utc;
  const std::int64_t ticks =
      static_cast<std::int64_t>(local.days - utc.days) * ticks_per_day + local.ticks - utc.ticks;
  const double minutes = static_cast<double>(ticks) / (60.0 * static_cast<double>(ticks_per_second));
  out.offset_minutes = static_cast<std::int16_t>(minutes < 0 ? minutes - 0.5 : minutes + 0.5);
  return out;
}

Value from_parts(const Arguments &a, std::size_t count, const TypeInfo &type) {
  Civil civil;
  const auto at = [&a, count](std::size_t i, int low, int high) {
    if (i >= count) return low;
    const std::int64_t number = a.integer(i);
    if (number < low || number > high) throw error(289, {"date"});
    return static_cast<int>(number);
  };
  civil.year = at(0, 1, 9999);
  civil.month = at(1, 1, 12);
  civil.day = at(2, 1, days_in_month(civil.year, civil.month));
  if (count > 3) {
    civil.hour = at(3, 0, 23);
    civil.minute = at(4, 0, 59);
    civil.second = at(5, 0, 59);
    if (count > 6)
      civil.ticks = static_cast<std::int32_t>(a.integer(6)) * (type.type == Type::datetime ? 10'000 : 1);
  }
  return fitted(moment_of(civil), type);
}

}  // namespace

void add_date_functions(FunctionTable &t) {
  for (const char *name : {"GETDATE", "CURRENT_TIMESTAMP"})
    add_function(t, name, "", always(datetime_type()),
                 [](Engine &, Arguments &) { return fitted(now_local(), datetime_type()); });
  add_function(t, "GETUTCDATE", "", always(datetime_type()),
               [](Engine &, Arguments &) { return fitted(now_utc(), datetime_type()); });
  add_function(t, "SYSDATETIME", "", always(*type_named("datetime2")),
               [](Engine &, Arguments &) -> Value { return now_local(); });
  add_function(t, "SYSUTCDATETIME", "", always(*type_named("datetime2")),
               [](Engine &, Arguments &) -> Value { return now_utc(); });
  add_function(t, "SYSDATETIMEOFFSET", "", always(*type_named("datetimeoffset")),
               [](Engine &, Arguments &) -> Value { return offset_now(); });
  add_function(t, "YEAR", "t", always(integer_type()),
               [](Engine &, Arguments &a) { return int_value(civil_of(std::get<DateTime>(a[0])).year); });
  add_function(t, "MONTH", "t", always(integer_type()),
               [](Engine &, Arguments &a) { return int_value(civil_of(std::get<DateTime>(a[0])).month); });
  add_function(t, "DAY", "t", always(integer_type()),
               [](Engine &, Arguments &a) { return int_value(civil_of(std::get<DateTime>(a[0])).day); });
  add_function(
      t, "ISDATE", "v", always(integer_type()),
      [](Engine &engine, Arguments &a) {
        if (is_null(a[0])) return int_value(0);
        if (const auto *text = std::get_if<std::string>(&a[0])) {
          const auto moment = parse_datetime(*text, engine.options.dateformat);
          return int_value(moment && fit_datetime(*moment, datetime_type()));
        }
        return int_value(a.types[0].type == Type::datetime || a.types[0].type == Type::smalldatetime);
      },
      true);
  add_function(t, "EOMONTH", "t?i", always(*type_named("date")), [](Engine &, Arguments &a) {
    Civil civil = civil_of(std::get<DateTime>(a[0]));
    const std::int64_t months = civil.year * 12LL + civil.month - 1 + (a.size() > 1 ? a.integer(1) : 0);
    if (months < 12 || months >= 120'000) throw error(517, {"date"});
    civil = {};
    civil.year = static_cast<int>(months / 12);
    civil.month = static_cast<int>(months % 12) + 1;
    civil.day = days_in_month(civil.year, civil.month);
    return fitted(moment_of(civil), *type_named("date"));
  });
  add_function(t, "DATEFROMPARTS", "iii", always(*type_named("date")),
               [](Engine &, Arguments &a) { return from_parts(a, 3, *type_named("date")); });
  add_function(t, "DATETIMEFROMPARTS", "iiiiiii", always(datetime_type()),
               [](Engine &, Arguments &a) { return from_parts(a, 7, datetime_type()); });
  add_function(t, "SMALLDATETIMEFROMPARTS", "iiiii", always(*type_named("smalldatetime")),
               [](Engine &, Arguments &a) {
                 Arguments padded = a;
                 padded.values.push_back(int_value(0));
                 return from_parts(padded, 6, *type_named("smalldatetime"));
               });
  add_function(t, "SWITCHOFFSET", "vs", always(*type_named("datetimeoffset")),
               [](Engine &, Arguments &a) -> Value {
                 DateTime out = std::get<DateTime>(convert(a[0], a.types[0], *type_named("datetimeoffset")));
                 const std::string &zone = a.text(1);
                 if (zone.size() != 6 || (zone[0] != '+' && zone[0] != '-') || zone[3] != ':')
                   throw error(9812);
                 const int minutes =
                     (zone[1] - '0') * 600 + (zone[2] - '0') * 60 + (zone[4] - '0') * 10 + (zone[5] - '0');
                 out.offset_minutes = static_cast<std::int16_t>(zone[0] == '-' ? -minutes : minutes);
                 return out;
               });
}

}  // namespace sandbox
