#include "host/runtime/guard/turns.hpp"

#include "host/runtime/guard/same-instance.hpp"

namespace gantry::runtime::guard {

namespace {

constexpr const char *turn_lock = "Gantry destination";
/// A run that was killed is gone a moment before its sessions are.
constexpr int patience_ms = 3000;

/// No answer of the server, but of the line to it.
bool is_lost(const Error &error) {
  return error.status == Status::io || error.status == Status::cancelled ||
         error.status == Status::deadline || error.status == Status::state;
}

/// Who holds the lock, as far as this login may see it.
std::string holder(const SessionRef &session, Call call) {
  const std::string columns =
      "s.login_name, s.program_name, s.host_name, CONVERT(nvarchar(19), s.login_time, 120) AS since, "
      "CONVERT(nvarchar(19), CURRENT_TIMESTAMP, 120) AS now ";
  // The description of an application lock holds the first 32 characters of its name.
  const std::string by_lock =
      "SELECT " + columns +
      "FROM sys.dm_tran_locks AS l JOIN sys.dm_exec_sessions AS s ON s.session_id = l.request_session_id "
      "WHERE l.resource_type = N'APPLICATION' AND l.request_status = N'GRANT' AND l.request_mode = N'X' AND "
      "l.resource_description LIKE " +
      literal("%" + std::string(turn_lock) + "%") + ";";
  const std::string by_name = "SELECT " + columns +
                              "FROM sys.dm_exec_sessions AS s WHERE s.program_name LIKE N'Gantry %' AND "
                              "s.session_id <> @@SPID ORDER BY s.login_time;";
  for (const std::string &sql : {by_lock, by_name}) {
    const Result<Table> seen = session.query(sql, call);
    if (!seen || seen->rows.empty()) continue;
    const auto text = [&](const char *column) { return seen->at(0, column).text(); };
    return text("program_name") + ", login " + text("login_name") + ", from " +
           (text("host_name").empty() ? std::string("an unknown host") : text("host_name")) + ", since " +
           text("since") + " (there it is now " + text("now") + ")";
  }
  return "a run that this login may not see: VIEW SERVER STATE shows it";
}

Result<std::int64_t> number(const SessionRef &session, const std::string &sql, Call call) {
  Result<Table> answer = session.query(sql, call);
  if (!answer) return std::move(answer).error();
  if (answer->rows.size() != 1 || answer->rows[0].empty() || answer->rows[0][0].null())
    return Error(Status::unsupported, "the server did not answer with a number", "one row", "none");
  return answer->rows[0][0].number(-999);
}

}  // namespace

Result<> Turns::take(const std::string &connection, const Open &open, const gantry_call *call,
                     std::string &note) {
  if (!running_) return success();
  // One after the other: two tasks of this run must not take each other for another run.
  const std::lock_guard<std::mutex> lock(mutex_);
  if (taken_.count(connection)) return success();
  Result<ObjectPtr> session = open();
  if (!session) return std::move(session).error();
  if (Result<> held = hold(connection, std::move(session).value(), call, note); !held) return held;
  taken_.insert(connection);
  return success();
}

Result<> Turns::hold(const std::string &connection, ObjectPtr object, const gantry_call *call,
                     std::string &note) {
  const SessionRef session(std::move(object));
  if (!session) return success();
  const std::string own_lock = "Gantry run " + execution_id_;
  // Another name of a server where this run is already?
  const Result<std::int64_t> free = number(session, test_lock_sql(own_lock), call);
  if (!free && is_lost(free.error())) return free.error();
  if (free && *free == 0) return success();
  const Result<std::int64_t> taken = number(session, take_lock_sql(turn_lock, patience_ms), call);
  if (!taken) {
    if (is_lost(taken.error())) return taken.error();
    note = "Nothing keeps other runs from writing behind connection " + connection +
           " at the same time: " + taken.error().what + ".";
    return success();
  }
  if (*taken >= 0) {
    const Result<std::int64_t> known = number(session, take_lock_sql(own_lock), call);
    if (!known && is_lost(known.error())) return known.error();
    sessions_.push_back(session.object());
    return success();
  }
  return Error(Status::busy, "another run writes to the server behind connection " + connection,
               "one run at a time at a destination", holder(session, call),
               "wait until it has ended, then run again");
}

void Turns::end() {
  const std::lock_guard<std::mutex> lock(mutex_);
  for (const ObjectPtr &object : sessions_) (void)SessionRef(object).close(nullptr);
  sessions_.clear();
  taken_.clear();
  running_ = false;
}

}  // namespace gantry::runtime::guard
