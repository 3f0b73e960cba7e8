// Cells and tables: rows that a program keeps, with the conversions it asks for (D1).
#ifndef GANTRY_CPP_CELL_HPP
#define GANTRY_CPP_CELL_HPP

#include <gantry/value.h>
#include <gantry/cpp/text.hpp>

#include <cstdio>
#include <cstring>
#include <optional>
#include <variant>

namespace gantry {

struct Blob {
  std::string data;
  bool operator==(const Blob &other) const { return data == other.data; }
};

/// A value that is kept. Kinds without a member of their own (decimal, dates, guid) are kept as invariant
/// text.
class Cell {
 public:
  Cell() = default;
  Cell(std::string text) : content_(std::move(text)) {}              // NOLINT(google-explicit-constructor)
  Cell(std::string_view text) : content_(std::string(text)) {}       // NOLINT(google-explicit-constructor)
  Cell(const char *text) : content_(std::string(text)) {}            // NOLINT(google-explicit-constructor)
  Cell(std::int64_t number) : content_(number) {}                    // NOLINT(google-explicit-constructor)
  Cell(int number) : content_(static_cast<std::int64_t>(number)) {}  // NOLINT(google-explicit-constructor)
  Cell(bool flag) : content_(flag) {}                                // NOLINT(google-explicit-constructor)
  Cell(double number) : content_(number) {}                          // NOLINT(google-explicit-constructor)
  Cell(Blob bytes) : content_(std::move(bytes)) {}                   // NOLINT(google-explicit-constructor)

  bool null() const noexcept { return content_.index() == 0; }
  bool operator==(const Cell &other) const { return content_ == other.content_; }
  bool operator!=(const Cell &other) const { return !(*this == other); }

  /// Text; numbers in decimal digits, flags as True and False, bytes as 0x and hexadecimal digits; NULL as
  /// empty.
  std::string text() const {
    if (const auto *s = std::get_if<std::string>(&content_)) return *s;
    if (const auto *n = std::get_if<std::int64_t>(&content_)) return std::to_string(*n);
    if (const auto *b = std::get_if<bool>(&content_)) return *b ? "True" : "False";
    if (const auto *d = std::get_if<double>(&content_)) {
      char buffer[32];
      std::snprintf(buffer, sizeof buffer, "%.17g", *d);
      return buffer;
    }
    if (const auto *bytes = std::get_if<Blob>(&content_)) return hexadecimal(bytes->data);
    return {};
  }
  /// The number; text and flags are converted, everything else is `otherwise`.
  std::int64_t number(std::int64_t otherwise = 0) const {
    if (const auto *n = std::get_if<std::int64_t>(&content_)) return *n;
    if (const auto *b = std::get_if<bool>(&content_)) return *b ? 1 : 0;
    if (const auto *d = std::get_if<double>(&content_)) return static_cast<std::int64_t>(*d);
    if (const auto *s = std::get_if<std::string>(&content_)) {
      char *end = nullptr;
      const long long parsed = std::strtoll(s->c_str(), &end, 10);
      if (end != s->c_str() && *end == 0) return parsed;
    }
    return otherwise;
  }
  bool flag() const {
    if (const auto *s = std::get_if<std::string>(&content_)) return *s == "True" || *s == "true" || *s == "1";
    return number() != 0;
  }
  /// The bytes; empty unless the value is binary.
  const std::string &bytes() const {
    static const std::string none;
    const auto *blob = std::get_if<Blob>(&content_);
    return blob ? blob->data : none;
  }
  const std::string *string() const noexcept { return std::get_if<std::string>(&content_); }
  const Blob *blob() const noexcept { return std::get_if<Blob>(&content_); }

  /// The value as it crosses the boundary, borrowed from this cell.
  gantry_value value() const noexcept {
    gantry_value v{};
    if (const auto *s = std::get_if<std::string>(&content_)) {
      v.kind = GANTRY_KIND_UTF8;
      v.u.data = {s->data(), s->size()};
    } else if (const auto *n = std::get_if<std::int64_t>(&content_)) {
      v.kind = GANTRY_KIND_INT64;
      v.u.i64 = *n;
    } else if (const auto *b = std::get_if<bool>(&content_)) {
      v.kind = GANTRY_KIND_BOOL;
      v.u.i64 = *b ? 1 : 0;
    } else if (const auto *d = std::get_if<double>(&content_)) {
      v.kind = GANTRY_KIND_DOUBLE;
      v.u.f64 = *d;
    } else if (const auto *bytes = std::get_if<Blob>(&content_)) {
      v.kind = GANTRY_KIND_BYTES;
      v.u.data = {bytes->data.data(), bytes->data.size()};
    }
    return v;
  }

