// The host's calls: a tree of cancellable operations with deadlines (C1, C2, C4).
#ifndef GANTRY_RUNTIME_CALL_HPP
#define GANTRY_RUNTIME_CALL_HPP

#include <gantry/cpp/call.hpp>

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace gantry::runtime {

/// One operation. Cancelling it wakes its watches and cancels its children, except shielded ones.
/// Any thread; created only through make_root and derive.
class CallNode : public gantry_call {
 public:
  /// A call without parent. deadline_ns: CLOCK_MONOTONIC, 0 = none.
  static std::shared_ptr<CallNode> make_root(std::int64_t deadline_ns = 0);
  /// A child: the earlier deadline holds, and the parent's cancellation reaches it, unless it is shielded.
  /// `parent` may be null.
  static std::shared_ptr<CallNode> derive(const gantry_call *parent, std::int64_t deadline_ns, bool shielded);

  CallNode(const CallNode &) = delete;
  CallNode &operator=(const CallNode &) = delete;
  ~CallNode();

  void cancel();
  bool cancelled() const { return cancelled_.load(std::memory_order_acquire); }

  /// The node behind a call that this host made; null for a foreign one.
  static CallNode *of(const gantry_call *call);

 private:
  struct Watch {
    void (*wake)(void *ctx);
    void *ctx;
  };
  explicit CallNode(std::int64_t deadline);
  static const gantry_call_vtbl vtbl;
  gantry_status watch(void (*wake)(void *ctx), void *ctx, std::uint64_t *id);
  void unwatch(std::uint64_t id);

  std::atomic<bool> cancelled_{false};
  std::mutex mutex_;
  std::condition_variable idle_;
  std::map<std::uint64_t, Watch> watches_;
  std::uint64_t next_id_ = 1;
  std::uint64_t waking_ = 0;  ///< the watch whose wake runs now
  std::thread::id waker_;
  const gantry_call *parent_ = nullptr;  ///< only while watched
  std::uint64_t parent_watch_ = 0;
};

}  // namespace gantry::runtime

#endif
