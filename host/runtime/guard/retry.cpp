#include "host/runtime/guard/retry.hpp"

#include <gantry/cpp/sleep.hpp>

#include <algorithm>
#include <array>
#include <random>

namespace gantry::runtime::guard {

namespace {

// Microsoft's list of transient errors and those of the network.
constexpr std::array transient =
    std::to_array<std::int32_t>({53,    64,    121,   258,   4060,  4221,  10051, 10053, 10054, 10060, 10061,
                                 10065, 10928, 10929, 11001, 40197, 40501, 40613, 49918, 49919, 49920});
constexpr int first_wait_ms = 250;

}  // namespace

bool is_lock_conflict(std::int32_t number) { return number == 1205 || number == 1222; }

bool is_transient_opening(const Error &error) {
  if (error.native_code != 0)
    return std::find(transient.begin(), transient.end(), error.native_code) != transient.end();
  return error.status == Status::io;
}

bool wait_before_retry(int tries, Call call) {
  thread_local std::minstd_rand random{std::random_device{}()};
  // 250 ms, 1 s, 4 s, and up to half of it more: several runs do not come back at once.
  int wait = first_wait_ms;
  for (int i = 1; i < tries; ++i) wait *= 4;
  wait += static_cast<int>(random() % static_cast<unsigned>(wait / 2 + 1));
  return sleep_unless_ended(call, wait);
}

}  // namespace gantry::runtime::guard
