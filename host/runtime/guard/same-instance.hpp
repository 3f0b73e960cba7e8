// Are two sessions at one instance? Decided by a lock, because names and addresses lie.
#ifndef GANTRY_RUNTIME_GUARD_SAME_INSTANCE_HPP
#define GANTRY_RUNTIME_GUARD_SAME_INSTANCE_HPP

#include <gantry/cpp/driver.hpp>

namespace gantry::runtime::guard {

/// The name's text for T-SQL, quotes doubled: N'...'.
std::string literal(std::string_view text);
/// EXEC of sp_getapplock in master, owner session, exclusive; one row, one column: its result.
std::string take_lock_sql(std::string_view resource, int wait_ms = 0);
std::string release_lock_sql(std::string_view resource);
/// One row, one column: 0 when another session holds the lock.
std::string test_lock_sql(std::string_view resource);

/// Takes a lock of a random name on `writing` and looks for it from `reading`; nothing stays behind. Errors:
/// those of the servers; UNSUPPORTED when the lock cannot be had.
Result<bool> share_an_instance(const SessionRef &writing, const SessionRef &reading, Call call);

}  // namespace gantry::runtime::guard

#endif
