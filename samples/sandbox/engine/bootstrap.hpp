// A new server's state: SQLite tables of the catalogue, system databases, principals and roles.
#ifndef SANDBOX_ENGINE_BOOTSTRAP_HPP
#define SANDBOX_ENGINE_BOOTSTRAP_HPP

#include "samples/sandbox/engine/session.hpp"
#include "samples/sandbox/engine/sqlite.hpp"

namespace sandbox {

bool is_bootstrapped(Sqlite &sql);
/// The younger tables; harmless to repeat, so that older files get them.
void create_administration_tables(Sqlite &sql);
void bootstrap(Sqlite &sql, const ServerOptions &options);
/// dbo, guest, roles and schemas of a database just made.
void fill_database(Sqlite &sql, int id, const std::string &owner_sid);

}  // namespace sandbox

#endif
