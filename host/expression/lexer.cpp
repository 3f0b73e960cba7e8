#include "host/expression/lexer.hpp"

#include <array>
#include <cmath>
#include <cstdlib>
#include <limits>

#include "host/expression/codes.hpp"
#include "host/expression/conversion.hpp"
#include "host/expression/position.hpp"
#include "host/expression/text.hpp"

namespace gantry::expression {
namespace {

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_hexadecimal(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}
/// Bytes of characters beyond ASCII count as letters.
constexpr bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}
constexpr bool is_name(char c) { return is_letter(c) || is_digit(c) || c == '@' || c == '$' || c == '#'; }

class Lexer {
 public:
  explicit Lexer(std::string_view text) : text_(text) {}

  Result<std::vector<Token>> run() {
    std::vector<Token> tokens;
    for (;;) {
      while (at_ < text_.size() &&
             (text_[at_] == ' ' || text_[at_] == '\t' || text_[at_] == '\r' || text_[at_] == '\n'))
        ++at_;
      start_ = at_;
      auto token = next();
      if (!token) return token.error();
      token->offset = start_;
      tokens.push_back(std::move(*token));
      if (tokens.back().kind == TokenKind::end) return tokens;
    }
  }

 private:
  char peek(std::size_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }

  Error refuse(std::uint32_t code, std::string expected, std::string found, std::string todo) const {
    return syntax_error(text_, at_, code, std::move(expected), std::move(found), std::move(todo));
  }

  Result<Token> next() {
    if (at_ >= text_.size()) return Token{};
    const char c = peek();
    if (is_digit(c) || (c == '.' && is_digit(peek(1)))) return number();
    if (c == '"') return string();
    if (c == '@') return variable();
    if (c == '[') return bracketed();
    if (is_letter(c)) return identifier();
    return symbol();
  }

  Result<Token> symbol() {
    static constexpr std::array<std::string_view, 25> symbols = {
        "==", "!=", "<=", ">=", "&&", "||", "(", ")", ",", "?", ":", "+", "-",
        "*",  "/",  "%",  "<",  ">",  "!",  "~", "&", "|", "^", "=", "."};
    for (const std::string_view candidate : symbols)
      if (text_.substr(at_, candidate.size()) == candidate) {
        at_ += candidate.size();
        Token token;
        token.kind = TokenKind::symbol;
        token.text = candidate;
        return token;
      }
    if (peek() == '\'')
      return refuse(code::single_quote, "A string in double quotes was expected.", "It is a single quote.",
                    "Write the string in double quotes.");
    if (peek() == '#')
      return refuse(code::lineage, "A literal, a variable or a function was expected.",
                    "It is a lineage identifier, and there are no columns here.", "Use a variable.");
    return refuse(code::unknown_token, "An element of the expression language was expected.",
                  "The character is none.", "Remove or correct it.");
  }

  Result<Token> identifier() {
    Token token;
    token.kind = TokenKind::identifier;
    while (at_ < text_.size() && is_name(peek())) token.text += text_[at_++];
    if (same_word(token.text, "true") || same_word(token.text, "false")) {
      token.kind = TokenKind::literal;
      token.literal = Value::boolean(same_word(token.text, "true"));
    }
    return token;
  }

  Result<Token> bracketed() {
    Token token;
    token.kind = TokenKind::bracketed;
    const std::size_t end = text_.find(']', at_);
    if (end == std::string_view::npos)
      return refuse(code::not_well_formed, "A ] that ends the name was expected.", "There is none.",
                    "Complete the brackets.");
    token.text = text_.substr(at_ + 1, end - at_ - 1);
    at_ = end + 1;
    return token;
  }

  Result<Token> variable() {
    ++at_;
    if (peek() == '[') {
      auto token = bracketed();
      if (!token) return token;
      token->kind = TokenKind::variable;
      const std::string_view name = trim(token->text);
      if (name.empty()) {
        at_ = start_;
        return refuse(code::not_well_formed, "The name of a variable was expected.",
                      "The brackets are empty.", "Write @[Namespace::Name].");
      }
      token->text = std::string(name);
      return token;
    }
    if (!is_letter(peek()))
      return refuse(code::not_well_formed, "The name of a variable was expected behind @.", "There is none.",
                    "Write @Name or @[Namespace::Name].");
    Token token;
    token.kind = TokenKind::variable;
    while (at_ < text_.size() && is_name(peek())) token.text += text_[at_++];
    if (peek() == ':' && peek(1) == ':')
      return refuse(code::not_well_formed, "A name without a namespace was expected.", "It has a namespace.",
                    "Put namespace and name in brackets: @[Namespace::Name].");
    return token;
  }

