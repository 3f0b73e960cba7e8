// DatabaseUser: who in which database belongs to which login. Without a database: all that can be read.
#include "plugins/smo/kind.hpp"

namespace gantry::smo {
namespace {

std::string select_users(const std::string &database, bool authentication, const ListRequest &request) {
  std::string sql =
      "SELECT " + quoted_text(database) +
      " AS database_name, u.name, u.sid, u.type, l.name AS login_name, u.default_schema_name, " +
      (authentication ? "u.authentication_type_desc" : "NULL") + " AS authentication FROM " +
      quoted_name(database) +
      ".sys.database_principals AS u LEFT JOIN sys.server_principals AS l ON l.sid = u.sid WHERE "
      "u.type IN ('S', 'U', 'G', 'C', 'K', 'E', 'X')";
  if (const std::string condition = request.condition("u.name"); !condition.empty())
    sql += " AND " + condition;
  return sql + " ORDER BY u.name;\n";
}

Result<Table> list_users(Server &server, const ListRequest &request, Call call) {
  if (Result<> learnt = server.learn({"sys.database_principals"}, call); !learnt)
    return std::move(learnt).error();
  const bool authentication = server.has("sys.database_principals", "authentication_type_desc");
  std::vector<std::string> databases;
  if (!request.database.empty()) {
    Result<Table> there = server.query(
        "SELECT name, state FROM sys.databases WHERE name = " + quoted_text(request.database) + ";", call);
    if (!there) return there;
    if (there->rows.empty())
      return Error(Status::not_found, "there is no database of this name", "a database of the server",
                   quoted_name(request.database), "correct the name");
    databases.push_back(there->rows[0][0].text());
  } else {
    Result<std::optional<Table>> readable = server.try_query(
        "SELECT name FROM sys.databases WHERE state = 0 AND HAS_DBACCESS(name) = 1 ORDER BY name;", call);
    if (!readable) return std::move(readable).error();
    if (!*readable) {  // a server without HAS_DBACCESS
      readable = server.try_query("SELECT name FROM sys.databases ORDER BY name;", call);
      if (!readable) return std::move(readable).error();
    }
    if (*readable)
      for (const auto &row : (*readable)->rows) databases.push_back(row[0].text());
  }
  Table table;
  table.columns = {"database", "name", "sid", "type", "login", "default-schema", "authentication"};
  if (databases.empty()) return table;
  std::string sql;
  for (const std::string &database : databases) sql += select_users(database, authentication, request);
  Result<std::vector<Table>> tables = server.query_all(sql, call);
  if (!tables) return std::move(tables).error();
  for (const Table &source : *tables)
    for (std::size_t i = 0; i < source.rows.size(); ++i)
      table.rows.push_back({source.at(i, "database_name"), source.at(i, "name"), source.at(i, "sid"),
                            Cell(source.at(i, "type").text().substr(0, 1)), source.at(i, "login_name"),
                            source.at(i, "default_schema_name"), source.at(i, "authentication")});
  return table;
}

Result<std::vector<MissingRight>> missing(Server &server, const std::string &, Call call) {
  return missing_server_rights(server, {}, call);
}

/// The database of a row; empty leaves it to script()'s argument.
std::string database_of(const Wish &wish) {
  return wish.wanted("database").null() ? wish.current("database").text() : wish.wanted("database").text();
}

Result<> create_user(const Wish &wish, Script &script) {
  const std::string name = quoted_name(wish.wanted("name").text());
  if (wish.wanted("name").text().empty()) return wish.refuse("name", "a name", "none");
  std::string text = "CREATE USER " + name;
  text += wish.wanted("login").null() ? " WITHOUT LOGIN"
                                      : " FOR LOGIN " + quoted_name(wish.wanted("login").text());
  if (!wish.wanted("default-schema").null())
    text += " WITH DEFAULT_SCHEMA = " + quoted_name(wish.wanted("default-schema").text());
  ScriptBatch &batch = script.add(text + ';', "DROP USER " + name + ';');
  batch.database = database_of(wish);
  batch.creates = "DatabaseUser " + batch.database + '.' + wish.wanted("name").text();
  if (!wish.wanted("login").null()) batch.needs = "Login " + wish.wanted("login").text();
  return success();
}

Result<> change_user(const Wish &wish, Script &script) {
  const std::string name = quoted_name(wish.current("name").text());
  if (wish.differs("login")) {
    ScriptBatch &batch = script.add(
        "ALTER USER " + name + " WITH LOGIN = " + quoted_name(wish.wanted("login").text()) + ';',
        wish.current("login").null()
            ? std::string()
            : "ALTER USER " + name + " WITH LOGIN = " + quoted_name(wish.current("login").text()) + ';',
        wish.current("login").null() ? "the user belonged to no login"
                                     : "the user belonged to another login");
    batch.database = database_of(wish);
    batch.needs = "Login " + wish.wanted("login").text();
  }
  if (wish.differs("default-schema")) {
    const std::string front = "ALTER USER " + name + " WITH DEFAULT_SCHEMA = ";
    script
        .add(front + quoted_name(wish.wanted("default-schema").text()) + ';',
             wish.current("default-schema").null()
                 ? std::string()
                 : front + quoted_name(wish.current("default-schema").text()) + ';',
             "default schema as wanted")
        .database = database_of(wish);
  }
  return success();
}

Result<> drop_user(const Wish &wish, Script &script) {
  script.add("DROP USER " + quoted_name(wish.current("name").text()) + ';', {}, {}).database =
      database_of(wish);
  return success();
}

}  // namespace

const Kind &kind_database_user() {
  static const Kind kind = {"DatabaseUser",
                            {"database", "name", "sid", "type", "login", "default-schema", "authentication"},
                            {"database", "name"},
                            &list_users,
                            &missing,
                            &create_user,
                            &change_user,
                            &drop_user};
  return kind;
}

}  // namespace gantry::smo
