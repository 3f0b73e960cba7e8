// Triggers ON ALL SERVER: made, switched, and run when a statement or a login raises their event.
#include "samples/sandbox/engine/datetime.hpp"
#include "samples/sandbox/engine/function-types.hpp"
#include "samples/sandbox/engine/login-options.hpp"
#include "samples/sandbox/engine/parser.hpp"
#include "samples/sandbox/engine/trigger-events.hpp"

namespace sandbox {
namespace {

std::string escaped(const std::string &text) {
  std::string out;
  for (const char c : text) {
    if (c == '<')
      out += "&lt;";
    else if (c == '>')
      out += "&gt;";
    else if (c == '&')
      out += "&amp;";
    else
      out += c;
  }
  return out;
}

/// Literals that follow PASSWORD or SECRET are nobody's business.
std::string without_secrets(const std::string &text) {
  std::string out;
  bool secret = false;
  for (const Token &token : tokenize(text, true)) {
    if (token.kind == Token::end) break;
    const bool literal = token.kind == Token::text || token.kind == Token::binary;
    if (token.kind == Token::word)
      secret = token.key == "PASSWORD" || token.key == "SECRET" || token.key == "OLD_PASSWORD";
    out += (out.empty() ? "" : " ");
    out += literal && secret ? "'******'" : text.substr(token.begin, token.finish - token.begin);
  }
  return out;
}

struct StoredTrigger {
  ObjectInfo object;
  bool disabled = false;
};

std::vector<StoredTrigger> triggers_for(Engine &engine, const std::string &event) {
  std::vector<StoredTrigger> out;
  for (const Row &row : engine.sql.rows(
           "SELECT t.id, t.name, t.definition, t.ansi_nulls, t.quoted FROM server_triggers t JOIN "
           "server_trigger_events e ON e.trigger = t.id WHERE e.name = ?1 AND NOT t.disabled ORDER BY t.id",
           {text_value(event)})) {
    StoredTrigger one;
    one.object.database = 1;
    one.object.database_name = "master";
    one.object.id = as_int(row[0]);
    one.object.name = as_text(row[1]);
    one.object.definition = as_text(row[2]);
    one.object.ansi_nulls = as_int(row[3]) != 0;
    one.object.quoted_identifier = as_int(row[4]) != 0;
    out.push_back(std::move(one));
  }
  return out;
}

/// The session as it was, and the trigger's transaction that is the statement's own.
class TriggerScope {
 public:
  TriggerScope(Engine &engine, const ObjectInfo &trigger, Variables &locals)
      : engine_(engine),
        options_(engine.options),
        database_(engine.database_name),
        id_(engine.database_id),
        variables_(engine.variables),
        nesting_(engine.nesting),
        depth_(engine.procedure_depth) {
    engine.options.ansi_nulls = trigger.ansi_nulls;
    engine.options.quoted_identifier = trigger.quoted_identifier;
    engine.options.xact_abort = true;
    engine.database_name = "master";
    engine.database_id = 1;
    engine.variables = &locals;
    ++engine.nesting;
    ++engine.procedure_depth;
  }
  ~TriggerScope() {
    engine_.options = options_;
    engine_.database_name = database_;
    engine_.database_id = id_;
    engine_.variables = variables_;
    engine_.nesting = nesting_;
    engine_.procedure_depth = depth_;
  }
  TriggerScope(const TriggerScope &) = delete;
  TriggerScope &operator=(const TriggerScope &) = delete;

