#include "host/configuration/masker.hpp"

#include <algorithm>
#include <cstring>

namespace gantry::configuration {
namespace {

constexpr std::string_view mask_text = "******";

bool is_hexadecimal(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/// Bytes of a password hash of SQL Server at the front of a text: 0x0100 or 0x0200, salt and digest. 0 when
/// there is none. The head of one that was cut short counts too.
std::size_t hash_length(std::string_view text) {
  constexpr std::size_t prefix = 6, least = 24;
  if (text.size() < prefix + least || text[0] != '0' || (text[1] != 'x' && text[1] != 'X')) return 0;
  if (text.substr(2, 4) != "0100" && text.substr(2, 4) != "0200") return 0;
  std::size_t length = prefix;
  while (length < text.size() && is_hexadecimal(text[length])) ++length;
  return length >= prefix + least ? length : 0;
}

using Replacements = std::initializer_list<std::pair<char, std::string_view>>;

std::string replaced(std::string_view text, Replacements replacements) {
  std::string out;
  for (const char c : text) {
    const auto found =
        std::find_if(replacements.begin(), replacements.end(), [&](const auto &r) { return r.first == c; });
    if (found == replacements.end())
      out += c;
    else
      out += found->second;
  }
  return out;
}

}  // namespace

Masker::~Masker() {
  for (std::vector<std::string> *list : {&given_, &forms_})
    for (std::string &secret : *list) explicit_bzero(secret.data(), secret.size());
}

void Masker::add(std::string_view secret) {
  if (secret.size() < 3) return;
  const std::lock_guard lock(mutex_);
  if (std::find(given_.begin(), given_.end(), secret) != given_.end()) return;
  given_.emplace_back(secret);
  // As they stand in statements, connection strings, JSON and XML.
  std::string forms[] = {std::string(secret),
                         replaced(secret, {{'\'', "''"}}),
                         replaced(secret, {{'"', "\"\""}}),
                         replaced(secret, {{']', "]]"}}),
                         replaced(secret, {{'}', "}}"}}),
                         replaced(secret, {{'"', "\\\""}, {'\\', "\\\\"}}),
                         replaced(secret, {{'&', "&amp;"}, {'<', "&lt;"}, {'>', "&gt;"}, {'"', "&quot;"}}),
                         replaced(secret, {{'&', "&amp;"}, {'<', "&lt;"}, {'>', "&gt;"}})};
  for (const std::string &form : forms)
    if (std::find(forms_.begin(), forms_.end(), form) == forms_.end()) forms_.push_back(form);
  // The longest first, so that no tail of a secret is left behind a shorter one.
  std::stable_sort(forms_.begin(), forms_.end(),
                   [](const std::string &a, const std::string &b) { return a.size() > b.size(); });
  for (std::string &form : forms) explicit_bzero(form.data(), form.size());
}

std::string Masker::mask(std::string_view text) const {
  const std::lock_guard lock(mutex_);
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const std::string_view rest = text.substr(at);
    std::size_t length = 0;
    for (const std::string &secret : forms_)
      if (rest.substr(0, secret.size()) == secret) {
        length = secret.size();
        break;
      }
    if (length == 0) length = hash_length(rest);
    if (length == 0) {
      out += text[at++];
    } else {
      out += mask_text;
      at += length;
    }
  }
  return out;
}

}  // namespace gantry::configuration
