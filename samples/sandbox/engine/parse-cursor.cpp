#include "samples/sandbox/engine/error.hpp"
#include "samples/sandbox/engine/parser.hpp"
#include "samples/sandbox/engine/text.hpp"

namespace sandbox {

/// What follows CURSOR, and the query after FOR.
void Parser::cursor_body(Statement &out) {
  for (;;) {
    if (word("LOCAL"))
      out.flag = true;
    else if (word("SCROLL"))
      out.if_exists = true;
    else if (!(word("GLOBAL") || word("FORWARD_ONLY") || word("STATIC") || word("KEYSET") ||
               word("DYNAMIC") || word("FAST_FORWARD") || word("READ_ONLY") || word("SCROLL_LOCKS") ||
               word("OPTIMISTIC") || word("TYPE_WARNING")))
      break;
  }
  expect("FOR");
  out.query = select_statement();
  if (is("FOR") && (is("READ", 1) || is("UPDATE", 1))) {
    take();
    if (take().key == "READ") {
      expect("ONLY");
    } else if (word("OF")) {
      do name();
      while (symbol(","));
    }
  }
}

/// DECLARE name [INSENSITIVE] [SCROLL] CURSOR ...; DECLARE is taken.
StatementPtr Parser::declare_cursor() {
  StatementPtr out = make(Statement::cursor);
  out->verb = "DECLARE";
  out->word = name();
  while (!is("CURSOR")) {
    if (word("SCROLL"))
      out->if_exists = true;
    else if (!word("INSENSITIVE"))
      unexpected();
  }
  expect("CURSOR");
  cursor_body(*out);
  return out;
}

/// OPEN, CLOSE, DEALLOCATE, FETCH.
StatementPtr Parser::cursor_statement() {
  StatementPtr out = make(Statement::cursor);
  out->verb = take().key;
  if (out->verb == "FETCH") {
    out->what = "NEXT";
    for (const char *direction : {"NEXT", "PRIOR", "FIRST", "LAST", "ABSOLUTE", "RELATIVE"})
      if (is(direction)) {
        out->what = take().key;
        if (out->what == "ABSOLUTE" || out->what == "RELATIVE") out->expr = unary();
        break;
      }
    word("FROM");
  }
  if (is("GLOBAL") && is_name(1)) {
    take();
    out->other_flag = true;
  }
  if (peek().kind == Token::variable) {
    use_variable(peek());
    out->word = take().value;
  } else {
    out->word = name();
  }
  if (out->verb == "FETCH" && word("INTO")) {
    do {
      if (peek().kind != Token::variable) unexpected();
      use_variable(peek());
      out->words.push_back(take().value);
    } while (symbol(","));
  }
  return out;
}

}  // namespace sandbox
