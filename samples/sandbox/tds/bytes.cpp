#include "samples/sandbox/tds/bytes.hpp"

#include "samples/sandbox/tds/text.hpp"

namespace sandbox::tds {

std::uint64_t ByteReader::integer(std::size_t size) {
  const std::string_view raw = bytes(size);
  std::uint64_t value = 0;
  for (std::size_t i = raw.size(); i > 0; --i) value = value << 8 | static_cast<std::uint8_t>(raw[i - 1]);
  return value;
}

std::uint16_t ByteReader::u16_big_endian() {
  const std::uint16_t value = u16();
  return static_cast<std::uint16_t>(value << 8 | value >> 8);
}

std::string_view ByteReader::bytes(std::size_t count) {
  if (failed_ || count > remaining()) {
    failed_ = true;
    return {};
  }
  const std::string_view found = data_.substr(position_, count);
  position_ += count;
  return found;
}

std::uint8_t ByteReader::peek() const {
  return failed_ || at_end() ? std::uint8_t{0} : static_cast<std::uint8_t>(data_[position_]);
}

void ByteWriter::integer(std::uint64_t value, std::size_t size) {
  for (std::size_t i = 0; i < size; ++i) data_.push_back(static_cast<char>(value >> (8 * i) & 0xFF));
}

void ByteWriter::u16_big_endian(std::uint16_t value) {
  u8(value >> 8);
  u8(value & 0xFF);
}

void ByteWriter::short_text(std::string_view utf8) {
  const std::string units = utf16_of(utf8, 255);
  u8(units.size() / 2);
  bytes(units);
}

void ByteWriter::long_text(std::string_view utf8) {
  const std::string units = utf16_of(utf8, 65535);
  u16(units.size() / 2);
  bytes(units);
}

void ByteWriter::patch_u16(std::size_t at, std::uint16_t value) {
  data_[at] = static_cast<char>(value & 0xFF);
  data_[at + 1] = static_cast<char>(value >> 8);
}

}  // namespace sandbox::tds
