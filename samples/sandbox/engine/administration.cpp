// KILL, DBCC, EXECUTE AS and REVERT.
#include "samples/sandbox/engine/bind.hpp"
#include "samples/sandbox/engine/convert.hpp"

namespace sandbox {

void Engine::kill(const Statement &statement) {
  if (transaction_count > 0) throw error(6115);
  const Value value = evaluate_as(statement.expr, integer_type());
  if (is_null(value) || as_int(value) <= 0)
    throw error(6101, {is_null(value) ? "NULL" : std::to_string(as_int(value))});
  require_server("ALTER ANY CONNECTION", 6102);
  const int target = static_cast<int>(as_int(value));
  if (target == spid_) throw error(6104);
  const std::lock_guard<std::mutex> lock(server->mutex);
  if (!server->sessions.count(target)) throw error(6106, {std::to_string(target)});
  server->killed.insert(target);
}

void Engine::dbcc(const Statement &statement) {
  if (statement.word == "UPDATE STATISTICS" || statement.word == "ALTER INDEX") {
    const TablePtr table = find_table(statement.name);
    if (!table) throw error(1088, {statement.name.text()}, 9);
    require_object(*table, "ALTER");
    if (statement.words.empty() || statement.words[0] == "ALL") return;
    for (const KeyInfo &key : table->keys)
      if (same_name(key.name, statement.words[0])) return;
    throw error(2727, {statement.words[0]});
  }
  if (statement.word == "CHECKIDENT") {
    if (statement.words.empty()) throw error(2501, {""});
    Name name;
    std::string part;
    for (const char c : statement.words[0]) {
      if (c == '.') {
        name.parts.push_back(part);
        part.clear();
      } else if (c != '[' && c != ']') {
        part += c;
      }
    }
    name.parts.push_back(part);
    TablePtr table = find_table(name);
    if (!table || table->identity_column() < 0) throw error(2501, {statement.words[0]});
    require_object(*table, "ALTER");
    if (statement.words.size() > 2 && upper(statement.words[1]) == "RESEED") {
      for_write();
      const std::int64_t last = std::strtoll(statement.words[2].c_str(), nullptr, 10);
      // Without rows the next value is the one given; the counter stores the one before the next.
      bool rows = false;
      scan_table(*table, {}, [&](std::int64_t, Row &) {
        rows = true;
        return false;
      });
      const ColumnInfo &column = table->columns[static_cast<std::size_t>(table->identity_column())];
      const std::int64_t stored = rows ? last : last - column.increment;
      if (table->memory) {
        table->memory->identity = stored;
      } else {
        sql.run("UPDATE objects SET last_identity = ? WHERE db = ? AND id = ?",
                {int_value(stored), int_value(table->database), int_value(table->id)});
        const std::lock_guard<std::mutex> lock(server->identity_mutex);
        server->identities[{table->database, table->id}] = stored;
      }
    }
    emit_message(message_of(2528));
    return;
  }
  if (statement.word == "USEROPTIONS" || statement.word == "OPENTRAN" || statement.word == "INPUTBUFFER")
    throw error(15701, {"DBCC " + statement.word});
  if (!is_sysadmin()) throw error(2567, {statement.word});
  emit_message(message_of(2528));
}

void Engine::execute_as(const Statement &statement) {
  if (statement.what == "CALLER") return;
  const std::string name = evaluate_text(statement.expr);
  std::optional<LoginInfo> target;
  if (statement.what == "LOGIN") {
    target = find_principal(name);
    if (!target || target->type != "S") throw error(15406, {name});
    if (!is_sysadmin() && !has_server_permission("IMPERSONATE", 101, target->id)) throw error(15406, {name});
  } else {
    const auto user_id = find_user(database_id, name);
    if (!user_id) throw error(15517, {name});
    const std::string sid = sql.text("SELECT sid FROM db_principals WHERE db = ? AND id = ?",
                                     {int_value(database_id), int_value(*user_id)});
    target = principal_by_sid(sid);
    if (!target) throw error(15517, {name});
    const bool permitted = is_sysadmin() || has_database_permission(database_id, "CONTROL") ||
                           has_server_permission("IMPERSONATE", 101, target->id);
    if (!permitted) throw error(15517, {name});
  }
  impersonated.push_back(login_id);
  login_id = target->id;
  login_name = target->name;
  login_sid = target->sid;
}

void Engine::revert() {
  if (impersonated.empty()) return;
  const auto back = principal_by_id(impersonated.back());
  impersonated.pop_back();
  if (!back) return;
  login_id = back->id;
  login_name = back->name;
  login_sid = back->sid;
}

}  // namespace sandbox
