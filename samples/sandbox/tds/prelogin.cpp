#include "samples/sandbox/tds/prelogin.hpp"

#include "samples/sandbox/tds/bytes.hpp"
#include "samples/sandbox/tds/protocol.hpp"

#include <utility>
#include <vector>

namespace sandbox::tds {
namespace {

enum Option : std::uint8_t {
  version = 0,
  encryption = 1,
  instance = 2,
  thread_id = 3,
  mars = 4,
  trace_id = 5,
  federated = 6,
  nonce = 7,
  terminator = 0xFF
};

gantry::Error broken(std::string found) {
  return {gantry::Status::data, "the PRELOGIN packet cannot be read", "options as MS-TDS 2.2.6.5 lists them",
          std::move(found), "check what connects to this port"};
}

}  // namespace

gantry::Result<Prelogin> parse_prelogin(std::string_view payload) {
  Prelogin result;
  ByteReader table(payload);
  bool version_seen = false;
  for (bool first = true;; first = false) {
    const std::uint8_t option = table.u8();
    if (!table.ok()) return broken("the option list has no terminator");
    if (option == terminator) break;
    const std::uint16_t offset = table.u16_big_endian();
    const std::uint16_t length = table.u16_big_endian();
    if (!table.ok()) return broken("an option is cut off");
    if (std::size_t{offset} + length > payload.size()) return broken("an option lies outside the packet");
    if (first && option != version) return broken("the first option is not VERSION");
    const std::string_view data = payload.substr(offset, length);
    ByteReader value(data);
    switch (option) {
      case version: {
        if (length < 6) return broken("VERSION is shorter than 6 bytes");
        const std::uint32_t high = value.u16_big_endian();
        result.version = high << 16 | value.u16_big_endian();
        result.sub_build = value.u16_big_endian();
        version_seen = true;
        break;
      }
      case encryption: {
        if (length < 1) return broken("ENCRYPTION is empty");
        const std::uint8_t asked = value.u8();
        // Bits above the lowest two ask for client certificates, which no login here uses.
        result.encryption = static_cast<Encryption>(asked & 0x03);
        break;
      }
      case instance: result.instance = std::string(data.substr(0, data.find('\0'))); break;
      case thread_id:
        if (length >= 4) result.thread_id = value.u32();
        break;
      case mars: result.mars = length >= 1 && value.u8() == 1; break;
      case federated: result.federated_authentication = length >= 1 && value.u8() != 0; break;
      default: break;  // TRACEID, NONCEOPT and whatever comes later say nothing to this server
    }
  }
  if (!version_seen) return broken("VERSION is missing");
  return result;
}

std::string write_prelogin(Encryption says, bool instance_matches) {
  ByteWriter version_data;
  version_data.u8(server_major);
  version_data.u8(server_minor);
  version_data.u16_big_endian(server_build);
  version_data.u16_big_endian(server_revision);
  const std::vector<std::pair<std::uint8_t, std::string>> options = {
      {version, version_data.data()},
      {encryption, std::string(1, static_cast<char>(says))},
      {instance, std::string(1, instance_matches ? '\0' : '\1')},
      {thread_id, ""},
      {mars, std::string(1, '\0')}};
  ByteWriter out;
  std::size_t offset = options.size() * 5 + 1;
  for (const auto &[option, data] : options) {
    out.u8(option);
    out.u16_big_endian(static_cast<std::uint16_t>(offset));
    out.u16_big_endian(static_cast<std::uint16_t>(data.size()));
    offset += data.size();
  }
  out.u8(terminator);
  for (const auto &[option, data] : options) out.bytes(data);
  return out.take();
}

EncryptionAnswer negotiate(EncryptionPolicy policy, std::optional<Encryption> client) {
  const Encryption asked = client.value_or(Encryption::not_supported);
  const bool able = asked != Encryption::not_supported;
  const bool wants_all = asked == Encryption::on || asked == Encryption::required;
  switch (policy) {
    case EncryptionPolicy::off: return {Encryption::not_supported, EncryptionScope::none, true};
    case EncryptionPolicy::login_only:
      if (!able) return {Encryption::not_supported, EncryptionScope::none, true};
      return {Encryption::off, EncryptionScope::login, true};
    case EncryptionPolicy::optional:
      if (!able) return {Encryption::not_supported, EncryptionScope::none, true};
      if (wants_all) return {Encryption::on, EncryptionScope::everything, true};
      return {Encryption::off, EncryptionScope::login, true};
    case EncryptionPolicy::required:
      if (!able) return {Encryption::required, EncryptionScope::none, false};
      return {wants_all ? Encryption::on : Encryption::required, EncryptionScope::everything, true};
    case EncryptionPolicy::strict_refused: break;
  }
  return {Encryption::required, EncryptionScope::none, false};
}

}  // namespace sandbox::tds
