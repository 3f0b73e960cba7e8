#include "plugins/sql/task/tokens.hpp"

#include <algorithm>
#include <cctype>

namespace gantry::sql {
namespace {

bool blank(char c) { return std::isspace(static_cast<unsigned char>(c)) != 0; }

bool part_of_word(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return std::isalnum(byte) || c == '_' || c == '$' || c == '#' || c == '@' || byte >= 0x80;
}

class Cutter {
 public:
  explicit Cutter(std::string_view text) : text_(text) {}

  std::vector<Token> all() {
    std::vector<Token> tokens;
    while (at_ < text_.size()) {
      Token token;
      token.line = line_;
      const std::size_t begin = at_;
      take(token);
      token.text = text_.substr(begin, at_ - begin);
      line_ += static_cast<std::int32_t>(std::count(token.text.begin(), token.text.end(), '\n'));
      tokens.push_back(token);
    }
    return tokens;
  }

 private:
  char peek(std::size_t ahead) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }

  void take(Token &token) {
    const char c = text_[at_];
    if (blank(c)) {
      token.kind = TokenKind::blank;
      while (at_ < text_.size() && blank(text_[at_])) ++at_;
    } else if (c == '-' && peek(1) == '-') {
      token.kind = TokenKind::comment;
      at_ = std::min(text_.find('\n', at_), text_.size());
    } else if (c == '/' && peek(1) == '*') {
      take_comment(token);
    } else if (c == '\'') {
      quoted(token, TokenKind::string, '\'');
    } else if ((c == 'N' || c == 'n') && peek(1) == '\'') {
      ++at_;
      quoted(token, TokenKind::string, '\'');
    } else if (c == '"') {
      quoted(token, TokenKind::name, '"');
    } else if (c == '[') {
      quoted(token, TokenKind::name, ']');
    } else if (c == '?') {
      token.kind = TokenKind::marker;
      ++at_;
    } else if (part_of_word(c)) {
      token.kind = c == '@' ? TokenKind::variable : TokenKind::word;
      while (at_ < text_.size() && part_of_word(text_[at_])) ++at_;
    } else {
      ++at_;
    }
  }

  /// From the opening character to the closing one, which is doubled where it is meant.
  void quoted(Token &token, TokenKind kind, char end) {
    token.kind = kind;
    for (++at_;; ++at_) {
      if (at_ >= text_.size()) {
        token.closed = false;
        return;
      }
      if (text_[at_] != end) continue;
      if (peek(1) != end) break;
      ++at_;
    }
    ++at_;
  }

  void take_comment(Token &token) {
    token.kind = TokenKind::comment;
    int depth = 0;
    while (at_ < text_.size()) {
      if (text_[at_] == '/' && peek(1) == '*') {
        ++depth;
        at_ += 2;
      } else if (text_[at_] == '*' && peek(1) == '/') {
        at_ += 2;
        if (--depth == 0) return;
      } else {
        ++at_;
      }
    }
    at_ = text_.size();
    token.closed = false;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::int32_t line_ = 1;
};

}  // namespace

std::vector<Token> tokens_of(std::string_view text) { return Cutter(text).all(); }

bool is_word(const Token &token, std::string_view word) {
  return token.kind == TokenKind::word && token.text.size() == word.size() &&
         std::equal(word.begin(), word.end(), token.text.begin(),
                    [](unsigned char a, unsigned char b) { return std::tolower(a) == std::tolower(b); });
}

}  // namespace gantry::sql
