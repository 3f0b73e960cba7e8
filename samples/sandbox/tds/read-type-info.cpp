#include "samples/sandbox/tds/wire-type.hpp"

namespace sandbox::tds {
namespace {

namespace t = type_token;

constexpr std::int32_t unknown_type = 8009;
constexpr std::int32_t bad_length = 8016;

gantry::Error refused(std::int32_t number, std::uint8_t token, std::string expected, std::string found) {
  constexpr char digits[] = "0123456789ABCDEF";
  gantry::Error error{number == unknown_type ? gantry::Status::unsupported : gantry::Status::data,
                      std::string("Data type 0x") + digits[token >> 4] + digits[token & 15],
                      std::move(expected), std::move(found), "send the value as another type"};
  error.native_code = number;
  return error;
}

bool integer_of(std::uint32_t size, Type &type) {
  switch (size) {
    case 1: type = Type::tinyint; return true;
    case 2: type = Type::smallint; return true;
    case 4: type = Type::int_; return true;
    case 8: type = Type::bigint; return true;
    default: return false;
  }
}

void fixed(WireType &wire, Type type, std::uint32_t size) {
  wire.type.type = type;
  wire.framing = Framing::fixed;
  wire.max_bytes = size;
}

/// INTN and its kin: one byte of size decides between a large and a small type.
bool byte_sized(ByteReader &in, WireType &wire) {
  const std::uint32_t size = wire.max_bytes = in.u8();
  wire.framing = Framing::byte_length;
  Type &type = wire.type.type;
  switch (wire.token) {
    case t::intn: return integer_of(size, type);
    case t::bitn: type = Type::bit; return size == 1;
    case t::fltn: type = size == 4 ? Type::real : Type::float_; return size == 4 || size == 8;
    case t::moneyn: type = size == 4 ? Type::smallmoney : Type::money; return size == 4 || size == 8;
    case t::datetimen: type = size == 4 ? Type::smalldatetime : Type::datetime; return size == 4 || size == 8;
    case t::guid: type = Type::uniqueidentifier; return size == 16 || size == 0;
    default: {
      wire.type.precision = in.u8();
      wire.type.scale = in.u8();
      type = wire.token == t::decimaln || wire.token == t::old_decimal ? Type::decimal : Type::numeric;
      return size <= 17 && wire.type.precision >= 1 && wire.type.precision <= 38 &&
             wire.type.scale <= wire.type.precision;
    }
  }
}

bool time_sized(ByteReader &in, WireType &wire) {
  wire.framing = Framing::byte_length;
  if (wire.token == t::date) {
    wire.type.type = Type::date;
    wire.max_bytes = 3;
    return true;
  }
  wire.type.scale = in.u8();
  wire.type.type = wire.token == t::time        ? Type::time
                   : wire.token == t::datetime2 ? Type::datetime2
                                                : Type::datetimeoffset;
  wire.max_bytes = time_bytes(wire.type.scale) + (wire.token == t::time        ? 0u
                                                  : wire.token == t::datetime2 ? 3u
                                                                               : 5u);
  return wire.type.scale <= 7;
}

bool word_sized(ByteReader &in, WireType &wire, TdsVersion version) {
  wire.max_bytes = in.u16();
  const bool national = wire.token == t::nvarchar || wire.token == t::nchar;
  const bool binary = wire.token == t::varbinary || wire.token == t::binary;
  Collation &collation = wire.collation;
  if (!binary) {
    for (std::uint8_t &byte : collation.bytes) byte = in.u8();
  }
  switch (wire.token) {
    case t::nvarchar: wire.type.type = Type::nvarchar; break;
    case t::nchar: wire.type.type = Type::nchar; break;
    case t::varchar: wire.type.type = Type::varchar; break;
    case t::character: wire.type.type = Type::char_; break;
    case t::varbinary: wire.type.type = Type::varbinary; break;
    default: wire.type.type = Type::binary; break;
  }
  if (wire.max_bytes == 0xFFFF) {
    wire.framing = Framing::partial;
    wire.type.length = -1;
    return version >= TdsVersion::v7_2 && wire.token != t::nchar && wire.token != t::character &&
           wire.token != t::binary;
  }
  wire.framing = Framing::word_length;
  wire.type.length = static_cast<std::int32_t>(national ? wire.max_bytes / 2 : wire.max_bytes);
  return wire.max_bytes <= 8000;
}

bool long_sized(ByteReader &in, WireType &wire) {
  wire.framing = Framing::long_length;
  wire.max_bytes = in.u32();
  if (wire.token == t::text || wire.token == t::ntext) {
    for (std::uint8_t &byte : wire.collation.bytes) byte = in.u8();
  }
  wire.type.type = wire.token == t::text    ? Type::text
                   : wire.token == t::ntext ? Type::ntext
                   : wire.token == t::image ? Type::image
                                            : Type::sql_variant;
  return true;
}

bool old_sized(ByteReader &in, WireType &wire) {
  wire.framing = Framing::old_text;
  wire.max_bytes = in.u8();
  wire.type.length = static_cast<std::int32_t>(wire.max_bytes);
  wire.type.type = wire.token == t::old_varchar     ? Type::varchar
                   : wire.token == t::old_char      ? Type::char_
                   : wire.token == t::old_varbinary ? Type::varbinary
                                                    : Type::binary;
  return true;
}

bool xml_sized(ByteReader &in, WireType &wire) {
  wire.type.type = Type::xml;
  wire.framing = Framing::partial;
  if (in.u8() == 0) return true;
  in.bytes(std::size_t{in.u8()} * 2);   // database of the schema collection
  in.bytes(std::size_t{in.u8()} * 2);   // its owning schema
  in.bytes(std::size_t{in.u16()} * 2);  // its name
  return true;
}

}  // namespace

gantry::Result<WireType> read_type_info(ByteReader &in, TdsVersion version) {
  WireType wire;
  wire.token = in.u8();
  bool good = true;
  switch (wire.token) {
    case t::null:
      wire.framing = Framing::nothing;
      wire.type = {Type::nvarchar, 1};
      break;
    case t::int1: fixed(wire, Type::tinyint, 1); break;
    case t::bit: fixed(wire, Type::bit, 1); break;
    case t::int2: fixed(wire, Type::smallint, 2); break;
    case t::int4: fixed(wire, Type::int_, 4); break;
    case t::int8: fixed(wire, Type::bigint, 8); break;
    case t::flt4: fixed(wire, Type::real, 4); break;
    case t::flt8: fixed(wire, Type::float_, 8); break;
    case t::money: fixed(wire, Type::money, 8); break;
    case t::money4: fixed(wire, Type::smallmoney, 4); break;
    case t::datetime: fixed(wire, Type::datetime, 8); break;
    case t::datetime4: fixed(wire, Type::smalldatetime, 4); break;
    case t::intn:
    case t::bitn:
    case t::fltn:
    case t::moneyn:
    case t::datetimen:
    case t::guid:
    case t::decimaln:
    case t::numericn:
    case t::old_decimal:
    case t::old_numeric: good = byte_sized(in, wire); break;
    case t::date:
    case t::time:
    case t::datetime2:
    case t::datetimeoffset: good = version >= TdsVersion::v7_3a && time_sized(in, wire); break;
    case t::varchar:
    case t::character:
    case t::nvarchar:
    case t::nchar:
    case t::varbinary:
    case t::binary: good = word_sized(in, wire, version); break;
    case t::old_varchar:
    case t::old_char:
    case t::old_varbinary:
    case t::old_binary: good = old_sized(in, wire); break;
    case t::text:
    case t::ntext:
    case t::image:
    case t::variant: good = long_sized(in, wire); break;
    case t::xml: good = version >= TdsVersion::v7_2 && xml_sized(in, wire); break;
    case t::table_valued:
      return refused(unknown_type, wire.token, "a scalar type",
                     "a table-valued parameter, which this server does not take");
    case t::udt:
      return refused(unknown_type, wire.token, "a built-in type",
                     "a CLR type, which this server does not take");
    default:
      return refused(unknown_type, wire.token, "a type of the client's TDS version", "an unknown type");
  }
  if (!in.ok()) return refused(bad_length, wire.token, "a whole TYPE_INFO", "the end of the message");
  if (!good) return refused(bad_length, wire.token, "a length, precision and scale of the type", "others");
  return wire;
}

}  // namespace sandbox::tds
