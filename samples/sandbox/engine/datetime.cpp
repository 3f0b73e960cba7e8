#include "samples/sandbox/engine/datetime.hpp"

#include "samples/sandbox/engine/text.hpp"

#include <cctype>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <vector>

namespace sandbox {
namespace {

constexpr const char *month_names[12] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

template <class... Parts>
std::string print(const char *format, Parts... parts) {
  char buffer[96];
  std::snprintf(buffer, sizeof buffer, format, parts...);
  return buffer;
}

struct Piece {
  bool number = false;
  std::string text;
};

std::vector<Piece> pieces_of(std::string_view text) {
  std::vector<Piece> pieces;
  for (std::size_t i = 0; i < text.size();) {
    const auto c = static_cast<unsigned char>(text[i]);
    std::size_t j = i + 1;
    if (std::isdigit(c)) {
      while (j < text.size() && std::isdigit(static_cast<unsigned char>(text[j]))) ++j;
      pieces.push_back({true, std::string(text.substr(i, j - i))});
    } else if (std::isalpha(c)) {
      while (j < text.size() && std::isalpha(static_cast<unsigned char>(text[j]))) ++j;
      pieces.push_back({false, lower(text.substr(i, j - i))});
    } else {
      pieces.push_back({false, std::string(1, static_cast<char>(c))});
    }
    i = j;
  }
  return pieces;
}

int number(const std::string &text) { return text.size() > 9 ? -1 : std::atoi(text.c_str()); }

std::string fraction(std::int32_t ticks, int scale) {
  std::string digits = print("%07d", ticks);
  return scale ? "." + digits.substr(0, static_cast<std::size_t>(scale)) : std::string();
}

}  // namespace

std::int32_t days_of(int year, int month, int day) {
  const int y = month <= 2 ? year - 1 : year;
  const int era = y / 400;
  const int of_era = y - era * 400;
  const int of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 306;
}

int days_in_month(int year, int month) {
  static constexpr int days[12] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return month == 2 && leap ? 29 : days[month - 1];
}

Civil civil_of(const DateTime &moment) {
  std::int64_t ticks = moment.ticks + moment.offset_minutes * 60 * ticks_per_second;
  std::int32_t days = moment.days;
  while (ticks < 0) {
    ticks += ticks_per_day;
    --days;
  }
  while (ticks >= ticks_per_day) {
    ticks -= ticks_per_day;
    ++days;
  }
  const int z = days + 306;
  const int era = (z >= 0 ? z : z - 146096) / 146097;
  const int of_era = z - era * 146097;
  const int year_of_era = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
  const int of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const int shifted = (5 * of_year + 2) / 153;
  Civil civil;
  civil.day = of_year - (153 * shifted + 2) / 5 + 1;
  civil.month = shifted < 10 ? shifted + 3 : shifted - 9;
  civil.year = year_of_era + era * 400 + (civil.month <= 2 ? 1 : 0);
  const std::int64_t seconds = ticks / ticks_per_second;
  civil.ticks = static_cast<std::int32_t>(ticks % ticks_per_second);
  civil.hour = static_cast<int>(seconds / 3600);
  civil.minute = static_cast<int>(seconds / 60 % 60);
  civil.second = static_cast<int>(seconds % 60);
  return civil;
}

DateTime moment_of(const Civil &civil) {
  DateTime moment;
  moment.days = days_of(civil.year, civil.month, civil.day);
  moment.ticks = (civil.hour * 3600LL + civil.minute * 60 + civil.second) * ticks_per_second + civil.ticks;
  return moment;
}

int weekday_of(std::int32_t days) { return ((days % 7) + 7) % 7; }

std::optional<DateTime> parse_datetime(std::string_view text, std::string_view order) {
  const std::vector<Piece> pieces = pieces_of(text);
  Civil civil;
  std::vector<std::string> numbers;
  int month_name = 0;
  bool have_time = false, have_date = false, dashes = false;
  int offset = 0;
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    const Piece &piece = pieces[i];
    const auto next_is = [&](const char *what) {
      return i + 1 < pieces.size() && pieces[i + 1].text == what;
    };
    if (piece.number && next_is(":") && !have_time) {
      have_time = true;
      civil.hour = number(piece.text);
      if (i + 2 >= pieces.size() || !pieces[i + 2].number) return std::nullopt;
      civil.minute = number(pieces[i + 2].text);
      i += 2;
      if (i + 2 < pieces.size() && pieces[i + 1].text == ":" && pieces[i + 2].number) {
        civil.second = number(pieces[i + 2].text);
        i += 2;
        if (i + 2 < pieces.size() && (pieces[i + 1].text == "." || pieces[i + 1].text == ":") &&
            pieces[i + 2].number) {
          std::string digits = pieces[i + 2].text;
          if (digits.size() > 7) return std::nullopt;
          if (pieces[i + 1].text == ":") digits.insert(0, 3 - std::min<std::size_t>(3, digits.size()), '0');
          digits.resize(7, '0');
          civil.ticks = number(digits);
          i += 2;
        }
      }
      continue;
    }
    if (piece.number) {
      numbers.push_back(piece.text);
      continue;
    }
    if (piece.text == "-" && !have_time) dashes = true;
    if (piece.text == "-" || piece.text == "/" || piece.text == "." || piece.text == "," ||
        piece.text == " " || piece.text == "t") {
      if (piece.text == "-" && have_time && i + 3 < pieces.size() && pieces[i + 2].text == ":") {
        offset = -(number(pieces[i + 1].text) * 60 + number(pieces[i + 3].text));
        i += 3;
      }
      continue;
    }
    if (piece.text == "+" && have_time && i + 3 < pieces.size() && pieces[i + 2].text == ":") {
      offset = number(pieces[i + 1].text) * 60 + number(pieces[i + 3].text);
      i += 3;
      continue;
    }
    if (piece.text == "z" && have_time) continue;
    if (piece.text == "am" || piece.text == "pm") {
      if (!have_time) return std::nullopt;
      if (civil.hour < 1 || civil.hour > 12) return std::nullopt;
      civil.hour = civil.hour % 12 + (piece.text == "pm" ? 12 : 0);
      continue;
    }
    bool matched = false;
    for (int m = 0; m < 12 && piece.text.size() >= 3; ++m)
      if (lower(month_names[m]) == piece.text.substr(0, 3)) {
        if (month_name) return std::nullopt;
        month_name = m + 1;
        matched = true;
      }
    if (!matched) return std::nullopt;
  }
  if (numbers.size() == 1 && !month_name && (numbers[0].size() == 8 || numbers[0].size() == 6)) {
    const std::string &n = numbers[0];
    const std::size_t width = n.size() - 4;
    civil.year = number(n.substr(0, width));
    if (width == 2) civil.year += civil.year < 50 ? 2000 : 1900;
    civil.month = number(n.substr(width, 2));
    civil.day = number(n.substr(width + 2, 2));
    have_date = true;
  } else if (numbers.size() == 1 && !month_name && numbers[0].size() == 4) {
    civil.year = number(numbers[0]);
    have_date = true;
  } else if (month_name && (numbers.size() == 2 || numbers.size() == 1)) {
    civil.month = month_name;
    std::string day = "1", year = numbers[0];
    if (numbers.size() == 2) {
      day = numbers[0].size() == 4 ? numbers[1] : numbers[0];
      year = numbers[0].size() == 4 ? numbers[0] : numbers[1];
    }
    civil.day = number(day);
    civil.year = number(year);
    if (year.size() <= 2) civil.year += civil.year < 50 ? 2000 : 1900;
    have_date = true;
  } else if (numbers.size() == 3 && !month_name) {
    std::string form(order);
    if (numbers[0].size() == 4) form = dashes && order == "dmy" ? "ymd" : "ymd";
    for (int i = 0; i < 3; ++i) {
      int value = number(numbers[static_cast<std::size_t>(i)]);
      const std::size_t width = numbers[static_cast<std::size_t>(i)].size();
      switch (form[static_cast<std::size_t>(i)]) {
        case 'y':
          if (width <= 2) value += value < 50 ? 2000 : 1900;
          civil.year = value;
          break;
        case 'm': civil.month = value; break;
        default: civil.day = value;
      }
    }
    if (form[2] == 'y' && numbers[2].size() == 3) return std::nullopt;
    have_date = true;
  } else if (!numbers.empty() || month_name) {
    return std::nullopt;
  }
  if (!have_date && !have_time && !trim_right(text).empty()) return std::nullopt;
  if (civil.year < 1 || civil.year > 9999 || civil.month < 1 || civil.month > 12 || civil.day < 1 ||
      civil.day > days_in_month(civil.year, civil.month) || civil.hour < 0 || civil.hour > 23 ||
      civil.minute < 0 || civil.minute > 59 || civil.second < 0 || civil.second > 59 || offset < -840 ||
      offset > 840)
    return std::nullopt;
  DateTime moment = moment_of(civil);
  moment.ticks -= offset * 60 * ticks_per_second;
  while (moment.ticks < 0) {
    moment.ticks += ticks_per_day;
    --moment.days;
  }
  while (moment.ticks >= ticks_per_day) {
    moment.ticks -= ticks_per_day;
    ++moment.days;
  }
  moment.offset_minutes = static_cast<std::int16_t>(offset);
  return moment;
}

