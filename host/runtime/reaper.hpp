// Closes on its own thread what was released without being closed (O6).
#ifndef GANTRY_RUNTIME_REAPER_HPP
#define GANTRY_RUNTIME_REAPER_HPP

#include <gantry/cpp/object.hpp>

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

namespace gantry::runtime {

class Reaper {
 public:
  /// seconds: how long one close may take.
  explicit Reaper(int seconds = 5) : seconds_(seconds) {}
  Reaper(const Reaper &) = delete;
  Reaper &operator=(const Reaper &) = delete;
  ~Reaper() { stop(); }

  /// Takes over one reference. False once the reaper has stopped. [any]
  bool take(gantry_object *object);
  /// Waits until everything taken so far is closed. May block.
  void drain();
  /// Closes what is left and ends the thread.
  void stop();

 private:
  void run();

  const int seconds_;
  std::mutex mutex_;
  std::condition_variable wake_, idle_;
  std::deque<gantry_object *> waiting_;
  bool busy_ = false, stopping_ = false;
  std::thread thread_;
};

}  // namespace gantry::runtime

#endif
