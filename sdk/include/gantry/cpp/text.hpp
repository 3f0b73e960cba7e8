// Text across the boundary: views, sinks, secrets that are wiped, and the list text of properties
// (ssis.md 4.7).
#ifndef GANTRY_CPP_TEXT_HPP
#define GANTRY_CPP_TEXT_HPP

#include <gantry/status.h>
#include <gantry/types.h>
#include <gantry/cpp/result.hpp>

#include <cstring>
#include <string>
#include <string_view>
#include <vector>

namespace gantry {

inline std::string_view view(gantry_str text) noexcept {
  return text.ptr ? std::string_view(text.ptr, text.len) : std::string_view();
}

/// Borrowed: valid while what `text` points to is.
inline gantry_str borrow(std::string_view text) noexcept { return {text.data(), text.size()}; }

/// Overwrites and empties; the compiler may not leave it out.
inline void wipe(std::string &secret) noexcept {
  secret.resize(secret.capacity());
#if defined(__GNUC__)
  std::memset(secret.data(), 0, secret.size());
  __asm__ __volatile__("" : : "r"(secret.data()) : "memory");  // as if somebody looked
#else
  volatile char *byte = secret.data();
  for (std::size_t i = 0; i < secret.size(); ++i) byte[i] = 0;
#endif
  secret.clear();
}

/// Writes to a sink the other side gave us.
inline gantry_status put(gantry_sink sink, std::string_view text) noexcept {
  return sink.put ? sink.put(sink.ctx, text.data(), text.size()) : GANTRY_OK;
}

/// A sink that collects into a string. The string grows by one reallocation at a time that it wipes itself,
/// so that a secret (O4) leaves no copies behind: set `secret`.
class StringSink {
 public:
  explicit StringSink(bool secret = false) : secret_(secret) {}
  StringSink(const StringSink &) = delete;
  StringSink &operator=(const StringSink &) = delete;
  ~StringSink() {
    if (secret_) wipe(text_);
  }

  operator gantry_sink() noexcept {
    return {this, &StringSink::take};
  }  // NOLINT(google-explicit-constructor)
  const std::string &text() const noexcept { return text_; }
  std::string release() noexcept { return std::move(text_); }

 private:
  static gantry_status take(void *ctx, const char *ptr, std::size_t len) noexcept {
    auto &self = *static_cast<StringSink *>(ctx);
    try {
      if (self.secret_ && self.text_.size() + len > self.text_.capacity()) {
        std::string larger;
        larger.reserve((self.text_.size() + len) * 2);
        larger.append(self.text_);
        wipe(self.text_);
        self.text_ = std::move(larger);
      }
      self.text_.append(ptr, len);
      return GANTRY_OK;
    } catch (...) {
      return GANTRY_E_INTERNAL;
    }
  }

  std::string text_;
  bool secret_;
};

/// The length of UTF-8 text in UTF-16 code units; malformed bytes count one each.
inline std::size_t utf16_length(std::string_view text) noexcept {
  std::size_t units = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if ((byte & 0xC0) == 0x80) continue;
    units += byte >= 0xF0 ? 2 : 1;
  }
  return units;
}

/// `COUNT,LEN,TEXT,...,` with a trailing comma, as packages store lists; the empty list is "0,".
inline std::string encode_list(const std::vector<std::string> &items) {
  std::string text = std::to_string(items.size()) + ',';
  for (const std::string &item : items) text += std::to_string(utf16_length(item)) + ',' + item + ',';
  return text;
}

/// Decodes by length, never by splitting: names may hold commas. Empty text is the empty list; the last comma
/// may be absent.
inline Result<std::vector<std::string>> decode_list(std::string_view text) {
  std::vector<std::string> items;
  if (text.empty()) return items;
  std::size_t at = 0;
  auto refuse = [&](const char *expected) {
    return Error(Status::invalid, "a list value cannot be read", expected,
                 "position " + std::to_string(at) + " of " + std::to_string(text.size()),
                 "write lists as COUNT,LENGTH,TEXT,... with lengths in UTF-16 code units");
  };
  auto number = [&](std::size_t &value) {
    const std::size_t begin = at;
    value = 0;
    while (at < text.size() && text[at] >= '0' && text[at] <= '9' && at - begin < 9)
      value = value * 10 + static_cast<std::size_t>(text[at++] - '0');
    if (at == begin) return false;
    if (at < text.size() && text[at] != ',') return false;
    if (at < text.size()) ++at;
    return true;
  };
  std::size_t count = 0;
  if (!number(count)) return refuse("a count and a comma");
  for (std::size_t i = 0; i < count; ++i) {
    std::size_t units = 0;
    if (at >= text.size() || !number(units)) return refuse("a length and a comma");
    const std::size_t begin = at;
    std::size_t taken = 0;
    while (taken < units && at < text.size()) {
      const auto byte = static_cast<unsigned char>(text[at]);
      taken += byte >= 0xF0 ? 2 : 1;
      ++at;
      while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) ++at;
    }
    if (taken != units) return refuse("a text as long as its length says");
    items.emplace_back(text.substr(begin, at - begin));
    if (at < text.size() && text[at] == ',')
      ++at;
    else if (at < text.size() || i + 1 < count)
      return refuse("a comma after the text");
  }
  if (at != text.size()) return refuse("the end of the list");
  return items;
}

/// Calls use(key, value) for each `key=value` line; lines without '=' are skipped.
template <typename Use>
void for_each_line(std::string_view text, Use use) {
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    const std::string_view line = text.substr(0, end);
    if (const std::size_t equals = line.find('='); equals != std::string_view::npos)
      use(line.substr(0, equals), line.substr(equals + 1));
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
}

}  // namespace gantry

#endif
