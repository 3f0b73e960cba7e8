#include "samples/sandbox/tds/encode-number.hpp"

#include "samples/sandbox/tds/wire-type.hpp"

#include <limits>

namespace sandbox::tds {
namespace {

constexpr std::int32_t last_day = 3'652'058;  // 9999-12-31

Magnitude power_of_ten(int exponent) {
  Magnitude power = 1;
  while (exponent-- > 0) power *= 10;
  return power;
}

std::int64_t ticks_of_unit(std::uint8_t scale) { return static_cast<std::int64_t>(power_of_ten(7 - scale)); }

}  // namespace

std::optional<Magnitude> at_scale(const Decimal &number, std::uint8_t scale) {
  const Magnitude largest = power_of_ten(38) - 1;
  if (scale > 38 || number.scale > 38) return std::nullopt;
  if (scale < number.scale) {
    const Magnitude divisor = power_of_ten(number.scale - scale);
    if (number.magnitude % divisor != 0) return std::nullopt;
    return number.magnitude / divisor;
  }
  const Magnitude factor = power_of_ten(scale - number.scale);
  if (number.magnitude > largest / factor) return std::nullopt;
  return number.magnitude * factor;
}

bool encode_integer(ByteWriter &out, Type type, std::int64_t value) {
  const auto within = [&](std::int64_t low, std::int64_t high) { return value >= low && value <= high; };
  const auto bits = static_cast<std::uint64_t>(value);
  switch (type) {
    case Type::bit: out.u8(value != 0 ? 1 : 0); return true;
    case Type::tinyint: out.u8(bits); return within(0, 255);
    case Type::smallint: out.u16(bits); return within(-32768, 32767);
    case Type::int_:
      out.u32(bits);
      return within(std::numeric_limits<std::int32_t>::min(), std::numeric_limits<std::int32_t>::max());
    default: out.u64(bits); return true;
  }
}

bool encode_decimal(ByteWriter &out, const Decimal &value, std::uint8_t precision, std::uint8_t scale) {
  const std::optional<Magnitude> magnitude = at_scale(value, scale);
  if (!magnitude || *magnitude >= power_of_ten(precision)) return false;
  out.u8(value.negative && *magnitude != 0 ? 0 : 1);
  const std::uint8_t size = decimal_bytes(precision);
  out.integer(static_cast<std::uint64_t>(*magnitude), size < 8 ? size : 8);
  if (size > 8) out.integer(static_cast<std::uint64_t>(*magnitude >> 64), size - 8u);
  return true;
}

bool encode_money(ByteWriter &out, Type type, const Decimal &value) {
  const std::optional<Magnitude> magnitude = at_scale(value, 4);
  const Magnitude limit = type == Type::money ? Magnitude{1} << 63 : Magnitude{1} << 31;
  if (!magnitude || *magnitude > limit || (*magnitude == limit && !value.negative)) return false;
  auto bits = static_cast<std::uint64_t>(*magnitude);
  if (value.negative) bits = ~bits + 1;
  if (type == Type::money) {
    out.u32(bits >> 32);  // the more significant half comes first
    out.u32(bits & 0xFFFFFFFF);
  } else {
    out.u32(bits & 0xFFFFFFFF);
  }
  return true;
}

bool encode_moment(ByteWriter &out, const TypeInfo &type, const DateTime &value) {
  std::int64_t days = value.days, ticks = value.ticks;
  const auto write_time = [&] {
    out.integer(static_cast<std::uint64_t>(ticks / ticks_of_unit(type.scale)), time_bytes(type.scale));
  };
  if (ticks < 0 || ticks >= ticks_a_day) return false;
  if (type.type != Type::time && (days < 0 || days > last_day)) return false;
  switch (type.type) {
    case Type::date: out.integer(static_cast<std::uint64_t>(days), 3); return true;
    case Type::time: write_time(); return true;
    case Type::datetime2:
      write_time();
      out.integer(static_cast<std::uint64_t>(days), 3);
      return true;
    case Type::datetimeoffset:
      write_time();
      out.integer(static_cast<std::uint64_t>(days), 3);
      out.u16(static_cast<std::uint16_t>(value.offset_minutes));
      return value.offset_minutes >= -840 && value.offset_minutes <= 840;
    case Type::datetime: {
      std::int64_t units = (ticks * 3 + 50'000) / 100'000;  // 1/300 s, rounded
      if (units == 300 * 86'400) {
        units = 0;
        ++days;
      }
      out.u32(static_cast<std::uint32_t>(days - day_1900));
      out.u32(static_cast<std::uint64_t>(units));
      return true;
    }
    case Type::smalldatetime: {
      constexpr std::int64_t minute = 600'000'000;
      std::int64_t minutes = (ticks + minute / 2) / minute;
      if (minutes == 1440) {
        minutes = 0;
        ++days;
      }
      const std::int64_t day = days - day_1900;
      out.u16(static_cast<std::uint64_t>(day));
      out.u16(static_cast<std::uint64_t>(minutes));
      return day >= 0 && day <= 65'535;
    }
    default: return false;
  }
}

std::optional<Decimal> decode_decimal(ByteReader &in, std::uint8_t precision, std::uint8_t scale) {
  const bool positive = in.u8() != 0;
  const std::size_t size = in.remaining();
  if (!in.ok() || (size != 4 && size != 8 && size != 12 && size != 16)) return std::nullopt;
  const std::uint64_t low = in.integer(size < 8 ? size : 8);
  const std::uint64_t high = size > 8 ? in.integer(size - 8) : 0;
  Decimal number;
  number.magnitude = Magnitude{high} << 64 | low;
  number.negative = !positive && number.magnitude != 0;
  number.precision = precision;
  number.scale = scale;
  if (number.magnitude >= power_of_ten(precision)) return std::nullopt;
  return number;
}

Decimal decode_money(ByteReader &in, Type type) {
  std::int64_t value = 0;
  if (type == Type::money) {
    const std::uint64_t high = in.u32();
    value = static_cast<std::int64_t>(high << 32 | in.u32());
  } else {
    value = static_cast<std::int32_t>(in.u32());
  }
  Decimal number;
  number.negative = value < 0;
  number.magnitude = value < 0 ? ~static_cast<std::uint64_t>(value) + 1 : static_cast<std::uint64_t>(value);
  number.precision = type == Type::money ? 19 : 10;
  number.scale = 4;
  return number;
}

std::optional<DateTime> decode_moment(ByteReader &in, const TypeInfo &type) {
  DateTime moment;
  const auto read_time = [&] {
    moment.ticks = static_cast<std::int64_t>(in.integer(time_bytes(type.scale))) * ticks_of_unit(type.scale);
  };
  switch (type.type) {
    case Type::date: moment.days = static_cast<std::int32_t>(in.integer(3)); break;
    case Type::time: read_time(); break;
    case Type::datetime2:
      read_time();
      moment.days = static_cast<std::int32_t>(in.integer(3));
      break;
    case Type::datetimeoffset:
      read_time();
      moment.days = static_cast<std::int32_t>(in.integer(3));
      moment.offset_minutes = static_cast<std::int16_t>(in.u16());
      if (moment.offset_minutes < -840 || moment.offset_minutes > 840) return std::nullopt;
      break;
    case Type::datetime: {
      const std::int64_t days = std::int64_t{static_cast<std::int32_t>(in.u32())} + day_1900;
      const std::int64_t units = in.u32();
      if (days < 0 || days > last_day) return std::nullopt;
      moment.days = static_cast<std::int32_t>(days);
      // SQL Server shows 1/300 s as whole milliseconds: .000, .003, .007.
      moment.ticks = (units * 10 + 1) / 3 * 10'000;
      break;
    }
    case Type::smalldatetime:
      moment.days = static_cast<std::int32_t>(in.u16()) + day_1900;
      moment.ticks = std::int64_t{in.u16()} * 600'000'000;
      break;
    default: return std::nullopt;
  }
  if (!in.ok() || moment.days < 0 || moment.days > last_day || moment.ticks >= ticks_a_day)
    return std::nullopt;
  return moment;
}

}  // namespace sandbox::tds
