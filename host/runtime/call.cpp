#include "host/runtime/call.hpp"

#include <atomic>

namespace gantry::runtime {

const gantry_call_vtbl CallNode::vtbl = {
    sizeof(gantry_call_vtbl), 0,
    [](const gantry_call *call) noexcept -> std::int32_t { return of(call)->cancelled() ? 1 : 0; },
    [](const gantry_call *call, void (*wake)(void *), void *ctx, std::uint64_t *id) noexcept {
      return of(call)->watch(wake, ctx, id);
    },
    [](const gantry_call *call, std::uint64_t id) noexcept { of(call)->unwatch(id); }};

CallNode::CallNode(std::int64_t deadline) {
  base = &vtbl;
  deadline_ns = deadline;
}

CallNode *CallNode::of(const gantry_call *call) {
  if (!call || call->base != &vtbl) return nullptr;
  return const_cast<CallNode *>(static_cast<const CallNode *>(call));
}

std::shared_ptr<CallNode> CallNode::make_root(std::int64_t deadline) {
  return std::shared_ptr<CallNode>(new CallNode(deadline));
}

std::shared_ptr<CallNode> CallNode::derive(const gantry_call *parent, std::int64_t deadline, bool shielded) {
  std::int64_t effective = deadline;
  if (!shielded && parent && parent->deadline_ns != 0 && (effective == 0 || parent->deadline_ns < effective))
    effective = parent->deadline_ns;
  std::shared_ptr<CallNode> child(new CallNode(effective));
  if (parent && !shielded) {
    // A watch on the parent carries its cancellation down; on a cancelled parent it runs at once.
    if (parent->base->watch(
            parent, [](void *ctx) noexcept { static_cast<CallNode *>(ctx)->cancel(); }, child.get(),
            &child->parent_watch_) == GANTRY_OK)
      child->parent_ = parent;
  }
  return child;
}

CallNode::~CallNode() {
  if (parent_) parent_->base->unwatch(parent_, parent_watch_);
}

gantry_status CallNode::watch(void (*wake)(void *ctx), void *ctx, std::uint64_t *id) {
  if (!wake || !id) return GANTRY_E_INVALID;
  bool now = false;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    *id = next_id_++;
    now = cancelled();
    if (!now) {
      try {
        watches_.emplace(*id, Watch{wake, ctx});
      } catch (...) {
        return GANTRY_E_INTERNAL;
      }
    }
  }
  if (now) wake(ctx);
  return GANTRY_OK;
}

void CallNode::unwatch(std::uint64_t id) {
  std::unique_lock<std::mutex> lock(mutex_);
  watches_.erase(id);
  // From inside its own wake it cannot wait for that wake to end (C1).
  if (waking_ == id && waker_ != std::this_thread::get_id()) idle_.wait(lock, [&] { return waking_ != id; });
}

void CallNode::cancel() {
  std::unique_lock<std::mutex> lock(mutex_);
  if (cancelled_.exchange(true, std::memory_order_acq_rel)) return;
  while (!watches_.empty()) {
    const auto first = watches_.begin();
    const Watch watch = first->second;
    waking_ = first->first;
    waker_ = std::this_thread::get_id();
    watches_.erase(first);
    lock.unlock();
    watch.wake(watch.ctx);
    lock.lock();
    waking_ = 0;
    idle_.notify_all();
  }
}

}  // namespace gantry::runtime
