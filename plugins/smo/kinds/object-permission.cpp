// ObjectPermission: what may be done with tables, views, procedures and functions, down to columns.
#include "plugins/smo/database-kind.hpp"
#include "plugins/smo/permission-text.hpp"

namespace gantry::smo {
namespace {

Result<StoredList> list(Server &server, const ListRequest &request, Call call) {
  const std::string sys = catalogue_of(request.database);
  std::string sql =
      "SELECT s.name AS schema_name, o.name, c.name AS column_name, p.permission_name, p.state, g.name AS "
      "grantee_name, r.name AS grantor_name FROM " +
      sys + "database_permissions AS p JOIN " + sys + "objects AS o ON o.object_id = p.major_id JOIN " + sys +
      "schemas AS s ON s.schema_id = o.schema_id JOIN " + sys +
      "database_principals AS g ON g.principal_id = p.grantee_principal_id LEFT JOIN " + sys +
      "database_principals AS r ON r.principal_id = p.grantor_principal_id LEFT JOIN " + sys +
      "columns AS c ON c.object_id = p.major_id AND c.column_id = p.minor_id WHERE p.class = 1";
  if (const std::string condition = request.condition(qualified_in_sql); !condition.empty())
    sql += " AND " + condition;
  StoredTable table({"schema", "object", "column", "permission", "state", "grantee", "grantor"});
  const auto take = [&](std::size_t, std::vector<Cell> &&row) {
    row[4] = Cell(permission_state(row[4].text()));
    // A column's REVOKE below a table's GRANT is a row too; for whole objects it stands for nothing.
    return row[4].text().empty() ? success() : table.add(row);
  };
  sql += " ORDER BY s.name, o.name, p.minor_id, p.permission_name, g.name;";
  if (const Result<std::size_t> read = server.read(sql, take, call); !read) return read.error();
  return StoredList{std::move(table), {}};
}

PermissionText text_of(const Wish &wish, bool of_wanted) {
  const auto cell = [&](const char *column) {
    return of_wanted ? wish.wanted(column) : wish.current(column);
  };
  return {cell("permission").text(),
          " ON OBJECT::" + qualified(cell("schema").text(), cell("object").text()) +
              (cell("column").null() ? "" : " (" + quoted_name(cell("column").text()) + ')'),
          cell("grantee").text(), cell("grantor")};
}

Result<> create(const Wish &wish, Script &script) {
  if (Result<> fine = check_permission(wish, true); !fine) return fine;
  return give_permission(wish, script, text_of(wish, true));
}

Result<> change(const Wish &wish, Script &script) {
  if (Result<> fine = check_permission(wish, false); !fine) return fine;
  return change_permission(wish, script, text_of(wish, false));
}

Result<> drop(const Wish &wish, Script &script) {
  if (Result<> fine = check_permission(wish, false); !fine) return fine;
  return take_permission(wish, script, text_of(wish, false));
}

}  // namespace

const Kind &kind_object_permission() {
  static const Kind kind = {"ObjectPermission",
                            {"schema", "object", "column", "permission", "state", "grantee", "grantor"},
                            {"schema", "object", "column", "permission", "grantee", "grantor"},
                            &list,
                            &missing_database_rights,
                            &create,
                            &change,
                            &drop};
  return kind;
}

}  // namespace gantry::smo
