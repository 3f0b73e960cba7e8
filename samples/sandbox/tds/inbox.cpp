#include "samples/sandbox/tds/inbox.hpp"

namespace sandbox::tds {

bool Inbox::put(ClientMessage message) {
  constexpr std::size_t most_waiting = 4;
  const std::lock_guard lock(mutex_);
  if (requests_.size() >= most_waiting) return false;
  requests_.push_back(std::move(message));
  changed_.notify_all();
  return true;
}

void Inbox::put_attention() {
  const std::lock_guard lock(mutex_);
  requests_.clear();
  attention_ = true;
  changed_.notify_all();
}

void Inbox::close() {
  const std::lock_guard lock(mutex_);
  closed_ = true;
  changed_.notify_all();
}

bool Inbox::wants_cancel() {
  const std::lock_guard lock(mutex_);
  return busy_ && (attention_ || closed_);
}

Inbox::Event Inbox::next(ClientMessage &message) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return closed_ || attention_ || !requests_.empty(); });
  if (closed_) return Event::closed;
  if (attention_) {
    attention_ = false;
    return Event::attention;
  }
  message = std::move(requests_.front());
  requests_.pop_front();
  busy_ = true;
  return Event::request;
}

bool Inbox::interrupted() {
  const std::lock_guard lock(mutex_);
  return attention_ || closed_;
}

bool Inbox::finish() {
  const std::lock_guard lock(mutex_);
  busy_ = false;
  const bool acknowledge = attention_;
  attention_ = false;
  return acknowledge;
}

void Inbox::pause(int milliseconds) {
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, std::chrono::milliseconds(milliseconds), [&] { return closed_ || attention_; });
}

}  // namespace sandbox::tds
