#include "host/configuration/names.hpp"

namespace gantry::configuration {
namespace {
bool is_alphanumeric(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}
}  // namespace

std::string lower_case(std::string_view text) {
  std::string lower(text);
  for (char &c : lower)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  return lower;
}

std::string variable_part(std::string_view name) {
  std::string part(name);
  for (char &c : part) {
    if (!is_alphanumeric(c)) c = '_';
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 32);
  }
  return part;
}

std::string shown(std::string_view text) {
  std::string out;
  for (const char c : text.substr(0, 64)) out += static_cast<unsigned char>(c) < 0x20 || c == 0x7F ? '?' : c;
  if (text.size() > 64) {
    // Not in the middle of a character.
    while (!out.empty() && (static_cast<unsigned char>(out.back()) & 0xC0) == 0x80) out.pop_back();
    if (!out.empty() && static_cast<unsigned char>(out.back()) >= 0xC0) out.pop_back();
    out += "...";
  }
  return out;
}

bool is_secret_name(std::string_view name) {
  const std::string lower = lower_case(name);
  for (const std::string_view word :
       {"password", "passwd", "pwd", "secret", "passphrase", "connection-string", "connectionstring"})
    if (lower.find(word) != std::string::npos) return true;
  return false;
}

}  // namespace gantry::configuration
