// One operation on a connection under a call: when it must end, and waking it (C1 to C4).
#ifndef GANTRY_FREETDS_OPERATION_HPP
#define GANTRY_FREETDS_OPERATION_HPP

#include <gantry/cpp/call.hpp>

#include <atomic>
#include <optional>

namespace gantry::freetds {

class Connection;

/// Lives as long as one slot's call; the connection asks the newest one.
class Operation {
 public:
  /// Ends when the call is cancelled, at its deadline, or after `seconds` (0 = no limit of its own).
  Operation(Connection &connection, Call call, std::int64_t seconds);
  /// Ends when `*abandoned` becomes true, or at `deadline_ns` (0 = none).
  Operation(Connection &connection, const std::atomic<bool> &abandoned, std::int64_t deadline_ns);
  Operation(const Operation &) = delete;
  Operation &operator=(const Operation &) = delete;
  ~Operation();

  /// True once it shall end.
  bool stopped() noexcept;
  /// Ends it from inside: what follows is cleaning up.
  void stop() noexcept { cancelled_ = true; }
  /// True when it should have ended long ago: the server does not acknowledge.
  bool overdue() const noexcept;
  /// Milliseconds a poll may wait.
  int wait_milliseconds() const noexcept;
  /// CANCELLED or DEADLINE, for `what`.
  Error why(const std::string &what) const;

 private:
  Connection &connection_;
  Operation *outer_;
  const std::atomic<bool> *abandoned_ = nullptr;
  std::atomic<bool> cancelled_{false};
  std::int64_t deadline_ns_ = 0;
  std::atomic<std::int64_t> stopped_ns_{0};
  std::optional<Watch> watch_;
};

}  // namespace gantry::freetds

#endif
