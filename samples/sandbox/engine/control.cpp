// The flow of a batch: statements in order, blocks, loops, labels, TRY, and what an error stops.
#include "samples/sandbox/engine/bind.hpp"
#include "samples/sandbox/engine/parser.hpp"

namespace sandbox {
namespace {

bool is_compound(Statement::Kind kind) {
  switch (kind) {
    case Statement::block:
    case Statement::if_:
    case Statement::while_:
    case Statement::try_:
    case Statement::break_:
    case Statement::continue_:
    case Statement::goto_:
    case Statement::label:
    case Statement::return_:
    case Statement::exec:
    case Statement::transaction:
    case Statement::waitfor:
    case Statement::throw_:
    case Statement::raiserror:
    case Statement::print:
    case Statement::set_option:
    case Statement::set_variable:
    case Statement::declare:
    case Statement::cursor:
    case Statement::use: return true;
    default: return false;
  }
}

bool changes_rows(Statement::Kind kind) {
  return kind == Statement::insert || kind == Statement::update || kind == Statement::delete_ ||
         kind == Statement::merge;
}

/// Statements that SET IMPLICIT_TRANSACTIONS ON makes begin a transaction.
bool begins_implicitly(Statement::Kind kind) {
  switch (kind) {
    case Statement::insert:
    case Statement::update:
    case Statement::delete_:
    case Statement::merge:
    case Statement::truncate:
    case Statement::create_table:
    case Statement::alter_table:
    case Statement::drop:
    case Statement::create_index:
    case Statement::create_schema:
    case Statement::module:
    case Statement::grant: return true;
    default: return false;
  }
}

}  // namespace

void Engine::execute(const std::string &text, ResultSink &out) {
  run_request(out, [&] {
    Variables locals;
    try {
      run_text(text, &locals, false);
    } catch (const BatchAborted &) {
      // Reported where it happened.
    } catch (SqlError &failure) {
      try {
        handle_error(failure, nullptr);
      } catch (const ScopeAborted &) {
      } catch (const BatchAborted &) {
      }
    }
  });
}

void Engine::run_text(const std::string &text, Variables *shared, bool new_scope) {
  if (new_scope && nesting >= 32) throw error(217, {"32"});
  struct Restore {
    Engine &engine;
    Variables *variables;
    int nesting;
    ~Restore() {
      engine.variables = variables;
      engine.nesting = nesting;
    }
  } restore{*this, variables, nesting};
  if (new_scope) ++nesting;
  variables = shared;
  Statements parsed;
  try {
    std::set<std::string> known;
    for (const auto &entry : *shared) known.insert(entry.first);
    Parser parser(text, options.quoted_identifier, std::move(known));
    parsed = parser.batch();
  } catch (SqlError &failure) {
    failure.located = true;
    failure.compile = true;
    failure.scope = nesting;
    throw;
  }
  if (options.parseonly && !parsed.empty() && parsed[0]->kind != Statement::set_option) return;
  run_scope(parsed, text, new_scope ? std::string() : procedure_name);
}

void Engine::run_scope(const Statements &statements, std::string_view text, const std::string &procedure) {
  struct Restore {
    Engine &engine;
    std::string_view source;
    std::string procedure;
    ~Restore() {
      engine.source_text = source;
      engine.procedure_name = std::move(procedure);
    }
  } restore{*this, source_text, procedure_name};
  source_text = text;
  procedure_name = procedure;
  hoist(statements);
  try {
    if (run_statements(statements) == Flow::jump) {
      SqlError failure = error(133, {jump_label});
      handle_error(failure, statements.empty() ? nullptr : statements.front().get());
    }
  } catch (const ScopeAborted &) {
    if (in_function) throw;
  }
}

void Engine::hoist(const Statements &statements) {
  for (const StatementPtr &statement : statements) hoist(*statement);
}

void Engine::hoist(const Statement &statement) {
  for (const Declared &declared : statement.declared) {
    Variable &slot = (*variables)[fold(declared.name)];
    slot.name = declared.name;
    slot.type = declared.type;
  }
  hoist(statement.body);
  hoist(statement.handler);
  if (statement.then) hoist(*statement.then);
  if (statement.otherwise) hoist(*statement.otherwise);
}

Flow Engine::run_statements(const Statements &statements) {
  for (std::size_t i = 0; i < statements.size(); ++i) {
    Flow flow = run_statement(*statements[i]);
    if (flow == Flow::jump) {
      std::size_t target = statements.size();
      for (std::size_t k = 0; k < statements.size(); ++k)
        if (statements[k]->kind == Statement::label && same_name(statements[k]->word, jump_label)) target = k;
      if (target == statements.size()) return flow;
      i = target;
      continue;
    }
    if (flow != Flow::next) return flow;
  }
  return Flow::next;
}

void Engine::leaf(const std::function<void()> &body) {
  statement_begin();
  try {
    body();
  } catch (...) {
    statement_end(true);
    throw;
  }
  statement_end(false);
}

Flow Engine::run_statement(const Statement &statement) {
  check_cancel();
  current_line = statement.line;
  current_statement = &statement;
  if ((options.noexec || options.parseonly) && statement.kind != Statement::set_option) return Flow::next;
  try {
    switch (statement.kind) {
      case Statement::block: return run_statements(statement.body);
      case Statement::if_: {
        const bool yes = condition(statement.expr);
        if (yes) return run_statement(*statement.then);
        return statement.otherwise ? run_statement(*statement.otherwise) : Flow::next;
      }
      case Statement::while_:
        for (;;) {
          check_cancel();
          current_line = statement.line;
          if (!condition(statement.expr)) return Flow::next;
          const Flow flow = run_statement(*statement.then);
          if (flow == Flow::break_) return Flow::next;
          if (flow == Flow::jump || flow == Flow::return_) return flow;
        }
      case Statement::break_: return Flow::break_;
      case Statement::continue_: return Flow::continue_;
      case Statement::goto_: jump_label = statement.word; return Flow::jump;
      case Statement::label: return Flow::next;
      case Statement::try_: return run_try(statement);
      case Statement::return_:
        if (statement.expr) {
          TypeInfo type;
          if (in_function) {
            const Value value = evaluate(statement.expr, type);
            const auto slot = variables->find("@@RETURN");
            if (slot != variables->end()) assign("@@RETURN", Op::none, value, type);
          } else {
            const Value value = evaluate_as(statement.expr, integer_type());
            return_value = is_null(value) ? 0 : as_int(value);
          }
        }
        return Flow::return_;
      default: break;
    }
    blind = false;
    due_fault(statement);
    if (options.implicit_transactions && transaction_count == 0 && begins_implicitly(statement.kind))
      begin_transaction("");
    // INSERT ... EXEC runs other statements first; it makes a leaf of its own for what follows.
    if (is_compound(statement.kind) || statement.kind == Statement::insert)
      run_one(statement);
    else
      leaf([&] { run_one(statement); });
    blind = false;
    if (statement.kind != Statement::exec) last_error = 0;
  } catch (SqlError &failure) {
    blind = false;
    handle_error(failure, &statement);
  }
  return Flow::next;
}

void Engine::run_one(const Statement &statement) {
  switch (statement.kind) {
    case Statement::throw_: throw_error(statement); return;
    case Statement::raiserror: raise(statement); return;
    case Statement::print: print(statement); return;
    case Statement::waitfor: wait(statement); return;
    case Statement::declare: declare(statement); return;
    case Statement::set_variable: set_variable(statement); return;
    case Statement::set_option: set_option(statement); return;
    case Statement::cursor: cursor(statement); return;
    case Statement::exec: exec(statement); return;
    case Statement::use:
      use_database(statement.word);
      rowcount = 0;
      return;
    case Statement::transaction:
      transaction_statement(statement);
      rowcount = 0;
      return;
    case Statement::select:
      for_read();
      select(statement);
      return;
    case Statement::insert: insert(statement); return;
    case Statement::update: update(statement); return;
    case Statement::delete_: remove(statement); return;
    case Statement::merge: merge(statement); return;
    case Statement::truncate: truncate(statement); break;
    case Statement::create_table: create_table(statement); break;
    case Statement::alter_table: alter_table(statement); break;
    case Statement::drop: drop(statement); break;
    case Statement::create_index: create_index(statement); break;
    case Statement::create_database: create_database(statement); break;
    case Statement::alter_database: alter_database(statement); break;
    case Statement::create_schema: create_schema(statement); break;
    case Statement::module: create_module(statement); break;
    case Statement::principal: principal(statement); break;
    case Statement::grant: grant(statement); break;
    case Statement::authorization: authorization(statement); break;
    case Statement::kill: kill(statement); break;
    case Statement::reconfigure: refuse_in_transaction("RECONFIGURE"); break;
    case Statement::dbcc: dbcc(statement); break;
    case Statement::server_object: server_object(statement); break;
    case Statement::execute_as: execute_as(statement); break;
    case Statement::revert: revert(); break;
    default: return;
  }
  rowcount = 0;
  emit_done(std::nullopt, 0);
}

Flow Engine::run_try(const Statement &statement) {
  Flow flow = Flow::next;
  SqlError failure;
  bool failed = false;
  try_scopes.push_back(nesting);
  ++try_depth;
  const std::size_t depth = try_scopes.size();
  const auto leave = [&] {
    try_scopes.resize(depth - 1);
    --try_depth;
  };
  try {
    flow = run_statements(statement.body);
  } catch (const SqlError &met) {
    if (met.compile && met.scope == nesting) {
      leave();
      throw;
    }
    failure = met;
    failed = true;
  } catch (...) {
    leave();
    throw;
  }
  leave();
  if (!failed) return flow;
  last_error = failure.message.number;
  caught.push_back({failure.message});
  try {
    flow = run_statements(statement.handler);
  } catch (...) {
    caught.pop_back();
    throw;
  }
  caught.pop_back();
  return flow;
}

bool Engine::is_caught(const SqlError &failure) const {
  if (failure.message.severity >= 20) return false;
  for (const int scope : try_scopes)
    if (!(failure.compile && failure.scope == scope)) return true;
  return false;
}

void Engine::handle_error(SqlError &failure, const Statement *statement) {
  const bool first = !failure.located;
  if (first) {
    failure.located = true;
    failure.scope = nesting;
    if (statement) failure.message.line = statement->line;
    failure.message.procedure = procedure_name;
  }
  if (in_function) throw failure;
  last_error = failure.message.number;
  if (!failure.raised) rowcount = 0;
  const bool in_transaction = transaction_count > 0;
  if (is_caught(failure)) {
    if (in_transaction && (options.xact_abort || failure.dooms || failure.rolls_back))
      transaction_doomed = true;
    throw failure;
  }
  for (const Message &message : failure.before) emit_message(message);
  emit_message(failure.message);
  const bool ends = failure.rolls_back || failure.dooms || (options.xact_abort && !failure.raised) ||
                    (failure.aborts_batch && !failure.compile) || failure.message.severity >= 20;
  if (!ends && !failure.compile && !failure.raised && !failure.thrown && statement &&
      changes_rows(statement->kind)) {
    Message ended = message_of(3621);
    ended.line = failure.message.line;
    ended.procedure = failure.message.procedure;
    emit_message(ended);
  }
  emit_done(std::nullopt, 0, true);
  if (in_transaction && (failure.rolls_back || failure.dooms || (options.xact_abort && !failure.raised)) &&
      transaction_count > 0)
    rollback_transaction("");
  if (failure.message.severity >= 20) {
    WireFault wire;
    wire.kind = WireFault::drop;
    wire_fault = wire;
  }
  if (ends) throw BatchAborted{};
  // A statement that could not be compiled ends its batch or module; the caller of that goes on.
  if (failure.compile && failure.scope == nesting) throw ScopeAborted{};
}

}  // namespace sandbox
