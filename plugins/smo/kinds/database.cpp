// Database: what a transfer of logins has to know of one, and its owner.
#include "plugins/smo/kind.hpp"

namespace gantry::smo {
namespace {

Result<Table> list_databases(Server &server, const ListRequest &request, Call call) {
  std::string sql =
      "SELECT name, SUSER_SNAME(owner_sid) AS owner_name, owner_sid, state_desc, collation_name, "
      "is_read_only "
      "FROM sys.databases";
  if (const std::string condition = request.condition("name"); !condition.empty())
    sql += " WHERE " + condition;
  Result<Table> source = server.query(sql + " ORDER BY name;", call);
  if (!source) return source;
  Table table;
  table.columns = {"name", "owner", "owner-sid", "state", "collation", "read-only"};
  for (std::size_t i = 0; i < source->rows.size(); ++i)
    table.rows.push_back({source->at(i, "name"), source->at(i, "owner_name"), source->at(i, "owner_sid"),
                          source->at(i, "state_desc"), source->at(i, "collation_name"),
                          Cell(source->at(i, "is_read_only").flag())});
  return table;
}

Result<std::vector<MissingRight>> missing(Server &server, const std::string &, Call call) {
  return missing_server_rights(server, {}, call);
}

Result<> change_database(const Wish &wish, Script &script) {
  const std::string name = quoted_name(wish.current("name").text());
  for (const char *fixed : {"collation", "state"})
    if (wish.differs(fixed))
      return wish.refuse(fixed, wish.current(fixed).text(),
                         wish.wanted(fixed).text() + ", which needs the database alone");
  if (wish.differs("owner")) {
    const std::string front = "ALTER AUTHORIZATION ON DATABASE::" + name + " TO ";
    script.add(front + quoted_name(wish.wanted("owner").text()) + ';',
               wish.current("owner").null() ? std::string()
                                            : front + quoted_name(wish.current("owner").text()) + ';',
               "owner as wanted");
  }
  if (wish.differs("read-only")) {
    const bool on = wish.wanted("read-only").flag();
    script
        .add("ALTER DATABASE " + name + (on ? " SET READ_ONLY;" : " SET READ_WRITE;"),
             "ALTER DATABASE " + name + (on ? " SET READ_WRITE;" : " SET READ_ONLY;"), "as wanted")
        .transactional = false;
  }
  return success();
}

}  // namespace

const Kind &kind_database() {
  static const Kind kind = {
      "Database",       {"name", "owner", "owner-sid", "state", "collation", "read-only"},
      {"name"},         &list_databases,
      &missing,         nullptr,
      &change_database, nullptr};
  return kind;
}

}  // namespace gantry::smo
