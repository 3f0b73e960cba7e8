// The system variables of a package (ssis.md 6).
#ifndef GANTRY_RUNTIME_SYSTEM_VARIABLES_HPP
#define GANTRY_RUNTIME_SYSTEM_VARIABLES_HPP

#include "host/runtime/live-connection.hpp"

#include <ctime>
#include <string>

namespace gantry::runtime {

/// Local time as variables of type DateTime hold it.
std::string variable_time(std::time_t time);
void start_package_variables(RunContext &run, const std::string &execution_id);

}  // namespace gantry::runtime

#endif