 private:
  Engine &engine_;
  Options options_;
  std::string database_;
  int id_;
  Variables *variables_;
  int nesting_, depth_;
};

}  // namespace

std::string Engine::event_text(const ServerEvent &event) const {
  const auto element = [](const char *name, const std::string &value) {
    return std::string("<") + name + ">" + escaped(value) + "</" + name + ">";
  };
  std::string command;
  if (current_statement && current_statement->finish <= source_text.size())
    command = without_secrets(std::string(
        source_text.substr(current_statement->begin, current_statement->finish - current_statement->begin)));
  return "<EVENT_INSTANCE>" + element("EventType", event.type) +
         element("PostTime", iso_text(now_local()).substr(0, 23)) + element("SPID", std::to_string(spid_)) +
         element("ServerName", server->name) + element("LoginName", login_name) +
         element("ObjectName", event.object) + element("ObjectType", event.object_type) +
         "<TSQLCommand><SetOptions ANSI_NULLS=\"ON\" ANSI_NULL_DEFAULT=\"ON\" ANSI_PADDING=\"ON\" "
         "QUOTED_IDENTIFIER=\"ON\" ENCRYPTED=\"FALSE\"/>" +
         element("CommandText", command) + "</TSQLCommand></EVENT_INSTANCE>";
}

void Engine::fire(const ServerEvent &event) {
  const std::vector<StoredTrigger> triggers = triggers_for(*this, event.type);
  if (triggers.empty()) return;
  if (nesting >= 32) throw error(217);
  struct Restore {
    Engine &engine;
    std::string data;
    bool alone;
    const Statement *statement;
    ~Restore() {
      engine.event_data = std::move(data);
      engine.current_statement = statement;
      if (!alone) return;
      engine.statement_transaction = false;
      engine.transaction_doomed = false;
      engine.transaction_count = 0;
    }
  } restore{*this, event_data, transaction_count == 0, current_statement};
  event_data = event_text(event);
  if (restore.alone) {
    statement_transaction = true;
    transaction_count = 1;
  }
  const int before = transaction_count;
  for (const StoredTrigger &trigger : triggers) {
    Variables locals;
    const TriggerScope scope(*this, trigger.object, locals);
    run_scope(module_of(trigger.object)->body, trigger.object.definition, trigger.object.name);
    if (transaction_count >= before && !transaction_doomed) continue;
    SqlError failure = error(transaction_doomed ? 3616 : 3609);
    failure.aborts_batch = true;
    if (transaction_doomed) rollback_transaction("");
    throw failure;
  }
}

bool Engine::fire_logon() {
  if (triggers_for(*this, "LOGON").empty()) return true;
  try {
    leaf([this] {
      for_write();
      fire({"LOGON", login_name, "LOGIN"});
    });
  } catch (const SqlError &) {
    return false;
  } catch (const BatchAborted &) {
    return false;
  }
  return true;
}

void Engine::server_trigger(const Statement &statement) {
  for_write();
  require_server("CONTROL SERVER");
  const Value name = text_value(statement.name.object());
  const Value now = text_value(now_text());
  const std::int64_t existing = sql.number("SELECT id FROM server_triggers WHERE name = ?1", {name});
  if (existing && statement.verb == "CREATE" && !statement.or_alter) throw error(2714, {as_text(name)}, 2);
  if (!existing && statement.verb == "ALTER") throw error(208, {as_text(name)}, 6);
  std::vector<std::pair<const TriggerEvent *, const TriggerEvent *>> events;
  for (const std::string &word : statement.words) {
    const TriggerEvent *named = find_trigger_event(word);
    if (!named) throw error(1084, {word});
    for (const TriggerEvent *event : events_of(*named)) events.emplace_back(event, named);
  }
  const ModuleOptions &with = statement.module_options;
  Value execute_as;
  if (with.execute_as == ModuleOptions::self) execute_as = int_value(login_id);
  if (with.execute_as == ModuleOptions::user) {
    const auto login = find_principal(with.user_name);
    if (!login) throw error(15151, {"find", "login", with.user_name});
    execute_as = int_value(login->id);
  }
  const std::int64_t id =
      existing ? existing : sql.number("SELECT coalesce(max(id), 565577053) + 16 FROM server_triggers");
  sql.run("INSERT OR IGNORE INTO server_triggers(id, name, created) VALUES(?1, ?2, ?3)",
          {int_value(id), name, now});
  sql.run(
      "UPDATE server_triggers SET modified = ?2, definition = ?3, ansi_nulls = ?4, quoted = ?5, encrypted "
      "= ?6, execute_as = ?7 WHERE id = ?1",
      {int_value(id), now, text_value(statement.word), bool_value(options.ansi_nulls),
       bool_value(options.quoted_identifier), bool_value(with.encrypted), execute_as});
  sql.run("DELETE FROM server_trigger_events WHERE trigger = ?1", {int_value(id)});
  for (const auto &[event, named] : events)
    sql.run("INSERT OR IGNORE INTO server_trigger_events VALUES(?,?,?,?,?)",
            {int_value(id), int_value(event->type), text_value(event->name),
             named == event ? Value() : int_value(named->type),
             named == event ? Value() : text_value(named->name)});
}

/// DROP, ENABLE and DISABLE TRIGGER ... ON ALL SERVER.
void Engine::switch_triggers(const Statement &statement) {
  for_write();
  require_server("CONTROL SERVER");
  if (statement.flag) {
    sql.run("UPDATE server_triggers SET disabled = ?1", {bool_value(statement.verb == "DISABLE")});
    return;
  }
  for (const Name &name : statement.names) {
    const Value id = sql.one("SELECT id FROM server_triggers WHERE name = ?1", {text_value(name.object())});
    if (is_null(id)) {
      if (statement.if_exists) continue;
      throw statement.verb == "DROP" ? error(3701, {"drop", "trigger", name.object()}, 5)
                                     : error(1088, {name.object()});
    }
    if (statement.verb == "DROP") {
      sql.run("DELETE FROM server_trigger_events WHERE trigger = ?1", {id});
      sql.run("DELETE FROM server_triggers WHERE id = ?1", {id});
    } else {
      sql.run("UPDATE server_triggers SET disabled = ?2 WHERE id = ?1",
              {id, bool_value(statement.verb == "DISABLE")});
    }
  }
}

void add_trigger_functions(FunctionTable &t) {
  add_function(t, "EVENTDATA", "", always(*type_named("xml")), [](Engine &e, Arguments &) {
    return e.event_data.empty() ? Value() : text_value(e.event_data);
  });
}

}  // namespace sandbox
