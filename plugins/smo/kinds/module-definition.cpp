// ModuleDefinition: the text of procedures, views, functions and triggers, as typed when they were made.
// Apart from the modules' kinds, because it is long: what is equal by its hash need not be read. Filter:
// [schema].[object].
#include "plugins/smo/database-kind.hpp"

namespace gantry::smo {
namespace {

constexpr const char *numbered = "sys.numbered_procedures";

Result<StoredList> list(Server &server, const ListRequest &request, Call call) {
  if (Result<> learnt = server.learn({numbered}, call); !learnt) return std::move(learnt).error();
  const std::string sys = catalogue_of(request.database), condition = request.condition(qualified_in_sql);
  const auto select = [&](const char *number, const char *view) {
    return std::string("SELECT ") + qualified_in_sql + " AS object_name, " + number +
           " AS number, m.definition FROM " + sys + view + " AS m JOIN " + sys +
           "objects AS o ON o.object_id = m.object_id JOIN " + sys +
           "schemas AS s ON s.schema_id = o.schema_id" + (condition.empty() ? "" : " WHERE " + condition);
  };
  std::string sql = select("0", "sql_modules") + " ORDER BY 1;\n";
  if (server.has(numbered)) sql += select("m.procedure_number", "numbered_procedures") + " ORDER BY 1, 2;\n";
  StoredTable table({"object", "number", "definition"});
  const auto take = [&](std::size_t, std::vector<Cell> &&row) { return table.add(row); };
  if (const Result<std::size_t> read = server.read(sql, take, call); !read) return read.error();
  return StoredList{std::move(table), {}};
}

}  // namespace

const Kind &kind_module_definition() {
  static const Kind kind = {"ModuleDefinition",
                            {"object", "number", "definition"},
                            {"object", "number"},
                            &list,
                            &missing_database_rights,
                            nullptr,
                            nullptr,
                            nullptr};
  return kind;
}

}  // namespace gantry::smo
