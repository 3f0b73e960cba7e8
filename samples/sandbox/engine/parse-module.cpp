// Views, procedures, functions; databases and schemas.
#include "samples/sandbox/engine/error.hpp"
#include "samples/sandbox/engine/parser.hpp"
#include "samples/sandbox/engine/text.hpp"
#include "samples/sandbox/engine/value.hpp"

namespace sandbox {

std::vector<ModuleParameter> Parser::parameters(bool parenthesised) {
  std::vector<ModuleParameter> out;
  if (parenthesised && is_symbol(")")) return out;
  do {
    if (peek().kind != Token::variable) unexpected();
    const Token variable = take();
    ModuleParameter parameter;
    parameter.name = variable.value;
    word("AS");
    parameter.type = declared_type(type());
    words({"NOT", "NULL"});
    if (word("NULL")) {
    }
    if (!known_.insert(fold(variable.value)).second) {
      SqlError failure = error(134, {variable.value});
      failure.message.line = variable.line;
      throw failure;
    }
    if (symbol("=")) {
      if (is_name() && !is_symbol("(", 1)) {
        parameter.default_value = node(Expr::literal);
        parameter.default_value->type = sysname_type();
        parameter.default_value->value = text_value(take().value);
      } else {
        parameter.default_value = unary();
      }
    }
    for (;;) {
      if (word("OUTPUT") || word("OUT"))
        parameter.output = true;
      else if (!word("READONLY"))
        break;
    }
    out.push_back(std::move(parameter));
  } while (symbol(","));
  return out;
}

bool Parser::at_module() const { return is("PROC") || is("PROCEDURE") || is("VIEW") || is("FUNCTION"); }

/// The whole batch as it was sent, the verb as CREATE: so the catalogue keeps it.
std::string Parser::module_text() const {
  std::string out(source_);
  const auto replace = [&](const Token &token, const char *with) {
    out.replace(token.begin, token.finish - token.begin, with);
  };
  // From behind, as positions move.
  if (is_word(tokens_[0], "ALTER")) {
    replace(tokens_[0], "CREATE");
  } else if (tokens_.size() > 2 && is_word(tokens_[1], "OR")) {
    replace(tokens_[2], "");
    replace(tokens_[1], "");
  }
  return out;
}

void Parser::module_options(ModuleOptions &out) {
  if (!word("WITH")) return;
  do {
    if (words({"EXECUTE", "AS"}) || words({"EXEC", "AS"})) {
      if (peek().kind == Token::text) {
        out.execute_as = ModuleOptions::user;
        out.user_name = take().value;
      } else if (word("SELF")) {
        out.execute_as = ModuleOptions::self;
      } else if (word("OWNER")) {
        out.execute_as = ModuleOptions::owner;
      } else {
        expect("CALLER");
        out.execute_as = ModuleOptions::caller;
      }
    } else if (words({"RETURNS", "NULL", "ON", "NULL", "INPUT"})) {
      out.null_on_null = true;
    } else if (words({"CALLED", "ON", "NULL", "INPUT"})) {
    } else if (word("INLINE")) {
      expect_symbol("=");
      take();
    } else if (word("ENCRYPTION")) {
      out.encrypted = true;
    } else if (word("RECOMPILE")) {
      out.recompiled = true;
    } else if (word("SCHEMABINDING")) {
      out.schema_bound = true;
    } else if (!word("VIEW_METADATA")) {
      unexpected();
    }
  } while (symbol(","));
}

/// CREATE, ALTER of PROCEDURE, VIEW, FUNCTION: parsed now for its syntax, kept as text.
StatementPtr Parser::module(const std::string &verb, bool or_alter) {
  StatementPtr out = make(Statement::module);
  out->verb = verb;
  out->or_alter = or_alter;
  if (at_ != (or_alter ? 3U : 1U)) {
    SqlError failure = error(111, {verb + " " + (is("PROC") ? std::string("PROCEDURE") : peek().key)});
    failure.message.line = peek().line;
    throw failure;
  }
  out->what = take().key;
  if (out->what == "PROC") out->what = "PROCEDURE";
  out->name = qualified_name();
  if (out->what == "PROCEDURE" && symbol(";")) out->module_options.number = integer();
  const std::set<std::string> outer = known_;
  known_.clear();
  const auto with_options = [this, &out] { module_options(out->module_options); };
  if (out->what == "VIEW") {
    if (is_symbol("(")) out->columns = name_list();
    with_options();
    expect("AS");
    out->query = select_statement();
    if (words({"WITH", "CHECK", "OPTION"})) out->flag = true;
  } else if (out->what == "PROCEDURE") {
    const bool bracket = symbol("(");
    if (peek().kind == Token::variable) out->parameters = parameters(bracket);
    if (bracket) expect_symbol(")");
    with_options();
    if (words({"FOR", "REPLICATION"})) unexpected(tokens_[at_ - 1]);
    expect("AS");
    in_module_ = true;
    while (peek().kind != Token::end) {
      if (symbol(";")) continue;
      out->body.push_back(statement());
    }
    in_module_ = false;
  } else {
    expect_symbol("(");
    out->parameters = parameters(true);
    expect_symbol(")");
    expect("RETURNS");
    if (word("TABLE")) {
      with_options();
      word("AS");
      expect("RETURN");
      const bool bracket = symbol("(");
      out->query = select_statement();
      if (bracket) expect_symbol(")");
    } else if (peek().kind == Token::variable) {
      const Token variable = take();
      known_.insert(fold(variable.value));
      expect("TABLE");
      out->table = table_body();
      with_options();
      word("AS");
      in_module_ = true;
      if (!is("BEGIN")) unexpected();
      out->body.push_back(statement());
      in_module_ = false;
      Declared result;
      result.name = variable.value;
      result.table = out->table;
      out->declared.push_back(std::move(result));
    } else {
      out->returns = declared_type(type());
      with_options();
      word("AS");
      in_module_ = true;
      if (!is("BEGIN")) unexpected();
      out->body.push_back(statement());
      in_module_ = false;
    }
  }
  while (symbol(";")) {
  }
  if (peek().kind != Token::end) unexpected();
  known_ = outer;
  out->word = module_text();
  return out;
}

StatementPtr Parser::database(const std::string &verb) {
  StatementPtr out = make(verb == "CREATE" ? Statement::create_database : Statement::alter_database);
  take();
  if (verb == "ALTER" && is("SCOPED")) unexpected();
  out->word = is("CURRENT") ? (take(), std::string()) : name();
  if (verb == "CREATE") {
    if (words({"CONTAINMENT"})) {
      expect_symbol("=");
      take();
    }
    // Files are accepted and not made.
    if (word("ON")) {
      int open = 0;
      while (peek().kind != Token::end && !is_symbol(";") &&
             (open || !(is("COLLATE") || is("WITH") || is("FOR")))) {
        if (is_symbol("(")) ++open;
        if (is_symbol(")")) --open;
        if (!open && peek().kind == Token::word && !is("PRIMARY") && !is("LOG") && !is("ON") &&
            !is("FILEGROUP") && !is_name())
          break;
        take();
      }
    }
    if (is("FOR")) unexpected();
    if (word("COLLATE")) out->words = {"COLLATE", name()};
    if (word("WITH")) do {
        take();
        if (symbol("="))
          take();
        else if (peek().kind == Token::word && (is("ON") || is("OFF")))
          take();
      } while (symbol(","));
    return out;
  }
  if (words({"MODIFY", "NAME"})) {
    expect_symbol("=");
    out->words = {"NAME", name()};
    return out;
  }
  if (word("COLLATE")) {
    out->words = {"COLLATE", name()};
    return out;
  }
  if (is("ADD") || is("REMOVE") || is("MODIFY")) {
    out->words = {"FILES"};
    while (peek().kind != Token::end && !is_symbol(";")) take();
    return out;
  }
  expect("SET");
  do {
    if (peek().kind != Token::word) unexpected();
    std::string option = take().key;
    std::string setting;
    if (symbol("=")) {
      setting = take().value;
    } else if (is("ON") || is("OFF")) {
      setting = take().key;
    } else if (peek().kind == Token::word && is_name() && !is("WITH")) {
      setting = take().key;
    } else if (is("FULL")) {
      setting = take().key;
    }
    if (symbol("(")) {
      while (!is_symbol(")") && peek().kind != Token::end) take();
      expect_symbol(")");
    }
    out->words.push_back(option);
    out->words.push_back(upper(setting));
  } while (symbol(","));
  if (word("WITH")) {
    if (word("ROLLBACK")) {
      if (!word("IMMEDIATE")) {
        expect("AFTER");
        integer();
        word("SECONDS");
      }
    } else {
      expect("NO_WAIT");
    }
  }
  return out;
}

StatementPtr Parser::schema(const std::string &verb) {
  StatementPtr out = make(Statement::create_schema);
  take();
  out->verb = verb;
  if (verb == "CREATE") {
    if (!is("AUTHORIZATION")) out->word = name();
    if (word("AUTHORIZATION")) {
      out->what = name();
      if (out->word.empty()) out->word = out->what;
    }
    return out;
  }
  out->word = name();
  expect("TRANSFER");
  if (words({"OBJECT"})) expect_symbol("::");
  out->name = qualified_name();
  return out;
}

}  // namespace sandbox
