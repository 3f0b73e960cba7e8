// The table of catalogue views and what their queries may ask about the login.
#include "samples/sandbox/engine/views.hpp"

#include <algorithm>
#include <map>

namespace sandbox {

TypeInfo written_type(const std::string &text) {
  const std::size_t bracket = text.find('(');
  TypeInfo out = type_named(text.substr(0, bracket)).value_or(nvarchar_type(4000));
  if (bracket == std::string::npos) return out;
  const std::string size = text.substr(bracket + 1);
  if (is_decimal(out.type)) {
    const std::size_t comma = size.find(',');
    out.precision = static_cast<std::uint8_t>(std::atoi(size.c_str()));
    out.scale =
        comma == std::string::npos ? 0 : static_cast<std::uint8_t>(std::atoi(size.c_str() + comma + 1));
  } else {
    out.length = size.rfind("max", 0) == 0 ? -1 : std::atoi(size.c_str());
  }
  return out;
}

namespace {

std::vector<Column> parse_columns(const std::string &text) {
  std::vector<Column> out;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = text.find(';', at);
    if (end == std::string::npos) end = text.size();
    std::string item = text.substr(at, end - at);
    at = end + 1;
    const std::size_t first = item.find_first_not_of(" \n");
    if (first == std::string::npos) continue;
    item = item.substr(first);
    const std::size_t gap = item.find(' ');
    Column column;
    column.name = item.substr(0, gap);
    std::string type = item.substr(gap + 1);
    while (!type.empty() && (type.back() == ' ' || type.back() == '\n')) type.pop_back();
    column.nullable = type.empty() || type.back() != '!';
    if (!column.nullable) type.pop_back();
    column.type = written_type(type);
    out.push_back(std::move(column));
  }
  return out;
}

void put(std::string &text, const std::string &mark, const std::function<std::string()> &value) {
  std::size_t at = text.find(mark);
  if (at == std::string::npos) return;
  const std::string with = value();
  for (; at != std::string::npos; at = text.find(mark, at + with.size())) text.replace(at, mark.size(), with);
}

std::string filled(Engine &engine, int database, std::string text) {
  const auto flag = [](bool on) { return std::string(on ? "1" : "0"); };
  put(text, "{all}", [&] { return flag(engine.sees_all()); });
  put(text, "{dball}", [&] { return flag(engine.has_database_permission(database, "VIEW DEFINITION")); });
  put(text, "{secrets}", [&] { return flag(engine.sees_secrets()); });
  put(text, "{state}", [&] { return flag(engine.has_server_permission("VIEW SERVER STATE")); });
  put(text, "{credentials}",
      [&] { return flag(engine.sees_all() || engine.has_server_permission("ALTER ANY CREDENTIAL")); });
  put(text, "{login}", [&] { return std::to_string(engine.login_id); });
  put(text, "{spid}", [&] { return std::to_string(engine.spid()); });
  return text;
}

std::string narrowed(const View &view, const std::string &query, const Equal &equal,
                     std::vector<Value> &parameters) {
  if (equal.empty()) return query;
  std::string names, where;
  for (std::size_t i = 0; i < view.columns.size(); ++i) names += (i ? ",c" : "c") + std::to_string(i);
  for (const auto &[index, value] : equal) {
    parameters.push_back(value);
    where += (where.empty() ? "" : " AND ") + ("c" + std::to_string(index)) + " = ?" +
             std::to_string(parameters.size()) +
             (std::holds_alternative<std::string>(value) ? " COLLATE sqlci" : "");
  }
  return "WITH v(" + names + ") AS (" + query + ") SELECT * FROM v WHERE " + where;
}

struct Catalogue {
  ViewTable table;
  std::vector<const View *> all;
  std::map<std::pair<std::string, std::string>, const View *> names;
  Catalogue() {
    add_server_views(table);
    add_database_views(table);
    add_object_views(table);
    add_security_views(table);
    add_dynamic_views(table);
    add_session_views(table);
    add_module_views(table);
    add_property_views(table);
    add_linked_server_views(table);
    add_compatibility_views(table);
    add_information_schema(table);
    add_table_functions(table);
    for (const View &view : table.views()) {
      all.push_back(&view);
      names[{fold(view.schema), fold(view.name)}] = &view;
    }
  }
};

const Catalogue &catalogue() {
  static const Catalogue made;
  return made;
}

}  // namespace

