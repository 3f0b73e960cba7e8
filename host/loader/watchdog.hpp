// Ends the process when a plugin's code does not come back (E3).
#ifndef GANTRY_LOADER_WATCHDOG_HPP
#define GANTRY_LOADER_WATCHDOG_HPP

#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>

namespace gantry::loader {

/// From construction to destruction at most `seconds` may pass; then `message` goes to stderr
/// (`announcement`, if any, to stdout) and the process ends with _exit(1): no destructor runs, the load's
/// marker stays.
class Watchdog {
 public:
  Watchdog(int seconds, std::string message, std::string announcement = {});
  Watchdog(const Watchdog &) = delete;
  Watchdog &operator=(const Watchdog &) = delete;
  ~Watchdog();

 private:
  std::mutex mutex_;
  std::condition_variable done_changed_;
  bool done_ = false;
  std::thread thread_;
};

}  // namespace gantry::loader

#endif
