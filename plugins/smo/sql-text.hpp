// Names and values as T-SQL text, and texts that know where their secrets are.
#ifndef GANTRY_SMO_SQL_TEXT_HPP
#define GANTRY_SMO_SQL_TEXT_HPP

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "gantry/cpp/cell.hpp"

namespace gantry::smo {

/// [name], with ] doubled.
inline std::string quoted_name(std::string_view name) {
  std::string text = "[";
  for (const char c : name) {
    text += c;
    if (c == ']') text += ']';
  }
  return text += ']';
}

/// N'text', with ' doubled.
inline std::string quoted_text(std::string_view value) {
  std::string text = "N'";
  for (const char c : value) {
    text += c;
    if (c == '\'') text += '\'';
  }
  return text += '\'';
}

/// 0x and hexadecimal digits.
inline std::string binary_literal(std::string_view bytes) { return Cell::hexadecimal(bytes); }

inline const char *on_off(bool on) { return on ? "ON" : "OFF"; }

/// A statement under construction. Whatever is added as secret is masked wherever the text is shown.
class SqlText {
 public:
  SqlText() = default;
  explicit SqlText(std::string text) : text_(std::move(text)) {}
  SqlText(const SqlText &) = default;
  SqlText(SqlText &&) = default;
  SqlText &operator=(const SqlText &) = default;
  SqlText &operator=(SqlText &&) = default;
  ~SqlText() {
    if (!secrets_.empty()) wipe(text_);
  }

  SqlText &add(std::string_view part) {
    if (!secrets_.empty() && text_.size() + part.size() > text_.capacity()) {
      std::string larger;
      larger.reserve((text_.size() + part.size()) * 2);
      larger.append(text_);
      wipe(text_);
      text_ = std::move(larger);
    }
    text_.append(part);
    return *this;
  }
  SqlText &add_secret(std::string_view part) {
    secrets_.push_back({text_.size(), part.size(), false});
    return add(part);
  }
  /// A secret that is another one each time the statement is written.
  SqlText &add_made_up_secret(std::string_view part) {
    secrets_.push_back({text_.size(), part.size(), true});
    return add(part);
  }
  const std::string &text() const noexcept { return text_; }
  bool empty() const noexcept { return text_.empty(); }
  /// "OFFSET:LENGTH ..." in bytes, ! behind what is made up (D5).
  std::string secrets() const {
    std::string ranges;
    for (const Secret &secret : secrets_)
      ranges += (ranges.empty() ? "" : " ") + std::to_string(secret.offset) + ':' +
                std::to_string(secret.length) + (secret.made_up ? "!" : "");
    return ranges;
  }

 private:
  struct Secret {
    std::size_t offset, length;
    bool made_up;
  };
  std::string text_;
  std::vector<Secret> secrets_;
};

}  // namespace gantry::smo

#endif
