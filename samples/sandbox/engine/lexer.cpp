#include "samples/sandbox/engine/lexer.hpp"

#include "samples/sandbox/engine/error.hpp"
#include "samples/sandbox/engine/text.hpp"

#include <unordered_set>

namespace sandbox {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool starts_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '#' ||
         static_cast<unsigned char>(c) >= 0x80;
}
bool in_word(char c) { return starts_word(c) || is_digit(c) || c == '@' || c == '$'; }
bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

SqlError at_line(SqlError failure, int line) {
  failure.message.line = line;
  return failure;
}

class Lexer {
 public:
  Lexer(std::string_view source, bool quoted_identifier)
      : source_(source), quoted_identifier_(quoted_identifier) {}

  std::vector<Token> run() {
    if (source_.substr(0, 3) == "\xEF\xBB\xBF") at_ = 3;
    for (;;) {
      skip_blank();
      Token token;
      token.line = line_;
      token.begin = at_;
      if (at_ >= source_.size()) {
        token.finish = at_;
        tokens_.push_back(std::move(token));
        return std::move(tokens_);
      }
      read(token);
      token.finish = at_;
      tokens_.push_back(std::move(token));
    }
  }

 private:
  char peek(std::size_t ahead = 0) const {
    return at_ + ahead < source_.size() ? source_[at_ + ahead] : '\0';
  }

  void skip_blank() {
    while (at_ < source_.size()) {
      const char c = source_[at_];
      if (c == '\n') ++line_;
      if (static_cast<unsigned char>(c) <= ' ') {
        ++at_;
      } else if (static_cast<unsigned char>(c) == 0xC2 && static_cast<unsigned char>(peek(1)) == 0xA0) {
        at_ += 2;
      } else if (c == '-' && peek(1) == '-') {
        while (at_ < source_.size() && source_[at_] != '\n') ++at_;
      } else if (c == '/' && peek(1) == '*') {
        skip_comment();
      } else {
        return;
      }
    }
  }

  void skip_comment() {
    const int start = line_;
    int depth = 0;
    do {
      if (at_ >= source_.size()) throw at_line(error(113), start);
      if (peek() == '/' && peek(1) == '*') {
        ++depth;
        at_ += 2;
      } else if (peek() == '*' && peek(1) == '/') {
        --depth;
        at_ += 2;
      } else {
        if (peek() == '\n') ++line_;
        ++at_;
      }
    } while (depth);
  }

  std::string delimited(char close) {
    const int start = line_;
    std::string out;
    for (;;) {
      if (at_ >= source_.size()) throw at_line(error(105, {prefix_utf16(out, 128)}), start);
      const char c = source_[at_++];
      if (c == '\n') ++line_;
      if (c == close) {
        if (peek() != close) return out;
        ++at_;
      }
      out += c;
    }
  }

  void read(Token &token) {
    const char c = peek();
    if (c == '\'' || ((c == 'N' || c == 'n') && peek(1) == '\'')) {
      token.unicode = c != '\'';
      at_ += token.unicode ? 2 : 1;
      token.kind = Token::text;
      token.value = delimited('\'');
    } else if (c == '[' || c == '"') {
      ++at_;
      token.value = delimited(c == '[' ? ']' : '"');
      token.kind = c == '"' && !quoted_identifier_ ? Token::text : Token::word;
      token.quoted = token.kind == Token::word;
      if (token.quoted && length_utf16(token.value) > 128)
        throw at_line(error(103, {prefix_utf16(token.value, 128)}), token.line);
      if (token.quoted && token.value.empty()) throw at_line(error(1038), token.line);
    } else if (c == '0' && (peek(1) == 'x' || peek(1) == 'X')) {
      read_binary(token);
    } else if (is_digit(c) || (c == '.' && is_digit(peek(1)))) {
      read_number(token);
    } else if (c == '@') {
      token.kind = Token::variable;
      while (in_word(peek())) token.value += source_[at_++];
    } else if (c == '$' && (is_digit(peek(1)) || peek(1) == '.')) {
      ++at_;
      read_number(token);
      token.kind = Token::decimal;
    } else if (starts_word(c) || c == '$') {
      token.kind = Token::word;
      token.value += source_[at_++];
      while (in_word(peek())) token.value += source_[at_++];
      token.key = upper(token.value);
      if (length_utf16(token.value) > 128)
        throw at_line(error(103, {prefix_utf16(token.value, 128)}), token.line);
    } else {
      read_symbol(token);
    }
  }

