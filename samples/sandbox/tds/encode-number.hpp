// Numbers, dates and identifiers as their bytes, and back. Used by encode-value.cpp and decode-value.cpp
// only.
#ifndef SANDBOX_TDS_ENCODE_NUMBER_HPP
#define SANDBOX_TDS_ENCODE_NUMBER_HPP

#include "samples/sandbox/engine/types.hpp"
#include "samples/sandbox/tds/bytes.hpp"

#include <optional>

namespace sandbox::tds {

constexpr std::int32_t day_1900 = 693'595;  ///< 1900-01-01, the zero of datetime and smalldatetime
constexpr std::int64_t ticks_a_day = 864'000'000'000;

/// The magnitude at another scale; nothing when digits would be lost or there are more than 38.
std::optional<Magnitude> at_scale(const Decimal &number, std::uint8_t scale);

/// Each is false when the value is outside the type.
bool encode_integer(ByteWriter &out, Type type, std::int64_t value);
bool encode_decimal(ByteWriter &out, const Decimal &value, std::uint8_t precision, std::uint8_t scale);
bool encode_money(ByteWriter &out, Type type, const Decimal &value);
bool encode_moment(ByteWriter &out, const TypeInfo &type, const DateTime &value);

std::optional<Decimal> decode_decimal(ByteReader &in, std::uint8_t precision, std::uint8_t scale);
Decimal decode_money(ByteReader &in, Type type);
std::optional<DateTime> decode_moment(ByteReader &in, const TypeInfo &type);

}  // namespace sandbox::tds

#endif
