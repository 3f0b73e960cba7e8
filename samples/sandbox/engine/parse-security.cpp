#include "samples/sandbox/engine/error.hpp"
#include "samples/sandbox/engine/parser.hpp"
#include "samples/sandbox/engine/text.hpp"

namespace sandbox {

/// CREATE, ALTER, DROP of LOGIN, USER, ROLE, SERVER ROLE, CREDENTIAL; the verb is already taken.
StatementPtr Parser::principal(const std::string &verb) {
  StatementPtr out = make(Statement::principal);
  out->verb = verb;
  if (words({"SERVER", "ROLE"}))
    out->what = "SERVER ROLE";
  else if (is("LOGIN") || is("USER") || is("ROLE") || is("CREDENTIAL"))
    out->what = take().key;
  else
    unexpected();
  if (verb == "DROP" && words({"IF", "EXISTS"})) out->if_exists = true;
  out->word = name();
  if (verb == "DROP") return out;
  if (out->what == "LOGIN")
    login(*out);
  else if (out->what == "USER")
    user(*out);
  else if (out->what == "CREDENTIAL")
    credential(*out);
  else
    role(*out);
  return out;
}

Option Parser::option() {
  Option out;
  if (peek().kind != Token::word) unexpected();
  out.name = take().key;
  if (words({"NO", "CREDENTIAL"})) return out;
  if (out.name == "NO" && is("CREDENTIAL")) {
    take();
    out.name = "NO CREDENTIAL";
    return out;
  }
  expect_symbol("=");
  const Token &token = peek();
  if (token.kind == Token::text || token.kind == Token::binary || token.kind == Token::integer) {
    out.value = primary();
    for (;;) {
      if (word("MUST_CHANGE"))
        out.must_change = true;
      else if (word("HASHED"))
        out.hashed = true;
      else if (word("UNLOCK"))
        out.unlock = true;
      else if (is("OLD_PASSWORD")) {
        // Follows PASSWORD without a comma.
        return out;
      } else
        break;
    }
  } else if (token.kind == Token::word) {
    out.word = take().value;
  } else {
    unexpected();
  }
  return out;
}

void Parser::option_list(Statement &out) {
  do out.options.push_back(option());
  while (symbol(",") || is("OLD_PASSWORD"));
}

void Parser::login(Statement &out) {
  if (out.verb == "CREATE") {
    if (word("FROM")) {
      if (word("WINDOWS")) {
        out.name.parts = {"WINDOWS"};
      } else if (word("CERTIFICATE")) {
        out.name.parts = {"CERTIFICATE", name()};
        return;
      } else if (words({"ASYMMETRIC", "KEY"})) {
        out.name.parts = {"ASYMMETRIC KEY", name()};
        return;
      } else if (words({"EXTERNAL", "PROVIDER"})) {
        out.name.parts = {"EXTERNAL PROVIDER"};
      } else {
        unexpected();
      }
      if (word("WITH")) option_list(out);
      return;
    }
    expect("WITH");
    const Token first = peek();
    option_list(out);
    if (out.options.front().name != "PASSWORD") unexpected(first);
    return;
  }
  if (word("ENABLE")) {
    out.words = {"ENABLE"};
  } else if (word("DISABLE")) {
    out.words = {"DISABLE"};
  } else if (words({"ADD", "CREDENTIAL"})) {
    out.words = {"ADD CREDENTIAL", name()};
  } else if (words({"DROP", "CREDENTIAL"})) {
    out.words = {"DROP CREDENTIAL", name()};
  } else {
    expect("WITH");
    option_list(out);
  }
}

void Parser::user(Statement &out) {
  if (out.verb == "CREATE") {
    if (words({"WITHOUT", "LOGIN"})) {
      out.words = {"WITHOUT LOGIN"};
    } else if (is("FOR") || is("FROM")) {
      take();
      if (word("LOGIN"))
        out.words = {"LOGIN", name()};
      else if (word("CERTIFICATE"))
        out.words = {"CERTIFICATE", name()};
      else if (words({"ASYMMETRIC", "KEY"}))
        out.words = {"ASYMMETRIC KEY", name()};
      else
        unexpected();
    }
    if (word("WITH")) option_list(out);
    return;
  }
  expect("WITH");
  option_list(out);
}

void Parser::role(Statement &out) {
  if (out.verb == "CREATE") {
    if (word("AUTHORIZATION")) out.words = {"AUTHORIZATION", name()};
    return;
  }
  if (words({"ADD", "MEMBER"})) {
    out.words = {"ADD MEMBER", name()};
  } else if (words({"DROP", "MEMBER"})) {
    out.words = {"DROP MEMBER", name()};
  } else {
    expect("WITH");
    expect("NAME");
    expect_symbol("=");
    out.words = {"NAME", name()};
  }
}

void Parser::credential(Statement &out) {
  expect("WITH");
  option_list(out);
  if (words({"FOR", "CRYPTOGRAPHIC"})) unexpected();
}

std::string Parser::securable_class() {
  std::string out = take().key;
  while (!is_symbol("::")) {
    if (peek().kind != Token::word || out.size() > 60) unexpected();
    out += " " + take().key;
  }
  expect_symbol("::");
  return out;
}

StatementPtr Parser::grant(const std::string &verb) {
  StatementPtr out = make(Statement::grant);
  take();
  out->verb = verb;
  if (verb == "REVOKE" && words({"GRANT", "OPTION", "FOR"})) out->flag = true;
  do {
    Permission permission;
    while (peek().kind == Token::word && !is("ON") && !is("TO") && !is("FROM")) {
      if (permission.name.size() > 200) unexpected();
      permission.name += (permission.name.empty() ? "" : " ") + take().key;
    }
    if (permission.name.empty()) unexpected();
    if (permission.name == "ALL PRIVILEGES") permission.name = "ALL";
    if (symbol("(")) {
      do permission.columns.push_back(name());
      while (symbol(","));
      expect_symbol(")");
    }
    out->permissions.push_back(std::move(permission));
  } while (symbol(","));
  if (word("ON")) {
    // CLASS::name; without a class, an object.
    std::size_t ahead = 0;
    while (peek(ahead).kind == Token::word && ahead < 5) ++ahead;
    out->what = is_symbol("::", ahead) ? securable_class() : "OBJECT";
    out->name = qualified_name();
  }
  if (!word("TO")) {
    if (verb != "REVOKE") unexpected();
    expect("FROM");
  }
  do {
    if (word("PUBLIC"))
      out->principals.emplace_back("public");
    else
      out->principals.push_back(name());
  } while (symbol(","));
  if (words({"WITH", "GRANT", "OPTION"})) {
    if (verb != "GRANT") unexpected();
    out->flag = true;
  }
  if (word("CASCADE")) out->other_flag = true;
  if (word("AS")) out->word = name();
  return out;
}

/// ALTER AUTHORIZATION ON class::name TO principal; ALTER AUTHORIZATION already taken.
StatementPtr Parser::authorization() {
  StatementPtr out = make(Statement::authorization);
  expect("ON");
  std::size_t ahead = 0;
  while (peek(ahead).kind == Token::word && ahead < 5) ++ahead;
  out->what = is_symbol("::", ahead) ? securable_class() : "OBJECT";
  out->name = qualified_name();
  expect("TO");
  if (words({"SCHEMA", "OWNER"}))
    out->flag = true;
  else
    out->word = name();
  return out;
}

}  // namespace sandbox