  void read_binary(Token &token) {
    at_ += 2;
    token.kind = Token::binary;
    std::string digits;
    for (;;) {
      if (is_hex(peek())) {
        digits += source_[at_++];
      } else if (peek() == '\\' && (peek(1) == '\n' || (peek(1) == '\r' && peek(2) == '\n'))) {
        // A backslash continues a binary constant on the next line.
        at_ += peek(1) == '\n' ? 2 : 3;
        ++line_;
      } else {
        break;
      }
    }
    if (digits.size() % 2) digits.insert(0, "0");
    for (std::size_t i = 0; i < digits.size(); i += 2)
      token.value += static_cast<char>(std::stoi(digits.substr(i, 2), nullptr, 16));
  }

  void read_number(Token &token) {
    token.kind = Token::integer;
    while (is_digit(peek())) token.value += source_[at_++];
    if (peek() == '.') {
      token.kind = Token::decimal;
      token.value += source_[at_++];
      while (is_digit(peek())) token.value += source_[at_++];
    }
    const std::size_t sign = peek(1) == '+' || peek(1) == '-' ? 1 : 0;
    if ((peek() == 'e' || peek() == 'E') && is_digit(peek(1 + sign))) {
      token.kind = Token::floating;
      token.value += source_.substr(at_, 1 + sign);
      at_ += 1 + sign;
      while (is_digit(peek())) token.value += source_[at_++];
    }
  }

  void read_symbol(Token &token) {
    token.kind = Token::symbol;
    static constexpr std::string_view doubles[] = {
        "<=", ">=", "<>", "!=", "!<", "!>", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "::"};
    for (const std::string_view two : doubles)
      if (source_.substr(at_, 2) == two) {
        token.value = two;
        at_ += 2;
        return;
      }
    static constexpr std::string_view singles = "()+-*/%&|^~=<>,;.:!";
    token.value = std::string(1, peek());
    if (singles.find(peek()) == std::string_view::npos) throw at_line(error(102, {token.value}), token.line);
    ++at_;
  }

  std::string_view source_;
  bool quoted_identifier_;
  std::size_t at_ = 0;
  int line_ = 1;
  std::vector<Token> tokens_;
};

}  // namespace

std::vector<Token> tokenize(std::string_view source, bool quoted_identifier) {
  return Lexer(source, quoted_identifier).run();
}

