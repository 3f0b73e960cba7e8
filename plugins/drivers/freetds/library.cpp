#include "plugins/drivers/freetds/library.hpp"

#include "plugins/drivers/freetds/handlers.hpp"

#include <sybdb.h>
#include <sybfront.h>

#include <condition_variable>
#include <cstring>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace gantry::freetds {
namespace {

/// Threads that wait for work.
class Helpers {
 public:
  /// Waits for what is being done.
  void end() noexcept {
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      ending_ = true;
    }
    come_.notify_all();
    for (std::thread &thread : threads_) thread.join();
  }

  void run(std::function<void()> work) {
    const std::lock_guard<std::mutex> lock(mutex_);
    waiting_.push_back(std::move(work));
    if (waiting_.size() <= idle_) {
      come_.notify_one();
      return;
    }
    try {
      threads_.emplace_back([this] { serve(); });
    } catch (...) {
      waiting_.pop_back();  // it will not be done, and the caller hears of it
      throw;
    }
  }

 private:
  void serve() {
    std::unique_lock<std::mutex> lock(mutex_);
    for (;;) {
      ++idle_;
      come_.wait(lock, [this] { return ending_ || !waiting_.empty(); });
      --idle_;
      if (waiting_.empty()) return;
      {
        const std::function<void()> work = std::move(waiting_.front());
        waiting_.pop_front();
        lock.unlock();
        work();
      }  // what it held goes before the lock is taken: that may close a connection
      lock.lock();
    }
  }

  std::mutex mutex_;
  std::condition_variable come_;
  std::deque<std::function<void()>> waiting_;
  std::vector<std::thread> threads_;
  std::size_t idle_ = 0;
  bool ending_ = false;
};

struct State {
  ConfigurationFile configuration;
  Helpers helpers;
};

std::unique_ptr<State> &state() {
  static std::unique_ptr<State> instance;
  return instance;
}

}  // namespace

Result<> Library::start() {
  auto fresh = std::make_unique<State>();
  if (Result<> made = fresh->configuration.create(); !made) return made;
  if (Result<> installed = install_handlers(); !installed) return installed;
  // Read before every other file and found in it, so that no other is read.
  std::string path = fresh->configuration.path();
  dbsetifile(path.data());
  state() = std::move(fresh);
  return success();
}

void Library::stop() noexcept {
  if (!state()) return;
  state()->helpers.end();
  char none[] = "";
  dbsetifile(none);
  remove_handlers();
  state().reset();
}

ConfigurationFile &Library::configuration() { return state()->configuration; }

void Library::run(std::function<void()> work) { state()->helpers.run(std::move(work)); }

const std::string &Library::version() {
  static const std::string text = [] {
    std::string name = dbversion();  // "freetds v1.3.17"
    const std::size_t number = name.find_first_of("0123456789");
    return number == std::string::npos ? name : "FreeTDS " + name.substr(number);
  }();
  return text;
}

}  // namespace gantry::freetds