  static std::string hexadecimal(std::string_view bytes) {
    static constexpr char digits[] = "0123456789ABCDEF";
    std::string text = "0x";
    text.reserve(2 + bytes.size() * 2);
    for (const char c : bytes) {
      text += digits[static_cast<unsigned char>(c) >> 4];
      text += digits[static_cast<unsigned char>(c) & 15];
    }
    return text;
  }

 private:
  std::variant<std::monostate, bool, std::int64_t, double, std::string, Blob> content_;
};

namespace detail {
/// Year, month and day of a day count since 0001-01-01 (proleptic Gregorian).
inline void civil_date(std::int64_t days, int &year, int &month, int &day) noexcept {
  days += 306;  // since 0000-03-01
  const std::int64_t era = (days >= 0 ? days : days - 146096) / 146097;
  const auto day_of_era = static_cast<unsigned>(days - era * 146097);
  const unsigned year_of_era =
      (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  const unsigned day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const unsigned shifted = (5 * day_of_year + 2) / 153;
  day = static_cast<int>(day_of_year - (153 * shifted + 2) / 5 + 1);
  month = static_cast<int>(shifted < 10 ? shifted + 3 : shifted - 9);
  year = static_cast<int>(static_cast<std::int64_t>(year_of_era) + era * 400) + (month <= 2 ? 1 : 0);
}
inline std::string date_text(std::int64_t days) {
  int year = 0, month = 0, day = 0;
  civil_date(days, year, month, day);
  char buffer[40];
  std::snprintf(buffer, sizeof buffer, "%04d-%02d-%02d", year, month, day);
  return buffer;
}
inline std::string time_text(std::int64_t ticks, int scale) {
  char buffer[64];
  const std::int64_t seconds = ticks / 10'000'000;
  std::snprintf(buffer, sizeof buffer, "%02d:%02d:%02d", static_cast<int>(seconds / 3600),
                static_cast<int>(seconds / 60 % 60), static_cast<int>(seconds % 60));
  std::string text = buffer;
  if (scale > 0) {
    std::snprintf(buffer, sizeof buffer, "%07d", static_cast<int>(ticks % 10'000'000));
    text += '.';
    text.append(buffer, static_cast<std::size_t>(scale > 7 ? 7 : scale));
  }
  return text;
}
inline std::string decimal_text(const gantry_value &v) {
  __extension__ using Wide = unsigned __int128;
  Wide magnitude = (static_cast<Wide>(v.u.u128.hi) << 64) | v.u.u128.lo;
  std::string digits;
  do {
    digits.insert(digits.begin(), static_cast<char>('0' + static_cast<int>(magnitude % 10)));
    magnitude /= 10;
  } while (magnitude != 0);
  if (v.scale > 0) {
    if (digits.size() <= v.scale) digits.insert(0, v.scale + 1U - digits.size(), '0');
    digits.insert(digits.size() - v.scale, 1, '.');
  }
  return (v.flags & GANTRY_VALUE_NEGATIVE) ? '-' + digits : digits;
}
inline std::string utf8_of_utf16(const void *ptr, std::size_t bytes) {
  std::string text;
  const auto *p = static_cast<const unsigned char *>(ptr);
  auto append = [&](std::uint32_t c) {
    if (c < 0x80) {
      text += static_cast<char>(c);
    } else if (c < 0x800) {
      text += static_cast<char>(0xC0 | (c >> 6));
      text += static_cast<char>(0x80 | (c & 63));
    } else if (c < 0x10000) {
      text += static_cast<char>(0xE0 | (c >> 12));
      text += static_cast<char>(0x80 | ((c >> 6) & 63));
      text += static_cast<char>(0x80 | (c & 63));
    } else {
      text += static_cast<char>(0xF0 | (c >> 18));
      text += static_cast<char>(0x80 | ((c >> 12) & 63));
      text += static_cast<char>(0x80 | ((c >> 6) & 63));
      text += static_cast<char>(0x80 | (c & 63));
    }
  };
  for (std::size_t i = 0; i + 1 < bytes; i += 2) {
    std::uint32_t c = p[i] | (static_cast<std::uint32_t>(p[i + 1]) << 8);
    if (c >= 0xD800 && c < 0xDC00 && i + 3 < bytes) {
      const std::uint32_t low = p[i + 2] | (static_cast<std::uint32_t>(p[i + 3]) << 8);
      if (low >= 0xDC00 && low < 0xE000) {
        c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
        i += 2;
      }
    }
    append(c);
  }
  return text;
}
inline std::string guid_text(const std::uint8_t *b) {
  char buffer[40];
  std::snprintf(buffer, sizeof buffer, "%02X%02X%02X%02X-%02X%02X-%02X%02X-%02X%02X-%02X%02X%02X%02X%02X%02X",
                b[3], b[2], b[1], b[0], b[5], b[4], b[7], b[6], b[8], b[9], b[10], b[11], b[12], b[13], b[14],
                b[15]);
  return buffer;
}
}  // namespace detail

/// Keeps a borrowed value. A deferred one is NULL here: read it with read_long.
inline Cell keep(const gantry_value &v) {
  constexpr std::int64_t ticks_a_day = 864'000'000'000;
  switch (v.kind) {
    case GANTRY_KIND_BOOL: return Cell(v.u.i64 != 0);
    case GANTRY_KIND_INT64: return Cell(static_cast<std::int64_t>(v.u.i64));
    case GANTRY_KIND_DOUBLE: return Cell(v.u.f64);
    case GANTRY_KIND_DECIMAL: return Cell(detail::decimal_text(v));
    case GANTRY_KIND_UTF8:
      return Cell(std::string(static_cast<const char *>(v.u.data.ptr ? v.u.data.ptr : ""), v.u.data.len));
    case GANTRY_KIND_UTF16LE: return Cell(detail::utf8_of_utf16(v.u.data.ptr, v.u.data.len));
    case GANTRY_KIND_BYTES:
      return Cell(
          Blob{std::string(static_cast<const char *>(v.u.data.ptr ? v.u.data.ptr : ""), v.u.data.len)});
    case GANTRY_KIND_DATE: return Cell(detail::date_text(v.u.i64));
    case GANTRY_KIND_TIME: return Cell(detail::time_text(v.u.i64, v.scale));
    case GANTRY_KIND_DATETIME:
      return Cell(detail::date_text(v.aux + 693595LL) + ' ' +
                  detail::time_text((v.u.i64 * 10 + 1) / 3 * 10'000, 3));
    case GANTRY_KIND_DATETIME2:
      return Cell(detail::date_text(v.u.i64 / ticks_a_day) + ' ' +
                  detail::time_text(v.u.i64 % ticks_a_day, v.scale));
    case GANTRY_KIND_DATETIMEOFFSET: {
      const std::int64_t local = v.u.i64 + v.aux * 600'000'000LL;
      char zone[24];
      const int minutes = v.aux < 0 ? -v.aux : v.aux;
      std::snprintf(zone, sizeof zone, " %c%02d:%02d", v.aux < 0 ? '-' : '+', minutes / 60, minutes % 60);
      return Cell(detail::date_text(local / ticks_a_day) + ' ' +
                  detail::time_text(local % ticks_a_day, v.scale) + zone);
    }
    case GANTRY_KIND_GUID: return Cell(detail::guid_text(v.u.raw));
    default: return Cell();
  }
}

/// Rows that are kept, with the names of their columns.
struct Table {
  std::vector<std::string> columns;
  std::vector<std::vector<Cell>> rows;

  /// The index of a column, or -1.
  int column(std::string_view name) const noexcept {
    for (std::size_t i = 0; i < columns.size(); ++i)
      if (columns[i] == name) return static_cast<int>(i);
    return -1;
  }
  /// A cell by row and column name; NULL when there is no such column.
  const Cell &at(std::size_t row, std::string_view name) const {
    static const Cell none;
    const int index = column(name);
    return index < 0 ? none : rows[row][static_cast<std::size_t>(index)];
  }
};

}  // namespace gantry

#endif