bool is_reserved(const std::string &key) {
  static const std::unordered_set<std::string> words = {"ADD",
                                                        "ALL",
                                                        "ALTER",
                                                        "AND",
                                                        "ANY",
                                                        "AS",
                                                        "ASC",
                                                        "AUTHORIZATION",
                                                        "BACKUP",
                                                        "BEGIN",
                                                        "BETWEEN",
                                                        "BREAK",
                                                        "BROWSE",
                                                        "BULK",
                                                        "BY",
                                                        "CASCADE",
                                                        "CASE",
                                                        "CHECK",
                                                        "CHECKPOINT",
                                                        "CLOSE",
                                                        "CLUSTERED",
                                                        "COALESCE",
                                                        "COLLATE",
                                                        "COLUMN",
                                                        "COMMIT",
                                                        "COMPUTE",
                                                        "CONSTRAINT",
                                                        "CONTAINS",
                                                        "CONTINUE",
                                                        "CONVERT",
                                                        "CREATE",
                                                        "CROSS",
                                                        "CURRENT",
                                                        "CURRENT_DATE",
                                                        "CURRENT_TIME",
                                                        "CURRENT_TIMESTAMP",
                                                        "CURRENT_USER",
                                                        "CURSOR",
                                                        "DATABASE",
                                                        "DBCC",
                                                        "DEALLOCATE",
                                                        "DECLARE",
                                                        "DEFAULT",
                                                        "DELETE",
                                                        "DENY",
                                                        "DESC",
                                                        "DISK",
                                                        "DISTINCT",
                                                        "DISTRIBUTED",
                                                        "DOUBLE",
                                                        "DROP",
                                                        "DUMP",
                                                        "ELSE",
                                                        "END",
                                                        "ERRLVL",
                                                        "ESCAPE",
                                                        "EXCEPT",
                                                        "EXEC",
                                                        "EXECUTE",
                                                        "EXISTS",
                                                        "EXIT",
                                                        "EXTERNAL",
                                                        "FETCH",
                                                        "FILE",
                                                        "FILLFACTOR",
                                                        "FOR",
                                                        "FOREIGN",
                                                        "FREETEXT",
                                                        "FROM",
                                                        "FULL",
                                                        "FUNCTION",
                                                        "GOTO",
                                                        "GRANT",
                                                        "GROUP",
                                                        "HAVING",
                                                        "HOLDLOCK",
                                                        "IDENTITY",
                                                        "IDENTITY_INSERT",
                                                        "IDENTITYCOL",
                                                        "IF",
                                                        "IN",
                                                        "INDEX",
                                                        "INNER",
                                                        "INSERT",
                                                        "INTERSECT",
                                                        "INTO",
                                                        "IS",
                                                        "JOIN",
                                                        "KEY",
                                                        "KILL",
                                                        "LEFT",
                                                        "LIKE",
                                                        "LINENO",
                                                        "LOAD",
                                                        "MERGE",
                                                        "NATIONAL",
                                                        "NOCHECK",
                                                        "NONCLUSTERED",
                                                        "NOT",
                                                        "NULL",
                                                        "NULLIF",
                                                        "OF",
                                                        "OFF",
                                                        "OFFSETS",
                                                        "ON",
                                                        "OPEN",
                                                        "OPENDATASOURCE",
                                                        "OPENQUERY",
                                                        "OPENROWSET",
                                                        "OPENXML",
                                                        "OPTION",
                                                        "OR",
                                                        "ORDER",
                                                        "OUTER",
                                                        "OVER",
                                                        "PERCENT",
                                                        "PIVOT",
                                                        "PLAN",
                                                        "PRIMARY",
                                                        "PRINT",
                                                        "PROC",
                                                        "PROCEDURE",
                                                        "PUBLIC",
                                                        "RAISERROR",
                                                        "READ",
                                                        "READTEXT",
                                                        "RECONFIGURE",
                                                        "REFERENCES",
                                                        "REPLICATION",
                                                        "RESTORE",
                                                        "RESTRICT",
                                                        "RETURN",
                                                        "REVERT",
                                                        "REVOKE",
                                                        "RIGHT",
                                                        "ROLLBACK",
                                                        "ROWCOUNT",
                                                        "ROWGUIDCOL",
                                                        "RULE",
                                                        "SAVE",
                                                        "SCHEMA",
                                                        "SELECT",
                                                        "SESSION_USER",
                                                        "SET",
                                                        "SETUSER",
                                                        "SHUTDOWN",
                                                        "SOME",
                                                        "STATISTICS",
                                                        "SYSTEM_USER",
                                                        "TABLE",
                                                        "TABLESAMPLE",
                                                        "TEXTSIZE",
                                                        "THEN",
                                                        "TO",
                                                        "TOP",
                                                        "TRAN",
                                                        "TRANSACTION",
                                                        "TRIGGER",
                                                        "TRUNCATE",
                                                        "TRY_CONVERT",
                                                        "TSEQUAL",
                                                        "UNION",
                                                        "UNIQUE",
                                                        "UNPIVOT",
                                                        "UPDATE",
                                                        "UPDATETEXT",
                                                        "USE",
                                                        "USER",
                                                        "VALUES",
                                                        "VARYING",
                                                        "VIEW",
                                                        "WAITFOR",
                                                        "WHEN",
                                                        "WHERE",
                                                        "WHILE",
                                                        "WITH",
                                                        "WITHIN",
                                                        "WRITETEXT"};
  return words.count(key) != 0;
}

}  // namespace sandbox
