// A session from login to its end: requests, results on their way out, database context.
#include "samples/sandbox/engine/datetime.hpp"
#include "samples/sandbox/engine/engine.hpp"

#include <stdexcept>

namespace sandbox {

Engine::Engine(std::shared_ptr<ServerState> state, int id) : server(std::move(state)), spid_(id) {}

Engine::~Engine() {
  sink = nullptr;
  try {
    if (reading) sql.script("COMMIT");
    if (writing) sql.script("ROLLBACK");
  } catch (const std::exception &) {
    // Closing the connection rolls back as well.
  }
  server->writers.release(spid_);
  server->locks.release_all(spid_, false);
  const std::lock_guard<std::mutex> lock(server->mutex);
  server->sessions.erase(spid_);
  server->killed.erase(spid_);
}

namespace {

/// One answer for every way of not knowing the password, as the client must not learn which it was.
Message refused(const std::string &user) { return message_of(18456, {user}); }

}  // namespace

bool Engine::open(const LoginRequest &asked, std::vector<Message> &messages) {
  request = asked;
  request.password.clear();
  open_state();
  login_time = now_local();
  if (!authenticate(asked, messages)) return false;
  const auto login = principal_by_id(login_id);
  const auto reachable = [this](const std::string &name) {
    const auto database = find_database(name);
    return database && (is_sysadmin() || current_user(database->id) != 0);
  };
  std::string wanted = asked.database.empty() ? login->default_database : asked.database;
  if (wanted.empty()) wanted = "master";
  if (!reachable(wanted)) {
    messages.push_back(asked.database.empty() ? message_of(4064) : message_of(4060, {wanted}));
    messages.push_back(refused(asked.user));
    return false;
  }
  const DatabaseInfo database = *find_database(wanted);
  database_name = database.name;
  database_id = database.id;
  messages.push_back(message_of(5701, {database_name}, 2));
  std::string language = asked.language.empty() ? login->default_language : asked.language;
  if (language.empty() || !sql.exists("SELECT 1 FROM languages WHERE name = ? OR alias = ?",
                                      {text_value(language), text_value(language)}))
    language = "us_english";
  set_language(language);
  messages.push_back(message_of(5703, {options.language}));
  if (!fire_logon()) {
    messages = {message_of(17892, {asked.user})};
    return false;
  }

  const std::lock_guard<std::mutex> lock(server->mutex);
  SessionInfo &info = server->sessions[spid_];
  info.spid = spid_;
  info.login = login_name;
  info.original_login = original_login;
  info.sid = login_sid;
  info.host = asked.host;
  info.program = asked.application;
  info.interface_name = asked.client_library;
  info.database = database_name;
  info.login_time = info.request_began = info.request_ended = iso_text(login_time);
  return true;
}

void Engine::reset() {
  sink = nullptr;
  if (transaction_count > 0) rollback_transaction("");
  server->locks.release_all(spid_, false);
  temporary.clear();
  prepared.clear();
  prepared_parameters.clear();
  cursors.clear();
  const std::string language = options.language;
  options = Options();
  identity_insert.reset();
  identity_insert_memory.clear();
  identity = scope_identity = Value();
  rowcount = last_error = 0;
  fetch_status = 0;
  if (!impersonated.empty()) {
    if (const auto login = principal_by_id(impersonated.front())) {
      login_id = login->id;
      login_name = login->name;
      login_sid = login->sid;
    }
    impersonated.clear();
  }
  const auto login = principal_by_id(login_id);
  const std::string home = !request.database.empty() ? request.database
                           : login                   ? login->default_database
                                                     : "master";
  if (const auto database = find_database(home.empty() ? "master" : home)) {
    database_name = database->name;
    database_id = database->id;
  }
  set_language(login && !login->default_language.empty() ? login->default_language : "us_english");
}

void Engine::run_request(ResultSink &out, const std::function<void()> &body) {
  sink = &out;
  cancelled = false;
  pending_done.reset();
  nesting = procedure_depth = 0;
  statement_depth = 0;
  try_scopes.clear();
  caught.clear();
  capture = nullptr;
  capture_columns = nullptr;
  in_function = false;
  procedure_name.clear();
  bool stopped = false;
  note_request(true);
  try {
    body();
  } catch (const Cancelled &) {
    stopped = true;
  } catch (const std::exception &failure) {
    Message message;
    message.number = 3624;
    message.severity = 20;
    message.text = failure.what();
    emit_message(message);
    stopped = true;
  }
  statement_depth = 0;
  if (reading) {
    reading = false;
    sql.script("COMMIT");
  }
  if (transaction_count == 0 && writing) end_transaction(false);
  if (transaction_doomed && transaction_count > 0) {
    rollback_transaction("");
    if (!stopped) {
      emit_message(message_of(3998));
      emit_done(std::nullopt, 0, true);
    }
  }
  variables = nullptr;
  if (!pending_done) {
    pending_done = Done();
    pending_done->error = stopped;
  }
  note_request(false);
  flush_done(false);
  sink = nullptr;
}

/// For those who look at the sessions from outside.
void Engine::note_request(bool begins) {
  const std::string now = iso_text(now_local());
  const std::lock_guard<std::mutex> lock(server->mutex);
  SessionInfo &info = server->sessions[spid_];
  info.running = begins;
  (begins ? info.request_began : info.request_ended) = now;
  info.transactions = transaction_count;
}

void Engine::flush_done(bool more) {
  if (!pending_done) return;
  Done done = *pending_done;
  pending_done.reset();
  done.more = more;
  done.in_procedure = more && pending_in_procedure;
  if (sink) sink->done(done);
}

void Engine::emit_done(std::optional<std::uint64_t> rows, std::uint16_t command, bool failed) {
  if (in_function || capture) return;
  // Under NOCOUNT only result sets and failures are still announced.
  if (options.nocount && command != 0xC1 && !failed) return;
  flush_done(true);
  Done done;
  done.error = failed;
  done.command = command;
  if (!options.nocount) done.rows = rows;
  pending_done = done;
  pending_in_procedure = procedure_depth > 0;
}

void Engine::emit_message(const Message &message) {
  flush_done(true);
  if (sink) sink->message(message);
}

void Engine::emit_columns(const std::vector<Column> &columns) {
  if (capture_columns) {
    (*capture_columns)(columns);
    return;
  }
  flush_done(true);
  current_columns = columns;
  if (sink) sink->columns(columns);
}

void Engine::emit_row(const Row &row) {
  if (capture) {
    Row copy = row;
    (*capture)(copy);
    return;
  }
  if (sink) sink->row(row);
}

bool Engine::is_stopped() {
  if (cancelled) return true;
  const std::lock_guard<std::mutex> lock(server->mutex);
  return server->killed.count(spid_) != 0;
}

void Engine::check_cancel() {
  if (!is_stopped()) return;
  if (cancelled) throw Cancelled{};
  WireFault wire;
  wire.kind = WireFault::drop;
  wire_fault = wire;
  throw Cancelled{};
}

void Engine::use_database(const std::string &name, bool at_login) {
  const DatabaseInfo database = database_of(name);
  if (!is_sysadmin() && current_user(database.id) == 0) throw error(916, {login_name, database.name});
  const std::string before = database_name;
  database_name = database.name;
  database_id = database.id;
  {
    const std::lock_guard<std::mutex> lock(server->mutex);
    server->sessions[spid_].database = database_name;
  }
  if (at_login) return;
  if (sink) {
    flush_done(true);
    sink->environment(Environment::database, database_name, before);
    emit_message(message_of(5701, {database_name}, 1));
  }
}

void Engine::set_language(const std::string &name) {
  const auto rows =
      sql.rows("SELECT name, dateformat, datefirst FROM languages WHERE name = ? OR alias = ? ORDER BY id",
               {text_value(name), text_value(name)});
  if (rows.empty()) throw error(2740, {name});
  const std::string before = options.language;
  options.language = as_text(rows[0][0]);
  options.dateformat = as_text(rows[0][1]);
  options.datefirst = static_cast<int>(as_int(rows[0][2]));
  if (!sink) return;
  flush_done(true);
  sink->environment(Environment::language, options.language, before);
  emit_message(message_of(5703, {options.language}));
}

}  // namespace sandbox