  Result<Token> string() {
    Token token;
    token.kind = TokenKind::literal;
    std::string piece;
    std::u16string value;
    const auto flush = [&] {
      value += to_utf16(piece);
      piece.clear();
    };
    ++at_;
    for (;;) {
      if (at_ >= text_.size()) {
        at_ = start_;
        return refuse(code::not_well_formed, "A quotation mark that ends the string was expected.",
                      "There is none.", "Complete the string; a quotation mark inside it is written \\\".");
      }
      const char c = text_[at_];
      if (c == '"') break;
      if (c != '\\') {
        piece += c;
        ++at_;
        continue;
      }
      static constexpr std::string_view letters = "abfnrtv\"\\", meanings = "\a\b\f\n\r\t\v\"\\";
      const char letter = peek(1);
      if (const std::size_t which = letters.find(letter); letter != '\0' && which != std::string_view::npos) {
        piece += meanings[which];
        at_ += 2;
      } else if (letter == 'x') {
        int unit = 0;
        for (std::size_t i = 2; i < 6; ++i) {
          const char digit = peek(i);
          if (!is_hexadecimal(digit))
            return refuse(code::hexadecimal_escape, "Four hexadecimal digits behind \\x were expected.",
                          "There are fewer.", "Write the character as \\xhhhh.");
          unit = unit * 16 + (is_digit(digit) ? digit - '0' : (digit | 0x20) - 'a' + 10);
        }
        if (unit == 0)
          return refuse(code::hexadecimal_escape, "A character other than \\x0000 was expected.",
                        "It is \\x0000, which ends strings.", "Remove it.");
        flush();
        value += static_cast<char16_t>(unit);
        at_ += 6;
      } else {
        return refuse(code::escape, "An escape sequence of the expression language was expected.",
                      letter == '\0' ? std::string("There is a lone backslash.")
                                     : std::string("There is none for the character behind the backslash."),
                      "Write a backslash as \\\\.");
      }
    }
    ++at_;
    flush();
    token.literal = Value::string(std::move(value));
    return token;
  }

  Error too_large(std::string_view type, std::string todo) {
    at_ = start_;
    return refuse(code::literal_overflow, "A number that " + std::string(type) + " can hold was expected.",
                  "The literal is too large.", std::move(todo));
  }

  Result<Token> hexadecimal() {
    at_ += 2;
    std::uint64_t value = 0;
    int digits = 0;
    for (; is_hexadecimal(peek()); ++at_) {
      const char c = peek();
      value = value << 4 | static_cast<std::uint64_t>(is_digit(c) ? c - '0' : (c | 0x20) - 'a' + 10);
      if (value != 0) ++digits;
    }
    const bool is_unsigned = peek() == 'u' || peek() == 'U';
    if (is_unsigned) ++at_;
    const Type type = is_unsigned ? Type::ui4 : Type::i4;
    if (digits > 8 || !in_range(static_cast<Integer>(value), type))
      return too_large(name_of(type), is_unsigned ? "Use a smaller number." : "Add the suffix U.");
    Token token;
    token.kind = TokenKind::literal;
    token.literal = Value::integer(type, static_cast<Integer>(value));
    return ends(std::move(token));
  }

  Result<Token> number() {
    if (peek() == '0' && (peek(1) == 'x' || peek(1) == 'X') && is_hexadecimal(peek(2))) return hexadecimal();
    std::string digits;
    bool point = false, exponent = false;
    while (is_digit(peek())) digits += text_[at_++];
    if (peek() == '.') {
      point = true;
      digits += text_[at_++];
      while (is_digit(peek())) digits += text_[at_++];
    }
    if ((peek() == 'e' || peek() == 'E') &&
        (is_digit(peek(1)) || ((peek(1) == '+' || peek(1) == '-') && is_digit(peek(2))))) {
      exponent = true;
      digits += text_[at_++];
      digits += text_[at_++];
      while (is_digit(peek())) digits += text_[at_++];
    }
    Token token;
    token.kind = TokenKind::literal;
    if (!point && !exponent) return integer(digits, std::move(token));
    const char suffix = static_cast<char>(peek() | 0x20);
    const bool is_float = suffix == 'f', is_long = suffix == 'l';
    if (is_float || is_long) ++at_;
    if (exponent || is_float || is_long) {
      const double value = std::strtod(digits.c_str(), nullptr);
      const Type type = is_float ? Type::r4 : Type::r8;
      if (!std::isfinite(value) ||
          (is_float && std::fabs(value) > static_cast<double>(std::numeric_limits<float>::max())))
        return too_large(name_of(type), is_float ? "Use the suffix L." : "Use a smaller number.");
      token.literal = Value::real(type, value);
      return ends(std::move(token));
    }
    if (digits.back() == '.') digits.pop_back();
    const auto value = parse_decimal(digits);
    if (!value) return too_large("DT_NUMERIC", "Use at most 38 digits, or an exponent.");
    token.literal = Value::exact(Type::numeric, *value);
    return ends(std::move(token));
  }

  Result<Token> integer(const std::string &digits, Token token) {
    bool is_long = false, is_unsigned = false;
    for (;; ++at_) {
      const char suffix = static_cast<char>(peek() | 0x20);
      if (suffix == 'l' && !is_long)
        is_long = true;
      else if (suffix == 'u' && !is_unsigned)
        is_unsigned = true;
      else
        break;
    }
    const Type type = is_long ? (is_unsigned ? Type::ui8 : Type::i8) : is_unsigned ? Type::ui4 : Type::i4;
    const auto value = parse_decimal(digits);
    if (!value || !in_range(value->coefficient, type))
      return too_large(name_of(type),
                       is_long ? "Use a smaller number, or a decimal point." : "Add the suffix L.");
    token.literal = Value::integer(type, value->coefficient);
    token.integer_literal = !is_long && !is_unsigned;
    return ends(std::move(token));
  }

  /// A number ends before anything that cannot continue a name.
  Result<Token> ends(Token token) {
    if (!is_name(peek())) return token;
    return refuse(code::unknown_token, "The end of the number was expected.",
                  "A character follows that belongs to no number.", "Correct the number or its suffix.");
  }

  std::string_view text_;
  std::size_t at_ = 0, start_ = 0;
};

}  // namespace

Result<std::vector<Token>> tokens_of(std::string_view text) { return Lexer(text).run(); }

}  // namespace gantry::expression
