#include "plugins/smo/smo-server-object.hpp"

#include <algorithm>
#include <set>

namespace gantry::smo {
namespace {

/// Filters too long for a statement are applied here; without regard to case where the server has none.
class LongFilter {
 public:
  static Result<LongFilter> of(const std::vector<std::string> &names, Server &server, Call call) {
    Result<std::string> collation = server.fact("collation", call);
    if (!collation) return std::move(collation).error();
    return LongFilter(
        names, collation->find("_CS_") != std::string::npos || collation->find("_BIN") != std::string::npos);
  }
  bool takes(const Cell &name) const { return wanted_.count(fold(name.text())) > 0; }

 private:
  LongFilter(const std::vector<std::string> &names, bool exact) : exact_(exact) {
    for (const std::string &name : names) wanted_.insert(fold(name));
  }
  std::string fold(std::string text) const {
    if (!exact_)
      for (char &c : text)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return text;
  }
  bool exact_;
  std::set<std::string> wanted_;
};

void keep_named(Table &table, const LongFilter &filter) {
  const auto name = static_cast<std::size_t>(table.column("name"));
  table.rows.erase(std::remove_if(table.rows.begin(), table.rows.end(),
                                  [&](const std::vector<Cell> &row) { return !filter.takes(row[name]); }),
                   table.rows.end());
}

void keep_named(StoredList &list, const LongFilter &filter) {
  const int name = list.rows.column("name");
  std::vector<std::uint32_t> kept;
  for (std::size_t i = 0; i < (list.order ? list.order->size() : list.rows.size()); ++i) {
    const std::uint32_t row = list.order ? (*list.order)[i] : static_cast<std::uint32_t>(i);
    if (filter.takes(list.rows.at(row, name))) kept.push_back(row);
  }
  list.order = std::move(kept);
}

bool has_name(const Table &table) { return table.column("name") >= 0; }
bool has_name(const StoredList &list) { return list.rows.column("name") >= 0; }

ObjectPtr rows_of(StoredList list) {
  return make_object<StoredRows>(std::make_shared<const StoredTable>(std::move(list.rows)),
                                 std::move(list.order))
      .hand_out();
}

}  // namespace

Result<ObjectPtr> SmoServerObject::list(std::string_view kind, std::string_view database,
                                        std::string_view filter, Call call) {
  Result<const Kind *> found = find_kind(kind);
  if (!found) return std::move(found).error();
  Result<std::vector<std::string>> names = decode_list(filter);
  if (!names) return std::move(names).error();
  const ListRequest request{std::string(database), std::move(names).value()};
  return std::visit(
      [&](const auto read) -> Result<ObjectPtr> {
        auto list = read(server_, request, call);
        if (!list) return std::move(list).error();
        if (!request.names.empty() && has_name(*list) && request.condition("name").empty()) {
          const Result<LongFilter> named = LongFilter::of(request.names, server_, call);
          if (!named) return named.error();
          keep_named(*list, *named);
        }
        return rows_of(std::move(list).value());
      },
      (*found)->list);
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
