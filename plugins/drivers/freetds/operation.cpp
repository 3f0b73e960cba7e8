#include "plugins/drivers/freetds/operation.hpp"

#include "plugins/drivers/freetds/connection.hpp"

#include <algorithm>

namespace gantry::freetds {
namespace {

/// How long the server may take to acknowledge that it stopped before the connection is closed.
constexpr std::int64_t patience_ns = 5'000'000'000;
constexpr int longest_poll = 1000;

}  // namespace

Operation::Operation(Connection &connection, Call call, std::int64_t seconds)
    : connection_(connection), outer_(connection.begin_operation(this)), deadline_ns_(call.deadline_ns()) {
  if (seconds > 0) {
    const std::int64_t own = monotonic_ns() + seconds * 1'000'000'000;
    deadline_ns_ = deadline_ns_ == 0 ? own : std::min(deadline_ns_, own);
  }
  watch_.emplace(call, [this] {
    cancelled_ = true;
    connection_.wake();
  });
}

Operation::Operation(Connection &connection, const std::atomic<bool> &abandoned, std::int64_t deadline_ns)
    : connection_(connection),
      outer_(connection.begin_operation(this)),
      abandoned_(&abandoned),
      deadline_ns_(deadline_ns) {}

Operation::~Operation() {
  watch_.reset();
  connection_.end_operation(outer_);
}

bool Operation::stopped() noexcept {
  const bool now =
      cancelled_ || (abandoned_ && *abandoned_) || (deadline_ns_ != 0 && monotonic_ns() >= deadline_ns_);
  if (now && stopped_ns_ == 0) stopped_ns_ = monotonic_ns();
  return now;
}

bool Operation::overdue() const noexcept {
  return stopped_ns_ != 0 && monotonic_ns() - stopped_ns_ > patience_ns;
}

int Operation::wait_milliseconds() const noexcept {
  const int limit = abandoned_ ? 100 : longest_poll;
  if (deadline_ns_ == 0) return limit;
  const std::int64_t left = (deadline_ns_ - monotonic_ns() + 999'999) / 1'000'000;
  return static_cast<int>(std::clamp<std::int64_t>(left, 0, limit));
}

Error Operation::why(const std::string &what) const {
  Error error =
      cancelled_ || (abandoned_ && *abandoned_)
          ? Error(Status::cancelled, what + " was cancelled", "an end by itself", "a cancellation",
                  "run it again if that was not meant")
          : Error(Status::deadline, what + " did not end in time", "an end before the deadline",
                  "the deadline passed", "raise the time limit, or find out what the server waits for");
  error.sqlstate = error.status == Status::cancelled ? "HY008" : "HYT00";
  error.origin = "FreeTDS";
  return error;
}

}  // namespace gantry::freetds
