// Several statements as one batch that stops at the first error and says how far it came.
#ifndef GANTRY_RUNTIME_GUARD_JOINED_BATCH_HPP
#define GANTRY_RUNTIME_GUARD_JOINED_BATCH_HPP

#include <gantry/cpp/rows.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gantry::runtime::guard {

/// Whether a statement does the same when EXEC runs it: it leaves nothing in the session (settings, another
/// user, temporary tables) and does not touch the transaction. False in doubt.
bool can_be_joined(std::string_view sql);

/// Each statement is run by an EXEC of its own, so what holds of a batch holds of it. Wipe what is given.
std::string joined_batch(const std::vector<std::string_view> &statements);

/// Reads the results of a joined batch to their end. `reached`: how many statements went well, when the
/// server said so; it does where one of them failed and it could go on.
Result<> read_joined(RowReader &rows, std::optional<std::size_t> &reached);

}  // namespace gantry::runtime::guard

#endif
