// What sets the three connection managers apart: their grammar and what their keys mean. One table each.
#ifndef GANTRY_SQL_CONNECTION_DIALECT_HPP
#define GANTRY_SQL_CONNECTION_DIALECT_HPP

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "plugins/sql/connection/pairs.hpp"

namespace gantry::sql {

/// What a key of a connection string says, whatever its spelling.
enum class Meaning {
  server,
  database,
  user,
  password,
  integrated,
  authentication,
  encrypt,
  trust_certificate,
  host_name_in_certificate,
  application,
  application_intent,
  connect_timeout,
  statement_timeout,
  provider,     ///< OLE DB provider or ODBC driver: checked, never loaded
  data_source,  ///< an ODBC data source of the machine where the package was made
  refused,      ///< would change which server or rows are meant, and cannot be done here
  ignored,      ///< has no effect on what a session does here
  unknown
};

struct Key {
  std::string_view spelling;
  Meaning meaning;
};

struct Dialect {
  std::string_view type;  ///< `OLEDB`: how messages call it
  Grammar grammar;
  std::vector<Key> keys;
  /// How each of ServerName, InitialCatalog and UserName is spelled when a string has no such pair yet.
  std::string_view server_key, database_key, user_key;
  /// Beginnings of provider or driver names that stand for SQL Server, lower case.
  std::vector<std::string_view> providers;
  bool first_wins = false;  ///< of a repeated key (ODBC); else the last

  Meaning meaning(std::string_view key) const;
  bool is_sql_server(std::string_view provider) const;
  /// Keys that are not known and sound like secrets: their values are not kept either.
  static bool looks_secret(std::string_view key);
};

const Dialect &ole_db();
const Dialect &ado_net();
const Dialect &odbc();

}  // namespace gantry::sql

#endif
