#include "plugins/smo/database-kind.hpp"

namespace gantry::smo {

Result<std::vector<MissingRight>> missing_database_rights(Server &server, const std::string &database,
                                                          Call call) {
  Result<std::vector<MissingRight>> missing = missing_server_rights(server, {}, call);
  if (!missing || missing->empty()) return missing;
  const std::string name = database.empty() ? "DB_NAME()" : quoted_text(database);
  Result<Table> answer = server.query("SELECT HAS_PERMS_BY_NAME(QUOTENAME(" + name +
                                          "), N'DATABASE', N'VIEW DEFINITION') AS sees, SUSER_SNAME() AS me;",
                                      call);
  if (!answer) return std::move(answer).error();
  if (!answer->rows.empty() && answer->at(0, "sees").flag()) return std::vector<MissingRight>();
  const std::string me = answer->rows.empty() ? "public" : answer->at(0, "me").text();
  return std::vector<MissingRight>{
      {"VIEW DEFINITION" + (database.empty() ? std::string() : " in " + quoted_name(database)),
       (database.empty() ? std::string() : "USE " + quoted_name(database) + "; ") +
           "GRANT VIEW DEFINITION TO " + quoted_name(me) + ';'}};
}

}  // namespace gantry::smo
