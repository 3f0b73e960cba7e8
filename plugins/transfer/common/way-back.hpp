// The way back of a step that takes away more than it says: what fell with an object comes back with it.
#ifndef GANTRY_TRANSFER_COMMON_WAY_BACK_HPP
#define GANTRY_TRANSFER_COMMON_WAY_BACK_HPP

#include "gantry/cpp/smo-server.hpp"

namespace gantry::transfer {

/// Appends what `fallen` does to the undo of `step`, which must have one. A batch of another database, or one
/// with variables of its own, gets a scope of its own and holds no secrets; of others they stay secrets.
void bring_back(ScriptBatch &step, const ScriptBatch &fallen);

}  // namespace gantry::transfer

#endif
