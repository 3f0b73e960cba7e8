#include "host/runtime/guard/manners.hpp"

namespace gantry::runtime::guard {

Access &AccessScope::active() {
  // A connection manager that opens its session on another thread than acquire's gets no read-only intent.
  thread_local Access access = Access::other;
  return access;
}

Result<> propose(Request &request, const Manners &manners) {
  // The package's own name for itself (SSIS-Package-...) would not lead a DBA to this run.
  if (!manners.application.empty())
    if (Result<> set = request.set_property("application", manners.application); !set) return set;
  if (manners.default_timeout > 0 && request.number("statement-timeout") == 0)
    if (Result<> set = request.set_property("statement-timeout", std::to_string(manners.default_timeout));
        !set)
      return set;
  if (AccessScope::active() == Access::reading)
    return request.set_property("application-intent", "read-only");
  return success();
}

Result<> insist(Request &request, const Manners &manners) {
  if (manners.step_timeout <= 0) return success();
  return request.set_property("statement-timeout", std::to_string(manners.step_timeout));
}

Result<ServerFacts> greet(const ObjectPtr &session, std::int64_t lock_timeout, const gantry_call *call) {
  if (const PropertiesRef own(session); own && !own.optional("lock-timeout").empty())
    if (std::string name = own.optional("server-name"); !name.empty())
      return ServerFacts{std::move(name), own.optional("server-version")};
  const SessionRef talk(session);
  if (!talk) return ServerFacts{};
  std::string sql = "SET DEADLOCK_PRIORITY LOW;\n";
  if (lock_timeout >= 0)
    sql += "SET LOCK_TIMEOUT " + std::to_string(lock_timeout == 0 ? -1 : lock_timeout * 1000) + ";\n";
  sql +=
      "SELECT CAST(SERVERPROPERTY(N'ServerName') AS nvarchar(256)) AS name, "
      "CAST(SERVERPROPERTY(N'ProductVersion') AS nvarchar(128)) AS version;";
  Result<Table> answer = talk.query(sql, call);
  if (!answer) {
    switch (answer.error().status) {
      case Status::cancelled:
      case Status::deadline:
      case Status::io:
      case Status::state: return std::move(answer).error();
      default: return ServerFacts{};
    }
  }
  if (answer->rows.empty()) return ServerFacts{};
  return ServerFacts{answer->at(0, "name").text(), answer->at(0, "version").text()};
}

}  // namespace gantry::runtime::guard
