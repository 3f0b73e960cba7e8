#include "plugins/smo/smo-server-object.hpp"

#include <algorithm>

namespace gantry::smo {
namespace {

/// Filters too long for a statement are applied here; without regard to case where the server has none.
Result<> keep_named(Table &table, const std::vector<std::string> &names, Server &server, Call call) {
  Result<std::string> collation = server.fact("collation", call);
  if (!collation) return std::move(collation).error();
  const bool exact =
      collation->find("_CS_") != std::string::npos || collation->find("_BIN") != std::string::npos;
  const auto fold = [&](std::string text) {
    if (!exact)
      for (char &c : text)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return text;
  };
  std::set<std::string> wanted;
  for (const std::string &name : names) wanted.insert(fold(name));
  std::vector<std::vector<Cell>> kept;
  for (std::size_t row = 0; row < table.rows.size(); ++row)
    if (wanted.count(fold(table.at(row, "name").text()))) kept.push_back(std::move(table.rows[row]));
  table.rows = std::move(kept);
  return success();
}

}  // namespace

Result<Table> SmoServerObject::list(std::string_view kind, std::string_view database, std::string_view filter,
                                    Call call) {
  Result<const Kind *> found = find_kind(kind);
  if (!found) return std::move(found).error();
  Result<std::vector<std::string>> names = decode_list(filter);
  if (!names) return std::move(names).error();
  ListRequest request{std::string(database), std::move(names).value()};
  Result<Table> table = (*found)->list(server_, request, call);
  if (!table) return table;
  const bool has_name = table->column("name") >= 0;
  if (!request.names.empty() && has_name && request.condition("name").empty())
    if (Result<> kept = keep_named(*table, request.names, server_, call); !kept)
      return std::move(kept).error();
  return table;
}

Result<Table> SmoServerObject::missing_rights(std::string_view kind, std::string_view database, Call call) {
  Result<const Kind *> found = find_kind(kind);
  if (!found) return std::move(found).error();
  Result<std::vector<MissingRight>> missing = (*found)->missing_rights(server_, std::string(database), call);
  if (!missing) return std::move(missing).error();
  Table table;
  table.columns = {"right", "grant", "property"};
  for (const MissingRight &m : *missing)
    table.rows.push_back({Cell(m.right), Cell(m.grant), Cell(m.property)});
  return table;
}

Result<std::vector<ScriptBatch>> SmoServerObject::script(std::string_view verb, std::string_view kind,
                                                         std::string_view database, const Table &wanted,
                                                         const Table &current, std::string_view options,
                                                         Call call) {
  Result<const Kind *> found = find_kind(kind);
  if (!found) return std::move(found).error();
  Result<std::vector<ScriptBatch>> batches =
      smo::script(**found, verb, server_, wanted, current, options, call);
  if (batches && !database.empty())
    for (ScriptBatch &batch : *batches)
      if (batch.database.empty()) batch.database = database;
  return batches;
}

bool SmoServerObject::query(std::string_view iid, gantry_ref &out) noexcept {
  if (Implements<SmoServer>::query(iid, out)) return true;
  // A query's text is zero-terminated (B3), so the view's pointer can be handed on.
  return object_.get()->base->query(object_.get(), iid.data(), &out) != 0;
}

}  // namespace gantry::smo
