// Reading and building little-endian bytes without ever stepping outside them.
#ifndef SANDBOX_TDS_BYTES_HPP
#define SANDBOX_TDS_BYTES_HPP

#include <cstdint>
#include <string>
#include <string_view>

namespace sandbox::tds {

/// Reads from bytes it does not own. A read past the end yields zeros and makes ok() false for good, so a
/// parser may read a whole structure and ask once.
class ByteReader {
 public:
  explicit ByteReader(std::string_view data) : data_(data) {}

  bool ok() const { return !failed_; }
  std::size_t position() const { return position_; }
  std::size_t remaining() const { return data_.size() - position_; }
  bool at_end() const { return remaining() == 0; }
  void fail() { failed_ = true; }

  std::uint8_t u8() { return static_cast<std::uint8_t>(integer(1)); }
  std::uint16_t u16() { return static_cast<std::uint16_t>(integer(2)); }
  std::uint32_t u32() { return static_cast<std::uint32_t>(integer(4)); }
  std::uint64_t u64() { return integer(8); }
  /// An unsigned integer of 1 to 8 bytes.
  std::uint64_t integer(std::size_t size);
  std::uint16_t u16_big_endian();

  /// The next bytes; empty when there are not that many.
  std::string_view bytes(std::size_t count);
  /// What would be read next, without reading it; 0 at the end.
  std::uint8_t peek() const;
  std::string_view rest() { return bytes(remaining()); }

 private:
  std::string_view data_;
  std::size_t position_ = 0;
  bool failed_ = false;
};

class ByteWriter {
 public:
  void u8(std::uint64_t value) { integer(value, 1); }
  void u16(std::uint64_t value) { integer(value, 2); }
  void u32(std::uint64_t value) { integer(value, 4); }
  void u64(std::uint64_t value) { integer(value, 8); }
  void integer(std::uint64_t value, std::size_t size);
  void u16_big_endian(std::uint16_t value);
  void bytes(std::string_view data) { data_.append(data); }
  /// A count of UTF-16 units in one (B_VARCHAR) or two (US_VARCHAR) bytes, then the units. Longer text is
  /// cut.
  void short_text(std::string_view utf8);
  void long_text(std::string_view utf8);
  /// Overwrites two bytes written before.
  void patch_u16(std::size_t at, std::uint16_t value);

  std::size_t size() const { return data_.size(); }
  void resize(std::size_t size) { data_.resize(size); }
  const std::string &data() const { return data_; }
  std::string take() { return std::move(data_); }

 private:
  std::string data_;
};

}  // namespace sandbox::tds

#endif
