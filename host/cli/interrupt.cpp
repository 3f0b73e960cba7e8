#include "host/cli/interrupt.hpp"

#include "host/cli/exit-code.hpp"

#include <pthread.h>
#include <signal.h>
#include <time.h>
#include <unistd.h>

namespace gantry::cli {

namespace {
sigset_t watched() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGTERM);
  sigaddset(&set, SIGUSR1);  // wakes the thread when it is over
  return set;
}
}  // namespace

Interrupt::Interrupt(std::shared_ptr<runtime::CallNode> call, Screen &screen) : call_(std::move(call)) {
  const sigset_t set = watched();
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  thread_ = std::thread([this, &screen] {
    const sigset_t waited = watched();
    int count = 0;
    while (!over_) {
      const int signal = sigwaitinfo(&waited, nullptr);
      if (signal != SIGINT && signal != SIGTERM) continue;
      if (++count > 1) _exit(exit_cancelled);
      screen.err("Cancelling; press Ctrl-C again to stop at once.\n");
      call_->cancel();
    }
  });
}

Interrupt::~Interrupt() {
  over_ = true;
  pthread_kill(thread_.native_handle(), SIGUSR1);
  thread_.join();
  const sigset_t set = watched();
  // A Ctrl-C that came while the run was ending anyway must not take the report of that end away.
  constexpr timespec at_once{};
  while (sigtimedwait(&set, nullptr, &at_once) > 0) {
  }
  pthread_sigmask(SIG_UNBLOCK, &set, nullptr);
}

}  // namespace gantry::cli
