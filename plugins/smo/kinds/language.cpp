// Language: what a server can speak. Fixed for each version of SQL Server, so it is only listed.
#include "plugins/smo/kind.hpp"
#include "plugins/smo/languages.hpp"

namespace gantry::smo {
namespace {

Result<Table> list(Server &server, const ListRequest &request, Call call) {
  Result<Table> all = list_languages(server, call);
  if (!all || request.names.empty()) return all;
  Table some;
  some.columns = all->columns;
  for (std::size_t i = 0; i < all->rows.size(); ++i)
    for (const std::string &name : request.names)
      if (all->at(i, "name").text() == name) some.rows.push_back(all->rows[i]);
  return some;
}

Result<std::vector<MissingRight>> missing(Server &, const std::string &, Call) {
  return std::vector<MissingRight>();  // everybody sees sys.syslanguages
}

}  // namespace

const Kind &kind_language() {
  static const Kind kind = {"Language", {"name", "alias", "id", "lcid", "message-language-id"},
                            {"name"},   &list,
                            &missing,   nullptr,
                            nullptr,    nullptr};
  return kind;
}

}  // namespace gantry::smo
