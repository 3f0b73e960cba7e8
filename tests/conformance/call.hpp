// A call that a test can cancel (C1).
#ifndef GANTRY_CONFORMANCE_CALL_HPP
#define GANTRY_CONFORMANCE_CALL_HPP

#include <gantry/cpp/call.hpp>

#include <atomic>
#include <map>
#include <mutex>

namespace conformance {

class TestCall : public gantry_call {
 public:
  /// 0 = no deadline.
  explicit TestCall(int milliseconds = 0)
      : gantry_call{&table, milliseconds > 0 ? gantry::monotonic_ns() + milliseconds * 1'000'000LL : 0} {}

  void cancel() {
    const std::lock_guard<std::mutex> lock(mutex_);
    cancelled_ = true;
    for (const auto &[id, watch] : watches_) watch.first(watch.second);
  }
  /// Watches that were not given back.
  std::size_t open_watches() {
    const std::lock_guard<std::mutex> lock(mutex_);
    return watches_.size();
  }

 private:
  using Watch = std::pair<void (*)(void *), void *>;
  static TestCall &of(const gantry_call *call) {
    return *const_cast<TestCall *>(static_cast<const TestCall *>(call));
  }
  static std::int32_t is_cancelled(const gantry_call *call) noexcept { return of(call).cancelled_ ? 1 : 0; }
  static gantry_status watch(const gantry_call *call, void (*wake)(void *), void *ctx,
                             std::uint64_t *id) noexcept {
    TestCall &self = of(call);
    const std::lock_guard<std::mutex> lock(self.mutex_);
    *id = ++self.last_;
    self.watches_[*id] = {wake, ctx};
    if (self.cancelled_) wake(ctx);
    return GANTRY_OK;
  }
  static void unwatch(const gantry_call *call, std::uint64_t id) noexcept {
    TestCall &self = of(call);
    const std::lock_guard<std::mutex> lock(self.mutex_);
    self.watches_.erase(id);
  }
  static constexpr gantry_call_vtbl table = {sizeof(gantry_call_vtbl), 0, &is_cancelled, &watch, &unwatch};

  std::atomic<bool> cancelled_{false};
  std::mutex mutex_;
  std::map<std::uint64_t, Watch> watches_;
  std::uint64_t last_ = 0;
};

}  // namespace conformance

#endif