std::string format_datetime(const DateTime &moment, const TypeInfo &type, int style) {
  const Civil c = civil_of(moment);
  const bool legacy = type.type == Type::datetime || type.type == Type::smalldatetime;
  const bool has_date = type.type != Type::time, has_time = type.type != Type::date;
  const int scale = legacy ? (type.type == Type::datetime ? 3 : 0) : type.scale;
  if (!legacy && (style == 0 || style == -1)) style = style == -1 ? 121 : 100;
  if (style == -1 || style == 0) style = 100;
  const int hour12 = c.hour % 12 == 0 ? 12 : c.hour % 12;
  const char *half = c.hour < 12 ? "AM" : "PM";
  const int year2 = c.year % 100;
  std::string date, time;
  char separator = ' ';
  switch (style) {
    case 1: date = print("%02d/%02d/%02d", c.month, c.day, year2); break;
    case 2: date = print("%02d.%02d.%02d", year2, c.month, c.day); break;
    case 3: date = print("%02d/%02d/%02d", c.day, c.month, year2); break;
    case 101: date = print("%02d/%02d/%04d", c.month, c.day, c.year); break;
    case 102: date = print("%04d.%02d.%02d", c.year, c.month, c.day); break;
    case 103: date = print("%02d/%02d/%04d", c.day, c.month, c.year); break;
    case 104: date = print("%02d.%02d.%04d", c.day, c.month, c.year); break;
    case 105: date = print("%02d-%02d-%04d", c.day, c.month, c.year); break;
    case 106: date = print("%02d %s %04d", c.day, month_names[c.month - 1], c.year); break;
    case 107: date = print("%s %02d, %04d", month_names[c.month - 1], c.day, c.year); break;
    case 110: date = print("%02d-%02d-%04d", c.month, c.day, c.year); break;
    case 111: date = print("%04d/%02d/%02d", c.year, c.month, c.day); break;
    case 112: date = print("%04d%02d%02d", c.year, c.month, c.day); break;
    case 23: date = print("%04d-%02d-%02d", c.year, c.month, c.day); break;
    case 8:
    case 24:
    case 108: time = print("%02d:%02d:%02d", c.hour, c.minute, c.second); break;
    case 14:
    case 114:
      time = print("%02d:%02d:%02d", c.hour, c.minute, c.second) + ":" + fraction(c.ticks, 3).substr(1);
      break;
    case 20:
    case 120:
      date = print("%04d-%02d-%02d", c.year, c.month, c.day);
      time = print("%02d:%02d:%02d", c.hour, c.minute, c.second);
      break;
    case 126:
    case 127:
      separator = 'T';
      date = print("%04d-%02d-%02d", c.year, c.month, c.day);
      time = print("%02d:%02d:%02d", c.hour, c.minute, c.second);
      if (!legacy || c.ticks) time += fraction(c.ticks, scale);
      break;
    case 100:
    case 9:
    case 109:
      date = print("%s %2d %04d", month_names[c.month - 1], c.day, c.year);
      time = print("%2d:%02d", hour12, c.minute);
      if (style != 100)
        time += print(":%02d", c.second) + (scale ? ":" + fraction(c.ticks, scale).substr(1) : "");
      time += half;
      break;
    default:
      date = print("%04d-%02d-%02d", c.year, c.month, c.day);
      time = print("%02d:%02d:%02d", c.hour, c.minute, c.second) + fraction(c.ticks, scale);
  }
  std::string out;
  if (has_date) out = date;
  if (has_time && !time.empty()) out += (out.empty() ? "" : std::string(1, separator)) + time;
  if (type.type == Type::datetimeoffset && has_time && !time.empty()) {
    const int offset = moment.offset_minutes < 0 ? -moment.offset_minutes : moment.offset_minutes;
    out += (separator == 'T' ? "" : " ") +
           print("%c%02d:%02d", moment.offset_minutes < 0 ? '-' : '+', offset / 60, offset % 60);
  }
  return out;
}

