#include "gantry-plugin-note.h"

#include <gantry/cpp/plugin.hpp>

#include "plugins/sql/connection/connection-manager.hpp"
#include "plugins/sql/task/execute-sql-task.hpp"

GANTRY_CXX_PLUGIN(gantry::sql::OleDbConnectionManager, gantry::sql::AdoNetConnectionManager,
                  gantry::sql::OdbcConnectionManager, gantry::sql::ExecuteSqlTask);
