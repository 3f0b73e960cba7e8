// What a transfer between two servers does not carry, told so that nobody finds out later.
#ifndef GANTRY_TRANSFER_COMMON_LEFT_BEHIND_HPP
#define GANTRY_TRANSFER_COMMON_LEFT_BEHIND_HPP

#include <string>
#include <vector>

#include "plugins/transfer/common/plan.hpp"

namespace gantry::transfer {

struct Side;

/// A kind of gantry.smo-server/1 whose objects are compared by name.
struct LeftBehindKind {
  const char *kind;
  const char *words;   ///< "linked servers"
  const char *advice;  ///< what to do about them
};

/// `[a], [b] and 3 more`.
std::string named(const std::vector<std::string> &names);

/// One information for each kind of which the source has objects that the destination lacks; a kind that a
/// login may not see in full is named as not looked at. Errors: what is no answer of the servers (network,
/// cancellation).
Result<std::vector<Finding>> find_left_behind(const std::vector<LeftBehindKind> &kinds, const Side &source,
                                              const Side &destination, Call call);

}  // namespace gantry::transfer

#endif
