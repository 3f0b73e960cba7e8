#include "host/runtime/reaper.hpp"

#include "host/runtime/call.hpp"

namespace gantry::runtime {

bool Reaper::take(gantry_object *object) {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (stopping_) return false;
  waiting_.push_back(object);
  if (!thread_.joinable()) thread_ = std::thread([this] { run(); });
  wake_.notify_one();
  return true;
}

void Reaper::drain() {
  std::unique_lock<std::mutex> lock(mutex_);
  idle_.wait(lock, [&] { return waiting_.empty() && !busy_; });
}

void Reaper::stop() {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    stopping_ = true;
    wake_.notify_one();
  }
  if (thread_.joinable()) thread_.join();
}

void Reaper::run() {
  std::unique_lock<std::mutex> lock(mutex_);
  for (;;) {
    wake_.wait(lock, [&] { return stopping_ || !waiting_.empty(); });
    if (waiting_.empty()) return;
    ObjectPtr object = ObjectPtr::adopt(waiting_.front());
    waiting_.pop_front();
    busy_ = true;
    lock.unlock();
    if (const Ref<gantry_closeable> closeable = object.query<gantry_closeable>()) {
      const auto call = CallNode::make_root(monotonic_ns() + seconds_ * 1'000'000'000LL);
      ErrorReceiver ignored;  // nobody is left who could act on it
      (void)closeable->close(closeable.self, call.get(), ignored);
    }
    object = ObjectPtr();
    lock.lock();
    busy_ = false;
    idle_.notify_all();
  }
}

}  // namespace gantry::runtime
