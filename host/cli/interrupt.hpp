// Ctrl-C: once cancels the run cleanly, twice ends it at once.
#ifndef GANTRY_CLI_INTERRUPT_HPP
#define GANTRY_CLI_INTERRUPT_HPP

#include "host/cli/screen.hpp"
#include "host/runtime/call.hpp"

#include <atomic>
#include <memory>
#include <thread>

namespace gantry::cli {

/// SIGINT and SIGTERM while it lives. Make it before other threads: they inherit the blocked signals.
class Interrupt {
 public:
  Interrupt(std::shared_ptr<runtime::CallNode> call, Screen &screen);
  Interrupt(const Interrupt &) = delete;
  Interrupt &operator=(const Interrupt &) = delete;
  ~Interrupt();

 private:
  std::shared_ptr<runtime::CallNode> call_;
  std::atomic<bool> over_{false};
  std::thread thread_;
};

}  // namespace gantry::cli

#endif
