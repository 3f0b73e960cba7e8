// sp_addmessage, sp_altermessage, sp_dropmessage: the user's rows of sys.messages.
#include "samples/sandbox/engine/message-format.hpp"
#include "samples/sandbox/engine/system-procedures.hpp"

namespace sandbox {
namespace {

constexpr std::int64_t english = 1033, last_system_message = 50000;

void require_message_administrator(Engine &engine) {
  constexpr std::int64_t serveradmin = 5;
  if (!engine.is_sysadmin() && !engine.is_member(engine.login_id, serveradmin)) throw error(15247);
}

std::int64_t language_of(Invocation &call, std::size_t argument) {
  const std::string name = call.text(argument, call.engine.options.language);
  const auto language = message_language(call.engine, name);
  if (!language) throw error(15033, {name});
  return *language;
}

/// 'true' or 'false', or the error.
bool truth(const std::string &word, int number) {
  if (same_name(word, "true")) return true;
  if (same_name(word, "false")) return false;
  throw error(number);
}

std::int64_t add_message(Invocation &call) {
  Engine &engine = call.engine;
  require_message_administrator(engine);
  if (!call.given(0) || !call.given(1) || !call.given(2)) throw error(15071);
  const std::int64_t number = call.number(0), severity = call.number(1);
  if (number <= last_system_message) throw error(15040);
  if (severity < 1 || severity > 25) throw error(15041);
  const std::int64_t language = language_of(call, 3);
  bool logged = truth(call.text(4, "false"), 15271);
  if (logged && !engine.is_sysadmin()) throw error(15247);
  const bool replace = call.given(5);
  if (replace && !same_name(call.text(5), "replace")) throw error(15043);
  const auto original =
      engine.sql.rows("SELECT severity, logged FROM messages WHERE number = ?1 AND language = ?2",
                      {int_value(number), int_value(english)});
  if (language != english) {
    if (original.empty()) throw error(15279, {call.text(3, engine.options.language)});
    if (as_int(original[0][0]) != severity)
      throw error(15304, {call.text(3, engine.options.language), std::to_string(as_int(original[0][0]))});
    if (call.given(4) && logged) engine.emit_message(message_of(15042));
    logged = as_int(original[0][1]) != 0;
  }
  const std::vector<Value> place = {int_value(number), int_value(language)};
  if (!replace && engine.sql.exists("SELECT 1 FROM messages WHERE number = ?1 AND language = ?2", place))
    throw error(15043);
  engine.for_write();
  // The parameter is nvarchar(255): what is longer is cut off without a word.
  engine.sql.run(
      "INSERT OR REPLACE INTO messages(number, language, severity, logged, text) VALUES(?1,?2,?3,?4,?5)",
      {int_value(number), int_value(language), int_value(severity), bool_value(logged),
       text_value(prefix_utf16(call.text(2), 255))});
  if (language == english)
    engine.sql.run("UPDATE messages SET severity = ?2, logged = ?3 WHERE number = ?1",
                   {int_value(number), int_value(severity), bool_value(logged)});
  engine.fire({"CREATE_MESSAGE", std::to_string(number), "MESSAGE"});
  return 0;
}

std::int64_t alter_message(Invocation &call) {
  Engine &engine = call.engine;
  require_message_administrator(engine);
  if (call.given(1) && !same_name(call.text(1), "WITH_LOG")) throw error(15176);
  const bool logged = truth(call.text(2), 15277);
  const Value number = int_value(call.number(0));
  const auto &system = message_texts();
  const bool own = engine.sql.exists("SELECT 1 FROM messages WHERE number = ?1", {number});
  const auto found = std::find_if(system.begin(), system.end(),
                                  [&](const MessageText &text) { return text.number == as_int(number); });
  if (!own && found == system.end()) throw error(15179, {std::to_string(call.number(0))});
  engine.for_write();
  if (own)
    engine.sql.run("UPDATE messages SET logged = ?2 WHERE number = ?1", {number, bool_value(logged)});
  else  // a system message's row says no more than this
    engine.sql.run("INSERT INTO messages(number, language, severity, logged) VALUES(?1, 1033, ?2, ?3)",
                   {number, int_value(found->severity), bool_value(logged)});
  engine.fire({"ALTER_MESSAGE", std::to_string(call.number(0)), "MESSAGE"});
  return 0;
}

std::int64_t drop_message(Invocation &call) {
  Engine &engine = call.engine;
  require_message_administrator(engine);
  if (!call.given(0)) throw error(15177);
  if (call.number(0) <= last_system_message) throw error(15178);
  const Value number = int_value(call.number(0));
  const Value language = same_name(call.text(1), "all") ? Value() : int_value(language_of(call, 1));
  if (!engine.sql.exists("SELECT 1 FROM messages WHERE number = ?1 AND (?2 IS NULL OR language = ?2)",
                         {number, language}))
    throw error(15179, {std::to_string(call.number(0))});
  if (!is_null(language) && as_int(language) == english &&
      engine.sql.exists("SELECT 1 FROM messages WHERE number = ?1 AND language <> ?2", {number, language}))
    throw error(15280);
  engine.for_write();
  engine.sql.run("DELETE FROM messages WHERE number = ?1 AND (?2 IS NULL OR language = ?2)",
                 {number, language});
  engine.fire({"DROP_MESSAGE", std::to_string(call.number(0)), "MESSAGE"});
  return 0;
}

}  // namespace

void add_message_procedures(ProcedureTable &t) {
  t["sp_addmessage"] = {
      "@msgnum:int @severity:smallint @msgtext:nvarchar(255) @lang:sysname "
      "@with_log:varchar(5) @replace:varchar(7)",
      add_message};
  t["sp_altermessage"] = {"@message_id:int! @parameter:sysname! @parameter_value:varchar(5)!", alter_message};
  t["sp_dropmessage"] = {"@msgnum:int @lang:sysname", drop_message};
}

}  // namespace sandbox
