#include "host/expression/date-time.hpp"

#include <chrono>
#include <cmath>
#include <cstdio>
#include <ctime>

#include "host/expression/text.hpp"

namespace gantry::expression {
namespace {

constexpr std::int64_t ole_epoch = -25569;  // 1899-12-30

/// Reads a date and a time out of a text, part by part.
class Reader {
 public:
  explicit Reader(std::string_view text) : text_(trim(text)) {}

  std::optional<ParsedDateTime> run() {
    if (text_.empty() || text_.size() > 64) return std::nullopt;
    ParsedDateTime out;
    const std::size_t number_end = text_.find_first_not_of("0123456789");
    if (number_end == std::string_view::npos || number_end == 0) return std::nullopt;
    if (text_[number_end] == '-' || text_[number_end] == '/') {
      if (!date(out)) return std::nullopt;
      if (at_ == text_.size()) return out;
      if (text_[at_] != ' ' && text_[at_] != 'T' && text_[at_] != 't') return std::nullopt;
      ++at_;
      blanks();
    }
    if (!time(out) || at_ != text_.size()) return std::nullopt;
    return out;
  }

 private:
  bool number(int min_digits, int max_digits, int &value) {
    int digits = 0;
    value = 0;
    while (at_ < text_.size() && text_[at_] >= '0' && text_[at_] <= '9' && digits < max_digits) {
      value = value * 10 + (text_[at_++] - '0');
      ++digits;
    }
    return digits >= min_digits;
  }
  bool take(char c) {
    if (at_ >= text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }
  void blanks() {
    while (at_ < text_.size() && text_[at_] == ' ') ++at_;
  }

  bool date(ParsedDateTime &out) {
    const std::size_t start = at_;
    int first = 0, second = 0, third = 0;
    if (!number(1, 4, first)) return false;
    const bool year_first = at_ - start == 4;
    const char separator = text_[at_];
    if (separator != '-' && separator != '/') return false;
    ++at_;
    if (!number(1, 2, second) || !take(separator)) return false;
    if (!year_first && at_ - start > 6) return false;
    if (!number(year_first ? 1 : 4, year_first ? 2 : 4, third)) return false;
    const Civil civil = year_first ? Civil{first, second, third} : Civil{third, first, second};
    if (civil.year < 1 || civil.month < 1 || civil.month > 12 || civil.day < 1 ||
        civil.day > days_in_month(civil.year, civil.month))
      return false;
    out.value.days = days_of(civil);
    out.has_date = true;
    return true;
  }

  bool time(ParsedDateTime &out) {
    int hour = 0, minute = 0, second = 0;
    std::int64_t fraction = 0;
    if (!number(1, 2, hour)) return false;
    const bool minutes = take(':');
    if (minutes) {
      if (!number(1, 2, minute)) return false;
      if (take(':')) {
        if (!number(1, 2, second)) return false;
        // DT_FILETIME writes its fraction behind a colon.
        if (at_ < text_.size() && (text_[at_] == '.' || text_[at_] == ':')) {
          ++at_;
          if (!read_fraction(fraction)) return false;
        }
      }
    }
    blanks();
    if (!half_of_day(hour, minutes)) return false;
    if (hour > 23 || minute > 59 || second > 59) return false;
    out.value.ticks = ((hour * 60 + minute) * 60 + second) * ticks_per_second + fraction;
    out.has_time = true;
    blanks();
    return offset(out);
  }

  /// Up to nine digits; those beyond the seventh fall off.
  bool read_fraction(std::int64_t &fraction) {
    int digits = 0;
    while (at_ < text_.size() && text_[at_] >= '0' && text_[at_] <= '9') {
      if (digits < 7) fraction = fraction * 10 + (text_[at_] - '0');
      ++at_;
      ++digits;
    }
    for (int i = digits; i < 7; ++i) fraction *= 10;
    return digits >= 1 && digits <= 9;
  }

  /// A bare hour is a time only with AM or PM behind it.
  bool half_of_day(int &hour, bool minutes) {
    const std::string_view rest = text_.substr(at_, 2);
    const bool am = same_word(rest, "AM"), pm = same_word(rest, "PM");
    if (!am && !pm) return minutes;
    at_ += 2;
    if (hour < 1 || hour > 12) return false;
    hour = hour % 12 + (pm ? 12 : 0);
    return true;
  }

  bool offset(ParsedDateTime &out) {
    if (at_ >= text_.size()) return true;
    if (take('Z') || take('z')) {
      out.has_offset = true;
      return true;
    }
    const bool negative = text_[at_] == '-';
    if (!negative && text_[at_] != '+') return false;
    ++at_;
    blanks();
    int hours = 0, minutes = 0;
    if (!number(1, 2, hours)) return false;
    if (take(':') && !number(2, 2, minutes)) return false;
    if (minutes > 59 || hours * 60 + minutes > 14 * 60) return false;
    out.value.offset = (hours * 60 + minutes) * (negative ? -1 : 1);
    out.has_offset = true;
    return true;
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

DateTime from_tm(const std::tm &broken, std::int64_t fraction) {
  DateTime value;
  value.days = days_of({broken.tm_year + 1900, broken.tm_mon + 1, broken.tm_mday});
  const int second = broken.tm_sec > 59 ? 59 : broken.tm_sec;
  value.ticks = ((broken.tm_hour * 60 + broken.tm_min) * 60 + second) * ticks_per_second + fraction;
  return value;
}

DateTime now(bool utc) {
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  const auto milliseconds = std::chrono::duration_cast<std::chrono::milliseconds>(since).count();
  const std::time_t seconds = static_cast<std::time_t>(milliseconds / 1000);
  std::tm broken{};
  if (utc)
    gmtime_r(&seconds, &broken);
  else
    localtime_r(&seconds, &broken);
  return from_tm(broken, milliseconds % 1000 * (ticks_per_second / 1000));
}

}  // namespace

// Both count years from 1 March, so that the leap day is a year's last.
std::int64_t days_of(const Civil &date) {
  const std::int64_t year = date.month <= 2 ? date.year - 1 : date.year;
  const std::int64_t era = (year >= 0 ? year : year - 399) / 400;
  const std::int64_t year_of_era = year - era * 400;
  const std::int64_t day_of_year = (153 * ((date.month + 9) % 12) + 2) / 5 + date.day - 1;
  return era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719468;
}

Civil civil_of(std::int64_t days) {
  days += 719468;
  const std::int64_t era = (days >= 0 ? days : days - 146096) / 146097;
  const std::int64_t day_of_era = days - era * 146097;
  const std::int64_t year_of_era =
      (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  const std::int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const std::int64_t shifted = (5 * day_of_year + 2) / 153;
  Civil civil;
  civil.day = static_cast<int>(day_of_year - (153 * shifted + 2) / 5 + 1);
  civil.month = static_cast<int>(shifted < 10 ? shifted + 3 : shifted - 9);
  civil.year = static_cast<int>(year_of_era + era * 400 + (civil.month <= 2 ? 1 : 0));
  return civil;
}

int days_in_month(int year, int month) {
  if (month == 2) return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
  return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

bool in_calendar(std::int64_t days) { return days >= days_of({1, 1, 1}) && days <= days_of({9999, 12, 31}); }

int weekday_of(std::int64_t days) { return static_cast<int>(((days + 4) % 7 + 7) % 7); }

DateTime now_local() { return now(false); }
DateTime now_utc() { return now(true); }

std::optional<ParsedDateTime> parse_date_time(std::string_view text) { return Reader(text).run(); }

std::string date_text(const DateTime &value) {
  const Civil civil = civil_of(value.days);
  char buffer[64];
  std::snprintf(buffer, sizeof buffer, "%04d-%02d-%02d", civil.year, civil.month, civil.day);
  return buffer;
}

std::string time_text(const DateTime &value, int digits) {
  const std::int64_t seconds = value.ticks / ticks_per_second;
  char buffer[64];
  std::snprintf(buffer, sizeof buffer, "%02d:%02d:%02d", static_cast<int>(seconds / 3600),
                static_cast<int>(seconds / 60 % 60), static_cast<int>(seconds % 60));
  std::string text = buffer;
  if (digits > 0) {
    std::snprintf(buffer, sizeof buffer, "%07lld00", static_cast<long long>(value.ticks % ticks_per_second));
    text += "." + std::string(buffer).substr(0, static_cast<std::size_t>(digits));
  }
  return text;
}

std::string offset_text(int minutes) {
  char buffer[32];
  const int magnitude = minutes < 0 ? -minutes : minutes;
  std::snprintf(buffer, sizeof buffer, "%c%02d:%02d", minutes < 0 ? '-' : '+', magnitude / 60,
                magnitude % 60);
  return buffer;
}

double to_ole(const DateTime &value) {
  const auto days = static_cast<double>(value.days - ole_epoch);
  const double time = static_cast<double>(value.ticks) / static_cast<double>(ticks_per_day);
  // Before the epoch the fraction still counts forward from midnight.
  return days < 0 ? days - time : days + time;
}

std::optional<DateTime> from_ole(double value) {
  if (!std::isfinite(value) || value <= -657435.0 || value >= 2958466.0) return std::nullopt;
  double days = 0;
  const double time = std::fabs(std::modf(value, &days));
  DateTime out;
  out.days = static_cast<std::int64_t>(days) + ole_epoch;
  // A double holds a time of day to a few microseconds: milliseconds are what can be trusted.
  constexpr std::int64_t tick = ticks_per_second / 1000;
  out.ticks =
      static_cast<std::int64_t>(std::llround(time * static_cast<double>(ticks_per_day / tick))) * tick;
  if (out.ticks >= ticks_per_day) {
    out.ticks -= ticks_per_day;
    ++out.days;
  }
  return out;
}

}  // namespace gantry::expression