View &ViewTable::add(const char *schema, const char *name, const char *columns) {
  View &view = views_.emplace_back();
  view.schema = schema;
  view.name = name;
  view.columns = parse_columns(columns);
  return view;
}

void ViewTable::query(const char *schema, const char *name, const char *columns, std::string query) {
  View &view = add(schema, name, columns);
  view.rows = [&view, query = std::move(query)](Engine &engine, int database, const Equal &equal,
                                                const std::function<bool(Row &)> &visit) {
    if (query.empty()) return;
    engine.register_view_functions();
    std::vector<Value> parameters = {int_value(database)};
    const std::string text = narrowed(view, filled(engine, database, query), equal, parameters);
    engine.sql.each(text, parameters, [&](Row &row) {
      for (std::size_t i = 0; i < row.size() && i < view.columns.size(); ++i)
        row[i] = load_value(row[i], view.columns[i].type);
      return visit(row);
    });
  };
}

void ViewTable::code(const char *schema, const char *name, const char *columns, ViewCode code) {
  View &view = add(schema, name, columns);
  view.rows = [&view, code = std::move(code)](Engine &engine, int database, const Equal &equal,
                                              const std::function<bool(Row &)> &visit) {
    std::vector<Row> rows;
    code(engine, database, equal, [&rows](Row row) { rows.push_back(std::move(row)); });
    for (Row &row : rows) {
      row.resize(view.columns.size());
      for (std::size_t i = 0; i < row.size(); ++i) row[i] = load_value(row[i], view.columns[i].type);
      if (!visit(row)) return;
    }
  };
}

const View *find_view(const std::string &schema, const std::string &name) {
  const auto &names = catalogue().names;
  const auto found = names.find({fold(schema), fold(name)});
  return found == names.end() ? nullptr : found->second;
}

const std::vector<const View *> &all_views() { return catalogue().all; }

std::int64_t view_id(const View &view) {
  const auto &all = all_views();
  return -101 - (std::find(all.begin(), all.end(), &view) - all.begin());
}

void require_server_state(Engine &engine) {
  if (!engine.has_server_permission("VIEW SERVER STATE"))
    throw error(300, {"VIEW SERVER STATE", "server", "master"});
}

std::string principal_type_case(const std::string &column) {
  return "CASE " + column +
         " WHEN 'S' THEN 'SQL_LOGIN' WHEN 'U' THEN 'WINDOWS_LOGIN' WHEN 'G' THEN 'WINDOWS_GROUP' WHEN 'R' "
         "THEN 'SERVER_ROLE' "
         "WHEN 'C' THEN 'CERTIFICATE_MAPPED_LOGIN' WHEN 'K' THEN 'ASYMMETRIC_KEY_MAPPED_LOGIN' WHEN 'E' THEN "
         "'EXTERNAL_LOGIN' ELSE 'EXTERNAL_GROUP' END";
}

std::string object_type_case(const std::string &column) {
  return "CASE " + column +
         " WHEN 'U' THEN 'USER_TABLE' WHEN 'V' THEN 'VIEW' WHEN 'P' THEN 'SQL_STORED_PROCEDURE' WHEN 'FN' "
         "THEN 'SQL_SCALAR_FUNCTION' "
         "WHEN 'TF' THEN 'SQL_TABLE_VALUED_FUNCTION' WHEN 'X' THEN 'EXTENDED_STORED_PROCEDURE' WHEN 'IF' "
         "THEN 'SQL_INLINE_TABLE_VALUED_FUNCTION' WHEN 'PK' THEN 'PRIMARY_KEY_CONSTRAINT' WHEN "
         "'UQ' THEN 'UNIQUE_CONSTRAINT' "
         "WHEN 'F' THEN 'FOREIGN_KEY_CONSTRAINT' WHEN 'C' THEN 'CHECK_CONSTRAINT' WHEN 'D' THEN "
         "'DEFAULT_CONSTRAINT' ELSE 'UNKNOWN' END";
}

