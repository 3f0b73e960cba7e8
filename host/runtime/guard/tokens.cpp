#include "host/runtime/guard/tokens.hpp"

namespace gantry::runtime::guard {

namespace {

bool letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '#'; }
bool digit(char c) { return c >= '0' && c <= '9'; }
bool inside_word(char c) { return letter(c) || digit(c) || c == '@' || c == '$'; }
bool hexadecimal(char c) { return digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

class Lexer {
 public:
  explicit Lexer(std::string_view text) : text_(text) {}

  Tokens run() {
    while (skip_blank(), at_ < text_.size()) {
      const std::size_t begin = at_;
      const TokenKind kind = next();
      const Token token{kind, text_.substr(begin, at_ - begin), begin, depth_};
      if (token.is('(')) ++depth_;
      if (token.is(')') && depth_ > 0) --depth_;
      out_.all.push_back(token);
    }
    return std::move(out_);
  }

 private:
  char peek(std::size_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }

  /// Bytes above ASCII end words: some of them are blanks to a server (U+00A0, U+3000).
  void skip_blank() {
    for (; at_ < text_.size(); ++at_) {
      const auto byte = static_cast<unsigned char>(text_[at_]);
      if (byte == 0) out_.doubtful = true;
      if (text_.compare(at_, 2, "--") == 0)
        skip_line();
      else if (text_.compare(at_, 2, "/*") == 0)
        skip_block();
      else if (byte > ' ' && byte < 0x7F)
        return;
      if (at_ >= text_.size()) return;
    }
  }

  /// To the line feed, which skip_blank then steps over.
  void skip_line() {
    for (; at_ < text_.size() && text_[at_] != '\n'; ++at_)
      if (text_[at_] == '\0' || (text_[at_] == '\r' && peek(1) != '\n')) out_.doubtful = true;
  }

  void skip_block() {
    int level = 0;
    for (; at_ < text_.size(); ++at_) {
      if (text_.compare(at_, 2, "/*") == 0) {
        ++level;
        ++at_;
      } else if (text_.compare(at_, 2, "*/") == 0) {
        ++at_;
        if (--level == 0) return;
      }
    }
    out_.doubtful = true;
  }

  void skip_quoted(char close) {
    for (++at_; at_ < text_.size(); ++at_) {
      if (text_[at_] != close) continue;
      if (peek(1) != close) {
        ++at_;
        return;
      }
      ++at_;
    }
    out_.doubtful = true;
  }

  void skip_number() {
    if (peek() == '0' && (peek(1) == 'x' || peek(1) == 'X')) {
      at_ += 2;
      while (hexadecimal(peek())) ++at_;
    } else {
      while (digit(peek()) || peek() == '.') ++at_;
      if ((peek() == 'e' || peek() == 'E') &&
          (digit(peek(1)) || ((peek(1) == '+' || peek(1) == '-') && digit(peek(2))))) {
        at_ += 2;
        while (digit(peek())) ++at_;
      }
    }
    // `1DROP` is a number and a keyword to a server.
    if (inside_word(peek())) out_.doubtful = true;
  }

  TokenKind next() {
    const char c = peek();
    if (c == '\'') return skip_quoted('\''), TokenKind::string;
    if ((c == 'N' || c == 'n') && peek(1) == '\'') return ++at_, skip_quoted('\''), TokenKind::string;
    if (c == '[') return skip_quoted(']'), TokenKind::quoted;
    if (c == '"') return skip_quoted('"'), TokenKind::quoted;
    if (digit(c) || (c == '.' && digit(peek(1)))) return skip_number(), TokenKind::number;
    if (letter(c) || c == '@') {
      // To a server `\u00E9#t` is one name, and not that of a temporary table.
      const bool glued = at_ > 0 && static_cast<unsigned char>(text_[at_ - 1]) >= 0x80;
      if (glued && (c == '#' || c == '@')) out_.doubtful = true;
      while (inside_word(peek())) ++at_;
      return c == '@' ? TokenKind::variable : TokenKind::word;
    }
    ++at_;
    return TokenKind::symbol;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::uint32_t depth_ = 0;
  Tokens out_;
};

}  // namespace

Tokens tokens_of(std::string_view text) { return Lexer(text).run(); }

std::string lower_case(std::string_view word) {
  std::string text(word);
  for (char &c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return text;
}

std::string unquoted(std::string_view token) {
  if (!token.empty() && (token.front() == 'N' || token.front() == 'n')) token.remove_prefix(1);
  if (token.size() < 2) return std::string(token);
  const char open = token.front(), close = open == '[' ? ']' : open;
  if (open != '\'' && open != '[' && open != '"') return std::string(token);
  std::string text;
  const std::string_view inside = token.substr(1, token.size() - 2);
  for (std::size_t i = 0; i < inside.size(); ++i) {
    text += inside[i];
    if (inside[i] == close && i + 1 < inside.size() && inside[i + 1] == close) ++i;
  }
  return text;
}

}  // namespace gantry::runtime::guard
