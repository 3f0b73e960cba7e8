// Bytes as the specifications print them.
#ifndef TESTS_SANDBOX_TDS_BYTES_OF_HPP
#define TESTS_SANDBOX_TDS_BYTES_OF_HPP

#include <string>
#include <string_view>

/// "12 01 0A": what is no hexadecimal digit is skipped.
inline std::string bytes_of(std::string_view hexadecimal) {
  std::string out;
  int half = -1;
  for (const char c : hexadecimal) {
    const int digit = c >= '0' && c <= '9'   ? c - '0'
                      : c >= 'A' && c <= 'F' ? c - 'A' + 10
                      : c >= 'a' && c <= 'f' ? c - 'a' + 10
                                             : -1;
    if (digit < 0) continue;
    if (half < 0) {
      half = digit;
    } else {
      out.push_back(static_cast<char>(half << 4 | digit));
      half = -1;
    }
  }
  return out;
}

inline std::string hex_of(std::string_view bytes) {
  constexpr char digits[] = "0123456789ABCDEF";
  std::string out;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    if (!out.empty()) out += ' ';
    out += digits[byte >> 4];
    out += digits[byte & 15];
  }
  return out;
}

#endif
