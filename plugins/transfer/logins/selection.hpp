// Which logins of the source are meant.
#ifndef GANTRY_TRANSFER_LOGINS_SELECTION_HPP
#define GANTRY_TRANSFER_LOGINS_SELECTION_HPP

#include "plugins/transfer/common/transfer-task.hpp"
#include "plugins/transfer/logins/settings.hpp"

namespace gantry::transfer {

struct LoginSelection {
  std::vector<std::size_t> rows;  ///< of the source's Login list, in its order
  std::vector<Finding> findings;
};

/// sa is never meant, whatever its name; what the product itself made only when it is named. Errors:
/// NOT_FOUND 0xC002F342 (a named login is not at the source; the others in details), 0xC0029299 (a named
/// database).
Result<LoginSelection> select_logins(const LoginSettings &settings, const Table &logins, const Side &source,
                                     Call call);

/// True for SID 0x01: sa under whatever name.
bool is_sa(const Cell &sid);

}  // namespace gantry::transfer

#endif
