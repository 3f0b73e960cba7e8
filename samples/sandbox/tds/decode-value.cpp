#include "samples/sandbox/tds/encode-number.hpp"
#include "samples/sandbox/tds/text.hpp"
#include "samples/sandbox/tds/wire-value.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace sandbox::tds {
namespace {

template <typename Real, typename Integer>
Real real_of(Integer bits) {
  static_assert(sizeof(Integer) == sizeof(Real));
  Real value = 0;
  std::memcpy(&value, &bits, sizeof value);
  return value;
}

gantry::Error broken(std::string found) {
  gantry::Error error{gantry::Status::data, "a value cannot be read", "the bytes of its declared type",
                      std::move(found), "check the client"};
  error.native_code = 8016;
  return error;
}

bool decode_variant(std::string_view bytes, Value &value) {
  ByteReader in(bytes);
  auto variant = std::make_shared<Variant>();
  const std::uint8_t token = in.u8();
  const std::string_view properties = in.bytes(in.u8());
  ByteReader property(properties);
  Collation collation;
  TypeInfo &type = variant->type;
  // The base type as a TYPE_INFO, so that one reader knows the types.
  ByteWriter info;
  info.u8(token);
  switch (token) {
    case type_token::decimaln:
    case type_token::numericn: info.u8(17); break;
    case type_token::guid: info.u8(16); break;
    default: break;
  }
  const bool characters = token == type_token::varchar || token == type_token::character ||
                          token == type_token::nvarchar || token == type_token::nchar;
  if (characters) {
    for (std::uint8_t &byte : collation.bytes) byte = property.u8();
    info.u16(property.u16());
    info.bytes(collation.view());
  } else {
    info.bytes(property.rest());
  }
  const std::string described = info.take();
  ByteReader reader(described);
  const gantry::Result<WireType> wire = read_type_info(reader, TdsVersion::v7_4);
  if (!wire || !in.ok() || !property.ok() || wire->framing == Framing::partial ||
      wire->framing == Framing::long_length)
    return false;
  type = wire->type;
  if (!decode_payload(in.rest(), type, collation, variant->value)) return false;
  value = std::shared_ptr<const Variant>(std::move(variant));
  return true;
}

bool read_partial(ByteReader &in, std::size_t limit, std::string &data, bool &null) {
  const std::uint64_t total = in.u64();
  null = total == ~std::uint64_t{0};
  if (null || !in.ok()) return in.ok();
  constexpr std::uint64_t unknown = ~std::uint64_t{0} - 1;
  if (total != unknown && total > limit) return false;
  for (;;) {
    const std::uint32_t chunk = in.u32();
    if (!in.ok()) return false;
    if (chunk == 0) break;
    if (data.size() + chunk > limit) return false;
    data.append(in.bytes(chunk));
    if (!in.ok()) return false;
  }
  return total == unknown || total == data.size();
}

}  // namespace

bool decode_payload(std::string_view bytes, const TypeInfo &type, const Collation &collation, Value &value) {
  ByteReader in(bytes);
  const std::size_t size = bytes.size();
  switch (type.type) {
    case Type::bit: value = std::int64_t{in.u8() != 0}; return size == 1;
    case Type::tinyint: value = std::int64_t{in.u8()}; return size == 1;
    case Type::smallint: value = std::int64_t{static_cast<std::int16_t>(in.u16())}; return size == 2;
    case Type::int_: value = std::int64_t{static_cast<std::int32_t>(in.u32())}; return size == 4;
    case Type::bigint: value = static_cast<std::int64_t>(in.u64()); return size == 8;
    case Type::real:
    case Type::float_: {
      const double number =
          type.type == Type::real ? double{real_of<float>(in.u32())} : real_of<double>(in.u64());
      value = number;
      return size == (type.type == Type::real ? 4u : 8u) && std::isfinite(number);
    }
    case Type::decimal:
    case Type::numeric:
      if (const auto number = decode_decimal(in, type.precision, type.scale)) {
        value = *number;
        return true;
      }
      return false;
    case Type::money:
    case Type::smallmoney:
      value = decode_money(in, type.type);
      return size == (type.type == Type::money ? 8u : 4u);
    case Type::date:
    case Type::time:
    case Type::datetime2:
    case Type::datetimeoffset:
    case Type::datetime:
    case Type::smalldatetime:
      if (const auto moment = decode_moment(in, type)) {
        value = *moment;
        return in.at_end();
      }
      return false;
    case Type::char_:
    case Type::varchar:
    case Type::text: value = decode_characters(bytes, collation); return true;
    case Type::nchar:
    case Type::nvarchar:
    case Type::ntext: value = utf8_of_utf16(bytes); return size % 2 == 0;
    case Type::xml: {
      std::string_view text = bytes;
      if (text.substr(0, 2) == "\xFF\xFE") text.remove_prefix(2);
      value = utf8_of_utf16(text);
      return size % 2 == 0;
    }
    case Type::binary:
    case Type::varbinary:
    case Type::image:
    case Type::rowversion: value = Bytes{std::string(bytes)}; return true;
    case Type::uniqueidentifier: {
      Guid guid;
      if (size == sizeof guid.bytes) std::memcpy(guid.bytes, bytes.data(), size);
      value = guid;
      return size == sizeof guid.bytes;
    }
    case Type::sql_variant: return decode_variant(bytes, value);
  }
  return false;
}

gantry::Result<Value> read_value(ByteReader &in, const WireType &wire, std::size_t limit) {
  Value value;
  std::string collected;
  std::string_view payload;
  switch (wire.framing) {
    case Framing::nothing: return value;
    case Framing::fixed: payload = in.bytes(wire.max_bytes); break;
    case Framing::byte_length:
    case Framing::old_text: {
      const std::size_t length = in.u8();
      if (length == 0) return in.ok() ? gantry::Result<Value>(value) : broken("the end of the message");
      if (length > wire.max_bytes) return broken("more bytes than the type has");
      payload = in.bytes(length);
      break;
    }
    case Framing::word_length: {
      const std::size_t length = in.u16();
      if (length == 0xFFFF) return value;
      if (length > wire.max_bytes) return broken("more bytes than the type has");
      payload = in.bytes(length);
      break;
    }
    case Framing::partial: {
      bool null = false;
      if (!read_partial(in, limit, collected, null)) return broken("broken or too long chunks");
      if (null) return value;
      payload = collected;
      break;
    }
    case Framing::text_pointer:
    case Framing::long_length: {
      const std::uint32_t length = in.u32();
      if (length == 0xFFFFFFFF || (length == 0 && wire.token == type_token::variant)) return value;
      if (length > limit) return broken("a value longer than this server takes");
      payload = in.bytes(length);
      break;
    }
  }
  if (!in.ok()) return broken("the end of the message");
  if (!decode_payload(payload, wire.type, wire.collation, value))
    return broken("bytes that are no such value");
  return value;
}

}  // namespace sandbox::tds
