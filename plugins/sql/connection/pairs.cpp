#include "plugins/sql/connection/pairs.hpp"

#include <algorithm>
#include <cctype>

#include "gantry/cpp/text.hpp"

namespace gantry::sql {
namespace {

constexpr std::uint32_t not_pairs = 0xC0024108;
constexpr std::uint32_t unquoted_semicolon = 0xC0024109;

bool blank(char c) { return std::isspace(static_cast<unsigned char>(c)) != 0; }

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && blank(text.back())) text.remove_suffix(1);
  return text;
}

Error refuse(std::size_t position, const std::string &found, std::uint32_t code, Grammar grammar) {
  return Error(Status::invalid, "the connection string cannot be read",
               grammar == Grammar::braces
                   ? "KEY=VALUE pairs separated by semicolons, a value with a semicolon in braces"
                   : "KEY=VALUE pairs separated by semicolons, a value with a semicolon in quotes",
               found + " at position " + std::to_string(position + 1), "correct the connection string")
      .with_code(code);
}

class Reader {
 public:
  Reader(std::string_view text, Grammar grammar) : text_(text), grammar_(grammar) {}

  Result<std::vector<Pair>> all() {
    std::vector<Pair> pairs;
    for (;;) {
      while (at_ < text_.size() && (blank(text_[at_]) || text_[at_] == ';')) ++at_;
      if (at_ >= text_.size()) return pairs;
      Pair pair;
      if (Result<> done = key(pair.key); !done) return std::move(done).error();
      if (Result<> done = value(pair.value); !done) {
        wipe(pair.value);
        return std::move(done).error();
      }
      pairs.push_back(std::move(pair));
    }
  }

 private:
  Result<> key(std::string &out) {
    const std::size_t begin = at_;
    for (; at_ < text_.size() && text_[at_] != ';'; ++at_) {
      if (text_[at_] != '=') {
        out += text_[at_];
      } else if (grammar_ == Grammar::quotes && at_ + 1 < text_.size() && text_[at_ + 1] == '=') {
        out += text_[at_++];
      } else {
        out = std::string(trimmed(out));
        if (out.empty()) return refuse(begin, "a pair without a key", not_pairs, grammar_);
        ++at_;
        return success();
      }
    }
    // What follows a semicolon and is no pair is most likely the rest of a value that lacks its quotes.
    return refuse(begin, "a part without an equals sign", begin == 0 ? not_pairs : unquoted_semicolon,
                  grammar_);
  }

  /// The closing character of a quoted value that begins at at_, or 0.
  char closing() const {
    if (at_ >= text_.size()) return 0;
    const char c = text_[at_];
    if (grammar_ == Grammar::braces) return c == '{' ? '}' : '\0';
    return c == '"' || c == '\'' ? c : '\0';
  }

  Result<> value(std::string &out) {
    while (at_ < text_.size() && text_[at_] != ';' && blank(text_[at_])) ++at_;
    const char end = closing();
    if (end == 0) {
      const std::size_t semicolon = std::min(text_.find(';', at_), text_.size());
      out = trimmed(text_.substr(at_, semicolon - at_));
      at_ = semicolon;
      return success();
    }
    const std::size_t begin = at_++;
    for (;; ++at_) {
      if (at_ >= text_.size())
        return refuse(begin, "a quoted value that is not closed", unquoted_semicolon, grammar_);
      if (text_[at_] != end)
        out += text_[at_];
      else if (at_ + 1 < text_.size() && text_[at_ + 1] == end)
        out += text_[at_++];
      else
        break;
    }
    ++at_;
    while (at_ < text_.size() && blank(text_[at_])) ++at_;
    if (at_ < text_.size() && text_[at_] != ';')
      return refuse(at_, "text behind a quoted value", not_pairs, grammar_);
    return success();
  }

  std::string_view text_;
  Grammar grammar_;
  std::size_t at_ = 0;
};

std::string written_value(const std::string &value, Grammar grammar) {
  const char *risky = grammar == Grammar::braces ? ";{}" : ";\"'";
  // Two equals signs in a row would belong to the key.
  const bool joins = grammar == Grammar::quotes && !value.empty() && value.front() == '=';
  if (value.find_first_of(risky) == std::string::npos && trimmed(value) == value && !joins) return value;
  const char open = grammar == Grammar::braces ? '{' : '"', close = grammar == Grammar::braces ? '}' : '"';
  std::string quoted(1, open);
  for (const char c : value) {
    quoted += c;
    if (c == close) quoted += c;
  }
  return quoted += close;
}

}  // namespace

Result<std::vector<Pair>> parse_pairs(std::string_view text, Grammar grammar) {
  return Reader(text, grammar).all();
}

std::string write_pairs(const std::vector<Pair> &pairs, Grammar grammar) {
  std::string text;
  for (const Pair &pair : pairs) {
    for (const char c : pair.key) {
      text += c;
      if (c == '=') text += c;
    }
    text += '=' + written_value(pair.value, grammar) + ';';
  }
  return text;
}

bool same_key(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](unsigned char x, unsigned char y) { return std::tolower(x) == std::tolower(y); });
}

}  // namespace gantry::sql
