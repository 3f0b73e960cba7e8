// The bytes of values (MS-TDS 2.2.5.5), written for rows and output parameters and read from parameters.
#ifndef SANDBOX_TDS_WIRE_VALUE_HPP
#define SANDBOX_TDS_WIRE_VALUE_HPP

#include "gantry/cpp/result.hpp"
#include "samples/sandbox/tds/wire-type.hpp"

namespace sandbox::tds {

/// Appends the value in the shape of `wire`. A value that the announced type cannot hold (a NULL in a fixed
/// form, text longer than the column, a number out of range) is an error, never cut. Then `problem` is a
/// sentence and nothing has been appended.
bool write_value(ByteWriter &out, const WireType &wire, const Value &value, std::string &problem);

/// Appends NULL in the shape of `wire`; false when the shape has none.
bool write_null(ByteWriter &out, const WireType &wire);

/// Reads the value that follows a parameter's TYPE_INFO. A PLP value may have up to `limit` bytes.
gantry::Result<Value> read_value(ByteReader &in, const WireType &wire, std::size_t limit);

/// Only the payload: what follows the length in rows, in sql_variant and in parameters.
bool encode_payload(ByteWriter &out, const TypeInfo &type, const Collation &collation, const Value &value,
                    std::string &problem);
bool decode_payload(std::string_view bytes, const TypeInfo &type, const Collation &collation, Value &value);

/// As CONVERT(nvarchar, x, 121) writes dates and times; for clients before TDS 7.3.
std::string text_of(const DateTime &moment, const TypeInfo &type);

}  // namespace sandbox::tds

#endif
