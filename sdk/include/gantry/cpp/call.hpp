// The call as a class: cancelled? too late? wake me (C1 to C4).
#ifndef GANTRY_CPP_CALL_HPP
#define GANTRY_CPP_CALL_HPP

#include <gantry/call.h>
#include <gantry/cpp/error.hpp>

#include <ctime>
#include <functional>

namespace gantry {

/// CLOCK_MONOTONIC in nanoseconds.
inline std::int64_t monotonic_ns() noexcept {
  timespec now{};
  clock_gettime(CLOCK_MONOTONIC, &now);
  return static_cast<std::int64_t>(now.tv_sec) * 1'000'000'000 + now.tv_nsec;
}

/// A borrowed call; copying this is copying a pointer.
class Call {
 public:
  Call(const gantry_call *raw = nullptr) noexcept : raw_(raw) {}  // NOLINT(google-explicit-constructor)

  const gantry_call *raw() const noexcept { return raw_; }
  bool cancelled() const noexcept { return raw_ && raw_->base->is_cancelled(raw_) != 0; }
  std::int64_t deadline_ns() const noexcept { return raw_ ? raw_->deadline_ns : 0; }
  bool too_late() const noexcept { return deadline_ns() != 0 && monotonic_ns() >= deadline_ns(); }

  /// Milliseconds left, at most `limit`; never below 0.
  int milliseconds_left(int limit) const noexcept {
    if (deadline_ns() == 0) return limit;
    const std::int64_t left = (deadline_ns() - monotonic_ns() + 999'999) / 1'000'000;
    return left <= 0 ? 0 : left < limit ? static_cast<int>(left) : limit;
  }

  /// Success, or CANCELLED or DEADLINE for `what`.
  Result<> check(const char *what = "the operation") const {
    if (cancelled()) return Error(Status::cancelled, std::string(what) + " was cancelled");
    if (too_late())
      return Error(Status::deadline, std::string(what) + " did not end in time", "an end before its deadline",
                   "the deadline passed", "raise the time limit, or find out what the server waits for");
    return success();
  }

 private:
  const gantry_call *raw_;
};

/// Runs `wake` on cancellation while it lives. `wake` must not block and may run on any thread.
class Watch {
 public:
  Watch(Call call, std::function<void()> wake) : call_(call.raw()), wake_(std::move(wake)) {
    if (call_)
      active_ =
          call_->base->watch(
              call_, [](void *ctx) noexcept { static_cast<Watch *>(ctx)->wake_(); }, this, &id_) == GANTRY_OK;
  }
  Watch(const Watch &) = delete;
  Watch &operator=(const Watch &) = delete;
  ~Watch() {
    if (active_) call_->base->unwatch(call_, id_);
  }

 private:
  const gantry_call *call_;
  std::function<void()> wake_;
  std::uint64_t id_ = 0;
  bool active_ = false;
};

}  // namespace gantry

#endif
