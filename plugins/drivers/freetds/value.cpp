#include "plugins/drivers/freetds/value.hpp"

#include <endian.h>

#include <array>
#include <cstring>

namespace gantry::freetds {
namespace {

constexpr std::int64_t ticks_a_day = 864'000'000'000;

template <typename T>
T load(const void *data, std::size_t offset = 0) {
  T value;
  std::memcpy(&value, static_cast<const char *>(data) + offset, sizeof value);
  return value;
}

/// DBDATETIMEALL: ticks of the day, days since 1900, offset in minutes (date and time are UTC then).
struct Moment {
  std::int64_t ticks, days;
  std::int32_t offset;
};
Moment load_moment(const void *data) {
  return {static_cast<std::int64_t>(load<std::uint64_t>(data)), load<std::int32_t>(data, 8) + days_to_1900,
          load<std::int16_t>(data, 12)};
}

bool read_bit(const void *data, std::size_t length, gantry_value &out) {
  out.u.i64 = length == 1 && load<std::uint8_t>(data) != 0 ? 1 : 0;
  return length == 1;
}

bool read_integer(const void *data, std::size_t length, gantry_value &out) {
  switch (length) {
    case 1: out.u.i64 = load<std::uint8_t>(data); return true;
    case 2: out.u.i64 = load<std::int16_t>(data); return true;
    case 4: out.u.i64 = load<std::int32_t>(data); return true;
    case 8: out.u.i64 = load<std::int64_t>(data); return true;
    default: return false;
  }
}

bool read_double(const void *data, std::size_t length, gantry_value &out) {
  if (length != 4 && length != 8) return false;
  out.u.f64 = length == 4 ? static_cast<double>(load<float>(data)) : load<double>(data);
  return true;
}

void store_decimal(std::int64_t value, gantry_value &out) {
  const bool negative = value < 0;
  if (negative) out.flags |= GANTRY_VALUE_NEGATIVE;
  out.u.u128.lo = negative ? 0 - static_cast<std::uint64_t>(value) : static_cast<std::uint64_t>(value);
  out.u.u128.hi = 0;
}

/// Bytes that the magnitude of a precision takes.
constexpr std::uint8_t magnitude_bytes(std::uint32_t precision) {
  return static_cast<std::uint8_t>((precision * 33219281ULL / 10000000 + 8) / 8);
}
constexpr auto magnitude_table = [] {
  std::array<std::uint8_t, 39> table{};
  for (std::uint32_t precision = 1; precision < table.size(); ++precision)
    table[precision] = magnitude_bytes(precision);
  return table;
}();

/// DBNUMERIC: precision, scale, sign (1 = negative), magnitude with the highest byte first, as many bytes as
/// the precision needs.
bool read_numeric(const void *data, std::size_t length, gantry_value &out) {
  const auto *bytes = static_cast<const std::uint8_t *>(data);
  if (length < 3 || bytes[0] < 1 || bytes[0] > 38) return false;
  out.precision = bytes[0];
  out.scale = bytes[1];
  const std::size_t magnitude = magnitude_table[out.precision];
  if (length < 3 + magnitude) return false;
  // Read as 16 bytes, of which the last ones are not ours: they are shifted out.
  std::uint8_t whole[16] = {};
  std::memcpy(whole, bytes + 3, length >= 3 + sizeof whole ? sizeof whole : magnitude);
  std::uint64_t high = be64toh(load<std::uint64_t>(whole)), low = be64toh(load<std::uint64_t>(whole, 8));
  const std::size_t foreign_bits = 8 * (sizeof whole - magnitude);
  if (foreign_bits >= 64) {
    low = high >> (foreign_bits - 64);
    high = 0;
  } else if (foreign_bits > 0) {
    low = low >> foreign_bits | high << (64 - foreign_bits);
    high >>= foreign_bits;
  }
  out.u.u128.lo = low;
  out.u.u128.hi = high;
  if (bytes[2] != 0 && (low | high) != 0) out.flags |= GANTRY_VALUE_NEGATIVE;
  return true;
}

/// Money is 4 or 8 bytes at the server, every decimal an odd number.
bool is_money(const ColumnType &type) { return type.max_length % 2 == 0; }

bool read_money(const void *data, std::size_t length, gantry_value &out) {
  if (length == 4) {
    store_decimal(load<std::int32_t>(data), out);
  } else if (length == 8) {
    const auto high = static_cast<std::uint64_t>(load<std::uint32_t>(data));
    store_decimal(static_cast<std::int64_t>((high << 32) | load<std::uint32_t>(data, 4)), out);
  } else {
    return false;
  }
  return true;
}

bool read_datetime(const void *data, std::size_t length, gantry_value &out) {
  if (length == 8) {
    out.aux = load<std::int32_t>(data);
    out.u.i64 = load<std::int32_t>(data, 4);
  } else if (length == 4) {
    out.aux = load<std::uint16_t>(data);
    out.u.i64 = static_cast<std::int64_t>(load<std::uint16_t>(data, 2)) * 60 * 300;
  } else {
    return false;
  }
  return true;
}

bool read_date(const void *data, std::size_t length, gantry_value &out) {
  if (length < 14) return false;
  out.u.i64 = load_moment(data).days;
  return true;
}

bool read_time(const void *data, std::size_t length, gantry_value &out) {
  if (length < 14) return false;
  out.u.i64 = load_moment(data).ticks;
  return true;
}

bool read_moment(const void *data, std::size_t length, gantry_value &out) {
  if (length < 14) return false;
  const Moment moment = load_moment(data);
  out.u.i64 = moment.days * ticks_a_day + moment.ticks;
  if (out.kind == GANTRY_KIND_DATETIMEOFFSET) out.aux = moment.offset;
  return true;
}

bool read_guid(const void *data, std::size_t length, gantry_value &out) {
  if (length != sizeof out.u.raw) return false;
  std::memcpy(out.u.raw, data, sizeof out.u.raw);
  return true;
}

bool read_bytes(const void *data, std::size_t length, gantry_value &out) {
  out.u.data = {data, length};
  return true;
}

bool read_nothing(const void *, std::size_t, gantry_value &) { return false; }

using Function = bool (*)(const void *data, std::size_t length, gantry_value &out);

Function function_of(const ColumnType &type) {
  switch (type.kind) {
    case GANTRY_KIND_BOOL: return &read_bit;
    case GANTRY_KIND_INT64: return &read_integer;
    case GANTRY_KIND_DOUBLE: return &read_double;
    case GANTRY_KIND_DECIMAL: return is_money(type) ? &read_money : &read_numeric;
    case GANTRY_KIND_DATETIME: return &read_datetime;
    case GANTRY_KIND_DATE: return &read_date;
    case GANTRY_KIND_TIME: return &read_time;
    case GANTRY_KIND_DATETIME2:
    case GANTRY_KIND_DATETIMEOFFSET: return &read_moment;
    case GANTRY_KIND_GUID: return &read_guid;
    case GANTRY_KIND_UTF8:
    case GANTRY_KIND_BYTES: return &read_bytes;
    default: return &read_nothing;
  }
}

}  // namespace

ValueReader::ValueReader(const ColumnType &type) : function_(function_of(type)) {
  begun_.kind = type.kind;
  begun_.precision = type.precision;
  begun_.scale = type.scale;
}

}  // namespace gantry::freetds
