#include "samples/sandbox/tds/packet.hpp"

#include "samples/sandbox/tds/bytes.hpp"

namespace sandbox::tds {
namespace {

bool known(std::uint8_t type) {
  switch (static_cast<PacketType>(type)) {
    case PacketType::sql_batch:
    case PacketType::rpc:
    case PacketType::attention:
    case PacketType::bulk_load:
    case PacketType::transaction_manager:
    case PacketType::login7:
    case PacketType::sspi:
    case PacketType::prelogin: return true;
    case PacketType::tabular_result: break;  // only servers send it
  }
  return false;
}

}  // namespace

int take_packet(std::string &buffer, Packet &packet) {
  // The first byte alone tells TDS from anything else; waiting for eight would keep a stranger hanging.
  if (!buffer.empty() && !known(static_cast<std::uint8_t>(buffer[0]))) return -1;
  if (buffer.size() < packet_header_size) return 0;
  ByteReader header(buffer);
  const std::uint8_t type = header.u8();
  const std::uint8_t status = header.u8();
  const std::size_t length = header.u16_big_endian();
  if (length < packet_header_size || length > largest_packet_size + 1) return -1;
  if (buffer.size() < length) return 0;
  packet.type = static_cast<PacketType>(type);
  packet.status = status;
  packet.payload = buffer.substr(packet_header_size, length - packet_header_size);
  buffer.erase(0, length);
  return 1;
}

std::string packet_bytes(PacketType type, std::uint8_t status, std::uint16_t spid, std::uint8_t id,
                         std::string_view payload) {
  ByteWriter out;
  out.u8(static_cast<std::uint8_t>(type));
  out.u8(status);
  out.u16_big_endian(static_cast<std::uint16_t>(payload.size() + packet_header_size));
  out.u16_big_endian(spid);
  out.u8(id);
  out.u8(0);
  out.bytes(payload);
  return out.take();
}

MessageReader::Outcome MessageReader::next_packet(Packet &packet, int timeout_ms) {
  const auto deadline = Clock::now() + std::chrono::milliseconds(timeout_ms);
  for (;;) {
    const int taken = take_packet(buffer_, packet);
    if (taken > 0) return Outcome::message;
    if (taken < 0) return Outcome::malformed;
    int left = -1;
    if (timeout_ms >= 0) {
      const auto remaining =
          std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now()).count();
      left = remaining > 0 ? static_cast<int>(remaining) : 0;
    }
    switch (channel_.read(buffer_, left)) {
      case Channel::Read::data: break;
      case Channel::Read::timed_out: return Outcome::timed_out;
      case Channel::Read::closed: return Outcome::closed;
    }
  }
}

MessageReader::Outcome MessageReader::next(ClientMessage &message, std::size_t limit, int timeout_ms) {
  for (;;) {
    Packet packet;
    const Outcome outcome = next_packet(packet, timeout_ms);
    if (outcome != Outcome::message) return outcome;
    if (packet.type == PacketType::attention) {
      // Also in the middle of a request: what came of it is void.
      partial_ = {};
      in_message_ = false;
      message = {PacketType::attention, packet.status, false, {}};
      return Outcome::message;
    }
    if (!in_message_) {
      partial_ = {packet.type, packet.status, false, {}};
      in_message_ = true;
    } else if (packet.type != partial_.type) {
      return Outcome::malformed;
    }
    if (partial_.payload.size() + packet.payload.size() > limit) return Outcome::malformed;
    partial_.payload += packet.payload;
    if ((packet.status & packet_status::end_of_message) == 0) continue;
    partial_.ignored = (packet.status & packet_status::ignore) != 0;
    message = std::move(partial_);
    partial_ = {};
    in_message_ = false;
    return Outcome::message;
  }
}

void PacketWriter::write(std::string_view data) {
  if (broken_) return;
  buffer_.append(data);
  const std::size_t capacity = size_ - packet_header_size;
  std::size_t sent = 0;
  // The last packet must not be empty: exactly one full packet waits for more, or for the end.
  while (buffer_.size() - sent > capacity && !broken_) {
    send(std::string_view(buffer_).substr(sent, capacity), false);
    sent += capacity;
  }
  buffer_.erase(0, sent);
}

void PacketWriter::end_message() {
  if (!broken_) send(buffer_, true);
  buffer_.clear();
  next_id_ = 1;
}

void PacketWriter::drop() {
  buffer_.clear();
  broken_ = true;
  channel_.shut_down();
}

void PacketWriter::send(std::string_view payload, bool last) {
  const std::string bytes =
      packet_bytes(type_, last ? packet_status::end_of_message : std::uint8_t{0}, spid_, next_id_++, payload);
  if (truncate_) {
    channel_.write(std::string_view(bytes).substr(0, bytes.size() / 2));
    drop();
    return;
  }
  if (!channel_.write(bytes)) broken_ = true;
}

}  // namespace sandbox::tds
