// Packets and the messages they make up (MS-TDS 2.2.3).
#ifndef SANDBOX_TDS_PACKET_HPP
#define SANDBOX_TDS_PACKET_HPP

#include "samples/sandbox/tds/channel.hpp"
#include "samples/sandbox/tds/protocol.hpp"

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace sandbox::tds {

struct Packet {
  PacketType type = PacketType::sql_batch;
  std::uint8_t status = 0;
  std::string payload;
};

/// Takes one packet off the front of `buffer`: 1 taken, 0 more bytes needed, -1 these bytes are no TDS.
int take_packet(std::string &buffer, Packet &packet);

/// The bytes of one packet.
std::string packet_bytes(PacketType type, std::uint8_t status, std::uint16_t spid, std::uint8_t id,
                         std::string_view payload);

/// A whole request.
struct ClientMessage {
  PacketType type = PacketType::sql_batch;
  std::uint8_t status = 0;  ///< of its first packet: the reset bits
  bool ignored = false;     ///< the client took it back before it was complete
  std::string payload;
};

/// Reads messages. One thread at a time.
class MessageReader {
 public:
  explicit MessageReader(Channel &channel) : channel_(channel) {}

  using Clock = std::chrono::steady_clock;
  enum class Outcome { message, timed_out, closed, malformed };
  /// The next message of at most `limit` bytes. After timed_out it may be called again; what came so far
  /// stays.
  Outcome next(ClientMessage &message, std::size_t limit, int timeout_ms);
  /// The next packet alone; the TLS handshake is read so.
  Outcome next_packet(Packet &packet, int timeout_ms);
  /// Bytes read from the channel that belong to no packet yet.
  std::string take_rest() { return std::move(buffer_); }
  /// What the client sent instead, after malformed: the first byte.
  std::uint8_t first_byte() const {
    return buffer_.empty() ? std::uint8_t{0} : static_cast<std::uint8_t>(buffer_[0]);
  }

 private:
  Channel &channel_;
  std::string buffer_;
  ClientMessage partial_;
  bool in_message_ = false;
};

/// Cuts a response into packets. One thread.
class PacketWriter {
 public:
  explicit PacketWriter(Channel &channel, PacketType type = PacketType::tabular_result)
      : channel_(channel), type_(type) {}
  void set_packet_size(std::size_t size) { size_ = size; }
  void set_spid(int spid) { spid_ = static_cast<std::uint16_t>(spid); }

  /// Appends to the message; full packets leave at once.
  void write(std::string_view data);
  /// Sends what is left as the message's last packet.
  void end_message();
  /// Sends half of the next packet instead of it, then ends the connection.
  void truncate_next() { truncate_ = true; }
  /// Forgets what has not been sent and ends the connection.
  void drop();
  bool broken() const { return broken_; }

 private:
  void send(std::string_view payload, bool last);

  Channel &channel_;
  PacketType type_;
  std::size_t size_ = default_packet_size;
  std::uint16_t spid_ = 0;
  std::uint8_t next_id_ = 1;
  std::string buffer_;
  bool truncate_ = false, broken_ = false;
};

}  // namespace sandbox::tds

#endif
