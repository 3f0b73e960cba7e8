// ProcedureParameter: what the server's own procedures take, asked instead of guessed from versions. Filter:
// [schema].[procedure].
#include "plugins/smo/kind.hpp"

namespace gantry::smo {
namespace {

Result<Table> list(Server &server, const ListRequest &request, Call call) {
  const std::string prefix = request.database.empty() ? "" : quoted_name(request.database) + '.';
  std::string sql =
      "SELECT s.name AS schema_name, o.name AS procedure_name, p.parameter_id, p.name, t.name AS type_name, "
      "p.max_length, p.is_output FROM " +
      prefix + "sys.all_parameters AS p JOIN " + prefix +
      "sys.all_objects AS o ON o.object_id = p.object_id JOIN " + prefix +
      "sys.schemas AS s ON s.schema_id = o.schema_id JOIN " + prefix +
      "sys.types AS t ON t.user_type_id = p.user_type_id WHERE o.type IN ('P', 'PC', 'X') AND "
      "o.is_ms_shipped = 1";
  if (const std::string condition = request.condition("QUOTENAME(s.name) + N'.' + QUOTENAME(o.name)");
      !condition.empty())
    sql += " AND " + condition;
  Result<Table> source = server.query_once(sql + " ORDER BY s.name, o.name, p.parameter_id;", call);
  if (!source) return source;
  source->columns = {"schema", "procedure", "ordinal", "name", "type", "max-length", "output"};
  return source;
}

Result<std::vector<MissingRight>> missing(Server &, const std::string &, Call) {
  return std::vector<MissingRight>();  // everybody sees the server's own procedures
}

}  // namespace

const Kind &kind_procedure_parameter() {
  static const Kind kind = {"ProcedureParameter",
                            {"schema", "procedure", "ordinal", "name", "type", "max-length", "output"},
                            {"schema", "procedure", "name"},
                            &list,
                            &missing,
                            nullptr,
                            nullptr,
                            nullptr};
  return kind;
}

}  // namespace gantry::smo
