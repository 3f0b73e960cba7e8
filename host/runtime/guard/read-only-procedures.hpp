// System procedures that only read: a batch that calls nothing else is a reading (docs/security of sources).
#ifndef GANTRY_RUNTIME_GUARD_READ_ONLY_PROCEDURES_HPP
#define GANTRY_RUNTIME_GUARD_READ_ONLY_PROCEDURES_HPP

#include <string_view>

namespace gantry::runtime::guard {

/// `name` in lower case, without schema.
bool is_read_only_procedure(std::string_view name);
/// Application locks and session context: they last as long as the session and change nothing stored.
bool is_session_procedure(std::string_view name);

}  // namespace gantry::runtime::guard

#endif
