// The calendar: text to dates and back in the styles of CONVERT.
#ifndef SANDBOX_ENGINE_DATETIME_HPP
#define SANDBOX_ENGINE_DATETIME_HPP

#include "samples/sandbox/engine/types.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace sandbox {

constexpr std::int64_t ticks_per_second = 10'000'000;
constexpr std::int64_t ticks_per_day = 86'400 * ticks_per_second;
constexpr std::int32_t days_1900 = 693'595;  ///< 1900-01-01, the zero of datetime

struct Civil {
  int year = 1900, month = 1, day = 1, hour = 0, minute = 0, second = 0;
  std::int32_t ticks = 0;  ///< 100 ns within the second
};

std::int32_t days_of(int year, int month, int day);
int days_in_month(int year, int month);
Civil civil_of(const DateTime &moment);  ///< local time of a datetimeoffset
DateTime moment_of(const Civil &civil);
int weekday_of(std::int32_t days);  ///< 0 = Monday

/// order: "mdy", "dmy", "ymd" for ambiguous text.
std::optional<DateTime> parse_datetime(std::string_view text, std::string_view order);
/// As CONVERT(varchar, x, style) for a value of `type`.
std::string format_datetime(const DateTime &moment, const TypeInfo &type, int style);
/// Rounds to what the type can hold (3.33 ms for datetime); nothing when out of its range.
std::optional<DateTime> fit_datetime(DateTime moment, const TypeInfo &type);
DateTime now_local();
DateTime now_utc();
std::string iso_text(const DateTime &moment);  ///< lossless, sortable; for storage
DateTime from_iso_text(std::string_view text);

}  // namespace sandbox

#endif
