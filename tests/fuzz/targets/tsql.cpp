// T-SQL to statements; the parser's only exception is its own.
#include "samples/sandbox/engine/error.hpp"
#include "samples/sandbox/engine/lexer.hpp"
#include "samples/sandbox/engine/parser.hpp"
#include "tests/fuzz/target.hpp"

namespace {

template <class Action>
void attempt(Action action) {
  try {
    action();
  } catch (const sandbox::SqlError &) {
    // Refused with a number and a line, as it should be.
  }
}

}  // namespace

GANTRY_FUZZ_TARGET("tsql") {
  for (const bool quoted_identifier : {true, false}) {
    attempt([&] {
      const auto tokens = sandbox::tokenize(input, quoted_identifier);
      gantry::fuzz::require(!tokens.empty() && tokens.back().kind == sandbox::Token::end,
                            "the last token is the end");
      for (const auto &token : tokens)
        gantry::fuzz::require(token.begin <= token.finish && token.finish <= input.size(),
                              "a token lies in the text");
    });
    attempt([&] { (void)sandbox::Parser(input, quoted_identifier).batch(); });
  }
  attempt([&] { (void)sandbox::Parser(input, true).lone_expression(); });
  attempt([&] { (void)sandbox::Parser(input, true).lone_parameters(); });
}
