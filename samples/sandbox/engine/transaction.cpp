// Transactions: T-SQL's nesting, savepoints and doom over one SQLite transaction, begun at the first write.
#include "samples/sandbox/engine/engine.hpp"

namespace sandbox {

void Engine::announce(Environment kind) {
  if (!sink || statement_transaction) return;
  flush_done(true);
  sink->environment(kind, "", "");
}

void Engine::for_read() {
  if (writing || reading || statement_depth == 0) return;
  sql.script("BEGIN");
  reading = true;
}

void Engine::for_write() {
  if (transaction_doomed) throw error(3930);
  if (!writing) {
    switch (server->writers.take(spid_, options.lock_timeout, cancelled)) {
      case WriteLock::Result::taken: break;
      case WriteLock::Result::timed_out: throw error(1222, {}, 51);
      case WriteLock::Result::cancelled: throw Cancelled{};
    }
    try {
      if (reading) {
        reading = false;
        sql.script("COMMIT");
      }
      sql.script("BEGIN IMMEDIATE");
    } catch (...) {
      server->writers.release(spid_);
      throw;
    }
    writing = true;
  }
  if (transaction_count > 0 && statement_depth > 0 && !statement_savepoint) {
    sql.script("SAVEPOINT statement");
    statement_savepoint = true;
  }
}

void Engine::statement_begin() {
  if (statement_depth++ > 0) return;
  related.clear();
  statement_mark = undo.size();
  statement_savepoint = false;
}

void Engine::statement_end(bool failed) {
  if (--statement_depth > 0) return;
  if (failed) {
    undo_to(statement_mark, false);
    // A definition that failed may have changed what is remembered of its table.
    forget_catalogue();
    if (catalogue_written) catalogue_changed();
  }
  if (reading) {
    reading = false;
    sql.script("COMMIT");
  }
  if (transaction_count == 0) {
    if (writing) end_transaction(!failed);
    undo.clear();
  } else if (statement_savepoint) {
    statement_savepoint = false;
    if (failed) sql.script("ROLLBACK TO statement");
    sql.script("RELEASE statement");
  }
}

void Engine::undo_to(std::size_t mark, bool whole_transaction) {
  while (undo.size() > mark) {
    Undo change = std::move(undo.back());
    undo.pop_back();
    // Table variables keep what a rolled back transaction did to them.
    if (!change.table || (whole_transaction && change.table->memory && change.table->memory->variable))
      continue;
    switch (change.kind) {
      case Undo::inserted: {
        const auto row = change.table->memory->rows.find(change.row);
        if (row != change.table->memory->rows.end()) {
          const Row copy = row->second;
          raw_erase(*change.table, change.row, copy);
        }
        break;
      }
      case Undo::erased: raw_insert(*change.table, change.row, change.before); break;
      case Undo::replaced: {
        const auto row = change.table->memory->rows.find(change.row);
        if (row != change.table->memory->rows.end()) {
          const Row copy = row->second;
          raw_erase(*change.table, change.row, copy);
        }
        raw_insert(*change.table, change.row, change.before);
        break;
      }
      case Undo::created: temporary.erase(fold(change.table->name)); break;
      case Undo::dropped: temporary[fold(change.table->name)] = change.table; break;
    }
  }
}

void Engine::end_transaction(bool keep) {
  if (!keep) {
    undo_to(0, true);
    // What TRUNCATE forgot is read again from the catalogue.
    const std::lock_guard<std::mutex> lock(server->identity_mutex);
    for (const auto &table : truncated) server->identities.erase(table);
  }
  truncated.clear();
  undo.clear();
  saves.clear();
  statement_savepoint = false;
  statement_mark = 0;
  if (writing) {
    writing = false;
    try {
      sql.script(keep ? "COMMIT" : "ROLLBACK");
    } catch (...) {
      server->writers.release(spid_);
      throw;
    }
    server->writers.release(spid_);
  }
  if (catalogue_written) catalogue_changed();
  catalogue_written = false;
  server->locks.release_all(spid_, true);
}

void Engine::begin_transaction(const std::string &name) {
  if (transaction_count++ > 0) return;
  transaction_name = name;
  transaction_doomed = false;
  saves.clear();
  undo.clear();
  announce(Environment::begin_transaction);
}

void Engine::commit_transaction() {
  if (transaction_count == 0) throw error(3902);
  if (transaction_doomed) throw error(3930);
  if (transaction_count > 1) {
    --transaction_count;
    return;
  }
  end_transaction(true);
  transaction_count = 0;
  transaction_name.clear();
  announce(Environment::commit);
}

void Engine::rollback_transaction(const std::string &name) {
  if (transaction_count == 0) throw error(3903);
  if (!name.empty() && !(saves.empty() && same_name(name, transaction_name))) {
    std::size_t found = saves.size();
    for (std::size_t i = saves.size(); i-- > 0 && found == saves.size();)
      if (same_name(saves[i].name, name)) found = i;
    if (found < saves.size()) {
      if (transaction_doomed) throw error(3931);
      const Save save = saves[found];
      undo_to(save.undo_mark, true);
      if (save.in_sqlite) {
        sql.script("ROLLBACK TO save" + std::to_string(found));
      } else if (writing) {
        // Everything written so far came after the savepoint.
        writing = false;
        sql.script("ROLLBACK");
        server->writers.release(spid_);
      }
      if (catalogue_written) catalogue_changed();
      saves.resize(found + 1);
      return;
    }
    if (!same_name(name, transaction_name)) throw error(6401, {name});
  }
  end_transaction(false);
  transaction_count = 0;
  transaction_doomed = false;
  transaction_name.clear();
  announce(Environment::rollback);
}

void Engine::save_transaction(const std::string &name) {
  if (transaction_count == 0) throw error(628);
  if (transaction_doomed) throw error(3930);
  if (writing) sql.script("SAVEPOINT save" + std::to_string(saves.size()));
  saves.push_back({name, undo.size(), writing});
}

void Engine::transaction_statement(const Statement &statement) {
  std::string name = statement.word;
  if (statement.expr) name = evaluate_text(statement.expr);
  if (length_utf16(name) > 32) name = prefix_utf16(name, 32);
  if (capture && statement.verb == "ROLLBACK") throw error(3915);
  if (statement.verb == "BEGIN")
    begin_transaction(name);
  else if (statement.verb == "COMMIT")
    commit_transaction();
  else if (statement.verb == "SAVE")
    save_transaction(name);
  else
    rollback_transaction(name);
}

void Engine::refuse_in_transaction(const char *statement) {
  if (transaction_count == 0) return;
  const std::string_view name = statement;
  const bool configuration = name == "CONFIG" || name == "RECONFIGURE" || name == "DBCC";
  throw error(configuration ? 574 : 226, {name});
}

void Engine::transaction(TransactionRequest asked, const std::string &name, int isolation, ResultSink &out) {
  run_request(out, [&] {
    try {
      switch (asked) {
        case TransactionRequest::begin:
          if (isolation > 0) options.isolation = isolation;
          begin_transaction(name);
          break;
        case TransactionRequest::commit: commit_transaction(); break;
        case TransactionRequest::rollback: rollback_transaction(name); break;
        case TransactionRequest::save: save_transaction(name); break;
      }
    } catch (const SqlError &failure) {
      last_error = failure.message.number;
      emit_message(failure.message);
      emit_done(std::nullopt, 0, true);
    }
  });
}

}  // namespace sandbox
