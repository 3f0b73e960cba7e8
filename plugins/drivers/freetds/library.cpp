#include "plugins/drivers/freetds/library.hpp"

#include "plugins/drivers/freetds/handlers.hpp"

#include <sybdb.h>
#include <sybfront.h>

#include <dlfcn.h>

#include <algorithm>
#include <condition_variable>
#include <cstring>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace gantry::freetds {
namespace {

using Clock = Library::Clock;
using Work = std::function<void()>;

/// How long work that should have ended may still take.
constexpr std::chrono::seconds last_grace{1};

/// Threads that wait for work. They hold their own share of it, because one may be left behind.
class Helpers : public std::enable_shared_from_this<Helpers> {
 public:
  /// Waits for what is being done, until its time is over. False: a thread is left behind.
  bool end() noexcept {
    std::unique_lock<std::mutex> lock(mutex_);
    ending_ = true;
    for (Helper *helper : idle_) helper->come.notify_one();
    const auto until = std::max(Clock::now(), latest_) + last_grace;
    const bool all = gone_.wait_until(lock, until, [this] { return serving_ == 0; });
    lock.unlock();
    for (std::thread &thread : threads_)
      if (all)
        thread.join();
      else
        thread.detach();
    threads_.clear();
    return all;
  }

  void run(Work work, Clock::time_point until) {
    std::unique_lock<std::mutex> lock(mutex_);
    latest_ = std::max(latest_, until);
    if (!idle_.empty()) {
      // The one that worked last: what it needs is still in its processor's cache.
      Helper &helper = *idle_.back();
      idle_.pop_back();
      helper.work = std::move(work);
      lock.unlock();  // or the helper would wake to wait for it
      helper.come.notify_one();
      return;
    }
    threads_.emplace_back(
        [self = shared_from_this(), work = std::move(work)]() mutable { self->serve(std::move(work)); });
    ++serving_;
  }

 private:
  struct Helper {
    std::condition_variable come;
    Work work;
  };

  void serve(Work first) {
    Helper helper;
    helper.work = std::move(first);
    std::unique_lock<std::mutex> lock(mutex_, std::defer_lock);
    for (;;) {
      helper.work();
      helper.work = nullptr;  // what it holds goes before the lock is taken: that may close a connection
      lock.lock();
      if (ending_) break;
      idle_.push_back(&helper);
      helper.come.wait(lock, [&] { return ending_ || helper.work; });
      if (!helper.work) break;
      lock.unlock();
    }
    --serving_;
    gone_.notify_all();
  }

  std::mutex mutex_;
  std::condition_variable gone_;
  std::vector<Helper *> idle_;
  std::vector<std::thread> threads_;
  std::size_t serving_ = 0;
  Clock::time_point latest_;
  bool ending_ = false;
};

struct State {
  ConfigurationFile configuration;
  std::shared_ptr<Helpers> helpers = std::make_shared<Helpers>();
};

/// For ever, since a thread that is left behind runs in it and in what it needs.
void keep_this_library() noexcept {
  Dl_info here{};
  if (::dladdr(reinterpret_cast<const void *>(&keep_this_library), &here) != 0 && here.dli_fname)
    (void)::dlopen(here.dli_fname, RTLD_NOW | RTLD_NOLOAD | RTLD_NODELETE);
}

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
  const bool alone = state()->helpers->end();
  char none[] = "";
  dbsetifile(none);
  remove_handlers(alone);
  if (alone) {
    state().reset();
  } else {
    keep_this_library();
    // Known to the process for ever, as what it is.
    static auto *const left_behind = new std::vector<std::unique_ptr<State>>;
    left_behind->push_back(std::move(state()));
  }
}

ConfigurationFile &Library::configuration() { return state()->configuration; }

void Library::run(Work work, Clock::time_point until) { state()->helpers->run(std::move(work), until); }

const std::string &Library::version() {
  static const std::string text = [] {
    std::string name = dbversion();  // "freetds v1.3.17"
    const std::size_t number = name.find_first_of("0123456789");
    return number == std::string::npos ? name : "FreeTDS " + name.substr(number);
  }();
  return text;
}

}  // namespace gantry::freetds
