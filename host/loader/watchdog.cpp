#include "host/loader/watchdog.hpp"

#include <unistd.h>

#include <chrono>

namespace gantry::loader {
namespace {

void write_all(int descriptor, const std::string &text) {
  std::size_t at = 0;
  while (at < text.size()) {
    const ssize_t taken = ::write(descriptor, text.data() + at, text.size() - at);
    if (taken <= 0) return;
    at += static_cast<std::size_t>(taken);
  }
}

}  // namespace

Watchdog::Watchdog(int seconds, std::string message, std::string announcement)
    : thread_([this, seconds, text = std::move(message), line = std::move(announcement)] {
        std::unique_lock<std::mutex> lock(mutex_);
        if (done_changed_.wait_for(lock, std::chrono::seconds(seconds), [this] { return done_; })) return;
        write_all(STDOUT_FILENO, line);
        write_all(STDERR_FILENO, text + '\n');
        ::_exit(1);
      }) {}

Watchdog::~Watchdog() {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    done_ = true;
  }
  done_changed_.notify_one();
  thread_.join();
}

}  // namespace gantry::loader
