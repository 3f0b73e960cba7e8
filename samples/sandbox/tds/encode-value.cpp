#include "samples/sandbox/tds/encode-number.hpp"
#include "samples/sandbox/tds/text.hpp"
#include "samples/sandbox/tds/wire-value.hpp"

#include <cstring>
#include <limits>

namespace sandbox::tds {
namespace {

/// Bits of a float as an integer of the same size.
template <typename Integer, typename Real>
Integer bits_of(Real value) {
  static_assert(sizeof(Integer) == sizeof(Real));
  Integer bits = 0;
  std::memcpy(&bits, &value, sizeof bits);
  return bits;
}

bool encode_real(ByteWriter &out, Type type, double value) {
  if (type == Type::float_) {
    out.u64(bits_of<std::uint64_t>(value));
    return true;
  }
  const auto small = static_cast<float>(value);
  out.u32(bits_of<std::uint32_t>(small));
  return small <= std::numeric_limits<float>::max() && small >= std::numeric_limits<float>::lowest();
}

template <typename T>
const T *as(const Value &value) {
  return std::get_if<T>(&value);
}

/// The properties of a base type inside a sql_variant (MS-TDS 2.2.5.5.4), then its payload.
bool encode_variant(ByteWriter &out, const Variant &variant, const Collation &collation,
                    std::string &problem) {
  if (variant.type.length < 0 || variant.type.type == Type::sql_variant || variant.type.type == Type::xml ||
      variant.type.type == Type::text || variant.type.type == Type::ntext ||
      variant.type.type == Type::image) {
    problem = "a sql_variant cannot hold a large object";
    return false;
  }
  const WireType base = wire_type_of(variant.type, false, collation, TdsVersion::v7_4);
  out.u8(base.token);
  ByteWriter payload;
  if (!encode_payload(payload, base.type, collation, variant.value, problem)) return false;
  switch (base.token) {
    case type_token::decimaln:
    case type_token::numericn:
      out.u8(2);
      out.u8(base.type.precision);
      out.u8(base.type.scale);
      break;
    case type_token::time:
    case type_token::datetime2:
    case type_token::datetimeoffset:
      out.u8(1);
      out.u8(base.type.scale);
      break;
    case type_token::varbinary:
    case type_token::binary:
      out.u8(2);
      out.u16(base.max_bytes);
      break;
    case type_token::varchar:
    case type_token::character:
    case type_token::nvarchar:
    case type_token::nchar:
      out.u8(7);
      out.bytes(collation.view());
      out.u16(base.max_bytes);
      break;
    default: out.u8(0); break;
  }
  out.bytes(payload.data());
  return true;
}

void pad(ByteWriter &payload, const WireType &wire) {
  if (wire.token == type_token::nchar) {
    while (payload.size() < wire.max_bytes) payload.u16(' ');
  } else if (wire.token == type_token::character) {
    while (payload.size() < wire.max_bytes) payload.u8(' ');
  } else if (wire.token == type_token::binary) {
    while (payload.size() < wire.max_bytes) payload.u8(0);
  }
}

void write_partial(ByteWriter &out, std::string_view payload) {
  out.u64(payload.size());
  if (!payload.empty()) {
    out.u32(payload.size());
    out.bytes(payload);
  }
  out.u32(0);
}

}  // namespace

bool encode_payload(ByteWriter &out, const TypeInfo &type, const Collation &collation, const Value &value,
                    std::string &problem) {
  bool fits = false;
  switch (type.type) {
    case Type::bit:
    case Type::tinyint:
    case Type::smallint:
    case Type::int_:
    case Type::bigint:
      if (const auto *number = as<std::int64_t>(value)) fits = encode_integer(out, type.type, *number);
      break;
    case Type::real:
    case Type::float_:
      if (const auto *number = as<double>(value)) fits = encode_real(out, type.type, *number);
      break;
    case Type::decimal:
    case Type::numeric:
      if (const auto *number = as<Decimal>(value))
        fits = encode_decimal(out, *number, type.precision, type.scale);
      break;
    case Type::money:
    case Type::smallmoney:
      if (const auto *number = as<Decimal>(value)) fits = encode_money(out, type.type, *number);
      break;
    case Type::date:
    case Type::time:
    case Type::datetime2:
    case Type::datetimeoffset:
    case Type::datetime:
    case Type::smalldatetime:
      if (const auto *moment = as<DateTime>(value)) fits = encode_moment(out, type, *moment);
      break;
    case Type::char_:
    case Type::varchar:
    case Type::text:
      if (const auto *text = as<std::string>(value)) {
        out.bytes(encode_characters(*text, collation));
        fits = true;
      }
      break;
    case Type::nchar:
    case Type::nvarchar:
    case Type::ntext:
    case Type::xml:
      if (const auto *text = as<std::string>(value)) {
        out.bytes(utf16_of(*text));
        fits = true;
      }
      break;
    case Type::binary:
    case Type::varbinary:
    case Type::image:
    case Type::rowversion:
      if (const auto *data = as<Bytes>(value)) {
        out.bytes(data->data);
        fits = true;
      }
      break;
    case Type::uniqueidentifier:
      if (const auto *guid = as<Guid>(value)) {
        out.bytes({reinterpret_cast<const char *>(guid->bytes), sizeof guid->bytes});
        fits = true;
      }
      break;
    case Type::sql_variant:
      if (const auto *variant = as<std::shared_ptr<const Variant>>(value); variant && *variant) {
        return encode_variant(out, **variant, collation, problem);
      }
      break;
  }
  if (!fits && problem.empty()) problem = "the value is none of the declared type";
  return fits;
}

bool write_null(ByteWriter &out, const WireType &wire) {
  switch (wire.framing) {
    case Framing::fixed: return false;
    case Framing::byte_length:
    case Framing::old_text:
    case Framing::text_pointer: out.u8(0); return true;
    case Framing::word_length: out.u16(0xFFFF); return true;
    case Framing::partial: out.u64(~std::uint64_t{0}); return true;
    case Framing::long_length: out.u32(wire.token == type_token::variant ? 0 : 0xFFFFFFFF); return true;
    case Framing::nothing: return true;
  }
  return false;
}

bool write_value(ByteWriter &out, const WireType &wire, const Value &value, std::string &problem) {
  const auto *variant = as<std::shared_ptr<const Variant>>(value);
  if (as<std::monostate>(value) != nullptr || (variant != nullptr && !*variant)) {
    if (write_null(out, wire)) return true;
    problem = "a column announced as NOT NULL holds NULL";
    return false;
  }
  ByteWriter payload;
  if (wire.as_text) {
    const auto *moment = as<DateTime>(value);
    if (moment == nullptr) {
      problem = "the value is none of the declared type";
      return false;
    }
    payload.bytes(utf16_of(text_of(*moment, wire.type)));
  } else if (!encode_payload(payload, wire.type, wire.collation, value, problem)) {
    return false;
  }
  pad(payload, wire);
  if (wire.framing == Framing::word_length && payload.size() > wire.max_bytes) {
    problem =
        "a column of " + std::to_string(wire.max_bytes) + " bytes holds " + std::to_string(payload.size());
    return false;
  }
  switch (wire.framing) {
    case Framing::fixed:
    case Framing::nothing: break;
    case Framing::byte_length:
    case Framing::old_text: out.u8(payload.size()); break;
    case Framing::word_length: out.u16(payload.size()); break;
    case Framing::partial: write_partial(out, payload.data()); return true;
    case Framing::long_length: out.u32(payload.size()); break;
    case Framing::text_pointer:
      // READTEXT and WRITETEXT are gone; the pointer and its timestamp only have to be there.
      out.u8(16);
      out.bytes("gantry text ptr.");
      out.bytes("gantry.\0");
      out.u8(0);
      out.u32(payload.size());
      break;
  }
  out.bytes(payload.data());
  return true;
}

}  // namespace sandbox::tds
