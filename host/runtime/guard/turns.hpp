// One run at a time writes a destination: a lock there that lasts as long as the run.
#ifndef GANTRY_RUNTIME_GUARD_TURNS_HPP
#define GANTRY_RUNTIME_GUARD_TURNS_HPP

#include <gantry/cpp/driver.hpp>

#include <atomic>
#include <functional>
#include <mutex>
#include <set>
#include <string>
#include <vector>

namespace gantry::runtime::guard {

/// Of one run. Any thread.
class Turns {
 public:
  explicit Turns(std::string execution_id) : execution_id_(std::move(execution_id)) {}

  /// Plans and validations take no turn: what begins here is a run.
  void begin() { running_ = true; }

  using Open = std::function<Result<ObjectPtr>()>;
  /// In a run, takes the turn at what a connection reaches, on a session of its own that `open` gives; once
  /// for each connection. `note` takes a sentence when the server has no such locks: then nothing is
  /// excluded. Errors: BUSY (another run writes there: who, from where, since when), and what opening and
  /// asking give.
  Result<> take(const std::string &connection, const Open &open, const gantry_call *call, std::string &note);
  /// Gives all turns back.
  void end();

 private:
  Result<> hold(const std::string &connection, ObjectPtr session, const gantry_call *call, std::string &note);

  const std::string execution_id_;
  std::atomic<bool> running_{false};
  std::mutex mutex_;
  std::set<std::string> taken_;      ///< connections
  std::vector<ObjectPtr> sessions_;  ///< whose end gives the locks back
};

}  // namespace gantry::runtime::guard

#endif
