// One log entry, with the columns of Integration Services (ssis.md 7).
#ifndef GANTRY_LOGGING_RECORD_HPP
#define GANTRY_LOGGING_RECORD_HPP

#include <cstdint>
#include <ctime>
#include <string>

namespace gantry::logging {

struct Record {
  std::string event;  ///< OnError, PackageStart, a task's own entry ...
  std::string computer, operator_name, source, source_id, execution_id;
  std::string message;
  std::string data_bytes;  ///< raw
  std::time_t start = 0, end = 0;
  std::int32_t data_code = 0;  ///< 0 success, 1 failure, 2 completion, 3 cancelled, or the event's code
};

/// `7/31/2026 4:05:09 PM`: what SSIS writes under the invariant American culture.
std::string time_text(std::time_t time);
/// `0x` and hexadecimal digits.
std::string bytes_text(const std::string &bytes);

}  // namespace gantry::logging

#endif
