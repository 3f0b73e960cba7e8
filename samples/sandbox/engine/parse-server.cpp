// Triggers of the server, endpoints, signatures.
#include "samples/sandbox/engine/error.hpp"
#include "samples/sandbox/engine/parser.hpp"
#include "samples/sandbox/engine/text.hpp"

namespace sandbox {

void Parser::all_server() {
  expect("ON");
  if (words({"ALL", "SERVER"})) return;
  SqlError failure = error(15701, {"triggers of databases and tables"});
  failure.message.line = peek().line;
  throw failure;
}

/// CREATE, ALTER TRIGGER ... ON ALL SERVER.
StatementPtr Parser::server_trigger(const std::string &verb, bool or_alter) {
  StatementPtr out = make(Statement::server_object);
  out->verb = verb;
  out->or_alter = or_alter;
  if (at_ != (or_alter ? 3U : 1U)) {
    SqlError failure = error(111, {verb + " TRIGGER"});
    failure.message.line = peek().line;
    throw failure;
  }
  out->what = take().key;
  out->name = qualified_name();
  all_server();
  const std::set<std::string> outer = known_;
  known_.clear();
  module_options(out->module_options);
  if (!word("AFTER")) expect("FOR");
  do out->words.push_back(upper(name()));
  while (symbol(","));
  expect("AS");
  in_module_ = true;
  while (peek().kind != Token::end) {
    if (symbol(";")) continue;
    out->body.push_back(statement());
  }
  in_module_ = false;
  known_ = outer;
  out->word = module_text();
  return out;
}

/// DROP, ENABLE, DISABLE TRIGGER; the verb is taken.
StatementPtr Parser::switch_trigger(const std::string &verb) {
  StatementPtr out = make(Statement::server_object);
  out->verb = verb;
  out->what = take().key;
  if (words({"IF", "EXISTS"})) out->if_exists = true;
  if (verb != "DROP" && word("ALL")) {
    out->flag = true;
  } else {
    do out->names.push_back(qualified_name());
    while (symbol(","));
  }
  all_server();
  return out;
}

StatementPtr Parser::endpoint(const std::string &verb) {
  StatementPtr out = make(Statement::server_object);
  out->verb = verb;
  out->what = take().key;
  out->word = name();
  if (verb == "DROP") return out;
  const auto keep = [&out](const std::string &key, const std::string &value) {
    out->words.push_back(key);
    out->words.push_back(value);
  };
  if (word("AUTHORIZATION")) keep("AUTHORIZATION", name());
  if (word("STATE")) {
    expect_symbol("=");
    keep("STATE", take().key);
  }
  if (!word("AS")) {
    if (verb == "CREATE") unexpected();
    return out;
  }
  expect("TCP");
  expect_symbol("(");
  do {
    const std::string key = take().key;
    expect_symbol("=");
    if (symbol("(")) {
      keep(key, take().value);
      expect_symbol(")");
    } else {
      keep(key, is("ALL") ? take().key : take().value);
    }
  } while (symbol(","));
  expect_symbol(")");
  expect("FOR");
  keep("FOR", take().key);
  expect_symbol("(");
  for (int open = 1; open;) {
    if (peek().kind == Token::end) unexpected();
    open += is_symbol("(") ? 1 : is_symbol(")") ? -1 : 0;
    take();
  }
  return out;
}

/// ADD, DROP [COUNTER] SIGNATURE TO | FROM module BY CERTIFICATE name ...; the verb is taken.
StatementPtr Parser::signature(const std::string &verb) {
  StatementPtr out = make(Statement::server_object);
  out->verb = verb;
  word("COUNTER");
  out->what = take().key;
  expect(verb == "ADD" ? "TO" : "FROM");
  if (is_symbol("::", 1)) securable_class();
  out->name = qualified_name();
  expect("BY");
  out->words = {word("CERTIFICATE") ? std::string("CERTIFICATE") : std::string("ASYMMETRIC KEY")};
  if (out->words[0] != "CERTIFICATE" && !words({"ASYMMETRIC", "KEY"})) unexpected();
  out->word = name();
  if (word("WITH")) {
    take();
    expect_symbol("=");
    take();
  }
  return out;
}

}  // namespace sandbox
