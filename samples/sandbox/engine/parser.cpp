#include "samples/sandbox/engine/parser.hpp"

#include "samples/sandbox/engine/error.hpp"
#include "samples/sandbox/engine/text.hpp"

#include <cstdlib>

namespace sandbox {
namespace {
// Deep enough for any script, shallow enough for a thread's stack under sanitizers.
constexpr int deepest = 220;
}  // namespace

Parser::Parser(std::string_view source, bool quoted_identifier, std::set<std::string> known)
    : source_(source), tokens_(tokenize(source, quoted_identifier)), known_(std::move(known)) {}

Parser::Depth::Depth(Parser &parser) : parser_(parser) {
  if (++parser_.depth_ > deepest) {
    --parser_.depth_;
    SqlError failure = error(191);
    failure.message.line = parser_.peek().line;
    throw failure;
  }
}

Statements Parser::batch() {
  Statements out;
  while (peek().kind != Token::end) {
    if (symbol(";")) continue;
    out.push_back(statement());
  }
  return out;
}

ExprPtr Parser::lone_expression() {
  ExprPtr out = condition();
  if (peek().kind != Token::end) unexpected();
  return out;
}

SelectPtr Parser::lone_select() {
  SelectPtr out = select_statement();
  while (symbol(";")) {
  }
  if (peek().kind != Token::end) unexpected();
  return out;
}

std::vector<ModuleParameter> Parser::lone_parameters() {
  std::vector<ModuleParameter> out;
  if (peek().kind == Token::end) return out;
  out = parameters(false);
  if (peek().kind != Token::end) unexpected();
  return out;
}

const Token &Parser::peek(std::size_t ahead) const {
  return at_ + ahead < tokens_.size() ? tokens_[at_ + ahead] : tokens_.back();
}

Token Parser::take() {
  const Token token = peek();
  if (at_ + 1 < tokens_.size()) ++at_;
  return token;
}

bool Parser::is_word(const Token &token, const char *text) {
  return token.kind == Token::word && !token.quoted && token.key == text;
}

bool Parser::is(const char *text, std::size_t ahead) const { return is_word(peek(ahead), text); }

bool Parser::is_symbol(const char *text, std::size_t ahead) const {
  const Token &token = peek(ahead);
  return token.kind == Token::symbol && token.value == text;
}

bool Parser::words(std::initializer_list<const char *> sequence) {
  std::size_t ahead = 0;
  for (const char *text : sequence)
    if (!is(text, ahead++)) return false;
  at_ += sequence.size();
  return true;
}

bool Parser::word(const char *text) {
  if (!is(text)) return false;
  take();
  return true;
}

bool Parser::symbol(const char *text) {
  if (!is_symbol(text)) return false;
  take();
  return true;
}

void Parser::expect(const char *text) {
  if (!word(text)) unexpected();
}

void Parser::expect_symbol(const char *text) {
  if (!symbol(text)) unexpected();
}

void Parser::unexpected() const { unexpected(peek()); }

void Parser::unexpected(const Token &token) const {
  // At the end of the batch the last token stands accused, as in SQL Server.
  const Token &blamed = token.kind == Token::end && tokens_.size() > 1 ? tokens_[tokens_.size() - 2] : token;
  const bool keyword = token.kind == Token::word && !token.quoted && is_reserved(token.key);
  SqlError failure = keyword ? error(156, {blamed.value}) : error(102, {prefix_utf16(blamed.value, 128)});
  failure.message.line = blamed.line;
  throw failure;
}

bool Parser::is_name(std::size_t ahead) const {
  const Token &token = peek(ahead);
  return token.kind == Token::word && (token.quoted || !is_reserved(token.key));
}

std::string Parser::name() {
  if (!is_name()) unexpected();
  return take().value;
}

Name Parser::qualified_name() {
  Name out;
  out.parts.push_back(name());
  while (is_symbol(".")) {
    take();
    if (is_symbol(".")) {
      out.parts.emplace_back();
      continue;
    }
    // After a dot even a keyword is a name.
    if (peek().kind != Token::word) unexpected();
    out.parts.push_back(take().value);
    if (out.parts.size() > 4) unexpected();
  }
  return out;
}

std::string Parser::slice(std::size_t begin) const {
  const std::size_t finish = at_ ? tokens_[at_ - 1].finish : begin;
  return std::string(source_.substr(begin, finish > begin ? finish - begin : 0));
}

std::int64_t Parser::integer() {
  const bool negative = symbol("-");
  if (!negative) symbol("+");
  if (peek().kind != Token::integer) unexpected();
  const Token token = take();
  if (token.value.size() > 18) unexpected(token);
  const std::int64_t number = std::strtoll(token.value.c_str(), nullptr, 10);
  return negative ? -number : number;
}

void Parser::use_variable(const Token &token) {
  if (known_.count(fold(token.value))) return;
  SqlError failure = error(137, {token.value}, 2);
  failure.message.line = token.line;
  throw failure;
}

void Parser::use_table_variable(const Token &token) {
  if (known_.count(fold(token.value))) return;
  SqlError failure = error(1087, {token.value}, 2);
  failure.message.line = token.line;
  throw failure;
}

StatementPtr Parser::make(Statement::Kind kind) const {
  auto out = std::make_shared<Statement>();
  out->kind = kind;
  out->line = peek().line;
  out->begin = peek().begin;
  return out;
}

}  // namespace sandbox
