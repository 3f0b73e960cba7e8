#include "plugins/smo/module-header.hpp"

#include "plugins/smo/sql-text.hpp"

namespace gantry::smo {
namespace {

enum class Kind { end, word, quoted, dot, semicolon, number, other };

struct Token {
  Kind kind = Kind::end;
  std::size_t begin = 0, end = 0;
  std::string text;  ///< of a name: without quotes
};

bool letter(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_' || c == '@' || c == '#' ||
         static_cast<unsigned char>(c) >= 0x80;
}
bool digit(char c) { return c >= '0' && c <= '9'; }

/// Spaces that editors and web pages leave in scripts, beside the usual ones.
constexpr std::string_view wide_spaces[] = {"\xC2\xA0", "\xE3\x80\x80", "\xEF\xBB\xBF"};

class Lexer {
 public:
  explicit Lexer(std::string_view text) : text_(text) {}

  Token next() {
    skip_blanks();
    Token token;
    token.begin = token.end = at_;
    if (at_ >= text_.size()) return token;
    const char c = text_[at_];
    if (c == '[' || c == '"') return delimited(c == '[' ? ']' : '"');
    if (letter(c)) return run(Kind::word, [](char x) { return letter(x) || digit(x) || x == '$'; });
    if (digit(c)) return run(Kind::number, digit);
    token.kind = c == '.' ? Kind::dot : c == ';' ? Kind::semicolon : Kind::other;
    token.end = ++at_;
    return token;
  }

 private:
  template <typename Belongs>
  Token run(Kind kind, Belongs belongs) {
    Token token;
    token.kind = kind;
    token.begin = at_;
    while (at_ < text_.size() && belongs(text_[at_]) && blank_here() == 0) ++at_;
    token.end = at_;
    token.text = text_.substr(token.begin, at_ - token.begin);
    return token;
  }

  Token delimited(char close) {
    Token token;
    token.begin = at_++;
    for (;;) {
      if (at_ >= text_.size()) {
        token.kind = Kind::other;  // never closed
        break;
      }
      const char c = text_[at_++];
      if (c == close) {
        if (at_ >= text_.size() || text_[at_] != close) {
          token.kind = Kind::quoted;
          break;
        }
        ++at_;
      }
      token.text += c;
    }
    token.end = at_;
    return token;
  }

  /// Bytes of the blank that stands here; 0: none does.
  std::size_t blank_here() const {
    if (static_cast<unsigned char>(text_[at_]) <= ' ') return 1;
    for (const std::string_view space : wide_spaces)
      if (text_.compare(at_, space.size(), space) == 0) return space.size();
    return 0;
  }

  void skip_blanks() {
    while (at_ < text_.size()) {
      if (const std::size_t blank = blank_here(); blank > 0) {
        at_ += blank;
      } else if (text_.compare(at_, 2, "--") == 0) {
        while (at_ < text_.size() && text_[at_] != '\n' && text_[at_] != '\r') ++at_;
      } else if (text_.compare(at_, 2, "/*") == 0) {
        skip_comment();
      } else {
        return;
      }
    }
  }

  /// Comments of this sort nest.
  void skip_comment() {
    std::size_t depth = 0;
    while (at_ < text_.size()) {
      if (text_.compare(at_, 2, "/*") == 0) {
        ++depth;
        at_ += 2;
      } else if (text_.compare(at_, 2, "*/") == 0) {
        at_ += 2;
        if (--depth == 0) return;
      } else {
        ++at_;
      }
    }
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

bool is_word(const Token &token, std::string_view word) {
  if (token.kind != Kind::word || token.text.size() != word.size()) return false;
  for (std::size_t i = 0; i < word.size(); ++i)
    if ((token.text[i] & ~0x20) != word[i]) return false;
  return true;
}

bool is_name(const Token &token) {
  return (token.kind == Kind::word || token.kind == Kind::quoted) && !token.text.empty();
}

Error unreadable(std::string_view text, const Token &token, const char *expected) {
  const std::string found = token.kind == Kind::end
                                ? "the end of the text"
                                : "\"" + std::string(text.substr(token.begin, token.end - token.begin)) +
                                      "\" at byte " + std::to_string(token.begin);
  return Error(Status::data, "the text of a module does not begin with its header", expected, found,
               "look at the module's definition; create it anew at the source if it is damaged");
}

}  // namespace

Result<ModuleHeader> read_module_header(std::string_view text) {
  Lexer lexer(text);
  ModuleHeader header;
  Token token = lexer.next();
  header.verb_begin = token.begin;
  header.verb_end = token.end;
  if (is_word(token, "CREATE")) {
    header.verb = "CREATE";
    token = lexer.next();
    if (is_word(token, "OR")) {
      token = lexer.next();
      if (!is_word(token, "ALTER")) return unreadable(text, token, "ALTER behind CREATE OR");
      header.verb = "CREATE OR ALTER";
      header.verb_end = token.end;
      token = lexer.next();
    }
  } else if (is_word(token, "ALTER")) {
    header.verb = "ALTER";
    token = lexer.next();
  } else {
    return unreadable(text, token, "CREATE or ALTER");
  }
  for (const auto &[word, type] :
       {std::pair("PROCEDURE", "PROCEDURE"), std::pair("PROC", "PROCEDURE"), std::pair("VIEW", "VIEW"),
        std::pair("FUNCTION", "FUNCTION"), std::pair("TRIGGER", "TRIGGER")})
    if (is_word(token, word)) header.type = type;
  if (header.type.empty()) return unreadable(text, token, "PROCEDURE, VIEW, FUNCTION or TRIGGER");
  token = lexer.next();
  if (!is_name(token)) return unreadable(text, token, "a name");
  header.name_begin = token.begin;
  for (;;) {
    header.name.push_back(token.text);
    header.name_end = header.end = token.end;
    token = lexer.next();
    if (token.kind != Kind::dot) break;
    if (header.name.size() == 2) return unreadable(text, token, "at most schema and name");
    token = lexer.next();
    if (!is_name(token)) return unreadable(text, token, "a name behind the dot");
  }
  // Behind a name in brackets it would belong to that name.
  if (token.kind == Kind::other && text[token.begin] == ']')
    return unreadable(text, token, "no bracket behind the name");
  if (header.type == "PROCEDURE" && token.kind == Kind::semicolon) {
    token = lexer.next();
    if (token.kind != Kind::number || token.text.size() > 5)
      return unreadable(text, token, "a number behind the semicolon");
    header.number = std::stoi(token.text);
    header.end = token.end;
  }
  return header;
}

Result<std::string> with_header(std::string_view text, std::string_view verb, std::string_view schema,
                                std::string_view name) {
  Result<ModuleHeader> header = read_module_header(text);
  if (!header) return std::move(header).error();
  const bool same_name = header->name.size() == 2 && header->name[0] == schema && header->name[1] == name;
  const bool same_verb = header->verb == verb;
  std::string out;
  out.reserve(text.size() + schema.size() + name.size() + 8);
  out += text.substr(0, header->verb_begin);
  out += same_verb ? text.substr(header->verb_begin, header->verb_end - header->verb_begin) : verb;
  out += text.substr(header->verb_end, header->name_begin - header->verb_end);
  if (same_name)
    out += text.substr(header->name_begin, header->name_end - header->name_begin);
  else
    out += quoted_name(schema) + '.' + quoted_name(name);
  out += text.substr(header->name_end);
  return out;
}

}  // namespace gantry::smo
