// The tables behind modules, extended properties, and what belongs to the server itself.
#include "samples/sandbox/engine/bootstrap.hpp"

namespace sandbox {
namespace {

// What belongs to an object goes with it, whoever drops it.
const char *const schema = R"(
CREATE TABLE IF NOT EXISTS object_details(db INT, id INT, owner INT, encrypted INT DEFAULT 0, recompiled INT DEFAULT 0,
  schema_bound INT DEFAULT 0, null_on_null INT DEFAULT 0, execute_as INT, startup INT DEFAULT 0, library TEXT, PRIMARY KEY(db, id)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS numbered_procedures(db INT, object INT, number INT, definition TEXT, encrypted INT,
  PRIMARY KEY(db, object, number)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS dependencies(db INT, object INT, ordinal INT, server TEXT, database TEXT, schema TEXT, entity TEXT, caller INT,
  schema_bound INT, PRIMARY KEY(db, object, ordinal)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS properties(db INT, class INT, major INT, minor INT, name TEXT COLLATE sqlci, value,
  PRIMARY KEY(db, class, major, minor, name)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS server_triggers(id INTEGER PRIMARY KEY, name TEXT COLLATE sqlci UNIQUE, created TEXT, modified TEXT,
  disabled INT DEFAULT 0, definition TEXT, ansi_nulls INT, quoted INT, encrypted INT, execute_as INT);
CREATE TABLE IF NOT EXISTS server_trigger_events(trigger INT, type INT, name TEXT, group_type INT, group_name TEXT,
  PRIMARY KEY(trigger, type)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS linked_servers(id INTEGER PRIMARY KEY, name TEXT COLLATE sqlci UNIQUE, product TEXT, provider TEXT, data_source TEXT,
  location TEXT, provider_string TEXT, catalog TEXT, connect_timeout INT DEFAULT 0, query_timeout INT DEFAULT 0, rpc INT DEFAULT 0,
  rpc_out INT DEFAULT 0, data_access INT DEFAULT 1, collation_compatible INT DEFAULT 0, remote_collation INT DEFAULT 1, collation TEXT,
  lazy_validation INT DEFAULT 0, promotion INT DEFAULT 1, modified TEXT);
CREATE TABLE IF NOT EXISTS linked_logins(server INT, local INT, self INT, remote_name TEXT, secret BLOB, modified TEXT,
  PRIMARY KEY(server, local)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS endpoint_details(id INTEGER PRIMARY KEY, port INT, address TEXT, state INT);
CREATE TRIGGER IF NOT EXISTS object_gone AFTER DELETE ON objects BEGIN
  DELETE FROM object_details WHERE db = old.db AND id = old.id;
  DELETE FROM numbered_procedures WHERE db = old.db AND object = old.id;
  DELETE FROM dependencies WHERE db = old.db AND object = old.id;
  DELETE FROM properties WHERE db = old.db AND class IN (1, 2, 7) AND major = old.id;
END;
CREATE TRIGGER IF NOT EXISTS column_gone AFTER DELETE ON columns BEGIN
  DELETE FROM properties WHERE db = old.db AND class = 1 AND major = old.object AND minor = old.id;
END;
CREATE TRIGGER IF NOT EXISTS schema_gone AFTER DELETE ON schemas BEGIN
  DELETE FROM properties WHERE db = old.db AND class = 3 AND major = old.id;
END;
CREATE TRIGGER IF NOT EXISTS principal_gone AFTER DELETE ON db_principals BEGIN
  DELETE FROM properties WHERE db = old.db AND class = 4 AND major = old.id;
END;
CREATE TRIGGER IF NOT EXISTS database_gone AFTER DELETE ON databases BEGIN
  DELETE FROM properties WHERE db = old.id;
END;
)";

}  // namespace

void create_administration_tables(Sqlite &sql) { sql.script(schema); }

}  // namespace sandbox
