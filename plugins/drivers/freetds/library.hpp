// What the whole process shares: db-lib started once, its configuration, and threads that connect.
#ifndef GANTRY_FREETDS_LIBRARY_HPP
#define GANTRY_FREETDS_LIBRARY_HPP

#include "plugins/drivers/freetds/configuration.hpp"

#include <functional>
#include <string>

namespace gantry::freetds {

/// Starts and stops with the plugin (E3).
class Library {
 public:
  static Result<> start();
  /// Waits for threads that are still connecting: their time is limited.
  static void stop() noexcept;

  static ConfigurationFile &configuration();
  /// Runs work on a thread that nobody else uses meanwhile. Threads stay for the next work, because a new one
  /// makes TLS and memory begin anew; there are as many as ever worked at once, and stop joins them.
  static void run(std::function<void()> work);
  /// "FreeTDS 1.3.17".
  static const std::string &version();
};

}  // namespace gantry::freetds

#endif
