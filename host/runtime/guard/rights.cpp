#include "host/runtime/guard/rights.hpp"

namespace gantry::runtime::guard {

Result<std::vector<MissingRight>> missing_rights(const gantry_smo_server *table, gantry_object *self,
                                                 std::string_view kind, std::string_view database,
                                                 Call call) {
  gantry_object *rows = nullptr;
  ErrorReceiver receiver;
  const gantry_status status =
      table->missing_rights(self, borrow(kind), borrow(database), call.raw(), &rows, receiver);
  if (status != GANTRY_OK) return receiver.error(status);
  Result<Table> answer = read_table(ObjectPtr::adopt(rows), call);
  if (!answer) return std::move(answer).error();
  std::vector<MissingRight> missing;
  for (std::size_t row = 0; row < answer->rows.size(); ++row)
    if (answer->at(row, "property").text().empty())
      missing.push_back({answer->at(row, "right").text(), answer->at(row, "grant").text()});
  return missing;
}

std::string rights_of(const std::vector<MissingRight> &missing) {
  std::string text;
  for (const MissingRight &each : missing) text += (text.empty() ? "" : ", ") + each.right;
  return text;
}

std::string grants_of(const std::vector<MissingRight> &missing) {
  std::string text;
  for (const MissingRight &each : missing) text += (text.empty() ? "" : " ") + each.grant;
  return text;
}

Error blindness(const std::string &connection, std::string_view kind, std::string_view database,
                const std::vector<MissingRight> &missing) {
  return Error(Status::denied,
               "not every " + std::string(kind) +
                   (database.empty() ? "" : " of database " + std::string(database)) + " behind " +
                   connection + " can be seen",
               (missing.size() == 1 ? "the right " : "the rights ") + rights_of(missing),
               missing.size() == 1 ? "a login without it" : "a login without them",
               "run there: " + grants_of(missing) + " (--allow-partial goes on with what can be seen)");
}

}  // namespace gantry::runtime::guard
