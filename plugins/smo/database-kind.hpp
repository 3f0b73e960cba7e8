// What kinds that live in a database share.
#ifndef GANTRY_SMO_DATABASE_KIND_HPP
#define GANTRY_SMO_DATABASE_KIND_HPP

#include "plugins/smo/kind.hpp"

namespace gantry::smo {

/// `[database].sys.` in front of a catalogue view; `sys.` without a database: where the session is.
inline std::string catalogue_of(const std::string &database) {
  return (database.empty() ? std::string() : quoted_name(database) + '.') + "sys.";
}

/// [schema].[object]
inline std::string qualified(std::string_view schema, std::string_view object) {
  return quoted_name(schema) + '.' + quoted_name(object);
}

/// As SQL, over views with these aliases; a filter of such names is compared with it.
inline constexpr const char *qualified_in_sql = "QUOTENAME(s.name) + N'.' + QUOTENAME(o.name)";

/// Rights to see every definition in a database: server-wide ones, else VIEW DEFINITION there.
Result<std::vector<MissingRight>> missing_database_rights(Server &server, const std::string &database,
                                                          Call call);

}  // namespace gantry::smo

#endif
