// The numbers of MS-TDS that more than one file needs.
#ifndef SANDBOX_TDS_PROTOCOL_HPP
#define SANDBOX_TDS_PROTOCOL_HPP

#include <cstddef>
#include <cstdint>

namespace sandbox::tds {

enum class PacketType : std::uint8_t {
  sql_batch = 0x01,
  rpc = 0x03,
  tabular_result = 0x04,
  attention = 0x06,
  bulk_load = 0x07,
  transaction_manager = 0x0E,
  login7 = 0x10,
  sspi = 0x11,
  prelogin = 0x12,
};

namespace packet_status {
constexpr std::uint8_t end_of_message = 0x01;
constexpr std::uint8_t ignore = 0x02;
constexpr std::uint8_t reset_connection = 0x08;
constexpr std::uint8_t reset_connection_keep_transaction = 0x10;
}  // namespace packet_status

constexpr std::size_t packet_header_size = 8;
constexpr std::size_t default_packet_size = 4096;
constexpr std::size_t smallest_packet_size = 512;
constexpr std::size_t largest_packet_size = 32767;

/// Versions as LOGIN7 states them. They compare in the order in which they came out.
enum class TdsVersion : std::uint32_t {
  v7_1 = 0x71000001,
  v7_2 = 0x72090002,
  v7_3a = 0x730A0003,
  v7_3b = 0x730B0003,
  v7_4 = 0x74000004,
};

enum class Token : std::uint8_t {
  return_status = 0x79,
  column_metadata = 0x81,
  error = 0xAA,
  info = 0xAB,
  return_value = 0xAC,
  login_ack = 0xAD,
  feature_ext_ack = 0xAE,
  row = 0xD1,
  nbc_row = 0xD2,
  env_change = 0xE3,
  done = 0xFD,
  done_procedure = 0xFE,
  done_in_procedure = 0xFF,
};

/// A byte that begins no token in any version: what the fault "wrong token" sends.
constexpr std::uint8_t no_token = 0x5A;

namespace done_status {
constexpr std::uint16_t more = 0x0001;
constexpr std::uint16_t error = 0x0002;
constexpr std::uint16_t count = 0x0010;
constexpr std::uint16_t attention = 0x0020;
}  // namespace done_status

/// What the server says it is, as in @@VERSION: major, minor, build, revision.
constexpr std::uint8_t server_major = 16;
constexpr std::uint8_t server_minor = 0;
constexpr std::uint16_t server_build = 4125;
constexpr std::uint16_t server_revision = 3;

}  // namespace sandbox::tds

#endif
