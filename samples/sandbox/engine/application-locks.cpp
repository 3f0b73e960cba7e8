// sp_getapplock and its kin: what is checked, and what each answers.
#include "samples/sandbox/engine/function-types.hpp"
#include "samples/sandbox/engine/system-procedures.hpp"

namespace sandbox {
namespace {

constexpr std::int64_t refused = -999;
constexpr const char *implementation = "xp_userlock";  // what SQL Server names in the errors of both

/// The principal must exist and the caller belong to it; dbo and db_owner belong to all.
std::int64_t lock_principal(Engine &engine, const std::string &name) {
  const auto found = engine.find_user(engine.database_id, name);
  const std::int64_t user = engine.current_user(engine.database_id);
  if (found && (*found == 0 || *found == user || user == 1 ||
                engine.is_database_member(engine.database_id, user, "db_owner") ||
                engine.is_database_member(engine.database_id, user, name)))
    return *found;
  throw error(1202, {name});
}

LockKey lock_key(Engine &engine, const std::string &principal, const std::string &resource) {
  return {engine.database_id, lock_principal(engine, principal), prefix_utf16(resource, 255)};
}

/// Whether the session owns it; nothing for a word that is neither.
std::optional<bool> owner_named(const std::string &word) {
  if (same_name(word, "Session")) return true;
  if (same_name(word, "Transaction")) return false;
  return std::nullopt;
}

/// SQL Server says these without raising an error; the return code tells.
std::int64_t refuse(Invocation &call, int number, std::initializer_list<std::string_view> arguments = {}) {
  call.engine.emit_message(message_of(number, arguments));
  return refused;
}

/// An error inside the procedure, which goes on to return its code.
std::int64_t fail(Invocation &call, SqlError failure) {
  call.engine.handle_error(failure, nullptr);
  return refused;
}

std::int64_t get_applock(Invocation &call) {
  Engine &engine = call.engine;
  const auto mode = LockMode::named(call.text(1));
  if (!mode) return refuse(call, 15625, {call.text(1, "(null)"), "@LockMode"});
  const auto session = owner_named(call.text(2, "Transaction"));
  if (!session) return refuse(call, 15625, {call.text(2), "@LockOwner"});
  if (!*session && engine.transaction_count == 0) return refuse(call, 15626);
  if (!call.given(0)) return fail(call, error(1224, {implementation}, 5));
  const std::int64_t timeout = call.number(3, engine.options.lock_timeout);
  if (timeout < -1) return fail(call, error(1227, {implementation}, 2));
  LockKey key;
  try {
    key = lock_key(engine, call.text(4, "public"), call.text(0));
  } catch (SqlError &failure) {
    return fail(call, failure);
  }
  switch (engine.server->locks.take(key, *mode, {engine.spid(), *session}, timeout,
                                    [&engine] { return engine.is_stopped(); })) {
    case LockTable::Outcome::granted: return 0;
    case LockTable::Outcome::granted_after_wait: return 1;
    case LockTable::Outcome::timed_out: return -1;
    case LockTable::Outcome::deadlock: return -3;
    case LockTable::Outcome::cancelled: break;
  }
  engine.check_cancel();
  return -2;
}

std::int64_t release_applock(Invocation &call) {
  Engine &engine = call.engine;
  const auto session = owner_named(call.text(1, "Transaction"));
  if (!session) return refuse(call, 15625, {call.text(1), "@LockOwner"});
  if (!*session && engine.transaction_count == 0) return fail(call, error(3918));
  if (!call.given(0)) return fail(call, error(1224, {implementation}, 5));
  const std::string principal = call.text(2, "public");
  try {
    if (engine.server->locks.release(lock_key(engine, principal, call.text(0)), {engine.spid(), *session}))
      return 0;
    throw error(1223, {principal, call.text(0)});
  } catch (SqlError &failure) {
    return fail(call, failure);
  }
}

LockOwner function_owner(Engine &engine, const std::string &word, const char *function) {
  const auto session = owner_named(word);
  if (!session) throw error(1226, {function});
  if (!*session && engine.transaction_count == 0) throw error(3918, {}, 2);
  return {engine.spid(), *session};
}

}  // namespace

void add_lock_procedures(ProcedureTable &t) {
  t["sp_getapplock"] = {"@Resource @LockMode! @LockOwner @LockTimeout @DbPrincipal", get_applock};
  t["sp_releaseapplock"] = {"@Resource @LockOwner @DbPrincipal", release_applock};
}

void add_lock_functions(FunctionTable &t) {
  add_function(t, "APPLOCK_MODE", "sss", always(nvarchar_type(32)), [](Engine &e, Arguments &a) {
    const LockOwner owner = function_owner(e, a.text(2), "applock_mode");
    return text_value(e.server->locks.mode_of(lock_key(e, a.text(0), a.text(1)), owner).name());
  });
  add_function(t, "APPLOCK_TEST", "ssss", always(*type_named("smallint")), [](Engine &e, Arguments &a) {
    const auto mode = LockMode::named(a.text(2));
    if (!mode) throw error(1225, {"applock_test"}, 3);
    function_owner(e, a.text(3), "applock_test");
    return bool_value(e.server->locks.grantable(lock_key(e, a.text(0), a.text(1)), *mode, e.spid()));
  });
}

}  // namespace sandbox
