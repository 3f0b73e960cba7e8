// Runs a plan some of whose groups belong to the source.
#ifndef GANTRY_TRANSFER_COMMON_TWO_SIDED_RUN_HPP
#define GANTRY_TRANSFER_COMMON_TWO_SIDED_RUN_HPP

#include "plugins/transfer/common/step-runner.hpp"

namespace gantry::transfer {

/// No transaction spans two servers: neighbouring groups of one side are a stretch, each stretch runs like a
/// plan of its own, in order. A group whose dependency was not done is left out, on whichever side that was;
/// with scope task a stretch that fails ends the run. The plan is as before when the call returns.
RunOutcome run_on_both_sides(Plan &plan, const SessionRef &source, const SessionRef &destination,
                             const Site &site, TransactionScope scope, Call call);

}  // namespace gantry::transfer

#endif
