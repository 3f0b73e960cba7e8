// The database msdb as SQL Server Agent fills it: tables, procedures, roles. They are T-SQL (*.sql beside
// this file), so that scripts find real objects: OBJECT_ID, sys.parameters, GRANT and sp_helptext work on
// them.
#ifndef SANDBOX_ENGINE_MSDB_INSTALL_HPP
#define SANDBOX_ENGINE_MSDB_INSTALL_HPP

#include "samples/sandbox/engine/server.hpp"

#include <memory>

namespace sandbox {

/// What a server needs of msdb before its first session: the objects if they are not there yet, and a row of
/// syssessions for this start. Throws std::runtime_error, naming the statement.
void install_msdb(const std::shared_ptr<ServerState> &server);

}  // namespace sandbox

#endif
