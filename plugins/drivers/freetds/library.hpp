// What the whole process shares: db-lib started once, its configuration, and threads that connect.
#ifndef GANTRY_FREETDS_LIBRARY_HPP
#define GANTRY_FREETDS_LIBRARY_HPP

#include "plugins/drivers/freetds/configuration.hpp"

#include <chrono>
#include <functional>
#include <string>

namespace gantry::freetds {

/// Starts and stops with the plugin (E3).
class Library {
 public:
  using Clock = std::chrono::steady_clock;

  static Result<> start();
  /// Waits for threads that are still connecting until their time is over. db-lib can stay in a loop for ever
  /// (when a connection ends inside of a FEATUREEXTACK token, MS-TDS 2.2.7.11), and a name server may not
  /// answer: such a thread is left behind, and with it this library and all that db-lib holds.
  static void stop() noexcept;

  static ConfigurationFile &configuration();
  /// Runs work on a thread that nobody else uses meanwhile. Threads stay for the next work, because a new one
  /// makes TLS and memory begin anew; there are as many as ever worked at once. Work that is not done by
  /// `until` may be left behind by stop.
  static void run(std::function<void()> work, Clock::time_point until);
  /// "FreeTDS 1.3.17".
  static const std::string &version();
};

}  // namespace gantry::freetds

#endif