std::optional<DateTime> fit_datetime(DateTime moment, const TypeInfo &type) {
  const auto carry = [&] {
    if (moment.ticks >= ticks_per_day) {
      moment.ticks -= ticks_per_day;
      ++moment.days;
    }
  };
  if (type.type != Type::datetimeoffset && moment.offset_minutes) {
    const std::int16_t offset = moment.offset_minutes;
    const Civil civil = civil_of(moment);
    moment = moment_of(civil);
    (void)offset;
  }
  static constexpr std::int64_t steps[8] = {10'000'000, 1'000'000, 100'000, 10'000, 1000, 100, 10, 1};
  switch (type.type) {
    case Type::date: moment.ticks = 0; break;
    case Type::time: moment.days = 0; [[fallthrough]];
    case Type::datetime2:
    case Type::datetimeoffset: {
      const std::int64_t step = steps[type.scale > 7 ? 7 : type.scale];
      moment.ticks = (moment.ticks + step / 2) / step * step;
      carry();
      if (type.type == Type::time) moment.days = 0;
      break;
    }
    case Type::datetime: {
      // 1/300 s, shown in whole milliseconds ending in 0, 3 or 7.
      const std::int64_t units = (moment.ticks * 3 + 50'000) / 100'000;
      moment.ticks = (units * 10 + 1) / 3 * 10'000;
      if (units >= 300LL * 86'400) moment.ticks = ticks_per_day;
      carry();
      if (moment.days < days_of(1753, 1, 1)) return std::nullopt;
      break;
    }
    case Type::smalldatetime: {
      const std::int64_t minute = 60 * ticks_per_second;
      moment.ticks = (moment.ticks + minute / 2) / minute * minute;
      carry();
      if (moment.days < days_1900 || moment.days > days_of(2079, 6, 6)) return std::nullopt;
      break;
    }
    default: break;
  }
  if (moment.days < 0 || moment.days > days_of(9999, 12, 31)) return std::nullopt;
  return moment;
}

namespace {
DateTime now_with(bool local) {
  const auto now = std::chrono::system_clock::now();
  const std::time_t seconds = std::chrono::system_clock::to_time_t(now);
  std::tm parts{};
  if (local)
    localtime_r(&seconds, &parts);
  else
    gmtime_r(&seconds, &parts);
  Civil civil;
  civil.year = parts.tm_year + 1900;
  civil.month = parts.tm_mon + 1;
  civil.day = parts.tm_mday;
  civil.hour = parts.tm_hour;
  civil.minute = parts.tm_min;
  civil.second = parts.tm_sec > 59 ? 59 : parts.tm_sec;
  const auto since = now.time_since_epoch();
  civil.ticks = static_cast<std::int32_t>(
      std::chrono::duration_cast<std::chrono::nanoseconds>(since).count() / 100 % ticks_per_second);
  return moment_of(civil);
}
}  // namespace

DateTime now_local() { return now_with(true); }
DateTime now_utc() { return now_with(false); }

std::string iso_text(const DateTime &moment) {
  DateTime utc = moment;
  utc.offset_minutes = 0;
  const Civil c = civil_of(utc);
  std::string out = print("%04d-%02d-%02d %02d:%02d:%02d.%07d", c.year, c.month, c.day, c.hour, c.minute,
                          c.second, c.ticks);
  if (moment.offset_minutes) out += print(" %+d", static_cast<int>(moment.offset_minutes));
  return out;
}

DateTime from_iso_text(std::string_view text) {
  const std::string copy(text);
  Civil c;
  int ticks = 0, offset = 0;
  std::sscanf(copy.c_str(), "%4d-%2d-%2d %2d:%2d:%2d.%7d %d", &c.year, &c.month, &c.day, &c.hour, &c.minute,
              &c.second, &ticks, &offset);
  // Shorter fractions stand for their leading digits.
  const std::size_t point = copy.find('.');
  if (point != std::string::npos) {
    std::size_t digits = 0;
    while (point + 1 + digits < copy.size() && copy[point + 1 + digits] >= '0' &&
           copy[point + 1 + digits] <= '9')
      ++digits;
    for (; digits < 7; ++digits) ticks *= 10;
  }
  c.ticks = ticks;
  DateTime moment = moment_of(c);
  moment.offset_minutes = static_cast<std::int16_t>(offset);
  return moment;
}

}  // namespace sandbox
