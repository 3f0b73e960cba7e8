// TYPE_INFO (MS-TDS 2.2.5.4 to 2.2.5.6): how a type of the engine is announced to a client.
#ifndef SANDBOX_TDS_WIRE_TYPE_HPP
#define SANDBOX_TDS_WIRE_TYPE_HPP

#include "gantry/cpp/result.hpp"
#include "samples/sandbox/engine/types.hpp"
#include "samples/sandbox/tds/bytes.hpp"
#include "samples/sandbox/tds/collation.hpp"
#include "samples/sandbox/tds/protocol.hpp"

#include <cstdint>
#include <string>

namespace sandbox::tds {

namespace type_token {
constexpr std::uint8_t null = 0x1F, image = 0x22, text = 0x23, guid = 0x24, old_varbinary = 0x25, intn = 0x26,
                       old_varchar = 0x27, date = 0x28, time = 0x29, datetime2 = 0x2A, datetimeoffset = 0x2B,
                       old_binary = 0x2D, old_char = 0x2F, int1 = 0x30, bit = 0x32, int2 = 0x34,
                       old_decimal = 0x37, int4 = 0x38, datetime4 = 0x3A, flt4 = 0x3B, money = 0x3C,
                       datetime = 0x3D, flt8 = 0x3E, old_numeric = 0x3F, variant = 0x62, ntext = 0x63,
                       bitn = 0x68, decimaln = 0x6A, numericn = 0x6C, fltn = 0x6D, moneyn = 0x6E,
                       datetimen = 0x6F, money4 = 0x7A, int8 = 0x7F, varbinary = 0xA5, varchar = 0xA7,
                       binary = 0xAD, character = 0xAF, nvarchar = 0xE7, nchar = 0xEF, udt = 0xF0, xml = 0xF1,
                       table_valued = 0xF3;
}  // namespace type_token

/// How the bytes of a value follow its TYPE_INFO.
enum class Framing : std::uint8_t {
  fixed,         ///< no length; cannot be NULL
  byte_length,   ///< one byte of length, 0 is NULL
  old_text,      ///< one byte of length of character and binary types of old, 0 is NULL
  word_length,   ///< two bytes of length, 0xFFFF is NULL
  partial,       ///< PLP: chunks; for every max type and xml
  text_pointer,  ///< text, ntext, image in rows
  long_length,   ///< four bytes of length: sql_variant (0 is NULL); text, ntext, image in parameters (-1 is
                 ///< NULL)
  nothing,       ///< the NULL type
};

/// A type of the engine in one of the shapes it can take on the wire.
struct WireType {
  std::uint8_t token = 0;
  Framing framing = Framing::fixed;
  TypeInfo type;                ///< what the value means
  std::uint32_t max_bytes = 0;  ///< as TYPE_INFO says it
  Collation collation;
  /// The client's version lacks the type: the value travels as its text in an nvarchar.
  bool as_text = false;
};

/// The shape for a column or an output parameter. Not nullable means that the type's fixed form may be used.
WireType wire_type_of(const TypeInfo &type, bool nullable, const Collation &collation, TdsVersion version);

void write_type_info(ByteWriter &out, const WireType &type);

/// Reads TYPE_INFO of a parameter. Table-valued and CLR types are refused: Error::native_code is the message
/// number.
gantry::Result<WireType> read_type_info(ByteReader &in, TdsVersion version);

/// Bytes of the magnitude of a decimal of that precision: 4, 8, 12 or 16.
std::uint8_t decimal_bytes(std::uint8_t precision);
/// Bytes of a time of that scale: 3, 4 or 5.
std::uint8_t time_bytes(std::uint8_t scale);

}  // namespace sandbox::tds

#endif
