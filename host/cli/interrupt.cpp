#include "host/cli/interrupt.hpp"

#include "host/cli/exit-code.hpp"

#include <pthread.h>
#include <signal.h>
#include <unistd.h>

namespace gantry::cli {

namespace {
sigset_t both() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGTERM);
  return set;
}
}  // namespace

Interrupt::Interrupt(std::shared_ptr<runtime::CallNode> call, Screen &screen) : call_(std::move(call)) {
  const sigset_t set = both();
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  thread_ = std::thread([this, &screen] {
    const sigset_t waited = both();
    int count = 0;
    while (!over_) {
      const timespec wait{0, 200'000'000};
      if (sigtimedwait(&waited, nullptr, &wait) < 0) continue;
      if (++count > 1) _exit(exit_cancelled);
      screen.err("Cancelling; press Ctrl-C again to stop at once.\n");
      call_->cancel();
    }
  });
}

Interrupt::~Interrupt() {
  over_ = true;
  thread_.join();
  const sigset_t set = both();
  pthread_sigmask(SIG_UNBLOCK, &set, nullptr);
}

}  // namespace gantry::cli
