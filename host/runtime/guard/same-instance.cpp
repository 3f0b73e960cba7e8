#include "host/runtime/guard/same-instance.hpp"

#include "host/package/names.hpp"

namespace gantry::runtime::guard {

namespace {

Result<std::int64_t> number(const SessionRef &session, const std::string &sql, Call call) {
  Result<Table> answer = session.query(sql, call);
  if (!answer) return std::move(answer).error();
  if (answer->rows.size() != 1 || answer->rows[0].size() != 1 || answer->rows[0][0].null())
    return Error(Status::unsupported, "the server did not say whether it has a lock", "one number",
                 std::to_string(answer->rows.size()) + " rows");
  return answer->rows[0][0].number(-999);
}

}  // namespace

std::string literal(std::string_view text) {
  std::string quoted = "N'";
  for (const char c : text) {
    quoted += c;
    if (c == '\'') quoted += c;
  }
  return quoted += '\'';
}

std::string take_lock_sql(std::string_view resource, int wait_ms) {
  return "DECLARE @taken int;\nEXEC @taken = master.sys.sp_getapplock @Resource = " + literal(resource) +
         ", @LockMode = N'Exclusive', @LockOwner = N'Session', @LockTimeout = " + std::to_string(wait_ms) +
         ", @DbPrincipal = N'public';\nSELECT @taken AS taken;";
}

std::string release_lock_sql(std::string_view resource) {
  return "EXEC master.sys.sp_releaseapplock @Resource = " + literal(resource) +
         ", @LockOwner = N'Session', @DbPrincipal = N'public';";
}

std::string test_lock_sql(std::string_view resource) {
  // A function has no database of its own to be called in.
  return "EXEC master.sys.sp_executesql " +
         literal("SELECT APPLOCK_TEST(N'public', " + literal(resource) +
                 ", N'Exclusive', N'Session') AS free;") +
         ";";
}

Result<bool> share_an_instance(const SessionRef &writing, const SessionRef &reading, Call call) {
  const std::string resource = "Gantry " + package::new_guid();
  Result<std::int64_t> taken = number(writing, take_lock_sql(resource), call);
  if (!taken) return std::move(taken).error();
  if (*taken < 0)
    return Error(Status::unsupported, "the server gave no lock", "0 or 1 from sp_getapplock",
                 std::to_string(*taken));
  Result<std::int64_t> free = number(reading, test_lock_sql(resource), call);
  Result<> released = writing.run(release_lock_sql(resource), call);
  if (!free) return std::move(free).error();
  if (!released) return std::move(released).error();
  return *free == 0;
}

}  // namespace gantry::runtime::guard
