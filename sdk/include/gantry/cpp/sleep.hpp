// Waiting that a call can end: for what is tried again after a while.
#ifndef GANTRY_CPP_SLEEP_HPP
#define GANTRY_CPP_SLEEP_HPP

#include <gantry/cpp/call.hpp>

#include <chrono>
#include <condition_variable>
#include <mutex>

namespace gantry {

/// Sleeps; false when the call was cancelled or its deadline would come first. Any thread.
inline bool sleep_unless_ended(Call call, int milliseconds) {
  if (call.cancelled() || call.milliseconds_left(milliseconds + 1) <= milliseconds) return false;
  std::mutex mutex;
  std::condition_variable changed;
  bool woken = false;
  const Watch watch(call, [&] {
    const std::lock_guard<std::mutex> lock(mutex);
    woken = true;
    changed.notify_all();
  });
  std::unique_lock<std::mutex> lock(mutex);
  return !changed.wait_for(lock, std::chrono::milliseconds(milliseconds), [&] { return woken; });
}

}  // namespace gantry

#endif
