#include "samples/sandbox/engine/error.hpp"
#include "samples/sandbox/engine/parser.hpp"
#include "samples/sandbox/engine/text.hpp"
#include "samples/sandbox/engine/value.hpp"

namespace sandbox {

StatementPtr Parser::statement() {
  Depth depth(*this);
  const std::size_t begin = peek().begin;
  const int line = peek().line;
  StatementPtr out = statement_inner();
  out->begin = begin;
  out->line = line;
  out->finish = at_ ? tokens_[at_ - 1].finish : begin;
  while (symbol(";")) {
  }
  return out;
}

StatementPtr Parser::statement_inner() {
  const Token &first = peek();
  if (first.kind == Token::symbol && is_symbol("(") && at_select()) {
    StatementPtr out = make(Statement::select);
    out->query = select_statement();
    return out;
  }
  if (first.kind != Token::word || first.quoted) {
    if (at_ == 0 && first.kind == Token::word) return execute();
    unexpected();
  }
  if (is("WITH")) {
    std::vector<Cte> with = with_clause();
    if (is("INSERT")) return insert(std::move(with));
    if (is("UPDATE")) return update(std::move(with));
    if (is("DELETE")) return remove(std::move(with));
    if (is("MERGE")) return merge(std::move(with));
    StatementPtr out = make(Statement::select);
    out->query = select_rest(std::move(with));
    return out;
  }
  if (is("SELECT")) {
    StatementPtr out = make(Statement::select);
    out->query = select_statement();
    return out;
  }
  if (is("INSERT")) return insert({});
  if (is("UPDATE")) return is("STATISTICS", 1) ? update_statistics() : update({});
  if (is("DELETE")) return remove({});
  if (is("MERGE")) return merge({});
  if (is("BEGIN")) return begin_statement();
  if (is("DECLARE")) return declare();
  if (is("SET")) return set();
  if (is("EXEC") || is("EXECUTE")) {
    if (is("AS", 1)) {
      StatementPtr out = make(Statement::execute_as);
      take();
      take();
      out->what = take().key;
      if (out->what != "CALLER") {
        expect_symbol("=");
        out->expr = value();
      }
      return out;
    }
    return execute();
  }
  if (is("CREATE")) return create();
  if (is("ALTER")) return alter();
  if (is("DROP")) return drop();
  if (is("GRANT") || is("DENY") || is("REVOKE")) return grant(first.key);
  if (is("COMMIT") || is("ROLLBACK") || is("SAVE")) return transaction(first.key);
  if (is("OPEN") || is("CLOSE") || is("FETCH") || is("DEALLOCATE")) return cursor_statement();
  if (is("RAISERROR")) return raiserror();
  if (is("WAITFOR")) return waitfor();
  if (is("IF")) {
    StatementPtr out = make(Statement::if_);
    take();
    out->expr = condition();
    out->then = statement();
    if (word("ELSE")) out->otherwise = statement();
    return out;
  }
  if (is("WHILE")) {
    StatementPtr out = make(Statement::while_);
    take();
    out->expr = condition();
    ++loops_;
    out->then = statement();
    --loops_;
    return out;
  }
  if (is("BREAK") || is("CONTINUE")) {
    if (!loops_) {
      SqlError failure = error(is("BREAK") ? 135 : 136);
      failure.message.line = first.line;
      throw failure;
    }
    StatementPtr out = make(is("BREAK") ? Statement::break_ : Statement::continue_);
    take();
    return out;
  }
  if (is("RETURN")) {
    StatementPtr out = make(Statement::return_);
    take();
    const Token &next = peek();
    const bool starts =
        next.kind == Token::integer || next.kind == Token::variable || next.kind == Token::text ||
        next.kind == Token::decimal || is_symbol("-") || is_symbol("(") ||
        (next.kind == Token::word && (is_name() || is("CASE") || is("NULL") || is("CONVERT") || is("CAST") ||
                                      is("COALESCE") || is("LEFT") || is("RIGHT")));
    if (starts) {
      if (!in_module_ && !is_symbol("(")) {
        SqlError failure = error(178);
        failure.message.line = next.line;
        throw failure;
      }
      out->expr = value();
    }
    return out;
  }
  if (is("PRINT")) {
    StatementPtr out = make(Statement::print);
    take();
    out->expr = value();
    return out;
  }
  if (is("THROW")) {
    StatementPtr out = make(Statement::throw_);
    take();
    if (peek().kind == Token::integer || peek().kind == Token::variable) {
      out->exprs.push_back(primary());
      expect_symbol(",");
      out->exprs.push_back(primary());
      expect_symbol(",");
      out->exprs.push_back(primary());
    }
    return out;
  }
  if (is("USE")) {
    StatementPtr out = make(Statement::use);
    take();
    out->word = name();
    return out;
  }
  if (is("GOTO")) {
    StatementPtr out = make(Statement::goto_);
    take();
    out->word = name();
    return out;
  }
  if (is("TRUNCATE")) {
    StatementPtr out = make(Statement::truncate);
    take();
    expect("TABLE");
    out->name = qualified_name();
    return out;
  }
  if ((is("ENABLE") || is("DISABLE")) && is("TRIGGER", 1)) return switch_trigger(take().key);
  if (is("ADD") && (is("SIGNATURE", 1) || is("COUNTER", 1))) return signature(take().key);
  if (is("KILL")) {
    StatementPtr out = make(Statement::kill);
    take();
    out->expr = primary();
    return out;
  }
  if (is("RECONFIGURE") || is("CHECKPOINT")) {
    StatementPtr out = make(Statement::reconfigure);
    take();
    if (words({"WITH", "OVERRIDE"})) out->flag = true;
    return out;
  }
  if (is("REVERT")) {
    StatementPtr out = make(Statement::revert);
    take();
    return out;
  }
  if (is("DBCC")) {
    StatementPtr out = make(Statement::dbcc);
    take();
    out->word = upper(name());
    if (symbol("(")) {
      while (!is_symbol(")")) {
        if (peek().kind == Token::end) unexpected();
        if (is_name() || is_symbol("-") || peek().kind == Token::integer || peek().kind == Token::text) {
          out->words.push_back(is_symbol("-") ? "-" + (take(), take().value) : take().value);
        } else if (!symbol(",") && !symbol(".")) {
          take();
        }
      }
      take();
    }
    if (word("WITH")) do
        take();
      while (symbol(","));
    return out;
  }
  if (is_name() && is_symbol(":", 1)) {
    StatementPtr out = make(Statement::label);
    out->word = take().value;
    take();
    return out;
  }
  // A batch may begin with a procedure's name alone.
  if (at_ == 0 && is_name()) return execute();
  unexpected();
}

/// UPDATE STATISTICS keeps nothing up to date here; only the table must exist.
StatementPtr Parser::update_statistics() {
  StatementPtr out = make(Statement::dbcc);
  take();
  take();
  out->word = "UPDATE STATISTICS";
  out->name = qualified_name();
  if (symbol("(")) {
    do name();
    while (symbol(","));
    expect_symbol(")");
  } else if (is_name()) {
    take();
  }
  skip_with_options();
  return out;
}

/// WITH option [= value] [number] [PERCENT|ROWS], ...
void Parser::skip_with_options() {
  if (!word("WITH")) return;
  if (symbol("(")) {
    int open = 1;
    while (open) {
      if (peek().kind == Token::end) unexpected();
      open += is_symbol("(") ? 1 : is_symbol(")") ? -1 : 0;
      take();
    }
    return;
  }
  do {
    if (peek().kind != Token::word) unexpected();
    take();
    if (symbol("=")) take();
    if (peek().kind == Token::integer || peek().kind == Token::variable) take();
    if (!word("PERCENT")) word("ROWS");
  } while (symbol(","));
}

StatementPtr Parser::begin_statement() {
  if (is("TRAN", 1) || is("TRANSACTION", 1) || is("DISTRIBUTED", 1)) return transaction("BEGIN");
  StatementPtr out = make(Statement::block);
  expect("BEGIN");
  if (word("TRY")) {
    out->kind = Statement::try_;
    while (!is("END")) {
      if (symbol(";")) continue;
      out->body.push_back(statement());
    }
    take();
    expect("TRY");
    while (symbol(";")) {
    }
    expect("BEGIN");
    expect("CATCH");
    while (!is("END")) {
      if (symbol(";")) continue;
      out->handler.push_back(statement());
    }
    take();
    expect("CATCH");
    return out;
  }
  while (!is("END")) {
    if (symbol(";")) continue;
    out->body.push_back(statement());
  }
  take();
  return out;
}

StatementPtr Parser::declare() {
  StatementPtr out = make(Statement::declare);
  take();
  if (is_name()) return declare_cursor();
  do {
    if (peek().kind != Token::variable) unexpected();
    const Token variable = take();
    Declared declared;
    declared.name = variable.value;
    word("AS");
    if (word("CURSOR")) {
      // Nothing yet: SET or OPEN will say what it is.
    } else if (is("TABLE")) {
      take();
      declared.table = table_body();
    } else {
      declared.type = declared_type(type());
    }
    if (!known_.insert(fold(variable.value)).second) {
      SqlError failure = error(134, {variable.value});
      failure.message.line = variable.line;
      throw failure;
    }
    if (symbol("=")) declared.initial = value();
    out->declared.push_back(std::move(declared));
  } while (symbol(","));
  return out;
}

StatementPtr Parser::set() {
  StatementPtr out = make(Statement::set_variable);
  take();
  if (peek().kind == Token::variable) {
    use_variable(peek());
    out->word = take().value;
    if (is_symbol(".") && is("MODIFY", 1)) {
      out->expr = xml_method(node(Expr::literal));
      return out;
    }
    static constexpr std::pair<const char *, Op> operators[] = {
        {"=", Op::none},      {"+=", Op::add},    {"-=", Op::subtract},
        {"*=", Op::multiply}, {"/=", Op::divide}, {"%=", Op::modulo},
        {"&=", Op::bit_and},  {"|=", Op::bit_or}, {"^=", Op::bit_xor}};
    for (const auto &[text, op] : operators)
      if (is_symbol(text)) {
        take();
        if (is("CURSOR")) {
          take();
          out->kind = Statement::cursor;
          out->verb = "SET";
          cursor_body(*out);
          return out;
        }
        out->op = op;
        out->expr = value();
        return out;
      }
    unexpected();
  }
  out->kind = Statement::set_option;
  if (words({"TRANSACTION", "ISOLATION", "LEVEL"}) || words({"TRAN", "ISOLATION", "LEVEL"})) {
    out->words = {"ISOLATION"};
    out->word = take().key;
    if (out->word == "READ" || out->word == "REPEATABLE") out->word += " " + take().key;
    return out;
  }
  if (word("IDENTITY_INSERT")) {
    out->words = {"IDENTITY_INSERT"};
    out->name = qualified_name();
    out->word = take().key;
    return out;
  }
  if (word("STATISTICS")) {
    out->words = {"STATISTICS"};
    take();
    while (symbol(",")) take();
    out->word = take().key;
    return out;
  }
  do {
    if (peek().kind != Token::word) unexpected();
    out->words.push_back(take().key);
  } while (symbol(","));
  // ON and OFF, a number, a name, a text or a variable.
  if (is("ON") || is("OFF")) {
    out->word = take().key;
  } else if (peek().kind == Token::word) {
    out->word = take().value;
  } else {
    out->expr = unary();
  }
  return out;
}

StatementPtr Parser::execute() {
  StatementPtr out = make(Statement::exec);
  if (!word("EXECUTE")) word("EXEC");
  if (symbol("(")) {
    do out->exprs.push_back(value());
    while (symbol(",") || symbol("+"));
    expect_symbol(")");
    if (word("AS")) unexpected();
    return out;
  }
  if (peek().kind == Token::variable) {
    use_variable(peek());
    const Token variable = take();
    if (symbol("=")) {
      out->word = variable.value;
      if (peek().kind == Token::variable) {
        use_variable(peek());
        out->expr = primary();
      } else {
        out->name = qualified_name();
      }
    } else {
      out->expr = std::make_shared<Expr>();
      out->expr->kind = Expr::variable;
      out->expr->name = variable.value;
    }
  } else {
    out->name = qualified_name();
  }
  if (symbol(";")) {
    if (peek().kind == Token::integer)
      out->module_options.number = integer();
    else
      --at_;
  }
  exec_arguments(*out);
  if (words({"WITH", "RECOMPILE"}) || (is("WITH") && is("RESULT", 1))) return out;
  return out;
}

void Parser::exec_arguments(Statement &out) {
  const auto starts = [this] {
    const Token &token = peek();
    if (token.kind == Token::word)
      return token.quoted || is("NULL") || is("DEFAULT") || (is_name() && !is_symbol(":", 1) && !is("THROW"));
    return token.kind != Token::end && (token.kind != Token::symbol || is_symbol("-") || is_symbol("+"));
  };
  if (!starts()) return;
  do {
    ExecArgument argument;
    if (peek().kind == Token::variable && is_symbol("=", 1)) {
      argument.name = take().value;
      take();
    }
    if (word("DEFAULT")) {
      argument.use_default = true;
    } else if (is_name() && !is_symbol("(", 1)) {
      // A bare word stands for itself.
      const std::string bare = take().value;
      argument.expr = std::make_shared<Expr>();
      argument.expr->type = nvarchar_type(static_cast<int>(std::max<std::size_t>(1, length_utf16(bare))));
      argument.expr->value = text_value(bare);
    } else {
      argument.expr = unary();
    }
    if (word("OUTPUT") || word("OUT")) argument.output = true;
    out.arguments.push_back(std::move(argument));
  } while (symbol(","));
}

StatementPtr Parser::transaction(const std::string &verb) {
  StatementPtr out = make(Statement::transaction);
  take();
  out->verb = verb;
  if (verb == "BEGIN" && is("DISTRIBUTED")) unexpected();
  if (!word("TRANSACTION") && !word("TRAN")) {
    if (verb == "BEGIN" || verb == "SAVE") unexpected();
    if (word("WORK")) return out;
    return out;
  }
  if (peek().kind == Token::variable) {
    use_variable(peek());
    out->expr = primary();
  } else if (is_name() && !is_symbol(":", 1)) {
    out->word = take().value;
  } else if (verb == "SAVE") {
    unexpected();
  }
  if (verb == "BEGIN" && words({"WITH", "MARK"}) && peek().kind == Token::text) take();
  return out;
}

StatementPtr Parser::raiserror() {
  StatementPtr out = make(Statement::raiserror);
  take();
  expect_symbol("(");
  do out->exprs.push_back(value());
  while (symbol(","));
  expect_symbol(")");
  if (out->exprs.size() < 3) unexpected();
  if (word("WITH")) {
    do out->words.push_back(take().key);
    while (symbol(","));
  }
  return out;
}

StatementPtr Parser::waitfor() {
  StatementPtr out = make(Statement::waitfor);
  take();
  if (!is("DELAY") && !is("TIME")) unexpected();
  out->word = take().key;
  out->expr = primary();
  return out;
}

}  // namespace sandbox
