#include "samples/sandbox/tds/encode-number.hpp"
#include "samples/sandbox/tds/wire-value.hpp"

#include <cstdio>
#include <cstdlib>

namespace sandbox::tds {
namespace {

struct Date {
  int year, month, day;
};

/// Proleptic Gregorian; 0 is 0001-01-01. Years are counted from March, so that leap days come last.
Date date_of(std::int64_t days) {
  const std::int64_t shifted = days + 306;  // days since 0000-03-01
  const std::int64_t era = shifted / 146'097, day_of_era = shifted % 146'097;
  const std::int64_t year_of_era =
      (day_of_era - day_of_era / 1'460 + day_of_era / 36'524 - day_of_era / 146'096) / 365;
  const std::int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const std::int64_t month_from_march = (5 * day_of_year + 2) / 153;
  const int month = static_cast<int>(month_from_march < 10 ? month_from_march + 3 : month_from_march - 9);
  return {static_cast<int>(era * 400 + year_of_era + (month <= 2 ? 1 : 0)), month,
          static_cast<int>(day_of_year - (153 * month_from_march + 2) / 5 + 1)};
}

}  // namespace

std::string text_of(const DateTime &moment, const TypeInfo &type) {
  std::int64_t days = moment.days, ticks = moment.ticks;
  if (type.type == Type::datetimeoffset) {
    ticks += std::int64_t{moment.offset_minutes} * 600'000'000;
    if (ticks < 0) {
      ticks += ticks_a_day;
      --days;
    } else if (ticks >= ticks_a_day) {
      ticks -= ticks_a_day;
      ++days;
    }
  }
  char buffer[64];
  std::string text;
  if (type.type != Type::time) {
    const Date date = date_of(days);
    std::snprintf(buffer, sizeof buffer, "%04d-%02d-%02d", date.year, date.month, date.day);
    text += buffer;
    if (type.type == Type::date) return text;
    text += ' ';
  }
  const std::int64_t seconds = ticks / 10'000'000;
  std::snprintf(buffer, sizeof buffer, "%02d:%02d:%02d", static_cast<int>(seconds / 3600),
                static_cast<int>(seconds / 60 % 60), static_cast<int>(seconds % 60));
  text += buffer;
  if (type.scale > 0) {
    std::snprintf(buffer, sizeof buffer, "%07d", static_cast<int>(ticks % 10'000'000));
    text += '.' + std::string(buffer, type.scale);
  }
  if (type.type == Type::datetimeoffset) {
    const int offset = std::abs(moment.offset_minutes);
    std::snprintf(buffer, sizeof buffer, " %c%02d:%02d", moment.offset_minutes < 0 ? '-' : '+', offset / 60,
                  offset % 60);
    text += buffer;
  }
  return text;
}

}  // namespace sandbox::tds
