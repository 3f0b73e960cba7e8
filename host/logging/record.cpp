#include "host/logging/record.hpp"

#include <cstdio>

namespace gantry::logging {

std::string time_text(std::time_t time) {
  std::tm local{};
  localtime_r(&time, &local);
  char buffer[64];
  const int hour = local.tm_hour % 12 == 0 ? 12 : local.tm_hour % 12;
  std::snprintf(buffer, sizeof buffer, "%d/%d/%d %d:%02d:%02d %s", local.tm_mon + 1, local.tm_mday,
                local.tm_year + 1900, hour, local.tm_min, local.tm_sec, local.tm_hour < 12 ? "AM" : "PM");
  return buffer;
}

std::string bytes_text(const std::string &bytes) {
  static constexpr char digits[] = "0123456789abcdef";
  std::string text = "0x";
  for (const char c : bytes) {
    text += digits[static_cast<unsigned char>(c) >> 4];
    text += digits[static_cast<unsigned char>(c) & 15];
  }
  return text;
}

}  // namespace gantry::logging
