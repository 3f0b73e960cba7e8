// RetainSameConnection: one session that tasks use one after the other.
#ifndef GANTRY_SQL_CONNECTION_RETAINED_SESSION_HPP
#define GANTRY_SQL_CONNECTION_RETAINED_SESSION_HPP

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>

#include "gantry/cpp/driver.hpp"

namespace gantry::sql {

/// Any thread. Lends its session to one user at a time; the others wait, as temporary tables and transactions
/// of the session belong to one of them at a time.
class RetainedSession : public std::enable_shared_from_this<RetainedSession> {
 public:
  /// An object that forwards to the session; closing it, or its last release, ends the loan. `open` is called
  /// when there is no session yet. Errors: those of `open`, CANCELLED, DEADLINE; BUSY when the user is this
  /// very thread (an event handler of the task that has it): waiting would never end.
  Result<ObjectPtr> lend(const std::function<Result<ObjectPtr>()> &open, Call call);

 private:
  class Loan;
  void give_back(bool dead);

  std::mutex mutex_;
  std::condition_variable returned_;
  ObjectPtr session_;
  bool lent_ = false;
  std::thread::id borrower_;
};

}  // namespace gantry::sql

#endif
