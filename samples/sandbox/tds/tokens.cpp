#include "samples/sandbox/tds/tokens.hpp"

#include "samples/sandbox/tds/text.hpp"
#include "samples/sandbox/tds/wire-value.hpp"

namespace sandbox::tds {
namespace {

void begin(ByteWriter &out, Token token) { out.u8(static_cast<std::uint8_t>(token)); }

/// Tokens that carry their length: two bytes after the first, filled in at the end.
std::string with_length(ByteWriter &out) {
  out.patch_u16(1, static_cast<std::uint16_t>(out.size() - 3));
  return out.take();
}

void user_type(ByteWriter &out, const TypeInfo &type, TdsVersion version) {
  const std::uint32_t value = type.type == Type::rowversion ? 0x50 : 0;
  version >= TdsVersion::v7_2 ? out.u32(value) : out.u16(value);
}

std::uint16_t flags_of(const Column &column, const WireType &wire) {
  constexpr std::uint16_t nullable = 0x01, case_sensitive = 0x02, update_unknown = 0x08, identity = 0x10,
                          computed = 0x20;
  std::uint16_t flags = 0;
  if (column.nullable) flags |= nullable;
  const bool characters = wire.token == type_token::varchar || wire.token == type_token::character ||
                          wire.token == type_token::nvarchar || wire.token == type_token::nchar ||
                          wire.token == type_token::text || wire.token == type_token::ntext;
  if (characters && (wire.collation.bytes[2] & 0x10) == 0) flags |= case_sensitive;
  if (column.identity) {
    flags |= identity;
  } else if (column.computed) {
    flags |= computed;
  } else {
    flags |= update_unknown;
  }
  return flags;
}

std::string null_bitmap(const Row &row) {
  std::string bitmap((row.size() + 7) / 8, '\0');
  for (std::size_t i = 0; i < row.size(); ++i) {
    if (std::holds_alternative<std::monostate>(row[i])) {
      bitmap[i / 8] = static_cast<char>(static_cast<std::uint8_t>(bitmap[i / 8]) | 1u << (i % 8));
    }
  }
  return bitmap;
}

}  // namespace

std::string message_token(const Message &message, const std::string &server, TdsVersion version) {
  ByteWriter out;
  begin(out, message.severity > 10 ? Token::error : Token::info);
  out.u16(0);
  out.u32(static_cast<std::uint32_t>(message.number));
  out.u8(message.state);
  out.u8(message.severity);
  const std::string text = utf16_of(message.text, 16'000);  // the token's length is 16 bits
  out.u16(text.size() / 2);
  out.bytes(text);
  out.short_text(server);
  out.short_text(message.procedure);
  const auto line = static_cast<std::uint32_t>(message.line < 0 ? 0 : message.line);
  version >= TdsVersion::v7_2 ? out.u32(line) : out.u16(line);
  return with_length(out);
}

std::string login_ack_token(TdsVersion version) {
  ByteWriter out;
  begin(out, Token::login_ack);
  out.u16(0);
  out.u8(1);  // SQL_TSQL
  // Servers state versions with the most significant byte first, unlike clients.
  const auto number = static_cast<std::uint32_t>(version);
  for (int shift = 24; shift >= 0; shift -= 8) out.u8(number >> shift & 0xFF);
  out.short_text("Microsoft SQL Server");
  out.u8(server_major);
  out.u8(server_minor);
  out.u16_big_endian(server_build);
  return with_length(out);
}

std::string env_change_token(EnvChange kind, std::string_view now, std::string_view before) {
  ByteWriter out;
  begin(out, Token::env_change);
  out.u16(0);
  out.u8(static_cast<std::uint8_t>(kind));
  out.short_text(now);
  out.short_text(before);
  return with_length(out);
}

std::string env_change_bytes_token(EnvChange kind, std::string_view now, std::string_view before) {
  ByteWriter out;
  begin(out, Token::env_change);
  out.u16(0);
  out.u8(static_cast<std::uint8_t>(kind));
  for (const std::string_view part : {now, before}) {
    out.u8(part.size());
    out.bytes(part);
  }
  return with_length(out);
}

std::string feature_ext_ack_token() {
  ByteWriter out;
  begin(out, Token::feature_ext_ack);
  out.u8(0xFF);
  return out.take();
}

std::string done_token(Token token, std::uint16_t status, std::uint16_t command, std::uint64_t rows,
                       TdsVersion version) {
  ByteWriter out;
  begin(out, token);
  out.u16(status);
  out.u16(command);
  version >= TdsVersion::v7_2 ? out.u64(rows) : out.u32(rows);
  return out.take();
}

std::string return_status_token(std::int32_t status) {
  ByteWriter out;
  begin(out, Token::return_status);
  out.u32(static_cast<std::uint32_t>(status));
  return out.take();
}

std::string return_value_token(std::uint16_t ordinal, const std::string &name, const WireType &type,
                               std::string_view value, TdsVersion version) {
  ByteWriter out;
  begin(out, Token::return_value);
  out.u16(ordinal);
  out.short_text(name);
  out.u8(0x01);  // an output parameter, not the value of a function
  user_type(out, type.type, version);
  out.u16(0x01);  // nullable
  write_type_info(out, type);
  out.bytes(value);
  return out.take();
}

std::vector<WireType> wire_types_of(const std::vector<Column> &columns, TdsVersion version) {
  std::vector<WireType> types;
  types.reserve(columns.size());
  for (const Column &column : columns) {
    types.push_back(wire_type_of(column.type, column.nullable, collation_of(column.collation), version));
  }
  return types;
}

std::string column_metadata_token(const std::vector<Column> &columns, const std::vector<WireType> &types,
                                  TdsVersion version) {
  ByteWriter out;
  begin(out, Token::column_metadata);
  out.u16(columns.empty() ? 0xFFFF : columns.size());
  for (std::size_t i = 0; i < columns.size(); ++i) {
    user_type(out, columns[i].type, version);
    out.u16(flags_of(columns[i], types[i]));
    write_type_info(out, types[i]);
    if (types[i].framing == Framing::text_pointer) {
      // The table's name, which only UPDATETEXT needs: no parts, or no characters in the versions before
      // parts.
      version >= TdsVersion::v7_2 ? out.u8(0) : out.u16(0);
    }
    out.short_text(columns[i].name);
  }
  return out.take();
}

std::string row_token(const std::vector<Column> &columns, const std::vector<WireType> &types, const Row &row,
                      TdsVersion version, std::string &problem) {
  if (row.size() != types.size()) {
    problem = "A row has " + std::to_string(row.size()) + " values for " + std::to_string(types.size()) +
              " columns.";
    return {};
  }
  bool has_null = false;
  for (const Value &value : row) has_null = has_null || std::holds_alternative<std::monostate>(value);
  const bool compact = has_null && version >= TdsVersion::v7_3b;
  ByteWriter out;
  begin(out, compact ? Token::nbc_row : Token::row);
  if (compact) out.bytes(null_bitmap(row));
  for (std::size_t i = 0; i < row.size(); ++i) {
    const bool null = std::holds_alternative<std::monostate>(row[i]);
    if (compact && null && types[i].framing != Framing::fixed) continue;
    std::string why;
    if (!write_value(out, types[i], row[i], why)) {
      problem = "Column '" + columns[i].name + "' cannot be sent: " + why + ".";
      return {};
    }
  }
  return out.take();
}

}  // namespace sandbox::tds
