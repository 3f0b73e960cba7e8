#include "samples/sandbox/tds/wire-type.hpp"

#include <algorithm>

namespace sandbox::tds {
namespace {

WireType integer_like(const TypeInfo &type, bool nullable, std::uint8_t fixed, std::uint8_t variable,
                      std::uint32_t size) {
  WireType wire;
  wire.type = type;
  wire.token = nullable ? variable : fixed;
  wire.framing = nullable ? Framing::byte_length : Framing::fixed;
  wire.max_bytes = size;
  return wire;
}

WireType sized(const TypeInfo &type, std::uint8_t token, Framing framing, std::uint32_t max_bytes) {
  WireType wire;
  wire.type = type;
  wire.token = token;
  wire.framing = framing;
  wire.max_bytes = max_bytes;
  return wire;
}

WireType large(const TypeInfo &type, std::uint8_t token, std::uint8_t old_token, TdsVersion version) {
  // Clients before TDS 7.2 know no max types and get the large objects of old.
  if (version < TdsVersion::v7_2) {
    return sized(type, old_token, Framing::text_pointer,
                 old_token == type_token::ntext ? 0x7FFFFFFE : 0x7FFFFFFF);
  }
  return sized(type, token, Framing::partial, 0xFFFF);
}

WireType characters(const TypeInfo &type, std::uint8_t token, TdsVersion version) {
  const bool national = type.type == Type::nchar || type.type == Type::nvarchar;
  const bool binary = type.type == Type::binary || type.type == Type::varbinary;
  const std::int32_t longest = national ? 4000 : 8000;
  if (type.length < 0 || type.length > longest) {
    if (national) return large(type, type_token::nvarchar, type_token::ntext, version);
    if (binary) return large(type, type_token::varbinary, type_token::image, version);
    return large(type, type_token::varchar, type_token::text, version);
  }
  // A column of no characters exists nowhere; one is what CAST('' AS varchar) has.
  const auto length = static_cast<std::uint32_t>(std::max(type.length, 1));
  return sized(type, token, Framing::word_length, national ? length * 2 : length);
}

WireType time_like(const TypeInfo &type, std::uint8_t token, std::uint32_t size, std::uint32_t text_units,
                   TdsVersion version) {
  if (version >= TdsVersion::v7_3a) return sized(type, token, Framing::byte_length, size);
  WireType wire = sized(type, type_token::nvarchar, Framing::word_length, text_units * 2);
  wire.as_text = true;
  return wire;
}

}  // namespace

std::uint8_t decimal_bytes(std::uint8_t precision) {
  return precision <= 9 ? 4 : precision <= 19 ? 8 : precision <= 28 ? 12 : 16;
}

std::uint8_t time_bytes(std::uint8_t scale) { return scale <= 2 ? 3 : scale <= 4 ? 4 : 5; }

WireType wire_type_of(const TypeInfo &asked, bool nullable, const Collation &collation, TdsVersion version) {
  namespace t = type_token;
  TypeInfo type = asked;
  const auto shape = [&]() -> WireType {
    switch (type.type) {
      case Type::bit: return integer_like(type, nullable, t::bit, t::bitn, 1);
      case Type::tinyint: return integer_like(type, nullable, t::int1, t::intn, 1);
      case Type::smallint: return integer_like(type, nullable, t::int2, t::intn, 2);
      case Type::int_: return integer_like(type, nullable, t::int4, t::intn, 4);
      case Type::bigint: return integer_like(type, nullable, t::int8, t::intn, 8);
      case Type::real: return integer_like(type, nullable, t::flt4, t::fltn, 4);
      case Type::float_: return integer_like(type, nullable, t::flt8, t::fltn, 8);
      case Type::money: return integer_like(type, nullable, t::money, t::moneyn, 8);
      case Type::smallmoney: return integer_like(type, nullable, t::money4, t::moneyn, 4);
      case Type::datetime: return integer_like(type, nullable, t::datetime, t::datetimen, 8);
      case Type::smalldatetime: return integer_like(type, nullable, t::datetime4, t::datetimen, 4);
      case Type::decimal:
      case Type::numeric:
        if (type.precision == 0) type.precision = 18;
        return sized(type, type.type == Type::decimal ? t::decimaln : t::numericn, Framing::byte_length,
                     decimal_bytes(type.precision) + 1u);
      case Type::date: return time_like(type, t::date, 3, 10, version);
      case Type::time: return time_like(type, t::time, time_bytes(type.scale), 16, version);
      case Type::datetime2: return time_like(type, t::datetime2, time_bytes(type.scale) + 3u, 27, version);
      case Type::datetimeoffset:
        return time_like(type, t::datetimeoffset, time_bytes(type.scale) + 5u, 34, version);
      case Type::char_: return characters(type, t::character, version);
      case Type::varchar: return characters(type, t::varchar, version);
      case Type::nchar: return characters(type, t::nchar, version);
      case Type::nvarchar: return characters(type, t::nvarchar, version);
      case Type::binary: return characters(type, t::binary, version);
      case Type::varbinary: return characters(type, t::varbinary, version);
      case Type::rowversion: return sized(type, t::binary, Framing::word_length, 8);
      case Type::text: return sized(type, t::text, Framing::text_pointer, 0x7FFFFFFF);
      case Type::ntext: return sized(type, t::ntext, Framing::text_pointer, 0x7FFFFFFE);
      case Type::image: return sized(type, t::image, Framing::text_pointer, 0x7FFFFFFF);
      case Type::uniqueidentifier: return sized(type, t::guid, Framing::byte_length, 16);
      case Type::xml:
        if (version < TdsVersion::v7_2) return sized(type, t::ntext, Framing::text_pointer, 0x7FFFFFFE);
        return sized(type, t::xml, Framing::partial, 0);
      case Type::sql_variant: return sized(type, t::variant, Framing::long_length, 8009);
    }
    return {};
  };
  WireType wire = shape();
  wire.collation = collation;
  return wire;
}

void write_type_info(ByteWriter &out, const WireType &wire) {
  namespace t = type_token;
  out.u8(wire.token);
  switch (wire.token) {
    case t::intn:
    case t::bitn:
    case t::fltn:
    case t::moneyn:
    case t::datetimen:
    case t::guid: out.u8(wire.max_bytes); break;
    case t::decimaln:
    case t::numericn:
      out.u8(wire.max_bytes);
      out.u8(wire.type.precision);
      out.u8(wire.type.scale);
      break;
    case t::time:
    case t::datetime2:
    case t::datetimeoffset: out.u8(wire.type.scale); break;
    case t::varbinary:
    case t::binary: out.u16(wire.max_bytes); break;
    case t::varchar:
    case t::character:
    case t::nvarchar:
    case t::nchar:
      out.u16(wire.max_bytes);
      out.bytes(wire.collation.view());
      break;
    case t::text:
    case t::ntext:
      out.u32(wire.max_bytes);
      out.bytes(wire.collation.view());
      break;
    case t::image:
    case t::variant: out.u32(wire.max_bytes); break;
    case t::xml: out.u8(0); break;  // no schema collection
    default: break;                 // fixed forms and date: the token says everything
  }
}

}  // namespace sandbox::tds
