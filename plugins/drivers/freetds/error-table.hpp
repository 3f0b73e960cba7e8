// Server message numbers to statuses: the one place.
#ifndef GANTRY_FREETDS_ERROR_TABLE_HPP
#define GANTRY_FREETDS_ERROR_TABLE_HPP

#include <gantry/cpp/result.hpp>

#include <cstdint>

namespace gantry::freetds {

struct Meaning {
  Status status;
  const char *sqlstate;
  const char *todo;      ///< what the reader does
  const char *expected;  ///< what would have been right
};

/// By number, else by severity (11 to 16 the caller's, 17 and above the server's).
Meaning meaning_of(std::int32_t number, std::int32_t severity);

/// BUSY: the same batch may succeed when sent again.
bool is_transient(std::int32_t number);

}  // namespace gantry::freetds

#endif
