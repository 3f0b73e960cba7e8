// StoredProcedure: what the catalogue says of procedures, and a hash in place of their text (ModuleDefinition
// has the text). To be scripted a row also needs `definition`, and `numbered` where the procedure has
// numbers.
#include "plugins/smo/database-kind.hpp"
#include "plugins/smo/procedure-script.hpp"

namespace gantry::smo {
namespace {

constexpr const char *numbered = "sys.numbered_procedures", *dependencies = "sys.sql_expression_dependencies",
                     *procedures = "sys.procedures", *properties = "sys.extended_properties";

/// Servers up to 2014 hash at most 8000 bytes, and refuse more.
Result<bool> hashes_long_text(Server &server, Call call) {
  Result<std::optional<Table>> answer = server.try_query(
      "SELECT HASHBYTES('SHA2_256', REPLICATE(CAST(N'x' AS nvarchar(max)), 5000)) AS answer;", call);
  if (!answer) return std::move(answer).error();
  return answer->has_value() && !(*answer)->rows.empty() && !(*answer)->rows[0][0].null();
}

std::string select_procedures(const std::string &sys, const std::string &hash, bool startup,
                              const std::string &condition) {
  return "SELECT o.object_id, s.name AS schema_name, o.name, o.type, o.is_ms_shipped, u.name AS owner_name, "
         "m.uses_ansi_nulls, m.uses_quoted_identifier, m.execute_as_principal_id, x.name AS "
         "execute_as_name, " +
         std::string(startup ? "p.is_auto_executed" : "0") +
         " AS is_auto_executed, CASE WHEN m.definition IS NULL THEN 1 ELSE 0 END AS is_hidden, " + hash +
         " AS definition_hash FROM " + sys + "objects AS o JOIN " + sys +
         "schemas AS s ON s.schema_id = o.schema_id LEFT JOIN " + sys +
         "sql_modules AS m ON m.object_id = o.object_id LEFT JOIN " + sys +
         "database_principals AS u ON u.principal_id = o.principal_id LEFT JOIN " + sys +
         "database_principals AS x ON x.principal_id = m.execute_as_principal_id" +
         (startup ? " LEFT JOIN " + sys + "procedures AS p ON p.object_id = o.object_id" : std::string()) +
         " WHERE o.type IN ('P', 'PC', 'X')" + (condition.empty() ? "" : " AND " + condition) +
         " ORDER BY s.name, o.name;\n";
}

/// Lists by object: numbers with their hashes, what the text refers to, who belongs to the product's tools.
struct Belongings {
  std::map<std::string, std::vector<std::string>> numbers, depends, tools;

  static std::string text(const std::map<std::string, std::vector<std::string>> &lists, const Cell &id) {
    const auto found = lists.find(id.text());
    return encode_list(found == lists.end() ? std::vector<std::string>() : found->second);
  }
};

Result<StoredList> list(Server &server, const ListRequest &request, Call call) {
  if (Result<> learnt = server.learn({numbered, dependencies, procedures, properties}, call); !learnt)
    return std::move(learnt).error();
  Result<bool> hashes = hashes_long_text(server, call);
  if (!hashes) return std::move(hashes).error();
  const auto hash_of = [&](const char *column) {
    return *hashes ? std::string("HASHBYTES('SHA2_256', ") + column + ")" : "NULL";
  };
  const std::string sys = catalogue_of(request.database);
  // What belongs to procedures comes first: each is then whole when its row arrives.
  std::string sql;
  std::vector<std::map<std::string, std::vector<std::string>> Belongings::*> order;
  if (server.has(numbered)) {
    order.push_back(&Belongings::numbers);
    sql += "SELECT n.object_id, n.procedure_number, " + hash_of("n.definition") + " FROM " + sys +
           "numbered_procedures AS n ORDER BY n.object_id, n.procedure_number;\n";
  }
  if (server.has(dependencies)) {
    order.push_back(&Belongings::depends);
    sql += "SELECT d.referencing_id, d.referenced_schema_name, d.referenced_entity_name FROM " + sys +
           "sql_expression_dependencies AS d WHERE d.referencing_class = 1 AND d.referenced_class = 1 AND "
           "d.referenced_database_name IS NULL AND d.referenced_server_name IS NULL ORDER BY 1, 2, 3;\n";
  }
  if (server.has(properties)) {
    order.push_back(&Belongings::tools);
    sql += "SELECT e.major_id, e.name FROM " + sys +
           "extended_properties AS e WHERE e.class = 1 AND e.minor_id = 0 AND e.name = "
           "N'microsoft_database_tools_support';\n";
  }
  sql += select_procedures(sys, hash_of("m.definition"), server.has(procedures, "is_auto_executed"),
                           request.condition(qualified_in_sql));
  Belongings all;
  StoredTable table(stored_procedure_columns());
  const auto take = [&](std::size_t result, std::vector<Cell> &&row) {
    const Cell &id = row[0];
    if (result < order.size()) {
      for (std::size_t cell = 1; cell < row.size(); ++cell)
        (all.*order[result])[id.text()].push_back(row[cell].text());
      return success();
    }
    std::string type = row[3].text();
    while (!type.empty() && type.back() == ' ') type.pop_back();
    const bool marked = row[4].flag();
    constexpr std::int64_t as_owner = -2;
    return table.add({row[1], row[2], Cell(type), Cell(marked || all.tools.count(id.text()) > 0),
                      Cell(marked), Cell(row[5].text()), Cell(row[6].flag()), Cell(row[7].flag()),
                      row[8].null()                 ? Cell("CALLER")
                      : row[8].number() == as_owner ? Cell("OWNER")
                                                    : row[9],
                      Cell(row[10].flag()), Cell(row[11].flag() && type == "P"), row[12],
                      Cell(Belongings::text(all.numbers, id)), Cell(Belongings::text(all.depends, id))});
  };
  const Result<std::size_t> read = server.read(sql, take, call);
  if (!read) return read.error();
  if (*read != order.size() + 1)
    return Error(Status::data, "the procedures could not be listed",
                 std::to_string(order.size() + 1) + " results", std::to_string(*read),
                 "check that the server speaks T-SQL");
  return StoredList{std::move(table), {}};
}

}  // namespace

const Kind &kind_stored_procedure() {
  static const Kind kind = {
      "StoredProcedure",        stored_procedure_columns(), {"schema", "name"}, &list,
      &missing_database_rights, &create_procedure,          &change_procedure,  &drop_procedure};
  return kind;
}

}  // namespace gantry::smo
