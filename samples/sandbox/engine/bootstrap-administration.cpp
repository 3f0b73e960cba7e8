// The tables behind modules, their groups and dependencies, and extended properties.
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
