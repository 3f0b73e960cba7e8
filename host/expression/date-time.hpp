// Dates and times of the proleptic Gregorian calendar, in units of 100 nanoseconds.
#ifndef GANTRY_EXPRESSION_DATE_TIME_HPP
#define GANTRY_EXPRESSION_DATE_TIME_HPP

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace gantry::expression {

inline constexpr std::int64_t ticks_per_second = 10'000'000;
inline constexpr std::int64_t ticks_per_day = 86'400 * ticks_per_second;

struct Civil {
  int year = 1970, month = 1, day = 1;
};

struct DateTime {
  std::int64_t days = 0;   ///< since 1970-01-01
  std::int64_t ticks = 0;  ///< since midnight, 0 to ticks_per_day - 1
  int offset = 0;          ///< minutes east of UTC; days and ticks are local

  friend bool operator==(const DateTime &, const DateTime &) = default;
};

std::int64_t days_of(const Civil &date);
Civil civil_of(std::int64_t days);
int days_in_month(int year, int month);
/// Years 1 to 9999.
bool in_calendar(std::int64_t days);
/// Sunday is 0.
int weekday_of(std::int64_t days);

DateTime now_local();
DateTime now_utc();

/// What a text held: a date, a time of day or both.
struct ParsedDateTime {
  DateTime value;
  bool has_date = false, has_time = false, has_offset = false;
};

/// `2003-08-06`, `2003/08/06`, `8/6/2003` (month first), each with an optional time after a blank or `T`:
/// `16:34[:52[.1234567]]` with optional `AM`/`PM`, `Z` or `+ 5:35`. The time may stand alone.
std::optional<ParsedDateTime> parse_date_time(std::string_view text);

/// `2003-08-06`
std::string date_text(const DateTime &value);
/// `16:34:52` and a point with `digits` digits of the fraction, 0 to 9.
std::string time_text(const DateTime &value, int digits);
/// `+05:35`
std::string offset_text(int minutes);

/// Days since 1899-12-30 with the time of day as fraction, as OLE dates count.
double to_ole(const DateTime &value);
std::optional<DateTime> from_ole(double value);

}  // namespace gantry::expression

#endif
