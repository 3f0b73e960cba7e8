// Whom a server knows, by name.
#ifndef GANTRY_TRANSFER_COMMON_PRINCIPALS_HPP
#define GANTRY_TRANSFER_COMMON_PRINCIPALS_HPP

#include <map>
#include <string>
#include <vector>

#include "gantry/cpp/driver.hpp"

namespace gantry::transfer {

/// The SIDs of logins and Windows accounts; NULL for a name that nobody knows there. One round trip whatever
/// the count. Errors: the session's.
Result<std::map<std::string, Cell>> resolve_sids(const SessionRef &session,
                                                 const std::vector<std::string> &names, Call call);

}  // namespace gantry::transfer

#endif
