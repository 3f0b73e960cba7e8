#include "plugins/drivers/freetds/value.hpp"

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

bool read_integer(const void *data, std::size_t length, gantry_value &out) {
  switch (length) {
    case 1: out.u.i64 = load<std::uint8_t>(data); return true;
    case 2: out.u.i64 = load<std::int16_t>(data); return true;
    case 4: out.u.i64 = load<std::int32_t>(data); return true;
    case 8: out.u.i64 = load<std::int64_t>(data); return true;
    default: return false;
  }
}

void store_decimal(std::int64_t value, gantry_value &out) {
  const bool negative = value < 0;
  if (negative) out.flags |= GANTRY_VALUE_NEGATIVE;
  out.u.u128.lo = negative ? 0 - static_cast<std::uint64_t>(value) : static_cast<std::uint64_t>(value);
  out.u.u128.hi = 0;
}

/// DBNUMERIC: precision, scale, sign (1 = negative), magnitude with the highest byte first, as many bytes as
/// the precision needs.
bool read_numeric(const void *data, std::size_t length, gantry_value &out) {
  const auto *bytes = static_cast<const std::uint8_t *>(data);
  if (length < 3 || bytes[0] < 1 || bytes[0] > 38) return false;
  out.precision = bytes[0];
  out.scale = bytes[1];
  const std::size_t magnitude = (static_cast<std::size_t>(out.precision) * 33219281 / 10000000 + 8) / 8;
  if (length < 3 + magnitude) return false;
  std::uint64_t high = 0, low = 0;
  for (std::size_t i = 0; i < magnitude; ++i) {
    high = (high << 8) | (low >> 56);
    low = (low << 8) | bytes[3 + i];
  }
  out.u.u128.lo = low;
  out.u.u128.hi = high;
  if (bytes[2] != 0 && (low | high) != 0) out.flags |= GANTRY_VALUE_NEGATIVE;
  return true;
}

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

bool read_moment(const void *data, std::size_t length, gantry_value &out) {
  if (length < 14) return false;
  const Moment moment = load_moment(data);
  switch (out.kind) {
    case GANTRY_KIND_DATE: out.u.i64 = moment.days; break;
    case GANTRY_KIND_TIME: out.u.i64 = moment.ticks; break;
    default: out.u.i64 = moment.days * ticks_a_day + moment.ticks; break;
  }
  if (out.kind == GANTRY_KIND_DATETIMEOFFSET) out.aux = moment.offset;
  return true;
}

}  // namespace

bool read_value(const ColumnType &type, const void *data, std::size_t length, gantry_value &out) {
  out = gantry_value{};
  if (!data) return true;  // GANTRY_KIND_NULL
  out.kind = type.kind;
  out.precision = type.precision;
  out.scale = type.scale;
  switch (type.kind) {
    case GANTRY_KIND_BOOL:
      out.u.i64 = length == 1 && load<std::uint8_t>(data) != 0 ? 1 : 0;
      return length == 1;
    case GANTRY_KIND_INT64: return read_integer(data, length, out);
    case GANTRY_KIND_DOUBLE:
      if (length == 4)
        out.u.f64 = static_cast<double>(load<float>(data));
      else if (length == 8)
        out.u.f64 = load<double>(data);
      else
        return false;
      return true;
    case GANTRY_KIND_DECIMAL:
      return type.name == "money" || type.name == "smallmoney" ? read_money(data, length, out)
                                                               : read_numeric(data, length, out);
    case GANTRY_KIND_DATETIME: return read_datetime(data, length, out);
    case GANTRY_KIND_DATE:
    case GANTRY_KIND_TIME:
    case GANTRY_KIND_DATETIME2:
    case GANTRY_KIND_DATETIMEOFFSET: return read_moment(data, length, out);
    case GANTRY_KIND_GUID:
      if (length != sizeof out.u.raw) return false;
      std::memcpy(out.u.raw, data, sizeof out.u.raw);
      return true;
    case GANTRY_KIND_UTF8:
    case GANTRY_KIND_BYTES: out.u.data = {data, length}; return true;
    default: return false;
  }
}

}  // namespace gantry::freetds
