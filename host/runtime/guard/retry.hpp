// What may be tried again, and how long to wait before.
#ifndef GANTRY_RUNTIME_GUARD_RETRY_HPP
#define GANTRY_RUNTIME_GUARD_RETRY_HPP

#include <gantry/cpp/call.hpp>

namespace gantry::runtime::guard {

inline constexpr int most_tries = 3;

/// 1205 (chosen as deadlock victim) and 1222 (waited too long for a lock).
bool is_lock_conflict(std::int32_t number);
/// Opening a session failed for a reason that may pass: a lost network, a server that moves or is busy.
bool is_transient_opening(const Error &error);
/// Sleeps behind try number `tries`, longer each time; false when the call ends first.
bool wait_before_retry(int tries, Call call);

}  // namespace gantry::runtime::guard

#endif