std::string class_case(const std::string &column) {
  return "CASE " + column +
         " WHEN 0 THEN 'DATABASE' WHEN 1 THEN 'OBJECT_OR_COLUMN' WHEN 2 THEN 'PARAMETER' WHEN 7 THEN 'INDEX' "
         "WHEN 3 THEN 'SCHEMA' WHEN 4 THEN "
         "'DATABASE_PRINCIPAL' WHEN 100 THEN 'SERVER' "
         "WHEN 101 THEN 'SERVER_PRINCIPAL' WHEN 105 THEN 'ENDPOINT' ELSE 'AVAILABILITY GROUP' END";
}

std::string state_case(const std::string &column) {
  return "CASE " + column +
         " WHEN 'D' THEN 'DENY' WHEN 'R' THEN 'REVOKE' WHEN 'G' THEN 'GRANT' ELSE 'GRANT_WITH_GRANT_OPTION' "
         "END";
}

void Engine::register_view_functions() {
  if (view_functions) return;
  view_functions = true;
  using Numbers = std::vector<std::int64_t>;
  sql.function("sees_principal", 1, [this](const Numbers &a) { return sees_principal(a[0]) ? 1 : 0; });
  sql.function("is_me", 1,
               [this](const Numbers &a) { return a[0] == login_id || is_member(login_id, a[0]) ? 1 : 0; });
  sql.function("is_in_role", 2, [this](const Numbers &a) { return is_member(a[0], a[1]) ? 1 : 0; });
  sql.function("sees_database", 1, [this](const Numbers &a) {
    return a[0] <= 2 || a[0] == database_id || has_server_permission("VIEW ANY DATABASE") ||
                   current_user(static_cast<int>(a[0])) == 1
               ? 1
               : 0;
  });
  sql.function("enters_database", 1,
               [this](const Numbers &a) { return current_user(static_cast<int>(a[0])) != 0 ? 1 : 0; });
  sql.function("is_my_user", 2, [this](const Numbers &a) {
    const int database = static_cast<int>(a[0]);
    const std::int64_t user = current_user(database);
    if (a[1] == user || a[1] == 0) return 1;
    return is_database_member(database, user,
                              sql.text("SELECT name FROM db_principals WHERE db = ?1 AND id = ?2",
                                       {int_value(a[0]), int_value(a[1])}))
               ? 1
               : 0;
  });
  sql.function("sees_user", 2, [this](const Numbers &a) {
    const int database = static_cast<int>(a[0]);
    if (a[1] < 5 || a[1] >= 16384 || a[1] == current_user(database)) return 1;
    // Members see their roles.
    return has_database_permission(database, "VIEW DEFINITION") ||
                   has_database_permission(database, "ALTER ANY USER") ||
                   has_database_permission(database, "ALTER ANY ROLE") ||
                   is_database_member(database, current_user(database),
                                      sql.text("SELECT name FROM db_principals WHERE db = ?1 AND id = ?2",
                                               {int_value(a[0]), int_value(a[1])}))
               ? 1
               : 0;
  });
  sql.function("sees_definition", 2, [this](const Numbers &a) {
    for (const char *name : {"VIEW DEFINITION", "ALTER", "CONTROL", "TAKE OWNERSHIP"})
      if (has_database_permission(static_cast<int>(a[0]), name, a[1])) return 1;
    return 0;
  });
  sql.function("sees_object", 2, [this](const Numbers &a) {
    for (const char *name : {"VIEW DEFINITION", "SELECT", "EXECUTE", "INSERT", "UPDATE", "DELETE",
                             "REFERENCES", "ALTER", "CONTROL"})
      if (has_database_permission(static_cast<int>(a[0]), name, a[1])) return 1;
    return 0;
  });
}

}  // namespace sandbox
